"""The words of a document's prose: what cues and phrases are looked for in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping

from spacy.tokens import Doc, Span

from pipeline.document import CleanDoc
from pipeline.tag.words import DASHES, words_of

_PROSE = "litsift_prose"
# Some pages run the abstract into the title; it begins with one of these in capitals and a stop.
_RUN_IN = frozenset("ABSTRACT BACKGROUND INTRODUCTION OBJECTIVE OBJECTIVES AIM AIMS PURPOSE SUMMARY".split())
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


class Prose:
    """The words of a document's prose as phrases see them: lower case, no hyphens ("open-label" is "open label").

    Bibliographic facts are no prose: the name of a journal must not decide who was studied. Positions count these
    words; `sentence[i]` numbers their sentences and `section[i]` labels their sections. `brackets` are the ranges
    `[start, end)` of the outermost brackets.
    """

    def __init__(self, doc: Doc) -> None:
        clean: CleanDoc = doc._.clean
        words = words_of(doc)
        sections = _sections(clean, words.offset)
        kept = [i for i, word in enumerate(words.lower) if word not in DASHES and sections[i] != "citation"]
        self.words = [words.lower[i] for i in kept]
        self.sentence = [words.sentence[i] for i in kept]
        self.section = [sections[i] for i in kept]
        self.token = [words.token[i] for i in kept]
        self._cut_title([words.text[i] for i in kept])
        pairs = self._bracket_pairs()
        self.brackets = _outermost(pairs)
        self._opened, self._closed = self._around(pairs)

    def _around(self, partner: Mapping[int, int]) -> tuple[list[int], list[int]]:
        """Where the innermost bracket around each position opens and closes; -1 and a far end where there is none."""
        opened, closed = [], []
        inside = [(-1, len(self.words))]
        for i in range(len(self.words)):
            if partner.get(i, -1) > i:
                inside.append((i, partner[i]))
            opened.append(inside[-1][0])
            closed.append(inside[-1][1])
            if inside[-1][1] == i:
                inside.pop()
        return opened, closed

    def _bracket_pairs(self) -> dict[int, int]:
        """The position where each closed bracket ends, by where it begins; brackets do not reach over sentences."""
        pairs: dict[int, int] = {}
        waiting: list[int] = []
        for i, word in enumerate(self.words):
            if i and self.sentence[i] != self.sentence[i - 1]:
                waiting.clear()
            if word in _OPENING:
                waiting.append(i)
            elif word in _CLOSING and waiting:
                pairs[waiting.pop()] = i
        return pairs

    def _cut_title(self, text: list[str]) -> None:
        """Count an abstract that is run into the title as background."""
        title = [i for i, section in enumerate(self.section) if section == "title"]
        run_in = next((i for i in title[:-1] if text[i] in _RUN_IN and text[i + 1] in {".", ":"}), len(text))
        for i in title:
            if i >= run_in:
                self.section[i] = "background"

    def bounds(self, span: Span) -> tuple[int, int]:
        """Return the positions `[start, end)` of a span of the document."""
        return bisect_left(self.token, span.start), bisect_left(self.token, span.end)

    def place(self, i: int) -> tuple[str, int, bool]:
        """Return the section and the sentence of a position, and whether it lies in the title."""
        return self.section[i], self.sentence[i], self.in_title(i)

    def in_title(self, i: int) -> bool:
        """Whether a position lies in the title."""
        return self.section[i] == "title"

    def bracketed(self, start: int, end: int) -> set[int]:
        """Return the positions inside brackets that open and close in `[start, end)`, brackets included."""
        return {i for i in range(start, end) if start <= self._opened[i] and self._closed[i] < end}

    def leaves_bracket(self, start: int, end: int) -> bool:
        """Whether `start` is inside a bracket that closes before `end`."""
        return start < end and self._closed[start] < end and self._opened[start] < start

    def enters_bracket(self, start: int, end: int) -> bool:
        """Whether `end` is inside a bracket that opens at `start` or behind it."""
        return end < len(self.words) and start <= self._opened[end] < end

    def sentences_with(self, words: Container[str]) -> set[int]:
        """Return the numbers of the sentences that have one of the words."""
        return {sentence for word, sentence in zip(self.words, self.sentence, strict=True) if word in words}

    def skip(self, i: int, words: Container[str]) -> int:
        """Return the first position from `i` on whose word is none of `words`."""
        while i < len(self.words) and self.words[i] in words:
            i += 1
        return i

    def same_sentence(self, i: int, j: int) -> bool:
        """Whether two positions lie in one sentence; a position behind the last word lies in none."""
        return max(i, j) < len(self.sentence) and self.sentence[i] == self.sentence[j]


def _outermost(pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """The brackets, given by where they begin and end, that lie in no other."""
    found: list[tuple[int, int]] = []
    for start in sorted(pairs):
        if not found or start >= found[-1][1]:
            found.append((start, pairs[start] + 1))
    return found


def _sections(clean: CleanDoc, offsets: list[int]) -> list[str]:
    """The section label of every offset, "" outside all sections; both run in reading order."""
    labels: list[str] = []
    sections = iter(sorted(clean.sections, key=lambda section: section.start))
    current = next(sections, None)
    for offset in offsets:
        while current is not None and offset >= current.end:
            current = next(sections, None)
        labels.append(current.label if current is not None and offset >= current.start else "")
    return labels


def prose_of(doc: Doc) -> Prose:
    """Return the prose of a tagged document; built once."""
    if _PROSE not in doc.user_data:
        doc.user_data[_PROSE] = Prose(doc)
    prose: Prose = doc.user_data[_PROSE]
    return prose
