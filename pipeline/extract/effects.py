"""Reads effect sizes with their intervals: "hazard ratio 0.7 (95% CI, 0.5 to 0.9; P = .01)"."""

from __future__ import annotations

from pipeline.extract.results import Result, Sentence
from pipeline.tag.statistics import EFFECT, INTERVAL, Interval
from pipeline.tag.words import Place, Words

_REACH = 14  # words from a number to its interval


class EffectFinder:
    """Finds the effect sizes of one document, and the intervals of its other results."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, sentence: Sentence) -> list[Result]:
        """Return the effect sizes of a sentence with their intervals."""
        return [self._result(place) for place in self.words.places_between(EFFECT, sentence.start, sentence.end)]

    def _result(self, place: Place) -> Result:
        kind, value = place.span._.value
        result = Result(place.start, place.end, "effect-size", effect_type=kind, effect=value)
        self.set_interval(result)
        return result

    def set_interval(self, result: Result) -> None:
        """Set `ci_low`, `ci_high`, `ci_level` of a result from the interval behind it, before any other number."""
        interval = next(iter(self.words.places_between(INTERVAL, result.end, result.end + _REACH)), None)
        if interval is None or self.words.numbers_between(result.end, interval.start):
            return
        if self.words.same_sentence(result.start, interval.start):
            value: Interval = interval.span._.value
            result.ci_low, result.ci_high, result.ci_level = value
