import pytest

from pipeline.evaluate.score import Tally
from pipeline.evaluate.study import score_study

GOLD = {"title": "A trial.", "design": ["cohort", "other"], "n_enrolled": 8, "pmid": None}


@pytest.mark.parametrize(
    ("found", "right", "stated"),
    [
        ({"title": "A  Trial", "design": "other", "n_enrolled": 8, "pmid": None}, 4, 3),
        ({"title": "A trial", "design": "case_series", "n_enrolled": 8, "pmid": "1"}, 2, 2),
        ({"title": None, "pmid": None}, 1, 0),
        ({}, 0, 0),
    ],
)
def test_fields_that_gold_has_are_tallied(gold_of, prediction_of, found, right, stated):
    score = score_study(gold_of("x", study=GOLD), prediction_of("x", study=found))
    assert score.tallies["study"] == Tally(right, 4)
    assert score.tallies["study.stated"] == Tally(stated, 3)
    assert "study.doi" not in score.tallies


def test_wrong_fields_are_noted(gold_of, prediction_of):
    score = score_study(gold_of("x", study={"year": 2007}), prediction_of("x", study={"year": 2008}))
    assert [tuple(slip) for slip in score.slips] == [("study.year", "wrong", "gold 2007, found 2008", "")]
