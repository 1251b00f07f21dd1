"""JSON: one object a line, with the names that tables have as columns; also one list of objects, or what a service
answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.columns import as_bytes, is_record, recognised, row_id, row_of
from pipeline.read.nested import records_in
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE, lines, peek, text_as_utf8

# How a file with one value goes on in its first line, where JSON lines end.
_GOES_ON = (b"{", b"[", b",", b":")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_BEGINS = re.compile(rb"[\[{]\s{0,99}(?:[\[{]\s{0,99})?\"")
_NEEDED = re.compile(rb'"(?:title|abstract|abstractText|officialTitle|briefTitle)"\s{0,9}:', re.IGNORECASE)
_BESIDE = re.compile(
    rb'"(?:doi|pmid|abstract|abstractText|authors?|authorString|authorships|year|pub_?year|issued|published|journal|'
    rb'container-title|nctId)"\s{0,9}:',
    re.IGNORECASE,
)


def holds_jsonl(head: bytes) -> bool:
    """Whether the first bytes of a file are a line with a JSON object that has a title or an abstract, or JSON with
    titles of records in it.
    """
    start = head.lstrip(_BLANK)
    if not _BEGINS.match(start) or not _NEEDED.search(start):
        return False
    if start.startswith(b"[") or _BESIDE.search(start):
        return True
    try:
        row = json.loads(start.splitlines()[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and not recognised(row).isdisjoint({"title", "abstract"})


def split_jsonl(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the objects in the lines that are not blank; of a file that is one value, those in it."""
    most = settings.max_document_mb * MEGABYTE
    table = text_as_utf8(stream)
    if _is_one(peek(table)):
        yield from _pieces(_value(table.read(most), most), settings)
        return
    for line in lines(table, most):
        if line is None:
            problem = f"the line is larger than {settings.max_document_mb} MB; split it, or raise read.max_document_mb"
            yield Piece(None, b"", problem)
        elif line.strip():
            yield from _in_line(line.strip(), settings)


def _is_one(head: bytes) -> bool:
    """Whether a file is one list, or one object that goes over several lines."""
    start = head.lstrip()
    first = start.splitlines()[0].rstrip() if start else b""
    return start.startswith(b"[") or (start.startswith(b"{") and first.endswith(_GOES_ON))


def _value(data: bytes, most: int) -> Any:
    if len(data) >= most:
        raise ReadError("JSON too large to be read at once; write one object a line (JSONL)")
    try:
        return json.loads(data, strict=False)
    except (ValueError, RecursionError) as error:
        reason = error.args[0] if isinstance(error, json.JSONDecodeError) else "nested too deep"
        raise ReadError(f"broken JSON ({reason}); export it again") from None


def _pieces(value: Any, settings: ReadSettings) -> Iterator[Piece]:
    for row in records_in(value, partial(is_record, settings=settings)):
        if isinstance(row, dict):
            yield Piece(row_id(row, settings), as_bytes(row))
        else:
            yield Piece(None, b"", "no JSON object; a list of objects is read")


def _in_line(line: bytes, settings: ReadSettings) -> Iterator[Piece]:
    """The object of a line as it stands; what is broken is told where it is parsed."""
    try:
        row = row_of(line.decode("utf-8"), "")
    except (ReadError, UnicodeDecodeError):
        yield Piece(None, line)
        return
    found = records_in(row, partial(is_record, settings=settings))
    if found[0] is row:
        yield Piece(row_id(row, settings), line)
    else:
        yield from _pieces(found, settings)
