"""Tables of a result folder, as the manifest lists them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import OutputError
from pipeline.tables.manifest import load_manifest, shard_file
from pipeline.tables.schemas import SCHEMAS


def open_table(run_dir: Path, table: str) -> ds.Dataset:
    """Return a table without loading it, rows in the order of the documents.

    Raises OutputError for a folder without results, an unknown table, and a file that is missing.
    """
    if table not in SCHEMAS:
        raise OutputError(f"no table '{table}'; there are {', '.join(SCHEMAS)}")
    manifest = load_manifest(run_dir)
    files = [shard_file(run_dir, table, shard.stem(table)) for shard in manifest.shards]
    missing = next((path for path in files if not path.is_file()), None)
    if missing is not None:
        if load_manifest(run_dir) != manifest:
            return open_table(run_dir, table)  # a run was committed meanwhile
        raise OutputError(f"{missing}: listed in manifest.json but missing; run again to restore it")
    return ds.dataset([str(path) for path in files], schema=SCHEMAS[table], format="parquet")


def read_table(
    run_dir: Path, table: str, columns: list[str] | None = None, where: ds.Expression | None = None
) -> pa.Table:
    """Return a table (or some of its columns, or the rows for which `where` holds) in memory.

    Raises OutputError as `open_table` does.
    """
    dataset = open_table(run_dir, table)
    try:
        return dataset.to_table(columns=columns, filter=where)
    except (pa.ArrowException, OSError) as error:
        if not all(Path(file).is_file() for file in dataset.files):
            return read_table(run_dir, table, columns, where)  # a run was committed meanwhile
        raise OutputError(f"{run_dir / table}: cannot be read ({str(error).splitlines()[0]}); run again") from error
