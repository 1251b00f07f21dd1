"""A folder that is replaced as a whole: whoever reads it sees what it held before or what it holds now.

The new content is written to a hidden folder beside it, which then takes its place: by one rename where there was
nothing, otherwise by one exchange of the two (Linux). Where the system cannot exchange folders, the old one is moved
away first: for that moment there is none.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import OutputError
from pipeline.lake.layout import LOCK_FILE

_HERE = -100  # AT_FDCWD: paths are relative to the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write to; when all goes well it becomes `folder`, otherwise it is deleted.

    What else is written beside it (`with_name`) is deleted at the end.

    Raises OutputError if another process is writing it, and OSError.
    """
    folder = folder.resolve()
    beside = folder.with_name(f".{folder.name}.litsift")
    beside.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(beside / LOCK_FILE, timeout=0):
            new = beside / "new"
            shutil.rmtree(new, ignore_errors=True)
            try:
                new.mkdir()
                yield new
                _take_place(new, folder, beside / "old")
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except Timeout:
        raise OutputError(f"{folder}: another process is writing here; wait for it, or choose another --out") from None


def _take_place(new: Path, folder: Path, old: Path) -> None:
    if folder.exists() and not _exchanged(new, folder):
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    if not folder.exists():
        new.rename(folder)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where that cannot be done."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
