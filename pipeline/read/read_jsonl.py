"""JSON lines: one object a line, with the names that tables have as columns; also one list of objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read.columns import as_bytes, recognised, row_id, row_of
from pipeline.read.record import Piece
from pipeline.read.stream import MEGABYTE, lines, peek, text_as_utf8

_IN_LIST = re.compile(rb'\[\s{0,99}\{[^{}]{0,20000}"(?:title|abstract)"\s{0,9}:', re.IGNORECASE)
_BLANK = b"\xef\xbb\xbf \t\r\n"


def holds_jsonl(head: bytes) -> bool:
    """Whether the first bytes of a file are a line with a JSON object that has a title or an abstract."""
    start = head.lstrip(_BLANK)
    if start.startswith(b"["):
        return _IN_LIST.match(start) is not None
    if not start.startswith(b"{"):
        return False
    try:
        row = json.loads(start.splitlines()[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and not recognised(row).isdisjoint({"title", "abstract"})


def split_jsonl(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the lines that are not blank; of a file that is one list of objects, the objects."""
    problem = f"the line is larger than {settings.max_document_mb} MB; split it, or raise read.max_document_mb"
    table = text_as_utf8(stream)
    if peek(table).lstrip()[:1] == b"[":
        yield from _list(table.read(settings.max_document_mb * MEGABYTE), settings)
        return
    for line in lines(table, settings.max_document_mb * MEGABYTE):
        if line is None:
            yield Piece(None, b"", problem)
        elif line.strip():
            yield Piece(_id(line, settings), line.strip())


def _list(data: bytes, settings: ReadSettings) -> Iterator[Piece]:
    if len(data) >= settings.max_document_mb * MEGABYTE:
        raise ReadError("a JSON list too large to be read at once; write one object a line (JSONL)")
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        reason = error.args[0] if isinstance(error, json.JSONDecodeError) else "nested too deep"
        raise ReadError(f"broken JSON ({reason}); export it again") from None
    for row in rows:
        if isinstance(row, dict):
            yield Piece(row_id(row, settings), as_bytes(row))
        else:
            yield Piece(None, b"", "no JSON object; a list of objects is read")


def _id(line: bytes, settings: ReadSettings) -> str | None:
    try:
        return row_id(row_of(line.decode("utf-8"), ""), settings)
    except (ReadError, UnicodeDecodeError):
        return None
