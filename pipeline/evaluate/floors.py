"""Floors: the figures that must not get worse, pinned in a JSON file beside the gold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from pipeline.errors import GoldError
from pipeline.tables.writer import write_text

# Floors are rounded down to this many decimals, so that a figure always reaches the floor that it set.
_DECIMALS = 4
_FLOORS = TypeAdapter(dict[str, Annotated[float, Field(strict=True, ge=0, le=1)]])


class Breach(NamedTuple):
    """A figure below its floor; `measured` is None where the evaluation did not yield the figure at all."""

    figure: str
    floor: float
    measured: float | None

    def __str__(self) -> str:
        """Return what is wrong in one line."""
        measured = "not measured" if self.measured is None else f"{_rounded_down(self.measured):.{_DECIMALS}f}"
        return f"{self.figure}: {measured}, floor {self.floor:.{_DECIMALS}f}"


def _rounded_down(figure: float) -> float:
    scale = 10.0**_DECIMALS
    return math.floor(figure * scale) / scale


def load_floors(path: Path) -> dict[str, float]:
    """Read a floors file: one JSON object, figure -> floor (0 to 1). Raises GoldError if it is none."""
    try:
        return _FLOORS.validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except ValidationError:
        raise GoldError(f"{path}: not an object of figures and numbers 0 to 1; restore it or write it anew") from None


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
    measured = {name: _rounded_down(value) for name, value in figures.items()}
    kept = {} if allow_lower else old
    floors = {name: max(measured.get(name, 0.0), kept.get(name, 0.0)) for name in sorted({*measured, *kept})}
    write_text(json.dumps(floors, indent=2) + "\n", path)
    return floors
