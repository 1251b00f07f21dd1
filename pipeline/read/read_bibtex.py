"""BibTeX: entries are cut out by their braces, each is read alone, LaTeX becomes Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.bibtex_fields import entry_fields, names_of
from pipeline.read.fields import from_fields, id_of, text_of
from pipeline.read.latex import unicode_text
from pipeline.read.record import Piece, Record
from pipeline.read.stream import MEGABYTE, lines, text_as_utf8

# Names of fields by the field that they hold, the best first.
_NAMES = {
    "title": "title",
    "abstract": "abstract",
    "journal": "journal journaltitle booktitle",
    "year": "year date",
    "doi": "doi",
    "pmid": "pmid",
    "pmcid": "pmcid pmc",
    "language": "language langid",
    "authors": "author",
    "types": "document_type type",
    "links": "url",
    "notes": "note",
}
_BEFORE = rb"(?:\xef\xbb\xbf|[\s,;})]){0,20}@\s{0,9}"
_ENTRY = re.compile(_BEFORE + rb"([A-Za-z]{1,40})\s{0,9}([{(])")
_KIND_ALONE = re.compile(_BEFORE + rb"[A-Za-z]{1,40}\s*")  # the bracket stands in a line below
_KEY = re.compile(r"\s{0,20}@\s{0,9}[A-Za-z]{1,40}\s{0,9}[{(]\s{0,99}([^\s,{}()]{1,120})")
_IDENTIFIER = re.compile(r"\b(pmid|doi|url|note)\s{0,9}=\s{0,9}[{\"]{0,2}([^}\"\n,]{1,200})", re.IGNORECASE)
_SIGN = re.compile(rb"\\.|[{})\"]", re.DOTALL)
_FIELD = re.compile(rb"[\s,;})]{0,20}[A-Za-z][\w-]{0,40}\s{0,20}=\s{0,20}[{\"]")
_STRAY = "fields outside of any entry (one brace too many before them); mend or export it again"
_NO_RECORDS = frozenset({b"comment", b"preamble"})
_MACRO = b"string"
_MOST_MACROS = 1 << 16
_DEEPEST = 50
# Lines that an export has wrapped: the next one is indented, or the sentence goes on. A blank line stays.
_WRAPPED = re.compile(r"(?<=\S)[ \t]{0,9}\r?\n[ \t]{1,99}(?=\S)|(?<=[^\s.?!:])[ \t]{0,9}\r?\n(?=\S)")
_PUBMED = re.compile(r"pubmed|pmid|medline", re.IGNORECASE)


def holds_bibtex(head: bytes) -> bool:
    """Whether a file begins as a BibTeX file does and holds two entries."""
    return begins_bibtex(head) and sum(1 for line in head.splitlines() if _ENTRY.match(line.lstrip())) > 1


def begins_bibtex(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a BibTeX entry."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    match = _ENTRY.match(start)
    return match is not None and re.match(rb"[^\s,{}]{1,120}\s{0,9}[,=]", start[match.end() :].lstrip()) is not None


def split_bibtex(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the entries, each after the `@string` macros before it. Raises ReadError where there is none."""
    macros = b""
    found = False
    problem = f"the entry is larger than {settings.max_document_mb} MB; split it, or raise read.max_document_mb"
    for kind, data in _cut(text_as_utf8(stream), settings.max_document_mb * MEGABYTE):
        if data == b"":
            yield Piece(None, b"", _STRAY)
        elif kind == _MACRO and data is not None:
            macros = (macros + data)[:_MOST_MACROS]
        elif kind not in _NO_RECORDS and kind != _MACRO:
            found = True
            yield Piece(None, b"", problem) if data is None else Piece(_id(data), macros + data)
    if not found:
        raise ReadError("no entry begins in it (no line '@article{'); export it again")


class _Entry:
    """An entry while it is read: its bytes, with braces around it whatever it was written with."""

    def __init__(self, kind: bytes, bracket: bytes, limit: int) -> None:
        self.kind = kind.lower()
        self.is_closed = False
        self._round = bracket == b"("
        self._held = [b"@", kind, b"{"]
        self._depth, self._size, self._limit = 0, 0, limit
        self._in_quotes = False

    def take(self, text: bytes) -> bytes:
        """Take what belongs to the entry; return what stands behind its end."""
        for match in _SIGN.finditer(text):
            if self._ends_at(match.group()):
                self.is_closed = True
                self._add(text[: match.start()])
                self._held.append(b"}\n")
                return text[match.end() :]
        self._add(text)
        return b""

    def too_large(self) -> None:
        """Give up its bytes."""
        self._size = self._limit + 1

    def _add(self, text: bytes) -> None:
        self._size += len(text)
        if self._size <= self._limit:
            self._held.append(text)

    def _ends_at(self, sign: bytes) -> bool:
        if self._depth == 0 and not self._in_quotes and sign == (b")" if self._round else b"}"):
            return True
        if sign == b'"' and self._depth == 0:
            self._in_quotes = self._round and not self._in_quotes
        self._depth = max(0, self._depth + (sign == b"{") - (sign == b"}"))
        return False

    def cut_out(self) -> tuple[bytes, bytes | None]:
        """Return its kind and its bytes; None where they are too many."""
        return self.kind, b"".join(self._held) if self._size <= self._limit else None


def _cut(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield the kind and the bytes of each entry, up to the bracket that closes it or to the line where another begins;
    None for one that is too large, no bytes for fields outside of any.
    """
    entry: _Entry | None = None
    kind_alone = b""
    is_stray = False
    for line in lines(stream, limit):
        if line is None:
            if entry is None:
                yield b"", None
            else:
                entry.too_large()
            continue
        rest, kind_alone = kind_alone + line, b""
        while rest:
            begins = _ENTRY.match(rest) if entry is None or rest.startswith(b"@") else None
            if begins:
                if entry is not None:
                    yield entry.cut_out()
                entry, rest, is_stray = _Entry(begins[1], begins[2], limit), rest[begins.end() :], False
            if entry is None:
                if _FIELD.match(rest) and not is_stray:
                    is_stray = True
                    yield b"", b""
                kind_alone = rest.rstrip() if _KIND_ALONE.fullmatch(rest) else b""
                break
            rest = entry.take(rest)
            if entry.is_closed:
                yield entry.cut_out()
                entry = None
    if entry is not None:
        yield entry.cut_out()


def _id(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    stated: dict[str, list[str]] = {}
    for name, value in _IDENTIFIER.findall(text):
        stated.setdefault({"url": "links", "note": "notes"}.get(name.lower(), name.lower()), []).append(value)
    key = _KEY.match(text)
    return id_of({**stated, "id": [key[1]] if key else []})


def read_bibtex(record: Record, settings: ReadSettings) -> Source:
    """Return the source of an entry. Raises ReadError if it is broken or has no text."""
    text = text_of(record)
    if _depth(text) > _DEEPEST:
        raise ReadError(f"{record.where}: braces nested deeper than {_DEEPEST}; export it again")
    try:
        values = entry_fields(text)
    except ReadError as error:
        raise ReadError(f"{record.where}: broken BibTeX ({error}); export it again") from None
    if _PUBMED.search(values.get("eprinttype", "")):
        values.setdefault("pmid", values.get("eprint", ""))
    fields = {
        field: [unicode_text(part) for name in names.split() for part in _parts(field, values.get(name, ""))]
        for field, names in _NAMES.items()
    }
    return from_fields(record, fields)


def _parts(field: str, value: str) -> list[str]:
    value = _WRAPPED.sub(" ", value)
    return names_of(value) if field == "authors" else [value] if value else []


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
