"""A file to its records, streaming: never more than one record of it in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.files import InputFile
from pipeline.read.formats import SNIFFED_BYTES, Format, format_of
from pipeline.read.record import Piece, Record, Unreadable

_MEGABYTE = 1 << 20


def split(file: InputFile, settings: ReadSettings) -> Iterator[Record | Unreadable]:
    """Yield the records of a file in order; what cannot be read (on) ends with an `Unreadable`. Never raises."""
    try:
        with file.path.open("rb") as raw:
            yield from _records(cast(BinaryIO, raw), file.name, file.doc_id, settings)
    except ReadError as error:
        yield Unreadable(file.name, str(error))
    except OSError as error:
        yield Unreadable(
            file.name, f"{file.name}: cannot be read ({error.strerror}); check the path and its permissions"
        )


def _records(stream: BinaryIO, name: str, doc_id: str, settings: ReadSettings) -> Iterator[Record]:
    """Yield the records of one stream of a known format. Raises ReadError and OSError."""
    buffered = io.BufferedReader(stream, SNIFFED_BYTES)  # type: ignore[arg-type]
    form = format_of(name, buffered.peek(SNIFFED_BYTES))
    limit = settings.max_document_mb * _MEGABYTE
    if form.split is None:
        yield Record(name, doc_id, form.name, _whole(buffered, name, limit))
        return
    yield from _named(form, form.split(cast(BinaryIO, buffered), settings), name, doc_id)


def _whole(stream: io.BufferedReader, name: str, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        megabytes = limit // _MEGABYTE
        raise ReadError(f"{name}: larger than {megabytes} MB; split it, or raise read.max_document_mb in the settings")
    return data


def _named(form: Format, pieces: Iterator[Piece], name: str, doc_id: str) -> Iterator[Record]:
    """Name records by their ids; one without, or with an id that another had, gets its place in the file as well."""
    seen: set[str] = set()
    for place, piece in enumerate(pieces, 1):
        given = "".join((piece.id or "").split())
        own = str(place) if not given else f"{given}.{place}" if given in seen else given
        seen.add(own)
        yield Record(name, f"{doc_id}#{own}", form.name, piece.data, own)
