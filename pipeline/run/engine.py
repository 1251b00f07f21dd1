"""Where shards are processed: in this process one after the other, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Config
from pipeline.errors import LitsiftError, OutputError
from pipeline.run.plan import Shard
from pipeline.run.shards import close_sandboxes, give_up, process_shard
from pipeline.tables import ShardFiles

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

Done = tuple[int, ShardFiles]
"""The place of a shard in the plan, and its files."""
Engine = Callable[[Iterable[tuple[int, Shard]]], Iterator[Done]]
"""Processes shards, in any order, taking them from the plan only as they are needed."""

# How many shards wait at each worker, so that none is ever idle and few are ever in memory.
_WAITING = 2
_ATTEMPTS = 3
_PATIENCE_S = 10
_GUARD = 'in a script, put what it does below: if __name__ == "__main__":'
# Seconds that a scheduler may be without any worker when a run starts.
_FIRST_WORKER_S = 60


@contextmanager
def open_engine(config: Config, out: Path) -> Iterator[Engine]:
    """Give the engine that the settings name: `run.scheduler`, otherwise `run.workers`.

    Raises OutputError for a scheduler that does not answer, goes away or has no workers.
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
    from distributed import Client

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
        with _own_cluster(config.run.workers) as cluster, Client(cluster) as client:
            yield client


def _own_cluster(workers: int) -> LocalCluster:
    from distributed import LocalCluster

    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
        )
    except RuntimeError:
        raise OutputError(f"the {workers} workers did not start; {_GUARD}") from None


def check_guarded(config: Config) -> None:
    """Raise OutputError in a process that is only just being started, by the run that the same script does.

    Workers are spawned: each imports the script that started them, with everything that stands in it unguarded.
    """
    if config.run.workers > 1 and getattr(current_process(), "_inheriting", False):
        raise OutputError(f"a worker was about to start the run that it belongs to; {_GUARD}")


def _connected(address: str) -> Client:
    from distributed import Client

    try:
        return Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise OutputError(f"{address}: no Dask scheduler answers there ({reason}); see docs/scaling.md") from None


def _on_cluster(client: Client, shards: Iterable[tuple[int, Shard]], config: Config, out: Path) -> Iterator[Done]:
    """Keep every worker busy, those too that join later, and yield shards as they get done."""
    from distributed import as_completed

    address = config.run.scheduler or "this machine"
    waiting: dict[Future[ShardFiles], tuple[int, Shard]] = {}
    plan = iter(shards)
    done = as_completed()

    def submit() -> None:
        for place, shard in islice(plan, max(0, _WAITING * _workers(client, address) - len(waiting))):
            with _connection(address):
                future = client.submit(process_shard, shard, config, out, pure=False, retries=_ATTEMPTS - 1)
            waiting[future] = (place, shard)
            done.add(future)

    _await_a_worker(client, address)
    submit()
    for future in done:
        place, shard = waiting.pop(future)
        yield place, _result(future, shard, out, address)
        submit()


def _await_a_worker(client: Client, address: str) -> None:
    from distributed import TimeoutError as NoWorkerError

    with _connection(address):
        try:
            client.wait_for_workers(1, timeout=_FIRST_WORKER_S)
        except NoWorkerError:
            raise OutputError(f"{address}: no worker has joined; start some: docs/scaling.md") from None


def _workers(client: Client, address: str) -> int:
    """Return how many workers there are now; while there is none, the next one is expected."""
    with _connection(address):
        return max(1, len(client.nthreads()))


@contextmanager
def _connection(address: str) -> Iterator[None]:
    """Raise OutputError for whatever a client raises when its scheduler has gone."""
    from distributed.client import ClosedClientError

    try:
        yield
    except (OSError, ClosedClientError):
        raise _gone(address) from None


def _gone(address: str) -> OutputError:
    return OutputError(f"{address}: the scheduler went away; start it and run again, it goes on where it stopped")


def _result(future: Future[ShardFiles], shard: Shard, out: Path, address: str) -> ShardFiles:
    """Return a shard's files; a shard that cannot be processed goes to `errors` document by document."""
    try:
        return future.result()
    except LitsiftError:
        raise
    except Exception as error:
        if future.status != "error":  # neither the shard nor its worker failed
            raise _gone(address) from None
        return give_up(shard, f"{type(error).__name__}: the worker of these documents failed {_ATTEMPTS} times", out)
