"""Cuts a line where it runs together what does not belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from pipeline.clean.citation import FIELD_LABELS
from pipeline.clean.phrases import PhraseBook, words_of
from pipeline.document import Span

ABSTRACT = "abstract"  # the inline phrases that are headings of abstracts

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Where page elements that lost the space between them touch: "…in 2 of 3 children.Know moreThe dose…".
_GLUE = re.compile(r"(?<=[^\s(\[{/“‘'’\"-])(?=[A-Z][a-z]|“[A-Z])|(?<=[a-z.!?)])(?=[A-Z]{4,}\b)")
# Where a line sets its parts off by signs. ("â€¢" is a bullet that was decoded wrongly.)
_SEPARATOR = re.compile(r"\s+[|•·»›>–—]\s+|\s{2,}|\t|\s*(?:â€¢|\|)\s*")
_SENTENCE_END = re.compile(r"[.!?…)\]”\"]\s+(?=[A-Z©(])")
# What parts a label from its value: a colon, a wide gap, or nothing at all where the page lost the gap.
_LABEL_END = re.compile(r"\)?(?:\s?:\s*|\t\s*|\s{2,}|(?<=[a-z)])(?=\d|[A-Z]|https?:))")
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s?\d|copyright\b)", re.IGNORECASE)
_LABEL_WITHIN = 80
_LOOK_AHEAD = 60
_LONG = 300


class Marks(Protocol):
    """Tells where pieces begin and end inside a line."""

    inline: PhraseBook[str]
    """Phrases that are cut out where they stand between two sentences ("Know more", "Advertisement", "Abstract")."""

    def stands_alone(self, text: str) -> bool:
        """Whether a piece of a line is surely no part of a sentence or title."""
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
    return sign.end() if sign and sign.end() < len(line) else 0


def _apart(line: str, start: int, marks: Marks) -> list[Span]:
    """Cut at glue and separators, and undo the cuts between two pieces that both may be parts of a sentence."""
    borders = sorted((m.start(), m.end()) for pattern in (_GLUE, _SEPARATOR) for m in pattern.finditer(line, start))
    merged: list[Span] = []
    alone_before = False
    for piece in _between(start, len(line), borders):
        alone = bool(borders) and marks.stands_alone(line[piece.start : piece.end])
        if merged and not alone and not alone_before:
            merged[-1] = Span(merged[-1].start, piece.end)
        else:
            merged.append(piece)
        alone_before = alone
    return merged


def _between(start: int, end: int, borders: Sequence[tuple[int, int]]) -> list[Span]:
    spans, at = [], start
    for border, after in (*borders, (end, end)):
        if border > at:
            spans.append(Span(at, border))
        at = max(at, after)
    return spans


def _around_inline(line: str, piece: Span, inline: PhraseBook[str]) -> Iterator[Span]:
    """Cut a long piece around the phrases that stand between two of its sentences.

    What stands before an abstract's heading is title, authors and journal: it is cut at every sentence.
    """
    at, stops = piece.start, []
    ends = _SENTENCE_END.finditer(line, piece.start, piece.end) if piece.end - piece.start >= _LONG else ()
    for start in (stop.end() for stop in ends):
        rule, length = _inline_phrase(line[start : min(start + _LOOK_AHEAD, piece.end)], inline)
        if start < at or rule is None:
            stops.append((start, start))
            continue
        yield from _between(at, start, stops if rule == ABSTRACT else ())
        yield Span(start, start + length)
        at, stops = start + length, []
    if at < piece.end:
        yield Span(at, piece.end)


def _inline_phrase(text: str, inline: PhraseBook[str]) -> tuple[str | None, int]:
    """Return the rule of the phrase that a text begins with and its length; no rule if the sentence goes on after it."""
    if _COPYRIGHT.match(text):
        return "copyright", 0
    match = inline.at(words_of(text), 0)
    if match is None:
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
