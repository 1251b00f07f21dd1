"""Draws docs/evidence.svg, one row of `doses` traced to its words, out of a result folder.

python docs/evidence_picture.py extracted 002_0963ec95b1fc7077 > docs/evidence.svg
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from pipeline.tables import read_table

_WIDTH, _MARGIN, _LINE, _CHARACTER = 800, 24, 26, 9.0  # pixels; a character of the monospaced font at 15 px
_COLOURS = {"DRUG": "#b3ecff", "DOSE": "#ffe58a"}
_COLUMNS = ("drug", "low", "unit", "n_administrations", "interval_days", "context")
# Which columns a mention of a label ends up in.
_CELLS = {"DRUG": ("drug",), "DOSE": ("low", "unit")}

Point = tuple[float, float]


def picture(run_dir: Path, doc: str) -> str:
    """Return the drawing of the first row of `doses` of a document."""
    row = _rows(run_dir, "doses", doc)[0]
    mentions = [mention for mention in _rows(run_dir, "mentions", doc) if mention["mention_id"] in row["mentions"]]
    lines = textwrap.wrap(row["sentence"], int((_WIDTH - 2 * _MARGIN) / _CHARACTER))
    table_top = 60 + (len(lines) + 2) * _LINE
    place = f"{doc}.txt, characters {row['source_start']}–{row['source_end']}"
    parts = [
        _text((_MARGIN, 36), f"{place}: the words", "#555"),
        *_connections(lines, mentions, table_top),
        *(_text((_MARGIN, 72 + number * _LINE), line) for number, line in enumerate(lines)),
        _text((_MARGIN, table_top - 14), "table doses: the row", "#555"),
        *_cells(row, table_top),
        _text((_MARGIN, table_top + 86), f"by the rules {row['rule']}", "#555"),
    ]
    height = table_top + 110
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img">'
    title = f"<title>One row of the table doses, traced to its words: {escape(place)}</title>"
    frame = f'<rect width="{_WIDTH}" height="{height}" rx="8" fill="#fff" stroke="#ccc"/>'
    return "\n".join([head, title, frame, *parts, "</svg>"])


def _rows(run_dir: Path, table: str, doc: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_table(run_dir, table, where=ds.field("doc_id") == doc).to_pylist()
    return rows


def _connections(lines: list[str], mentions: list[dict[str, Any]], table_top: float) -> Iterator[str]:
    """Yield a coloured ground for each mention and a line from it to its cell."""
    for mention in mentions:
        number, column = _find(lines, mention["text"])
        colour = _COLOURS[mention["label"]]
        x, y = _MARGIN + column * _CHARACTER, 72 + number * _LINE
        width = len(mention["text"]) * _CHARACTER
        left, cell_width = _cell_place(_CELLS[mention["label"]][0])
        yield (
            f'<path d="M {x + width / 2} {y + 6} L {left + cell_width / 2} {table_top}" stroke="{colour}" '
            'stroke-width="3" fill="none"/>'
        )
        yield f'<rect x="{x - 2}" y="{y - 16}" width="{width + 4}" height="22" rx="3" fill="{colour}"/>'


def _find(lines: list[str], words: str) -> Point:
    return next((number, line.index(words)) for number, line in enumerate(lines) if words in line)


def _cell_place(name: str) -> Point:
    """Return the left edge and the width of a column."""
    widths = [max(len(column), 9) * _CHARACTER + 12 for column in _COLUMNS]
    number = _COLUMNS.index(name)
    return _MARGIN + sum(widths[:number]), widths[number]


def _cells(row: dict[str, Any], top: float) -> Iterator[str]:
    colours = {cell: _COLOURS[label] for label, cells in _CELLS.items() for cell in cells}
    for name in _COLUMNS:
        left, width = _cell_place(name)
        value = f"{row[name]:g}" if isinstance(row[name], float) else str(row[name])
        fill = colours.get(name, "#f4f4f4")
        yield f'<rect x="{left}" y="{top}" width="{width - 4}" height="58" rx="4" fill="{fill}"/>'
        yield _text((left + 6, top + 22), name, "#555")
        yield _text((left + 6, top + 46), value)


def _text(place: Point, words: str, colour: str = "#111") -> str:
    x, y = place
    style = 'font-family="Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="15" xml:space="preserve"'
    length = f'textLength="{len(words) * _CHARACTER}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{x}" y="{y}" fill="{colour}" {style} {length}>{escape(words)}</text>'


if __name__ == "__main__":
    print(picture(Path(sys.argv[1]), sys.argv[2]))
