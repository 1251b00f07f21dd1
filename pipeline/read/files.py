"""The files of an input, one after the other: no list of all of them is ever in memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ReadError
from pipeline.read.formats import known_suffixes


@dataclass(frozen=True)
class InputFile:
    """One file to read: `name` is its path below the input root with forward slashes, `doc_id` the same without suffix
    (with it, where two files would share a name).
    """

    path: Path
    name: str
    doc_id: str

    @property
    def size(self) -> int:
        """Its bytes on disk; 0 where that cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def find_files(inputs: Sequence[Path], *, skip: Path | None = None) -> Iterator[InputFile]:
    """Yield the files of known suffixes below the inputs, sorted folder by folder, each once.

    Of several inputs, the innermost folder that holds them all is the root. Hidden files and folders (leading dot)
    below an input, links to folders and all below the folder `skip` are left out. Raises ReadError for an input that
    does not exist.
    """
    given = _distinct([_absolute(path) for path in inputs])
    root = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given])) if given else Path()
    left_out = None if skip is None else skip.resolve()
    for path in given:
        if path.is_dir():
            yield from _below(path, root, left_out)
        else:
            yield from _named([path], root)


def _absolute(path: Path) -> Path:
    """Return an absolute path without `..`; a link to a file keeps its own name."""
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder; check the path")
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """The inputs in order, without those that stand below others."""
    chosen = set(paths)
    return sorted((p for p in chosen if not chosen.intersection(p.parents)), key=lambda path: path.parts)


def _below(folder: Path, root: Path, left_out: Path | None) -> Iterator[InputFile]:
    """Walk a folder in the order of its names: its files first, then its folders."""
    try:
        entries = sorted((e for e in os.scandir(folder) if not e.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        raise ReadError(f"{folder}: cannot be listed ({error.strerror}); check its permissions") from None
    yield from _named([folder / e.name for e in entries if e.is_file() and _is_known(e.name)], root)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and (path := folder / entry.name) != left_out:
            yield from _below(path, root, left_out)


def _is_known(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in known_suffixes()


def _named(paths: Sequence[Path], root: Path) -> Iterator[InputFile]:
    """Name the files of one folder."""
    names = [path.relative_to(root).as_posix() for path in paths]
    stems = [str(PurePosixPath(name).with_suffix("")) for name in names]
    taken = Counter([*stems, *names])
    for path, name, stem in zip(paths, names, stems, strict=True):
        yield InputFile(path, name, stem if taken[stem] == 1 or name == stem else name)
