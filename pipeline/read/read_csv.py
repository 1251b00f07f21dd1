"""Tables as text: CSV, TSV and their kin."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.columns import (
    HEADER_WITHIN,
    as_bytes,
    is_lying,
    is_table,
    no_header,
    recognised,
    row_id,
    worth,
)
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE, lines, peek, text_as_utf8

_DELIMITERS = ",\t;|"
_SEPARATOR_LINE = b"sep="  # Excel's own first line
_READ_AGAIN = 4  # so many times the largest document is read twice to go on behind broken rows
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def holds_csv(head: bytes) -> bool:
    """Whether the first bytes of a file are a header that names columns of an export, and a row below."""
    text = head.decode("utf-16" if head.startswith(_BOMS) else "utf-8-sig", "replace")
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if not rest.strip() or len(first) > len(head) // 2 or "<" in first:
        return False
    header = _parsed(first, _delimiter(first))
    return len(header) > 2 and is_table(header)


def split_csv(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the rows below the header, as JSON. Raises ReadError for a table without title and abstract columns."""
    table = text_as_utf8(stream)
    limit = settings.max_document_mb * MEGABYTE
    csv.field_size_limit(limit)
    delimiter, above = _layout(table, settings)
    rows = _rows(islice(lines(table, limit), above, None), delimiter, limit)
    header = [name.strip() for name in next(rows, None) or []]
    if not worth(header, settings):
        raise ReadError(no_header([header, *filter(None, islice(rows, HEADER_WITHIN))], settings))
    for row in rows:
        if row is None:
            yield Piece(None, b"", "the row cannot be read (a quote that is never closed, or too large); mend it")
        else:
            yield _piece(header, row, settings)


def _layout(table: BinaryIO, settings: ReadSettings) -> tuple[str, int]:
    """Return the delimiter, as Excel's own first line states it or as the header shows it, and how many lines stand
    above the header. Where none is known as one, the first line is, by the sign that divides it into the most columns.
    """
    head = peek(table).splitlines()
    is_stated = head[:1] != [] and head[0][:4].lower() == _SEPARATOR_LINE
    signs = _decoded(head[0][4:5]) or "," if is_stated else _DELIMITERS
    places = (at for at, line in enumerate(head) if line.strip() and at >= is_stated)
    tried = [(at, sign, _parsed(_decoded(head[at]), sign)) for at in islice(places, HEADER_WITHIN) for sign in signs]
    above, delimiter, _ = max(
        tried, key=lambda found: (worth(found[2], settings), -found[0], len(found[2])), default=(0, ",", [])
    )
    first = [row for _, sign, row in tried if sign == delimiter]
    if is_lying(first, settings):
        raise ReadError(no_header(first, settings))
    return delimiter, above


def _piece(header: Sequence[str], row: Sequence[str], settings: ReadSettings) -> Piece:
    if any(value.strip() for value in row[len(header) :]):
        return Piece(None, b"", f"the row has {len(row)} values for {len(header)} columns; mend its quotes")
    values: dict[str, str] = {}
    for name, value in zip(header, row, strict=False):
        if value.strip():
            values.setdefault(name, value)
    return Piece(row_id(values, settings), as_bytes(values))


def _rows(found: Iterator[bytes | None], delimiter: str, limit: int) -> Iterator[list[str] | None]:
    """Yield the rows that are not blank, the header first; None for one that cannot be read. After such a one it goes
    on at the line below the one where that began, so that an open quote takes no other rows with it.
    """
    source = _Lines(found, limit)
    columns = 0
    while True:
        source.begin_row()
        try:
            row = next(csv.reader(source, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            yield _lenient(source.first, delimiter, columns)
            source.go_back()
            continue
        if len(row) < columns and _are_rows(source.others, delimiter, columns):
            yield None
            source.go_back()
        elif any(value.strip() for value in row):
            columns = columns or len(row)
            yield row


def _are_rows(found: Sequence[str], delimiter: str, columns: int) -> bool:
    """Whether lines that one row took in, up to a stray quote that closed it, are whole rows themselves."""
    return bool(found) and all(len(_parsed(line, delimiter)) == columns for line in found)


def _lenient(line: str, delimiter: str, columns: int) -> list[str] | None:
    """A line with quotes inside of a field that are not doubled, if it is a whole row nevertheless."""
    row = _parsed(line, delimiter)
    return row if row and len(row) == columns and not row[-1].endswith(("\r", "\n")) else None


class _Lines:
    """The lines of a table as text, row by row: a row over the limit ends with an error instead of more lines."""

    def __init__(self, found: Iterator[bytes | None], limit: int) -> None:
        self._lines = found
        self._limit = limit
        self._again: deque[bytes] = deque()
        self._left = _READ_AGAIN * limit  # bytes
        self.begin_row()

    def begin_row(self) -> None:
        """Begin to count anew."""
        self._size = 0
        self._row: list[bytes] = []

    @property
    def first(self) -> str:
        """The line in which the row begins; empty where it is too large."""
        return _decoded(self._row[0]) if self._row else ""

    @property
    def others(self) -> list[str]:
        """The lines of the row after its first."""
        return [_decoded(line) for line in self._row[1:]]

    def go_back(self) -> None:
        """Go on behind the first line of the row. A table that asks for too much of it goes on behind the row."""
        self._left -= self._size
        if self._left > 0:
            self._again.extendleft(reversed(self._row[1:]))

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._size += 0 if line is None else len(line)
        if line is None or (self._row and self._size > self._limit):
            if line is not None:
                self._again.appendleft(line)
            raise csv.Error("row too large")
        self._row.append(line)
        return _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _delimiter(first: str) -> str:
    """Return the sign that divides a header into the most columns that are known, otherwise into the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        header = _parsed(first, delimiter)
        return len(recognised(header)), len(header)

    return max(_DELIMITERS, key=worth)


def _parsed(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return []
