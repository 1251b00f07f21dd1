"""Adds to the results of a sentence when they were measured and the P value that was given for them."""

from __future__ import annotations

from pipeline.extract.results import Result, Sentence
from pipeline.tag.statistics import P_VALUE, PValue
from pipeline.tag.timepoints import TIME, Period
from pipeline.tag.words import DASHES, Words

_TIME_BEFORE = frozenset("at after by within week weeks day days month months year years following".split())
_TIME_BEHIND = frozenset("after later following post from".split())
_LINKS = frozenset("the a of about approximately up to first only just median mean follow".split()) | DASHES
_NEAR = 2  # sentences
_NO_P_VALUE = PValue("<", 0.0)  # a probability below nothing: misread, as of "P<0,05"
_RATES = frozenset(
    "survival rate rates progression relapse mortality incidence free probability pfs os dfs efs overall "
    "actuarial recurrence".split()
)


def set_context(words: Words, sentence: Sentence, results: list[Result], earlier: list[Result]) -> None:
    """Set `time_days`, `p_op` and `p` of the results of a sentence.

    A P value of a sentence without results that speaks of "these findings" goes to the results of the sentences before.
    """
    times = _times(words, sentence, results)
    p_values = [
        (place.start, place.span._.value)
        for place in words.places_between(P_VALUE, sentence.start, sentence.end)
        if place.span._.value != _NO_P_VALUE
    ]
    listed = _is_list(words, sentence, results, p_values)
    for k, result in enumerate(results):
        result.time_days = _time_of(times, result)
        _set_p(result, [p_values[k % len(p_values)]] if listed else p_values)
    if p_values and not results and _looks_back(words, sentence):
        for result in reversed(earlier):
            if words.sentence[sentence.start] - words.sentence[result.start] > _NEAR:
                break
            if result.p is None:
                result.p_op, result.p = p_values[0][1]


def _looks_back(words: Words, sentence: Sentence) -> bool:
    """ "These differences were not significant (P = 0.99)"."""
    return not {"these", "this"}.isdisjoint(words.lower[sentence.start : sentence.start + 4])


def _is_list(words: Words, sentence: Sentence, results: list[Result], p_values: list[tuple[int, PValue]]) -> bool:
    """ "(1.5% and 0.4%, respectively; P < 0.001 for A and P < 0.01 for B)": the P values go in turn."""
    if len(p_values) < 2 or not results or len(results) % len(p_values) or p_values[0][0] < results[-1].end:
        return False
    return "respectively" in words.lower[sentence.start : sentence.end]


def _set_p(result: Result, p_values: list[tuple[int, PValue]]) -> None:
    """Take the nearest P value behind a result, else the nearest in front of it."""
    behind = [value for at, value in p_values if at >= result.end]
    before = [value for at, value in p_values if at < result.start]
    chosen = behind[0] if behind else before[-1] if before else None
    if chosen is not None:
        result.p_op, result.p = chosen


def _times(words: Words, sentence: Sentence, results: list[Result]) -> list[tuple[int, int, int]]:
    """Return the points of time of a sentence at which something was measured: start, end, days.

    A time inside the words of a result is its value.
    """
    inside = {i for result in results for i in range(result.start, result.end)}
    found = []
    for start, end, span in words.places_between(TIME, sentence.start, sentence.end):
        if start not in inside and _is_point(words, start, end):
            period: Period = span._.value
            found.append((start, end, round(period.high)))
    return found


def _is_point(words: Words, start: int, end: int) -> bool:
    if words[end] in _TIME_BEHIND or words[end] in _RATES or words[end + 1] in _RATES:
        return True
    i = words.skip_back(start - 1, _LINKS - {"to"})
    return words[i] in _TIME_BEFORE and words[end] not in {"period", "course"}


def _time_of(times: list[tuple[int, int, int]], result: Result) -> int | None:
    """Take the nearest point of time."""
    if not times:
        return None
    return min(times, key=lambda time: max(result.start - time[1], time[0] - result.end))[2]
