"""The `studies` table: one row a document, the line that a reviewer puts into an evidence table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from spacy.tokens import Doc

from pipeline.document import CleanDoc
from pipeline.extract.age import find_ages
from pipeline.extract.cues import MENTIONED, PRIOR
from pipeline.extract.design import find_design
from pipeline.extract.drugs import UNEXPLAINED
from pipeline.extract.people_counts import sum_of_arms
from pipeline.extract.phrases import PhraseTable
from pipeline.extract.prose import Prose, prose_of
from pipeline.extract.rows import Row
from pipeline.normalize.durations import to_days
from pipeline.tag.attributes import SAMPLE_SIZE, mentions
from pipeline.tag.timepoints import TIME

_FEMALE = frozenset("female females women woman girls".split())
_MALE = frozenset("male males men man boys".split())
# "5 of whom were women": so many words may stand between a count and its sex.
_FEMALE_REACH = 4
# "followed up for a median of 2.5 years", "follow-up, 32 months", "6-month follow-up".
_FOLLOW_UP = PhraseTable({"follow-up": ("follow|followed up", "followup", "followed for")})
_FOLLOW_REACH = 5
# How often something is given, in words; else as so many times a day or a week, or every so many hours or days.
_EVERY = {1.0: "daily", 0.5: "twice daily", 7.0: "weekly", 3.5: "twice weekly"}
_WEEK = 7.0  # days
_PERIODS = {"year": "yearly", "month": "monthly", "week": "weekly"}  # and how often once in each is
_FEW_DAYS = 3.0  # up to here parts of a day are told in hours
_MOST_TIMES = 6  # a day; what is given more often is given "every 2 hours"
_ROUNDED = 0.01  # `every_days` has three places


def extract_studies(doc: Doc, rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Return the document's one row of `studies`; `rows` are its rows of the other tables, by table.

    `rule` names how the design and the age group were found.
    """
    clean: CleanDoc = doc._.clean
    facts, prose = clean.facts, prose_of(doc)
    sizes = rows.get("sample_sizes", ())
    n_enrolled = next(_sizes(sizes, "enrolled"), None)
    arms_sum = sum_of_arms(doc)
    interventions = _names(rows.get("drugs", ()), "intervention")
    design = find_design(prose, facts.publication_types, n_enrolled, bool(interventions))
    ages = find_ages(doc, {*_sizes(sizes, "enrolled"), *_sizes(sizes, "arm")})
    return [
        {
            "title": facts.title,
            "design": design.design,
            "n_enrolled": n_enrolled,
            "n_enrolled_basis": _basis(n_enrolled, arms_sum),
            "n_arms_sum": arms_sum,
            "age_group": ages.group,
            "age_stat": ages.stat,
            "age": ages.age,
            "age_low": ages.low,
            "age_high": ages.high,
            "female_n": _female_n(doc, prose, n_enrolled),
            "follow_up_days": _follow_up_days(doc, prose),
            "conditions": _names(rows.get("diseases", ()), "condition"),
            "interventions": interventions,
            "comparators": _names(rows.get("drugs", ()), "comparator"),
            "doses": _regimens(rows.get("doses", ()), rows.get("drugs", ())),
            "pmid": facts.pmid,
            "pmcid": facts.pmcid,
            "doi": facts.doi,
            "journal": facts.journal,
            "year": facts.year,
            "rule": f"{design.rule}, {ages.rule}",
        }
    ]


def _basis(n_enrolled: int | None, arms_sum: int | None) -> str:
    if n_enrolled is not None:
        return "stated"
    return "not_stated" if arms_sum is None else "sum_of_arms"


def _sizes(rows: Iterable[Row], role: str) -> Iterator[int]:
    return (n for row in rows if row["role"] == role and isinstance(n := row["n"], int))


def _names(rows: Iterable[Row], role: str) -> list[str]:
    return [str(row["name"]) for row in rows if row["role"] == role]


def _female_n(doc: Doc, prose: Prose, n_enrolled: int | None) -> int | None:
    """The first count of women or girls: "5 of whom were women", "13 women"; at most the people of the study."""
    for span in mentions(doc, SAMPLE_SIZE):
        _, end = prose.bounds(span)
        behind = prose.words[end : end + _FEMALE_REACH]
        behind = list(takewhile(lambda word: not word[:1].isdigit(), behind))  # "40 patients (16 women"
        sexes = [word for word in behind if word in _FEMALE or word in _MALE]
        n: int = span._.value.n
        if sexes and sexes[0] in _FEMALE and (n_enrolled is None or n <= n_enrolled):
            return n
    return None


def _follow_up_days(doc: Doc, prose: Prose) -> float | None:
    """The first single length of time beside "follow-up" outside the background, in days."""
    cues = _FOLLOW_UP.find(prose.words)
    starts, ends = {cue.start for cue in cues}, {cue.end for cue in cues}
    for span in mentions(doc, TIME):
        start, end = prose.bounds(span)
        low, high = span._.value
        of = prose.words[end : end + 1] == ["of"]  # "during 18 months of follow-up"
        beside = end + of in starts or not ends.isdisjoint(range(start - _FOLLOW_REACH, start + 1))
        if beside and low == high and prose.section[start] != "background":
            return float(round(low))
    return None


def _regimens(doses: Iterable[Row], drugs: Iterable[Row]) -> str | None:
    """The regimens in one line: "rituximab 375 mg/m2 intravenous, weekly, 4 times; prednisone 20 mg, daily".

    Not of drugs that were given before the study; of drugs that are only mentioned only where there are no others.
    """
    regimens = [row for row in doses if row.get("context") == "regimen"]
    drugs = [row for row in drugs if row.get("rule") != UNEXPLAINED.rule]
    for role in (PRIOR.role, MENTIONED.role):
        not_given = {row["name"] for row in drugs if row["role"] == role}
        given = [row for row in regimens if row.get("drug") not in not_given]
        regimens = given if given or role == PRIOR.role else regimens
    return "; ".join(dict.fromkeys(map(_regimen, regimens))) or None


def _regimen(row: Row) -> str:
    low, high, every, times = (row.get(key) for key in ("low", "high", "every_days", "n_administrations"))
    amount = f"{low:g}" if low == high else f"{low:g}-{high:g}"
    unit = "/".join(str(part) for part in (row.get("unit"), row.get("per")) if part)
    head = " ".join(str(part) for part in (row.get("drug"), amount, unit, row.get("route")) if part)
    schedule = _schedule(every) if isinstance(every, float) and every > 0 else None
    return ", ".join(part for part in (head, schedule, f"{times} times" if times else None) if part)


def _schedule(every: float) -> str:
    """How often, in words: "3 times daily", "every 2 hours", "3 times weekly", "every 36 hours", "every 10 days",
    "every 3 weeks", "every 6 months".
    """
    if every in _EVERY:
        return _EVERY[every]
    if every < 1:
        return _times(1 / every, "daily") or f"every {round(every * 24)} hours"
    if every < _WEEK:
        in_hours = every < _FEW_DAYS and every != round(every)
        days = f"every {every * 24:g} hours" if in_hours else f"every {every:g} days"
        return _times(_WEEK / every, "weekly") or days
    return next(filter(None, (_every(every, unit) for unit in _PERIODS)), f"every {round(every, 1):g} days")


def _every(days: float, unit: str) -> str | None:
    """ "every 6 months", if that is what a number of days was."""
    count = round(days / to_days(1, unit))
    if not count or abs(days - to_days(count, unit)) > _ROUNDED:
        return None
    return _PERIODS[unit] if count == 1 else f"every {count} {unit}s"


def _times(often: float, period: str) -> str | None:
    """ "3 times daily", if that is how often."""
    times = round(often)
    return f"{times} times {period}" if 2 < times <= _MOST_TIMES and abs(often - times) < _ROUNDED * times else None
