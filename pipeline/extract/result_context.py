"""Adds to the results of a sentence when they were measured and the P value that was given for them."""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.directions import NONE
from pipeline.extract.measure_words import CLOSE, COMPARING, OPEN
from pipeline.extract.results import Result, Sentence
from pipeline.tag.p_values import NOT_SIGNIFICANT
from pipeline.tag.statistics import P_VALUE
from pipeline.tag.timepoints import TIME, Period
from pipeline.tag.words import DASHES, Place, Words

_TIME_BEFORE = frozenset("at after by within week weeks day days month months year years following".split())
_AT = frozenset("on at by after until day".split())
_NAME = 3  # words: "10-year [local control rates]"
_LONGEST_DAY = 4  # letters: "d100"
_FIRST_OF = frozenset("in during over for".split())
_TIME_BEHIND = frozenset("after later following post from".split())
_LINKS = frozenset("the a of about approximately up to first only just median mean follow".split()) | DASHES
_BEFORE_ARM = frozenset("in for with among on".split())
_LIST = DASHES | {"and", ",", "or"}
_RESPECTIVE = 12  # words
_SIDE_BY_SIDE = frozenset("% and v vs versus".split())
_NEAR, _FAR = 2, 40  # sentences; words
_RATES = frozenset(
    "survival rate rates progression relapse mortality incidence free probability pfs os dfs efs overall "
    "actuarial recurrence".split()
)


def set_context(words: Words, sentence: Sentence, results: list[Result], earlier: list[Result]) -> None:
    """Set `time_days`, `p_op` and `p` of the results of a sentence.

    A P value of a sentence without results that speaks of "these findings" goes to the results of the sentences before.
    """
    times = _times(words, sentence, results)
    p_values = words.places_between(P_VALUE, sentence.start, sentence.end)
    in_turn = _times_in_turn(words, times, results)
    listed = _is_list(words, sentence, results, p_values)
    for k, result in enumerate(results):
        result.time_days = in_turn[k] if in_turn else _time_of(times, result)
        chosen = p_values[k % len(p_values)] if listed else _p_of(words, result, results, p_values)
        _set_p(result, chosen)
    if p_values and not results and _looks_back(words, sentence):
        for result in reversed(earlier):
            if words.sentence[sentence.start] - words.sentence[result.start] > _NEAR:
                break
            if result.p is None:
                _set_p(result, p_values[0])


def _looks_back(words: Words, sentence: Sentence) -> bool:
    """ "These differences were not significant (P = 0.99)"."""
    return not {"these", "this"}.isdisjoint(words.lower[sentence.start : sentence.start + 4])


def _is_list(words: Words, sentence: Sentence, results: list[Result], p_values: list[Place]) -> bool:
    """ "(1.5% and 0.4%, respectively; P < 0.001 for A and P < 0.01 for B)": the P values go in turn."""
    if len(p_values) < 2 or not results or len(results) % len(p_values) or p_values[0].start < results[-1].end:
        return False
    return "respectively" in words.lower[sentence.start : sentence.end]


def _set_p(result: Result, place: Place | None) -> None:
    if place is not None:
        result.p_op, result.p = place.span._.value
        if place.span._.rule == NOT_SIGNIFICANT:
            result.direction = NONE


def _p_of(words: Words, result: Result, results: list[Result], p_values: list[Place]) -> Place | None:
    """Choose the nearest P value behind a result that is not another's own, else the nearest in front of it."""
    behind = next((place for place in p_values if place.start >= result.end), None)
    if behind is None:
        before = [p for p in p_values if p.start < result.start and not _is_told(words, p, results)]
        return before[-1] if before else None
    nearer = [other for other in results if result.end <= other.start < behind.start]
    if nearer and _are_joined(words, result, nearer[0]):
        return _p_of(words, nearer[0], results, p_values)
    if nearer and (_is_own(words, behind, nearer) or _begins_clause(words, result.end, nearer[-1].start)):
        return None
    return behind


def _are_joined(words: Words, result: Result, other: Result) -> bool:
    """ "45.6 and 36.3% (P = 0.003)": two numbers that are compared share a P value."""
    gap = words.lower[result.end : other.start]
    return bool(gap) and _SIDE_BY_SIDE.issuperset(gap)


def _is_own(words: Words, place: Place, results: list[Result]) -> bool:
    """ "44% (P = .06) in group A": a P value between one result and its arm is of no other."""
    goes_on = words[place.end] in CLOSE and words[place.end + 1] in _BEFORE_ARM
    return goes_on and words[place.start - 1] in OPEN and any(r.end == place.start - 1 for r in results)


def _is_told(words: Words, place: Place, results: list[Result]) -> bool:
    """ "fell to 12 points (P = .06), and 7 of 9 ...": a P value in brackets behind a result is of none behind it."""
    goes_on = words[place.end] in CLOSE and words[place.end + 1] not in COMPARING
    return goes_on and words[place.start - 1] in OPEN and any(r.end == place.start - 1 for r in results)


def _begins_clause(words: Words, start: int, end: int) -> bool:
    """Whether a semicolon outside of brackets stands in `[start, end)`."""
    depth = _open_brackets(words, start)
    for i in range(start, end):
        depth += (words[i] in OPEN) - (words[i] in CLOSE)
        if words[i] == ";" and depth <= 0:
            return True
    return False


def _open_brackets(words: Words, start: int) -> int:
    """How many brackets are open at word `start`."""
    balance = deepest = 0
    for i in words.backwards(start, _FAR):
        balance += (words[i] in OPEN) - (words[i] in CLOSE)
        deepest = max(deepest, balance)
    return deepest


def _times(words: Words, sentence: Sentence, results: list[Result]) -> list[tuple[int, int, int]]:
    """Return the points of time of a sentence at which something was measured: start, end, days.

    A time inside the words of a result is its value.
    """
    inside = {i for result in results for i in range(result.start, result.end)}
    places = [place for place in words.places_between(TIME, sentence.start, sentence.end) if place.start not in inside]
    points = {place.start for place in places if _is_point(words, place.start, place.end)}
    for one, other in [*pairwise(places), *pairwise(places[::-1])]:  # "at weeks 12 and 24", "5- and 10-year survival"
        gap = words.lower[min(one.end, other.end) : max(one.start, other.start)]
        is_range = words[min(one.start, other.start) - 1] == "between"
        if one.start in points and gap and _LIST.issuperset(gap) and not is_range:
            points.add(other.start)
    times = [(place.start, place.end, _days(place)) for place in places if place.start in points]
    return sorted([*times, *_day_codes(words, sentence)])


def _day_codes(words: Words, sentence: Sentence) -> list[tuple[int, int, int]]:
    """ "on d7", "by d28"."""
    return [
        (i, i + 1, int(words[i][1:]))
        for i in range(sentence.start + 1, sentence.end)
        if words[i][0] == "d" and words[i][1:].isdecimal() and len(words[i]) <= _LONGEST_DAY and words[i - 1] in _AT
    ]


def _days(place: Place) -> int:
    period: Period = place.span._.value
    return round(period.high)


def _is_point(words: Words, start: int, end: int) -> bool:
    if words[end] in _TIME_BEHIND or not _RATES.isdisjoint(words.lower[end : end + _NAME]):
        return True
    i = words.skip_back(start - 1, _LINKS - {"to"})
    first = words[i] in _FIRST_OF and "first" in words.lower[i + 1 : start]  # "during the first 10 days"
    return (first or words[i] in _TIME_BEFORE) and words[end] not in {"period", "course"}


def _time_of(times: list[tuple[int, int, int]], result: Result) -> int | None:
    """Take the nearest point of time."""
    if not times:
        return None
    return min(times, key=lambda time: max(result.start - time[1], time[0] - result.end))[2]


def _times_listed(words: Words, times: list[tuple[int, int, int]], results: list[Result]) -> list[int]:
    """ "At weeks 12 and 24, 60% and 40% improved, respectively, and 20% and 15% ...": the times of a list, in turn."""
    if len(times) < 2 or not results or len(results) % len(times) or times[-1][1] > results[0].start:
        return []
    gaps = {words[i] for one, other in pairwise(times) for i in range(one[1], other[0])}
    told = "respectively" in words.lower[results[0].end : results[-1].end + _RESPECTIVE]
    listed = told and gaps <= _LIST
    return [times[k % len(times)][2] for k in range(len(results))] if listed else []


def _times_in_turn(words: Words, times: list[tuple[int, int, int]], results: list[Result]) -> list[int]:
    """ "84% at the end (day 20) and 79% later (day 40)": the times, if one stands behind every result."""
    if listed := _times_listed(words, times, results):
        return listed
    if len(times) != len(results) or len(results) < 2:
        return []
    rights = [result.start for result in results[1:]]
    behind = all(result.end <= time[0] for result, time in zip(results, times, strict=True))
    return [time[2] for time in times] if behind and all(t[0] < r for t, r in zip(times, rights, strict=False)) else []
