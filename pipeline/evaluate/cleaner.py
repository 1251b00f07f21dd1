"""Scores the cleaner: kept characters of a text page, kept words of an HTML page, and mentions from boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pipeline.document import Span
from pipeline.evaluate.context import fold, sentence_at, sentence_range
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.prediction import Prediction, Row
from pipeline.evaluate.score import Counts, Score

CHARACTERS, WORDS, IN_ARTICLE = "cleaner.characters", "cleaner.words", "mentions_in_article"

# A disease in boilerplate is a false positive of the spans; these three would put wrong facts into the tables.
_FACT_LABELS = frozenset({"DRUG", "DOSE", "SAMPLE_SIZE"})
# How many characters around a mention of an HTML page must stand in the article for the mention to be from it.
_WINDOW = 25


def score_cleaner(gold: Gold, prediction: Prediction) -> Score:
    """Compare what was kept with gold.

    Text: over characters of the source; white space (and so blank lines) and `either` ranges do not count. HTML:
    clean text against `keep_text` as bags of words (runs of characters that are no white space).
    """
    score = Score()
    if gold.has_offsets:
        _score_characters(gold, prediction, score)
    else:
        _score_words(gold, prediction, score)
    return score


def _score_characters(gold: Gold, prediction: Prediction, score: Score) -> None:
    text = prediction.source_text
    length = max([len(text), *(r.end for r in gold.keep or ())])
    counted = _mask(length, (r.span() for r in gold.either), start=1)
    wanted = _mask(length, (r.span() for r in gold.keep or ()))
    kept = _mask(length, prediction.kept)
    letters = [at for at in range(length) if counted[at] and not text[at : at + 1].isspace()]
    score.count(
        CHARACTERS,
        Counts(
            tp=sum(kept[at] and wanted[at] for at in letters),
            fp=sum(kept[at] and not wanted[at] for at in letters),
            fn=sum(wanted[at] and not kept[at] for at in letters),
        ),
    )
    for kind, have, lack in (("extra", kept, wanted), ("miss", wanted, kept)):
        for words in _runs(text, [at for at in letters if have[at] and not lack[at]]):
            score.slip(CHARACTERS, kind, words)


def _mask(length: int, ranges: Iterable[Span], start: int = 0) -> bytearray:
    """Return one byte a character: `start` outside of the ranges, the other of 0 and 1 inside."""
    mask = bytearray([start]) * length
    for begin, end in ranges:
        mask[begin:end] = bytearray([1 - start]) * (min(end, length) - begin)
    return mask


def _runs(text: str, offsets: list[int]) -> list[str]:
    """Return the stretches of text that the sorted offsets cover; white space between two offsets joins them."""
    runs: list[Span] = []
    for at in offsets:
        if runs and not text[runs[-1].end : at].strip():
            runs[-1] = Span(runs[-1].start, at + 1)
        else:
            runs.append(Span(at, at + 1))
    return [fold(text[start:end]) for start, end in runs]


def _score_words(gold: Gold, prediction: Prediction, score: Score) -> None:
    wanted = " ".join(gold.keep_text or ()).split()
    kept = prediction.text.split()
    extra, missing = _without(kept, wanted), _without(wanted, kept)
    score.count(WORDS, Counts(len(kept) - len(extra), len(extra), len(missing)))
    for kind, words in (("extra", extra), ("miss", missing)):
        if words:
            score.slip(WORDS, kind, " ".join(words))


def _without(words: list[str], others: list[str]) -> list[str]:
    """Return the words that are left when each of `others` has taken one like it away, the first ones first."""
    others_left = Counter(others)
    return [word for word in words if not _take(others_left, word)]


def score_leakage(gold: Gold, prediction: Prediction) -> Score:
    """Count the DRUG, DOSE and SAMPLE_SIZE mentions that stand in the article, and those that boilerplate leaked.

    Text: a mention leaks where a character of it is in neither `keep` nor `either`. HTML: where the words around it
    are not in `keep_text`, unless gold has this (label, text) more often than it was found there.
    """
    score = Score()
    facts = [row for row in prediction.mentions if row["label"] in _FACT_LABELS]
    leaks = _leaked_by_offset if gold.has_offsets else _leaked_by_words
    leaked = leaks(gold, prediction, facts)
    score.tally(IN_ARTICLE, len(facts) - len(leaked), len(facts))
    for row in leaked:
        sentence = sentence_at(prediction.text, row["start"], row["end"])
        score.slip(IN_ARTICLE, "extra", f"{row['label']} {row['text']}", sentence)
    return score


def _leaked_by_offset(gold: Gold, prediction: Prediction, facts: list[Row]) -> list[Row]:
    article = [r.span() for r in (*(gold.keep or ()), *gold.either)]
    inside = _mask(len(prediction.source_text), article)
    return [
        row
        for row in facts
        if not all(
            inside[at] or prediction.source_text[at].isspace() for at in range(row["source_start"], row["source_end"])
        )
    ]


def _leaked_by_words(gold: Gold, prediction: Prediction, facts: list[Row]) -> list[Row]:
    article = fold(" ".join(gold.keep_text or ()))
    outside = [row for row in facts if _surroundings(prediction, row) not in article]
    inside = Counter(_words(row) for row in facts if row not in outside)
    labelled: Counter[tuple[str, str]] = Counter((span.label, fold(span.text)) for span in gold.spans)
    not_found_yet = labelled - inside
    return [row for row in outside if not _take(not_found_yet, _words(row))]


def _words(row: Row) -> tuple[str, str]:
    return row["label"], fold(row["text"])


def _take(bag: Counter[Any], item: Any) -> bool:
    """Take one of an item out of a bag and return whether there was one."""
    there = bag[item] > 0
    bag[item] -= there
    return there


def _surroundings(prediction: Prediction, row: Row) -> str:
    """Return the words around a mention, within its sentence."""
    sentence = sentence_range(prediction.text, row["start"], row["end"])
    return fold(prediction.text[max(sentence.start, row["start"] - _WINDOW) : min(sentence.end, row["end"] + _WINDOW)])
