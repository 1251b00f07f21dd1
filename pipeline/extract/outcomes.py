"""The `outcomes` table: one row a reported result that carries a number."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc

from pipeline.extract.changes import ChangeFinder
from pipeline.extract.count_roles import ENROLLED, PeopleCount
from pipeline.extract.measure_words import BASELINE_WORDS, FOLLOW_UP_WORDS
from pipeline.extract.measures import MeasureFinder
from pipeline.extract.people_counts import people_counts
from pipeline.extract.proportions import ProportionFinder
from pipeline.extract.result_context import set_context
from pipeline.extract.results import Result, Sentence, sentences_of
from pipeline.extract.rows import Row, anchor, ids_of
from pipeline.tag.attributes import MENTION_LABELS
from pipeline.tag.words import Words, words_of

_NOT_RESULTS = frozenset({"title", "citation", "background", "objective", "methods"})
_UNLABELLED = frozenset({None, "abstract"})


def extract_outcomes(doc: Doc) -> list[Row]:
    """Return the rows of `outcomes` (columns as in tables.md) in reading order.

    Results are read from the sentences of results and conclusions, or of an abstract without sections; a result that
    is told again is one row.
    """
    words = words_of(doc)
    proportions = ProportionFinder(doc, people_counts(doc)).find()
    changes, measures = ChangeFinder(words), MeasureFinder(words)
    found: list[Result] = []
    first = _first_of_study(people_counts(doc))
    for sentence in sentences_of(words):
        if sentence.section in _NOT_RESULTS or (sentence.section in _UNLABELLED and sentence.end <= first):
            continue
        results = _in_sentence(words, sentence, proportions, changes.find(sentence))
        measures.set_measures(sentence, results)
        set_context(words, sentence, results, found)
        found += [result for result in results if _is_result(result) and not _is_told(result, found)]
    return [_row(doc, words, result) for result in found]


def _first_of_study(counts: list[PeopleCount]) -> int:
    """Return where the people of the study are first counted: in an abstract without sections, results come later."""
    return next((count.start for count in counts if count.role == ENROLLED), 0)


def _is_result(result: Result) -> bool:
    """Whether a result tells what came of the study, not who was in it or how long they were watched."""
    words = set((result.measure or "").lower().split())
    if not words or words <= BASELINE_WORDS:
        return False
    return result.rule != "value" or words.isdisjoint(FOLLOW_UP_WORDS)


def _in_sentence(words: Words, sentence: Sentence, proportions: list[Result], changes: list[Result]) -> list[Result]:
    """Return the results of a sentence in order; a count is no part of a change, a percentage may be."""
    low = bisect_left(proportions, sentence.start, key=lambda result: result.start)
    high = bisect_left(proportions, sentence.end, key=lambda result: result.start)
    counted = [result for result in proportions[low:high] if result.n is not None]
    changes = [
        change
        for change in changes
        if not any(change.start < count.end and count.start < change.end for count in counted)
    ]
    alone = [
        result for result in proportions[low:high] if not any(_belongs(words, result, change) for change in changes)
    ]
    return sorted([*alone, *changes], key=lambda result: result.start)


def _belongs(words: Words, result: Result, change: Result) -> bool:
    """Whether a percentage is a part of a change, or says it again: "from 84 to 14 mmol/L (79% inhibition)"."""
    said_again = result.n is None and result.start == change.end + 1 and words[change.end] == "("
    return change.start <= result.start < change.end or said_again


def _is_told(result: Result, found: list[Result]) -> bool:
    """Whether an earlier sentence has told a result with these numbers."""
    numbers = (result.n, result.of, result.percent, result.before, result.after)
    return any(
        (other.n, other.of, other.percent, other.before, other.after) == numbers
        and _is_within(other.measure or "", result.measure or "")
        for other in found
    )


def _is_within(one: str, other: str) -> bool:
    """Whether one of two measures has all words of the other."""
    words, other_words = set(one.lower().split()), set(other.lower().split())
    return words <= other_words or other_words <= words


def _row(doc: Doc, words: Words, result: Result) -> Row:
    span = doc[words.token[result.start] : words.token[result.end - 1] + 1]
    inside = [
        place.span
        for label in MENTION_LABELS
        for place in words.places(label)
        if result.start <= place.start and place.end <= result.end
    ]
    return {
        "measure": result.measure,
        "arm": result.arm,
        "n": result.n,
        "of": result.of,
        "percent": result.percent,
        "before": result.before,
        "after": result.after,
        "unit": result.unit,
        "stat": result.stat,
        "time_days": result.time_days,
        "p_op": result.p_op,
        "p": result.p,
        "mentions": ids_of(doc, inside),
        "rule": result.rule,
        **anchor(doc, span),
    }
