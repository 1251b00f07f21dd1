"""A page's text as blocks: lines, paragraphs wrapped over lines, and the pieces of run-together lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.clean.citation import is_citation
from pipeline.clean.people import author_names, has_initials
from pipeline.clean.phrases import letters_only, words_of
from pipeline.clean.pieces import Marks, pieces_of
from pipeline.document import Span

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_ENDS_OPEN = re.compile(
    r"(?:[,;:(–-]|\b(?:of|the|and|or|in|with|to|for|by|a|an|was|were|at|on|from|than|that|which))\s*$"
)
_EMPTY_CELL = re.compile(r"\s*(?:-|[a-z]{2}(?:[_-][A-Z]{2})?)?\s*")
_ADDRESS = re.compile(r"https?:|www\.|doi\b")  # is long, and so fits in no line
_GAP = re.compile(r"[^\W\d_][^\s:]{0,20}(?: [^\s:]{1,20}){0,3}:?[ \t]{2,}(?=\S)")  # between a label and its value
_MARKED = re.compile(r"\d{1,2}[A-Z][a-z]")
_ISSN = re.compile(r"\bISSN\b")
_IDENTIFIER = re.compile(r"\bISSN\b|\b10\.\d{4,9}/")
_LEAST_WRAPS = 2  # a run of lines of which fewer run on in the next is not hard-wrapped
_WRAP_WIDTH = 45  # characters
_NARROW_WIDTH = 28  # lines of narrower columns, if the next word would not have fitted in any of them
_WRAPPED_AT_MOST = 130
_SMALL_WORD = re.compile(r"\b[a-z]{4,}")
_SMALL_WORDS_OF_TITLE = 2  # a journal's name has fewer
_SHORT_LINE = 0.7  # of the longest
_EVEN = 0.8  # of the longest
_LINES_AROUND = 4  # tell how wide a column is


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
    """Cut a text into blocks: paragraphs, cut at the offsets `cuts` (sorted), and the pieces of run-together lines."""
    blocks: list[Block] = []
    for start, end in _split_at(_paragraphs(text), cuts):
        for piece in pieces_of(text[start:end], marks):
            span = _unbarred(text, stripped(text, start + piece.start, start + piece.end))
            if span is not None:
                blocks.append(Block(span.start, span.end, text[span.start : span.end]))
    return blocks


def _unbarred(text: str, span: Span | None) -> Span | None:
    """A range without the bars at its ends that part it from the ones beside it ("| Classifieds |")."""
    if span is None:
        return None
    start, end = span
    while text[start:end].startswith("| "):
        start = _after_space(text, start + 1, end)
    while text[start:end].endswith(" |"):
        end = start + len(text[start : end - 1].rstrip())
    return Span(start, end) if start < end else None


def _after_space(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip())


def _paragraphs(text: str) -> list[Span]:
    """Lines, with the lines of a hard-wrapped paragraph joined."""
    cells = (cell for match in _LINE.finditer(text) for cell in _cells(text, match.start(), match.end()))
    lines = (stripped(text, *cell) for cell in cells)
    paragraphs: list[Span] = []
    for run in _runs(text, _joined_columns(text, [line for line in lines if line is not None])):
        paragraphs += _joined(text, run) if _is_wrapped(text, run) else run
    return paragraphs


def _cells(text: str, start: int, end: int) -> list[Span]:
    """A line; the last cell of a table's row apart if it says nothing or only a language ("-", "en_GB")."""
    tab = text.rfind("\t", start, end)
    if tab < 0 or not _EMPTY_CELL.fullmatch(text, tab + 1, end):
        return [Span(start, end)]
    return [Span(start, tab), Span(tab + 1, end)]


def _joined_columns(text: str, lines: Sequence[Span]) -> list[Span]:
    """Lines, with those joined that go on in the column of the value above ("Title     Drugex in␤          adults")."""
    joined: list[Span] = []
    column = 0
    for line in lines:
        indent = line.start - (text.rfind("\n", 0, line.start) + 1)
        if joined and indent == column > 0 and text.count("\n", joined[-1].end, line.start) == 1:
            joined[-1] = Span(joined[-1].start, line.end)
            continue
        gap = _GAP.match(text, line.start, line.end)
        column = indent + gap.end() - line.start if gap else 0
        joined.append(line)
    return joined


def _runs(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Lines that follow each other without a blank line, each but the last about as long as a wrapped line is."""
    run: list[Span] = []
    for line in lines:
        if run and (
            text.count("\n", run[-1].end, line.start) > 1
            or not _is_full(text, run, line)
            or line.end - line.start > _WRAPPED_AT_MOST
            or "\t" in text[run[-1].start : line.end]  # rows of a table
        ):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_full(text: str, run: Sequence[Span], line: Span) -> bool:
    """Whether the last line of a run is as long as a wrapped line is: in a narrow column, the next word did not fit."""
    length = run[-1].end - run[-1].start
    if length >= _WRAP_WIDTH or length < _NARROW_WIDTH or _ADDRESS.match(text, line.start):
        return _WRAP_WIDTH <= length <= _WRAPPED_AT_MOST
    width = max(end - start for start, end in (*run[-_LINES_AROUND:], line))
    return length + 1 + len(text[line.start : line.end].split(None, 1)[0]) > width


def _is_wrapped(text: str, run: Sequence[Span]) -> bool:
    """Whether a run of lines was broken to a width: several of its lines run on in the next."""
    if len(run) == _LEAST_WRAPS and _runs_on(text, *run) and not author_names(text[run[1].start : run[1].end]):
        return _is_broken_title(text[run[0].start : run[0].end], text[run[1].start : run[1].end])
    if len(run) == _LEAST_WRAPS and _is_title_above_names(text, *run):
        return True
    inside = [pair for pair in pairwise(run) if text[pair[0].end - 1] not in ".!?"]
    on = sum(_runs_on(text, *pair) for pair in inside)
    return (on >= _LEAST_WRAPS and 2 * on >= len(inside)) or (0 < on == len(inside) and _is_even(run))


def _is_even(run: Sequence[Span]) -> bool:
    """Whether several lines are about as long as each other, but for the last."""
    lengths = [end - start for start, end in run]
    return len(run) > _LEAST_WRAPS and min(lengths[:-1]) >= _EVEN * max(lengths)


def _is_broken_title(first: str, second: str) -> bool:
    """Whether a line is a title broken in two: it goes on in lower case, or in figures after a word that needs more."""
    if second[0].islower():
        return first[-1] not in ".!?:" or (
            first[-1] == ":" and len(_SMALL_WORD.findall(first)) >= _SMALL_WORDS_OF_TITLE
        )
    return _ENDS_OPEN.search(first[-12:]) is not None and first[-1].isalpha()


def _is_title_above_names(text: str, first: Span, second: Span) -> bool:
    """Whether two lines are a title broken in two: only the second ends like a sentence, and authors follow it."""
    begins, ends = text[first.start : first.end], text[second.start : second.end]
    if begins[-1] in ".!?:;," or ends[-1] not in ".?" or ". " in ends or is_citation(begins):
        return False
    return len(_SMALL_WORD.findall(begins)) >= _SMALL_WORDS_OF_TITLE and _names_follow(text, second.end)


def _names_follow(text: str, end: int) -> bool:
    """Whether the next line after `end` is one of authors, without a blank line before it."""
    line = _LINE.search(text, end)
    if line is None or text.count("\n", end, line.start()) > 1:
        return False
    names = author_names(line.group().strip())
    return len(names) > 1 or has_initials(names)


def _runs_on(text: str, before: Span, line: Span) -> bool:
    """Whether a line goes on with the one before: it begins in lower case, or the one before ends in mid-sentence."""
    ends_open = _ENDS_OPEN.search(text[max(before.start, before.end - 12) : before.end]) is not None
    if text[line.start] in "(<=>≤≥" or text[line.start].isdigit():
        runs_on = text[before.end - 1] not in ".!?:;"
    else:
        runs_on = ends_open or (text[line.start].islower() and _ADDRESS.match(text, line.start) is None)
    return runs_on and not _are_apart(text, before, line)


def _are_apart(text: str, before: Span, line: Span) -> bool:
    """Whether two lines are none of prose: an address with its mark ("1Division of …"), an ISSN or DOI, names."""
    return (
        _MARKED.match(text, line.start) is not None
        or _IDENTIFIER.search(text, before.start, before.end) is not None
        or _IDENTIFIER.match(text, line.start) is not None
        or _ISSN.search(text, line.start, line.end) is not None
        or bool(author_names(text[before.start : before.end]))
    )


def _joined(text: str, run: Sequence[Span]) -> list[Span]:
    """The paragraphs of a wrapped run: a line clearly shorter than the others that ends a sentence ends one."""
    width = max(end - start for start, end in run)
    joined = [run[0]]
    for before, line in pairwise(run):
        ends = text[before.end - 1] in ".!?" and before.end - before.start < _SHORT_LINE * width
        if ends and not _runs_on(text, before, line):
            joined.append(line)
        else:
            joined[-1] = Span(joined[-1].start, line.end)
    return joined


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


def stripped(text: str, start: int, end: int) -> Span | None:
    """Return a range without white space and byte order marks at its ends; None if nothing else is in it."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
