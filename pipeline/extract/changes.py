"""Finds changes and values: "from a mean 41 points to 22 points", "(12.5 vs. 4.5 mg/day)", "median 8 v 5 months"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.measure_words import OPEN
from pipeline.extract.results import Result, Sentence
from pipeline.normalize.durations import time_unit
from pipeline.tag.attributes import DOSE, SAMPLE_SIZE, Amount
from pipeline.tag.statistics import EFFECT, INTERVAL, P_VALUE, PERCENT, PERCENT_WORDS, RANK, SPREAD, positions, signed
from pipeline.tag.timepoints import AGE, DATE, TIME
from pipeline.tag.words import DASHES, Words

_STATS = {"mean": "mean", "means": "mean", "average": "mean", "median": "median", "medians": "median"}
_CHANGE_WORDS = frozenset(
    "increase increased increases increasing decrease decreased decreases decreasing reduction reductions "
    "reduced reduces improvement improvements improved improves fell fall rose rise change changed changes "
    "dropped drop decline declined declines lowered went progressed worsened deteriorated difference "
    "unchanged".split()
)
# More of them, which as often tell how arms differ.
_MOVES = _CHANGE_WORDS | frozenset(
    "rising falling raised raising elevated elevation prolonged prolongation prolonging lengthened lengthening "
    "shortened shortening extended extending extension grew gained doubled tripled enhanced enhancement diminished "
    "moved shifted converted widened slowed accelerated".split()
)
_OVER_TIME = _CHANGE_WORDS - {"difference"}
_BETWEEN_ARMS = frozenset("than compared group groups arm".split())
_RANGE_WORDS = frozenset("range ranged ranging ranges varied varying between".split())
_NEAR_FROM = frozenset("a an the mean median average score value baseline of about approximately level at".split())
_VERSUS = frozenset("v vs versus".split())
_SPREAD_SIGNS = frozenset({"±", "+", "/", "-", "%", "(", ")", "sd", "."})
_BEFORE_WORDS = frozenset("baseline before pretreatment pre entry initially admission".split())
_POINT_BEHIND = frozenset("after post before later postoperatively".split())
_POINT_BEFORE = frozenset("at after within until by between for over every during throughout".split())
_THROUGH = frozenset("for over after during throughout within".split())
_OF_LENGTH = frozenset("a an the mean median average duration period follow-up follow up time of -".split())
_SERIES = frozenset({"and", "to", ",", "or"}) | DASHES
_LABELLED = frozenset("group arm cohort stage grade phase".split())
_NEAR = 30  # words from one value to the next of a change
_NOT_VALUES = frozenset("age aged ages follow followup followed period maximum minimum".split())
UNITS = frozenset(
    "mg g gm kg ug µg μg mcg ng pg ml l dl ul µl mm cm m hg hour hr h min minute minutes second seconds s ms "
    "day days week weeks month months year years point points mmol umol µmol μmol nmol pmol iu u mu meq kcal bpm "
    "beats kpa pa cells units unit score letters diopters degrees steps metres meters episodes events "
    "attacks seizures mmhg d dose".split()
)


class _Value(NamedTuple):
    start: int
    end: int
    value: float
    unit: str | None
    is_time: bool


def _unit_of(amount: Amount) -> str:
    return f"{amount.unit}/{amount.per}" if amount.per else amount.unit


class ChangeFinder:
    """Finds the changes and values of one document, sentence by sentence."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.closed = positions(words, (SAMPLE_SIZE, AGE, DATE, EFFECT, INTERVAL, P_VALUE, RANK, SPREAD))
        self.times = {time.start: time.end for time in words.places(TIME)}
        self.time_ends = frozenset(self.times.values())
        self.percents = {percent.start: percent.end for percent in words.places(PERCENT)}
        self.shares = {percent.end: percent.start - 1 for percent in words.places(PERCENT)}
        self.doses = {dose.start: dose for dose in words.places(DOSE)}

    def find(self, sentence: Sentence) -> list[Result]:
        """Return the changes of a sentence; where there are none, its values ("median survival was 15 months")."""
        values = list(self._values(sentence))
        changes = [
            *self._from_to(sentence, values),
            *self._verb_to(values),
            *self._versus(sentence, values),
            *self._at_baseline(values),
        ]
        return changes or self._medians(values)

    def _values(self, sentence: Sentence) -> Iterator[_Value]:
        """Yield the numbers of a sentence that can be values, with their units."""
        words = self.words
        for number in words.numbers_between(sentence.start, sentence.end):
            start, value = signed(words, number)
            if number.start in self.closed or words[number.start - 1] in _LABELLED:
                continue
            dose = self.doses.get(number.start)
            if dose is not None:
                yield _Value(start, dose.end, value, _unit_of(dose.span._.value), False)
            elif words[number.end] in DASHES and number.start in self.times:
                continue  # "the 3-day mean"
            elif number.start in self.times:
                end = self.times[number.start]
                yield _Value(start, end, value, words[end - 1] if time_unit(words[end - 1]) else None, True)
            elif start in self.percents:
                yield _Value(start, self.percents[start], value, "%", False)
            else:
                end, unit = self._unit(number.end)
                yield _Value(start, end, value, unit, False)

    def _unit(self, i: int) -> tuple[int, str | None]:
        """Read "mm/hour", "mm Hg", "points" at word `i`, behind a spread if there is one ("48 ± 17%")."""
        words = self.words
        spread = words.number_at(words.skip(i, _SPREAD_SIGNS - {"(", ")", "%"}))
        if spread and spread.start > i and spread.start in self.closed:
            i = spread.end
        if words[i] in PERCENT_WORDS:
            return i + 1, "%"
        start = i
        if words[i] == "/" and words.glued[i - 1] and words[i + 1].isalpha():  # "31,000/microL"
            i += 2
        while words[i] in UNITS and i - start < 7:
            i += 1
            if words[i] == "/" and words[i + 1].isalpha():
                i += 1
        return (i, words.text_between(start, i)) if i > start else (start, None)

    # --- changes

    def _from_to(self, sentence: Sentence, values: list[_Value]) -> Iterator[Result]:
        """ "fell from 41 to 22 points", "from 150/95 to 130/80 after a week and to 125/75 mm Hg after two"."""
        words = self.words
        told = self._has(sentence, _MOVES | _BEFORE_WORDS)
        first, start, end = list[_Value](), 0, 0
        for group in self._by_slash(values):
            i = words.skip_back(group[0].start - 1, _NEAR_FROM)
            is_next = bool(first) and group[0].start - end < _NEAR and group[0].is_time == first[0].is_time
            if words[i] == "from":
                is_range = any(words[k] in _RANGE_WORDS for k in words.backwards(i, 3))
                first, start, end = ([], 0, 0) if is_range else (group, self._with_share(i), group[-1].end)
            elif words[i] == "to" and is_next:
                if told or (first[0].unit and group[0].value < first[0].value):
                    yield from self._each_changed(first, group, start)
                start, end = group[0].start, group[-1].end
            elif not self._is_point(group[0]):
                first = []

    def _with_share(self, i: int) -> int:
        """Return where "by 28% [from 282 to 204]" begins, if `i` is its "from"."""
        start = self.shares.get(i, i)
        return start if self.words[start] == "by" else i

    def _by_slash(self, values: list[_Value]) -> Iterator[list[_Value]]:
        """Yield the values, those that are told in one breath together: "148 ± 2/99 ± 2 mm Hg"."""
        group: list[_Value] = []
        for value in values:
            if group and not (self.words[value.start - 1] == "/" and self._is_spread(group[-1].end, value.start - 1)):
                yield group
                group = []
            group.append(value)
        if group:
            yield group

    def _is_spread(self, start: int, end: int) -> bool:
        """Whether a spread or nothing stands in `[start, end)`."""
        return all(i in self.closed or self.words[i] in _SPREAD_SIGNS for i in range(start, end))

    def _each_changed(self, before: list[_Value], after: list[_Value], start: int) -> Iterator[Result]:
        if len(before) != len(after):
            before, after = before[:1], after[:1]
        units = [value.unit for value in (*after[::-1], *before[::-1]) if value.unit]
        for one, other in zip(before, after, strict=True):
            unit = other.unit or one.unit or (units[0] if units else None)
            yield self._change(one._replace(unit=unit), other._replace(unit=unit), "from-to", start)

    def _verb_to(self, values: list[_Value]) -> Iterator[Result]:
        """ "a score of 48 decreased significantly to 29"."""
        words = self.words
        for before, after in pairwise(values):
            j = words.skip_back(after.start - 1, _NEAR_FROM)
            between = words.lower[before.end : j]
            moved = [k for k, word in enumerate(between) if word in _CHANGE_WORDS]
            if words[j] != "to" or words[j - 1] == "equal" or len(moved) != 1 or "from" in between or len(between) > 14:
                continue
            if before.is_time == after.is_time and before.unit in {after.unit, None}:
                yield self._change(before, after, "verb-to", before.start)

    def _versus(self, sentence: Sentence, values: list[_Value]) -> Iterator[Result]:
        """ "reduction in median dose (12.5 vs. 4.5 mg/day)": no arms, and a word of change before the bracket."""
        words = self.words
        for before, after in pairwise(values):
            between = (
                set(words.lower[before.end : after.start]) - _SPREAD_SIGNS - self._spread_words(before.end, after.start)
            )
            in_bracket = words[before.start - 1] == "("
            joined = bool(between & _VERSUS) or (between == {"to"} and before.end < after.start)
            if not in_bracket or not joined or not between <= _VERSUS | {"to"} or after.is_time:
                continue
            governing = {words[k] for k in words.backwards(before.start, 12)}
            if governing & _OVER_TIME and not self._has(sentence, _BETWEEN_ARMS):
                yield self._change(before, after, "versus", before.start)

    def _at_baseline(self, values: list[_Value]) -> Iterator[Result]:
        """ "22 at baseline and 6 at week 24"."""
        words = self.words
        for before, after in pairwise(values):
            first, second = words[before.end], words[before.end + 1]
            if first in {"at", "before"} and (second in _BEFORE_WORDS or first == "before"):
                later = words[after.end] in {"at", "after"} and after.start - before.end < 8
                if later and words[words.skip_back(before.start - 1, _NEAR_FROM)] != "from":
                    yield self._change(before, after, "at-baseline", before.start)

    def _change(self, before: _Value, after: _Value, rule: str, start: int) -> Result:
        stat = self._stat(before.start, 25)
        unit = after.unit or before.unit
        return Result(start, after.end, rule, before=before.value, after=after.value, unit=unit, stat=stat)

    def _stat(self, i: int, window: int) -> str | None:
        return next((_STATS[self.words[k]] for k in self.words.backwards(i, window) if self.words[k] in _STATS), None)

    def _spread_words(self, start: int, end: int) -> set[str]:
        """The words of spreads in `[start, end)`: the "13" of "24 ± 13 versus 26"."""
        return {self.words[i] for i in range(start, end) if i in self.closed}

    def _has(self, sentence: Sentence, wanted: frozenset[str] | set[str]) -> bool:
        return not wanted.isdisjoint(self.words.lower[sentence.start : sentence.end])

    # --- values

    def _medians(self, values: list[_Value]) -> list[Result]:
        """Values behind "median" or "mean", and those that are compared with them."""
        found: list[Result] = []
        for value in values:
            if value.start in self.percents or value.start in self.doses or self._is_point(value):
                continue
            stat = self._stat_of(value) or self._stat_of_compared(found, value)
            if stat or self._is_compared_time(value, values):
                found.append(Result(value.start, value.end, "value", after=value.value, unit=value.unit, stat=stat))
        for one, other in pairwise(found[::-1]):
            if other.unit is None and _STATS.keys().isdisjoint(self.words.lower[other.end : one.start]):
                other.unit = one.unit
        for one, other in pairwise(found):
            if other.unit is None and _STATS.keys().isdisjoint(self.words.lower[one.end : other.start]):
                other.unit = one.unit
        return found if len(found) > 1 or any(result.unit for result in found) else []

    def _is_compared_time(self, value: _Value, values: list[_Value]) -> bool:
        """ "a longer time to relapse (7 v 4 months)", "superior survival (19 and 11 months)"."""
        k = values.index(value)
        pairs = [values[k - 1 : k + 1] if k else [], values[k : k + 2]]
        return value.is_time and any(len(pair) == 2 and self._are_compared(*pair) for pair in pairs)

    def _are_compared(self, one: _Value, other: _Value) -> bool:
        between = self.words.lower[one.end : other.start]
        in_bracket = self.words[one.start - 1] in OPEN
        return len(between) == 1 and (between[0] in _VERSUS or (between[0] == "and" and in_bracket))

    def _is_point(self, value: _Value) -> bool:
        """ "2 hours after treatment", "at 3 and 24 months", "over a median of 12 months", "for 7-37 months (mean, 19)".

        Times at or over which something was measured, not measured ones.
        """
        if not value.is_time and not (value.unit and time_unit(value.unit)):
            return False
        words, i = self.words, value.start - 1
        opening = words.skip_back(i, _STATS.keys() | {","})
        if opening < i and words[opening] in OPEN and opening in self.time_ends:
            return True
        length = words.skip_back(i, _OF_LENGTH)
        if length < i and words[length] in _THROUGH | _POINT_BEFORE:
            return True
        while (one := words.number_before(i)) is not None and words[i] in _SERIES:  # "3, 6 and 12 months"
            i = one.start - 1
        return words[i] in _POINT_BEFORE or words[value.end] in _POINT_BEHIND

    def _stat_of(self, value: _Value) -> str | None:
        words = self.words
        for i in words.backwards(value.start, 12):
            if words[i] in _NOT_VALUES | {";", "not"} or words.number_before(i + 1):
                return None
            if words[i] in _STATS:
                start = next((j + 1 for j in words.backwards(i, 4) if words[j] in {",", ";"}), i - 4)
                around = {*words.lower[max(start, 0) : i + 3], *words.lower[value.end : value.end + 5]}
                return None if around & _NOT_VALUES else _STATS[words[i]]
        return None

    def _stat_of_compared(self, found: list[Result], value: _Value) -> str | None:
        between = set(self.words.lower[found[-1].end : value.start]) if found else set()
        apart = [i for i in range(found[-1].end, value.start) if i not in self.closed] if found else []
        near = bool(found) and len(apart) < 12
        other = between & (_STATS.keys() | {"not"})
        return found[-1].stat if near and not other and between & (_VERSUS | {"and", "compared", "than"}) else None
