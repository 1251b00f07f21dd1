"""Finds the drugs and drug classes of a text: terms, class phrases, names by their WHO ending.

What counts as a drug: gold rules (substances given to treat, classes of them; no analytes, no foods, no generic words).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.normalize.names import SALTS, singular_name, without_salt
from pipeline.tag.attributes import DRUG, Entity
from pipeline.tag.reading import Found, Reading
from pipeline.vocab import Term

# Endings that the WHO gives to names of new substances, with the length from which a word counts.
_WHO_ENDINGS = (
    "mab", "tinib", "ciclib", "rafenib", "degib", "parib", "lisib", "zomib", "anib", "gliptin", "gliflozin", "glutide",
    "glitazone", "sartan", "vaptan", "prazole", "floxacin", "oxacin", "cillin", "cycline", "bactam", "penem", "conazole",
    "fungin", "vir", "triptan", "setron", "lukast", "xaban", "gatran", "parin", "grel", "platin", "taxel", "rubicin",
    "trexate", "trexed", "citabine", "coxib", "profen", "limus", "dronate", "olol", "dipine", "vastatin", "fibrate", "azepam",
    "azolam", "oxetine", "peridone", "piprazole", "idone", "tropium", "terol", "asone", "onide", "cept", "kinra", "poetin",
    "grastim", "relix", "relin", "tocin", "curium", "curonium", "caine", "fentanil", "orphan", "leucel", "sertib",
    "metinib", "stim", "lutamide", "clidinium", "gepant", "orexant", "siran", "rsen", "ersen", "virine", "gravir", "tegravir",
    "buvir", "asvir", "previr", "oximab", "zumab", "ximab",
)  # fmt: skip
_WHO_MIN = 8
_NO_WHO_NAMES = frozenset(
    "cocaine somatostatin angiostatin endostatin cystatin reservoir hexanide lithotripsy glycerol cholesterol ergosterol "
    "phytosterol sitosterol campesterol desmosterol lanosterol lathosterol inositol carbamide hydrazone phosphonate "
    "antiplatelet".split()
)

# Nouns that make a class of drugs of the words before them.
_AGENTS = frozenset("agent drug medication medicine compound preparation".split())
_ACTORS = frozenset(
    "inhibitor blocker antagonist agonist modulator activator stimulator sensitizer mimetic analog analogue".split()
)
# How words end that say what an agent does ("immunosuppressive agents", "antiemetic drugs").
_ACTING = (
    "suppressive", "suppressant", "protective", "lytic", "static", "toxic", "tropic", "modulatory", "modulating", "lowering",
    "biotic", "biologic", "biological", "therapeutic", "plastic", "retroviral", "inotropic", "uricosuric", "anesthetic",
    "anaesthetic", "sedative", "hypnotic", "analgesic", "blocking", "alkylating", "methylating", "sensitizing", "relaxing",
    "constrictor", "dilating", "dilator", "glycemic", "opioid", "nonsteroidal", "steroidal", "stimulating", "emetic",
    "clastic", "resorptive", "cidal", "sympathomimetic", "cholinergic", "adrenergic", "dopaminergic", "serotonergic",
    "psychotropic", "tensive", "thyroid", "platinum", "reducing", "modifying",
)  # fmt: skip
# Words before an actor that name what it acts on ("proton pump inhibitors", "5-HT3 receptor antagonists").
_TARGETS = frozenset(
    """
    receptor reuptake channel pump kinase protease proteinase phosphodiesterase reductase transferase cholinesterase
    acetylcholinesterase cyclooxygenase lipoxygenase aromatase oxidase esterase synthase synthetase topoisomerase
    polymerase integrase transcriptase neuraminidase peptidase secretase convertase carbonic anhydrase xanthine monoamine
    adrenergic adrenoceptor muscarinic nicotinic opioid dopamine serotonin histamine leukotriene endothelin angiotensin
    aldosterone vasopressin glutamate nmda gaba calcium sodium potassium proton cotransporter transporter glucose
    enzyme converting tyrosine serine cell checkpoint immune calcineurin mtor proteasome integrin interleukin necrosis
    factor thrombin glycoprotein platelet complement renin neprilysin cytokine jak vegf egfr her2 parp cdk alpha beta
    gamma delta selective nucleoside nonnucleoside hormone releasing estrogen androgen progesterone peptide amine entry
    fusion acid ras raf mek braf btk tnf ace cox hmg coa dpp sglt pde ssri glp complement vitamin prostaglandin
    reverse growth vascular endothelial epidermal inhaled acting short long gonadotropin somatostatin uptake norepinephrine
    ll ii iii iv v ht h
    """.split()
)
_NOT_IN_CLASS = frozenset(
    "a an the of and or in for with by to other these this several such any no study new test".split()
)

# A class word that only describes: it counts before a drug noun or in the plural ("antivirals").
_ADJECTIVE_ENDINGS = (
    "ergic", "glycemic", "tensive", "inflammatory", "suppressive", "modulatory", "microbial", "viral", "bacterial", "fungal",
    "malarial", "rheumatic", "neoplastic", "arrhythmic", "oxidant", "adrenergic", "contraceptive", "protective", "mimetic",
    "tubercular", "cancer", "tumor", "thrombotic", "resorptive", "fibrinolytic", "hemostatic", "ulcer", "ergot", "emetic",
)  # fmt: skip
# What drugs have or do: before these words a class word is an adjective ("analgesic efficacy").
_QUALITIES = frozenset(
    """
    effect activity action property efficacy potency response requirement consumption benefit mechanism receptor system
    potential patient coma event episode stimulation nerve neuron tone rescue technique procedure block nurse machine
    complication gas circuit
    """.split()
)

# For substances that the body has anyway. Measured, not given:
_ANALYTE_AFTER = frozenset(
    """
    level concentration content value metabolism uptake intake absorption excretion secretion clearance balance
    homeostasis tolerance deficiency deficit receptor channel status ratio sensitivity resistance production synthesis
    release turnover kinase dehydrogenase oxidase saturation tension consumption response phosphokinase antagonist
    blocker agonist inhibitor pump transport transporter store overload requirement gradient flux ion signaling index
    reabsorption count assay test molecule antibody expression gene binding measurement determination elevation
    reduction score nitrogen phosphatase esterase crystal stone deposit utilization monitoring control standard
    """.split()
)
_ANALYTE_BEFORE = frozenset(
    """
    serum plasma blood urinary urine dietary endogenous total ldl hdl fasting free salivary fluid tissue intracellular
    extracellular circulating fecal faecal whole ionized bound capillary venous arterial hepatic liver muscle brain
    platelet inspired alveolar end maternal elevated increased decreased reduced high low higher lower mean estimated
    """.split()
)
# Given:
_GIVING_AFTER = frozenset(
    """
    supplementation supplement supplemented therapy treatment infusion injection replacement administration tablet
    capsule loading pretreatment patch gum prophylaxis drip bolus withdrawal spray cream gel ointment lotion drop
    treated group arm monotherapy given administered mg mcg ug iu dose
    """.split()
)
_GIVING_BEFORE = frozenset(
    """
    oral orally intravenous intravenously iv intramuscular subcutaneous topical transdermal inhaled nebulized intranasal
    exogenous recombinant synthetic supplemental supplementary supplement supplementation supplemented received receiving
    receive given giving administered administration infusion injection injected infused treatment therapy treated placebo
    plus mg mcg ug iu conjugated micronized esterified
    """.split()
)
_BETWEEN = frozenset("of with by and or the either daily".split())


def find_drugs(reading: Reading, short_forms: Mapping[int, Found | None]) -> list[Found]:
    """Return the drugs of a text in reading order, the longest name at each place.

    `short_forms` holds, by their first piece, the abbreviations that the text defines; None for one that is no drug.
    """
    found: list[tuple[Found, bool]] = []
    i = 0
    while i < len(reading.words):
        name, endogenous = _drug_at(reading, short_forms, i)
        if name:
            found.append((name, endogenous))
        i = name.last if name else i + 1
    given = {name.entity.name for name, endogenous in found if endogenous and _is_given(reading, name)}
    return [name for name, endogenous in found if not endogenous or _counts(reading, name, given)]


def _drug_at(reading: Reading, short_forms: Mapping[int, Found | None], i: int) -> tuple[Found | None, bool]:
    """The longest drug name at piece `i`, and whether it is a substance that the body has anyway."""
    if i in short_forms:
        return short_forms[i], False
    if i in reading.blocked or not (reading.is_word(i) or reading.key(i)[0].isdigit()):
        return None, False
    phrase = _class_phrase(reading, i)
    match = reading.knowledge.longest_match(DRUG, reading.text, reading.words, i)
    if match and (not phrase or match[0].last >= phrase.last):
        return _from_term(reading, match[0].first, match[0].last, match[0].term, match[1])
    return phrase or _who_name(reading, i), False


def _from_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> tuple[Found | None, bool]:
    if term.concept.kind == "class":
        return _class_term(reading, first, last, term, rule), term.endogenous
    name = term.name or without_salt(reading.name(first, last))
    while reading.key(last) in SALTS and not term.endogenous:
        last += 1
    if reading.key(last) == "receptor" and not term.name:
        return None, False
    if reading.key(first) in {"d", "l", "dl"} and first + 1 < last and not term.name:
        name = without_salt(reading.name(first + 1, last))
    entity = Entity(name, term.concept.id or None, term.concept.name, "substance")
    return Found(first, last, entity, rule), term.endogenous


def _class_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> Found | None:
    """A class by a term of its own, unless the text uses the word as an adjective."""
    written = reading.name(first, last)
    following = reading.key(last)
    if following in _QUALITIES:
        return None
    if following in _AGENTS and reading.key(last - 1) not in _AGENTS:
        last += 1
        written = reading.name(first, last)
    elif last - first == 1 and written.endswith(_ADJECTIVE_ENDINGS):
        return None
    name = term.name or singular_name(written)
    return Found(first, last, Entity(name, term.concept.id or None, term.concept.name, "class"), rule)


def _class_phrase(reading: Reading, i: int) -> Found | None:
    """ "gastroprotective agents", "TNF-alpha inhibitors", "5-HT3 receptor antagonists": at most five words."""
    if reading.key(i) in _NOT_IN_CLASS:
        return None
    for last in range(i + 2, min(i + 7, len(reading.words)) + 1):
        head, before = reading.key(last - 1), [reading.key(k) for k in range(i, last - 1)]
        if head in _AGENTS and all(_acts(key) for key in before):
            return _phrase(reading, i, last)
        if head in _ACTORS and all(_is_target(reading, k) for k in range(i, last - 1)):
            return _phrase(reading, i, last)
    return None


def _phrase(reading: Reading, first: int, last: int) -> Found:
    name = singular_name(reading.name(first, last))
    term = reading.knowledge.term(" ".join(reading.key(k) for k in range(first, last)), DRUG)
    concept = term.concept if term else None
    entity = Entity(name, concept.id if concept else None, concept.name if concept else None, "class")
    return Found(first, last, entity, "class-phrase")


def _acts(key: str) -> bool:
    return (key.startswith("anti") and len(key) > 6) or (len(key) > 6 and key.endswith(_ACTING))


def _is_target(reading: Reading, k: int) -> bool:
    """A word of a target's name: known, an abbreviation in capitals, or a number behind one."""
    key, piece = reading.key(k), reading.words[k]
    written = reading.text[piece.start : piece.end]
    if key in _TARGETS or (written.isupper() and 2 <= len(written) <= 6):
        return True
    return key.isdigit() or (key.startswith("anti") and len(key) > 6)


def _who_name(reading: Reading, i: int) -> Found | None:
    key = reading.key(i)
    if len(key) < _WHO_MIN or not key.endswith(_WHO_ENDINGS) or key in _NO_WHO_NAMES:
        return None
    return Found(i, i + 1, Entity(reading.name(i, i + 1), None, None, "substance"), "who-ending")


def _counts(reading: Reading, name: Found, given: set[str]) -> bool:
    """Whether a substance of the body is meant as a drug here: given here, or given elsewhere and not measured here."""
    return not _is_measured(reading, name) and (name.entity.name in given or _is_given(reading, name))


def _is_measured(reading: Reading, name: Found) -> bool:
    if reading.key(name.last) in _ANALYTE_AFTER or reading.key(name.first - 1) in _ANALYTE_BEFORE:
        return True
    unit = [reading.key(k) for k in range(name.last, name.last + 6)]
    return "dl" in unit or "mmol" in unit


def _is_given(reading: Reading, name: Found) -> bool:
    if _is_measured(reading, name):
        return False
    if reading.key(name.last) in _GIVING_AFTER:
        return True
    before = name.first - 1
    while reading.key(before) in _BETWEEN:
        before -= 1
    if reading.key(before) in _GIVING_BEFORE:
        return True
    after = [reading.key(k) for k in range(name.last, name.last + 4)]
    return any(
        key[:1].isdigit() and unit in {"mg", "g", "mcg", "ug", "iu", "mug"} for key, unit in zip(after, after[1:])
    )
