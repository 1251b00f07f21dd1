"""Tables as text: CSV, TSV and their kin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.config import ReadSettings
from pipeline.read.columns import as_bytes, expect_columns, is_table, recognised, row_id
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE, lines, peek, text_as_utf8

_DELIMITERS = ",\t;|"
_SEPARATOR_LINE = b"sep="  # Excel's own first line
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def holds_csv(head: bytes) -> bool:
    """Whether the first bytes of a file are a header that names columns of an export, and a row below."""
    text = head.decode("utf-16" if head.startswith(_BOMS) else "utf-8-sig", "replace")
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > len(head) // 2 or "<" in first:
        return False
    header = _parsed(first, _delimiter(first))
    return len(header) > 2 and is_table(header)


def split_csv(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the rows below the header, as JSON. Raises ReadError for a table without title and abstract columns."""
    table = text_as_utf8(stream)
    delimiter = _stated_delimiter(table)
    limit = settings.max_document_mb * MEGABYTE
    csv.field_size_limit(limit)
    rows = _rows(table, delimiter, limit)
    header = [name.strip() for name in next(rows, None) or []]
    expect_columns(header, settings)
    for row in rows:
        if row is None:
            yield Piece(None, b"", "the row cannot be read (a quote that is never closed, or too large); mend it")
        elif any(value.strip() for value in row):
            yield _piece(header, row, settings)


def _piece(header: Sequence[str], row: Sequence[str], settings: ReadSettings) -> Piece:
    if any(value.strip() for value in row[len(header) :]):
        return Piece(None, b"", f"the row has {len(row)} values for {len(header)} columns; mend its quotes")
    values: dict[str, str] = {}
    for name, value in zip(header, row, strict=False):
        if value.strip():
            values.setdefault(name, value)
    return Piece(row_id(values, settings), as_bytes(values))


def _rows(table: BinaryIO, delimiter: str, limit: int) -> Iterator[list[str] | None]:
    """Yield the rows; None for one that cannot be read."""
    source = _Lines(table, limit)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
            reader = csv.reader(source, delimiter=delimiter)
            continue
        if row:
            yield None if source.is_open else row


class _Lines:
    """The lines of a table as text, row by row: a row over the limit ends with an error instead of more lines."""

    def __init__(self, table: BinaryIO, limit: int) -> None:
        self._lines = lines(table, limit)
        self._limit = limit
        self._ended = False
        self.begin_row()

    def begin_row(self) -> None:
        """Begin to count anew."""
        self._size = self._quotes = 0

    @property
    def is_open(self) -> bool:
        """Whether the row ran to the end of the table in search of a closing quote."""
        return self._ended and self._quotes % 2 == 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self._ended = True
            raise
        self._size += 0 if line is None else len(line)
        if line is None or self._size > self._limit:
            raise csv.Error("row too large")
        self._quotes += line.count(b'"')
        return _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _stated_delimiter(table: BinaryIO) -> str:
    """Return the delimiter: as Excel's first line states it (the line is taken), otherwise as the header shows it."""
    head = peek(table)
    if head[:4].lower() == _SEPARATOR_LINE:
        return table.readline(64).decode("utf-8", "replace")[4:5] or ","
    return _delimiter(_decoded(head.splitlines()[0] if head.strip() else b""))


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
