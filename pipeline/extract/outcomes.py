"""The `outcomes` table: one row a reported result that carries a number."""

from __future__ import annotations

from dataclasses import asdict

from spacy.tokens import Doc

from pipeline.extract.count_cues import ENROLLED
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.directions import set_directions
from pipeline.extract.measure_words import BASELINE_WORDS, FOLLOW_UP_WORDS
from pipeline.extract.people_counts import people_counts
from pipeline.extract.result_context import set_context
from pipeline.extract.result_finder import ResultFinder
from pipeline.extract.results import Result, Sentence, sentences_of
from pipeline.extract.rows import Row, anchor, ids_of
from pipeline.tag.attributes import MENTION_LABELS
from pipeline.tag.words import Words, words_of

_RESULTS = "litsift_results"
_NOT_RESULTS = frozenset({"title", "citation", "background", "objective", "methods"})
_UNLABELLED = frozenset({None, "abstract"})
_LONGEST_SENTENCE = 600  # words; what runs longer without a stop is a table or a list
_FEW = 20
_VALUES = frozenset({"value", "arm-value"})
_POINTS = frozenset("corresponding respective figures values rates numbers percentages results".split())
_GROUPS = frozenset("group groups arm arms alone".split())
_OF_TWO_ARMS = ("mean difference", "fold difference")
_LOST_TO = frozenset({"lost", "follow-up"})
_CONDITIONS = ("when ", "if ", "unless ", "age ", "aged ")
_NO_COLUMNS = frozenset({"start", "end", "told_until"})


def extract_outcomes(doc: Doc) -> list[Row]:
    """Return the rows of `outcomes` (columns as in tables.md) in reading order.

    Results are read from the sentences of results and conclusions, or of an abstract without sections; a result that
    is told again is one row.
    """
    words = words_of(doc)
    return [_row(doc, words, result) for result in results_of(doc)]


def results_of(doc: Doc) -> list[Result]:
    """Return the results of a document in reading order; worked out once, when tagging is done."""
    if _RESULTS not in doc.user_data:
        doc.user_data[_RESULTS] = _find_results(doc)
    results: list[Result] = doc.user_data[_RESULTS]
    return results


def _find_results(doc: Doc) -> list[Result]:
    words, counts = words_of(doc), people_counts(doc)
    finder = ResultFinder(doc, counts)
    first = _first_of_study(counts)
    found: list[Result] = []
    told = _Told()
    for sentence in sentences_of(words):
        if _tells_results(words, sentence, first):
            results = [result for result in finder.find(sentence) if not _is_of_baseline(result, sentence, first)]
            _point_back(results, found)
            set_context(words, sentence, results, found)
            set_directions(words, sentence, results)
            new = [result for result in results if _is_result(result) and not told.has(result)]
            told.add(new)
            found += new
    return found


def _point_back(results: list[Result], earlier: list[Result]) -> None:
    """ "The corresponding figures were 63% and 70%": they measure what the results before them measured, in turn."""
    pointing = [result for result in results if _POINTS.issuperset((result.measure or "-").lower().split())]
    for result, before in zip(pointing, earlier[-len(pointing) :], strict=False):
        result.measure = before.measure
        result.arm = result.arm or before.arm


def _first_of_study(counts: list[PeopleCount]) -> int:
    """Return where the people of the study are first counted: in an abstract without sections, results come later."""
    return next((count.start for count in counts if count.role == ENROLLED), 0)


def _tells_results(words: Words, sentence: Sentence, first: int) -> bool:
    if sentence.section in _NOT_RESULTS or words.lower[sentence.start : sentence.start + 2] == ["at", "baseline"]:
        return False
    if sentence.end - sentence.start > _LONGEST_SENTENCE:
        return False
    return sentence.section not in _UNLABELLED or sentence.end > first


def _is_result(result: Result) -> bool:
    """Whether a result tells what came of the study, not who was in it or how long they were watched."""
    words = set((result.measure or "").lower().split())
    if not words or words <= BASELINE_WORDS or _is_condition(result.measure or ""):
        return False
    if words >= _LOST_TO or (result.rule == "arm-count" and not words.isdisjoint(FOLLOW_UP_WORDS)):
        return False
    of_arms = any(name in (result.measure or "").lower() for name in _OF_TWO_ARMS)  # "weighted mean difference -4.1 mg"
    return result.rule not in _VALUES or (words.isdisjoint(FOLLOW_UP_WORDS) and not of_arms)


def _is_condition(measure: str) -> bool:
    """ "when the hematocrit was only 28%", "(age 4 years, 16%)"."""
    return measure.lower().startswith(_CONDITIONS)


def _is_of_baseline(result: Result, sentence: Sentence, first: int) -> bool:
    """ "We studied 80 patients (mean creatinine 2.0 mg/dL)": a value beside the count of the study's people."""
    return result.rule in _VALUES and sentence.start <= first < sentence.end and first > 0


class _Told:
    """The results that earlier sentences have told."""

    def __init__(self) -> None:
        self._results: dict[tuple[float | None, ...], list[Result]] = {}

    def add(self, results: list[Result]) -> None:
        """Remember results by their numbers."""
        for result in results:
            self._results.setdefault(result.numbers, []).append(result)

    def has(self, result: Result) -> bool:
        """Whether a result with these numbers and such a measure has been told, of no other arm."""
        return any(_is_same(told, result) for told in self._results.get(result.numbers, [])[:_FEW])


def _is_same(one: Result, other: Result) -> bool:
    """Whether one of two measures has all words of the other, and their arms, where told, have a word in common."""
    words, other_words = set((one.measure or "").lower().split()), set((other.measure or "").lower().split())
    arms = [set((result.arm or "").lower().split()) - _GROUPS for result in (one, other)]
    same_arm = not (arms[0] and arms[1]) or bool(arms[0] & arms[1])
    return same_arm and (words <= other_words or other_words <= words)


def _row(doc: Doc, words: Words, result: Result) -> Row:
    end = max(result.end, result.told_until)
    span = doc[words.token[result.start] : words.token[end - 1] + 1]
    inside = [
        place.span
        for label in MENTION_LABELS
        for place in words.places_between(label, result.start, result.end)
        if place.end <= result.end
    ]
    columns = {name: value for name, value in asdict(result).items() if name not in _NO_COLUMNS}
    return {**columns, "mentions": ids_of(doc, inside), **anchor(doc, span)}
