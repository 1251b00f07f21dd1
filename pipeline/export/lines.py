"""A table to a text file, row after row: CSV, TSV, JSON lines. Rows are never all in memory."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from pipeline.export.cells import Cell, cell

_ROWS = 1000
_QUOTE = '"'


def write_csv(path: Path, columns: list[str], parts: Iterable[pa.Table], *, delimiter: str, bom: bool) -> None:
    """Write UTF-8 text with a delimiter; with `bom`, the mark by which Excel knows UTF-8. Raises OSError.

    All text is quoted: a program that takes another character for the delimiter cuts no formula out of it.
    """
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        file.write(_line(columns, delimiter))
        for part in parts:
            for batch in part.to_batches(max_chunksize=_ROWS):
                file.writelines(_line(map(cell, row.values()), delimiter) for row in batch.to_pylist())


def _line(cells: Iterable[Cell], delimiter: str) -> str:
    return f"{delimiter.join(map(_field, cells))}\n"


def _field(value: Cell) -> str:
    """Return a cell as CSV shows it: text quoted, true and false, whole numbers without a point, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f'"{value.replace(_QUOTE, _QUOTE * 2)}"'
    if isinstance(value, bool):
        return str(value).lower()
    return repr(int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value)


def write_jsonl(path: Path, parts: Iterable[pa.Table]) -> None:
    """Write one JSON object a row, with lists and nulls as they are. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in parts:
            for batch in part.to_batches(max_chunksize=_ROWS):
                file.writelines(f"{json.dumps(_finite(row), ensure_ascii=False)}\n" for row in batch.to_pylist())


def _finite(row: dict[str, object]) -> dict[str, object]:
    """Return a row whose numbers JSON can hold."""
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in row.items()}
