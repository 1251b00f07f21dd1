"""Finds the doses of drugs: amounts that are not findings, and series that share a unit ("20 vs. 10 mg/day")."""

from __future__ import annotations

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.quantities import AUC, FORMS, PERCENT, VOLUME, find_unit
from pipeline.tag.amounts import CHANGE_WORDS, HYPHENS, Scan, scan_amount, scan_joined_auc
from pipeline.tag.attributes import DOSE, DRUG, NUMBER, mention, mentions
from pipeline.tag.routes import FIRST_WORDS as ROUTE_WORDS
from pipeline.tag.tokens import sentence_at, token_words

SERIES_WORDS = frozenset({"and", "or", "vs", "v", "versus", "then", "to", ",", "/", "&"})
# Things that are measured in the units of drugs. Close before an amount they make it a finding, unless a drug
# stands nearer.
MEASURED = frozenset(
    "weight weighing weighed weighs birthweight bodyweight loss output excretion proteinuria albuminuria albumin "
    "protein creatinine hemoglobin haemoglobin glucose cholesterol triglycerides triglyceride urate ferritin "
    "concentration concentrations level levels serum plasma urine urinary volume volumes blood ldl hdl calcium "
    "phosphate bilirubin crp fibrinogen intake sodium potassium drainage bmi ethanol clearance index tension residue "
    "residual requirement requirements detection quantification transfused transfusion consumption microalbuminuria "
    "calciuria natriuria phosphaturia uptake disposal utilization utilisation turnover flux oxidation".split()
)
# "500 mL of blood": what the body gives, not what it is given.
BODY_MATTER = frozenset(
    "blood urine protein proteinuria albuminuria albumin fluid tissue stool ascites plasma bile pus sputum alcohol "
    "fat".split()
)
# Nouns that make the amount in front of them a dose whatever stands before.
_DOSE_NOUNS = frozenset("dose doses dosage dosages dosing bolus tablet tablets capsule capsules infusion".split())
_FORMULATIONS = frozenset("cream gel ointment solution lotion drops spray shampoo foam emulsion eyedrops".split())
_LABEL_NOUNS = frozenset("day days week weeks month months level levels cycle cycles year years grade phase in".split())
_NEEDS_DRUG = frozenset(unit.name for unit in FORMS)
_VOLUMES = frozenset(unit.name for unit in VOLUME)
_LOOK_BACK = 7  # tokens
_INTAKE_LOOK_BACK = 12  # tokens: "dietary intake was similar in both groups at about 1200 mg/day"
_FINDING_REACH = 20  # tokens from one figure of a finding to its next ("3 g/day at baseline and 1 g/day at month 6")
# Between two amounts these say that the second was given.
_GIVING = frozenset("received receiving receive given giving administered treated dosed started took taking".split())
# Targets of dosing by exposure; the area of a curve of discrimination is below one.
_LEAST_AUC, _MOST_AUC = 1, 12
_PER_MINUTE = "minute"
_RATE_WORDS = frozenset({"rate", "rates", "infused"})
_DIFFERENCE_LINKS = frozenset({"of", "was", "is", ":", "=", "(", ","})
_UNIT_WORDS = frozenset({"unit", "units", "ui"})
# Words that put a second number beside the first ("fell from 3 g to 1 g").
_COMPARING = frozenset({"to", "and", "vs", "versus", "or", "than", "±", "-"})
_LONG_SENTENCE = 60  # tokens
# In front of "250 mg to 500 mg" these say that it is no range but two doses.
_STEPPING = CHANGE_WORDS | frozenset("escalating escalation titration titrating steps switched switching".split())
_RANGE_JOINTS = frozenset({"to", *HYPHENS})
_RANGE_LOOK_BACK = 12  # tokens
# Behind or shortly before "2 units" these say that the units are those of a scale.
_SCALE_WORDS = frozenset("scale scales score scores scoring item items subscale points difference differences".split())


@Language.factory("litsift_doses")
class Doses:
    """Sets `doc.spans["DOSE"]`; `span._.value` is an `Amount`. Needs NUMBER; DRUG sharpens what is a dose."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the doses of a document."""
        numbers = mentions(doc, NUMBER)
        at = {number.start: number for number in numbers}
        ends = {number.end: number for number in numbers}
        drug_tokens = {token.i for drug in mentions(doc, DRUG) for token in drug}
        short_forms = {form.text for form in doc._.short_forms}  # "1-methyluric acid (1U)"
        found: list[Span] = []
        done = 0  # the token behind the last dose
        finding: Scan | None = None  # the last amount that was none
        for number in numbers:
            scan = scan_amount(doc, number, at) if number.start >= done else None
            if scan is None or scan.start < done or doc[scan.start : scan.end].text in short_forms:
                continue
            if _goes_on(doc, finding, scan, drug_tokens) or not is_dose(doc, scan, drug_tokens):
                finding = scan
            else:
                found += _series(doc, scan, ends, done)
                found.append(mention(doc, scan.start, scan.end, DOSE, rule="dose-amount", value=scan.amount))
                done = scan.end
        found += _joined_aucs(doc, drug_tokens)
        doc.spans[DOSE] = _without_forms(_ranges(doc, sorted(found, key=lambda dose: dose.start)))
        return doc


def _goes_on(doc: Doc, finding: Scan | None, scan: Scan, drug_tokens: set[int]) -> bool:
    """Whether an amount is the next figure of what was measured: "proteinuria fell from 3.2 g/day to 0.6 g/day"."""
    if finding is None or scan.start - finding.end > _FINDING_REACH or scan.amount.unit != finding.amount.unit:
        return False
    between = range(finding.end, min(scan.end + 3, len(doc)))
    words = {doc[i].lower_ for i in between}
    if any(doc[i].is_sent_start for i in range(finding.end, scan.start)) or scan.amount.per != finding.amount.per:
        return False
    return not (drug_tokens & set(between)) and words.isdisjoint(_DOSE_NOUNS | _GIVING)


def _joined_aucs(doc: Doc, drug_tokens: set[int]) -> list[Span]:
    """The doses written "AUC5": one token, so no number."""
    scans = (scan_joined_auc(doc, i) for i, word in enumerate(token_words(doc)) if word.startswith("auc"))
    here = [scan for scan in scans if scan is not None and is_dose(doc, scan, drug_tokens)]
    return [mention(doc, scan.start, scan.end, DOSE, rule="dose-amount", value=scan.amount) for scan in here]


def _ranges(doc: Doc, doses: list[Span]) -> list[Span]:
    """Give both ends of "from 250 mg to 500 mg" the range as their amount, unless the dose was changed."""
    result: list[Span] = list(doses)
    for k, (left, right) in enumerate(pairwise(doses)):
        low, high = left._.value, right._.value
        alike = low.low == low.high < high.low == high.high and low.unit == high.unit and low.per in (None, high.per)
        if alike and _spans_range(doc, left, right):
            amount = high._replace(low=low.low)
            for j, dose in ((k, left), (k + 1, right)):
                result[j] = mention(doc, dose.start, dose.end, DOSE, rule="dose-range", value=amount)
    return result


def _spans_range(doc: Doc, left: Span, right: Span) -> bool:
    gap = doc[left.end : right.start].text.lower()
    before = [token.lower_ for token in doc[max(0, left.start - _RANGE_LOOK_BACK) : left.start]]
    behind = doc[right.end : right.end + 1].text.lower()
    if set(before) & _STEPPING or behind in _RANGE_JOINTS or "dose-series" in (left._.rule, right._.rule):
        return False
    return gap in HYPHENS or gap == "to" or (gap == "and" and before[-1:] == ["between"])


def _without_forms(doses: list[Span]) -> list[Span]:
    """Leave out "two capsules" where the sentence gives the dose itself ("two capsules of 3 mg")."""
    counted = [dose for dose in doses if dose._.value.unit in _NEEDS_DRUG]
    if not counted:
        return doses
    weighed = {sentence_at(dose.doc, dose.start).start for dose in doses if dose._.value.unit not in _NEEDS_DRUG}
    forms = {dose.start for dose in counted if sentence_at(dose.doc, dose.start).start in weighed}
    return [dose for dose in doses if dose.start not in forms]


def _series(doc: Doc, scan: Scan, ends: dict[int, Span], done: int) -> list[Span]:
    """The numbers in front of a dose that share its unit: "30, 40, and 50 mg/kg/day" -> "30", "40"."""
    found: list[Span] = []
    start = scan.start
    while True:
        before = _series_number(doc, start, ends)
        if before is None or before.start < done:
            return found[::-1]
        value = float(before._.value)
        shared = scan.amount._replace(low=value, high=value)
        found.append(mention(doc, before.start, before.end, DOSE, rule="dose-series", value=shared))
        start = before.start


def _series_number(doc: Doc, start: int, ends: dict[int, Span]) -> Span | None:
    j = start
    while j > 0 and start - j < 4 and (doc[j - 1].lower_ in SERIES_WORDS or doc[j - 1].text in {".", *HYPHENS}):
        j -= 1
    if j == start or j not in ends or any(doc[k].text == "." and doc[k - 1].lower_ != "vs" for k in range(j, start)):
        return None
    number = ends[j]
    before = doc[number.start - 1].lower_ if number.start else ""
    year = number.text.isdigit() and 1900 <= float(number._.value) <= 2100
    is_ratio = before == ":" and number.start > 1 and doc[number.start - 2].is_digit  # "epinephrine 1:200000 and 1 mL"
    if before in _LABEL_NOUNS or before in {"±", "=", "-"} or year or is_ratio:
        return None
    return number


def is_dose(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    """Whether an amount is one of a drug: the unit's own evidence, then what stands around it."""
    unit = scan.amount.unit
    after = [token.lower_ for token in doc[scan.end : scan.end + 3]]
    if _is_difference(doc, scan, drug_tokens):
        return False
    if _beside_drug(doc, scan, drug_tokens):
        return unit != PERCENT.name or _is_strength(doc, scan, after, drug_tokens)
    if unit == PERCENT.name:
        return False
    if after and after[0] in _DOSE_NOUNS:
        return True
    if unit in {"kg", "umol", "mmol"} and scan.amount.per is None:
        return False
    if _needs_drug(doc, scan) and not _drug_near(doc, scan, drug_tokens):
        return False
    if unit == AUC.name:
        return scan.amount.low >= _LEAST_AUC and scan.amount.high <= _MOST_AUC
    if unit in _VOLUMES:
        return _is_solution(doc, scan, drug_tokens)
    if unit == "U" and _is_of_scale(doc, scan):
        return False
    return not _is_measured(doc, scan, drug_tokens)


def _is_difference(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    """ "a difference of -4.1 mg", "-2.9 mg per day", "the relative risk per 300 mg": how much more or less."""
    before = scan.start - 1
    if before < 1:
        return False
    if doc[before].lower_ == "per" or _is_increment(doc, before):
        return before - 1 not in drug_tokens
    if doc[before].text in HYPHENS and not doc[before].whitespace_:
        return bool(doc[before - 1].whitespace_ or doc[before - 1].text in "([") and before - 1 not in drug_tokens
    while before > 0 and doc[before].lower_ in _DIFFERENCE_LINKS:
        before -= 1
    return doc[before].lower_ == "difference" and scan.end not in drug_tokens


def _is_increment(doc: Doc, slash: int) -> bool:
    """Whether a slash and what stands before it make an amount the step of a regression: "1.6 mmHg/100 mg"."""
    before = doc[slash - 1]
    return doc[slash].text == "/" and before.is_alpha and find_unit(before.text) is None


def _needs_drug(doc: Doc, scan: Scan) -> bool:
    """Whether an amount is one only where a drug is spoken of: tablets, and units that may be those of anything."""
    if scan.amount.unit in _NEEDS_DRUG:
        return True
    words = {token.lower_ for token in doc[max(0, scan.start - _LOOK_BACK) : scan.start]}
    return doc[scan.end - 1].lower_ in _UNIT_WORDS and words.isdisjoint(_GIVING | _DOSE_NOUNS)


def _is_of_scale(doc: Doc, scan: Scan) -> bool:
    """ "a difference of 2 units on the rating scale", "better by 0.9 units"."""
    by = scan.start > 1 and doc[scan.start - 1].lower_ == "by" and doc[scan.start - 2].lower_ != "followed"
    if by and doc[scan.end - 1].lower_ in _UNIT_WORDS:
        return True
    around = [*doc[max(0, scan.start - 3) : scan.start], *doc[scan.end : scan.end + 8]]
    words = [token.lower_ for token in around if not token.is_space]
    return not _SCALE_WORDS.isdisjoint(words)


def _beside_drug(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    """A drug directly in front, directly behind, or behind "of"."""
    before = {scan.start - 1, scan.start - 2 if scan.start and doc[scan.start - 1].text in "(,[" else scan.start - 1}
    after = {scan.end, scan.end + 1 if scan.end < len(doc) and doc[scan.end].lower_ == "of" else scan.end}
    return bool(drug_tokens & (before | after))


def _is_strength(doc: Doc, scan: Scan, after: list[str], drug_tokens: set[int]) -> bool:
    """ "0.1% ointment", "0.5% timolol": a percentage beside a drug is a strength, not a share of people."""
    volume = len(after) > 1 and after[0][0].isdigit() and (unit := find_unit(after[1])) and unit.name in _VOLUMES
    return scan.end in drug_tokens or bool(after and after[0] in _FORMULATIONS) or bool(volume)


def _is_solution(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    """ "0.5% 15 mL", "15 mL of 0.5% bupivacaine": a volume that a strength or a drug's name completes."""
    if scan.start and doc[scan.start - 1].text == "%":
        return True
    follows = range(scan.end + 1, min(scan.end + 6, len(doc)))
    if scan.end + 1 in drug_tokens and doc[scan.end].lower_ in ROUTE_WORDS:
        return True
    return doc[scan.end : scan.end + 1].text.lower() == "of" and any(i in drug_tokens for i in follows)


def _drug_near(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    """Whether the sentence names a drug, as far as a long sentence reaches to either side."""
    for ahead, i in ((True, scan.end), (False, scan.start - 1)):
        for _ in range(_LONG_SENTENCE):
            if not 0 <= i < len(doc) or (ahead and doc[i].is_sent_start):
                break
            if i in drug_tokens:
                return True
            if doc[i].is_sent_start:
                break
            i += 1 if ahead else -1
    return False


def _is_turnover(doc: Doc, scan: Scan) -> bool:
    """ "3.19 ± 0.38 mg/kg/min": a rate a minute with its deviation, and no word of giving before it."""
    has_deviation = any(token.text in {"±", "+"} for token in doc[scan.start : scan.end])
    if not has_deviation or not (scan.amount.per or "").endswith(_PER_MINUTE):
        return False
    words = {token.lower_ for token in doc[max(0, scan.start - _LONG_SENTENCE) : scan.start]}
    return words.isdisjoint(_DOSE_NOUNS | _GIVING | _RATE_WORDS)


def _is_measured(doc: Doc, scan: Scan, drug_tokens: set[int]) -> bool:
    if _is_turnover(doc, scan):
        return True
    joined = False
    for i in range(scan.start - 1, max(-1, scan.start - 1 - _INTAKE_LOOK_BACK), -1):
        word = doc[i].lower_
        if i in drug_tokens or word in _DOSE_NOUNS:
            return False
        if i < scan.start - _LOOK_BACK and word != "intake":
            continue
        if word in MEASURED and not (word.startswith("level") and doc[i + 1].is_digit):
            return True
        joined = joined or word in _COMPARING
        # "weighing 1500 g received 20 mg": what is measured has its number already.
        if doc[i].is_sent_start or (word[0].isdigit() and not joined):
            break
    after = [token.lower_ for token in doc[scan.end : scan.end + 4]]
    return (after[:1] == ["of"] and bool(BODY_MATTER & set(after))) or bool(BODY_MATTER & set(after[:1]))
