"""The statistics of results: their labels and values, and how their parts are read.

Each label is a working group of the document that counts and results read; a number that is one of these counts nobody.
`span._.value` by label: PERCENT -> float; P_VALUE -> `PValue`; INTERVAL -> `Interval`; EFFECT -> `Effect`; SPREAD and
RANK -> None. The component that finds them is in `figures`; points of time and ages are in `timepoints`.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.tag.timepoints import AGE, DATE, TIME
from pipeline.tag.words import DASHES, MINUS, Number, Words

PERCENT, P_VALUE, INTERVAL, EFFECT, SPREAD, RANK = "PERCENT", "P_VALUE", "INTERVAL", "EFFECT", "SPREAD", "RANK"
STATISTIC_LABELS = (PERCENT, P_VALUE, INTERVAL, EFFECT, SPREAD, RANK, TIME, AGE, DATE)

PERCENT_WORDS = frozenset({"%", "％", "percent", "pct"})
# Between low and high; between the members of a list that share one sign or noun.
_PAIR_JOINS = DASHES | {"to", ",", "and", ";", "/", "through", "~"}
LIST_JOINS = frozenset({",", "and", "or", "v", "vs", "versus", "to", "against", "than", "&"}) | DASHES
LONGEST_LIST = 6


class PValue(NamedTuple):
    """A P value; `op` is one of =, <, >, <=, >=; both are None where the text says no more than "not significant"."""

    op: str | None
    p: float | None


class Interval(NamedTuple):
    """An interval of confidence (or credibility); `level` in percent; None where the text does not say."""

    low: float | None
    high: float | None
    level: float | None


class Effect(NamedTuple):
    """The size of an effect; `kind` is HR, OR, RR, IRR, RD, MD or SMD."""

    kind: str
    value: float


def positions(words: Words, labels: tuple[str, ...]) -> set[int]:
    """Return the positions of all words that stand in a mention of one of the labels."""
    return {i for label in labels for place in words.places(label) for i in range(place.start, place.end)}


def is_percent(words: Words, i: int) -> int:
    """Return how many words from `i` on are a percent sign or word."""
    if words[i] in PERCENT_WORDS:
        return 1
    return 2 if words[i] == "per" and words[i + 1] == "cent" else 0


def signed(words: Words, number: Number) -> tuple[int, float]:
    """Return where a number begins with its minus sign, and its value; a dash behind a word or number is no sign."""
    i = number.start - 1
    if words[i] not in MINUS or not words.glued[i]:
        return number.start, number.value
    behind_word = i > 0 and words.glued[i - 1] and words.text[i - 1][-1].isalnum()
    joined = behind_word or words[i - 1] in PERCENT_WORDS  # also "28% -90%"
    return (number.start, number.value) if joined else (i, -number.value)


def pair_from(words: Words, i: int) -> tuple[int, float, float] | None:
    """Read "low to high" from word `i` on, with signs and percent signs: its end, low and high."""
    low = words.number_at(i + (words[i] in MINUS))
    if low is None:
        return None
    sign = -1 if words[i] in MINUS else 1
    j = low.end + is_percent(words, low.end)
    if words[j] not in _PAIR_JOINS:
        return None
    j += 1 + (words[j] in DASHES and words[j + 1] == "to")  # "1.1- to 2.2-fold"
    minus = words[j] in MINUS
    high = words.number_at(j + minus)
    if high is None:
        return None
    end = high.end + is_percent(words, high.end)
    return end, sign * low.value, -high.value if minus else high.value
