"""How the tables of a lake are laid out: partitions by a column of `documents`, and the size of files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

import pipeline
from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS
from pipeline.tables.writer import TEMPORARY, cannot_write, write_text

# Columns of `documents` that sort them into groups; no table has another column of such a name with another meaning.
PARTITION_COLUMNS = ("format", "journal", "language", "site", "source", "year")
NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"
LOCK_FILE = ".lock"
_DESCRIPTION_FILE = "lake.json"
# What Hive, Spark, DuckDB and Arrow all read back from %XX. Other letters than ASCII stand as they are: Spark does not
# read them back otherwise.
_ESCAPED = re.compile(r"[^A-Za-z0-9._\-\u0080-\U0010ffff]")


@dataclass(frozen=True)
class Layout:
    """The wanted size of a file in bytes, and the column of `documents` whose values the partitions are."""

    file_bytes: int
    partition_by: str | None = None

    def __post_init__(self) -> None:
        """Raise OutputError for a column that makes no partitions."""
        if self.partition_by not in (None, *PARTITION_COLUMNS):
            raise OutputError(
                f"--partition-by {self.partition_by}: makes no partitions; there are {', '.join(PARTITION_COLUMNS)}"
            )

    def partition_of(self, table: str) -> str | None:
        """Return the column that a table is partitioned by; `errors` has no documents and is never partitioned."""
        return self.partition_by if "doc_id" in SCHEMAS[table].names else None


class LakeTable(NamedTuple):
    """What was written of one table."""

    rows: int
    files: int


def folder_of(column: str, value: object) -> str:
    """Return the folder of a partition, as Hive names it: `year=2020`."""
    text = "" if value is None else str(value)
    return f"{column}={_ESCAPED.sub(_escape, text) or NULL_PARTITION}"


def _escape(character: re.Match[str]) -> str:
    return f"%{ord(character[0]):02X}"


def table_schema(table: str, layout: Layout) -> pa.Schema:
    """Return the columns of a table: those of the run, and the one that its partitions go by."""
    schema = SCHEMAS[table]
    column = layout.partition_of(table)
    if column is None or column in schema.names:
        return schema
    return schema.append(SCHEMAS["documents"].field(column).with_nullable(True))


def file_schema(table: str, layout: Layout) -> pa.Schema:
    """Return what stands in the files of a table whose partitions are folders: not the column that those name."""
    schema = SCHEMAS[table]
    column = layout.partition_of(table)
    return schema.remove(schema.get_field_index(column)) if column in schema.names else schema


def check_apart(run_dir: Path, out: Path, option: str = "--out") -> None:
    """Raise OutputError if something would be written into a run's folder, or over it."""
    run, other = run_dir.resolve(), out.resolve()
    if run == other or run in other.parents or other in run.parents:
        raise OutputError(f"{out}: stands in the folder of the run, or around it; choose another {option}")


def describe(lake: Path, kind: str, layout: Layout, **more: object) -> None:
    """Write what a lake is into it. Raises OSError."""
    content = {"litsift": pipeline.__version__, "format": kind, "partition_by": layout.partition_by, **more}
    write_text(json.dumps(content, indent=1) + "\n", lake / _DESCRIPTION_FILE)


def _is_no_content(path: Path) -> bool:
    """Whether a file says nothing: the lock, and a description that a killed process did not finish."""
    return path.name == LOCK_FILE or (path.name.startswith(f".{_DESCRIPTION_FILE}.") and path.suffix == TEMPORARY)


def check_lake(lake: Path, kind: str) -> Mapping[str, object]:
    """Return what a lake says about itself; nothing where there is none yet.

    Raises OutputError where something stands that is no lake of this kind.
    """
    try:
        if lake.exists() and not lake.is_dir():
            raise OutputError(f"{lake}: is a file; choose another --out")
        if not lake.is_dir() or all(map(_is_no_content, lake.iterdir())):
            return {}
    except OSError as error:
        raise cannot_write(lake, error) from error
    try:
        description = json.loads((lake / _DESCRIPTION_FILE).read_bytes())
    except (OSError, ValueError):
        description = None
    if not isinstance(description, dict) or description.get("format") != kind:
        raise OutputError(f"{lake}: holds something else than tables of --format {kind}; choose another --out")
    return description
