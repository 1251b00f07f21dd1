"""Packed files and archives: what is in them, as streams, one after the other."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple, cast

from pipeline.errors import ReadError
from pipeline.read.record import Skipped, Unreadable, printable
from pipeline.read.stream import Guard, buffered, peek

# Suffixes that say only that one file is packed; what is in it stands before them (`trial.xml.gz`).
PACKED = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".xz": b"\xfd7zXZ\0"}
PACKED_SUFFIXES = frozenset({*PACKED, ".zip", ".tar", ".tgz", ".tbz2", ".txz"})
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# The first names in zip files that are documents: of office programs and books.
_OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"mimetype", b"xl/")
_ZIP_NAME_LENGTH_AT, _ZIP_NAME_AT = 26, 30  # in the header of a member
_TAR_MAGIC, _TAR_MAGIC_AT = b"ustar", 257
_IN_MEMORY = 32 << 20
_ENCRYPTED = 0x1
_READ_AT_ONCE = 1 << 20
# What the unpackers of Python raise over files that are broken or made to break them.
BROKEN = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    ArithmeticError,
    LookupError,
    gzip.BadGzipFile,
)


class Member(NamedTuple):
    """A file in an archive: its path in it and its bytes, to be read before the next one."""

    name: str
    stream: BinaryIO


def is_packed(head: bytes) -> bool:
    """Whether the first bytes are those of a packed file or an archive."""
    return packing(head) is not None or is_zip(head) or is_tar(head)


def packing(head: bytes) -> str | None:
    """Return the suffix of how a single file is packed, or None."""
    return next((suffix for suffix, magic in PACKED.items() if head.startswith(magic)), None)


def is_zip(head: bytes) -> bool:
    """Whether the first bytes are those of a zip file that is a folder of files, and no office document."""
    return head.startswith(_ZIP) and not _first_name(head).startswith(_OFFICE)


def _first_name(head: bytes) -> bytes:
    length = int.from_bytes(head[_ZIP_NAME_LENGTH_AT : _ZIP_NAME_LENGTH_AT + 2], "little")
    return head[_ZIP_NAME_AT : _ZIP_NAME_AT + length]


def is_tar(head: bytes) -> bool:
    """Whether the first bytes are those of a tar file."""
    return head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + len(_TAR_MAGIC)] == _TAR_MAGIC


def unpacked(stream: BinaryIO, suffix: str, size: int, guard: Guard) -> BinaryIO:
    """Return the content of a packed single file."""
    opened = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}[suffix]
    return buffered(cast(BinaryIO, opened(stream)), size, guard)  # type: ignore[operator]


def content_name(name: str) -> str:
    """Return a file's name without the suffix that says only how it is packed."""
    path = PurePosixPath(name)
    return str(path.with_suffix("")) if path.suffix.lower() in PACKED else name


def members(
    stream: BinaryIO, file: BinaryIO | None, name: str, size: int, guard: Guard
) -> Iterator[Member | Skipped | Unreadable]:
    """Yield the files of an archive in the order in which they stand in it.

    Nothing is written by the names in it. Links, devices and paths that lead out of the archive are never followed:
    they are `Unreadable`. Hidden files are `Skipped`. `file` is the archive where it stands on disk. Raises what is in
    `BROKEN` for an archive that cannot be read on.
    """
    if is_zip(peek(stream)):
        yield from _zip_members(file or spooled(stream), name, size, guard)
    else:
        yield from _tar_members(stream, name, size)


def spooled(stream: BinaryIO) -> BinaryIO:
    """Return the rest of a stream as a file that can be read in any order."""
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is forgotten
    shutil.copyfileobj(stream, copy, _READ_AT_ONCE)
    copy.seek(0)
    return cast(BinaryIO, copy)


def _zip_members(file: BinaryIO, name: str, size: int, guard: Guard) -> Iterator[Member | Skipped | Unreadable]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            full = f"{name}/{printable(info.filename)}"
            if info.is_dir():
                continue
            if refusal := _refused(full, info.filename):
                yield refusal
            elif stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
                yield _not_followed(full)
            elif info.flag_bits & _ENCRYPTED:
                yield Unreadable(full, f"{full}: encrypted; unpack it with its password first")
            else:
                yield from _zip_member(archive, info, full, size, guard)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, full: str, size: int, guard: Guard
) -> Iterator[Member | Unreadable]:
    try:
        opened = archive.open(info)
    except (OSError, *BROKEN) as error:
        yield Unreadable(full, broken(full, error))
        return
    with opened:
        yield Member(full, buffered(cast(BinaryIO, opened), size, guard))


def _tar_members(stream: BinaryIO, name: str, size: int) -> Iterator[Member | Skipped | Unreadable]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            vars(archive)["members"].clear()  # they would be kept for later otherwise
            full = f"{name}/{printable(info.name)}"
            if info.isdir():
                continue
            refusal = _refused(full, info.name)
            content = archive.extractfile(info) if info.isfile() else None
            if refusal:
                yield refusal
            elif info.issparse():  # a few bytes stand for any number of zeros
                yield Unreadable(full, f"{full}: a sparse file in an archive; pack it again without --sparse")
            elif content is None:
                yield _not_followed(full)
            else:
                yield Member(full, buffered(cast(BinaryIO, content), size))


def _refused(full: str, path: str) -> Skipped | Unreadable | None:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0].startswith("/") or parts[0].endswith(":"):
        return Unreadable(full, f"{full}: a path that leads out of the archive; it is not followed")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return Skipped(full, "hidden")
    return None


def _not_followed(full: str) -> Unreadable:
    return Unreadable(full, f"{full}: a link or a device in an archive; it is not followed")


def broken(name: str, error: BaseException) -> str:
    """Return the message for a packed file that cannot be read on."""
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return f"{name}: broken ({reason}); pack it again"


def refuse_nested(name: str) -> ReadError:
    """Return the error for an archive in an archive in an archive."""
    return ReadError(f"{name}: archives in archives are read one level deep; unpack the outer one first")
