"""What travels between the steps: `Source` (as read), `CleanDoc` (boilerplate dropped) and the offset map.

All offsets count Unicode code points and all ranges are half-open: `text[span.start:span.end]`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points in one text."""

    start: int
    end: int


class Removed(NamedTuple):
    """A range of the source text that the cleaner dropped, and the id of the rule that dropped it."""

    start: int
    end: int
    rule: str


class Section(NamedTuple):
    """A range of the clean text and what it is: `title`, `citation` (bibliographic facts), `abstract` (unlabelled
    body), `background`, `objective`, `methods`, `results`, `conclusions`, ….

    Only `citation` is not prose: taggers leave it alone.
    """

    label: str
    start: int
    end: int


class Kept(NamedTuple):
    """A kept range: `source[start:end]` stands at `clean[at : at + end - start]`."""

    start: int
    end: int
    at: int


class Element(NamedTuple):
    """An element behind a visible text: the range it covers, its tag name, and the lower-case words of its `id`,
    `class`, `role` and label attributes (`class="pb-ad sideBar"` -> pb, ad, side, bar).
    """

    span: Span
    tag: str
    words: frozenset[str]


class Markup(Protocol):
    """The element tree behind a source's visible text, for formats that have one (HTML)."""

    def elements(self) -> Iterator[Element]:
        """Yield the elements that cover any visible text, an element before what stands in it."""
        ...

    def select(self, selector: str) -> list[Span]:
        """Return the ranges of the visible text that the elements matching a CSS selector cover, in order."""
        ...


@dataclass(frozen=True)
class Source:
    """One document as a reader delivers it.

    `text` is the decoded file for plain text, the visible text for HTML; `sha256` is of the file's bytes (of the
    record's bytes in a file of many records); `meta` holds what the format states outside the text (HTML meta tags
    and JSON-LD under lower-case names such as `citation_doi`, `og:title`, `ld:headline`), a list of values a name.
    `sections` are there for formats whose fields say what is what: such a text is all article, nothing is cleaned.
    Their labels are `title`, `abstract`, or headings as printed, the best first, divided by `|`; the cleaner maps them.
    """

    doc_id: str
    path: str
    format: str
    sha256: str
    text: str
    record: str | None = None
    meta: Mapping[str, Sequence[str]] = field(default_factory=dict)
    markup: Markup | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class BibFacts:
    """Bibliographic facts of one article; None (or empty) where the page does not say."""

    title: str | None = None
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class CleanDoc:
    """A source without its boilerplate.

    `text` is the kept ranges of `source.text` in order; nothing in them is rewritten: for every `Kept`,
    `text[at:at+end-start] == source.text[start:end]`. Where a cut would glue two words together, one line feed that
    no `Kept` covers stands between the ranges.
    """

    source: Source
    site: str
    text: str
    kept: tuple[Kept, ...]
    removed: tuple[Removed, ...]
    sections: tuple[Section, ...]
    facts: BibFacts

    def to_source(self, start: int, end: int) -> Span:
        """Map a non-empty range of the clean text to the source text (one bisect an end).

        A range that runs over a cut maps to the range from its first to its last source character.
        """
        return Span(self._source_offset(start), self._source_offset(end - 1) + 1)

    def _source_offset(self, offset: int) -> int:
        kept = self.kept[bisect_right(self.kept, offset, key=lambda k: k.at) - 1]
        return min(kept.start + offset - kept.at, kept.end)

    def section_at(self, offset: int) -> str | None:
        """Return the label of the section that holds a clean-text offset, or None."""
        return next((s.label for s in self.sections if s.start <= offset < s.end), None)


def cut(text: str, removed: Iterable[Span | Removed]) -> tuple[str, tuple[Kept, ...]]:
    """Drop ranges from a text: the clean text and the kept ranges, in order.

    `removed` must be sorted and must not overlap.
    """
    pieces: list[str] = []
    kept: list[Kept] = []
    at = 0
    for start, end in _gaps(len(text), removed):
        if pieces and not (pieces[-1][-1].isspace() or text[start].isspace()):
            pieces.append("\n")
            at += 1
        pieces.append(text[start:end])
        kept.append(Kept(start, end, at))
        at += end - start
    return "".join(pieces), tuple(kept)


def _gaps(length: int, removed: Iterable[Span | Removed]) -> Iterator[Span]:
    position = 0
    for span in removed:
        if span.start > position:
            yield Span(position, span.start)
        position = max(position, span.end)
    if position < length:
        yield Span(position, length)
