from rich.console import Console

from pipeline.view.progress import show_progress


def lines(total):
    console = Console(width=80, force_terminal=False)
    with console.capture() as capture, show_progress(console) as progress:
        for done in range(1, total + 1):
            progress(done, total)
    return capture.get().splitlines()


def test_without_a_terminal_each_tenth_is_a_line():
    assert lines(100)[:2] == ["10 of 100 files done", "20 of 100 files done"]
    assert len(lines(1000)) == 10


def test_the_last_line_says_that_all_is_done():
    assert lines(3)[-1] == "3 of 3 files done"


def test_a_terminal_gets_a_bar():
    console = Console(width=80, force_terminal=True)
    with console.capture() as capture, show_progress(console) as progress:
        progress(1, 4)
    assert "1/4" in capture.get()
