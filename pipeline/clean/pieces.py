"""Cuts a line where it runs together what does not belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from pipeline.clean.citation import FIELD_LABELS, facts_in, is_citation, is_full_citation, names_journal
from pipeline.clean.glue import Pieces, unglued
from pipeline.clean.people import author_names
from pipeline.clean.phrases import Match, PhraseBook, words_of
from pipeline.document import Span

ABSTRACT = "abstract"  # the inline phrases that are headings of abstracts

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Where an inline phrase may begin: after a sentence; phrases of several words also after any word.
_CAPITAL = re.compile(r"(?P<end>[.!?…)\]”\"])?\s+(?=[A-Z])")
# What parts a label from its value: a colon, a wide gap, or nothing at all where the page lost the gap.
_LABEL_END = re.compile(r"\)?(?:\s?:\s*|\t\s*|\s{2,}|(?<=[a-z)])(?=\d|[A-Z]|https?:))")
_OR = re.compile(r"\)?\s?[|/]\s?")  # between the names of a label in two languages: "Autor(es) | Author(s):"
_VALUE = re.compile(r"\.? (?=[A-Z\d])")  # "Accession No. 12345678"
# What stands between the last fact of a citation and a button: "Acta 2009;3:4-9 (York)  Cite this article".
_AFTER_FACT = re.compile(r"[)\].,;]*\s*(?=[A-Z])")
_BETWEEN_NAMES = re.compile(r"[,;·&]| and ")
_PLACES = frozenset({"date", "volume", "journal", "doi", "pmid", "pmcid", "issn"})
_IDENTIFIERS = frozenset({"doi", "pmid", "pmcid"})
_LABEL_WITHIN = 80
_LOOK_AHEAD = 60
_LONG = 300
_DOTS = re.compile(r"\s[·•⋅]\s")


class Marks(Pieces, Protocol):
    """Tells where pieces begin and end inside a line, and what they are."""

    inline: PhraseBook[str]
    """Phrases that are cut out where they stand between two sentences ("Know more", "Advertisement", "Abstract")."""

    def leading_buttons(self, text: str) -> int:
        """Return how many characters at the beginning of a line are menu words before something else."""
        ...


def pieces_of(line: str, marks: Marks) -> list[Span]:
    """Cut a line into pieces, in order.

    The cuts are behind a label or leading menu words, before a button behind a citation, where pieces are glued
    together or set apart by signs, and, in a long piece, around the inline phrases.
    """
    if _is_row_of_facts(line) or _is_dotted_citation(line):
        return [Span(0, len(line))]
    lead = _value_start(line) or marks.leading_buttons(line)
    end = min(_citation_end(line, marks), _names_end(line, marks))
    body = unglued(line[:end], lead, marks)
    pieces = [*([Span(0, lead)] if lead else []), *body, *([Span(end, len(line))] if end < len(line) else [])]
    return [part for piece in pieces for part in _around_inline(line, piece, marks.inline)]


def _value_start(line: str) -> int:
    """Return where the value of a labelled field begins in a line ("Title: …", "Volume26"), 0 if there is no label.

    Pages in two languages give a label in both: "Título | Title: …".
    """
    words = words_of(line[:_LABEL_WITHIN])
    match = FIELD_LABELS.at(words, 0)
    if match is None or match.value == "abstract":
        return 0
    end = _end_of_words(line, match.end)
    again = FIELD_LABELS.at(words, match.end) if _OR.match(line, end) else None
    if again is not None and again.value == match.value:
        end = _end_of_words(line, again.end)
    sign = _LABEL_END.match(line, end) or (_VALUE.match(line, end) if _is_plain(match, line[end:]) else None)
    several = len({fact.kind for fact in facts_in(line)} & _IDENTIFIERS) > 1  # "PMID: … DOI: …" is one citation
    return sign.end() if sign and sign.end() < len(line) and not several else 0


def _is_plain(label: Match[str], rest: str) -> bool:
    """Whether no sign need part a label from its value: "Accession No. 12345678", "Published in Acta Medica"."""
    if label.value == "journal":
        return label.end > 1 and ":" not in rest and names_journal(rest.strip())
    return label.end > 1 and label.value in _IDENTIFIERS and rest.strip(" .").isdigit()


def _is_row_of_facts(line: str) -> bool:
    """Whether bars part labelled facts in a line, which are one citation: "Year : 2009 | Volume : 6 | Page : 34"."""
    cells = line.split("|") if len(line) <= _LONG else ()
    return len(cells) > 1 and all(":" in cell and _is_labelled_fact(cell) for cell in cells)


def _is_dotted_citation(line: str) -> bool:
    """Whether dots part the facts of one citation: "Acta Medica · 1991 · vol. 32 · pp. 205-211"."""
    return len(line) <= _LONG and _DOTS.search(line) is not None and is_full_citation(line) and is_citation(line)


def _is_labelled_fact(cell: str) -> bool:
    label, _, value = cell.partition(":")
    return FIELD_LABELS.exact(words_of(label)) in _PLACES and bool(value.strip())


def _citation_end(line: str, pieces: Pieces) -> int:
    """Return where a button begins that stands behind the last fact of a citation; the line's length if none does."""
    facts = facts_in(line) if len(line) <= _LONG else ()
    gap = _AFTER_FACT.match(line, facts[-1].end) if facts else None
    return gap.end() if gap and pieces.is_button(line[gap.end() :]) else len(line)


def _names_end(line: str, pieces: Pieces) -> int:
    """Return where a button begins that stands behind authors ("A Berg, P Larch View all authors"); or the length."""
    if len(line) > _LONG or _BETWEEN_NAMES.search(line) is None:
        return len(line)
    starts = (match.end() for match in _CAPITAL.finditer(line, max(1, len(line) - _LOOK_AHEAD)))
    buttons = (
        start
        for start in starts
        if " " in line[start:] and pieces.is_button(line[start:]) and len(author_names(line[:start])) > 1
    )
    return next(buttons, len(line))


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
