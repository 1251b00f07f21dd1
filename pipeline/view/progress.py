"""Progress of a run: a bar on a terminal, plain lines elsewhere; with the rate and the time left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.run.driver import Progress

# Without a terminal, a line each time that another tenth of the work is done, and at least one in so many seconds.
_LINES = 10
_SILENCE_S = 60


@contextmanager
def show_progress(console: Console) -> Iterator[Callable[[Progress], None]]:
    """Give a function to call as documents get done; show its calls on the console."""
    if console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task("reading", total=1.0)
            started = time.monotonic()
            yield lambda now: bar.update(task, completed=now.share, description=_done(now, started))
    else:
        yield _plain_lines(console)


def _bar(console: Console) -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Bar(*columns, console=console, transient=True)


def _plain_lines(console: Console) -> Callable[[Progress], None]:
    started = last = time.monotonic()
    shown = 0

    def report(now: Progress) -> None:
        nonlocal shown, last
        tenth = int(now.share * _LINES)
        if tenth > shown or time.monotonic() - last > _SILENCE_S:
            shown, last = tenth, time.monotonic()
            console.print(
                f"{_done(now, started)}, {now.share:.0%}, {_left(now, started)}", markup=False, highlight=False
            )

    return report


def _done(now: Progress, started: float) -> str:
    rate = now.documents / max(time.monotonic() - started, 1e-3)
    return f"{now.documents:,} documents, {rate:.0f} a second"


def _left(now: Progress, started: float) -> str:
    if now.share <= 0:
        return "time left unknown"
    seconds = (time.monotonic() - started) * (1 - now.share) / now.share
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02} left"
