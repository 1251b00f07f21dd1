"""Measures the numbers of results and their arms against a corpus that labels both (pico-corpus).

The corpus labels each number of a result by what it is and whose it is: `iv-` of the intervention, `cv-` of the
control; `bin-abs` a count, `bin-percent` a share, `cont-mean` and `cont-median` a mean or median of an arm. A label is
right when a row of `outcomes`

- rests on words that take in the label's place (they overlap),
- has the number in a column of that kind: `n` for a count, `percent` (or `before`, `after` with the unit %) for a
  share, `before` or `after` (or `percent`, where the label is one) for a mean or median, and
- has an `arm` on the label's side (`sides_of`). A row without an arm is not right.

A number of a row with an arm that no label has at its place is an extra; rows without an arm make no extras. The
tally `outcomes.numbers` leaves the arm out: the share of labels whose number some row has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.figures.measure import Measure, Processed
from pipeline.evaluate.score import Counts, Score
from pipeline.extract.arm_names import is_control, is_tested
from pipeline.tag.words import Words, words_of

NUMBERS_AND_ARMS, NUMBERS = "outcomes.arms", "outcomes.numbers"
INTERVENTION, CONTROL = "iv", "cv"
_COUNT, _SHARE, _VALUES = "bin-abs", "bin-percent", ("cont-mean", "cont-median")
LABELS = frozenset(f"{side}-{kind}" for side in (INTERVENTION, CONTROL) for kind in (_COUNT, _SHARE, *_VALUES))

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NONE = frozenset({"no", "none", "neither"})
_NO_NAMES = frozenset(
    "the a an of and or with in to for on by plus alone group groups arm arms patients women receiving therapy "
    "treatment treated mg g gy dose schedule regimen day week weeks".split()
)


class _Number(NamedTuple):
    """A number of a row: the column it stands in and its value."""

    column: str
    value: float


def score_outcomes(processed: Processed, score: Score) -> None:
    """Add the hits, misses and extras of a document."""
    rows = [row for row in processed.rows["outcomes"] if row.get("effect_type") is None]
    words, gold, matched = words_of(processed.doc), processed.gold, set[tuple[int, _Number]]()
    long_forms: dict[str, str] = {
        form.text: gold.text[form.long_start : form.long_end] for form in processed.doc._.short_forms
    }
    sides = sides_of({str(row["arm"]) for row in rows if row.get("arm")}, gold, long_forms)
    hits = misses = 0
    for span in gold.spans:
        if span.label not in LABELS:
            continue
        value = _value(words, gold, span)
        here = [
            (k, number) for k, row in enumerate(rows) for number in _numbers(row) if _fits(row, number, span, value)
        ]
        right = [match for match in here if sides.get(str(rows[match[0]]["arm"])) == span.label[:2]]
        matched.update(right[:1])
        hits, misses = hits + bool(right), misses + (not right)
        score.tally(NUMBERS, bool(here))
        if not right:
            arms = ", ".join(str(rows[k]["arm"]) for k, _ in here) or "not found"
            score.slip(
                NUMBERS_AND_ARMS, "miss", f"{span.label} {gold.written(span)} (arm: {arms})", _around(gold, span)
            )
    extras = 0
    for k, row in enumerate(rows):
        for number in _numbers(row) if row.get("arm") else ():
            if (k, number) not in matched:
                extras += 1
                words_of_row = f"{number.column} {number.value:g} arm {row['arm']}"
                score.slip(NUMBERS_AND_ARMS, "extra", words_of_row, str(row.get("sentence") or ""))
    score.count(NUMBERS_AND_ARMS, Counts(hits, extras, misses))


def sides_of(arms: Iterable[str], gold: CorpusDoc, long_forms: Mapping[str, str]) -> dict[str, str]:
    """Return the side, `iv` or `cv`, of every name of an arm in a document.

    In this order: the control for a name that says so (placebo, standard, observation, ...); the side with the labelled
    name (`intervention`, `control`) that is most like it; the intervention for "intervention group" and the like; the
    side whose people or name are labelled just beside it ("group B (n = 54)", "group B (tamoxifen"); the second again,
    with abbreviations written out. Of names that none of these tells, the first in the text is the intervention and
    the others are controls, unless names of one side are known already: then they are of the other side.
    """
    sides = {arm: side for arm in arms if (side := _side_by_name(arm, gold, long_forms)) is not None}
    known = set(sides.values())
    unknown = sorted((arm for arm in arms if arm not in sides), key=lambda arm: (gold.text.find(arm), arm))
    for k, arm in enumerate(unknown):
        if len(known) == 1:
            sides[arm] = CONTROL if known == {INTERVENTION} else INTERVENTION
        else:
            sides[arm] = CONTROL if k else INTERVENTION
    return sides


def _side_by_name(arm: str, gold: CorpusDoc, long_forms: Mapping[str, str]) -> str | None:
    return (
        (CONTROL if is_control(arm) else None)
        or _likest(arm, gold)
        or (INTERVENTION if is_tested(arm) else None)
        or _labelled_beside(arm, gold)
        or _likest(arm, gold, long_forms)
    )


_NAMES = {"intervention": INTERVENTION, "control": CONTROL}
_NAMES_AND_PEOPLE = {**_NAMES, "intervention-participants": INTERVENTION, "control-participants": CONTROL}
_BESIDE = 40  # characters
_PARTS = frozenset("and or versus vs v to".split())


def _likest(name: str, gold: CorpusDoc, long_forms: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The side whose labelled names are most like a name; None where both are, or none is.

    Words that only one side's names have count first ("A plus B" against "A"), then how much of the names is the same.
    """
    mine = _content(name, long_forms)
    names = {
        side: [_content(gold.written(span), long_forms) for span in gold.spans if span.label == label]
        for label, side in _NAMES.items()
    }
    words = {side: frozenset[str]().union(*sets) for side, sets in names.items()}
    best = {
        side: (_share(mine, words[side] - words[other]), max((_alike(mine, one) for one in names[side]), default=0.0))
        for side, other in ((INTERVENTION, CONTROL), (CONTROL, INTERVENTION))
    }
    if best[INTERVENTION] == best[CONTROL]:
        return None
    return max(best, key=lambda side: best[side])


def _share(mine: frozenset[str], own: frozenset[str]) -> float:
    return len(mine & own) / len(own) if own else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _labelled_beside(arm: str, gold: CorpusDoc) -> str | None:
    """The side of the label that stands next to a mention of an arm, with no other clause between."""
    name = re.sub(r" (group|arm)$", "", arm.lower())
    places = [match.span() for match in re.finditer(rf"\b{_pattern(name)}\b", gold.text.lower())]
    near = []
    for span in gold.spans:
        for start, end in places if span.label in _NAMES_AND_PEOPLE else ():
            first, last = (end, span.start) if end <= span.start else (span.end, start)
            between = gold.text[first:last]
            is_close = first <= last and last - first < _BESIDE and (span.label not in _NAMES or "(" in between)
            if is_close and not _PARTS.intersection(_words(between)) and ";" not in between:
                near.append((last - first, _NAMES_AND_PEOPLE[span.label]))
    return min(near)[1] if near else None


def _pattern(name: str) -> str:
    return r"[\s-]".join(re.escape(part) for part in name.split())


def _content(name: str, long_forms: Mapping[str, str] = MappingProxyType({})) -> frozenset[str]:
    """The words that make a name, with abbreviations (and those in their long forms) written out."""
    for _ in range(2):
        name = " ".join(long_forms.get(word, word) for word in _words(name))
    return frozenset(_words(name.lower())) - _NO_NAMES


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _value(words: Words, gold: CorpusDoc, span: CorpusSpan) -> float | None:
    """The number that a label is written as; None for one in other words."""
    written = gold.written(span)
    if written.lower() in _NONE:
        return 0.0
    for number in words.numbers:
        if span.start <= words.offset[number.start] < span.end:
            return number.value
    found = _NUMBER.search(written)
    return float(found.group()) if found else None


def _numbers(row: Mapping[str, Any]) -> Iterator[_Number]:
    for column in ("n", "percent", "before", "after"):
        if row.get(column) is not None:
            yield _Number(column, abs(float(row[column])))


def _fits(row: Mapping[str, Any], number: _Number, span: CorpusSpan, value: float | None) -> bool:
    """Whether a number of a row is that of a label: at its place, of its kind, with its value."""
    if value is None or abs(number.value - abs(value)) > 1e-6:
        return False
    if row["source_start"] >= span.end or row["source_end"] <= span.start:
        return False
    kind = span.label[3:]
    if kind == _COUNT:
        return number.column == "n"
    is_share = number.column == "percent" or (number.column in {"before", "after"} and row.get("unit") == "%")
    return is_share if kind == _SHARE else number.column != "n"


def _around(gold: CorpusDoc, span: CorpusSpan) -> str:
    return gold.text[max(span.start - 150, 0) : span.end + 100]


OUTCOMES = Measure(LABELS, score_outcomes)
