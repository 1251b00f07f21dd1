"""Saved web pages: the visible text, the element tree behind it, and what the page's head states about the article."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString

from pipeline.config import ReadSettings
from pipeline.document import Element, Source, Span
from pipeline.errors import ReadError
from pipeline.read.decode import decode
from pipeline.read.html_meta import page_meta
from pipeline.read.record import Record

warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # XHTML pages are read like all others

# Elements whose content is never shown as text. (What CSS or `hidden` hides is read: closed tabs hold abstracts.)
_NO_TEXT = frozenset(
    "script style template noscript head title meta link svg annotation object embed iframe canvas audio video "
    "datalist".split()
)
# Elements that begin and end a line of their own; all others run on within the line.
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol optgroup "
    "option p pre search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
_VERBATIM = frozenset({"pre", "textarea"})
_LABELLING_ATTRIBUTES = ("id", "class", "role", "aria-label", "data-testid", "itemprop")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a file say that it is a web page, whatever its name says."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start)


def read_html(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a saved page; its `text` is the visible text.

    Block elements stand on lines of their own, inline ones run on, white space is folded to single blanks. Raises
    ReadError if the file is no text or nothing in it is visible.
    """
    soup = BeautifulSoup(decode(record.content(), record.name).lstrip("\ufeff"), "lxml")
    markup = HtmlMarkup(soup)
    if not markup.text:
        raise ReadError(f"{record.name}: the page shows no text; save it again with its content loaded")
    meta = page_meta(soup)
    return Source(record.doc_id, record.name, "html", record.sha256, markup.text, meta=meta, markup=markup)


class HtmlMarkup:
    """The visible text of a parsed page and the range in it of every element."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._soup = soup
        self._ranges: dict[int, Span] = {}
        self.text = self._lay_out()

    def select(self, selector: str) -> list[Span]:
        """Return the ranges of the visible text that the elements matching a CSS selector cover, in order."""
        spans = (self._range(tag) for tag in self._soup.select(selector))
        return [span for span in spans if span.start < span.end]

    def elements(self) -> Iterator[Element]:
        """Yield the elements that cover any visible text, an element before what stands in it."""
        for tag in self._soup.find_all(True):
            span = self._range(tag)
            if span.start < span.end:
                yield Element(span, tag.name, _label_words(tag))

    def _range(self, tag: Tag) -> Span:
        start, end = self._ranges.get(id(tag), (0, 0))
        while start < end and self.text[start].isspace():
            start += 1
        return Span(start, end)

    def _lay_out(self) -> str:
        """Walk the tree without recursion (pages nest without limit), writing text and noting ranges."""
        writer = _TextWriter()
        open_tags: list[tuple[Tag, Iterator[object], int]] = [(self._soup, iter(self._soup.contents), 0)]
        while open_tags:
            tag, children, start = open_tags[-1]
            child = next(children, None)
            if child is None:
                open_tags.pop()
                self._ranges[id(tag)] = Span(start, writer.length)
                writer.leave(tag.name)
            elif isinstance(child, Tag):
                if child.name not in _NO_TEXT:
                    writer.enter(child.name)
                    open_tags.append((child, iter(child.contents), writer.length))
            elif isinstance(child, NavigableString) and not isinstance(child, (Comment, PreformattedString)):
                writer.write(str(child))
        return "".join(writer.parts)


class _TextWriter:
    """Collects visible text; white space is held back until something visible follows it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._gap = ""
        self._verbatim = 0

    def enter(self, name: str) -> None:
        self._verbatim += name in _VERBATIM
        self._break(name)

    def leave(self, name: str) -> None:
        self._verbatim -= name in _VERBATIM
        self._break(name)

    def write(self, text: str) -> None:
        folded = text if self._verbatim else _BLANKS.sub(" ", text)
        visible = folded.strip(" \t\r\n\f")
        if not visible:
            self._gap = self._gap or (" " if folded else "")
            return
        if folded[0].isspace():
            self._gap = self._gap or " "
        self._emit((self._gap if self.length else "") + visible)
        self._gap = " " if folded[-1].isspace() else ""

    def _break(self, name: str) -> None:
        if name in _BLOCKS or name == "br":
            self._gap = "\n"

    def _emit(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _label_words(tag: Tag) -> frozenset[str]:
    words: set[str] = set()
    for attribute in _LABELLING_ATTRIBUTES:
        value = tag.get(attribute) or ""
        words.update(_WORD.findall(value if isinstance(value, str) else " ".join(value)))
    return frozenset(word.lower() for word in words)
