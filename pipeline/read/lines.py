"""The lines of a printed page, as paragraphs again: one line each, a blank line where a gap stood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_WIDE_GAP = 1.25  # of the page's usual distance between two lines
_SIZE_DIFFERS = 0.08  # of the larger letter size
_WINDOW = 6  # lines before and after one that tell how wide its column is
_NEARLY_FULL = 0.85  # of the column's width: letters differ in width, the count of characters is no exact measure
_ENDS_SENTENCE = re.compile(r"[.!?][\"”’')\]]*$")
_LIST_ITEM = re.compile(r"(?:[•●▪‣◦*–—-]\s|\(?\d{1,2}[.)]\s+[A-Z]|\[\d{1,3}\]\s)")
# "METHODS: We…", "Patients and methods: Of…", "RESULTS Remission…", "2.1 Study design".
_HEADING = re.compile(r"(?:[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3}: |[A-Z]{5,}\b|\d(?:\.\d){1,2} [A-Z])")
_WHOLE_HEADING = re.compile(
    r"(?:abstract|summary|introduction|background|(?:patients|materials?) and methods|methods|results|discussion|"
    r"conclusions?|references|keywords)[.:]?",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"(?P<first>[^\W_]+)[-\u2010\u00ad]$")
# First parts that keep their hyphen at a line's end: "anti-TNF", "placebo-controlled"; so do figures ("5-year") and
# capitals ("ANCA-associated"). Any other word was broken by the printer: "methyl-prednisolone".
_COMPOUND_FIRST = frozenset(
    "age all anti blind case cell child co cross cost dose double drug early evidence first follow four half head "
    "heart high immune in intent late life lipid long low meta mid mild multi new non off on once one open peer per "
    "placebo population post pre quasi randomised randomized real school second self semi short single six small so "
    "steroid sub target third three time treatment triple twice two up weight well wide".split()
)
_TWO_FIGURES = re.compile(r"\S*\d\S*\s+\S*\d\S*$")


class Line(NamedTuple):
    """A line of a page: its text, height above the page's foot, and letter size (both in points; 0 if unknown)."""

    text: str
    y: float = 0.0
    size: float = 0.0


class _Usual(NamedTuple):
    """The distance between two lines of a page, and the size of letters, that most have; 0 where unknown."""

    gap: float
    size: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of pages, each paragraph on a line, a blank line between two pages and at wide gaps.

    A paragraph goes over to the next page if its last line ends no sentence and the next page begins in lower case.
    """
    text = ""
    for page in pages:
        part = _page(page)
        goes_on = part[:1].islower() and text[-1:].isalnum()
        text += (" " if goes_on else "\n\n") * bool(text and part) + part
    return text


def _page(page: Sequence[Line]) -> str:
    lines = [line._replace(text=" ".join(line.text.split())) for line in page]
    usual = _Usual(_usual_gap(lines), median([line.size for line in lines if line.size] or [0.0]))
    parts: list[str] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else Line("")
        if not before.text or not line.text:
            parts.append("\n" * bool(i) + line.text)
        elif _is_apart(before, line, usual):
            parts.append("\n\n" + line.text)
        elif _runs_on(before.text, line.text, _width(lines, i - 1)):
            parts.append(_joint(parts, line.text) + line.text)
        else:
            parts.append("\n" + line.text)
    return "".join(parts).strip()


def _usual_gap(lines: Sequence[Line]) -> float:
    """The distance of most lines from the next, 0 if it is not known."""
    gaps = [before.y - line.y for before, line in pairwise(lines) if before.y > line.y]
    return median(gaps) if gaps else 0.0


def _is_apart(before: Line, line: Line, usual: _Usual) -> bool:
    """Whether a wide gap, or another size of letters, parts two lines. Lines of larger letters stand further apart."""
    larger = max(1.0, line.size / usual.size) if usual.size else 1.0
    if usual.gap and before.y - line.y > _WIDE_GAP * usual.gap * larger:
        return True
    return _size_differs(before, line)


def _size_differs(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) > _SIZE_DIFFERS * max(one.size, other.size)


def _width(lines: Sequence[Line], i: int) -> int:
    """The width of the column that line `i` stands in, in characters: the longest of the lines around in such letters.

    Of larger letters, those of a title, fewer stand in a line.
    """
    around = lines[max(0, i - _WINDOW) : i + _WINDOW + 1]
    return max(len(line.text) for line in around if not _size_differs(line, lines[i]))


def _runs_on(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the one before it."""
    if _LIST_ITEM.match(line) or _WHOLE_HEADING.fullmatch(line) or _WHOLE_HEADING.fullmatch(before):
        return False
    ended = _ENDS_SENTENCE.search(before) is not None
    full = len(before) + 1 + len(line.split(" ", 1)[0]) >= _NEARLY_FULL * width
    if line[0].islower():
        return full or not ended
    if _HEADING.match(line) or (_TWO_FIGURES.search(before) and _TWO_FIGURES.search(line)):
        return False  # a part of an abstract, rows of a table
    return full


def _joint(parts: list[str], line: str) -> str:
    """What joins a line to the text before it; takes the hyphen off a word that the printer broke."""
    broken = _BROKEN_WORD.search(parts[-1], max(0, len(parts[-1]) - 40))
    if broken is None:
        return " "
    first, soft = broken["first"], parts[-1].endswith("\u00ad")
    compound = not (first.isalpha() and first[1:].islower()) or first.lower() in _COMPOUND_FIRST
    if soft or (line[0].islower() and not compound):
        parts[-1] = parts[-1][:-1]
    return ""


def lines_of(chunks: Iterator[Line]) -> list[Line]:
    """Return lines out of the pieces of text that a page prints one after the other, with line ends in them."""
    lines: list[Line] = [Line("")]
    for chunk in chunks:
        first, *rest = chunk.text.split("\n")
        lines[-1] = _added(lines[-1], chunk._replace(text=first))
        lines += [chunk._replace(text=text) if text.strip() else Line(text) for text in rest]
    return lines


def _added(line: Line, chunk: Line) -> Line:
    """A line with a further piece; it stands where its first piece that is not blank stands."""
    return (
        line._replace(text=line.text + chunk.text) if line.text.strip() else chunk._replace(text=line.text + chunk.text)
    )
