import pytest

from pipeline.evaluate.matching import match
from pipeline.evaluate.score import Counts


def matched(found, gold, fits, optional=()):
    return match(found, gold, lambda one, other: fits.get(one + other), lambda entry: entry in optional)


def test_a_match_that_leaves_another_without_a_partner_is_not_chosen():
    # "a" fits both, "b" only X: a greedy choice of a-X would lose one.
    result = matched("ab", "XY", {"aX": 1.0, "aY": 0.0, "bX": 0.0})
    assert result.pairs == [("b", "X"), ("a", "Y")]
    assert result.counts == Counts(2, 0, 0)


@pytest.mark.parametrize(("better", "pairs"), [("aX", [("a", "X"), ("b", "Y")]), ("aY", [("b", "X"), ("a", "Y")])])
def test_among_equal_numbers_the_best_fit_is_chosen(better, pairs):
    fits = {"aX": 0.5, "aY": 0.5, "bX": 0.5, "bY": 0.5} | {better: 0.9}
    assert matched("ab", "XY", fits).pairs == pairs


def test_one_gold_entry_has_one_partner():
    result = matched("ab", "X", {"aX": 1.0, "bX": 0.5})
    assert result.counts == Counts(1, 1, 0)
    assert result.extras == ["b"]


def test_optional_gold_counts_neither_way():
    result = matched("ab", "XY", {"aX": 1.0}, optional="XY")
    assert (result.pairs, result.misses, result.extras) == ([], [], ["b"])


def test_required_gold_comes_before_optional_gold():
    result = matched("a", "XY", {"aX": 1.0, "aY": 0.1}, optional="X")
    assert result.pairs == [("a", "Y")]


@pytest.mark.parametrize(
    ("found", "gold", "counts"), [("", "", (0, 0, 0)), ("ab", "", (0, 2, 0)), ("", "X", (0, 0, 1))]
)
def test_empty_sides(found, gold, counts):
    assert matched(found, gold, {}).counts == counts
