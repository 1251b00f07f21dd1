"""Running: the shards that are not done yet are processed one after the other, then the result is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa

import pipeline
from pipeline.config import Config
from pipeline.document import Source
from pipeline.read import read_sources
from pipeline.run.fingerprint import fingerprint
from pipeline.run.pipeline import DocTables, Pipeline, StepError, error_tables, process_source, step
from pipeline.run.plan import PlannedFile, Shard, plan
from pipeline.tables import SCHEMAS, Manifest, ShardFiles, commit, find_shard, shard_file, write_file

Progress = Callable[[int, int], None]
"""Called with how many files are done and how many there are."""


@dataclass(frozen=True)
class RunResult:
    """What a run did: how many files it found and processed, and the manifest that it left."""

    files: int
    processed: int
    manifest: Manifest

    @cached_property
    def errors(self) -> int:
        """How many documents of the result could not be processed."""
        return self.manifest.rows("errors")


def run(inputs: Iterable[Path], out: Path, config: Config, progress: Progress = lambda done, total: None) -> RunResult:
    """Process all documents of the inputs into tables below `out`, and make them the whole content of `out`.

    What an earlier run left there for the same documents, configuration and program is taken as it is. A document
    that fails becomes a row of `errors`. Raises ReadError when there is nothing to read, ConfigError for settings
    that cannot be used and OutputError when `out` cannot be written.
    """
    shards = plan(inputs, config.run.shard_size, fingerprint(config), skip=out)
    done = {shard.name: files for shard in shards if (files := find_shard(out, shard.name))}
    todo = [shard for shard in shards if shard.name not in done]
    total, left = _count(shards), _count(todo)
    position = total - left
    for shard, files in _execute(todo, config, out):
        done[shard.name] = files
        position += len(shard.files)
        progress(position, total)
    manifest = Manifest(litsift=pipeline.__version__, shards=tuple(done[shard.name] for shard in shards))
    commit(out, manifest)
    return RunResult(files=total, processed=left, manifest=manifest)


def _count(shards: Iterable[Shard]) -> int:
    return sum(len(shard.files) for shard in shards)


def _execute(shards: Sequence[Shard], config: Config, out: Path) -> Iterator[tuple[Shard, ShardFiles]]:
    """Yield the shards as they get done, one after the other in this process."""
    if not shards:
        return  # loading the vocabularies takes longer than finding out that there is nothing to do
    steps = Pipeline(config)
    for shard in shards:
        yield shard, process_shard(shard, steps, out)


def process_shard(shard: Shard, steps: Pipeline, out: Path) -> ShardFiles:
    """Process the files of a shard and write its part of every table; return its name and its rows a table.

    All that can run somewhere else goes through this function: it shares nothing with other shards but the folder.
    """
    parts = [tables for file in shard.files for tables in process_file(file, steps)]
    rows = {}
    for table, schema in SCHEMAS.items():
        arrow = pa.concat_tables([schema.empty_table(), *(tables[table] for tables in parts)])
        write_file(arrow, shard_file(out, table, shard.name))
        rows[table] = arrow.num_rows
    return ShardFiles(name=shard.name, rows=rows)


def process_file(file: PlannedFile, steps: Pipeline) -> Iterator[DocTables]:
    """Yield the tables of every document in a file; a file that cannot be read (on) ends with a row in `errors`."""
    try:
        with step("read"):
            for source in read_sources(file.path, file.root):
                yield process_source(_renamed(source, file), steps)
    except StepError as failure:
        yield error_tables(file.name, None, failure)


def _renamed(source: Source, file: PlannedFile) -> Source:
    record = "" if source.record is None else f"#{source.record}"
    return replace(source, doc_id=f"{file.doc_id}{record}")
