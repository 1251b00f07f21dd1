"""Reads lists of arms that numbers are told of in turn: "… with aspirin, a placebo and controls, respectively"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.arm_names import GROUP_NOUNS, LABELS
from pipeline.extract.measure_words import OPEN
from pipeline.tag.attributes import DRUG
from pipeline.tag.words import Words

_IN_TURN = "respectively"
_LONGEST = 40  # words from the last number to "respectively"
_PARTINGS = frozenset({",", "and", "or", "vs", "versus"})
# What leads from a number to the list, and from a parting to a name.
_LEADS = frozenset(
    "with in for of on to by among after from under receiving given taking treated the a patients subjects those "
    "participants people women men children who received were".split()
)


def arms_in_turn(words: Words, start: int, right: int, count: int) -> list[str | None]:
    """Return the names in the list behind position `start` that ends in "respectively", if there are so many and each
    has a drug or is placebo, controls or a group; otherwise none.
    """
    end = next((i for i in range(start, min(right, start + _LONGEST)) if words[i] == _IN_TURN), None)
    if end is None or words.numbers_between(start, start + 1):
        return []
    items = [(words.skip(first, _LEADS), last) for first, last in _items(words, start, end)]
    items = [item for item in items if item[0] < item[1]]
    if len(items) != count or not all(_is_arm(words, *item) for item in items):
        return []
    return [words.text_between(*item) for item in items]


def _items(words: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list, as ranges of words; what stands in brackets parts nothing."""
    first, i = start, start
    while i < end:
        if words[i] in OPEN:
            i = words.closing(i) or i
        elif words[i] in _PARTINGS:
            yield first, i
            first = i + 1
        i += 1
    yield first, end


def _is_arm(words: Words, start: int, end: int) -> bool:
    named = {words[i] for i in range(start, end)}
    return bool(words.places_between(DRUG, start, end)) or not named.isdisjoint(LABELS | GROUP_NOUNS)
