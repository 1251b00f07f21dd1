"""A run: everything below the inputs becomes the whole content of a result folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pyarrow.parquet as pq

import pipeline
from pipeline.config import Config
from pipeline.errors import OutputError, ReadError
from pipeline.read import Record, Skipped, Unreadable, find_files, split
from pipeline.run.duplicates import mark_duplicates
from pipeline.run.engine import open_engine
from pipeline.run.fingerprint import fingerprint
from pipeline.run.plan import Shard, plan
from pipeline.tables import Manifest, ShardFiles, commit, current_file, find_shard, load_manifest, locked


class Progress(NamedTuple):
    """How far a run is: documents done, and the share of the input (0 to 1) that they were."""

    documents: int
    share: float


OnProgress = Callable[[Progress], None]
"""Called each time that documents are done."""


@dataclass(frozen=True)
class RunResult:
    """What a run did: how many documents it found and processed, the manifest that it left, and how many files it
    skipped, by reason and suffix.
    """

    documents: int
    processed: int
    manifest: Manifest
    skipped: Mapping[tuple[str, str], int]

    @cached_property
    def errors(self) -> int:
        """How many documents of the result could not be processed."""
        return self.manifest.rows("errors")


def run(
    inputs: Sequence[Path],
    out: Path,
    config: Config,
    progress: OnProgress = lambda progress: None,
    *,
    limit: int | None = None,
    resume: bool = True,
    strict: bool = False,
) -> RunResult:
    """Process all documents of the inputs (the first `limit`) into tables below `out`: its whole content from then on.

    With `resume`, what an earlier run left there for the same documents, configuration and program is taken as it is.
    A document that fails becomes a row of `errors`; with `strict` it makes the run fail, and the folder keeps the
    tables that it had. Raises ReadError when there is nothing to read, ConfigError for settings that cannot be used,
    and OutputError when `out` cannot be written, another run writes there, or a document failed a strict run.
    """
    out = out.absolute()  # workers may stand in another folder
    source = _Input(inputs, out, config)
    work = _Work(islice(source.records(), limit), source, out, config)
    with locked(out):
        left = work.left(progress, resume=resume)
        if (first := next(left, None)) is not None:
            with open_engine(config, out) as engine:
                for place, files in engine(chain([first], left)):
                    work.finish(place, files, progress)
        manifest = Manifest(litsift=pipeline.__version__, shards=work.shards())
        if strict:
            _expect_no_errors(out, manifest)
        manifest = mark_duplicates(out, manifest)
        commit(out, manifest)
    return RunResult(work.documents, work.processed, manifest, source.skipped)


class _Input:
    """What a run reads: its records, what of it was skipped, and how many of its bytes have been read."""

    def __init__(self, inputs: Sequence[Path], out: Path, config: Config) -> None:
        """Look at the inputs without reading them. Raises ReadError for one that does not exist."""
        self.name = ", ".join(map(str, inputs))
        self.skipped: Counter[tuple[str, str]] = Counter()
        self.read = 0
        self._files = partial(find_files, inputs, skip=out)
        self._settings = config.read
        self.size = max(1, sum(file.size for file in self._files()))

    def records(self) -> Iterator[Record | Unreadable]:
        """Yield all records."""
        for file in self._files():
            before = self.read
            for record in split(file, self._settings):
                if isinstance(record, Skipped):
                    self.skipped[record.reason, PurePosixPath(record.name).suffix.lower()] += 1
                    continue
                # An archive unpacks to more than its size: its records count until that is reached.
                self.read = min(before + file.size, self.read + _size(record))
                yield record
            self.read = before + file.size


class _Work:
    """The shards of a run: which are done, which are left, and how much of the input that is."""

    def __init__(self, records: Iterator[Record | Unreadable], source: _Input, out: Path, config: Config) -> None:
        self.documents = 0
        self.processed = 0
        self._shards = plan(records, config.run.shard_size, fingerprint(config))
        self._source = source
        self._out = out
        self._marks = _marks_of(out)
        self._done: dict[int, ShardFiles] = {}
        self._waiting: dict[int, tuple[int, int]] = {}  # documents and bytes of the shards that are being processed
        self._finished = (0, 0)

    def left(self, progress: OnProgress, *, resume: bool) -> Iterator[tuple[int, Shard]]:
        """Yield the shards that are not done yet, with their places, reading the input as they are asked for."""
        at = 0
        for place, shard in enumerate(self._shards):
            size = (len(shard.records), self._source.read - at)
            at = self._source.read
            self.documents += size[0]
            self._waiting[place] = size
            if resume and (files := self._find(shard.name)):
                self.finish(place, files, progress)
            else:
                self.processed += size[0]
                yield place, shard

    def _find(self, name: str) -> ShardFiles | None:
        """Return a shard as the last result has it, otherwise as an interrupted run left it."""
        return find_shard(self._out, name, self._marks.get(name, "")) or find_shard(self._out, name)

    def finish(self, place: int, files: ShardFiles, progress: OnProgress) -> None:
        """Note that a shard is done, and tell."""
        documents, size = self._waiting.pop(place)
        self._done[place] = files
        self._finished = (self._finished[0] + documents, self._finished[1] + size)
        progress(Progress(self._finished[0], min(1.0, self._finished[1] / self._source.size)))

    def shards(self) -> tuple[ShardFiles, ...]:
        """Return all shards in the order of their documents. Raises ReadError if there are none."""
        if not self._done:
            raise ReadError(f"{self._source.name}: no documents here that litsift can read")
        return tuple(self._done[place] for place in sorted(self._done))


def _marks_of(out: Path) -> dict[str, str]:
    """Return the marks of the shards of the last result, by name."""
    try:
        return {shard.name: shard.marks for shard in load_manifest(out).shards if shard.marks}
    except OutputError:
        return {}


def _expect_no_errors(out: Path, manifest: Manifest) -> None:
    failed = next((shard for shard in manifest.shards if shard.rows["errors"]), None)
    if failed is not None:
        first = pq.read_table(current_file(out, "errors", failed.stem("errors"))).to_pylist()[0]
        number = manifest.rows("errors")
        raise OutputError(
            f"{out}: left as it was, {number} document(s) failed, the first: {first['message']}; "
            "mend or remove them, or run without --strict"
        )


def _size(record: Record | Unreadable) -> int:
    return len(record.data) if isinstance(record, Record) else 0
