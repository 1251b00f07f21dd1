"""A result folder, shard after shard, as one manifest lists it: for what goes through tables larger than memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.tables.manifest import Manifest, ShardFiles, load_manifest, shard_file
from pipeline.tables.schemas import SCHEMAS


@dataclass(frozen=True)
class Snapshot:
    """The tables of a result folder by one manifest; rows of all tables of one shard belong to its documents."""

    run_dir: Path
    manifest: Manifest

    @classmethod
    def of(cls, run_dir: Path) -> Snapshot:
        """Return what the folder holds now. Raises OutputError where there is nothing."""
        return cls(run_dir, load_manifest(run_dir))

    def parts(
        self, table: str, columns: Sequence[str] | None = None, beside: str | None = None
    ) -> Iterator[tuple[pa.Table, pa.Array | None]]:
        """Yield a table's rows (or some columns of them) a shard, in document order.

        Beside them stands, for each row, the value of the column `beside` of its document; None without such a column,
        and for `errors`, which has no documents. Raises OutputError for a file that is gone or broken.
        """
        joined = beside is not None and "doc_id" in SCHEMAS[table].names
        for shard in self.manifest.shards:
            rows = self.read(table, shard)
            values = _looked_up(rows, self.read("documents", shard, ["doc_id", beside])) if joined else None
            yield (rows if columns is None else rows.select(list(columns))), values

    def read(self, table: str, shard: ShardFiles, columns: Sequence[str | None] | None = None) -> pa.Table:
        """Return one shard's part of a table. Raises OutputError."""
        path = shard_file(self.run_dir, table, shard.stem(table))
        wanted = SCHEMAS[table] if columns is None else pa.schema([SCHEMAS[table].field(name) for name in columns])
        try:
            return pq.ParquetFile(path).read(columns=wanted.names).cast(SCHEMAS[table] if columns is None else wanted)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise OutputError(f"{path}: cannot be read ({reason}); run again to restore it") from None


def _looked_up(rows: pa.Table, documents: pa.Table) -> pa.Array:
    places = pc.index_in(rows["doc_id"], value_set=documents["doc_id"])
    return documents.column(1).combine_chunks().take(places.combine_chunks())


def distinct_rows(rows: pa.Table, duplicate_of: pa.Array | None) -> pa.Table:
    """Return the rows whose documents are no duplicates of others."""
    return rows if duplicate_of is None else rows.filter(pc.is_null(duplicate_of))
