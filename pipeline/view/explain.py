"""What `litsift explain` shows: one document with its mentions, what was dropped and why, and its rows and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
from rich.console import Group, RenderableType
from rich.text import Text

from pipeline.tables import SCHEMAS, read_table
from pipeline.view.inspect import check_document
from pipeline.view.terminal import one_line, printable, record_of, table_of

Row = Mapping[str, Any]

_STYLES = {
    "DRUG": "black on bright_cyan",
    "DOSE": "black on bright_yellow",
    "DISEASE": "black on bright_magenta",
    "SAMPLE_SIZE": "black on bright_green",
}
_OTHER_STYLE = "black on white"
_FACT_TABLES = ("studies", "drugs", "diseases", "doses", "sample_sizes", "outcomes")
# Shown in their own place, or of no use to a reader of one document.
_NOT_FACTS = frozenset({"doc_id", "rule", "mentions", "sentence", "source_start", "source_end"})
_HEADER = (
    "doc_id",
    "source",
    "record",
    "format",
    "site",
    "title",
    "journal",
    "year",
    "doi",
    "pmid",
    "pmcid",
    "authors",
)


def explain(run_dir: Path, doc: str, *, coloured: bool, width: int) -> RenderableType:
    """Return all that a run has on one document, named by its `doc_id` or, if it failed, by its source.

    Mentions are coloured by label or, without colours, stand in brackets with their label. Raises OutputError for a
    folder without results and a document that is not there.
    """
    check_document(run_dir, doc)
    documents = _rows(run_dir, "documents", doc)
    if not documents:
        return _fields(_rows(run_dir, "errors", doc)[0], SCHEMAS["errors"].names)
    document = documents[0]
    mentions = _rows(run_dir, "mentions", doc)
    facts = {table: _rows(run_dir, table, doc) for table in _FACT_TABLES}
    words = {mention["mention_id"]: one_line(mention["text"]) for mention in mentions}
    return Group(
        _fields(document, _HEADER),
        *_part("text", _legend() if coloured else Text(), _marked(document["text"], mentions, coloured)),
        *_part("dropped", _dropped(_rows(run_dir, "removed", doc), width)),
        *(block for table, rows in facts.items() if rows for block in _part(table, *_facts(rows, words))),
    )


def _rows(run_dir: Path, table: str, doc: str) -> list[Row]:
    key = "source" if table == "errors" else "doc_id"
    rows: list[Row] = read_table(run_dir, table, where=ds.field(key) == doc).to_pylist()
    return rows


def _fields(row: Row, names: Sequence[str]) -> RenderableType:
    return record_of(names, [row[name] for name in names])


def _part(title: str, *content: RenderableType) -> list[RenderableType]:
    return [Text(), Text(title.upper(), style="bold underline"), *content]


def _legend() -> Text:
    return Text(" ").join(Text(f" {label} ", style=style) for label, style in _STYLES.items())


def _marked(text: str, mentions: Sequence[Row], coloured: bool) -> Text:
    """Return the text with its mentions coloured by label, or in brackets where there are no colours."""
    if not coloured:
        return _without_gaps(Text(_bracketed(printable(text), mentions)))
    marked = Text(printable(text))
    for mention in mentions:
        marked.stylize(_STYLES.get(mention["label"], _OTHER_STYLE), mention["start"], mention["end"])
    return _without_gaps(marked)


def _without_gaps(text: Text) -> Text:
    """Return the text with at most one blank line in a row."""
    lines = list(text.split("\n"))
    blank = [not line.plain.strip() for line in lines]
    # A blank line stays only behind a line that is none.
    return Text("\n").join(
        line for place, line in enumerate(lines) if not (blank[place] and all(blank[place - 1 : place]))
    )


def _bracketed(text: str, mentions: Iterable[Row]) -> str:
    """Return the text with `[words|LABEL]` in place of each mention; a mention inside another stands as plain words."""
    pieces, position = [], 0
    for mention in mentions:
        if mention["start"] >= position:
            words = text[mention["start"] : mention["end"]]
            pieces += [text[position : mention["start"]], f"[{words}|{mention['label']}]"]
            position = mention["end"]
    return "".join([*pieces, text[position:]])


def _dropped(removed: Sequence[Row], width: int) -> RenderableType:
    """Return what the cleaner dropped and why; blank ranges say nothing to a reader."""
    rows = [(row["rule"], row["text"]) for row in removed if row["text"].strip()]
    return table_of(["rule", "words"], rows, width) if rows else Text("nothing")


def _facts(rows: Iterable[Row], words: Mapping[int, str]) -> list[Text]:
    """Return two lines a row: what it says, then which rule made it out of which words."""
    lines = []
    for row in rows:
        said = [f"{name} {one_line(value)}" for name, value in row.items() if name not in _NOT_FACTS and _says(value)]
        seen = [f"“{words[number]}”" for number in row.get("mentions") or () if number in words]
        lines.append(Text(" · ".join(said)))
        lines.append(Text(f"    {' '.join([*dict.fromkeys(seen), 'by', row['rule']])}", style="dim"))
    return lines


def _says(value: object) -> bool:
    return value is not None and value != []
