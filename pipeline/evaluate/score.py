"""What a comparison with gold yields: counts, tallies and slips under the names of figures, summed over documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Counts(NamedTuple):
    """True positives, false positives and false negatives (people call them hits, extras and misses)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """The share of gold that was found; None where gold has nothing."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where there is nothing to find and nothing was found."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def plus(self, other: Counts) -> Counts:
        """Return the sum of two counts."""
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)


class Tally(NamedTuple):
    """How many of some answers are right."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """The share that is right; None where nothing was asked."""
        return _share(self.right, self.of)

    def plus(self, other: Tally) -> Tally:
        """Return the sum of two tallies."""
        return Tally(self.right + other.right, self.of + other.of)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


class Slip(NamedTuple):
    """One thing that is not as gold says.

    `kind` is `miss` (in gold only), `extra` (found only) or `wrong` (found, with another value); `words` says what
    it is, `sentence` is the text around it ("" where it has no place in the text).
    """

    figure: str
    kind: str
    words: str
    sentence: str = ""


@dataclass
class Score:
    """Results under the names of figures: `counts` give precision, recall and F1, `tallies` give an accuracy."""

    counts: dict[str, Counts] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def count(self, figure: str, counts: Counts) -> None:
        """Add counts to a figure."""
        self.counts[figure] = self.counts.get(figure, Counts()).plus(counts)

    def tally(self, figure: str, right: int, of: int = 1) -> None:
        """Add answers to a figure: `right` of `of` are right."""
        self.tallies[figure] = self.tallies.get(figure, Tally()).plus(Tally(right, of))

    def slip(self, figure: str, kind: str, words: str, sentence: str = "") -> None:
        """Note one thing that is not as gold says."""
        self.slips.append(Slip(figure, kind, words, sentence))

    def figures(self) -> dict[str, float]:
        """Return one number a figure, sorted by name: an F1 of counts, a share of a tally; undefined ones left out."""
        values = {name: counts.f1 for name, counts in self.counts.items()}
        values.update({name: tally.share for name, tally in self.tallies.items()})
        return {name: value for name, value in sorted(values.items()) if value is not None}


def total(scores: Iterable[Score]) -> Score:
    """Return the sum over documents (micro average: the counts are added, then the figures computed)."""
    result = Score()
    for score in scores:
        for name, counts in score.counts.items():
            result.count(name, counts)
        for name, tally in score.tallies.items():
            result.tally(name, tally.right, tally.of)
        result.slips.extend(score.slips)
    return result
