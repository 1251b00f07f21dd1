"""The rows of documents, as they travel between processes and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.read import Record, Unreadable
from pipeline.tables import SCHEMAS, to_arrow

DocRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""One document's rows by table; tables without rows may be left out."""
DocTables = dict[str, pa.Table]
"""Rows of one document or more, a table for every name in `SCHEMAS`."""

_MESSAGE_CHARS = 300


def tables_of(records: Sequence[Record | Unreadable], parts: Sequence[DocRows]) -> DocTables:
    """Return the rows of documents as tables, document by document in order.

    A document whose rows do not fit its tables becomes a row of `errors`. All are converted together: a table of a few
    rows costs as much as one of hundreds.
    """
    try:
        return _joined(parts)
    except ValueError:
        return _joined([_fitting(record, part) for record, part in zip(records, parts, strict=True)])


def _joined(parts: Sequence[DocRows]) -> DocTables:
    return {table: to_arrow(table, [row for part in parts for row in part.get(table, ())]) for table in SCHEMAS}


def _fitting(record: Record | Unreadable, part: DocRows) -> DocRows:
    try:
        _joined([part])
    except ValueError as error:
        return error_rows(record, "write", error)
    return part


def error_rows(record: Record | Unreadable, stage: str, cause: Exception) -> DocRows:
    """Return a row in `errors`, and no other."""
    row = {
        "source": _printable(record.name),
        "record": None if record.record is None else _printable(record.record),
        "stage": stage,
        "error": type(cause).__name__,
        "message": _one_line(cause),
    }
    return {"errors": [row]}


def _one_line(error: Exception) -> str:
    # An OSError's full text names an absolute path, which differs from machine to machine.
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(_printable(text).split())[:_MESSAGE_CHARS]


def _printable(text: str) -> str:
    """The text without halves of characters (what a file name that is no UTF-8 has)."""
    return text.encode("utf-8", "replace").decode()
