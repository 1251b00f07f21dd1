"""A run's tables as few large Parquet files in document order, in one folder that is replaced as a whole."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

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
    table_schema,
)
from pipeline.lake.partitions import in_partitions
from pipeline.lake.publish import replaced
from pipeline.tables import SCHEMAS
from pipeline.tables.snapshot import Snapshot
from pipeline.tables.writer import cannot_write


def compact(run_dir: Path, lake: Path, layout: Layout) -> dict[str, LakeTable]:
    """Write the tables of a run to `lake`, which is its whole content from then on; return what was written.

    No table is ever in memory as a whole. The same run gives the same files. Raises OutputError for a folder without
    results, and a `lake` that cannot be written or is something else.
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
    schema = file_schema(table, layout)
    (folder / table).mkdir()
    writer = TableWriter(folder / table, schema, layout.file_bytes, _mark(snapshot, layout))
    try:
        column, room = layout.partition_of(table), folder.with_name("sort")
        room.mkdir(exist_ok=True)
        for partition, rows in in_partitions(snapshot, table, column, schema, room):
            writer.add(rows, partition)
        writer.close(table_schema(table, layout))
    except BaseException:
        writer.abandon()
        raise
    return LakeTable(writer.rows, writer.files)


def _mark(snapshot: Snapshot, layout: Layout) -> str:
    """Return what tells files of different runs, layouts and versions apart."""
    state = f"{snapshot.manifest.model_dump_json()} {layout} {pipeline.__version__}"
    return hashlib.sha256(state.encode()).hexdigest()[:12]
