"""The files of an input, one after the other: no list of all of them is ever in memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ReadError
from pipeline.read.formats import SNIFFED_BYTES, is_sure, known_suffixes
from pipeline.read.packed import content_name
from pipeline.read.record import Skipped, Unreadable, printable


@dataclass(frozen=True)
class InputFile:
    """One file to read: `name` is its path below the input root with forward slashes, `doc_id` the same without suffix
    (with it, where two files would share a name).

    What is found below an input and not read has a `problem`: `split` hands it on.
    """

    path: Path
    name: str
    doc_id: str
    problem: Skipped | Unreadable | None = None

    @property
    def size(self) -> int:
        """Its bytes on disk; 0 where that cannot be told and for what is not read."""
        try:
            return 0 if self.problem else self.path.stat().st_size
        except OSError:
            return 0


def find_files(inputs: Sequence[Path], *, skip: Path | None = None) -> Iterator[InputFile]:
    """Yield the files below the inputs, sorted folder by folder, each once.

    In a folder, a file counts if its suffix is known, or its first bytes say for certain what it is. Others, hidden
    files and folders (leading dot), links to folders or out of the input, and what is no file at all are yielded with
    a `Skipped`; folders that cannot be listed with an `Unreadable`. All below the folder `skip` is left out. Of several
    inputs, the innermost folder that holds them all is the root. Raises ReadError for an input that does not exist.
    """
    given = _distinct([_absolute(path) for path in inputs])
    root = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given])) if given else Path()
    left_out = None if skip is None else skip.resolve()
    for path in given:
        if path.is_dir():
            yield from _below(path, root, left_out)
        else:
            yield from _named([path], root)


def without_suffix(name: str) -> str:
    """Return a name without its suffix, and without the one before where that says only how it is packed."""
    return str(PurePosixPath(content_name(name)).with_suffix(""))


def is_known(name: str) -> bool:
    """Whether a file's name says that it can be read."""
    return PurePosixPath(name).suffix.lower() in known_suffixes()


def _absolute(path: Path) -> Path:
    """Return an absolute path without `..`; a link to a file keeps its own name."""
    try:
        if path.is_dir():
            return path.resolve()
        if path.is_file():
            return path.parent.resolve() / path.name
        there = path.exists()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    if there:
        raise ReadError(f"{path}: neither a file nor a folder; name one, or - for standard input")
    raise ReadError(f"{path}: no such file or folder; check the path")


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """The inputs in order, without those that stand below others."""
    chosen = set(paths)
    return sorted((p for p in chosen if not chosen.intersection(p.parents)), key=lambda path: path.parts)


def _below(top: Path, root: Path, left_out: Path | None) -> Iterator[InputFile]:
    """Walk a folder in the order of its names: its files first, then its folders."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _unlisted(folder, root, error)
            continue
        yield from _in_folder(folder, entries, top, root)
        below = (folder / e.name for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith("."))
        waiting += sorted((path for path in below if path != left_out), reverse=True)


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _unlisted(folder: Path, root: Path, error: OSError) -> InputFile:
    name = _name(folder, root)
    message = f"{name}: the folder cannot be listed ({error.strerror}); check its permissions"
    return InputFile(folder, name, name, Unreadable(name, message))


def _in_folder(folder: Path, entries: Sequence[os.DirEntry[str]], top: Path, root: Path) -> Iterator[InputFile]:
    reasons = {entry.name: _reason(entry, top) for entry in entries}
    yield from _named([folder / name for name, reason in reasons.items() if reason == ""], root)
    for name, reason in reasons.items():
        if reason:
            path = folder / name
            full = _name(path, root)
            yield InputFile(path, full, full, Skipped(full, reason))


def _reason(entry: os.DirEntry[str], top: Path) -> str | None:
    """Why an entry of a folder is left out; an empty text for a file to read, None for a folder to walk."""
    if entry.name.startswith("."):
        return "hidden"
    if entry.is_dir(follow_symlinks=False):
        return None
    if entry.is_symlink():
        target = Path(os.path.realpath(entry.path))
        if not target.is_file():
            return "a link to a folder, or to nothing"
        if top not in target.parents:
            return "a link out of the input folder"
    elif not entry.is_file(follow_symlinks=False):
        return "no regular file"
    return "" if is_known(entry.name) or _is_recognised(entry.path) else "unknown kind of file"


def _is_recognised(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return is_sure(file.read(SNIFFED_BYTES))
    except OSError:
        return False


def _named(paths: Sequence[Path], root: Path) -> Iterator[InputFile]:
    """Name the files of one folder."""
    names = [_name(path, root) for path in paths]
    stems = [without_suffix(name) for name in names]
    taken = Counter([*stems, *names])
    for path, name, stem in zip(paths, names, stems, strict=True):
        yield InputFile(path, name, stem if taken[stem] == 1 or name == stem else name)
