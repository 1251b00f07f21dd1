"""Phrases that tell what part a name plays in a study: the clinical English behind the roles of gold.md.

Patterns are those of `phrases.expand`. A cue stands before the name ("resistant to X") or behind it ("X was tapered");
the nearest one counts.
"""

from __future__ import annotations

from typing import NamedTuple


class Cue(NamedTuple):
    """What a phrase says of the name beside it, and the id under which a row names it."""

    role: str
    rule: str


# --- Drugs ---------------------------------------------------------------------------------------------------------
# `given` and `evaluated` are settled when the whole document is seen: what the people get is the intervention or,
# beside the drug of the title, concomitant.
PRIOR = Cue("prior", "drug-prior")
BESIDE = Cue("concomitant", "drug-beside")
COMBINED = Cue("concomitant", "drug-combined")
TAPERED = Cue("concomitant", "drug-tapered")
STANDARD = Cue("comparator", "drug-standard-care")
COMPARED = Cue("comparator", "drug-compared-with")
EVALUATED = Cue("evaluated", "drug-evaluated")
GIVEN = Cue("given", "drug-given")
MENTIONED = Cue("other", "drug-only-mentioned")
ABSENT = Cue("other", "drug-not-given")
WITHHELD = Cue("intervention", "drug-withheld-from-some")

DRUG_BEFORE: dict[Cue, tuple[str, ...]] = {
    PRIOR: (
        "prior|previous|earlier|past",
        "prior|previous|earlier|past treatment|therapy|chemotherapy|exposure|use|courses|course|regimens with|to|of",
        "previously|formerly treated|pretreated|managed|exposed with|by|to",
        "previously received|used|given|taken",
        "prior|previous|earlier|past treatment|therapy|regimen had|has? been|was|were|consisted|included of?",
        "pretreated with",
        "refractory|resistant|unresponsive|nonresponsive|insensitive to",
        "non|not responding|responded|respond|responsive|responders|responder to",
        "unable to tolerate|take",
        "failed|fail|failing",
        "failed|fail|failing to? respond|treatment|therapy to|with|on",
        "failure|failures of|on|with|to",
        "treatment|therapy failure|failures with|of|on|to",
        "inadequate|insufficient|incomplete|poor|unsatisfactory|no response|responses|responder|responders to",
        "lack|absence of response|efficacy to|of",
        "inadequately|insufficiently|poorly|not controlled|managed with|by|on",
        "intolerance|intolerant to|of",
        "progressed|progressing|progression|relapsed|relapse|relapsing|recurred|recurrence after|on|following|during",
        "despite",
        "despite treatment|therapy|use with|of",
        "switched|switching|switch|changed|converted from",
        "replaced|replacing",
    ),
    BESIDE: (
        "addition|added|adding|adjunct|adjuvant|adjunctive|add to",
        "in addition to",
        "add on to",
        "adjunctive|adjuvant|adjunct treatment|therapy to",
        "concomitant|concomitantly|concurrent|concurrently|simultaneous|simultaneously|coadministered|coadministration",
        "concomitant|concurrent use|treatment|therapy|administration of|with",
        "co administered|medication|treatment with?",
        "concomitantly|concurrently|simultaneously|coadministered with",
        "coadministration of|with",
        "background",
        "background treatment|therapy of|with",
        "baseline",
        "stable|constant|maintenance dose|doses|dosage of?",
        "maintained|stabilized|stabilised|continued|continue|continuing on|with",
        "continued|continue|continuing",
        "continued|continue|continuing to receive|take",
        "continued|continue|continuing receiving|taking|treatment|therapy with?",
        "already taking|receiving|on|using",
        "established on",
        "who|that are|were taking|receiving|on|using",
        "rescue|supplemental|supplementary|premedication|premedicated with?",
        "supplemented with",
        "during|under",
    ),
    COMBINED: (
        "in combination|conjunction|association with",
        "combined|combination|together|along with",
        "plus|minus",
        "with or|and without",
    ),
    TAPERED: (
        "taper|tapered|tapering|wean|weaned|weaning of?|off|from",
        "discontinue|discontinued|discontinuing|stop|stopped|withdraw|withdrawing",
        "discontinuation|withdrawal|cessation of",
        "reduction|reductions|decrease|decreases in|of",
        "reduce|reduced|reducing|decrease|decreased|decreasing|lower|lowered",  # "lowering" is half of "lipid-lowering"
        "need|requirement|requirements for",
        "free of|from",
    ),
    STANDARD: (
        "standard|conventional|institutional|usual|routine protocol|treatment|therapy|regimen|care with|of|using",
        "reference|originator|comparator",
        "continuation of",
        "standard|conventional|active|usual comparator|comparators|control|controls (",
        "active? control|comparator|reference group|arm|drug|agent|treatment? received|receiving|with|of",
    ),
    COMPARED: ("compared|comparison with|to", "compared|comparison with|to both|either"),
    EVALUATED: (
        "efficacy|effectiveness|safety|tolerability|effect|effects|role|benefit|benefits|impact|influence|value of",
        "toxicity|toxicities of",
        "evaluate|evaluated|evaluates|evaluating|assess|assessed|assesses|assessing|investigate|investigated|examine",
        "investigates|investigating|examined|examines|study|studied|test|tested|testing|determine|whether",
        "trial|study|evaluation|assessment|investigation|comparison|pharmacokinetics|tolerance of",
        "response|responses|respond|responded to",
        "experience with",
        "use|usefulness of",
        "but not by|with|to|after?",
        "show|shows|demonstrate|demonstrates|indicate|indicates|suggest|suggests|conclude|concluded|conclusion that",
    ),
    GIVEN: (
        "treated|treatment|treat|treating|therapy|managed|management|manage|regimen|regimens with|by|of|using",
        "receive|received|receives|receiving|take|taking|took|taken|given|gave|giving|got",
        "administered|administer|administering|prescribed|used|using|started|start|starting|commenced",
        "administration|initiation|infusion|infusions|injection|injections|instillation|application|ingestion of",
        "dose|doses|dosage|course|courses|cycle|cycles|regimen|regimens of",
        "assigned|allocated|randomized|randomised|randomly to",
        "assigned|allocated|randomized|randomised to receive",
        "chemotherapy|immunotherapy regimen|regimens? with|of",
        "consisted|consisting|comprising of",
        "followed by",
        "change|changed|changing|switch|switched|switching|converted to",
        "on",
        "with",
        "higher|lower|greater|better|worse|more|less with",
        "mg|g|mcg|units of",
    ),
    MENTIONED: (
        "analogue|analogues|analog|analogs|derivative|derivatives|metabolite|metabolites|precursor of|to",
        "due|secondary|related|attributable to",
        "induced|caused by",
        "overdose|hypersensitivity|allergy|allergic of|to|from",
        "toxicity to|from",
        "such as",
        "unlike",
        "rather than",
        "instead of",
        "is|was|are|as an|a",
        "is|was|are|as an|a effective|safe|novel|new|potent|selective|specific|synthetic",
    ),
    ABSENT: (
        "without",
        "no|not|never",
        "without|no concomitant|concurrent|additional|further|prior|previous|other",
        "not|never receive|received|receiving|taking|take|given",
        "absence|avoidance of",
        "avoid|avoiding|avoided|exclude|excluding|excluded|omitting",
        "contraindication|contraindications|contraindicated to|for",
    ),
    WITHHELD: (
        "assigned|allocated|randomized|randomised to? receive? no",
        "versus|vs no",
    ),
}

DRUG_AFTER: dict[Cue, tuple[str, ...]] = {
    PRIOR: (
        "failure|failures|refractory|resistant|resistance|pretreated|experienced|intolerant|intolerance|unresponsive",
        "inadequate|incomplete|non responders|responder",
        "treatment|therapy? had|has|have failed",
        "treatment|therapy? had|has|have|was|were been? unsuccessful|ineffective",
        "treatment|therapy failure|failures",
    ),
    BESIDE: (
        "therapy|treatment|use|medication? was|were allowed|permitted|coadministered|continued|maintained|unchanged",
        "background|rescue|premedication|maintenance",
        "as rescue|background|premedication|needed|required",
    ),
    TAPERED: (
        "taper|tapered|tapering|sparing|dependent|dependence|withdrawal|discontinuation",
        "dose|doses|dosage|use|requirement|requirements|consumption was|were? reduced|decreased|declined|fell|tapered",
        "dose|doses|dosage reduction|tapering|taper|decrease",
        "therapy|treatment? was|were|could be? tapered|reduced|decreased|discontinued|stopped|withdrawn|weaned",
        "requirement|requirements|consumption",
    ),
    EVALUATED: (
        "efficacy|effectiveness|safety|tolerability|response|responses",
        "is|was|were|are|appears|seems to? be? well|safe|effective|efficacious|superior|useful|active|beneficial",
    ),
    GIVEN: (
        "group|groups|arm|arms|recipient|recipients|users|patients|treated|monotherapy|alone|administration|infusion",
        "therapy|treatment? was|were given|administered|used|started|initiated|evaluated|studied|compared",
        "given|administered|injected|infused",
        "infusions|injection|injections|treatment|therapy|course|cycle|cycles|regimen",
    ),
    MENTIONED: (
        "analogue|analogues|analog|analogs|derivative|derivatives|metabolite|metabolites|receptor|receptors|binding",
        "induced|associated|related",
        "level|levels|concentration|concentrations|clearance|metabolism|toxicity|overdose|allergy|hypersensitivity",
    ),
    ABSENT: ("naive|naïve|free|untreated",),
}
# In a sentence with one of these, all names are of people who were left out.
EXCLUSION = (
    "exclusion criteria|criterion",
    "patients|subjects|those|people|women|men with|taking|receiving were excluded",
)

# Adjectives of route, strength and scheme that may stand inside a list of drugs.
DRUG_MODIFIERS = frozenset(
    """
    oral orally intravenous intravenously iv subcutaneous intramuscular intrathecal topical inhaled nasal transdermal
    low high standard fixed adjusted dose doses daily weekly once twice a the or either bolus pulse infusional other
    another
    """.split()
)

# --- Diseases --------------------------------------------------------------------------------------------------------
# `people` (who was studied) and `treated` make a condition where the text says who was studied and why.
PEOPLE = Cue("people", "disease-people")
TREATED = Cue("treated", "disease-treated")
PREVENTED = Cue("treated", "disease-prevented")
EFFECT_ON = Cue("condition", "disease-effect-on")
HARM = Cue("other", "disease-harm")
INDUCED = Cue("other", "disease-induced")
FINDING = Cue("other", "disease-finding")
KIND_OF = Cue("other", "disease-kind-of")
IN_NAME = Cue("other", "disease-in-name")
NOT_STUDIED = Cue("other", "disease-excluded")

_PEOPLE = (
    "patients|patient|children|child|infants|infant|neonates|newborns|adolescents|teenagers|girls|girl|boys|boy|women|woman|"
    "men|man|adults|adult|subjects|subject|participants|participant|people|persons|person|individuals|individual|"
    "outpatients|inpatients|volunteers|cases|case|those|male|female|males|females|survivors|veterans|recipients"
)

DISEASE_BEFORE: dict[Cue, tuple[str, ...]] = {
    PEOPLE: (
        f"{_PEOPLE} with|having",
        f"{_PEOPLE} suffering from|with",
        f"{_PEOPLE} who had|have",
        f"{_PEOPLE} affected|diagnosed|hospitalized|hospitalised|admitted|presenting|treated with|for|by",
        f"{_PEOPLE} meeting|fulfilling|satisfying criteria for|of",
        "cases|case of",
        "diagnosed with|as",
        "diagnosis of",
        "suffering from",
    ),
    TREATED: (
        "treatment|treatments|therapy|therapies|management|chemotherapy of|for|in",
        "treat|treating|treated|treats",
        "correction|control|eradication|reversal of",
        "treated|useful|indicated|approved|option|options for|in",
        "efficacy|effective|effectiveness|use|trial|study|safety in|for",
        "efficacy|effective|effectiveness|protection|active against",
    ),
    PREVENTED: (
        "prevention|prophylaxis of|against|for",
        "prevent|prevents|preventing|prevented",
        "survival|survive|surviving|alive without",
        "survival|freedom free? of|from",
    ),
    EFFECT_ON: ("effect|effects|efficacy|impact|influence|action of|on",),
    INDUCED: ("induced|associated|related",),
    HARM: (
        "risk|risks|rate|rates|incidence|occurrence|frequency|prevalence|development|onset|episodes|episode of|for",
        "risk|factors for",
        "cause|causes|caused|causing|induce|induces|inducing|provoke|provoked|produced|precipitate|precipitated",
        "develop|develops|developed|developing|experienced|experience|reported|had|has|have|presented with?",
        "died|die|death|deaths|mortality of|from|due to",
        "due|secondary|related|attributable to",
        "adverse|side events|effects|reactions|experiences were|included|including|of",
        "adverse|side events|effects|reactions|experiences such as",
        "toxicity|toxicities|complication|complications was|were|included|including|of",
        "complicated by",
        "withdrew|withdrawn|discontinued because|due of|to|for",
        "because of",
    ),
    FINDING: (
        "improvement|improvements|worsening|resolution|reduction|reductions|decrease|increase|relief of|in|from",
        "regression|recovery|remission|clearance|severity|duration|degree|extent of|in|from",
        "signs|symptoms|manifestations|features of",
        "improve|improves|improving|reduce|reduces|reducing|relieve|relieves|alleviate|alleviates",
        "evidence|absence|presence|lack of",
        "including|included|include",
        "such as",
    ),
    IN_NAME: ("research and treatment of", "society|association|institute|foundation|center|centre of|for"),
    KIND_OF: (
        "is|was|are|as a|an|the",
        "is|are a|an rare|common|chronic|serious|severe|systemic|complex|heterogeneous",
    ),
    NOT_STUDIED: (
        "without",
        "no|not|never|none",
        "history of",
        "exclude|excluded|excluding|exclusion",
        "free of|from",
        "unlike",
    ),
}

DISEASE_AFTER: dict[Cue, tuple[str, ...]] = {
    PEOPLE: (_PEOPLE, "infected|affected " + _PEOPLE, "population|cohort"),
    TREATED: ("treatment|therapy|management", "treated with"),
    HARM: (
        "occurred|developed|resolved|appeared|arose|improved|disappeared|persisted|recurred|related",
        "was|were|is|are more? less? also? noted|observed|reported|seen|found|recorded|detected|common|frequent",
        "in|among one|two|three|four|five|six|seven|eight|nine|ten",
        "was|were? rate|rates|incidence|event|events|prevalence",
    ),
    FINDING: ("score|scores|index|severity|activity|symptoms|improvement|status|scale|questionnaire|free",),
}

# Where a title has one of these, the first disease of "bladder cancer in Wegener's disease" is what may befall people
# with the second.
RISK_WORDS = frozenset("risk risks incidence prevalence frequency occurrence development mortality causes".split())

DISEASE_MODIFIERS = frozenset(
    """
    severe mild moderate active chronic acute refractory extensive recurrent advanced early late persistent transient
    new onset the a an or either relapsed relapsing resistant recalcitrant intractable newly diagnosed untreated
    established symptomatic stable unstable uncomplicated complicated confirmed suspected operable inoperable
    resectable unresectable their
    """.split()
)

# Cues that give way to one right before them: "failure of treatment with X", "prevention of drug-induced X".
WEAK = frozenset({EVALUATED, GIVEN, INDUCED})
