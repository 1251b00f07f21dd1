"""Tables: Arrow schemas, Parquet files, and the manifest that says which files count."""

from pipeline.tables.manifest import Manifest, ShardFiles, commit, find_shard, load_manifest, shard_file
from pipeline.tables.reader import open_table, read_table
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.writer import to_arrow, write_file

__all__ = [
    "SCHEMAS",
    "Manifest",
    "ShardFiles",
    "commit",
    "find_shard",
    "load_manifest",
    "open_table",
    "read_table",
    "shard_file",
    "to_arrow",
    "write_file",
]
