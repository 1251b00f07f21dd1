"""Planning: which files are read, what their documents are called, and how the work is cut into shards."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ReadError
from pipeline.read import find_inputs

# A shard ends early where a file's hash says so, and at the latest at this multiple of the wanted size.
_LONGEST = 4


@dataclass(frozen=True)
class PlannedFile:
    """One file to read: `name` is its path below the input root, `doc_id` what its document is called."""

    path: Path
    root: Path
    name: str
    doc_id: str

    def digest(self) -> str:
        """Return a hash of what makes this file's rows: its bytes and its names."""
        try:
            content = hashlib.sha256(self.path.read_bytes()).hexdigest()
        except OSError as error:
            content = f"unreadable: {error.strerror}"
        return hashlib.sha256(f"{self.name}\0{self.doc_id}\0{content}".encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True)
class Shard:
    """Files that are processed and written together. The name is a hash of everything that decides its rows."""

    name: str
    files: tuple[PlannedFile, ...]


def plan(inputs: Iterable[Path], size: int, fingerprint: str, *, skip: Path | None = None) -> list[Shard]:
    """Return the shards of all files below the inputs, in the order of their names.

    `fingerprint` stands for everything besides the files that decides the rows; files below `skip` are left out.
    Raises ReadError for an input that does not exist and when there is nothing to read.
    """
    files = _files(list(inputs), skip)
    return [_shard(group, fingerprint) for group in _groups(files, size)]


def _files(inputs: Sequence[Path], skip: Path | None) -> list[PlannedFile]:
    found = {path for given in inputs for path in find_inputs(_absolute(given))}
    if skip is not None:
        found = {path for path in found if skip.resolve() not in path.parents}
    if not found:
        raise ReadError(f"{', '.join(map(str, inputs))}: no documents here that litsift can read")
    root = _root(inputs)
    return _named(root, sorted(found, key=lambda path: path.relative_to(root).as_posix()))


def _root(inputs: Sequence[Path]) -> Path:
    """Return the input folder; of many inputs, the innermost folder that holds them all."""
    folders = [path if path.is_dir() else path.parent for path in map(_absolute, inputs)]
    return Path(os.path.commonpath(folders))


def _absolute(path: Path) -> Path:
    """Return an absolute path without `..`; a link to a file keeps its own name."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _named(root: Path, paths: Sequence[Path]) -> list[PlannedFile]:
    """Name the documents: a file's path without its suffix, or with it where two documents would share a name."""
    names = [path.relative_to(root).as_posix() for path in paths]
    stems = [str(PurePosixPath(name).with_suffix("")) for name in names]
    taken = Counter([*stems, *names])
    return [
        PlannedFile(path, root, name, stem if taken[stem] == 1 or name == stem else name)
        for path, name, stem in zip(paths, names, stems, strict=True)
    ]


def _groups(files: Iterable[PlannedFile], size: int) -> Iterator[list[PlannedFile]]:
    """Cut a sorted list so that a file that comes or goes changes its own group and leaves the others as they were.

    The cut follows the names, not the positions: a group ends after a file whose name's hash is divisible by `size`.
    """
    group: list[PlannedFile] = []
    for file in files:
        group.append(file)
        if _ends_group(file, size) or len(group) == _LONGEST * size:
            yield group
            group = []
    if group:
        yield group


def _ends_group(file: PlannedFile, size: int) -> bool:
    digest = hashlib.sha256(file.name.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big") % size == 0


def _shard(files: Sequence[PlannedFile], fingerprint: str) -> Shard:
    digest = hashlib.sha256(fingerprint.encode())
    for file in files:
        digest.update(file.digest().encode())
    return Shard(digest.hexdigest()[:24], tuple(files))
