"""Shards processed by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Config
from pipeline.errors import LitsiftError, OutputError
from pipeline.run.plan import Shard
from pipeline.run.shards import give_up, process_shard
from pipeline.tables import ShardFiles

if TYPE_CHECKING:
    from distributed import Client, Future

# How many shards wait at each worker, so that none is ever idle and few are ever in memory.
_WAITING = 2
_ATTEMPTS = 3
_PATIENCE_S = 10
# Seconds that a run goes on while its scheduler has no worker, and after which it looks whether there is one.
_NO_WORKER_S = 60
_LOOK_S = 10


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Give a client of a scheduler. Raises OutputError for one that does not answer."""
    import dask
    from distributed import Client

    # Records travel inside their tasks: a warning about that would come with every large page.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(address, timeout=_PATIENCE_S)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise OutputError(f"{address}: no Dask scheduler answers there ({reason}); see docs/scaling.md") from None
        with client:
            yield client


def on_cluster(
    client: Client, shards: Iterable[tuple[int, Shard]], config: Config, out: Path
) -> Iterator[tuple[int, ShardFiles]]:
    """Keep every worker busy, those too that join later, and yield shards (place and files) as they get done.

    Raises OutputError when the scheduler goes away, or has no worker for a minute.
    """
    address = str(config.run.scheduler)
    waiting: dict[Future[ShardFiles], tuple[int, Shard]] = {}
    plan = iter(shards)
    _await_a_worker(client, address)
    while True:
        for place, shard in islice(plan, max(0, _WAITING * _workers(client, address) - len(waiting))):
            with _connection(address):
                future = client.submit(process_shard, shard, config, out, pure=False, retries=_ATTEMPTS - 1)
            waiting[future] = (place, shard)
        if not waiting:
            return
        for future in _done(client, waiting, address):
            place, shard = waiting.pop(future)
            yield place, _result(client, future, shard, out, address)


def _done(client: Client, waiting: Iterable[Future[ShardFiles]], address: str) -> Iterable[Future[ShardFiles]]:
    """Wait until shards are done and return them."""
    from distributed import TimeoutError as NoneDoneError
    from distributed import wait

    while True:
        with _connection(address):
            try:
                done: set[Future[ShardFiles]]
                done, _ = wait(list(waiting), timeout=_LOOK_S, return_when="FIRST_COMPLETED")
                return done
            except NoneDoneError:
                _await_a_worker(client, address)


def _await_a_worker(client: Client, address: str) -> None:
    from distributed import TimeoutError as NoWorkerError

    with _connection(address):
        try:
            client.wait_for_workers(1, timeout=_NO_WORKER_S)
        except NoWorkerError:
            raise OutputError(
                f"{address}: no worker there for {_NO_WORKER_S:g} s; start some (docs/scaling.md) and run again, "
                "it goes on where it stopped"
            ) from None


def _workers(client: Client, address: str) -> int:
    """Return how many workers there are now; while there is none, the next one is expected."""
    with _connection(address):
        return max(1, len(client.nthreads()))


@contextmanager
def _connection(address: str) -> Iterator[None]:
    """Raise OutputError for whatever a client raises when its scheduler has gone."""
    from distributed import CancelledError
    from distributed.client import ClosedClientError

    try:
        yield
    except (OSError, ClosedClientError, CancelledError):
        raise _gone(address) from None


def _gone(address: str) -> OutputError:
    return OutputError(f"{address}: the scheduler went away; start it and run again, it goes on where it stopped")


def _result(client: Client, future: Future[ShardFiles], shard: Shard, out: Path, address: str) -> ShardFiles:
    """Return a shard's files; a shard that cannot be processed goes to `errors` document by document.

    A worker that leaves before its answer is fetched leaves the shard to the next one: that takes time, too.
    """
    from distributed import TimeoutError as NotThereError

    try:
        while True:
            with suppress(NotThereError):
                return future.result(timeout=_LOOK_S)
            _await_a_worker(client, address)
    except LitsiftError:
        raise
    except Exception as error:
        if future.status != "error":  # neither the shard nor its worker failed
            raise _gone(address) from None
        return give_up(shard, f"{type(error).__name__}: the worker of these documents failed {_ATTEMPTS} times", out)
