"""What stands between a file and its documents: the bytes of one record, cut out but not understood yet."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.errors import ReadError

_UNDECODED = re.compile("[\ud800-\udfff]")  # as `os.fsdecode` and `tarfile` hand over such bytes


class Piece(NamedTuple):
    """What a splitter cuts out of a stream: a record's own id (None where it states none) and its bytes.

    A record that cannot be handed on has a `problem` instead of bytes; those after it are read. A part of the file
    that is no record is `skipped`, for the reason that stands there.
    """

    id: str | None
    data: bytes
    problem: str | None = None
    skipped: str | None = None


@dataclass(frozen=True)
class Record:
    """One document to be: its bytes, small enough to travel to a worker, and its names.

    `name` is the file's path below the input root (a member of an archive below the archive's name), `record` the id
    in a file of many records, `doc_id` what the document will be called.
    """

    name: str
    doc_id: str
    format: str
    data: bytes
    record: str | None = None

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def digest(self) -> str:
        """A hash of all that decides the rows: the bytes and the names."""
        return _digest(self.name, self.doc_id, self.format, self.record or "", self.sha256)

    @property
    def where(self) -> str:
        """The record as messages name it."""
        return self.name if self.record is None else f"{self.name}, record {self.record}"

    def content(self) -> bytes:
        """Return the bytes. Raises ReadError if there is nothing in them."""
        if not self.data.strip():
            raise ReadError(f"{self.name}: the file is empty; save the page again or remove it")
        return self.data


@dataclass(frozen=True)
class Unreadable:
    """A part of the input that could not even be cut out, and why; it becomes a row of `errors`."""

    name: str
    message: str
    record: str | None = None

    @property
    def doc_id(self) -> str:
        """A name to sort and group by."""
        return self.name

    @property
    def digest(self) -> str:
        """A hash of what will stand in `errors`."""
        return _digest(self.name, self.record or "", self.message)


@dataclass(frozen=True)
class Skipped:
    """A part of the input that is no document and that is left out, and why, in few words; a run counts them."""

    name: str
    reason: str


def printable(name: str) -> str:
    r"""Return a name that can be stored: a byte of it that is no UTF-8 as `\xNN`."""
    return _UNDECODED.sub(lambda match: f"\\x{ord(match.group()) & 0xFF:02x}", name)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
