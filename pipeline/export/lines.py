"""A table to a text file, row after row: CSV, TSV, JSON lines. Rows are never all in memory."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from pipeline.export.cells import Cell, cell

_ROWS = 1000


def write_csv(path: Path, columns: list[str], parts: Iterable[pa.Table], *, delimiter: str, bom: bool) -> None:
    """Write UTF-8 text with a delimiter; with `bom`, the mark by which Excel knows UTF-8. Raises OSError."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        for part in parts:
            for batch in part.to_batches(max_chunksize=_ROWS):
                writer.writerows([_text(cell(value)) for value in row.values()] for row in batch.to_pylist())


def write_jsonl(path: Path, parts: Iterable[pa.Table]) -> None:
    """Write one JSON object a row, with lists and nulls as they are. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in parts:
            for batch in part.to_batches(max_chunksize=_ROWS):
                file.writelines(f"{json.dumps(_finite(row), ensure_ascii=False)}\n" for row in batch.to_pylist())


def _finite(row: dict[str, object]) -> dict[str, object]:
    """Return a row whose numbers JSON can hold."""
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in row.items()}


def _text(value: Cell) -> Cell:
    """Return a cell as CSV shows it: true and false, whole numbers without a point."""
    if isinstance(value, bool):
        return str(value).lower()
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
