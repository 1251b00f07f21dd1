"""What a run found, in a screen: shown when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from pipeline.run.driver import RunResult
from pipeline.tables import SCHEMAS, load_manifest
from pipeline.view.query import query
from pipeline.view.terminal import one_line, shorten, table_of

_MOST_STUDIES = 10
_LONGEST_STUDY_CELL = 34
_STUDY_COLUMNS = "doc_id, design, n_enrolled, conditions, interventions, doses"
_TWICE_AND_FOREIGN = "SELECT count(duplicate_of), count(*) FILTER (text_language <> 'en') FROM documents"
_MOST_SUFFIXES = 10
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
    [[twice, foreign]] = query(out, _TWICE_AND_FOREIGN).rows
    if twice:
        yield f"The same article as another: {twice} (duplicate_of in documents and studies)"
    if foreign:
        yield f"Not in English, so read with English rules: {foreign} (text_language in documents)"
    for reason, kinds in groupby(sorted(result.skipped.items()), key=lambda item: item[0][0]):
        yield f"Skipped ({reason}): {_by_suffix([(number, suffix) for (_, suffix), number in kinds])}"
    yield f"Look closer: litsift inspect {out} doses    litsift explain {out} DOC_ID"


def _by_suffix(counts: list[tuple[int, str]]) -> str:
    """Return how many files there were of the most frequent suffixes, and how many others. Names are hostile."""
    counts.sort(key=lambda count: -count[0])
    named = [
        f"{number:,} {shorten(one_line(suffix)) or 'without suffix'}" for number, suffix in counts[:_MOST_SUFFIXES]
    ]
    others = sum(number for number, _ in counts[_MOST_SUFFIXES:])
    return ", ".join([*named, f"{others:,} others"] if others else named)


def _detail(run_dir: Path, table: str) -> str:
    """Return how the rows of a table spread over its most telling column."""
    if table not in _DETAILS:
        return ""
    column = _DETAILS[table]
    counts = query(run_dir, f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").rows
    return ", ".join(f"{one_line(value)} {count}" for value, count in counts)
