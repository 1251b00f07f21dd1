"""A run's tables as few large Parquet files in document order, in one folder that is replaced as a whole."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

import pipeline
from pipeline.errors import OutputError
from pipeline.lake.files import TableWriter
from pipeline.lake.layout import (
    LakeTable,
    Layout,
    check_apart,
    check_lake,
    describe,
    file_schema,
    folder_of,
    table_schema,
)
from pipeline.lake.publish import replaced
from pipeline.tables import SCHEMAS
from pipeline.tables.snapshot import Snapshot
from pipeline.tables.writer import cannot_write


def compact(run_dir: Path, lake: Path, layout: Layout) -> dict[str, LakeTable]:
    """Write the tables of a run to `lake`, which is its whole content from then on; return what was written.

    Rows are held in memory by the shard, never a table. The same run gives the same files. Raises OutputError for a
    folder without results, and a `lake` that cannot be written or is something else.
    """
    check_apart(run_dir, lake)
    check_lake(lake, "parquet")
    snapshot = Snapshot.of(run_dir)
    try:
        with replaced(lake) as folder:
            written = {table: _write(snapshot, table, folder, layout) for table in SCHEMAS}
            describe(folder, "parquet", layout, tables={table: part._asdict() for table, part in written.items()})
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise OutputError(
                f"{lake}: a value of '{layout.partition_by}' is too long for a folder's name; choose another column"
            ) from None
        raise cannot_write(lake, error) from error
    return written


def _write(snapshot: Snapshot, table: str, folder: Path, layout: Layout) -> LakeTable:
    column = layout.partition_of(table)
    schema = file_schema(table, layout)
    (folder / table).mkdir()
    writer = TableWriter(folder / table, schema, layout.file_bytes, _mark(snapshot, layout))
    try:
        for rows, values in snapshot.parts(table, beside=column):
            for partition, some in _partitions(rows, values, column):
                writer.add(some.select(schema.names), partition)
        writer.close(table_schema(table, layout))
    except BaseException:
        writer.abandon()
        raise
    return LakeTable(writer.rows, writer.files)


def _partitions(rows: pa.Table, values: pa.Array | None, column: str | None) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows by partition, in the order in which the partitions first occur."""
    if values is None or column is None:
        yield "", rows
        return
    for value in values.unique():
        same = pc.equal(values, value) if value.is_valid else pc.is_null(values)
        yield folder_of(column, value.as_py()), rows.filter(pc.fill_null(same, False))


def _mark(snapshot: Snapshot, layout: Layout) -> str:
    """Return what tells files of different runs, layouts and versions apart."""
    state = f"{snapshot.manifest.model_dump_json()} {layout} {pipeline.__version__}"
    return hashlib.sha256(state.encode()).hexdigest()[:12]
