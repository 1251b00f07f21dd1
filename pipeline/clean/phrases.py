"""Words of a line, and books of phrases that are looked up by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]+|\d+")


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, case folded, without punctuation: "E-mail (12)" -> e, mail, 12."""
    return _WORD.findall(text.casefold())


def letters_only(words: Iterable[str]) -> list[str]:
    """Return the words that are not numbers."""
    return [word for word in words if not word[0].isdigit()]


def after_words(text: str, count: int) -> str:
    """Return what follows the first `count` words and numbers of a text; all of it for 0."""
    end = 0
    for _, word in zip(range(count), _WORD.finditer(text), strict=False):
        end = word.end()
    return text[end:]


@dataclass(frozen=True)
class Match(Generic[T]):
    """A phrase found at `words[start:end]`, and what the book says of it."""

    start: int
    end: int
    value: T


class PhraseBook(Generic[T]):
    """Phrases with a value each; finding them costs one look-up a word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Build the book; the first entry of a phrase counts."""
        self._values: dict[tuple[str, ...], T] = {}
        self._lengths: dict[str, list[int]] = {}
        for phrase, value in entries:
            words = tuple(words_of(phrase))
            if words and words not in self._values:
                self._values[words] = value
                lengths = self._lengths.setdefault(words[0], [])
                if len(words) not in lengths:
                    lengths.append(len(words))
                    lengths.sort(reverse=True)

    def begins(self, text: str) -> bool:
        """Whether some phrase begins with the first word of a text: a cheap test before the others."""
        word = _WORD.match(text)
        return word is not None and word.group().casefold() in self._lengths

    def exact(self, words: Sequence[str]) -> T | None:
        """Return the value of the phrase that consists of just these words, or None."""
        return self._values.get(tuple(words))

    def at(self, words: Sequence[str], start: int) -> Match[T] | None:
        """Return the longest phrase that begins at `words[start]`, or None; also where there is no such word."""
        for length in self._lengths.get(words[start], ()) if start < len(words) else ():
            if start + length > len(words):
                continue
            value = self._values.get(tuple(words[start : start + length]))
            if value is not None:
                return Match(start, start + length, value)
        return None

    def matches(self, words: Sequence[str]) -> Iterator[Match[T]]:
        """Yield the phrases in a row of words, longest first from the left, without overlaps."""
        free = 0
        for at, word in enumerate(words):
            if at >= free and word in self._lengths:
                match = self.at(words, at)
                if match is not None:
                    yield match
                    free = match.end

    def coverage(self, words: Sequence[str]) -> float:
        """Return which share of the words belongs to phrases of the book (0 for no words)."""
        covered = sum(match.end - match.start for match in self.matches(words))
        return covered / len(words) if words else 0.0
