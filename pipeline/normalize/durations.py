"""Lengths of time in days. The factors are those of the gold rules: a month is 30.4375 days, a year 365.25."""

from __future__ import annotations

_DAYS = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.4375,
    "year": 365.25,
}
_ABBREVIATIONS = {"min": "minute", "h": "hour", "hr": "hour", "d": "day", "wk": "week", "mo": "month", "yr": "year"}


def time_unit(word: str) -> str | None:
    """Return the unit of time that a word names, singular and in full; None if it names none.

    >>> time_unit("Weeks"), time_unit("yrs"), time_unit("mg")
    ('week', 'year', None)
    """
    word = word.lower()
    for form in (word, word.removesuffix("s")):
        form = _ABBREVIATIONS.get(form, form)
        if form in _DAYS:
            return form
    return None


def to_days(value: float, unit: str) -> float:
    """Return a length of time in days, not rounded; `unit` as `time_unit` returns it.

    >>> to_days(24, "week"), round(to_days(6, "month"))
    (168.0, 183)
    """
    return value * _DAYS[unit]
