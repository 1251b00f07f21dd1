"""The words of a document as plain lists: what the number grammars (statistics, counts, results) walk over.

Line breaks and other white-space tokens are left out, so that a rule reads across them, and so is the stop of "vs.".
Positions count words; `Words.span` leads back to the tokens of the `Doc`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, IS_SPACE, LOWER, ORTH, SENT_START, SPACY
from spacy.strings import StringStore
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import NUMBER, mention, mentions

_WORDS = "litsift_words"
DASHES = frozenset("-–—−‐‑‒")
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_LONGEST_BRACKET = 100
# Empty words behind the last: there end the positions behind it and, since Python counts them from the end, those in
# front of the first. No rule looks farther back.
_PADDING = 1000
MINUS = frozenset("-−–")


class Number(NamedTuple):
    """A number at the words `[start, end)`."""

    start: int
    end: int
    value: float

    @property
    def is_whole(self) -> bool:
        """Whether it can count things."""
        return self.value == int(self.value)


class Place(NamedTuple):
    """A mention and the words `[start, end)` that it covers."""

    start: int
    end: int
    span: Span


class Words:
    """The words of one document; `words[i]` is the lower-case word, "" outside the document."""

    def __init__(self, doc: Doc) -> None:
        table = doc.to_array([ORTH, LOWER, SPACY, IDX, SENT_START, IS_SPACE])
        strings = doc.vocab.strings
        kept = (table[:, 5] == 0) & ~_stops_of_versus(table, strings)
        words = table[kept]
        self.doc = doc
        self.token: list[int] = kept.nonzero()[0].tolist()
        self.text: list[str] = [strings[key] for key in words[:, 0].tolist()]
        self.lower: list[str] = [strings[key] for key in words[:, 1].tolist()]
        self._padded = self.lower + [""] * _PADDING
        self.glued = [not blank for blank in words[:, 2].tolist()]
        self.offset: list[int] = words[:, 3].tolist()
        self.sentence: list[int] = (table[:, 4] == 1).cumsum()[kept].tolist()
        self._at = {token: i for i, token in enumerate(self.token)}
        self.numbers = [
            Number(self._at[span.start], self._at[span.end - 1] + 1, span._.value) for span in mentions(doc, NUMBER)
        ]
        self._number_at = {number.start: number for number in self.numbers}
        self._number_before = {number.end: number for number in self.numbers}
        self._places: dict[str, list[Place]] = {}
        self._positions: dict[frozenset[str], list[int]] = {}

    def __getitem__(self, i: int) -> str:
        try:
            return self._padded[i]
        except IndexError:
            return ""

    def __len__(self) -> int:
        return len(self.lower)

    def number_at(self, i: int) -> Number | None:
        """Return the number that begins at word `i`."""
        return self._number_at.get(i)

    def number_before(self, i: int) -> Number | None:
        """Return the number that ends just before word `i`."""
        return self._number_before.get(i)

    def numbers_between(self, start: int, end: int) -> list[Number]:
        """Return the numbers that begin in `[start, end)`."""
        low = bisect_left(self.numbers, start, key=lambda number: number.start)
        return self.numbers[low : bisect_left(self.numbers, end, key=lambda number: number.start)]

    def positions_of(self, words: frozenset[str], start: int, end: int) -> list[int]:
        """Return the positions in `[start, end)` whose word is one of `words`; all are looked up once a set."""
        if words not in self._positions:
            self._positions[words] = [i for i, word in enumerate(self.lower) if word in words]
        found = self._positions[words]
        return found[bisect_left(found, start) : bisect_left(found, end)]

    def skip(self, i: int, words: Collection[str]) -> int:
        """Return the first position from `i` on whose word is none of `words`."""
        while i < len(self.lower) and self.lower[i] in words:
            i += 1
        return i

    def skip_back(self, i: int, words: Collection[str]) -> int:
        """Return the first position from `i` backwards whose word is none of `words`; -1 at the beginning."""
        while i >= 0 and self.lower[i] in words:
            i -= 1
        return i

    def same_sentence(self, i: int, j: int) -> bool:
        """Whether two positions lie in one sentence."""
        return 0 <= i < len(self.lower) and 0 <= j < len(self.lower) and self.sentence[i] == self.sentence[j]

    def closing(self, opening: int) -> int | None:
        """Return the position of the bracket that closes the one at `opening`, if it is near and in its sentence."""
        closing = self._closings.get(opening)
        return closing if closing is not None and closing - opening < _LONGEST_BRACKET else None

    @cached_property
    def _closings(self) -> dict[int, int]:
        """Where each bracket that is closed in its sentence closes, by where it opens."""
        closings: dict[int, int] = {}
        open_ones: list[int] = []
        for i, word in enumerate(self.lower):
            if word in _OPENING:
                open_ones.append(i)
            elif word in _CLOSING and open_ones:
                opening = open_ones.pop()
                if self.sentence[opening] == self.sentence[i]:
                    closings[opening] = i
        return closings

    def backwards(self, i: int, limit: int) -> Iterator[int]:
        """Yield up to `limit` positions before `i`, nearest first, within its sentence."""
        for j in range(i - 1, max(i - 1 - limit, -1), -1):
            if self.sentence[j] != self.sentence[i]:
                return
            yield j

    def position(self, token: int) -> int:
        """Return the position of a token (a mention never begins with white space)."""
        return self._at[token]

    def places(self, label: str) -> list[Place]:
        """Return the mentions of a label with their positions, in reading order; read once, when the label is set."""
        if label not in self._places:
            self._places[label] = [Place(*self.bounds(span), span) for span in mentions(self.doc, label)]
        return self._places[label]

    def places_between(self, label: str, start: int, end: int) -> list[Place]:
        """Return the mentions of a label that begin in `[start, end)`."""
        places = self.places(label)
        low = bisect_left(places, start, key=lambda place: place.start)
        return places[low : bisect_left(places, end, key=lambda place: place.start)]

    def bounds(self, span: Span) -> tuple[int, int]:
        """Return the positions `[start, end)` of a mention."""
        return self._at[span.start], self._at[span.end - 1] + 1

    def text_between(self, start: int, end: int) -> str:
        """Return the words `[start, end)` as they stand in the text, white space folded."""
        if start >= end:
            return ""
        return " ".join(self.doc[self.token[start] : self.token[end - 1] + 1].text.split())

    def span(self, start: int, end: int, label: str, rule: str, value: object) -> Span:
        """Make a mention over the words `[start, end)`."""
        return mention(self.doc, self.token[start], self.token[end - 1] + 1, label, rule=rule, value=value)


def _stops_of_versus(table: NDArray[Any], strings: StringStore) -> NDArray[np.bool_]:
    """Mark the full stops of "vs." and "v.": without them the abbreviation reads like the word."""
    marked = np.zeros(len(table), dtype=np.bool_)
    versus = np.isin(table[:-1, 1], [strings.add("vs"), strings.add("v")]) & (table[:-1, 2] == 0)
    marked[1:] = versus & (table[1:, 0] == strings.add("."))
    return marked


def words_of(doc: Doc) -> Words:
    """Return the words of a document; built once, after the numbers are known."""
    if _WORDS not in doc.user_data:
        doc.user_data[_WORDS] = Words(doc)
    words: Words = doc.user_data[_WORDS]
    return words
