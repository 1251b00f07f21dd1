"""A page's text as blocks: lines, paragraphs wrapped over lines, and the pieces of run-together lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.clean.phrases import letters_only, words_of
from pipeline.clean.pieces import Marks, pieces_of
from pipeline.document import Span

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_ENDS_OPEN = re.compile(
    r"(?:[,;:(–-]|\b(?:of|the|and|or|in|with|to|for|by|a|an|was|were|at|on|from|than|that|which))\s*$"
)
_LEAST_WRAPS = 3  # a page with fewer lines that run on is not hard-wrapped
_WRAP_WIDTH = 50
_WRAPPED_AT_MOST = 130


@dataclass(frozen=True)
class Block:
    """A stretch of the source text that is kept or dropped as one: `source[start:end]`, no white space at its ends."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> list[str]:
        """The block's words and numbers, case folded."""
        return words_of(self.text)

    @cached_property
    def letters(self) -> list[str]:
        """The block's words without numbers."""
        return letters_only(self.words)


def blocks_of(text: str, marks: Marks, cuts: Sequence[int] = ()) -> list[Block]:
    """Cut a text into blocks: paragraphs, cut at the offsets `cuts` (sorted) and into the pieces of run-together lines."""
    blocks: list[Block] = []
    for start, end in _split_at(_paragraphs(text), cuts):
        for piece in pieces_of(text[start:end], marks):
            span = _stripped(text, start + piece.start, start + piece.end)
            if span is not None:
                blocks.append(Block(span.start, span.end, text[span.start : span.end]))
    return blocks


def _paragraphs(text: str) -> list[Span]:
    """Lines, with the lines of a hard-wrapped paragraph joined."""
    stripped = (_stripped(text, match.start(), match.end()) for match in _LINE.finditer(text))
    lines = [line for line in stripped if line is not None]
    if not _is_wrapped(text, lines):
        return lines
    joined: list[Span] = []
    for line in lines:
        if joined and _runs_on(text, joined[-1], line):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Whether a text was broken to a width: no long lines, and lines that run on."""
    if any(end - start > _WRAPPED_AT_MOST for start, end in lines):
        return False
    return sum(_runs_on(text, *pair) for pair in pairwise(lines)) >= _LEAST_WRAPS


def _runs_on(text: str, before: Span, line: Span) -> bool:
    if text[before.end : line.start].count("\n") > 1:
        return False
    last = text[max(text.rfind("\n", before.start, before.end) + 1, before.start) : before.end]
    if not _WRAP_WIDTH <= len(last) <= _WRAPPED_AT_MOST:
        return False
    return text[line.start].islower() or bool(_ENDS_OPEN.search(last[-12:]))


def _split_at(spans: Sequence[Span], cuts: Sequence[int]) -> Iterator[Span]:
    remaining = iter(cuts)
    cut = next(remaining, None)
    for start, end in spans:
        while cut is not None and cut < end:
            if start < cut:
                yield Span(start, cut)
                start = cut
            cut = next(remaining, None)
        yield Span(start, end)


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
