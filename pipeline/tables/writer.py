"""Rows to Arrow tables to Parquet files, always the same bytes for the same rows."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.tables.schemas import SCHEMAS

TEMPORARY = ".tmp"
"""How the names of files end that were not written to their end."""


def to_arrow(table: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return rows as an Arrow table with the schema of `table`; a column that a row leaves out is null.

    Raises ValueError for a key that is no column, a value of another type, and a null in a key column.
    """
    schema = SCHEMAS[table]
    rows = list(rows)
    if not rows:
        return schema.empty_table()
    unknown = sorted({key for row in rows for key in row} - set(schema.names))
    if unknown:
        raise ValueError(f"table '{table}' has no column '{unknown[0]}'")
    try:
        arrow = pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowException, OverflowError, TypeError) as error:
        raise ValueError(f"table '{table}': {error}") from error
    for field in schema:
        if not field.nullable and arrow[field.name].null_count:
            raise ValueError(f"table '{table}': column '{field.name}' must not be null")
    return arrow


def write_file(arrow: pa.Table, path: Path) -> None:
    """Write one Parquet file so that it is either there as a whole or not at all.

    Raises OutputError when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            pq.write_table(arrow, temporary, compression="zstd", compression_level=3)
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def write_text(text: str, path: Path) -> None:
    """Write one text file so that it is there as a whole, or as it was before. Raises OSError."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file beside `path` to write to; when all goes well it takes its place in one step, else it is deleted.

    What is a link, or there and no file (`/dev/stdout`), is written itself.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield path
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def cannot_write(folder: Path, error: OSError) -> OutputError:
    """Return the error that says that a result folder cannot be written, and why."""
    if error.errno == errno.ENOSPC:
        return OutputError(f"{folder}: no space left; free some and run again")
    return OutputError(f"{folder}: cannot be written ({error.strerror or error}); choose another --out")
