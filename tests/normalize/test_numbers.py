import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.numbers import parse_number, parse_number_words, parse_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,016", 1016),
        ("1 016", 1016),
        ("1\u2009016", 1016),
        ("1\u202f016,000".replace(",", "\u202f"), 1016000),
        ("0·5", 0.5),
        (".05", 0.05),
        ("1,234.5", 1234.5),
    ],
)
def test_numerals(text: str, value: float) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", "1,01", "12,3456", "n", "1.2.3", "1-2"])
def test_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("Seven", 7), ("Ninety-two", 92), ("one hundred and eighty-three", 183), ("two thousand", 2000), ("zero", 0)],
)
def test_number_words(text: str, value: float) -> None:
    assert parse_number_words(text) == value


def test_words_that_are_no_number() -> None:
    assert parse_number("several") is None


@given(st.integers(min_value=0, max_value=999_999_999))
def test_grouped_numerals_read_back(n: int) -> None:
    assert parse_numeral(f"{n:,}") == n
