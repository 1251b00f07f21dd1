"""A page's text as blocks: lines, paragraphs wrapped over lines, and the pieces of run-together lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.clean.citation import FIELD_LABELS
from pipeline.clean.phrases import PhraseBook, letters_only, words_of
from pipeline.document import Span

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
# Where page elements that lost the space between them touch: "…in 2 of 3 children.Know moreThe dose…".
_GLUE = re.compile(r"(?<=[^\s(\[{/“‘'’\"-])(?=[A-Z][a-z]|“[A-Z])")
# Where a line sets its parts off by signs. ("â€¢" is a bullet that was decoded wrongly.)
_SEPARATOR = re.compile(r"\s+[|•·»›>–—]\s+|\s{2,}|\t|\s*(?:â€¢|\|)\s*")
_SENTENCE_END = re.compile(r"[.!?…)\]”\"]\s+(?=[A-Z])")
_ENDS_OPEN = re.compile(r"(?:[,;:(–-]|\b(?:of|the|and|or|in|with|to|for|by|a|an|was|were|at|on|from|than|that|which))\s*$")
_WORD = re.compile(r"[^\W\d_]+|\d+")
# What parts a label from its value: a colon, a wide gap, or nothing at all where the page lost the gap.
_LABEL_END = re.compile(r"\)?(?:\s?:\s*|\t\s*|\s{2,}|(?<=[a-z)])(?=\d|[A-Z]|https?:))")
_LABEL_WITHIN = 80
_LOOK_AHEAD = 60
_LONG_LINE = 300
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


def blocks_of(
    text: str, stands_alone: Callable[[str], bool], inline: PhraseBook[str], cuts: Sequence[int] = ()
) -> list[Block]:
    """Cut a text into blocks.

    A line is cut further where its pieces touch without a space or are set apart by signs, but only beside a piece that
    `stands_alone`; where a phrase of `inline` ("Know more", "Advertisement") stands between two of its sentences; and at
    the offsets `cuts`, which must be sorted.
    """
    spans = _split_at(_paragraphs(text), cuts)
    pieces = (piece for span in spans for piece in _pieces(text, span, stands_alone, inline))
    return [Block(start, end, text[start:end]) for start, end in pieces]


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
    return sum(_runs_on(text, *pair) for pair in zip(lines, lines[1:], strict=False)) >= _LEAST_WRAPS


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


def _pieces(text: str, span: Span, stands_alone: Callable[[str], bool], inline: PhraseBook[str]) -> Iterator[Span]:
    line = text[span.start : span.end]
    value = _value_start(line)
    if value:
        yield Span(span.start, span.start + value)
        span = Span(span.start + value, span.end)
        line = line[value:]
    borders = [(m.start(), m.end()) for pattern in (_GLUE, _SEPARATOR) for m in pattern.finditer(line)]
    pieces = _merged(line, _between(line, sorted(borders)), stands_alone) if borders else [Span(0, len(line))]
    for start, end in pieces:
        for part in _around_inline(line, Span(start, end), inline):
            stripped = _stripped(text, span.start + part.start, span.start + part.end)
            if stripped is not None:
                yield stripped


def _value_start(line: str) -> int:
    """Return where the value of a labelled field begins in a line ("Title: …", "Volume26"), 0 if there is no label."""
    words = words_of(line[:_LABEL_WITHIN])
    match = FIELD_LABELS.at(words, 0) if words else None
    if match is None or match.value == "abstract":
        return 0
    end = [word.end() for word in _WORD.finditer(line[:_LABEL_WITHIN])][match.end - 1]
    sign = _LABEL_END.match(line, end)
    return sign.end() if sign and sign.end() < len(line) else 0


def _between(line: str, borders: Sequence[tuple[int, int]]) -> list[Span]:
    spans, at = [], 0
    for start, end in (*borders, (len(line), len(line))):
        if start > at:
            spans.append(Span(at, start))
        at = max(at, end)
    return spans


def _merged(line: str, pieces: Sequence[Span], stands_alone: Callable[[str], bool]) -> list[Span]:
    """Undo the borders between pieces of which neither is clutter: names such as "McDonald", lost blanks in prose."""
    merged: list[Span] = []
    alone_before = False
    for piece in pieces:
        alone = stands_alone(line[piece.start : piece.end])
        if merged and not alone and not alone_before:
            merged[-1] = Span(merged[-1].start, piece.end)
        else:
            merged.append(piece)
        alone_before = alone
    return merged


def _around_inline(line: str, piece: Span, inline: PhraseBook[str]) -> Iterator[Span]:
    """Cut a long piece before and after the phrases that stand between two of its sentences."""
    if piece.end - piece.start < _LONG_LINE:
        yield piece
        return
    at = piece.start
    for stop in _SENTENCE_END.finditer(line, piece.start, piece.end):
        length = _inline_length(line[stop.end() : min(stop.end() + _LOOK_AHEAD, piece.end)], inline)
        if length and stop.end() >= at:
            yield Span(at, stop.end())
            yield Span(stop.end(), stop.end() + length)
            at = stop.end() + length
    yield Span(at, piece.end)


def _inline_length(text: str, inline: PhraseBook[str]) -> int:
    """Return how many characters a phrase at the beginning of a text takes, 0 if there is none or the sentence goes on."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    match = inline.at(words_of(text), 0) if words else None
    if match is None:
        return 0
    end = words[match.end - 1][1]
    following = text[end:].lstrip(" .:…»>()0123456789")
    return end if not following or not following[0].islower() else 0


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
