"""The rows of a document as they travel between processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.read import Record, Unreadable

DocRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""One document's rows by table; tables without rows may be left out."""

_MESSAGE_CHARS = 300


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
