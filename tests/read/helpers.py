"""What the tests of the formats share."""

from pathlib import Path
from typing import NamedTuple

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read import InputFile, Record, Skipped, Unreadable, find_files, parse, split


class Result(NamedTuple):
    """What became of one file: documents by their names, messages, what was skipped and why."""

    sources: dict[str, Source]
    errors: list[str]
    skipped: dict[str, str]

    @property
    def only(self) -> Source:
        """The one document."""
        assert not self.errors
        (source,) = self.sources.values()
        return source


def read(path: Path, settings: ReadSettings | None = None) -> Result:
    """Read a file as a run does, record by record."""
    settings = settings or ReadSettings()
    result = Result({}, [], {})
    for file in find_files([path]):
        for record in split(file, settings):
            _add(record, settings, result)
    return result


def _add(record: Record | Unreadable | Skipped, settings: ReadSettings, result: Result) -> None:
    if isinstance(record, Skipped):
        result.skipped[record.name] = record.reason
    elif isinstance(record, Unreadable):
        result.errors.append(record.message)
    else:
        try:
            source = parse(record, settings)
        except ReadError as error:
            result.errors.append(str(error))
            return
        assert record.doc_id not in result.sources
        result.sources[record.doc_id] = source


def read_bytes(folder: Path, name: str, data: bytes, settings: ReadSettings | None = None) -> Result:
    """Read a file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read(path, settings)


def parts(source: Source) -> list[tuple[str, str]]:
    """The sections of a source with their words."""
    return [(label, source.text[start:end]) for label, start, end in source.sections]


__all__ = ["InputFile", "Result", "parts", "read", "read_bytes"]
