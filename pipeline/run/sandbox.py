"""A process that works on one document at a time and is replaced when it dies or takes too long.

Whatever a document does to the libraries that read it (an endless loop in C, a crash, all memory) it does to this
process only. The time limit is an alarm that the kernel delivers: it works where no line of Python runs any more, and
it works when nobody is left to watch.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from threading import Lock
from typing import cast

from pipeline.config import Config
from pipeline.errors import ConfigError, DocumentError
from pipeline.read import Record, Unreadable
from pipeline.run.doc_rows import DocRows, error_rows

_ATTEMPTS = 3
# A process is renewed after so many documents: libraries keep a little of each (spaCy every new word).
_DOCUMENTS = 10_000
# An interrupt is for the one who asks, who decides when it is over; it may come while this is still being loaded.
_CHILD = """import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = {path!r}
from pipeline.run.sandbox import serve
serve({handle})"""
# One core a process, and the same sums however many the machine has. And no MALLOC_TRIM_THRESHOLD_, which Dask gives to
# its workers: memory would go back to the system after every step, and a document take a third longer.
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_DASK_MALLOC = "MALLOC_TRIM_THRESHOLD_"


class TimeLimitError(DocumentError):
    """A document took longer than it may."""


class ProcessDiedError(DocumentError):
    """The process that worked on a document ended without a word, each time that it was tried."""


MACHINE_ERRORS = frozenset({TimeLimitError.__name__, ProcessDiedError.__name__})
"""Errors that another try, on another machine or with other limits, may not meet."""


class Sandbox:
    """Processes documents in a process of its own, which starts with the first document.

    A context manager: leaving it ends the process.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._child: _Child | None = None

        self._closed = False
        self._starting = Lock()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def process(self, record: Record | Unreadable) -> DocRows:
        """Return the rows of one document; if it cannot be processed, its one row in `errors`.

        A process that dies for another reason than the time limit may have been ended from outside: the document is
        tried three times. Raises ConfigError for settings that cannot be used.
        """
        for _ in range(_ATTEMPTS):
            child = self._running()
            try:
                return child.ask(record)
            except EOFError:
                status = child.end()
                self._child = None
                if status == -signal.SIGALRM:
                    limit = self._config.run.time_limit_s
                    message = f"{record.name}: took longer than {limit:g} s; raise run.time_limit_s and run again"
                    return error_rows(record, child.stage, TimeLimitError(message))
        message = f"{record.name}: the process that worked on it ended {_ATTEMPTS} times; free memory and run again"
        return error_rows(record, child.stage, ProcessDiedError(message))

    def close(self) -> None:
        """End the process, whatever it works on, for good; another thread may be waiting for it."""
        with self._starting:
            self._closed = True
            if self._child is not None:
                self._child.kill()

    def _running(self) -> _Child:
        if self._child is not None and self._child.asked >= _DOCUMENTS:
            self._child.end()
            self._child = None
        with self._starting:
            if self._closed:
                raise RuntimeError("a sandbox that is closed processes nothing")
            if self._child is None:
                self._child = _Child(self._config)
            return self._child


class _Child:
    """The process seen from outside: what it was asked so far, and the last step that it said it began."""

    def __init__(self, config: Config) -> None:
        self.asked = 0
        self.stage = "read"
        self._here, there = Pipe()
        code = _CHILD.format(path=sys.path, handle=there.fileno())
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name != _DASK_MALLOC} | _ONE_CORE,
        )
        there.close()
        self._config: Config | None = config

    def ask(self, record: Record | Unreadable) -> DocRows:
        """Return what the process makes of a record.

        Raises EOFError when it died over it, ConfigError when its settings cannot be used.
        """
        self.asked += 1
        if self._config is not None:
            self._begin(self._config)
        self._tell(record)
        while isinstance(answer := self._answer(), str):
            self.stage = answer
        return cast(DocRows, answer)

    def _begin(self, config: Config) -> None:
        self._tell(config)
        if isinstance(problem := self._answer(), ConfigError):
            raise problem
        self._config = None

    def _tell(self, message: object) -> None:
        try:
            self._here.send(message)
        except OSError:
            raise EOFError from None

    def _answer(self) -> object:
        try:
            return self._here.recv()
        except OSError:
            raise EOFError from None

    def end(self) -> int:
        """End the process, if it has not ended, and return its exit status (negative: the signal that ended it)."""
        self._here.close()
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End the process at once and return its exit status."""
        self._process.kill()
        return self._process.wait()


def _send(asked: Connection, record: Record | Unreadable, rows: DocRows) -> None:
    """Send rows; those that cannot travel are an error of their document."""
    try:
        packed = pickle.dumps(rows)
    except Exception as error:
        packed = pickle.dumps(error_rows(record, "write", error))
    asked.send_bytes(packed)


def serve(handle: int) -> None:
    """Answer records with rows until nobody asks any more; what runs in the process. `handle` is its pipe's."""
    from pipeline.run.steps import Steps, process_record  # heavy, and only needed here

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    asked = Connection(handle)
    try:
        config: Config = asked.recv()
        try:
            steps = Steps(config)
        except ConfigError as problem:
            asked.send(problem)
            return
        asked.send(None)
        while True:
            record = asked.recv()
            signal.setitimer(signal.ITIMER_REAL, config.run.time_limit_s)
            rows = process_record(record, steps, asked.send)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _send(asked, record, rows)
    except (EOFError, OSError):
        os._exit(0)
