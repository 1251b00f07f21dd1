"""Cuts a line where it runs together what does not belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple, Protocol

from pipeline.clean.citation import FIELD_LABELS, facts_in
from pipeline.clean.phrases import PhraseBook, words_of
from pipeline.document import Span

ABSTRACT = "abstract"  # the inline phrases that are headings of abstracts

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Where page elements that lost the space between them touch: "…in 2 of 3 children.Know moreThe dose…".
_GLUE = re.compile(
    r"(?<=[^\s(\[{/“‘'’\"-])(?=[A-Z][a-z]|“[A-Z])|(?<=[a-z.!?)»…])(?=[A-Z]{4})|(?<=[a-z])(?=(?:19|20)\d\d\b)"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
# Where a line sets its parts off by signs. ("â€¢" is a bullet that was decoded wrongly.)
_SEPARATOR = re.compile(r"\s+[·»›>–—]\s+|\s{2,}|\t|\s*(?:â€¢|\|)\s*|(?<=\S)\s*•\s*")
# Where an inline phrase may begin: after a sentence; phrases of several words also after any word.
_CAPITAL = re.compile(r"(?P<end>[.!?…)\]”\"])?\s+(?=[A-Z])")
# What parts a label from its value: a colon, a wide gap, or nothing at all where the page lost the gap.
_LABEL_END = re.compile(r"\)?(?:\s?:\s*|\t\s*|\s{2,}|(?<=[a-z)])(?=\d|[A-Z]|https?:))")
_IDENTIFIERS = frozenset({"doi", "pmid", "pmcid"})
_LABEL_WITHIN = 80
_LOOK_AHEAD = 60
_LONG = 300


class Marks(Protocol):
    """Tells where pieces begin and end inside a line."""

    inline: PhraseBook[str]
    """Phrases that are cut out where they stand between two sentences ("Know more", "Advertisement", "Abstract")."""

    def is_button(self, text: str) -> bool:
        """Whether a piece of a line is exactly a button, a label or a heading."""
        ...

    def stands_alone(self, text: str) -> bool:
        """Whether a piece of a line is no part of a sentence or title by what it says."""
        ...

    def leading_buttons(self, text: str) -> int:
        """Return how many characters at the beginning of a line are menu words before something else."""
        ...


def pieces_of(line: str, marks: Marks) -> list[Span]:
    """Cut a line into pieces, in order.

    The cuts are behind a label or leading menu words; where pieces touch without a space or are set apart by signs, but
    only beside a piece that stands alone; and, in a long piece, around the inline phrases.
    """
    lead = _value_start(line) or marks.leading_buttons(line)
    pieces = [Span(0, lead), *_apart(line, lead, marks)] if lead else _apart(line, 0, marks)
    return [part for piece in pieces for part in _around_inline(line, piece, marks.inline)]


def _value_start(line: str) -> int:
    """Return where the value of a labelled field begins in a line ("Title: …", "Volume26"), 0 if there is no label."""
    words = words_of(line[:_LABEL_WITHIN])
    match = FIELD_LABELS.at(words, 0)
    if match is None or match.value == "abstract":
        return 0
    sign = _LABEL_END.match(line, _end_of_words(line, match.end))
    several = len({fact.kind for fact in facts_in(line)} & _IDENTIFIERS) > 1  # "PMID: … DOI: …" is one citation
    return sign.end() if sign and sign.end() < len(line) and not several else 0


class _Border(NamedTuple):
    """Where two pieces meet: the signs between them, whether the place looks like a border, and whether it must be one
    in a line that runs pieces together (a sentence's end without a space).
    """

    start: int
    end: int
    clear: bool
    sure: bool = False


def _apart(line: str, start: int, marks: Marks) -> list[Span]:
    """Cut at glue and separators, but only beside a piece that is no part of a sentence.

    Inside a word that begins with a capital ("ClinicalTrials", "PlexusMDKnow more") only a piece that is exactly a
    button or heading is reason enough.
    """
    borders = sorted(_borders(line, start))
    ends = (start, *(border.end for border in borders))
    pieces = [Span(at, border.start) for at, border in zip(ends, (*borders, _end_of(line)), strict=True)]
    natures = [_nature(line[piece.start : piece.end], marks) for piece in pieces] if borders else [_Nature.SENTENCE]
    run_together = max(natures) > _Nature.SENTENCE
    cut = pieces[:1]
    for border, piece, before, after in zip(borders, pieces[1:], natures, natures[1:], strict=False):
        nature = max(before, after)
        if nature is _Nature.BUTTON or (border.clear and nature is _Nature.ALONE) or (border.sure and run_together):
            cut.append(piece)
        else:
            cut[-1] = Span(cut[-1].start, piece.end)
    return [piece for piece in cut if piece.start < piece.end]


def _end_of(line: str) -> _Border:
    return _Border(len(line), len(line), True)


class _Nature(IntEnum):
    """What a piece is by itself: perhaps part of a sentence, something that stands alone, exactly a button."""

    SENTENCE = 0
    ALONE = 1
    BUTTON = 2


def _nature(piece: str, marks: Marks) -> _Nature:
    if len(piece) > _LONG or not piece.strip():
        return _Nature.SENTENCE
    if marks.is_button(piece):
        return _Nature.BUTTON
    return _Nature.ALONE if marks.stands_alone(piece) else _Nature.SENTENCE


def _borders(line: str, start: int) -> Iterator[_Border]:
    for match in _SEPARATOR.finditer(line, start):
        yield _Border(match.start(), match.end(), True)
    for match in _GLUE.finditer(line, start):
        at = match.start()
        word = _WORD_BEFORE.search(line, max(start, at - _LOOK_AHEAD), at)
        clear = word is None or word.group()[0].islower() or line[at].isdigit()
        yield _Border(at, at, clear, sure=at > 0 and line[at - 1] in ".!?…")


def _between(start: int, end: int, stops: Sequence[int]) -> list[Span]:
    return [Span(*pair) for pair in pairwise((start, *stops, end)) if pair[0] < pair[1]]


def _around_inline(line: str, piece: Span, inline: PhraseBook[str]) -> Iterator[Span]:
    """Cut a long piece around the phrases that stand between two of its sentences.

    What stands before an abstract's heading is title, authors and journal: it is cut at every sentence.
    """
    at: int = piece.start
    stops: list[int] = []
    capitals = _CAPITAL.finditer(line, piece.start, piece.end) if piece.end - piece.start >= _LONG else ()
    for capital in capitals:
        start, after_stop = capital.end(), capital["end"] is not None
        rule, length = _inline_phrase(line[start : min(start + _LOOK_AHEAD, piece.end)], inline, after_stop)
        if start < at or rule is None:
            stops += [start] if after_stop else []
            continue
        yield from _between(at, start, stops if rule == ABSTRACT else ())
        yield Span(start, start + length)
        at, stops = start + length, []
    if at < piece.end:
        yield Span(at, piece.end)


def _inline_phrase(text: str, inline: PhraseBook[str], after_stop: bool) -> tuple[str | None, int]:
    """Return the rule of the phrase that a text begins with and its length; no rule if a sentence goes on after it."""
    match = inline.at(words_of(text), 0) if inline.begins(text) else None
    if match is None or (match.end == 1 and not after_stop):
        return None, 0
    end = _end_of_words(text, match.end)
    following = text[end:].lstrip(" .:…»>()0123456789")
    goes_on = following[:1].islower() or (match.value == ABSTRACT and text[end : end + 1] not in {" ", ":"})
    return (None, 0) if goes_on else (match.value, end)


def _end_of_words(text: str, count: int) -> int:
    """Return where the first `count` words of a text end."""
    for i, word in enumerate(_WORD.finditer(text), start=1):
        if i == count:
            return word.end()
    return 0
