"""Records to sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.files import find_files
from pipeline.read.formats import format_named
from pipeline.read.record import Record, Skipped, Unreadable
from pipeline.read.split import split


def parse(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a record. Raises ReadError if its bytes do not fit its format."""
    return format_named(record.format).parse(record, settings)


def read_sources(path: Path, settings: ReadSettings | None = None) -> Iterator[Source]:
    """Yield the sources of a file or of all files below a folder. Raises ReadError at the first that cannot be read."""
    settings = settings or ReadSettings()
    for file in find_files([path]):
        for record in split(file, settings):
            if isinstance(record, Unreadable):
                raise ReadError(record.message)
            if not isinstance(record, Skipped):
                yield parse(record, settings)
