"""A run's tables as Delta Lake tables: its documents are added, or replace what the tables had of them.

A table changes in commits of some thousand documents; each takes out what was there of these documents and puts in
what the run has, in one step. `documents` is the last table: until it is done, the same run can be added again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.lake.layout import LakeTable, Layout, check_apart, check_lake, describe, table_schema
from pipeline.tables import SCHEMAS, locked
from pipeline.tables.schemas import description
from pipeline.tables.snapshot import Snapshot
from pipeline.tables.writer import cannot_write

if TYPE_CHECKING:
    from deltalake import DeltaTable

# Bytes (as Arrow holds them) of rows that are committed together.
_COMMIT = 128 << 20
# A row of what is merged with this set says that all rows of its document go; it is never written.
_DELETE = "litsift_delete"
# What names a document: in most tables its id, in `errors` its source and record.
_KEY = ("doc_id",)
_ERROR_KEY = ("source", "record")
_ORDER = (*(table for table in SCHEMAS if table != "documents"), "documents")


def update_delta(run_dir: Path, lake: Path, layout: Layout) -> dict[str, LakeTable]:
    """Bring the Delta Lake tables below `lake` up to a run; return the rows and files that each has then.

    Raises OutputError if the package deltalake is missing, for a folder without results, and a `lake` that cannot be
    written, is something else, has other partitions, or is being written by another process.
    """
    _require()
    check_apart(run_dir, lake)
    _check_partitions(lake, layout)  # before a lock is left there, and again while nobody else can write
    snapshot = Snapshot.of(run_dir)
    from deltalake.exceptions import DeltaError

    with locked(lake):
        try:
            _check_partitions(lake, layout)
            describe(lake, "delta", layout)
            failed = _failed(snapshot, lake)
            return {table: _update(snapshot, table, lake, layout, failed) for table in _ORDER}
        except OSError as error:
            raise cannot_write(lake, error) from error
        except (DeltaError, pa.ArrowException) as error:
            reason = str(error).splitlines()[0]
            raise OutputError(f"{lake}: the Delta tables cannot be written ({reason}); run it again") from error


def _require() -> None:
    try:
        import deltalake  # noqa: F401
    except ImportError:
        raise OutputError("--format delta: the package deltalake is missing; pip install 'litsift[delta]'") from None


def _check_partitions(lake: Path, layout: Layout) -> None:
    known = check_lake(lake, "delta")
    if known and known.get("partition_by") != layout.partition_by:
        option = f"--partition-by {known['partition_by']}" if known.get("partition_by") else "no --partition-by"
        raise OutputError(f"{lake}: these tables were made with {option}; use the same, or choose another --out")


def _update(snapshot: Snapshot, table: str, lake: Path, layout: Layout, failed: Sequence[str]) -> LakeTable:
    from deltalake import DeltaTable

    path = lake / table
    schema = table_schema(table, layout)
    if not DeltaTable.is_deltatable(str(path)):
        _create(path, schema, table, layout)
        delta = DeltaTable(str(path))
        _append(delta, pa.RecordBatchReader.from_batches(schema, _batches(snapshot, table, layout)), layout)
    else:
        delta = DeltaTable(str(path))
        for rows, gone in _commits(snapshot, table, layout, failed):
            _replace(delta, rows, gone, _ERROR_KEY if table == "errors" else _KEY)
    delta.optimize.compact(target_size=layout.file_bytes)
    return LakeTable(delta.count(), len(delta.file_uris()))


def _create(path: Path, schema: pa.Schema, table: str, layout: Layout) -> None:
    from deltalake import write_deltalake

    column = layout.partition_of(table)
    write_deltalake(
        str(path),
        schema.empty_table(),
        partition_by=[column] if column else None,
        name=table,
        description=description(SCHEMAS[table]),
        configuration={"delta.targetFileSize": str(layout.file_bytes)},
    )


def _append(delta: DeltaTable, rows: pa.RecordBatchReader, layout: Layout) -> None:
    from deltalake import write_deltalake

    write_deltalake(delta, rows, mode="append", target_file_size=layout.file_bytes)


def _replace(delta: DeltaTable, rows: pa.Table, gone: pa.Table, key: Sequence[str]) -> None:
    """Take the rows with the keys of `gone` out and put rows in, in one commit."""
    columns = pa.schema([field.with_nullable(True) for field in rows.schema])
    inserted = rows.cast(columns).append_column(_DELETE, pa.repeat(False, rows.num_rows))
    deleted = gone.append_column(_DELETE, pa.repeat(True, gone.num_rows))
    source = pa.concat_tables([inserted, deleted], promote_options="default")
    same = " AND ".join(f"coalesce(t.{part}, '') = coalesce(s.{part}, '')" for part in key)  # `record` may be null
    (
        delta.merge(source, f"{same} AND s.{_DELETE}", source_alias="s", target_alias="t")
        .when_matched_delete()
        .when_not_matched_insert_all(predicate=f"NOT s.{_DELETE}", except_cols=[_DELETE])
        .execute()
    )


def _commits(
    snapshot: Snapshot, table: str, layout: Layout, failed: Sequence[str]
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield what to commit together: rows, and the keys of the documents that they replace."""
    errors = table == "errors"
    rows: list[pa.Table] = []
    gone: list[pa.Table] = [] if errors else [pa.table({"doc_id": pa.array(failed, pa.string())})]
    for shard, part in zip(snapshot.manifest.shards, _parts(snapshot, table, layout), strict=True):
        rows.append(part)
        gone.append(snapshot.read("documents", shard, _ERROR_KEY if errors else _KEY))
        if errors:
            gone.append(part.select(_ERROR_KEY))
        if sum(table.nbytes for table in rows) >= _COMMIT:
            yield pa.concat_tables(rows), _united(gone)
            rows, gone = [], []
    if gone:
        yield pa.concat_tables(rows), _united(gone)


def _united(keys: Sequence[pa.Table]) -> pa.Table:
    columns = pa.schema([field.with_nullable(True).remove_metadata() for field in keys[0].schema])
    united = pa.concat_tables([table.cast(columns) for table in keys])
    return united.group_by(columns.names).aggregate([])


def _parts(snapshot: Snapshot, table: str, layout: Layout) -> Iterator[pa.Table]:
    """Yield a table's rows a shard, with the column that its partitions go by."""
    schema = table_schema(table, layout)
    for rows, values in snapshot.parts(table, beside=layout.partition_of(table)):
        if len(schema) > len(rows.schema):
            rows = rows.append_column(schema.field(len(schema) - 1), values)
        yield rows


def _batches(snapshot: Snapshot, table: str, layout: Layout) -> Iterator[pa.RecordBatch]:
    for rows in _parts(snapshot, table, layout):
        yield from rows.combine_chunks().to_batches()


def _failed(snapshot: Snapshot, lake: Path) -> list[str]:
    """Return the ids of documents that the lake has and that failed in this run: they leave all tables but `errors`."""
    from deltalake import DeltaTable

    keys = {(row["source"], row["record"]) for rows, _ in snapshot.parts("errors") for row in rows.to_pylist()}
    if not keys or not DeltaTable.is_deltatable(str(lake / "documents")):
        return []
    known = DeltaTable(str(lake / "documents")).to_pyarrow_dataset()
    return [
        row["doc_id"]
        for batch in known.to_batches(columns=["doc_id", *_ERROR_KEY])
        for row in batch.to_pylist()
        if (row["source"], row["record"]) in keys
    ]
