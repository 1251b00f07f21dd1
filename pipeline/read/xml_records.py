"""XML with many records: each is cut out of the bytes at its tags and parsed alone, so that a broken one costs only
itself, memory holds one at a time, and no document type declaration (entities, external files) is ever in effect.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from lxml import etree

from pipeline.errors import ReadError
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE, xml_as_utf8

_CHUNK = 1 << 20
# Every safety of the parser is on: limits of depth and size, no entities, no network, nothing repaired.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    recover=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
# Prefixes that records use and that the element around them declared.
_PREFIXES = {
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_WRAPPER = "<r " + " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items()) + ">"
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_RAISED = re.compile(r"[-−–+]?\d{1,3}")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_BLANKS = re.compile(r"[ \t\r\n]+")
_LONGEST_TAG = 64


def parse_record(data: bytes, where: str) -> etree._Element:
    """Return the element of one record. Raises ReadError for broken XML, with what is wrong and in which line."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        first = error
    try:
        if "not defined" in str(first):
            return etree.fromstring(_declared(data), _PARSER)[0]
    except (etree.XMLSyntaxError, UnicodeDecodeError, IndexError):
        pass
    reason = " ".join(str(first).split()).replace(" (<string>, line", " (line").partition(" (line")[0]
    raise ReadError(f"{where}: broken XML ({reason}); export it again")


def _declared(data: bytes) -> bytes:
    """A record with what declarations outside it supply: namespace prefixes, and HTML's names of characters."""
    text = _NAMED_ENTITY.sub(_as_character, data.decode("utf-8"))
    return f"{_WRAPPER}{text}</r>".encode()


def _as_character(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    return match.group() if character.startswith("&") else html.escape(character)


def printed(element: etree._Element) -> str:
    """Return the text of an element, inline markup run on, white space folded to single blanks."""
    if len(element):
        raise_figures(element)
        return folded(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
    return folded(element.text or "")


def raise_figures(element: etree._Element) -> None:
    """Write raised figures behind a figure as signs of their own: 10<sup>9</sup> is 10⁹ and not 109."""
    for raised in element.iter("sup"):
        before = raised.getprevious()
        parent = raised.getparent()
        text = before.tail if before is not None else parent.text if parent is not None else None
        if text and text[-1].isdigit() and _RAISED.fullmatch(raised.text or ""):
            raised.text = (raised.text or "").translate(_SUPERSCRIPTS)


def folded(text: str) -> str:
    """Return a text with ASCII white space folded to single blanks; other spaces stay."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:  # far quicker than the expression
        text = _BLANKS.sub(" ", text)
    return text.strip(" ")


def cut_elements(
    stream: BinaryIO, prefix: bytes, names: Sequence[bytes], id_of: Callable[[bytes], str | None], most_mb: int
) -> Iterator[Piece]:
    """Yield the elements of these names with their bytes, in order; `id_of` finds the id in them.

    Their start tags begin with `prefix`; they must not nest. One
    larger than `most_mb` is a `problem`. Raises ReadError where there is none.
    """
    cutter = _Cutter(xml_as_utf8(stream), prefix, names, most_mb * MEGABYTE)
    too_large = f"the record is larger than {most_mb} MB; raise read.max_document_mb in the settings"
    count = 0
    for count, data in enumerate(cutter.cut(), 1):  # noqa: B007
        if data is None:
            yield Piece(None, b"", too_large)
        else:
            yield Piece(id_of(data), data)
    if not count:
        raise ReadError(f"there is no <{names[0].decode()}> in it; it may be cut off: export it again")


class _Cutter:
    """Finds tags in a sliding window over a stream. All searches go on where the last one ended: time is linear."""

    def __init__(self, stream: BinaryIO, prefix: bytes, names: Sequence[bytes], limit: int) -> None:
        self._stream = stream
        self._prefix = prefix
        self._start_tag = re.compile(b"<(" + b"|".join(names) + rb")(?=[ \t\r\n/>])")
        self._limit = limit
        self._window = b""
        self._at = 0

    def cut(self) -> Iterator[bytes | None]:
        """Yield the elements; None for one that is too large."""
        while (tag := self._next_start()) is not None:
            closing = b"</" + tag.group(1) + b">"
            end = self._end(closing)
            if end is None:
                self._skip(closing)
                yield None
            else:
                start, self._at = self._at, end
                yield self._window[start:end] if end - start <= self._limit else None

    def _more(self) -> bool:
        """Read on, forgetting what is behind; return whether there was more."""
        chunk = self._stream.read(_CHUNK)
        self._window = self._window[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def _tag(self, at: int) -> re.Match[bytes] | None:
        """Return the next start tag; `<article` is not `<article-meta`."""
        while (at := self._window.find(self._prefix, at)) >= 0:
            if tag := self._start_tag.match(self._window, at):
                return tag
            at += 1
        return None

    def _next_start(self) -> re.Match[bytes] | None:
        """Go to the next start tag."""
        while (tag := self._tag(self._at)) is None:
            self._at = max(self._at, len(self._window) - _LONGEST_TAG)
            if not self._more():
                return None
        self._at = tag.start()
        return tag

    def _end(self, closing: bytes) -> int | None:
        """Return where the record at the position ends: after its end tag, or before the next start tag; None if
        neither comes within the limit.
        """
        done = 1
        while True:
            tag = self._tag(self._at + done)
            end = self._window.find(closing, self._at + done, tag.start() if tag else len(self._window))
            if end >= 0:
                return end + len(closing)
            if tag:
                return tag.start()
            done = max(done, len(self._window) - self._at - _LONGEST_TAG)
            if len(self._window) - self._at > self._limit:
                return None
            if not self._more():
                return len(self._window)

    def _skip(self, closing: bytes) -> None:
        """Go on behind a record that is too large."""
        while True:
            self._at = max(self._at + 1, len(self._window) - _LONGEST_TAG)
            if not self._more():
                return
            tag = self._tag(self._at)
            end = self._window.find(closing, self._at, tag.start() if tag else len(self._window))
            if end >= 0 or tag:
                self._at = end + len(closing) if tag is None or end >= 0 else tag.start()
                return
