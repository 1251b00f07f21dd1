"""Finds fixed phrases in the words of a document; the cues of roles, designs and ages are written as such phrases."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from spacy.tokens import Doc, Span

from pipeline.document import CleanDoc
from pipeline.tag.words import DASHES, words_of

Tag = TypeVar("Tag")

_PROSE = "litsift_prose"
# Some pages run the abstract into the title; it begins with one of these and a stop.
_RUN_IN = frozenset("abstract background introduction objective objectives aim aims purpose summary".split())
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


class Hit(NamedTuple, Generic[Tag]):
    """A phrase at the words `[start, end)` and the tag that it is listed under."""

    start: int
    end: int
    tag: Tag


class Prose:
    """The words of a document's prose as phrases see them: lower case, no hyphens ("open-label" is "open label").

    Bibliographic facts are no prose: the name of a journal must not decide who was studied. Positions count these
    words; `sentence[i]` numbers their sentences and `section[i]` labels their sections.
    """

    def __init__(self, doc: Doc) -> None:
        clean: CleanDoc = doc._.clean
        words = words_of(doc)
        sections = [clean.section_at(doc[token].idx) or "" for token in words.token]
        kept = [i for i, word in enumerate(words.lower) if word not in DASHES and sections[i] != "citation"]
        self.words = [words.lower[i] for i in kept]
        self.sentence = [words.sentence[i] for i in kept]
        self.section = [sections[i] for i in kept]
        self.token = [words.token[i] for i in kept]
        self._cut_title()

    def _cut_title(self) -> None:
        """Count an abstract that is run into the title as background."""
        title = [i for i, section in enumerate(self.section) if section == "title"]
        run_in = next((i for i in title[:-1] if self.words[i] in _RUN_IN and self.words[i + 1] in {".", ":"}), None)
        for i in title:
            if run_in is not None and i >= run_in:
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
        """Return the positions inside brackets that open and close in `[start, end)`."""
        inside: set[int] = set()
        opened: list[int] = []
        for i in range(start, end):
            if self.words[i] in _OPENING:
                opened.append(i)
            elif self.words[i] in _CLOSING and opened:
                inside.update(range(opened.pop(), i + 1))
        return inside

    def leaves_bracket(self, start: int, end: int) -> bool:
        """Whether a bracket closes in `[start, end)` that was opened before."""
        inside = self.bracketed(start, end)
        return any(self.words[i] in _CLOSING and i not in inside for i in range(start, end))

    def enters_bracket(self, start: int, end: int) -> bool:
        """Whether a bracket opens in `[start, end)` that is still open at `end`."""
        inside = self.bracketed(start, end)
        return any(self.words[i] in _OPENING and i not in inside for i in range(start, end))

    def sentence_words(self, i: int) -> frozenset[str]:
        """Return the words of the sentence that holds a position."""
        number = self.sentence[i]
        start, end = bisect_left(self.sentence, number), bisect_right(self.sentence, number)
        return frozenset(self.words[start:end])

    def skip(self, i: int, words: Container[str]) -> int:
        """Return the first position from `i` on whose word is none of `words`."""
        while i < len(self.words) and self.words[i] in words:
            i += 1
        return i

    def same_sentence(self, i: int, j: int) -> bool:
        """Whether two positions lie in one sentence."""
        return self.sentence[i] == self.sentence[j]


def prose_of(doc: Doc) -> Prose:
    """Return the prose of a tagged document; built once."""
    if _PROSE not in doc.user_data:
        doc.user_data[_PROSE] = Prose(doc)
    prose: Prose = doc.user_data[_PROSE]
    return prose


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
        for i in range(len(words)):
            hit = self._at(words, i)
            if hit and (not hits or hit.end > hits[-1].end):
                hits.append(hit)
        return hits

    def _at(self, words: Sequence[str], i: int) -> Hit[Tag] | None:
        for length in self._lengths.get(words[i], ()):
            phrase = tuple(words[i : i + length])
            if phrase in self._tags:
                return Hit(i, i + length, self._tags[phrase])
        return None
