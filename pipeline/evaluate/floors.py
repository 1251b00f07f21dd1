"""Floors: the figures that must not get worse, pinned in a JSON file beside the gold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import GoldError

# Floors are rounded down to this many decimals, so that a figure always reaches the floor that it set.
_DECIMALS = 4


class Breach(NamedTuple):
    """A figure below its floor; `measured` is None where the evaluation did not yield the figure at all."""

    figure: str
    floor: float
    measured: float | None

    def __str__(self) -> str:
        """Return what is wrong in one line."""
        measured = "not measured" if self.measured is None else f"{self.measured:.{_DECIMALS}f}"
        return f"{self.figure}: {measured}, floor {self.floor:.{_DECIMALS}f}"


def load_floors(path: Path) -> dict[str, float]:
    """Read a floors file: one JSON object, figure -> floor (0 to 1). Raises GoldError if it is none."""
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as floors ({error}); restore it or write it anew") from None
    if not isinstance(floors, dict) or not all(isinstance(value, (int, float)) for value in floors.values()):
        raise GoldError(f"{path}: must be one object of figure names and numbers; restore it or write it anew")
    return {name: float(value) for name, value in floors.items()}


def check_floors(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[Breach]:
    """Return the figures that are below their floor, by name; an empty list is a pass."""
    return [
        Breach(name, floor, figures.get(name))
        for name, floor in sorted(floors.items())
        if figures.get(name, -math.inf) < floor
    ]


def update_floors(path: Path, figures: Mapping[str, float], *, allow_lower: bool = False) -> dict[str, float]:
    """Raise the floors of a file to what was measured, add those of new figures, write it and return the new floors.

    A floor above its figure stays where it is unless `allow_lower` is set; then it is lowered, or dropped where the
    figure was not measured. A file that does not exist is made.
    """
    old = load_floors(path) if path.exists() else {}
    measured = {name: math.floor(value * 10**_DECIMALS) / 10**_DECIMALS for name, value in figures.items()}
    kept = {} if allow_lower else old
    floors = {name: max(measured.get(name, 0.0), kept.get(name, 0.0)) for name in sorted({*measured, *kept})}
    path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return floors
