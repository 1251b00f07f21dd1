"""The manifest: which files of a result folder count.

A run writes one file a table and shard, `DIR/<table>/<shard>.parquet`; the shard's name is a hash of what went into
it. `DIR/manifest.json` lists the shards in the order of their documents. A file that it does not list does not exist.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import OutputError
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.writer import cannot_write, is_temporary

_FILE = "manifest.json"


class ShardFiles(BaseModel):
    """One shard: its name and the number of rows that it has in each table."""

    model_config = ConfigDict(frozen=True)
    name: str = Field(pattern=r"^[0-9a-f]+$")
    rows: dict[str, int]


class Manifest(BaseModel):
    """What a result folder holds: the version that wrote it and its shards."""

    model_config = ConfigDict(frozen=True)
    litsift: str
    shards: tuple[ShardFiles, ...]

    def rows(self, table: str) -> int:
        """Return the number of rows of a table."""
        return sum(shard.rows[table] for shard in self.shards)


def shard_file(run_dir: Path, table: str, shard: str) -> Path:
    """Return where a shard's part of a table stands."""
    return run_dir / table / f"{shard}.parquet"


def find_shard(run_dir: Path, name: str) -> ShardFiles | None:
    """Return a shard whose files are all there and readable, else None."""
    try:
        rows = {table: pq.read_metadata(shard_file(run_dir, table, name)).num_rows for table in SCHEMAS}
    except (OSError, pa.ArrowException):
        return None
    return ShardFiles(name=name, rows=rows)


def load_manifest(run_dir: Path) -> Manifest:
    """Return the manifest of a result folder. Raises OutputError where there is none, or it cannot be read."""
    path = run_dir / _FILE
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError:
        raise OutputError(f"{run_dir}: no results here; make them with 'litsift run INPUT --out {run_dir}'") from None
    except ValidationError:
        raise OutputError(f"{path}: not a manifest of litsift; run again with another --out") from None


def commit(run_dir: Path, manifest: Manifest) -> None:
    """Make the manifest's shards the content of the folder, in one step; then delete the files that it replaces.

    Raises OutputError when the folder cannot be written.
    """
    temporary = run_dir / f".{_FILE}.tmp"
    try:
        temporary.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        temporary.replace(run_dir / _FILE)
    except OSError as error:
        raise cannot_write(run_dir, error) from error
    _delete_unlisted(run_dir, {shard.name for shard in manifest.shards})


def _delete_unlisted(run_dir: Path, listed: set[str]) -> None:
    """Delete shard files that no manifest lists: a reader of a whole folder (`pd.read_parquet`) would see them."""
    for table in SCHEMAS:
        for path in (run_dir / table).iterdir():
            if is_temporary(path) or (path.suffix == ".parquet" and path.stem not in listed):
                path.unlink(missing_ok=True)
