"""Finds the results of a sentence: puts together what the finders of their parts find."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.extract.armed_numbers import ArmedNumbers
from pipeline.extract.changes import ChangeFinder
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.effects import EffectFinder
from pipeline.extract.measure_words import OPEN
from pipeline.extract.measures import MeasureFinder
from pipeline.extract.proportions import ProportionFinder
from pipeline.extract.result_arms import ResultArms
from pipeline.extract.results import Result, Sentence
from pipeline.tag.words import words_of

_NEAR, _ROUNDING = 20, 0.6  # words; percent
_LABEL = 6  # words of an arm's name in a bracket
_CHANGES = frozenset("fall rise drop decrease increase reduction change improvement decline".split())


class ResultFinder:
    """Finds the results of one document, sentence by sentence."""

    def __init__(self, doc: Doc, counts: list[PeopleCount]) -> None:
        self.words = words_of(doc)
        self.proportions = ProportionFinder(doc, counts).find()
        self.changes, self.effects = ChangeFinder(self.words), EffectFinder(self.words)
        self.measures, self.arms = MeasureFinder(self.words), ResultArms(self.words)
        self.armed = ArmedNumbers(self.words, self.arms.finder, counts)

    def find(self, sentence: Sentence) -> list[Result]:
        """Return the results of a sentence in order, with measures, arms and intervals."""
        results = self._with_numbers(sentence)
        results = sorted([*results, *self.armed.find(sentence, results)], key=lambda result: result.start)
        self.measures.set_measures(sentence, results)
        self.arms.set_arms(sentence, results)
        _share_measures(results)
        self._measure_labelled(sentence, results)
        for result in results:
            self.effects.set_interval(result)
        effects = self.effects.find(sentence)
        for effect in effects:
            before = [result for result in results if result.start < effect.start]
            effect.measure = before[-1].measure if before else self.measures.subject(sentence, effect)
        return sorted([*results, *effects], key=lambda result: result.start)

    def _measure_labelled(self, sentence: Sentence, results: list[Result]) -> None:
        """ "Pain scores differed (early 25.3; late 24.8)": labels of arms in front of numbers are no measures."""
        subject = None
        for result in results:
            if result.n is None and self._is_label(result):
                subject = subject or self.measures.subject(sentence, result)
                result.measure = subject or result.measure
            else:
                subject = None

    def _is_label(self, result: Result) -> bool:
        """Whether the measure of a result is its arm and stands between a bracket's beginning and the number."""
        if result.arm is None or result.measure is None or result.measure.lower() not in result.arm.lower():
            return False
        words = self.words
        opening = next(
            (i for i in words.backwards(result.start, _LABEL) if words[i] in OPEN | {";", ","}), result.start
        )
        label = words.text_between(opening + 1, result.start).lower()
        return bool(label) and label in {result.arm.lower(), result.measure.lower()}

    def _with_numbers(self, sentence: Sentence) -> list[Result]:
        """A count is no part of a change; a percentage may be part of a change or say a fraction again."""
        low = bisect_left(self.proportions, sentence.start, key=lambda result: result.start)
        high = bisect_left(self.proportions, sentence.end, key=lambda result: result.start)
        proportions = self._joined(self.proportions[low:high])
        counted = [result for result in proportions if result.n is not None]
        changes = [
            change for change in self.changes.find(sentence) if not any(_overlap(change, count) for count in counted)
        ]
        alone = [result for result in proportions if not any(self._belongs(result, change) for change in changes)]
        return sorted([*alone, *changes], key=lambda result: result.start)

    def _belongs(self, result: Result, change: Result) -> bool:
        """Whether a percentage is a part of a change, or says it again: "from 84 to 14 mmol/L (79% inhibition)"."""
        said_again = result.n is None and result.start == change.end + 1 and self.words[change.end] == "("
        return change.start <= result.start < change.end or said_again

    def _joined(self, results: list[Result]) -> list[Result]:
        """Join a percentage and the count that it is the share of, where other words stand between them."""
        joined: list[Result] = []
        for result in results:
            if joined and _is_same_share(joined[-1], result):
                joined[-1] = replace(result, start=joined[-1].start, percent=joined[-1].percent)
            elif joined and self._says_again(joined[-1], result):
                joined[-1] = replace(result, start=joined[-1].start)
            elif joined and self._closes_clause(joined[-1], result):
                joined[-1].percent, joined[-1].told_until = result.percent, result.end
            else:
                joined.append(result)
        return joined

    def _says_again(self, count: Result, share: Result) -> bool:
        """ "20 patients (20/107, 19%)", "10 people of the early group (10/52)": the count again, with its whole."""
        bare = count.of is None and count.percent is None
        in_bracket = self.words[share.start - 1] in OPEN and share.start - count.end < _NEAR
        return bare and in_bracket and count.n is not None and count.n == share.n and share.of is not None

    def _closes_clause(self, count: Result, share: Result) -> bool:
        """ "Two patients achieved a response (12 per cent)": a percentage in brackets behind what a count did."""
        if count.n is None or count.percent is not None or share.n is not None or share.percent is None:
            return False
        words = self.words
        if words[share.start - 1] == "or" and count.of and share.start - count.end < _NEAR:
            return abs(100 * count.n / count.of - share.percent) < _ROUNDING
        gap = range(count.end, share.start - 1)
        in_bracket = words[share.start - 1] in {"(", "or"} and len(gap) < _NEAR
        consistent = not count.of or abs(100 * count.n / count.of - share.percent) < _ROUNDING
        return in_bracket and consistent and not any(words.number_at(i) or words[i] in {"(", ";", ","} for i in gap)


def _share_measures(results: list[Result]) -> None:
    """ "A 50% fall in pain, compared with a 10% fall in the placebo group": both are of pain."""
    for before, result in pairwise(results):
        told = (result.measure or "").removesuffix(result.arm or "").split()
        if told and told[0] in _CHANGES and told[1:] in (["in", "the"], ["in"]):
            result.measure = before.measure


def _overlap(one: Result, other: Result) -> bool:
    return one.start < other.end and other.start < one.end


def _is_same_share(share: Result, fraction: Result) -> bool:
    """ "4.9% of the intervention group (15/305)"."""
    if share.n is not None or share.percent is None or fraction.percent is not None or not (fraction.n and fraction.of):
        return False
    return fraction.start - share.end < _NEAR and abs(100 * fraction.n / fraction.of - share.percent) < _ROUNDING
