"""Says which numbers are points or lengths of time, ages and dates.

`span._.value` by label: TIME -> `Period` in days; AGE -> `Period` in years; DATE -> None.
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Span

from pipeline.normalize.durations import time_unit, to_days
from pipeline.tag.people import PEOPLE
from pipeline.tag.words import DASHES, Number, Words

TIME, AGE, DATE = "TIME", "AGE", "DATE"


class Period(NamedTuple):
    """A point or length of time, or an age: `low` = `high` unless a range."""

    low: float
    high: float


_RANGE_JOINS = DASHES | {"to", "or"}
_JOINS = DASHES | {"to", "or", "and", ",", "vs", "v", "versus", "/"}
_AGE_BEFORE = frozenset("age aged ages".split())
_AGE_LINKS = (
    frozenset(
        "age ages aged mean median average was were is of from between range ranged ranging to and , ( ) : = "
        "± years year yrs yr or over under at".split()
    )
    | DASHES
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec".split()
)
_YEAR_WORDS = frozenset("in since from until till between during through before after by early late mid".split())
_YEAR_JOINS = frozenset({"to", "and", "through", "/", "or"}) | DASHES
_DAYS_A_YEAR = 365.25
_LONGEST_SERIES = 12  # numbers that share one unit: "at 4, 8, 12 and 24 weeks"


def find_time(words: Words, number: Number) -> Span | None:
    """Read a number as a time, an age or a date: "24 weeks", "week 24", "one-year", "aged 7.7-16.1", "March 2007"."""
    return _date(words, number) or _before_unit(words, number) or _after_unit(words, number) or _bare_age(words, number)


def _before_unit(words: Words, number: Number) -> Span | None:
    last: Number | None = number
    for k in range(_LONGEST_SERIES):
        if last is None:
            return None
        end, unit = _unit_at(words, last.end)
        is_range = words[number.end] in _RANGE_JOINS and last.start == number.end + 1  # not "5- and 10-year"
        if unit is not None and (k == 0 or (k == 1 and is_range)):
            return _made(words, number, last, end, unit)
        if unit is not None:  # "9.4 v 6.0 months", "at 6, 12 and 24 weeks": each is a time of its own
            return _made(words, number, number, number.end, unit)
        last = _next_of_list(words, last)
    return None


def _made(words: Words, low: Number, high: Number, end: int, unit: str) -> Span:
    is_age = words[end] == "old" or (words[end] in DASHES and words[end + 1] == "old")
    is_age = is_age or (words[end] == "of" and words[end + 1] == "age") or _age_before(words, low.start)
    days = Period(to_days(low.value, unit), to_days(high.value, unit))
    if is_age:
        years = Period(days.low / _DAYS_A_YEAR, days.high / _DAYS_A_YEAR)
        return words.span(low.start, end, AGE, "age", years)
    return words.span(low.start, end, TIME, "time", days)


def _unit_at(words: Words, i: int) -> tuple[int, str | None]:
    """Read a unit of time at word `i`, also behind a hyphen ("6-month", "6- month", "6 -month")."""
    word = words[i]
    if word in DASHES:
        i += 1
        word = words[i]
    if not word.isalpha() or word in {"m", "h", "d"}:  # metres, hours and days are for doses
        return i, None
    unit = time_unit(word)
    return (i + 1, unit) if unit else (i, None)


def _next_of_list(words: Words, number: Number) -> Number | None:
    i = words.skip(number.end, _JOINS)
    following = words.number_at(i)
    if following is None or not 0 < i - number.end <= 2:
        return None
    return following


def _after_unit(words: Words, number: Number) -> Span | None:
    """ "week 24", "weeks 11 and 14", "day 28"."""
    i = number.start - 1
    unit = time_unit(words[i]) if words[i].isalpha() and len(words[i]) > 2 else None
    if unit is None:
        i = words.skip_back(i, _JOINS)
        before = words.number_before(i + 1)
        unit = time_unit(words[before.start - 1]) if before and number.start - 1 - i in {1, 2} else None
        if (
            unit is None
            or before is None
            or words.number_before(before.start - 1)
            or not words[before.start - 1].endswith("s")
        ):
            return None
    elif (
        words.number_before(i)
        or (words[i - 1] in DASHES and words.number_before(i - 1))
        or words[i - 1] in {"per", "/", "a", "this"}
    ):
        return None
    days = to_days(number.value, unit)
    return words.span(number.start, number.end, TIME, "time", Period(days, days))


def _age_before(words: Words, i: int) -> bool:
    """Whether "age", "aged" or "ages" governs the number at word `i`: nothing but link words and ages between."""
    for j in words.backwards(i, 12):
        if words[j] in _AGE_BEFORE:
            return True
        if words[j] not in _AGE_LINKS and not words.number_before(j + 1):
            return False
    return False


def _bare_age(words: Words, number: Number) -> Span | None:
    """ "median age was 57", "ages 7.7-16.1"."""
    if not 0 < number.value < 120 or not _age_before(words, number.start):
        return None
    if words[number.start - 1] == "," or words[number.end] in PEOPLE:
        return None
    if words[number.start - 1] == "and" and not any(words[j] == "between" for j in words.backwards(number.start, 8)):
        return None
    return words.span(number.start, number.end, AGE, "age", Period(number.value, number.value))


def _date(words: Words, number: Number) -> Span | None:
    is_year = 1900 <= number.value < 2100 and number.is_whole and number.end == number.start + 1
    month_beside = (
        words[number.start - 1] in _MONTHS or words[words.skip(number.end, {"th", "st", "nd", "rd", "of"})] in _MONTHS
    )
    is_verb = words[number.start - 1] == "may" and words.text[number.start - 1] != "May"
    if month_beside and not is_verb and (is_year or number.value <= 31):
        return words.span(number.start, number.end, DATE, "date", None)
    year = words.number_at(number.end + 1) if words[number.end] == "/" else number
    if year and 1900 <= year.value < 2100 and number.value <= 31:  # "12/2008"
        return words.span(number.start, year.end, DATE, "date", None)
    if not is_year:
        return None
    day_before = (
        words[number.start - 1] == "," and words.number_before(number.start - 1) and words[number.start - 3] in _MONTHS
    )
    if day_before or (words.text[number.start].isdigit() and _follows_year_word(words, number)):
        return words.span(number.start, number.end, DATE, "date", None)
    return None


def _follows_year_word(words: Words, number: Number) -> bool:
    """ "in 1995", "between 1995 and 1999"; not "100 women to placebo and 1944 to ..."."""
    if words[number.start - 1] in _YEAR_WORDS:
        return words[number.end] not in PEOPLE
    first = words.number_before(number.start - 1)
    return words[number.start - 1] in _YEAR_JOINS and first is not None and 1900 <= first.value < 2100
