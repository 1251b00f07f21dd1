"""Rows to few large Parquet files in a table's folder: one pass, in bounded memory, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Bytes (as Arrow holds them) of a row group.
_ROW_GROUP = 64 << 20


class TableWriter:
    """Writes one table, whose rows come partition by partition; a file is closed when it has the wanted size.

    Call `close` at the end, or `abandon` when something went wrong. All methods raise OSError.
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
        self._partition = ""
        self._waiting: list[pa.Table] = []
        self._bytes = 0
        self._file: _File | None = None

    def add(self, rows: pa.Table, partition: str) -> None:
        """Take the next rows, and the folder of their partition (empty for none)."""
        if partition != self._partition:
            self._end_file()
            self._partition = partition
        self.rows += rows.num_rows
        self._waiting.append(rows)
        self._bytes += rows.nbytes
        if self._bytes >= self._row_group:
            self._write()

    def close(self, all_columns: pa.Schema) -> None:
        """Write what waits; a table without rows gets one file without rows, for all its columns."""
        self._end_file()
        if not self.files:
            self._schema = all_columns
            self._partition = ""
            self._open().close()

    def abandon(self) -> None:
        """Close the file as it is."""
        if self._file is not None:
            self._file.abandon()

    def _end_file(self) -> None:
        self._write()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self) -> None:
        """Write what waits as a row group."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        rows = pa.concat_tables([self._schema.empty_table(), *waiting])
        if not rows.num_rows:
            return
        if self._file is None:
            self._file = self._open()
        self._file.write(rows)
        if self._file.size >= self._file_bytes:
            self._file.close()
            self._file = None

    def _open(self) -> _File:
        path = self._folder / self._partition / f"part-{self.files:05d}-{self._mark}.parquet"
        path.parent.mkdir(exist_ok=True)
        self.files += 1
        return _File(path, self._schema)


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
