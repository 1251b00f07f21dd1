"""Finds fixed phrases in a list of words; the cues of roles, designs and ages are written as such phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

Tag = TypeVar("Tag")


@dataclass(frozen=True)
class Hit(Generic[Tag]):
    """A phrase at the words `[start, end)` and the tag that it is listed under."""

    start: int
    end: int
    tag: Tag


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield the word sequences that a pattern stands for: `|` between choices for a word, `?` behind a word to spare.

    >>> sorted(expand("resistant|refractory to"))
    [('refractory', 'to'), ('resistant', 'to')]
    >>> sorted(expand("had? failed"))
    [('failed',), ('had', 'failed')]
    """
    slots = [[*slot.removesuffix("?").split("|"), *([""] if slot.endswith("?") else [])] for slot in pattern.split()]
    for choice in product(*slots):
        yield tuple(word for word in choice if word)


class PhraseTable(Generic[Tag]):
    """A set of phrases, each with a tag; built once, searched with one dictionary look-up a position and length."""

    def __init__(self, groups: Mapping[Tag, Iterable[str]]) -> None:
        """Take the patterns (see `expand`) of every tag. Raises ValueError for a phrase under two tags."""
        self._tags: dict[tuple[str, ...], Tag] = {}
        self._lengths: dict[str, list[int]] = {}
        for tag, patterns in groups.items():
            for phrase in {phrase for pattern in patterns for phrase in expand(pattern)}:
                if phrase in self._tags:
                    raise ValueError(f"cue '{' '.join(phrase)}' stands under two tags: {self._tags[phrase]} and {tag}")
                self._tags[phrase] = tag
                self._lengths.setdefault(phrase[0], []).append(len(phrase))
        self._lengths = {first: sorted(set(lengths), reverse=True) for first, lengths in self._lengths.items()}

    def find(self, words: Sequence[str]) -> list[Hit[Tag]]:
        """Return the phrases in the words, in order: the longest at each position, unless it lies inside another."""
        hits: list[Hit[Tag]] = []
        firsts = self._lengths
        for i in [i for i, word in enumerate(words) if word in firsts]:
            hit = self._at(words, i)
            if hit and (not hits or hit.end > hits[-1].end):
                hits.append(hit)
        return hits

    def _at(self, words: Sequence[str], i: int) -> Hit[Tag] | None:
        for length in self._lengths[words[i]]:
            phrase = tuple(words[i : i + length])
            if phrase in self._tags:
                return Hit(i, i + length, self._tags[phrase])
        return None
