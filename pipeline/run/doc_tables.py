"""The rows of one document in every table."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.read import Record, Unreadable
from pipeline.tables import SCHEMAS, to_arrow

DocTables = dict[str, pa.Table]
"""One document's rows (or more), a table for every name in `SCHEMAS`."""
Packed = Mapping[str, bytes]
"""The same on its way between processes: the rows alone, of the tables that have some."""

_MESSAGE_CHARS = 300
_EMPTY = {table: schema.empty_table() for table, schema in SCHEMAS.items()}


def pack(tables: DocTables) -> Packed:
    """Return tables as they travel: a table by itself takes twenty times as long, most of it for its schema."""
    return {name: _bytes(arrow) for name, arrow in tables.items() if arrow.num_rows}


def _bytes(arrow: pa.Table) -> bytes:
    [batch] = arrow.combine_chunks().to_batches()
    return batch.serialize().to_pybytes()  # type: ignore[no-any-return]


def unpack(packed: Packed) -> DocTables:
    """Return the tables that were packed."""
    return _EMPTY | {
        name: pa.Table.from_batches([pa.ipc.read_record_batch(rows, SCHEMAS[name])]) for name, rows in packed.items()
    }


def error_tables(record: Record | Unreadable, stage: str, cause: Exception) -> DocTables:
    """Return tables that are empty but for one row in `errors`."""
    row = {
        "source": _printable(record.name),
        "record": None if record.record is None else _printable(record.record),
        "stage": stage,
        "error": type(cause).__name__,
        "message": _one_line(cause),
    }
    return _EMPTY | {"errors": to_arrow("errors", [row])}


def _one_line(error: Exception) -> str:
    # An OSError's full text names an absolute path, which differs from machine to machine.
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(_printable(text).split())[:_MESSAGE_CHARS]


def _printable(text: str) -> str:
    """The text without halves of characters (what a file name that is no UTF-8 has)."""
    return text.encode("utf-8", "replace").decode()
