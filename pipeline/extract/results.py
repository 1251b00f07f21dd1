"""What the modules behind the `outcomes` table hand to each other: a result as it stands in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.tag.words import Words


@dataclass
class Result:
    """One reported result: the words `[start, end)` that carry its numbers, and what they say.

    `n`, `of`, `percent` for a proportion; `before`, `after`, `unit`, `stat` for a change or a value; `effect_type`,
    `effect` for the size of an effect; `ci_low`, `ci_high`, `ci_level` (percent) for the interval of any of them. The
    other fields are filled in by the modules that look at the words around it.
    """

    start: int
    end: int
    rule: str
    n: int | None = None
    of: int | None = None
    percent: float | None = None
    before: float | None = None
    after: float | None = None
    unit: str | None = None
    stat: str | None = None
    measure: str | None = None
    arm: str | None = None
    time_days: int | None = None
    p_op: str | None = None
    p: float | None = None
    effect_type: str | None = None
    effect: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """What makes two results the same result: all its numbers but those of its precision."""
        return (self.n, self.of, self.percent, self.before, self.after, self.effect)


@dataclass(frozen=True)
class Sentence:
    """The words `[start, end)` of one sentence and the label of its section (None: not labelled)."""

    start: int
    end: int
    section: str | None


def sentences_of(words: Words) -> list[Sentence]:
    """Return the sentences of a document."""
    clean = words.doc._.clean
    starts = [i for i in range(len(words)) if i == 0 or words.sentence[i] != words.sentence[i - 1]]
    return [
        Sentence(start, end, clean.section_at(words.offset[start])) for start, end in pairwise([*starts, len(words)])
    ]
