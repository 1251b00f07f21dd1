"""What the modules behind the `outcomes` table hand to each other: a result as it stands in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Section
from pipeline.tag.words import Words

_SENTENCES = "litsift_sentences_of_words"
# The heading of a section that tells both: "METHODS AND RESULTS:".
_METHODS_AND_RESULTS = re.compile(r"\W{0,9}methods?\W{1,3}(?:and\W)?\W?(?:results|findings)\b", re.IGNORECASE)


@dataclass
class Result:
    """One reported result: the words `[start, end)` that carry its numbers, and what they say.

    `n`, `of`, `percent` for a proportion; `before`, `after`, `unit`, `stat` for a change or a value; `effect_type`,
    `effect` for the size of an effect; `ci_low`, `ci_high`, `ci_level` (percent) for the interval of any of them;
    `told_until` is the end of a number that stands behind other words ("12 patients improved (40%)"). The other fields
    are filled in by the modules that look at the words around it.
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
    direction: str | None = None
    arm: str | None = None
    time_days: int | None = None
    p_op: str | None = None
    p: float | None = None
    effect_type: str | None = None
    effect: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    told_until: int = 0

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
    """Return the sentences of a document, found once; those of a section "Methods and results" have no label."""
    if _SENTENCES not in words.doc.user_data:
        words.doc.user_data[_SENTENCES] = _sentences(words)
    known: list[Sentence] = words.doc.user_data[_SENTENCES]
    return known


def _sentences(words: Words) -> list[Sentence]:
    clean = words.doc._.clean
    starts = [i for i in range(len(words)) if i == 0 or words.sentence[i] != words.sentence[i - 1]]
    mixed = [s for s in clean.sections if s.label == "methods" and _METHODS_AND_RESULTS.match(clean.text, s.start)]
    return [
        Sentence(start, end, None if _holds(mixed, offset) else clean.section_at(offset))
        for start, end in pairwise([*starts, len(words)])
        for offset in (words.offset[start],)
    ]


def _holds(sections: list[Section], offset: int) -> bool:
    return any(section.start <= offset < section.end for section in sections)
