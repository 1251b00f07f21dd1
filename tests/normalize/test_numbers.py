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


@given(st.integers(min_value=1000, max_value=999_999_999), st.sampled_from(",\u00a0\u2009\u202f "))
def test_any_separator_of_thousands_reads_back(n: int, separator: str) -> None:
    assert parse_number(f"{n:,}".replace(",", separator)) == n


def in_words(n: int, joint: str = " and ") -> str:
    """A number below a million as English writes it; `joint` stands behind "hundred"."""
    for scale, name in ((1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = in_words(n % scale, joint) if n % scale else ""
            link = joint if rest and (scale == 100 or n % scale < 100) else " "
            return f"{in_words(n // scale, joint)} {name}{link}{rest}".rstrip()
    if n < 20:
        return UNITS[n]
    return TENS[n // 10 - 2] + (f"-{UNITS[n % 10]}" if n % 10 else "")


UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@given(st.integers(min_value=0, max_value=99_999), st.sampled_from([" and ", " "]), st.booleans())
def test_numbers_in_words_read_back(n: int, joint: str, capital: bool) -> None:
    text = in_words(n, joint)
    assert parse_number(text.capitalize() if capital else text) == n
