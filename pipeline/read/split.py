"""A file to its records, streaming: never more than one record of it in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from typing import BinaryIO, NamedTuple, cast

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.files import InputFile, is_known
from pipeline.read.formats import SNIFFED_BYTES, Format, format_of, is_sure
from pipeline.read.packed import (
    BROKEN,
    broken,
    content_name,
    is_tar,
    is_zip,
    members,
    packing,
    refuse_nested,
    unpacked,
)
from pipeline.read.record import Piece, Record, Skipped, Unreadable
from pipeline.read.stream import MEGABYTE, Guard, TooMuchError, buffered, peek

Found = Record | Unreadable | Skipped
_MOST_ARCHIVES = 2
_LONGEST_ID = 120


def split(file: InputFile, settings: ReadSettings) -> Iterator[Found]:
    """Yield the records of a file in order; what cannot be read (on) ends with an `Unreadable`. Never raises."""
    if file.problem is not None:
        yield file.problem
        return
    try:
        with file.path.open("rb", buffering=0) as raw:
            guard = Guard(file.name, os.fstat(raw.fileno()).st_size, settings.max_unpacked_mb, settings.max_ratio)
            stream = buffered(cast(BinaryIO, raw), SNIFFED_BYTES)
            yield from _Splitter(settings, guard).split(
                _Part(stream, file.name, file.doc_id, file.name, cast(BinaryIO, raw))
            )
    except OSError as error:
        reason = error.strerror or str(error)
        yield Unreadable(file.name, f"{file.name}: cannot be read ({reason}); check the path and its permissions")


class _Part(NamedTuple):
    """A stream to split, its names (`called` as it stands in its archive, for the suffix), the file that it is if it
    stands on disk, in how many archives it stands, and whether it was unpacked already.
    """

    stream: BinaryIO
    name: str
    doc_id: str
    called: str
    file: BinaryIO | None = None
    archives: int = 0
    packed: bool = False


class _Names:
    """Names that were given, as hashes of 8 bytes: there may be millions."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def distinct(self, name: str, number: int | None = None) -> str:
        """Return a name that was not given yet: with a number behind it where it was."""
        number = len(self._seen) if number is None else number
        while (seen := _hash(name)) in self._seen:
            name = f"{name}.{number}"
        self._seen.add(seen)
        return name


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class _Splitter:
    """Splits one file on disk, with all that is packed in it."""

    def __init__(self, settings: ReadSettings, guard: Guard) -> None:
        self._settings = settings
        self._guard = guard

    def split(self, part: _Part) -> Iterator[Found]:
        """Yield the records of a part; only what ends the whole file is raised (TooMuchError of a part of it)."""
        try:
            yield from self._split(part)
        except TooMuchError as error:
            if part.archives:
                raise
            yield Unreadable(part.name, str(error))
        except ReadError as error:
            message = str(error)
            yield Unreadable(part.name, message if message.startswith(part.name) else f"{part.name}: {message}")
        except RecursionError:
            yield Unreadable(part.name, f"{part.name}: nested too deep; split it")
        except (OSError, *BROKEN) as error:
            if part.file is not None and isinstance(error, OSError) and error.errno:
                raise
            yield Unreadable(part.name, broken(part.name, error))

    def _split(self, part: _Part) -> Iterator[Found]:
        head = peek(part.stream)
        if part.archives and not (part.packed or is_known(part.called) or is_sure(head)):
            yield Skipped(part.name, "unknown kind of file")
            return
        how = packing(head)
        if how is not None:
            yield from self._unpacked(part, how)
        elif is_tar(head) or is_zip(head):
            yield from self._members(part)
        else:
            yield from self._records(part, format_of(content_name(part.called), head))

    def _unpacked(self, part: _Part, how: str) -> Iterator[Found]:
        if part.packed:
            raise ReadError(f"{part.name}: packed twice; unpack it once first")
        stream = unpacked(part.stream, how, SNIFFED_BYTES, self._guard)
        yield from self._split(part._replace(stream=stream, file=None, packed=True))

    def _members(self, part: _Part) -> Iterator[Found]:
        if part.archives == _MOST_ARCHIVES:
            raise refuse_nested(part.name)
        seen = _Names()
        for member in members(part.stream, part.file, part.name, SNIFFED_BYTES, self._guard):
            if isinstance(member, (Skipped, Unreadable)):
                yield member
                continue
            name = seen.distinct(member.name)
            yield from self.split(_Part(member.stream, name, name, member.name, archives=part.archives + 1))

    def _records(self, part: _Part, form: Format) -> Iterator[Found]:
        if form.split is None:
            limit = self._settings.max_document_mb
            yield Record(part.name, part.doc_id, form.name, _whole(part.stream, part.name, limit))
        else:
            is_empty = True
            for found in _named(form, form.split(part.stream, self._settings), part):
                is_empty &= isinstance(found, Skipped)
                yield found
            if is_empty:
                raise ReadError(f"{part.name}: no record stands in it; export it again or remove it")


def _whole(stream: BinaryIO, name: str, megabytes: int) -> bytes:
    data = stream.read(megabytes * MEGABYTE + 1)
    if len(data) > megabytes * MEGABYTE:
        raise ReadError(f"{name}: larger than {megabytes} MB; split it, or raise read.max_document_mb in the settings")
    return data


def _named(form: Format, pieces: Iterator[Piece], part: _Part) -> Iterator[Found]:
    """Name records by their ids; one without, or with an id that another had, gets its place in the file as well."""
    seen = _Names()
    place = 0
    for piece in pieces:
        if piece.skipped is not None:
            yield Skipped(part.name, piece.skipped)
            continue
        place += 1
        own = "".join(sign for sign in (piece.id or "") if sign.isprintable() and sign != " ")[:_LONGEST_ID]
        own = seen.distinct(own or str(place), place)
        if piece.problem is not None:
            yield Unreadable(part.name, f"{part.name}, record {own}: {piece.problem}", own)
        else:
            yield Record(part.name, f"{part.doc_id}#{own}", form.name, piece.data, own)
