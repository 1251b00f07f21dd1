"""Tables: Arrow schemas, Parquet files, and the manifest that says which files count."""

from pipeline.tables.manifest import (
    STAGING,
    Manifest,
    ShardFiles,
    commit,
    current_file,
    find_shard,
    load_manifest,
    locked,
    shard_file,
    stage_shard,
)
from pipeline.tables.reader import open_table, read_table
from pipeline.tables.schemas import MARKED, SCHEMAS
from pipeline.tables.writer import to_arrow, write_file

__all__ = [
    "MARKED",
    "SCHEMAS",
    "STAGING",
    "Manifest",
    "ShardFiles",
    "commit",
    "current_file",
    "find_shard",
    "load_manifest",
    "locked",
    "open_table",
    "read_table",
    "shard_file",
    "stage_shard",
    "to_arrow",
    "write_file",
]
