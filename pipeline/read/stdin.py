"""Standard input as a file: it cannot be read twice, and a run reads what it is given again when it goes on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_NAME = "stdin"


@contextmanager
def standard_input() -> Iterator[Path]:
    """Give a file with all that comes in; it is gone afterwards."""
    with TemporaryDirectory(prefix="litsift-") as folder:
        path = Path(folder) / _NAME
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path
