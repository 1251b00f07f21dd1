"""A text as the rules for names read it: its pieces, the terms that begin at each, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.normalize.names import fold
from pipeline.tag.attributes import Entity
from pipeline.tag.lexicon import NEVER, Lexicon
from pipeline.vocab import Term, Vocabulary
from pipeline.vocab.matcher import Match, terms_by_place
from pipeline.vocab.words import Piece

# Inside one piece: a word that a line end broke ("inter-\nferon").
_LINE_BREAK = re.compile(r"[-\u2010]\s*\n\s*")


class Found(NamedTuple):
    """A name over the pieces `[first, last)`, what it means, and the id of the rule that found it.

    `endogenous` marks a substance that the body has anyway.
    """

    first: int
    last: int
    entity: Entity
    rule: str
    endogenous: bool = False


class Short(NamedTuple):
    """An abbreviation that the text defines, up to the piece `last`; `name` is None where it is nothing of a label."""

    last: int
    name: Found | None


class Knowledge(NamedTuple):
    """Where terms are looked up: the lexicon before the vocabulary."""

    lexicon: Lexicon
    vocabulary: Vocabulary

    def term(self, key: str, label: str) -> Term | None:
        """Return what a key stands for, or None."""
        return self.lexicon.term(key, label) or self.vocabulary.term(key, label)

    def matches(self, label: str, text: str, words: Sequence[Piece]) -> dict[int, tuple[Match, str]]:
        """Return the longest term at each piece, by piece, and which source has it; the lexicon wins a tie."""
        found: dict[int, tuple[Match, str]] = {}
        for source, terms in (("vocabulary", self.vocabulary), ("lexicon", self.lexicon)):
            for match in terms_by_place(terms, label, text, words):
                if match.first not in found or match.last >= found[match.first][0].last:
                    found[match.first] = (match, source)
        return found


def _start(piece: Piece) -> int:
    return piece.start


def _end(piece: Piece) -> int:
    return piece.end


class Reading:
    """The pieces of one text, with look-ups that never run over its ends."""

    def __init__(self, text: str, words: Sequence[Piece], knowledge: Knowledge) -> None:
        self.text = text
        self.words = words
        self.keys = [word.key for word in words]
        self.knowledge = knowledge
        self._terms: dict[str, dict[int, tuple[Match, str]]] = {}
        names = terms_by_place(knowledge.lexicon, NEVER, text, words)
        self._blocked = {k: name.last for name in names for k in range(name.first, name.last)}

    def key(self, i: int) -> str:
        """Return the key of piece `i`, or "" outside the text."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def blocked(self, first: int, last: int) -> bool:
        """Tell whether the pieces `[first, last)` lie inside a longer name that is no mention."""
        return self._blocked.get(first, 0) >= last

    def terms(self, label: str) -> dict[int, tuple[Match, str]]:
        """Return the longest term that begins at each piece, by piece, and which source has it."""
        if label not in self._terms:
            self._terms[label] = self.knowledge.matches(label, self.text, self.words)
        return self._terms[label]

    def term(self, first: int, last: int, label: str) -> Term | None:
        """Return what exactly the pieces `[first, last)` stand for, or None."""
        return self.knowledge.term(" ".join(self.keys[first:last]), label)

    def written(self, first: int, last: int) -> str:
        """Return the text that the pieces `[first, last)` stand for."""
        return self.text[self.words[first].start : self.words[last - 1].end]

    def name(self, first: int, last: int) -> str:
        """Return the pieces' text folded, in one line, without brackets between them; "" for an empty range."""
        parts: list[str] = []
        for k in range(first, last):
            between = self.text[self.words[k - 1].end : self.words[k].start] if k > first else ""
            word = _LINE_BREAK.sub("", self.written(k, k + 1))
            parts += [" " if "(" in between or "[" in between else between, word]
        return " ".join(fold("".join(parts)).split())

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the range of pieces that stand for exactly `text[start:end]`, or None."""
        first = bisect_left(self.words, start, key=_start)
        last = bisect_left(self.words, end, key=_end)
        if last == len(self.words) or self.words[first].start != start or self.words[last].end != end:
            return None
        return first, last + 1

    def hyphenated(self, i: int) -> bool:
        """Tell whether a hyphen stands between piece `i` and the next."""
        if not 0 <= i < len(self.words) - 1:
            return False
        between = self.text[self.words[i].end : self.words[i + 1].start]
        return bool(between.strip()) and "(" not in between and "[" not in between

    def glued(self, i: int) -> bool:
        """Tell whether nothing stands between piece `i` and the next."""
        return 0 <= i < len(self.words) - 1 and self.words[i].end == self.words[i + 1].start

    def slash(self, i: int) -> bool:
        """Tell whether a slash stands between piece `i` and the next."""
        return 0 <= i < len(self.words) - 1 and "/" in self.text[self.words[i].end : self.words[i + 1].start]

    def is_word(self, i: int) -> bool:
        """Tell whether piece `i` is a word (not a number, mark or end)."""
        return self.key(i)[:1].isalpha()


def without_overlaps(found: Sequence[Found]) -> list[Found]:
    """Return the names in reading order, the longest where several overlap."""
    kept: list[Found] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda f: (f.first - f.last, f.first)):
        span = range(name.first, name.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(name)
    return sorted(kept, key=lambda f: f.first)
