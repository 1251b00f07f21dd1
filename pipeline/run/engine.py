"""Where shards are processed: by processes of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from pipeline.config import Config
from pipeline.run.cluster import connected, on_cluster
from pipeline.run.doc_rows import DocRows
from pipeline.run.plan import Shard
from pipeline.run.shards import write_shard
from pipeline.run.team import Team
from pipeline.tables import ShardFiles

Done = tuple[int, ShardFiles]
"""The place of a shard in the plan, and its files."""
Engine = Callable[[Iterable[tuple[int, Shard]]], Iterator[Done]]
"""Processes shards, in any order, taking them from the plan only as they are needed."""

# How many shards wait for each worker beside the one that is written next, so that none is ever idle and few are ever
# in memory.
_WAITING = 2


@contextmanager
def open_engine(config: Config, out: Path) -> Iterator[Engine]:
    """Give the engine that the settings name: `run.scheduler`, otherwise `run.workers`.

    Raises OutputError for a scheduler that does not answer, goes away or has no workers.
    """
    if config.run.scheduler is not None:
        with connected(config.run.scheduler) as client:
            yield lambda shards: on_cluster(client, shards, config, out)
        return
    with Team(config, config.run.workers) as team:
        yield lambda shards: _on_this_machine(team, shards, out)


def _on_this_machine(team: Team, shards: Iterable[tuple[int, Shard]], out: Path) -> Iterator[Done]:
    """Hand out the documents of several shards, and write the shards in their order.

    All work to the end: what is left of the last shard is shared, too.
    """
    plan = iter(shards)
    begun: deque[tuple[int, Shard, list[Future[DocRows]]]] = deque()
    while True:
        for place, shard in islice(plan, _WAITING * team.size + 1 - len(begun)):
            begun.append((place, shard, team.begin(shard.records)))
        if not begun:
            return
        place, shard, parts = begun.popleft()
        yield place, write_shard(shard, [part.result() for part in parts], out)
