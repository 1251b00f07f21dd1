"""Finds vocabulary terms in the pieces of a text: a hash look-up a candidate, the longest term at each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.vocab.vocabulary import Term, Vocabulary
from pipeline.vocab.words import Piece


class Match(NamedTuple):
    """A term over the pieces `[first, last)`."""

    first: int
    last: int
    term: Term


def find_terms(vocabulary: Vocabulary, label: str, text: str, pieces: Sequence[Piece]) -> list[Match]:
    """Return the terms of one label in reading order: at each piece the longest, none inside another.

    A term that counts only with its capitals is passed over where `text` has it in lower case.
    """
    found: list[Match] = []
    i = 0
    while i < len(pieces):
        match = longest_term(vocabulary, label, text, pieces, i)
        if match:
            found.append(match)
        i = match.last if match else i + 1
    return found


def longest_term(vocabulary: Vocabulary, label: str, text: str, pieces: Sequence[Piece], i: int) -> Match | None:
    """Return the longest term that begins at piece `i`, or None."""
    longest = min(vocabulary.longest(pieces[i].key, label), len(pieces) - i)
    for length in range(longest, 0, -1):
        term = vocabulary.term(" ".join(piece.key for piece in pieces[i : i + length]), label)
        if term and not (term.as_given and _in_lower_case(text, pieces[i], pieces[i + length - 1])):
            return Match(i, i + length, term)
    return None


def _in_lower_case(text: str, first: Piece, last: Piece) -> bool:
    written = text[first.start : last.end]
    return not any(c.isupper() for c in written[1:])
