"""Finds vocabulary terms in the pieces of a text: a hash look-up a candidate, the longest term at each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pipeline.vocab.vocabulary import Term
from pipeline.vocab.words import Piece


class Terms(Protocol):
    """Terms by label: the vocabulary, or a lexicon laid over it."""

    def term(self, key: str, label: str) -> Term | None:
        """Return what a key stands for, or None."""
        ...

    def longest(self, word: str, label: str) -> int:
        """Return how many words the longest term that begins with a word has; 0 if none does."""
        ...


class Match(NamedTuple):
    """A term over the pieces `[first, last)`."""

    first: int
    last: int
    term: Term


def find_terms(terms: Terms, label: str, text: str, pieces: Sequence[Piece]) -> list[Match]:
    """Return the terms of one label in reading order: at each piece the longest, none inside another.

    Abbreviations and brands are passed over where `text` has them without capitals.
    """
    found: list[Match] = []
    i = 0
    while i < len(pieces):
        match = longest_term(terms, label, text, pieces, i)
        if match:
            found.append(match)
        i = match.last if match else i + 1
    return found


def longest_term(terms: Terms, label: str, text: str, pieces: Sequence[Piece], i: int) -> Match | None:
    """Return the longest term that begins at piece `i`, or None."""
    longest = min(terms.longest(pieces[i].key, label), len(pieces) - i)
    for length in range(longest, 0, -1):
        term = terms.term(" ".join(piece.key for piece in pieces[i : i + length]), label)
        if term and _written_so(text[pieces[i].start : pieces[i + length - 1].end], term):
            return Match(i, i + length, term)
    return None


def _written_so(written: str, term: Term) -> bool:
    """Whether abbreviations and brands stand in the text with their capitals."""
    if term.as_given:
        return any(c.isupper() for c in written[1:])
    return not term.proper or written[0].isupper()
