"""Finds numbers that are results because arms are set against each other by them.

"93 deaths in the early group and 106 in the late group", "9.8 kg (intervention) and 8.1 kg (control)", "(early, n = 39;
late, n = 44)", "pain scores were lower (1.2 v 3.4)". Two numbers of a sentence must stand beside two arms, or on both
sides of a "versus": one alone may count anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.arm_mentions import ArmMentionFinder
from pipeline.extract.arm_names import ArmMention
from pipeline.extract.changes import UNITS
from pipeline.extract.count_cues import ARM
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.measure_words import CLAUSE_ENDS, CLOSE, OPEN, STUDIES, is_of_sign
from pipeline.extract.results import Result, Sentence
from pipeline.tag.attributes import DOSE, SAMPLE_SIZE
from pipeline.tag.people import PEOPLE
from pipeline.tag.statistics import EFFECT, INTERVAL, P_VALUE, PERCENT, RANK, SPREAD, positions, signed
from pipeline.tag.timepoints import AGE, DATE, TIME
from pipeline.tag.words import DASHES, Number, Words

_VERSUS = frozenset("v vs versus".split())
_BREAKS = CLAUSE_ENDS | _VERSUS | frozenset(", and than compared or to between".split())
_INTRODUCE = frozenset("( [ : , = n was were had by of".split())
_TIES = frozenset("on with in for the receiving given".split())  # "17 on A, 11 on B"
_STATS = {
    "mean": "mean",
    "means": "mean",
    "average": "mean",
    "averaged": "mean",
    "median": "median",
    "medians": "median",
}
# Words that say that the numbers behind them are values, not counts.
_VALUE_WORDS = _STATS.keys() | frozenset(
    "score scores level levels value values concentration concentrations duration time times volume volumes cost "
    "costs weight density index pain intensity length ratio depression anxiety fatigue quality loss functioning "
    "function energy dose doses".split()
)
_PLACES = frozenset("week weeks day days month months year years hour hours cycle cycles grade stage per".split())
_POINT_BEFORE = frozenset("at after within".split())
_TIME_WORDS = frozenset(
    "median mean time duration survival interval stay average longer shorter pfs os ttp ttf dfs efs rfs".split()
)
_FOLLOW_UP = frozenset("follow follow-up followup followed".split())
_COUNTED = frozenset({None, "events", "episodes", "attacks", "seizures"})  # units of counts
# What is counted of a treatment, not of its results.
_OF_TREATMENT = frozenset("cycles cycle courses course fractions sessions visits weekly daily mg gy".split())
_NO_RESULTS = _OF_TREATMENT | STUDIES
_ASSIGNED = frozenset("randomly randomized randomised assigned allocated assignment enrolled recruited accrued".split())
_PARALLEL = 8  # words between "28 clots" on one arm and "44" on the other
_INTRODUCTION, _NEAR, _REACH, _LOOK_BACK = 4, 3, 7, 40  # words


class _Candidate(NamedTuple):
    """A number that may be a result: the words `[start, end)` with its unit, and the arm beside it."""

    number: Number
    start: int
    end: int
    value: float
    unit: str | None
    arm: ArmMention | None


class ArmedNumbers:
    """Finds the results of one document that are numbers beside arms."""

    def __init__(self, words: Words, arms: ArmMentionFinder, counts: Sequence[PeopleCount]) -> None:
        self.words = words
        self.arms = arms
        self.bare = {count.start for count in counts if count.role == ARM and self._has_no_noun(count)}
        self.closed = positions(words, (AGE, DATE, EFFECT, INTERVAL, P_VALUE, RANK, SPREAD, PERCENT, DOSE, SAMPLE_SIZE))
        self.closed -= self.bare
        self.times = {i for place in words.places(TIME) for i in range(place.start, place.end)}

    def find(self, sentence: Sentence, results: Sequence[Result]) -> list[Result]:
        """Return the numbers of a sentence that stand beside arms and are no results yet."""
        if self._assigns(sentence):
            return []
        mentions = self.arms.find(sentence)
        taken = {i for result in results for i in range(result.start, result.end)}
        taken |= {i for mention in mentions for i in range(mention.start, mention.end)}
        free = [
            candidate
            for number in self.words.numbers_between(sentence.start, sentence.end)
            if number.start not in taken and (candidate := self._candidate(number)) is not None
        ]
        compared = {candidate.start: candidate for pair in self._pairs(free) for candidate in pair}
        armed = [c._replace(arm=self._arm_of(c, mentions)) for c in free if c.start not in compared]
        armed = self._without_people([c for c in armed if c.arm is not None], sentence)
        names = {self.arms.key(c.arm.name) for c in armed if c.arm is not None}
        names |= {self.arms.key(m.name) for m in mentions if any(self._reaches(r, m) for r in results)}
        chosen = sorted([*compared.values(), *(armed if len(names) > 1 else ())], key=lambda c: c.start)
        return [self._result(candidate) for candidate in chosen]

    def _reaches(self, result: Result, mention: ArmMention) -> bool:
        """Whether an arm stands just behind a result and its interval."""
        near = result.start < mention.start < result.end + _LOOK_BACK
        return near and len(self._outside(result.end, mention.start)) < _REACH

    def _has_no_noun(self, count: PeopleCount) -> bool:
        """ "28 clots on placebo and [44] on A": read as people, it may count what the number before counts."""
        value = count.span._.value
        is_part = count.span._.rule == "breakdown"  # "2927 were analysed (1465 on A and 1462 on B)"
        has_noun = self.words[self.words.bounds(count.span)[1]] in PEOPLE
        return not is_part and not has_noun and value.of is None and not value.is_denominator

    def _without_people(self, armed: Sequence[_Candidate], sentence: Sentence) -> list[_Candidate]:
        """Leave out the numbers that count the people of arms.

        A bare number counts what the number of the other arm counts ("28 clots on placebo and 44 on A"); two of them
        count what their sum does ("Of 28 deaths (17 A, 11 B)").
        """
        kept: list[_Candidate] = []
        for candidate in armed:
            if candidate.start not in self.bare or (kept and self._is_other_arm(kept[-1], candidate)):
                kept.append(candidate)
        bare = [candidate for candidate in armed if candidate.start in self.bare and candidate not in kept]
        for one, other in pairwise(bare):
            before = self.words.numbers_between(sentence.start, one.start)
            is_sum = any(n.value == one.value + other.value and not self._counts_people(n) for n in before)
            kept += [one, other] if is_sum and self._is_other_arm(one, other) else []
        return kept

    def _is_other_arm(self, one: _Candidate, other: _Candidate) -> bool:
        if (
            one.arm is None
            or other.arm is None
            or one.number.value != int(one.value)
            or other.start - one.end > _PARALLEL
        ):
            return False
        return self.arms.key(one.arm.name) != self.arms.key(other.arm.name)

    def _counts_people(self, number: Number) -> bool:
        return self.words[number.end] in PEOPLE or self.words[number.start - 1] == "="

    def _assigns(self, sentence: Sentence) -> bool:
        """Whether a sentence tells who was assigned to what, and no comparison of it."""
        tells = not _ASSIGNED.isdisjoint(self.words.lower[sentence.start : sentence.end])
        return tells and not self.words.places_between(P_VALUE, sentence.start, sentence.end)

    def _candidate(self, number: Number) -> _Candidate | None:
        """A number with its unit; None for one that says when, how often, or of which kind."""
        words = self.words
        start, value = signed(words, number)
        end, unit = self._unit(number.end)
        is_time = number.start in self.times
        if number.start in self.closed or (
            words.glued[number.end - 1] and words[number.end].isalpha() and unit is None
        ):
            return None  # also "6FEC100"
        has_unit = unit is not None or words[end] in _VERSUS  # "10.7 versus 6.4 months"
        if is_time and words[start - 1] in _POINT_BEFORE:
            return None  # "survival at 24 months"
        if is_time and not (has_unit and not _TIME_WORDS.isdisjoint(self._before(number.start))):
            return None
        if words[end] == "per" or words[end] in _NO_RESULTS or words[number.end] in _NO_RESULTS:
            return None
        if words[number.start - 1] in _PLACES or words[number.end] in DASHES | {"/"} or words[start - 1] in {"/", "×"}:
            return None
        return _Candidate(number, start, end, value, unit, None)

    def _unit(self, i: int) -> tuple[int, str | None]:
        """Read a unit behind a number, its spread and its range: "2.1 ± 0.3 mL", "207 (40-1050) mL"."""
        words = self.words
        at = i
        for _ in range(8):
            if at in self.closed or words[at] in {"±", "+", "-"}:
                at += 1
            elif words[at] in OPEN and (closing := words.closing(at)) is not None and words[closing + 1] in UNITS:
                at = closing + 1
        end = at
        while words[end] in UNITS and end - at < 5:
            end += 1
            if words[end] == "/" and words[end + 1].isalpha():
                end += 2
        return (end, words.text_between(at, end)) if end > at else (i, None)

    def _pairs(self, free: Sequence[_Candidate]) -> Iterator[tuple[_Candidate, _Candidate]]:
        """ "(6.3 vs 9.6)", "6 months and 4 months, respectively": numbers with nothing but spreads between."""
        for one, other in pairwise(free):
            gap = self._gap(one.end, other.start)
            joined = len(gap) == 1 and (gap[0] in _VERSUS or (gap[0] == "and" and self._is_respective(one, other)))
            if joined and (one.unit is None or other.unit is not None):
                yield one._replace(unit=one.unit or other.unit), other

    def _is_respective(self, one: _Candidate, other: _Candidate) -> bool:
        """Whether two numbers with a unit are told of two things in turn."""
        near = self.words.lower[other.end : other.end + _NEAR]
        return one.unit is not None and one.unit == other.unit and "respectively" in near

    def _gap(self, start: int, end: int) -> list[str]:
        """The words of `[start, end)` outside of brackets, intervals and spreads."""
        return [self.words[i] for i in self._outside(start, end)]

    def _outside(self, start: int, end: int) -> list[int]:
        """The positions of `[start, end)` outside of brackets, intervals and spreads."""
        words, kept, i = self.words, list[int](), start
        while i < end:
            closing = words.closing(i) if words[i] in OPEN else None
            if closing is not None and closing < end:
                i = closing
            elif words[i] not in OPEN | CLOSE | {"±", "+"} and i not in self.closed and not is_of_sign(words, i):
                kept.append(i)
            i += 1
        return kept

    def _arm_of(self, candidate: _Candidate, mentions: Sequence[ArmMention]) -> ArmMention | None:
        """The arm just behind a number and what it counts, or just before it."""
        before = [m for m in mentions if m.end <= candidate.start]
        gap = self.words.lower[before[-1].end : candidate.start] if before else []
        behind = next((m for m in mentions if m.start >= candidate.end), None)
        is_of_next = behind is not None and gap == [","] and _TIES.issuperset(self._gap(candidate.end, behind.start))
        if before and len(gap) <= _INTRODUCTION and _INTRODUCE.issuperset(gap) and not is_of_next:
            return before[-1]
        if behind is None or behind.start - candidate.end > _LOOK_BACK:
            return None
        gap_words = self._outside(candidate.end, behind.start)
        if any(self.words.number_at(i) for i in gap_words):
            return None
        gap = [self.words[i] for i in gap_words]
        return behind if len(gap) <= _REACH and _BREAKS.isdisjoint(gap) else None

    def _before(self, start: int) -> list[str]:
        """The words of the sentence in front of a number, nearest first, without those of the follow-up."""
        found = list[str]()
        for i in self.words.backwards(start, _LOOK_BACK):
            if self.words[i] in _FOLLOW_UP:
                break
            found.append(self.words[i])
        return found

    def _result(self, candidate: _Candidate) -> Result:
        words = self.words
        before = self._before(candidate.start)
        is_value = candidate.unit not in _COUNTED or not candidate.number.is_whole or candidate.value < 0
        counted = words[candidate.start - 1] == "=" and words[candidate.start - 2] == "n"
        if not is_value and (counted or _VALUE_WORDS.isdisjoint(before)):
            return Result(candidate.start, candidate.end, "arm-count", n=int(candidate.value))
        stat = next((_STATS[word] for word in before if word in _STATS), None)
        return Result(
            candidate.start, candidate.end, "arm-value", after=candidate.value, unit=candidate.unit, stat=stat
        )
