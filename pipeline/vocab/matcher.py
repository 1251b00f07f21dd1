"""Finds vocabulary terms in the pieces of a text: a hash look-up a candidate, the longest term at each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from pipeline.vocab.vocabulary import Term
from pipeline.vocab.words import Piece


class Terms(Protocol):
    """Terms by label: the vocabulary, or a lexicon laid over it."""

    def term(self, key: str, label: str) -> Term | None:
        """Return what a key stands for, or None."""
        ...

    def first_words(self, label: str) -> Mapping[str, int]:
        """Return the words that terms begin with, and how many words the longest such term has."""
        ...


class Match(NamedTuple):
    """A term over the pieces `[first, last)`."""

    first: int
    last: int
    term: Term


def terms_by_place(terms: Terms, label: str, text: str, pieces: Sequence[Piece]) -> list[Match]:
    """Return the longest term that begins at each piece, in reading order; they may overlap.

    Abbreviations and brands are passed over where `text` has them without capitals.
    """
    first_words = terms.first_words(label)
    places = [i for i, piece in enumerate(pieces) if piece.key in first_words]
    found = (_longest_term(terms, label, text, pieces, i) for i in places)
    return [match for match in found if match]


def _longest_term(terms: Terms, label: str, text: str, pieces: Sequence[Piece], i: int) -> Match | None:
    longest = terms.first_words(label)[pieces[i].key]
    keys = [piece.key for piece in pieces[i : i + longest]]
    for length in range(len(keys), 0, -1):
        term = terms.term(" ".join(keys[:length]), label)
        if term and _written_so(text[pieces[i].start : pieces[i + length - 1].end], term):
            return Match(i, i + length, term)
    return None


def _written_so(written: str, term: Term) -> bool:
    """Whether abbreviations and brands stand in the text with their capitals."""
    if term.as_given:
        return any(c.isupper() for c in written[1:])
    return not term.proper or written[0].isupper()
