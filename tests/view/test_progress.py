import pytest
from rich.console import Console

from pipeline.run.driver import Progress
from pipeline.view.progress import show_progress


def lines(total):
    console = Console(width=80, force_terminal=False)
    with console.capture() as capture, show_progress(console) as progress:
        for done in range(1, total + 1):
            progress(Progress(done, done / total))
    return capture.get().splitlines()


def test_without_a_terminal_each_tenth_is_a_line():
    assert [line.split(",")[0] for line in lines(100)][:2] == ["10 documents", "20 documents"]
    assert len(lines(1000)) == 10


def test_the_last_line_says_that_all_is_done():
    assert lines(3)[-1].startswith("3 documents, ")
    assert lines(3)[-1].endswith(" a second, 100%, 0:00:00 left")


@pytest.mark.parametrize(("share", "left"), [(0.5, "0:01:40 left"), (0.01, "2:45:00 left"), (0.0, "time left unknown")])
def test_the_time_left_follows_from_the_share_of_the_input(monkeypatch, share, left):
    clock = iter([0.0] + [100.0] * 9)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    console = Console(width=80, force_terminal=False)
    with console.capture() as capture, show_progress(console) as progress:
        progress(Progress(50, share))
    assert capture.get().strip().endswith(left)


def test_a_terminal_gets_a_bar():
    console = Console(width=80, force_terminal=True)
    with console.capture() as capture, show_progress(console) as progress:
        progress(Progress(1, 0.25))
    assert "25%" in capture.get()
