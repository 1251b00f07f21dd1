"""The rows of a table partition by partition, by way of the disk: no more than a chunk of them is ever in memory.

A chunk of rows is sorted by partition and written to a temporary file, one batch a partition; then the partitions are
gone through, and of each chunk the one batch is read that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.lake.layout import folder_of
from pipeline.tables.snapshot import Snapshot

# Bytes (as Arrow holds them) of a chunk.
_CHUNK = 96 << 20
_VALUE = "litsift_value"
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


def in_partitions(
    snapshot: Snapshot, table: str, column: str | None, schema: pa.Schema, room: Path
) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows of a table, the columns of `schema`, with the folders of their partitions, one after the other.

    In a partition, rows stand in the order of the documents. `room` is an empty folder for temporary files. Raises
    OutputError and OSError.
    """
    if column is None:
        yield from (("", rows) for rows, _ in snapshot.parts(table, schema.names))
        return
    chunks = [
        (path, _spilled(chunk, path))
        for number, chunk in enumerate(_chunks(snapshot, table, column, schema))
        for path in [room / f"{table}-{number}.arrow"]
    ]
    with ExitStack() as files:
        opened = [(_reader(files, path), places) for path, places in chunks]
        values = {value for _, places in chunks for value in places}
        for value in sorted(values, key=lambda value: (value is None, value)):
            for reader, places in opened:
                if value in places:
                    yield folder_of(column, value), pa.Table.from_batches([reader.get_batch(places[value])])
    for path, _ in chunks:
        path.unlink()


def _chunks(snapshot: Snapshot, table: str, column: str, schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield rows, many at a time, with the values that they are partitioned by."""
    waiting: list[pa.Table] = []
    size = 0
    for rows, values in snapshot.parts(table, schema.names, beside=column):
        waiting.append(rows.append_column(_VALUE, values))
        size += rows.nbytes
        if size >= _CHUNK:
            yield pa.concat_tables(waiting)
            waiting, size = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def _spilled(chunk: pa.Table, path: Path) -> dict[object, int]:
    """Write a chunk, a batch a value; return which batch holds the rows of which value."""
    chunk = chunk.combine_chunks()
    chunk = chunk.take(pc.sort_indices(chunk[_VALUE])).combine_chunks()  # stable, nulls last
    runs = pc.run_end_encode(chunk[_VALUE].combine_chunks())
    plain = chunk.drop_columns([_VALUE])
    places: dict[object, int] = {}
    start = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, plain.schema, options=_PACKED) as writer:
        for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            writer.write_table(plain.slice(start, end - start))
            places[value] = len(places)
            start = end
    return places


def _reader(files: ExitStack, path: Path) -> pa.RecordBatchFileReader:
    return pa.ipc.open_file(files.enter_context(pa.OSFile(str(path), "rb")))
