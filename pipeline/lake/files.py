"""Rows to few large Parquet files in a table's folder: one pass, in bounded memory, the same bytes each time."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Bytes (as Arrow holds them) of a row group, and of all rows that wait to become one.
_ROW_GROUP = 64 << 20
_WAITING = 256 << 20
_OPEN_FILES = 64


class TableWriter:
    """Writes one table. Rows wait by partition until there are enough of them for a row group; a file is closed when
    it has the wanted size. Call `close` at the end. All methods raise OSError.
    """

    def __init__(self, folder: Path, schema: pa.Schema, file_bytes: int, mark: str) -> None:
        """Begin. `mark` is part of the names: files of another state of the tables never have the same."""
        self.files = 0
        self.rows = 0
        self._folder = folder
        self._schema = schema
        self._file_bytes = file_bytes
        self._row_group = min(_ROW_GROUP, file_bytes)
        self._mark = mark
        self._waiting: dict[str, list[pa.Table]] = defaultdict(list)
        self._bytes: dict[str, int] = defaultdict(int)
        self._open: dict[str, _File] = {}  # the one that was written last stands last

    def add(self, rows: pa.Table, partition: str) -> None:
        """Take rows for a partition (a folder; empty for none)."""
        self.rows += rows.num_rows
        self._waiting[partition].append(rows)
        self._bytes[partition] += rows.nbytes
        if self._bytes[partition] >= self._row_group:
            self._flush(partition)
        while sum(self._bytes.values()) >= _WAITING:
            self._flush(max(self._bytes, key=lambda name: self._bytes[name]))

    def close(self, all_columns: pa.Schema) -> None:
        """Write what waits and end all files; a table without rows gets one file without rows, for all its columns."""
        for partition in list(self._waiting):
            self._flush(partition)
        if not self.files:
            self._schema = all_columns
            self._file("")
        for partition in list(self._open):
            self._open.pop(partition).close()

    def abandon(self) -> None:
        """Close all files as they are."""
        for file in self._open.values():
            file.abandon()

    def _flush(self, partition: str) -> None:
        del self._bytes[partition]
        rows = pa.concat_tables(self._waiting.pop(partition))
        if not rows.num_rows:
            return
        file = self._file(partition)
        file.write(rows)
        if file.size >= self._file_bytes:
            self._open.pop(partition).close()

    def _file(self, partition: str) -> _File:
        """Return the open file of a partition, a new one if it has none; at most so many are open."""
        file = self._open.pop(partition, None)
        if file is None:
            if len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            path = self._folder / partition / f"part-{self.files:05d}-{self._mark}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            file = _File(path, self._schema)
            self.files += 1
        self._open[partition] = file
        return file


class _File:
    """One Parquet file; `size` is what was written to it so far."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pq.ParquetWriter(self._sink, schema, compression="zstd", compression_level=3)

    @property
    def size(self) -> int:
        return int(self._sink.tell())

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.combine_chunks(), row_group_size=rows.num_rows)

    def close(self) -> None:
        self._writer.close()
        self._sink.close()

    def abandon(self) -> None:
        self._sink.close()
