"""Files to `Source` records: one module a format, and the registry that says which suffix is read by which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.decode import InputFile
from pipeline.read.read_html import looks_like_html, read_html
from pipeline.read.read_text import read_text

__all__ = ["FORMATS", "Format", "find_inputs", "read_sources"]


class Format(NamedTuple):
    """A file format: its name, the suffixes that announce it, its reader, and a test of content.

    `sniff` sees the first bytes of a file with any known suffix and says that they are this format for certain; the
    first format that says so wins over the suffix. A reader yields one `Source`, or many where a file holds many
    records; it must stream and never hold all of a large file.
    """

    name: str
    suffixes: frozenset[str]
    reader: Callable[[InputFile], Iterator[Source]]
    sniff: Callable[[bytes], bool] | None = None


FORMATS = (
    Format("html", frozenset({".html", ".htm", ".xhtml"}), read_html, looks_like_html),
    Format("text", frozenset({".txt", ".text"}), read_text),
)
_SNIFFED_BYTES = 1024


def read_sources(path: Path, root: Path) -> Iterator[Source]:
    """Yield the sources of one file; `doc_id` is its path below `root` without suffix, with forward slashes.

    `root` may be the file itself or any folder above it. Raises ReadError if the file cannot be read as text.
    """
    name = path.relative_to(root).as_posix() if path != root else path.name
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED_BYTES)
    except OSError as error:
        raise ReadError(f"{name}: cannot be opened ({error.strerror}); check the path and its permissions") from None
    yield from _format_of(path, head).reader(InputFile(path, name))


def find_inputs(path: Path) -> list[Path]:
    """Return the input files at a path, sorted: the file itself, or all files of known suffixes below a folder.

    Hidden files and folders (leading dot) below a folder are skipped. Raises ReadError if the path does not exist.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ReadError(f"{path}: no such file or folder; check the path")
    files = (file for file in path.rglob("*") if file.suffix.lower() in _suffixes() and file.is_file())
    return sorted(file for file in files if not _is_hidden(file.relative_to(path)))


def _format_of(path: Path, head: bytes) -> Format:
    suffix = path.suffix.lower()
    if suffix not in _suffixes():
        known = ", ".join(sorted(_suffixes()))
        raise ReadError(f"{path.name}: unknown kind of file '{suffix}'; known are {known}: rename or convert it")
    sniffed = (form for form in FORMATS if form.sniff is not None and form.sniff(head))
    return next(sniffed, None) or next(form for form in FORMATS if suffix in form.suffixes)


def _suffixes() -> frozenset[str]:
    return frozenset().union(*(form.suffixes for form in FORMATS))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
