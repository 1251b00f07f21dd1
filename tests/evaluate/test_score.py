import pytest

from pipeline.evaluate.score import Counts, Score, Tally, total


def test_counts_give_precision_recall_and_f1():
    counts = Counts(tp=3, fp=1, fn=2)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        (Counts(0, 0, 0), (None, None, None)),
        (Counts(0, 2, 0), (0.0, None, 0.0)),
        (Counts(0, 0, 2), (None, 0.0, 0.0)),
    ],
)
def test_shares_of_nothing_are_undefined(counts, shares):
    assert (counts.precision, counts.recall, counts.f1) == shares


def test_a_tally_of_nothing_has_no_share():
    assert Tally(0, 0).share is None
    assert Tally(1, 4).share == 0.25


def test_the_total_is_a_micro_average():
    small, large = Score(), Score()
    small.count("spans", Counts(1, 0, 0))
    large.count("spans", Counts(0, 0, 9))
    large.tally("study", 1, 2)
    large.slip("spans", "miss", "word")
    whole = total([small, large])
    assert whole.counts == {"spans": Counts(1, 0, 9)}
    assert whole.figures() == {"spans": pytest.approx(2 / 11), "study": 0.5}
    assert [slip.words for slip in whole.slips] == ["word"]


def test_undefined_figures_are_left_out():
    score = Score()
    score.count("doses", Counts(0, 0, 0))
    score.tally("role", 0, 0)
    assert score.figures() == {}
