"""Whether a value is one that gold accepts."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate.context import fold

# How far a number may be off, by field; gold rounds days to whole numbers and 7/3 days to 2.333.
_TOLERANCE = {"percent": 0.05, "time_days": 0.5, "interval_days": 0.005, "every_days": 0.005}
_EXACT = 1e-6


def accepts(wanted: Any, found: Any, field: str = "") -> bool:
    """Return whether `found` is `wanted`, or one of its values if it is a list; null is a value like others.

    Numbers may differ by the tolerance of their field, texts by case, white space and a final full stop.
    """
    if isinstance(wanted, list):
        return any(accepts(value, found, field) for value in wanted)
    if wanted is None or found is None:
        return wanted is found
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)):
        return abs(wanted - found) <= _TOLERANCE.get(field, _EXACT) + _EXACT
    return plain(wanted) == plain(found)


def plain(value: Any) -> str:
    """Return a value as text for comparing: white space folded, lower case, no final full stop, one micro sign."""
    return fold(str(value)).casefold().rstrip(".").rstrip().replace("µ", "u").replace("μ", "u")


def states_value(wanted: Any) -> bool:
    """Return whether gold states a value: anything but null and a list of nothing but nulls."""
    return any(value is not None for value in (wanted if isinstance(wanted, list) else [wanted]))
