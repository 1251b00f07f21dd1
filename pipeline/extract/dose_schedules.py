"""Gives every dose of a sentence its route, schedule and context."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipeline.extract.entities import drug_of
from pipeline.extract.rows import in_sentence
from pipeline.normalize.quantities import MASS
from pipeline.tag.amounts import CHANGE_WORDS, REDUCTION_WORDS
from pipeline.tag.attributes import DRUG, Amount
from pipeline.tag.schedules import ADMINISTRATIONS, DURATION, FREQUENCY, LABELS, ROUTE, SPACING
from pipeline.tag.tokens import sentence_at

# The column that a schedule word fills.
COLUMNS = {
    ROUTE: "route",
    FREQUENCY: "every_days",
    DURATION: "duration_days",
    ADMINISTRATIONS: "n_administrations",
    SPACING: "interval_days",
}
_BEFORE_WORDS = frozenset("baseline initially entry pretreatment".split())
_OTHER_WORDS = frozenset("increment increments cumulative".split())
_LIMIT_WITHIN = 8  # tokens between a dose and its maximum
# Between "maximum" and what may not be exceeded.
_LIMIT_LINKS = frozenset("of is was dose dosage daily . : = , (".split())
# Behind "rescue" these are what all get ("quadruple rescue therapy"); else it is what is taken as the need arises.
_SCHEMES = frozenset("therapy treatment regimen regimens chemotherapy protocol".split())
# A drug that begins behind one of these is a phrase of its own: "A 40 mg and B daily" says nothing of A.
_NEW_PHRASE = frozenset({"and", ",", "followed", "or", ";", "then", "versus", "vs"})
# What may stand between the doses of a list, besides the drugs and one adjective.
_LIST_WORDS = frozenset("and or of oral intravenous versus vs".split())
_ALTERNATIVES = frozenset({"and", "or", ",", "versus", "vs"})
_MASSES = frozenset(unit.name for unit in MASS)
# "Escalating every 2 weeks": how often the dose is changed, not how often it is given.
_STEP_VERBS = CHANGE_WORDS | frozenset("escalating doubled adjusted".split())
_STEP_WITHIN = 5  # tokens: "the dose was doubled"
# What may follow a dose that is given at a point of time and not over and over: "160 mg at week 0", "then".
_DATED = frozenset({"week", "weeks", "day", "days", "month", "months"})
_SEQUENCES = (["followed", "by"], [",", "followed"], ["then"], [",", "then"], ["and", "then"])
# "Titrated from 50 to 100 mg": the doses of a scheme.
_TITRATION = frozenset("titrated uptitrated escalated".split())
_GROUPS = frozenset("group groups arm arms cohort cohorts recipients patients".split())
_CHANGE_WITHIN = 20  # tokens from a dose to what it was changed to
_FIRST_DOSES = frozenset({"loading", "priming"})
_ALL_ARMS = frozenset("arms groups both all".split())
# No schedule word leads over these to a drug or dose behind: "weekly oral methotrexate", but "weekly and methotrexate".
_NO_LEAD = frozenset(
    "with without for in to and or at by on from was were plus versus vs then followed after before during until "
    "as".split()
)
_LEAD = 4  # tokens
# A sentence with more routes, say, is a list that no one wrote as prose: which dose they belong to stays open.
_MOST_WORDS = 60
_GIVEN_SUBJECTS = frozenset("injections infusions doses treatment treatments tablets capsules drugs medication".split())


@dataclass
class Statement:
    """One DOSE mention, the DRUG mention it belongs to, and what the text says of both."""

    dose: Span
    drug: Span | None
    rule: str
    context: str = "regimen"
    arm: str | None = None
    columns: dict[str, float | int | str | None] = field(default_factory=lambda: dict.fromkeys(COLUMNS.values()))
    said: dict[str, Span] = field(default_factory=dict)  # the schedule word that filled a column

    @cached_property
    def drug_name(self) -> str | None:
        """The name of the drug in the rows of its document, or None if the dose is not linked."""
        return drug_of(self.drug).name if self.drug is not None else None

    @cached_property
    def amount(self) -> Amount:
        """The amount of the dose."""
        amount: Amount = self.dose._.value
        return amount

    @property
    def is_daily(self) -> bool:
        """Whether the amount is that of a day."""
        return "day" in (self.amount.per or "").split("/")


def set_schedules(doc: Doc, statements: list[Statement]) -> None:
    """Fill the schedule columns of the statements of one sentence."""
    sentence = sentence_at(doc, statements[0].dose.start)
    drugs = in_sentence(doc, DRUG, sentence)
    for label in LABELS:
        words = in_sentence(doc, label, sentence)
        for word in sorted(words, key=_is_cycle) if len(words) <= _MOST_WORDS else []:
            for owner in _owners(doc, word, statements, drugs):
                column = COLUMNS[label]
                if owner.columns[column] is None:
                    owner.columns[column] = word._.value
                    owner.said[column] = word
    _share_forwards(doc, statements)
    _share_in_bracket(doc, statements)
    _share_backwards(doc, statements)
    _share_in_list(doc, statements)
    _share_in_series(doc, statements)
    for statement in statements:
        if (statement.columns["n_administrations"] or 0) in (0, 1) and _is_period(doc, statement, sentence):
            statement.columns["interval_days"] = None


def _is_cycle(word: Span) -> bool:
    """Whether a frequency is that of cycles: "two 5-day cycles" says less of a dose than "every 4 hours"."""
    return bool(word._.rule == "frequency-cycle")


def continue_schedules(doc: Doc, sentence: Span, statements: list[Statement]) -> None:
    """ "… golimumab 50 mg. Injections were administered subcutaneously every 4 weeks.": a sentence that begins with
    what was given, and names no drug or dose, completes the statements of the sentence before.
    """
    if not any(token.lower_ in _GIVEN_SUBJECTS for token in sentence[:3]):
        return
    for label in (ROUTE, FREQUENCY):
        words = in_sentence(doc, label, sentence)
        for statement in statements if len(words) == 1 else []:
            column = COLUMNS[label]
            statement.columns[column] = statement.columns[column] or words[0]._.value


def _owners(doc: Doc, word: Span, statements: list[Statement], drugs: list[Span]) -> list[Statement]:
    """The statements that a schedule word speaks of: of the drug it leads to, else of the dose before or after it."""
    behind = [s for s in statements if s.dose.end <= word.start]
    ahead = [s for s in statements if s.dose.end > word.start]
    if word.label_ == FREQUENCY and _is_of_steps(doc, word):
        return []
    if word.label_ == ROUTE and doc[word.end : word.end + 1].text.lower() == "placebo":
        return []
    if _is_of_all(doc, word):
        return statements
    if doc[word.end : word.end + 1].text.lower() == "doses":  # "300 mg/day for 6 weekly doses": doses of another drug
        behind = [s for s in behind if not s.is_daily]
    leads_to = _leads_to(doc, word, drugs)
    if leads_to is not None:
        named = [s for s in statements if s.drug_name == drug_of(leads_to).name]
        nearest = sorted(named, key=lambda s: (s.drug != leads_to, abs(s.dose.start - leads_to.start)))
        return nearest[:1]
    if ahead and (_leads_to(doc, word, [s.dose for s in ahead]) is not None or word.end > ahead[0].dose.start):
        return ahead[:1]
    counts = word._.rule == "administrations-count"
    if ahead and (counts or not behind):
        return ahead[:1]
    if behind and not _is_cut_off(doc, behind[-1], word, drugs):
        return behind[-1:]
    return []


def _is_of_all(doc: Doc, word: Span) -> bool:
    """ "In both arms daily", "all orally"; but "both oral and parenteral" are two routes of one drug."""
    before = [token.lower_ for token in doc[max(0, word.start - 3) : word.start]]
    if "both" in before and (before[-1] == "both" or "and" in before[before.index("both") :]):
        return False
    return not _ALL_ARMS.isdisjoint(before)


def _is_of_steps(doc: Doc, word: Span) -> bool:
    """ "escalating every 2 weeks", "every 2 weeks the dose was doubled": how often the dose is changed."""
    if word.start and doc[word.start - 1].lower_ in _STEP_VERBS:
        return True
    words = [token.lower_ for token in doc[word.end : word.end + _STEP_WITHIN]]
    return words[:2] == ["the", "dose"] and not _STEP_VERBS.isdisjoint(words)


def _leads_to(doc: Doc, word: Span, targets: list[Span]) -> Span | None:
    starts = {target.start: target for target in targets}
    for i in range(word.end, min(word.end + _LEAD + 1, len(doc))):
        if i in starts:
            return starts[i]
        if doc[i].lower_ in _NO_LEAD or not (doc[i].is_lower or doc[i].text == "-"):
            return None
    return None


def _is_cut_off(doc: Doc, statement: Statement, word: Span, drugs: list[Span]) -> bool:
    """Whether another drug's phrase begins between a dose and a schedule word, or a semicolon stands there."""
    if any(token.text == ";" for token in doc[statement.dose.end : word.start]):
        return True
    for drug in drugs:
        if statement.dose.end <= drug.start < word.start and drug_of(drug).name != statement.drug_name:
            lead = {token.lower_ for token in doc[max(statement.dose.end, drug.start - 3) : drug.start]}
            if lead & _NEW_PHRASE:
                return True
    return False


def _share_forwards(doc: Doc, statements: list[Statement]) -> None:
    """ "once-daily doses of A 80 mg or B 50 mg": what is said of doses "of" a list holds for each of its members."""
    for left, right in pairwise(statements):
        if not _is_list(doc, left, right, _ALTERNATIVES):
            continue
        for column, word in left.said.items():
            first = min(span.start for span in (left.dose, left.drug) if span is not None)
            heads = word.end <= first and "of" in {token.lower_ for token in doc[word.end : first]}
            if heads and right.columns[column] is None:
                right.columns[column], right.said[column] = left.columns[column], word


def _share_in_bracket(doc: Doc, statements: list[Statement]) -> None:
    """ "an intravenous infusion (A: 750 mg, B: 1 g) every 4 weeks": what stands around it holds for all in it."""
    for one, other in [*pairwise(statements), *pairwise(statements[::-1])]:
        start, end = sorted((one.dose.start, other.dose.start))
        if one.drug_name == other.drug_name or not {"(", ")"}.isdisjoint(token.text for token in doc[start:end]):
            continue
        for column in ("every_days", "route"):
            word = one.said.get(column)
            if word is not None and other.columns[column] is None and _is_around(doc, word, start, end):
                other.columns[column], other.said[column] = one.columns[column], word


def _is_around(doc: Doc, word: Span, start: int, end: int) -> bool:
    """Whether a word stands outside of the bracket that holds two doses."""
    if word.end <= start:
        return [token.text for token in doc[word.end : start] if token.text in "()"] == ["("]
    return [token.text for token in doc[end : word.start] if token.text in "()"] == [")"]


def _share_backwards(doc: Doc, statements: list[Statement]) -> None:
    """ "A 2.5 mg or B 20 mg orally once daily": route and frequency behind alternatives hold for each of them."""
    for left, right in zip(statements[-2::-1], statements[:0:-1], strict=True):
        between = {token.lower_ for token in doc[left.dose.end : right.dose.start]}
        same = left.drug_name == right.drug_name
        parted = {";", "]", *(() if same else (",",))}
        plain = between & {"or", "versus", "vs"} and parted.isdisjoint(between)
        for column in ("every_days", "route") if plain else ():
            word = right.said.get(column)
            if word is None or word.start >= right.dose.end:
                left.columns[column] = left.columns[column] or right.columns[column]


def _share_in_list(doc: Doc, statements: list[Statement]) -> None:
    """ "A 100 mg and B 75 mg daily": route and frequency behind a list hold for all of its like doses.

    A dose in another kind of unit ("A 75 mg/m2 and B 10 mg daily") or with a schedule of its own is apart.
    """
    joints = frozenset({"and"})
    for left, right in zip(statements[-2::-1], statements[:0:-1], strict=True):
        listed = (
            _are_alike(left.amount, right.amount)
            and left.drug_name != right.drug_name
            and _is_list(doc, left, right, joints)
        )
        joints = frozenset({"and", ","} if listed else {"and"})
        if listed and not any(left.columns[column] for column in COLUMNS.values() if column != "route"):
            for column in ("every_days", "route", "interval_days"):
                left.columns[column] = left.columns[column] or right.columns[column]


def _are_alike(one: Amount, other: Amount) -> bool:
    """Whether two amounts are of one kind: equal units, or masses that are divided by the same."""
    masses = one.unit in _MASSES and other.unit in _MASSES
    return one.per == other.per and (one.unit == other.unit or masses)


def _is_list(doc: Doc, left: Statement, right: Statement, joints: frozenset[str]) -> bool:
    """Whether nothing but the names of the drugs, an adjective and one of the joints stands between two doses."""
    drugs = [s.drug for s in (left, right) if s.drug is not None]
    named = {i for drug in drugs for i in range(drug.start, drug.end)}
    between = [doc[i].lower_ for i in range(left.dose.end, right.dose.start) if i not in named]
    if between[1:3] == ["n", "="]:  # "A (80 mg, n = 20) or B (50 mg"
        between = between[4:]
    words = [word for word in between if word.isalpha() and word not in _LIST_WORDS]
    return (
        len(drugs) == 2
        and not joints.isdisjoint(between)
        and not (_NEW_PHRASE - {"and", ","} - joints).intersection(between)
        and len(words) <= 1
        and not any(word[0].isdigit() for word in between)
    )


def _share_in_series(doc: Doc, statements: list[Statement]) -> None:
    """What is said of "30, 40 and 50 mg" holds for each; a dose without any schedule takes its drug's only one."""
    for left, right in zip(statements[-2::-1], statements[:0:-1], strict=True):
        if left.dose._.rule == "dose-series":
            for column in COLUMNS.values():
                left.columns[column] = left.columns[column] or right.columns[column]
                right.columns[column] = right.columns[column] or left.columns[column]
    for statement in statements:
        if any(statement.columns.values()) or _is_first_dose(doc, statement.dose):
            continue
        others = [s for s in statements if s.drug_name == statement.drug_name and s is not statement]
        for column in ("route",) if _has_own_time(doc, statement) else ("every_days", "route"):
            values = {s.columns[column] for s in others} - {None}
            if len(values) == 1:
                statement.columns[column] = values.pop()


def _has_own_time(doc: Doc, statement: Statement) -> bool:
    """Whether a dose says when it is given: "160 mg at week 0", "10 mg/d", "80 mg, followed by 40 mg"."""
    words = [token.lower_ for token in doc[statement.dose.end : statement.dose.end + 3]]
    dated = bool(words) and words[0] in {"at", "on", "in"} and not _DATED.isdisjoint(words[1:])
    timed = not _DATED.isdisjoint((statement.amount.per or "").split("/"))
    return dated or timed or any(words[: len(joint)] == joint for joint in _SEQUENCES)


def _is_first_dose(doc: Doc, dose: Span) -> bool:
    """ "a loading dose of 8 mg/kg": given once, whatever follows it."""
    around = [*doc[max(0, dose.start - 3) : dose.start], *doc[dose.end : dose.end + 4]]
    return not _FIRST_DOSES.isdisjoint(token.lower_ for token in around)


def _is_period(doc: Doc, statement: Statement, sentence: Span) -> bool:
    """Whether the interval is only the span of a period, which says nothing without a number of administrations."""
    value = statement.columns["interval_days"]
    return any(
        word._.rule == "spacing-period" and word._.value == value for word in in_sentence(doc, SPACING, sentence)
    )


def set_contexts(doc: Doc, statements: list[Statement]) -> None:
    """Set the context (`before`, `after`, `other`; else `regimen`) of the statements of one sentence."""
    for left, right in pairwise(statements):
        if left.drug_name == right.drug_name and left.amount.unit == right.amount.unit and _is_change(doc, left, right):
            left.context, right.context = "before", "after"
    previous = None
    for statement in statements:
        if statement.context == "regimen":
            limited = _is_limit(doc, statement, previous)
            in_series = previous is not None and previous.dose._.rule == "dose-series" and previous.context == "other"
            statement.context = "other" if limited or in_series else _single_context(doc, statement)
        previous = statement


def _is_change(doc: Doc, left: Statement, right: Statement) -> bool:
    grouped = any(token.lower_ in _GROUPS for s in (left, right) for token in doc[s.dose.end : s.dose.end + 2])
    if grouped or right.dose.start - left.dose.end > _CHANGE_WITHIN:
        return False
    before = {token.lower_ for token in doc[sentence_at(doc, left.dose.start).start : left.dose.start]}
    between = {token.lower_ for token in doc[left.dose.end : right.dose.start]}
    compared = bool(between & {"to", "vs", "v", "versus"})
    changed = bool(before & (CHANGE_WORDS - _TITRATION)) and compared and not _is_planned(doc, left)
    from_baseline = bool((before | between) & _BEFORE_WORDS) and bool(before & {"mean", "median", "average"})
    return changed or (from_baseline and (compared or "and" in between))


def _is_planned(doc: Doc, statement: Statement) -> bool:
    """ "the dose being tapered from 40 to 0 mg": what all get, and no change that was observed."""
    start = statement.dose.start
    return any(
        doc[i].lower_ == "being" and doc[i + 1].lower_ in CHANGE_WORDS for i in range(max(0, start - 7), start - 1)
    )


def _single_context(doc: Doc, statement: Statement) -> str:
    start, end = statement.dose.start, statement.dose.end
    first = max(sentence_at(doc, statement.dose.start).start, start - 7)
    before = [token.lower_ for token in doc[first:start]]
    if set(before) & _OTHER_WORDS or {token.lower_ for token in doc[end : end + 2]} & _OTHER_WORDS:
        return "other"
    if any(
        word == "rescue" and behind not in _SCHEMES for word, behind in pairwise([*(w for w in before if w != "-"), ""])
    ):
        return "other"
    if before[-1:] == ["to"] and set(before) & REDUCTION_WORDS and not _is_planned(doc, statement):
        return "after"
    return "regimen"


def _is_limit(doc: Doc, statement: Statement, previous: Statement | None) -> bool:
    """ "5 mg/kg/day (maximum 400 mg/day)": a maximum beside the dose that it limits; a lone one tells the dose."""
    start = statement.dose.start
    if previous is None or previous.drug_name != statement.drug_name or start - previous.dose.end > _LIMIT_WITHIN:
        return False
    rest = [token.lower_ for token in doc[previous.dose.end : start]]
    while rest and rest[-1] in _LIMIT_LINKS:
        rest.pop()
    return rest[-1:] in (["maximum"], ["max"], ["maximal"])
