"""Excel workbooks (.xlsx): each sheet with a header that names a title or an abstract is a table."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO, TypeAlias

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.columns import HEADER_WITHIN, as_bytes, header_at, no_header, row_id
from pipeline.read.packed import spooled
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What openpyxl holds in memory at once, as a multiple of the largest document.
_UNPACKED = 20
_MOST_ROWS = 1_048_576  # of a sheet, as in Excel
_MOST_COLUMNS = 1000  # that are looked at
_MOST_BLANK = 100_000  # rows, one below the other
_NO_TABLE = "a sheet without a column for the title or the abstract"

_Row: TypeAlias = Sequence[Any] | ReadError


def holds_workbook(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook (or of one from before 2007, to say so)."""
    return (head.startswith(_ZIP) and b"xl/" in head) or head.startswith(_OLD_EXCEL)


def split_excel(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the rows of all sheets that are tables, as JSON. Raises ReadError where there is none."""
    file = spooled(stream)
    if file.read(len(_OLD_EXCEL)) == _OLD_EXCEL:
        raise ReadError("an Excel file from before 2007, or one with a password; save it as .xlsx or CSV")
    _expect_size(file, settings)
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = workbook.worksheets
    except Exception as error:  # openpyxl raises whatever a broken part of the file leads to
        raise ReadError(f"broken workbook ({' '.join(str(error).split())[:120]}); save it again") from None
    yield from _tables(sheets, settings)


def _tables(sheets: Sequence[Any], settings: ReadSettings) -> Iterator[Piece]:
    """Yield the rows of the sheets that are tables, then a word on each of the others. Raises ReadError where there is
    no table.
    """
    is_found = False
    others: list[list[list[str]]] = []
    for rows in map(_rows, sheets):
        first = list(islice(rows, HEADER_WITHIN))
        names = [_names(row) for row in first if not isinstance(row, ReadError)]
        at = header_at(names, settings)
        if at is not None:
            is_found = True
            yield from (_piece(names[at], row, settings) for row in chain(first[at + 1 :], rows))
        elif len(names) < len(first):
            is_found = True
            yield _piece((), first[-1], settings)
        elif first:
            others.append(names)
    if not is_found:
        raise ReadError(no_header(list(chain.from_iterable(others)), settings))
    yield from (Piece(None, b"", skipped=_NO_TABLE) for _ in others)


def _names(row: Sequence[Any]) -> list[str]:
    """A row as names of columns, without the empty ones at its end."""
    names = [str(value).strip() if value is not None else "" for value in row]
    return names[: max((at for at, name in enumerate(names, 1) if name), default=0)]


def _piece(header: Sequence[str], row: _Row, settings: ReadSettings) -> Piece:
    if isinstance(row, ReadError):
        return Piece(None, b"", str(row))
    values: dict[str, Any] = {}
    for name, value in zip(header, row, strict=False):
        if name and value is not None:
            values.setdefault(name, value)  # of two columns of one name the first that is filled
    return Piece(row_id(values, settings), as_bytes(values))


def _expect_size(file: BinaryIO, settings: ReadSettings) -> None:
    """Raise ReadError for a workbook that is no zip file or unpacks to too much."""
    try:
        with zipfile.ZipFile(file) as archive:
            total = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError) as error:
        raise ReadError(f"broken workbook ({error}); save it again") from None
    packed = file.seek(0, 2)
    file.seek(0)
    most = min(_UNPACKED * settings.max_document_mb * MEGABYTE, max(64 * MEGABYTE, settings.max_ratio * packed))
    if total > most:
        raise ReadError(f"a workbook that unpacks to {total // MEGABYTE} MB, more than is safe; save it as CSV")


def _rows(sheet: Any) -> Iterator[_Row]:
    """Yield the rows of a sheet that are not blank; where it is broken, an error as the last."""
    if not hasattr(sheet, "reset_dimensions"):
        return  # a chart
    try:
        sheet.reset_dimensions()
        blank = 0
        for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True):
            blank = blank + 1 if row.count(None) == len(row) else 0
            if blank > _MOST_BLANK:
                yield ReadError(f"a sheet with more than {_MOST_BLANK} blank rows between others; delete them")
                return
            if not blank:
                yield row
    except Exception as error:  # see above
        yield ReadError(f"broken sheet ({' '.join(str(error).split())[:120]}); save it again")
