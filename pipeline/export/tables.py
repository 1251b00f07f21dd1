"""A run's tables to files: each is there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.export.excel import write_excel
from pipeline.export.lines import write_csv, write_jsonl
from pipeline.tables import SCHEMAS
from pipeline.tables.snapshot import Snapshot, distinct_rows
from pipeline.tables.writer import cannot_write, replacing

Part = tuple[list[str], Iterable[pa.Table]]
"""A table to be written: the names of its columns, and its rows part by part."""


def export_tables(
    run_dir: Path, tables: Sequence[str], out: Path, form: str, *, bom: bool = False, distinct: bool = False
) -> list[Path]:
    """Write tables of a run to `out` and return the files: `out` itself if its suffix is `form`, else files in it.

    Several tables are the sheets of one Excel file, or files in a folder. With `distinct`, rows of documents that are
    duplicates of others are left out. Raises OutputError for an unknown table, tables that do not fit (Excel), several
    tables for one text file, and an `out` that cannot be written.
    """
    snapshot = Snapshot.of(run_dir)
    parts = {table: _part(snapshot, table, distinct=distinct) for table in tables}
    single = out.suffix.lower() == f".{form}"
    if single and form != "xlsx" and len(parts) > 1:
        raise OutputError(f"{out}: one .{form} file holds one table; name a folder, or an .xlsx file")
    _check_place(run_dir, out if single else out / "file")
    if single:
        return [_write(out, parts, form, bom=bom)]
    return [_write(out / f"{table}.{form}", {table: part}, form, bom=bom) for table, part in parts.items()]


def _part(snapshot: Snapshot, table: str, *, distinct: bool) -> Part:
    if table not in SCHEMAS:
        raise OutputError(f"no table '{table}'; there are {', '.join(SCHEMAS)}")
    return SCHEMAS[table].names, _rows(snapshot, table, distinct=distinct)


def _rows(snapshot: Snapshot, table: str, *, distinct: bool) -> Iterator[pa.Table]:
    for rows, duplicate_of in snapshot.parts(table, beside="duplicate_of" if distinct else None):
        yield distinct_rows(rows, duplicate_of)


def _check_place(run_dir: Path, path: Path) -> None:
    if any(path.resolve().parent == (run_dir / table).resolve() for table in SCHEMAS):
        raise OutputError(f"{path.parent}: holds the run's own files; choose another --out")


def _write(path: Path, parts: Mapping[str, Part], form: str, *, bom: bool) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            _write_as(form, temporary, parts, bom=bom)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def _write_as(form: str, path: Path, parts: Mapping[str, Part], *, bom: bool) -> None:
    if form == "xlsx":
        write_excel(path, parts)
        return
    [(columns, rows)] = parts.values()
    if form == "jsonl":
        write_jsonl(path, rows)
    else:
        write_csv(path, columns, rows, delimiter="," if form == "csv" else "\t", bom=bom)
