"""The rows of documents as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pipeline.read import Record, Unreadable
from pipeline.run.doc_rows import DocRows, error_rows
from pipeline.tables import SCHEMAS, to_arrow

DocTables = dict[str, pa.Table]
"""Rows of one document or more, a table for every name in `SCHEMAS`."""


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
