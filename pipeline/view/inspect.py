"""What `litsift inspect` shows: an overview of a result folder, a table, or the answer to a query."""

from __future__ import annotations

from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS, load_manifest, read_table
from pipeline.tables.schemas import description
from pipeline.view.query import Answer, query
from pipeline.view.terminal import record_of, table_of

# What a reader wants to see of a table, most important first. The other columns come behind, as far as there is room.
_FIRST_COLUMNS = {
    "documents": ("doc_id", "format", "site", "clean_chars", "source_chars", "year", "journal", "title"),
    "removed": ("doc_id", "rule", "start", "end", "text"),
    "mentions": ("doc_id", "mention_id", "label", "text", "name", "concept_id", "negated", "section", "rule"),
    "drugs": ("doc_id", "name", "kind", "role", "concept_id", "aka", "rule"),
    "diseases": ("doc_id", "name", "role", "concept_id", "aka", "rule"),
    "doses": (
        *("doc_id", "drug", "low", "high", "unit", "per", "n_administrations", "interval_days", "every_days"),
        *("context", "route"),
    ),
    "sample_sizes": ("doc_id", "n", "of", "role", "group", "rule"),
    "outcomes": ("doc_id", "measure", "arm", "n", "of", "percent", "before", "after", "unit", "time_days", "p_op", "p"),
    "studies": ("doc_id", "design", "n_enrolled", "age_group", "conditions", "interventions", "doses", "title"),
    "errors": ("source", "record", "stage", "error", "message"),
}


def overview(run_dir: Path, width: int) -> RenderableType:
    """Return what there is in a result folder: tables, rows, meanings."""
    manifest = load_manifest(run_dir)
    rows = [(table, manifest.rows(table), description(schema)) for table, schema in SCHEMAS.items()]
    return table_of(["table", "rows", "what it holds"], rows, width, longest=width)


def show_table(
    run_dir: Path, table: str, doc: str | None, limit: int, width: int, *, distinct: bool = False
) -> RenderableType:
    """Return the rows of a table, or those of one document; a single row is shown upright and whole.

    With `distinct`, rows of documents that are duplicates of others are left out. Raises OutputError for an unknown
    table or document.
    """
    if table not in SCHEMAS:
        raise OutputError(f"no table '{table}'; there are {', '.join(SCHEMAS)}")
    conditions = []
    if doc is not None:
        check_document(run_dir, doc)
        conditions.append(f"{_key(table)} = $1")
    if distinct and "doc_id" in SCHEMAS[table].names:
        conditions.append("doc_id NOT IN (SELECT doc_id FROM documents WHERE duplicate_of IS NOT NULL)")
    columns = ", ".join(f'"{name}"' for name in _columns(table))
    # Only the numbers that rows have in the table keep their order through the condition.
    numbered = f"(SELECT *, row_number() OVER () AS litsift_row FROM {table})"
    where = f"WHERE {' AND '.join(conditions)} ORDER BY litsift_row" if conditions else ""
    sql = f"SELECT {columns} FROM {numbered if conditions else table} {where}"
    return show_answer(query(run_dir, sql, [] if doc is None else [doc], limit), width)


def show_answer(answer: Answer, width: int) -> RenderableType:
    """Return the answer to a query as a table; a single row is shown upright and whole."""
    if not answer.rows:
        return Text("no rows")
    if len(answer.rows) == 1 and len(answer.columns) > 1:
        return record_of(answer.columns, answer.rows[0])
    table = table_of(answer.columns, answer.rows, width)
    if answer.more:
        return Group(table, Text(f"first {len(answer.rows)} rows; see more with --limit", style="dim"))
    return table


def check_document(run_dir: Path, doc: str) -> None:
    """Raise OutputError, with some that there are, unless a result folder has a document (or an error) of this name."""
    known = [*read_table(run_dir, "documents", ["doc_id"])["doc_id"].to_pylist()]
    failed = [*read_table(run_dir, "errors", ["source"])["source"].to_pylist()]
    if doc not in known and doc not in failed:
        some = ", ".join((known + failed)[:5]) or "none"
        raise OutputError(f"no document '{doc}' in {run_dir}; there are, for example: {some}")


def _key(table: str) -> str:
    return "source" if table == "errors" else "doc_id"


def _columns(table: str) -> list[str]:
    first = _FIRST_COLUMNS[table]
    others = [name for name in SCHEMAS[table].names if name not in first]
    return [*first, *sorted(others, key=lambda name: name != "rule")]
