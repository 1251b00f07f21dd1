"""Values of tables as cells that people read, harmless in a spreadsheet program."""

from __future__ import annotations

import math
import re

Cell = str | int | float | bool | None

# What a spreadsheet program takes for the beginning of a formula. Page text is hostile: "=HYPERLINK(…)".
_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")  # the last four: the same signs in full width
_NEUTRAL = "'"
# Control characters that XML, and so Excel, cannot hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def cell(value: object) -> Cell:
    """Return a value of a table as one cell: lists joined by semicolons, null (and no number) as None.

    Text that a spreadsheet program would take for a formula begins with an apostrophe; numbers stay numbers.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _harmless(readable(value)) or None


def readable(value: object) -> str:
    """Return any value as text: items of a list joined by semicolons, parts of an item by blanks."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(readable(part) for part in value.values())
    if isinstance(value, list):
        return "; ".join(readable(item) for item in value)
    return str(value)


def _harmless(text: str) -> str:
    text = _UNPRINTABLE.sub(_REPLACEMENT, text)
    return f"{_NEUTRAL}{text}" if text.startswith(_FORMULA) else text
