"""A document as HTML for a notebook. Everything in it is escaped: page text is hostile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import pyarrow as pa

from pipeline.view.terminal import one_line, printable, shorten

_COLOURS = {"DRUG": "#cfe8ff", "DOSE": "#d8f5d0", "DISEASE": "#ffe0d6", "SAMPLE_SIZE": "#fff3bf"}
_OTHER_COLOUR = "#eeeeee"
# Tables that are shown below the text, and what is left out of them: the way back to the words.
_SHOWN = ("studies", "drugs", "doses", "diseases", "sample_sizes", "outcomes", "errors")
_LEFT_OUT = frozenset({"doc_id", "mentions", "source_start", "source_end"})
_LONGEST_CELL = 120


def document_html(doc_id: str, tables: Mapping[str, pa.Table]) -> str:
    """Return a document: its title, its text with the mentions marked, and its rows."""
    documents = tables["documents"].select(["title", "text"]).to_pylist()
    parts = [f"<h4>{_html(documents[0]['title'] or doc_id if documents else doc_id)}</h4>"]
    if documents:
        parts.append(f"<p style='white-space: pre-wrap'>{''.join(_marked(documents[0]['text'], tables))}</p>")
    parts += [_table(name, tables[name]) for name in _SHOWN if tables[name].num_rows]
    return f"<div>{''.join(parts)}</div>"


def _marked(text: str, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """Yield the text with each mention in the colour of its label; of two that overlap, the first."""
    at = 0
    for mention in tables["mentions"].select(["start", "end", "label", "name", "rule"]).to_pylist():
        if mention["start"] < at:
            continue
        about = _html(" · ".join(part for part in (mention["label"], mention["name"], mention["rule"]) if part))
        colour = _COLOURS.get(mention["label"], _OTHER_COLOUR)
        yield _html(text[at : mention["start"]])
        at = mention["end"]
        yield f"<mark title='{about}' style='background: {colour}'>{_html(text[mention['start'] : at])}</mark>"
    yield _html(text[at:])


def _table(name: str, arrow: pa.Table) -> str:
    """Return a table without the columns that are empty."""
    columns = [c for c in arrow.column_names if c not in _LEFT_OUT and any(map(one_line, arrow[c].to_pylist()))]
    head = "".join(f"<th>{_html(column)}</th>" for column in columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in arrow.select(columns).to_pylist())
    return f"<h5>{_html(name)}</h5><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    return f"<td>{_html(shorten(one_line(value), _LONGEST_CELL))}</td>"


def _html(text: str) -> str:
    return escape(printable(text), quote=True)
