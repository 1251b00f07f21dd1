import pytest

from pipeline.evaluate.values import accepts, states_value


@pytest.mark.parametrize(
    ("wanted", "found", "field"),
    [
        (None, None, ""),
        (8, 8, ""),
        (8, 8.0, ""),
        ("adult", "Adult", ""),
        ("A trial of  rituximab.", "A Trial of\nrituximab", "title"),
        ("μg", "ug", "unit"),
        ([None, 14], None, ""),
        ([None, 14], 14.0, ""),
        (38.0, 38.04, "percent"),
        (1035, 1034.875, "time_days"),
        (2.333, 7 / 3, "every_days"),
    ],
)
def test_accepted(wanted, found, field):
    assert accepts(wanted, found, field)


@pytest.mark.parametrize(
    ("wanted", "found", "field"),
    [
        (None, 8, ""),
        (8, None, ""),
        (8, 9, ""),
        ("adult", "mixed", ""),
        ("10.1001/a", "10.1001/a.1", "doi"),
        ([None, 14], 7, ""),
        ([], None, ""),
        (38.0, 38.1, "percent"),
        (0.05, 0.06, "p"),
        (42, 43, "time_days"),
    ],
)
def test_not_accepted(wanted, found, field):
    assert not accepts(wanted, found, field)


@pytest.mark.parametrize(
    ("wanted", "states"), [(None, False), ([None], False), (0, True), ([None, 0], True), ("mg", True)]
)
def test_what_gold_states(wanted, states):
    assert states_value(wanted) is states
