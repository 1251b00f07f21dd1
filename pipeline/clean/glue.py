"""Cuts a line where elements of a page lost the space between them, or where signs set its parts apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple, Protocol

from pipeline.clean.heads import run_in_head
from pipeline.document import Span

# Where page elements that lost the space between them touch: "…in 2 of 3 children.Know moreThe dose…".
_GLUE = re.compile(
    r"(?<=[^\s(\[{/“‘'’\"-])(?=[A-Z][a-z]|“[A-Z])|(?<=[a-z.!?)»…])(?=[A-Z]{4})|(?<=[.!?])(?=[\[»])|(?<=[a-z])(?=(?:19|20)\d\d\b)"
)
_TAKES_YEAR = re.compile(
    r"\b10\.\d{4,9}/[^\s]{0,40}$|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
# The end of a sentence; a full stop after a short word, or inside "J.Clin.Oncol.", is none.
_SENTENCE_END = re.compile(r"(?:(?<![^\s(])[^\s.]{0,40}[^\W\d_]{4}|[\d%)\]”\"])[.!?…]$|[!?…]$")
# Where a line sets its parts off by signs. ("â€¢" is a bullet that was decoded wrongly.)
_SEPARATOR = re.compile(r"\s+[·»›>–—]\s+|(?<!\s)[^\S\r\n]{2,}|\t|\s*(?:â€¢|\|)\s*|(?<=\S)\s*•\s*")
_LOOK_BACK = 60
_LOOK_AHEAD = 80
_LONG = 300


class Pieces(Protocol):
    """Tells what pieces of a line are."""

    def is_button(self, text: str) -> bool:
        """Whether a piece is exactly a button, a label or a heading."""
        ...

    def stands_alone(self, text: str) -> bool:
        """Whether a piece is no part of a sentence or title by what it says."""
        ...


class _Place(IntEnum):
    """What a place between two pieces looks like."""

    DOUBTFUL = 0  # inside a word that begins with a capital: "ClinicalTrials", "PlexusMDKnow more"
    CLEAR = 1  # signs between the pieces, or a small word that runs into a capital
    SENTENCE = 2  # a sentence ends and the next begins without a space


class _Nature(IntEnum):
    """What a piece is by itself."""

    SENTENCE = 0  # perhaps part of a sentence
    ALONE = 1
    BUTTON = 2


class _Border(NamedTuple):
    start: int
    end: int
    place: _Place


def unglued(line: str, start: int, pieces: Pieces) -> list[Span]:
    """Cut a line from `start` on; a border counts where a sentence ends at it or a piece beside it is no sentence.

    Beside a short piece that hangs on a sentence's end, a clear border counts too: "…patients.Read X 5 mg todayThe…".
    """
    borders = sorted(_borders(line, start))
    spans = _between(start, len(line), borders)
    natures = [_nature(line[span.start : span.end], pieces) for span in spans] if borders else []
    cut = spans[:1]
    for i, border in enumerate(borders):
        nature = max(natures[i], natures[i + 1])
        hangs = border.place is _Place.CLEAR and (_hangs(borders, spans, i, -1) or _hangs(borders, spans, i, +1))
        if nature is _Nature.BUTTON or (nature and border.place) or border.place is _Place.SENTENCE or hangs:
            cut.append(spans[i + 1])
        else:
            cut[-1] = Span(cut[-1].start, spans[i + 1].end)
    return [span for span in cut if span.start < span.end]


def _borders(line: str, start: int) -> Iterator[_Border]:
    for match in _SEPARATOR.finditer(line, start):
        yield _Border(match.start(), match.end(), _Place.CLEAR)
    for match in _GLUE.finditer(line, start):
        if not _is_one_word(line, match.start()):
            yield _Border(match.start(), match.start(), _place(line, match.start(), start))


def _is_one_word(line: str, at: int) -> bool:
    """Whether a year that touches a word belongs to it: "10.2169/internalmedicine1962.29.155", "Apr2012"."""
    return line[at].isdigit() and _TAKES_YEAR.search(line, max(0, at - _LOOK_BACK), at) is not None


def _place(line: str, at: int, start: int) -> _Place:
    look_back = max(start, at - _LOOK_BACK)
    if _SENTENCE_END.search(line, look_back, at) and run_in_head(line[at : at + _LOOK_AHEAD]) is None:
        return _Place.SENTENCE
    word = _WORD_BEFORE.search(line, look_back, at)
    return _Place.CLEAR if word is None or word.group()[0].islower() or line[at].isdigit() else _Place.DOUBTFUL


def _between(start: int, end: int, borders: Sequence[_Border]) -> list[Span]:
    starts = (start, *(border.end for border in borders))
    ends = (*(border.start for border in borders), end)
    return [Span(first, max(first, last)) for first, last in zip(starts, ends, strict=True)]


def _hangs(borders: Sequence[_Border], spans: Sequence[Span], i: int, way: int) -> bool:
    """Whether the piece on one side of border `i` is short and has a sentence's end at its other side."""
    other, piece = i + way, spans[i if way < 0 else i + 1]
    return 0 <= other < len(borders) and borders[other].place is _Place.SENTENCE and piece.end - piece.start <= _LONG


def _nature(piece: str, pieces: Pieces) -> _Nature:
    if len(piece) > _LONG or not piece.strip():
        return _Nature.SENTENCE
    if pieces.is_button(piece):
        return _Nature.BUTTON
    return _Nature.ALONE if pieces.stands_alone(piece) else _Nature.SENTENCE
