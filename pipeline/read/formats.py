"""The registry of file formats, and how the format of a file is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.read_html import looks_like_html, read_html
from pipeline.read.read_text import read_text
from pipeline.read.record import Piece, Record


class Format(NamedTuple):
    """A file format.

    `suffixes` announce it; `sniff` sees the first bytes of a file and says that they are this format for certain: that
    wins over the suffix. `parse` makes a source of one record. `split` cuts a file of many records, streaming; a format
    without it has one document a file. Both raise ReadError.
    """

    name: str
    suffixes: frozenset[str]
    parse: Callable[[Record, ReadSettings], Source]
    sniff: Callable[[bytes], bool] | None = None
    split: Callable[[BinaryIO, ReadSettings], Iterator[Piece]] | None = None


FORMATS = (
    Format("html", frozenset({".html", ".htm", ".xhtml"}), read_html, looks_like_html),
    Format("text", frozenset({".txt", ".text"}), read_text),
)
SNIFFED_BYTES = 4096


def format_of(name: str, head: bytes) -> Format:
    """Return the format of a file by its first bytes, otherwise by its suffix. Raises ReadError if it is none."""
    for form in FORMATS:
        if form.sniff is not None and form.sniff(head):
            return form
    suffix = PurePosixPath(name).suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes:
            return form
    known = ", ".join(sorted(known_suffixes()))
    raise ReadError(f"{name}: unknown kind of file '{suffix}'; known are {known}: rename or convert it")


def format_named(name: str) -> Format:
    """Return a format by its name."""
    return next(form for form in FORMATS if form.name == name)


def known_suffixes() -> frozenset[str]:
    """Return the suffixes of all formats."""
    return frozenset().union(*(form.suffixes for form in FORMATS))
