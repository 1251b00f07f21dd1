"""Tables to an Excel file, a sheet a table, row after row."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from pipeline.errors import OutputError
from pipeline.export.cells import Cell, cell

# Excel opens no file beyond these: https://support.microsoft.com, "Excel specifications and limits".
CELL_CHARS = 32_767
SHEET_ROWS = 1_048_576
_ROWS = 1000
_REMEDY = "export it to a .csv or .jsonl file"
# The same tables give the same bytes: no time of writing stands in the file.
_DATE = (1980, 1, 1, 0, 0, 0)
_DATES_IN_XML = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_excel(path: Path, tables: Mapping[str, tuple[list[str], Iterable[pa.Table]]]) -> None:
    """Write tables (columns and parts) as the sheets of an Excel file.

    Raises OutputError for a table that is too long for a sheet and a text that is too long for a cell, and OSError.
    """
    book = Workbook(write_only=True)
    try:
        for table, (columns, parts) in tables.items():
            sheet = book.create_sheet(table)
            sheet.freeze_panes = "A2"
            sheet.append([_bold(sheet, column) for column in columns])
            _fill(sheet, table, parts)
    finally:  # also what openpyxl would leave open, and complain of, when something went wrong
        for sheet in book.worksheets:
            sheet.close()
    with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        dated = Path(folder) / "dated.xlsx"
        with zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        _without_dates(dated, path)


def _bold(sheet: Any, text: str) -> Any:
    heading = WriteOnlyCell(sheet, value=text)
    heading.font = Font(bold=True)
    return heading


def _fill(sheet: Any, table: str, parts: Iterable[pa.Table]) -> None:
    rows = 1  # the header
    for part in parts:
        rows += part.num_rows
        if rows > SHEET_ROWS:
            raise OutputError(
                f"{table}: has more than the {SHEET_ROWS - 1:,} rows that a sheet of Excel holds; {_REMEDY}"
            )
        for batch in part.to_batches(max_chunksize=_ROWS):
            for row in batch.to_pylist():
                sheet.append([_checked(table, name, cell(value), row) for name, value in row.items()])


def _checked(table: str, column: str, value: Cell, row: Mapping[str, object]) -> Cell:
    """Return a cell that fits into a sheet. Raises OutputError for one that does not."""
    if isinstance(value, str) and _excel_length(value) > CELL_CHARS:
        of = row.get("doc_id") or row.get("source")
        limit = f"the {CELL_CHARS:,} characters that a cell of Excel holds"
        raise OutputError(f"{table}: '{column}' of {of} is longer than {limit}; {_REMEDY}")
    return value


def _excel_length(text: str) -> int:
    """Return the length as Excel counts it, in UTF-16 code units."""
    return len(text) if len(text) * 2 <= CELL_CHARS else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_dates(dated: Path, path: Path) -> None:
    with zipfile.ZipFile(dated) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            plain = zipfile.ZipInfo(item.filename, _DATE)
            plain.compress_type = zipfile.ZIP_DEFLATED
            if item.filename == "docProps/core.xml":
                new.writestr(plain, _DATES_IN_XML.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(item)))
            else:
                with old.open(item) as source, new.open(plain, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target)
