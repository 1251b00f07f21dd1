"""Sandboxes that work at the same time, each on one document after the other."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue

from pipeline.config import Config
from pipeline.read import Record, Unreadable
from pipeline.run.doc_rows import DocRows
from pipeline.run.sandbox import Sandbox


class Team:
    """Processes documents in so many sandboxes; a thread of this process waits for each.

    A context manager: leaving it ends the sandboxes, whatever they work on.
    """

    def __init__(self, config: Config, size: int) -> None:
        self.size = size
        self._sandboxes = [Sandbox(config) for _ in range(size)]
        self._idle: LifoQueue[Sandbox] = LifoQueue()  # the last one used is the one that surely runs
        for sandbox in self._sandboxes:
            self._idle.put(sandbox)
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> Team:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def begin(self, records: Iterable[Record | Unreadable]) -> list[Future[DocRows]]:
        """Have documents processed, in their order, as soon as a sandbox is free; return what will be their rows."""
        return [self._threads.submit(self._process, record) for record in records]

    def _process(self, record: Record | Unreadable) -> DocRows:
        sandbox = self._idle.get()
        try:
            return sandbox.process(record)
        finally:
            self._idle.put(sandbox)

    def close(self) -> None:
        """End the sandboxes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for sandbox in self._sandboxes:
            sandbox.close()
