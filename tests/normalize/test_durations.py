import pytest

from pipeline.normalize.durations import time_unit, to_days


@pytest.mark.parametrize(
    ("word", "unit"),
    [("weeks", "week"), ("Wks", "week"), ("yr", "year"), ("h", "hour"), ("fortnight", "fortnight"), ("mg", None)],
)
def test_time_units(word: str, unit: str | None) -> None:
    assert time_unit(word) == unit


@pytest.mark.parametrize(("value", "unit", "days"), [(24, "week", 168), (6, "month", 182.625), (12, "hour", 0.5)])
def test_days(value: float, unit: str, days: float) -> None:
    assert to_days(value, unit) == days
