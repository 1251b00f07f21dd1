"""One shard to its files: all that can run somewhere else goes through here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.run.doc_rows import DocRows, error_rows
from pipeline.run.doc_tables import tables_of
from pipeline.run.fingerprint import fingerprint
from pipeline.run.plan import Shard
from pipeline.run.sandbox import MACHINE_ERRORS
from pipeline.run.team import Team
from pipeline.tables import ShardFiles, stage_shard

# The one team of a cluster's worker, kept for its next shard.
_kept: dict[str, Team] = {}
_working = Lock()


class ShardError(Exception):
    """What is told of the documents of a shard whose worker died, again and again."""


def process_shard(shard: Shard, config: Config, out: Path) -> ShardFiles:
    """Process the documents of a shard and write it: what a cluster's worker does. Return its name and rows a table.

    It shares nothing with other shards but the folder and, in one process, the sandbox. Raises OutputError when the
    folder cannot be written, ConfigError for settings that cannot be used, and where another version of the program
    would make other rows than the run that asks.
    """
    if fingerprint(config) != shard.fingerprint:
        raise ConfigError("a worker runs another version of litsift, its libraries or its settings: install the same")
    with _working:  # a worker of several threads has one team, too
        return write_shard(shard, [part.result() for part in _team(config).begin(shard.records)], out)


def write_shard(shard: Shard, parts: Sequence[DocRows], out: Path) -> ShardFiles:
    """Write the rows of a shard's documents; return its name and its rows a table. Raises OutputError."""
    return _write(_to_be_tried_again(shard) if any(map(_failed_here, parts)) else shard, parts, out)


def give_up(shard: Shard, reason: str, out: Path) -> ShardFiles:
    """Write a shard whose documents all stand in `errors`, for a shard that cannot be processed."""
    failed = ShardError(reason)
    parts = [error_rows(record, "write", failed) for record in shard.records]
    return _write(_to_be_tried_again(shard), parts, out)


def _failed_here(part: DocRows) -> bool:
    """Whether a document failed for want of time or memory, which may be another machine's or another day's."""
    return not MACHINE_ERRORS.isdisjoint(row["error"] for row in part.get("errors", ()))


def _to_be_tried_again(shard: Shard) -> Shard:
    """The shard under another name: a later run does not find it."""
    name = hashlib.sha256(f"{shard.name}: to be tried again".encode()).hexdigest()[: len(shard.name)]
    return replace(shard, name=name)


def _team(config: Config) -> Team:
    key = config.model_dump_json()
    if key not in _kept:
        while _kept:
            _kept.popitem()[1].close()
        _kept[key] = Team(config, 1)
    return _kept[key]


def _write(shard: Shard, parts: Sequence[DocRows], out: Path) -> ShardFiles:
    return stage_shard(out, shard.name, tables_of(shard.records, parts))
