"""What a run found, in a screen: shown when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from pipeline.run import RunResult
from pipeline.tables import SCHEMAS, load_manifest
from pipeline.view.query import query
from pipeline.view.terminal import one_line, table_of

_MOST_STUDIES = 10
_LONGEST_STUDY_CELL = 34
_STUDY_COLUMNS = "doc_id, design, n_enrolled, conditions, interventions, doses"
_DETAILS = {"mentions": "label", "errors": "error"}


def summary(run_dir: Path, width: int) -> RenderableType:
    """Return rows by table, mentions by label, errors by kind and, for a handful of documents, a line a study."""
    manifest = load_manifest(run_dir)
    rows = [(table, manifest.rows(table), _detail(run_dir, table)) for table in SCHEMAS]
    parts: list[RenderableType] = [table_of(["table", "rows", ""], rows, width, longest=width)]
    if 0 < manifest.rows("studies") <= _MOST_STUDIES:
        studies = query(run_dir, f"SELECT {_STUDY_COLUMNS} FROM studies")
        parts += [Text(), table_of(studies.columns, studies.rows, width, longest=_LONGEST_STUDY_CELL)]
    return Group(*parts)


def closing_lines(result: RunResult, out: Path, seconds: float) -> Iterator[str]:
    """Yield what to know after a run beside its tables: how much was done, what failed, what is there twice."""
    done = f"{result.processed:,} processed" if result.processed else "nothing new to process"
    documents = "1 document" if result.documents == 1 else f"{result.documents:,} documents"
    yield f"\n{documents}, {done}, {result.errors:,} failed, {seconds:.1f} s. Tables: {out}"
    [[twice]] = query(out, "SELECT count(duplicate_of) FROM documents").rows
    if twice:
        yield f"{twice} of them the same article as another: see duplicate_of in documents and studies"
    for reason, kinds in groupby(sorted(result.skipped.items()), key=lambda item: item[0][0]):
        counted = ", ".join(f"{number:,} {suffix or 'without suffix'}" for (_, suffix), number in kinds)
        yield f"Skipped ({reason}): {counted}"
    yield f"Look closer: litsift inspect {out} doses    litsift explain {out} DOC_ID"


def _detail(run_dir: Path, table: str) -> str:
    """Return how the rows of a table spread over its most telling column."""
    if table not in _DETAILS:
        return ""
    column = _DETAILS[table]
    counts = query(run_dir, f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").rows
    return ", ".join(f"{one_line(value)} {count}" for value, count in counts)
