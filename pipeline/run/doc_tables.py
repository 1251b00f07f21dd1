"""The rows of one document in every table."""

from __future__ import annotations

import pyarrow as pa

from pipeline.read import Record, Unreadable
from pipeline.tables import SCHEMAS, to_arrow

DocTables = dict[str, pa.Table]
"""One document's rows (or more), a table for every name in `SCHEMAS`."""

_MESSAGE_CHARS = 300


def error_tables(record: Record | Unreadable, stage: str, cause: Exception) -> DocTables:
    """Return tables that are empty but for one row in `errors`."""
    row = {
        "source": _printable(record.name),
        "record": None if record.record is None else _printable(record.record),
        "stage": stage,
        "error": type(cause).__name__,
        "message": _one_line(cause),
    }
    return {table: to_arrow(table, [row] if table == "errors" else ()) for table in SCHEMAS}


def _one_line(error: Exception) -> str:
    # An OSError's full text names an absolute path, which differs from machine to machine.
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(_printable(text).split())[:_MESSAGE_CHARS]


def _printable(text: str) -> str:
    """The text without halves of characters (what a file name that is no UTF-8 has)."""
    return text.encode("utf-8", "replace").decode()
