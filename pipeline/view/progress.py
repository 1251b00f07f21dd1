"""Progress of a run: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

# Without a terminal, a line each time that another tenth of the work is done.
_LINES = 10


@contextmanager
def show_progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with how many files are done and how many there are; show its calls on the console."""
    if console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task("reading", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        yield _plain_lines(console)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)


def _plain_lines(console: Console) -> Callable[[int, int], None]:
    shown = 0

    def report(done: int, total: int) -> None:
        nonlocal shown
        tenth = done * _LINES // total
        if tenth > shown:
            shown = tenth
            console.print(f"{done} of {total} files done", markup=False, highlight=False)

    return report
