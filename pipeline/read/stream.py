"""Streams of bytes that are watched while they are read: how much comes out of packed files, how long a line is."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.errors import ReadError
from pipeline.read.decode import detected

MEGABYTE = 1 << 20
_CHUNK = 1 << 16
# So much may come out of a packed file before the ratio to its size is looked at.
_SMALL = 64 * MEGABYTE
_XML_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{1,40})["']""")
# Byte order marks and how "<?" begins without one, longest first.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)


class TooMuchError(ReadError):
    """A packed file holds more than may come out of it: nothing more of it is read."""


class Guard:
    """Counts what is unpacked out of one file on disk, all its members together."""

    def __init__(self, name: str, size: int, most_mb: int, most_ratio: int) -> None:
        self._name = name
        self._most = most_mb * MEGABYTE
        self._most_by_ratio = max(_SMALL, most_ratio * size)
        self._total = 0

    def add(self, count: int) -> None:
        """Count more bytes. Raises TooMuchError when there are too many."""
        self._total += count
        if self._total > self._most:
            raise TooMuchError(
                f"{self._name}: holds more than {self._most // MEGABYTE} MB unpacked; split it, or raise "
                "read.max_unpacked_mb in the settings"
            )
        if self._total > self._most_by_ratio:
            raise TooMuchError(
                f"{self._name}: unpacks to so many times its size that it looks like a zip bomb; unpack it yourself, "
                "or raise read.max_ratio in the settings"
            )


class _Filled(io.RawIOBase):
    """A raw stream that fills whole buffers, so that `peek` sees as much as it asks for."""

    def __init__(self, source: BinaryIO, guard: Guard | None) -> None:
        self._source = source
        self._guard = guard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        at = 0
        while at < len(view) and (data := self._source.read(len(view) - at)):
            view[at : at + len(data)] = data
            at += len(data)
        if self._guard is not None:
            self._guard.add(at)
        return at


def buffered(source: BinaryIO, size: int, guard: Guard | None = None) -> BinaryIO:
    """Return a stream whose `peek` shows the first `size` bytes; a guard counts what is read."""
    return cast(BinaryIO, io.BufferedReader(_Filled(source, guard), size))


def peek(stream: BinaryIO) -> bytes:
    """Return the next bytes of a buffered stream without taking them."""
    return cast(io.BufferedReader, stream).peek(_CHUNK)


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream with their ends (LF, CR LF or CR); None for one longer than `limit`."""
    held: list[bytes] = []
    size = 0
    for part in _line_parts(stream):
        size += len(part)
        if size <= limit:
            held.append(part)
        else:
            held.clear()
        if part.endswith((b"\n", b"\r")):
            yield b"".join(held) if size <= limit else None
            held.clear()
            size = 0
    if size:
        yield b"".join(held) if size <= limit else None


def _line_parts(stream: BinaryIO) -> Iterator[bytes]:
    carry = b""
    for chunk in iter(lambda: stream.read(_CHUNK), b""):
        whole = carry + chunk
        carry = b"\r" if whole.endswith(b"\r") else b""  # a line feed may follow
        yield from (whole[:-1] if carry else whole).splitlines(keepends=True)
    if carry:
        yield carry


class _Recoded:
    """Bytes in another encoding, read as UTF-8. What does not fit it becomes bytes that are no UTF-8 either, so that
    only the record that holds them fails.
    """

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        wide = encoding.startswith(("utf-16", "utf-32"))
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass" if wide else "surrogateescape")
        self._source = source
        self._name = encoding
        self._ready = b""

    def read(self, size: int) -> bytes:
        while len(self._ready) < size and (data := self._source.read(size)):
            self._ready += self._decode(data)
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _decode(self, data: bytes) -> bytes:
        try:
            return self._decoder.decode(data).encode("utf-8", "surrogatepass")
        except UnicodeError:
            raise ReadError(f"its bytes are not {self._name}, though it begins like it; save it as UTF-8") from None


def xml_as_utf8(stream: BinaryIO) -> BinaryIO:
    """Return the stream as UTF-8, recoded if a byte order mark or the XML declaration names another encoding."""
    head = peek(stream)
    return _recoded(stream, _wide_encoding(head) or _declared(head))


def text_as_utf8(stream: BinaryIO) -> BinaryIO:
    """Return the stream as UTF-8 without byte order mark, recoded if its first bytes are in another encoding."""
    head = peek(stream)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return stream
    return _recoded(stream, _wide_encoding(head) or ("utf-8" if _is_utf8(head) else detected(head) or "cp1252"))


def _wide_encoding(head: bytes) -> str:
    return next((encoding for mark, encoding in _WIDE if head.startswith(mark)), "")


def _declared(head: bytes) -> str:
    match = _XML_ENCODING.match(head)
    return match.group(1).decode("ascii").lower() if match else "utf-8"


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return stream
    try:
        if not codecs.lookup(encoding)._is_text_encoding:  # "hex", "zip": no encodings of text
            raise LookupError
        return buffered(cast(BinaryIO, _Recoded(stream, encoding)), _CHUNK)
    except LookupError:
        raise ReadError(f"it names an unknown character encoding, '{encoding}'; save it as UTF-8") from None
