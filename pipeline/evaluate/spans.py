"""Scores the mentions of each label against gold spans: strict (same place) and overlap (a shared character)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from pipeline.document import Span
from pipeline.evaluate.context import fold, sentence_at, sentence_with
from pipeline.evaluate.gold import Gold, GoldSpan
from pipeline.evaluate.matching import Matching, match
from pipeline.evaluate.prediction import Prediction
from pipeline.evaluate.score import Score

LABELS = ("DRUG", "DOSE", "DISEASE", "SAMPLE_SIZE")


class Mark(NamedTuple):
    """A span to compare: its words, white space folded, and its place in the source (None in gold of an HTML page)."""

    text: str
    place: Span | None = None
    optional: bool = False
    sentence: str = ""


def score_spans(gold: Gold, prediction: Prediction) -> Score:
    """Compare the mentions of each label with gold spans, as `spans.<LABEL>.strict` and `spans.<LABEL>.overlap`.

    Text: a strict match has the same source offsets, an overlap shares a character. HTML, where gold has no offsets:
    the same words (bags of texts), and a shared word. Optional gold counts neither way: a mention that matches or
    touches nothing but optional gold is left out, and so is an unmatched one inside an `either` range.
    """
    score = Score()
    either = [r.span() for r in gold.either]
    for label in LABELS:
        found = _found(prediction, label, gold.has_offsets)
        wanted = [_wanted(span) for span in gold.spans if span.label == label]
        strict, overlap = _compare(found, wanted, _same, either), _compare(found, wanted, _touches, either)
        score.count(f"spans.{label}.strict", strict.counts)
        score.count(f"spans.{label}.overlap", overlap.counts)
        _note_slips(score, f"spans.{label}.strict", strict, gold, prediction)
    return score


def _compare(
    found: Sequence[Mark], wanted: Sequence[Mark], fits: Callable[[Mark, Mark], bool], either: Sequence[Span] = ()
) -> Matching[Mark, Mark]:
    """Match found marks with gold marks of one label; extras that gold leaves open are dropped."""

    def fit(one: Mark, other: Mark) -> float | None:
        return float(_same(one, other)) if fits(one, other) else None  # of several that touch, the same words

    matching = match(found, wanted, fit, lambda mark: mark.optional)
    extras = [mark for mark in matching.extras if not _is_open(mark, wanted, matching.misses, either)]
    return Matching(matching.pairs, matching.misses, extras)


def _is_open(mark: Mark, wanted: Sequence[Mark], misses: Sequence[Mark], either: Sequence[Span]) -> bool:
    """Whether an unmatched mark touches optional gold and none that is still missing, or lies in an `either` range."""
    place = mark.place
    if place and any(start <= place.start and place.end <= end for start, end in either):
        return True
    optional = any(other.optional and _touches(mark, other) for other in wanted)
    return optional and not any(_touches(mark, other) for other in misses)


def _same(one: Mark, other: Mark) -> bool:
    return one.place == other.place and (one.place is not None or one.text == other.text)


def _touches(one: Mark, other: Mark) -> bool:
    if one.place and other.place:
        return one.place.start < other.place.end and other.place.start < one.place.end
    return not set(one.text.casefold().split()).isdisjoint(other.text.casefold().split())


def _found(prediction: Prediction, label: str, has_offsets: bool) -> list[Mark]:
    return [
        Mark(
            text=fold(row["text"]),
            place=Span(row["source_start"], row["source_end"]) if has_offsets else None,
            sentence=sentence_at(prediction.text, row["start"], row["end"]),
        )
        for row in prediction.mentions
        if row["label"] == label
    ]


def _wanted(span: GoldSpan) -> Mark:
    place = None if span.start is None else Span(span.start, cast(int, span.end))
    return Mark(text=fold(span.text), place=place, optional=span.optional)


def _note_slips(score: Score, figure: str, matching: Matching[Mark, Mark], gold: Gold, prediction: Prediction) -> None:
    for mark in matching.misses:
        score.slip(figure, "miss", mark.text, _gold_sentence(mark, gold, prediction))
    for mark in matching.extras:
        score.slip(figure, "extra", mark.text, mark.sentence)


def _gold_sentence(mark: Mark, gold: Gold, prediction: Prediction) -> str:
    if mark.place:
        return sentence_at(prediction.source_text, *mark.place) if prediction.source_text else ""
    return sentence_with(" ".join(gold.keep_text or ()), mark.text)
