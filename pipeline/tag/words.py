"""The words of a document as plain lists: what the number grammars (statistics, counts, results) walk over.

Line breaks and other white-space tokens are left out, so that a rule reads across them. Positions count words;
`Words.span` leads back to the tokens of the `Doc`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.tag.attributes import NUMBER, mention, mentions

_WORDS = "litsift_words"
DASHES = frozenset("-–—−‐‑‒")
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_LONGEST_BRACKET = 100
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


class Words:
    """The words of one document; `words[i]` is the lower-case word, "" outside the document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        tokens = [token for token in doc if not token.is_space]
        self.token = [token.i for token in tokens]
        self.text = [token.text for token in tokens]
        self.lower = [text.lower() for text in self.text]
        self.glued = [not token.whitespace_ for token in tokens]
        self._at = {token: i for i, token in enumerate(self.token)}
        self.sentence = _sentence_numbers(doc, self.token)
        self.numbers = [
            Number(self._at[span.start], self._at[span.end - 1] + 1, span._.value) for span in mentions(doc, NUMBER)
        ]
        self._number_at = {number.start: number for number in self.numbers}
        self._number_before = {number.end: number for number in self.numbers}

    def __getitem__(self, i: int) -> str:
        return self.lower[i] if 0 <= i < len(self.lower) else ""

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
        depth = 0
        for i in range(opening, min(opening + _LONGEST_BRACKET, len(self.lower))):
            if self.sentence[i] != self.sentence[opening]:
                return None
            depth += (self.lower[i] in _OPENING) - (self.lower[i] in _CLOSING)
            if depth == 0:
                return i
        return None

    def backwards(self, i: int, limit: int) -> Iterator[int]:
        """Yield up to `limit` positions before `i`, nearest first, within its sentence."""
        for j in range(i - 1, max(i - 1 - limit, -1), -1):
            if self.sentence[j] != self.sentence[i]:
                return
            yield j

    def position(self, token: int) -> int:
        """Return the position of a token (a mention never begins with white space)."""
        return self._at[token]

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


def words_of(doc: Doc) -> Words:
    """Return the words of a document; built once, after the numbers are known."""
    if _WORDS not in doc.user_data:
        doc.user_data[_WORDS] = Words(doc)
    words: Words = doc.user_data[_WORDS]
    return words


def _sentence_numbers(doc: Doc, kept: list[int]) -> list[int]:
    numbers, number = [], 0
    starts = {token.i for token in doc if token.is_sent_start}
    previous = -1
    for token in kept:
        number += any(i in starts for i in range(previous + 1, token + 1))
        numbers.append(number)
        previous = token
    return numbers
