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
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.figures.measure import Measure, Processed
from pipeline.evaluate.figures.sides import CONTROL, INTERVENTION, sides_of
from pipeline.evaluate.score import Counts, Score
from pipeline.tag.words import Words, words_of

NUMBERS_AND_ARMS, NUMBERS = "outcomes.arms", "outcomes.numbers"
_COUNT, _SHARE, _VALUES = "bin-abs", "bin-percent", ("cont-mean", "cont-median")
LABELS = frozenset(f"{side}-{kind}" for side in (INTERVENTION, CONTROL) for kind in (_COUNT, _SHARE, *_VALUES))

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NONE = frozenset({"no", "none", "neither"})


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
