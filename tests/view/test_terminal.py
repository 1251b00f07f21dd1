import pytest

from pipeline.view.terminal import one_line, printable, record_of, shorten, table_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain µg", "plain µg"),
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
        ("a\rb\tc", "a b c"),
        ("a\u00a0b", "a b"),
        ("two\nlines", "two\nlines"),
        ("\u202eturned", "\N{REPLACEMENT CHARACTER}turned"),
        ("\x9b31m", "\N{REPLACEMENT CHARACTER}31m"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_nothing_that_steers_a_terminal_is_shown(text, shown):
    assert printable(text) == shown
    assert len(shown) == len(text)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (None, ""),
        (1.0, "1"),
        (12.25, "12.25"),
        (7, "7"),
        (["a", None, "b"], "a, , b"),
        ("a\n  b", "a b"),
        (True, "True"),
    ],
)
def test_any_value_is_one_line(value, line):
    assert one_line(value) == line


def test_a_long_line_is_cut():
    assert shorten("abcdef", 4) == "abc…"


def test_a_table_shows_the_columns_that_fit_and_names_the_others(rendered):
    shown = rendered(table_of(["name", "words", "rule"], [["a", "x" * 30, "r1"], ["b", "y", "r2"]], width=40), 40)
    assert "name" in shown
    assert "no room for: rule" in shown
    assert "r1" not in shown


def test_a_column_without_values_takes_no_place(rendered):
    shown = rendered(table_of(["name", "empty"], [["a", None], ["b", None]], width=80))
    assert "empty" not in shown


def test_markup_in_a_cell_stays_words(rendered):
    assert "[red]x[/red]" in rendered(table_of(["name"], [["[red]x[/red]"]], width=80))


def test_a_record_leaves_out_what_is_empty(rendered):
    shown = rendered(record_of(["a", "b", "c"], ["x", None, []]))
    assert shown.split() == ["a", "x"]
