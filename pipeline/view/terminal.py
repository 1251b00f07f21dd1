"""Text from pages on a terminal: control characters made harmless, cells cut to size, tables that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

LONGEST_CELL = 60
# Blanks that rich puts between two columns.
_COLUMN_GAP = 2
# What a page could steer a terminal with: control characters, format characters (text direction), lone surrogates.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs"})
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Return the text, of the same length, with every character that could steer a terminal replaced.

    Line feeds stay; other white space becomes a blank.
    """
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    if character.isspace():
        return " "
    return _REPLACEMENT if unicodedata.category(character) in _UNPRINTABLE else character


def one_line(value: object) -> str:
    """Return any value of a table as one printable line; null is empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(one_line(item) for item in value)
    return printable(" ".join(str(value).split()))


def shorten(line: str, longest: int = LONGEST_CELL) -> str:
    """Return a line cut to at most `longest` characters, with an ellipsis where something was cut."""
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def table_of(
    columns: Sequence[str], rows: Sequence[Sequence[object]], width: int, *, longest: int = LONGEST_CELL
) -> RenderableType:
    """Return rows as a table of as many of the columns, most important first, as fit into `width` characters.

    Cells are cut to `longest` characters. A column without any value takes no place; columns that do not fit are
    named below the table.
    """
    cells = [[shorten(one_line(value), longest) for value in column] for column in zip(*rows, strict=True)]
    filled = [place for place, column in enumerate(cells) if any(column)]
    shown = _fitting(filled, columns, cells, width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place in shown:
        numeric = any(isinstance(row[place], int | float) for row in rows)
        table.add_column(Text(columns[place]), justify="right" if numeric else "left", no_wrap=True)
    for row in zip(*(cells[place] for place in shown), strict=True):
        table.add_row(*(Text(cell) for cell in row))
    left_out = [columns[place] for place in filled if place not in shown]
    return Group(table, Text(f"no room for: {', '.join(left_out)}", style="dim")) if left_out else table


def _fitting(
    places: Sequence[int], columns: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> Sequence[int]:
    """Return the leading places whose columns fit side by side, at least one."""
    needed = 0
    for count, place in enumerate(places):
        needed += max(map(len, [columns[place], *cells[place]])) + _COLUMN_GAP
        if count and needed > width + _COLUMN_GAP:
            return places[:count]
    return places


def record_of(columns: Sequence[str], row: Sequence[object]) -> Table:
    """Return one row upright: a line a column, whole values, empty ones left out."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in zip(columns, row, strict=True):
        if line := one_line(value):
            table.add_row(Text(name), Text(line))
    return table
