"""Where shards are processed: in this process one after the other, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Config
from pipeline.errors import LitsiftError, OutputError
from pipeline.run.plan import Shard
from pipeline.run.shards import close_sandboxes, give_up, process_shard
from pipeline.tables import ShardFiles

if TYPE_CHECKING:
    from distributed import Client, Future

Done = tuple[int, ShardFiles]
"""The place of a shard in the plan, and its files."""
Engine = Callable[[Iterable[tuple[int, Shard]]], Iterator[Done]]
"""Processes shards, in any order, taking them from the plan only as they are needed."""

# How many shards wait at each worker, so that none is ever idle and few are ever in memory.
_WAITING = 2
_ATTEMPTS = 3
_PATIENCE_S = 10


@contextmanager
def open_engine(config: Config, out: Path) -> Iterator[Engine]:
    """Give the engine that the settings name: `run.scheduler`, otherwise `run.workers`.

    Raises OutputError for a scheduler that does not answer.
    """
    if config.run.scheduler is None and config.run.workers == 1:
        try:
            yield lambda shards: ((place, process_shard(shard, config, out)) for place, shard in shards)
        finally:
            close_sandboxes()
        return
    with _client(config) as client:
        yield lambda shards: _on_cluster(client, shards, config, out)


@contextmanager
def _client(config: Config) -> Iterator[Client]:
    import dask
    from distributed import Client, LocalCluster

    # Records travel inside their tasks: a warning about that would come with every large page.
    quiet = {
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.scheduler.allowed-failures": _ATTEMPTS,
    }
    with dask.config.set(quiet):
        if config.run.scheduler is not None:
            with _connected(config.run.scheduler) as client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=config.run.workers,
                threads_per_worker=1,
                memory_limit=0,
                dashboard_address="127.0.0.1:0",
                silence_logs="CRITICAL",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def _connected(address: str) -> Client:
    from distributed import Client

    try:
        return Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise OutputError(f"{address}: no Dask scheduler answers there ({reason}); see docs/scaling.md") from None


def _on_cluster(client: Client, shards: Iterable[tuple[int, Shard]], config: Config, out: Path) -> Iterator[Done]:
    """Keep every worker busy and yield shards as they get done."""
    from distributed import as_completed

    waiting: dict[Future[ShardFiles], tuple[int, Shard]] = {}
    plan = iter(shards)
    done = as_completed()

    def submit_next() -> None:
        for place, shard in plan:
            future = client.submit(process_shard, shard, config, out, pure=False, retries=_ATTEMPTS - 1)
            waiting[future] = (place, shard)
            done.add(future)
            return

    for _ in range(_WAITING * max(1, len(client.scheduler_info()["workers"]))):
        submit_next()
    for future in done:
        place, shard = waiting.pop(future)
        yield place, _result(future, shard, out)
        submit_next()


def _result(future: Future[ShardFiles], shard: Shard, out: Path) -> ShardFiles:
    """Return a shard's files; a shard that cannot be processed goes to `errors` document by document."""
    try:
        return future.result()
    except LitsiftError:
        raise
    except Exception as error:
        return give_up(shard, f"{type(error).__name__}: the worker of these documents failed {_ATTEMPTS} times", out)
