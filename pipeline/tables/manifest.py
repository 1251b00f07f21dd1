"""The manifest: which files of a result folder count.

A run writes one file a table and shard; the shard's name is a hash of what went into it. While it works they stand in
`DIR/.staging/<table>/<shard>.parquet`, where no reader of a table looks. The commit moves them to
`DIR/<table>/<shard>.parquet` and then replaces `DIR/manifest.json`, which lists the shards in the order of their
documents: a file that it does not list does not exist.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import OutputError
from pipeline.tables.schemas import MARKED, SCHEMAS
from pipeline.tables.writer import TEMPORARY, cannot_write, write_file, write_text

_FILE = "manifest.json"
STAGING = ".staging"
_LOCK = ".lock"


class ShardFiles(BaseModel):
    """One shard: its name and the number of rows that it has in each table.

    `marks` is a hash of its `duplicate_of` values, which follow from all documents of a run; empty where all are null.
    """

    model_config = ConfigDict(frozen=True)
    name: str = Field(pattern=r"^[0-9a-f]+$")
    marks: str = Field(default="", pattern=r"^[0-9a-f]*$")
    rows: dict[str, int]

    def stem(self, table: str) -> str:
        """Return what its file in a table is called: files of one name have one content."""
        return f"{self.name}-{self.marks}" if self.marks and table in MARKED else self.name


class Manifest(BaseModel):
    """What a result folder holds: the version that wrote it and its shards."""

    model_config = ConfigDict(frozen=True)
    litsift: str
    shards: tuple[ShardFiles, ...]

    def rows(self, table: str) -> int:
        """Return the number of rows of a table."""
        return sum(shard.rows[table] for shard in self.shards)


def shard_file(run_dir: Path, table: str, stem: str) -> Path:
    """Return where a committed shard's part of a table stands."""
    return run_dir / table / f"{stem}.parquet"


def current_file(run_dir: Path, table: str, stem: str) -> Path:
    """Return where a shard's part of a table stands now: staged, otherwise where it is when committed."""
    staged = shard_file(run_dir / STAGING, table, stem)
    return staged if staged.exists() else shard_file(run_dir, table, stem)


def stage_shard(run_dir: Path, name: str, tables: Mapping[str, pa.Table], marks: str = "") -> ShardFiles:
    """Write (some of) a shard's tables to where they wait for the commit; return the rows of each.

    Raises OutputError when the folder cannot be written.
    """
    shard = ShardFiles(name=name, marks=marks, rows={table: arrow.num_rows for table, arrow in tables.items()})
    for table, arrow in tables.items():
        write_file(arrow, shard_file(run_dir / STAGING, table, shard.stem(table)))
    return shard


def find_shard(run_dir: Path, name: str, marks: str = "") -> ShardFiles | None:
    """Return a shard whose files are all there and readable, committed or staged, else None."""
    shard = ShardFiles(name=name, marks=marks, rows={})
    try:
        rows = {table: pq.read_metadata(current_file(run_dir, table, shard.stem(table))).num_rows for table in SCHEMAS}
    except (OSError, pa.ArrowException):
        return None
    return shard.model_copy(update={"rows": rows})


@contextmanager
def locked(run_dir: Path) -> Iterator[None]:
    """Keep other runs out of a result folder, which is made if missing; the lock goes with the process.

    Raises OutputError when the folder cannot be written or another run is at work there.
    """
    lock = FileLock(run_dir / _LOCK)
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        raise OutputError(f"{run_dir}: another run is writing here; wait for it, or choose another --out") from None
    except OSError as error:
        raise cannot_write(run_dir, error) from error
    try:
        yield
    finally:
        lock.release()


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
    try:
        for table in SCHEMAS:
            (run_dir / table).mkdir(exist_ok=True)
            for shard in manifest.shards:
                _publish(run_dir, table, shard.stem(table))
        write_text(manifest.model_dump_json(indent=1) + "\n", run_dir / _FILE)
        _delete_unlisted(run_dir, manifest)
    except OSError as error:
        raise cannot_write(run_dir, error) from error


def _publish(run_dir: Path, table: str, stem: str) -> None:
    staged = shard_file(run_dir / STAGING, table, stem)
    if staged.exists():
        staged.replace(shard_file(run_dir, table, stem))


def _delete_unlisted(run_dir: Path, manifest: Manifest) -> None:
    """Delete shard files that no manifest lists: a reader of a whole folder (`pd.read_parquet`) would see them."""
    for table in SCHEMAS:
        listed = {shard.stem(table) for shard in manifest.shards}
        for path in (run_dir / table).iterdir():
            if path.suffix == ".parquet" and path.stem not in listed:
                path.unlink(missing_ok=True)
    for path in run_dir.glob(f".{_FILE}.*{TEMPORARY}"):  # of commits that were killed
        path.unlink(missing_ok=True)
    shutil.rmtree(run_dir / STAGING, ignore_errors=True)
