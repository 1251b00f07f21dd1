import pytest

from pipeline.evaluate.rows import describe, score_rows
from pipeline.evaluate.score import Counts, Tally

TEXT = "Eight patients took rituximab. Three relapsed."
RITUXIMAB = {"name": "rituximab", "kind": "substance", "role": "intervention"}
STEROID = {"name": "corticosteroid", "kind": "class", "role": "concomitant"}
NUMBERS = {"n": None, "of": None, "percent": None, "before": None, "after": None}
REST = {"unit": None, "stat": None, "time_days": None, "p_op": None, "p": None}
RELAPSE = NUMBERS | REST | {"measure": "relapse", "n": 3}


@pytest.fixture
def scored(gold_of, prediction_of):
    def score(table, found, wanted, spans=()):
        return score_rows(gold_of(TEXT, spans, **{table: wanted}), prediction_of(TEXT, spans, **{table: found}))

    return score


def test_rows_are_matched_by_keys_and_in_full(scored):
    score = scored("drugs", [RITUXIMAB, STEROID | {"role": "prior"}], [STEROID, RITUXIMAB])
    assert score.counts["tables.drugs.keys"] == Counts(2, 0, 0)
    assert score.counts["tables.drugs.full"] == Counts(1, 1, 1)


def test_attributes_are_tallied_over_matched_rows(scored):
    score = scored("drugs", [RITUXIMAB, STEROID | {"role": "prior"}], [STEROID, RITUXIMAB])
    assert score.tallies == {"tables.drugs.kind": Tally(2, 2), "tables.drugs.role": Tally(1, 2)}
    assert [slip.words for slip in score.slips] == [
        "name corticosteroid, kind class: gold concomitant, found prior",
    ]


def test_an_attribute_that_gold_leaves_out_is_not_scored(scored):
    score = scored("drugs", [RITUXIMAB], [{"name": "rituximab", "role": "intervention"}])
    assert score.tallies == {"tables.drugs.role": Tally(1, 1)}
    assert score.counts["tables.drugs.full"] == Counts(1, 0, 0)


def test_a_row_twice_is_one_match_and_one_extra(scored):
    assert scored("drugs", [RITUXIMAB, RITUXIMAB], [RITUXIMAB]).counts["tables.drugs.keys"] == Counts(1, 1, 0)


@pytest.mark.parametrize("found", [[], [STEROID]])
def test_optional_rows_count_neither_way(scored, found):
    score = scored("drugs", found, [STEROID | {"optional": True}])
    assert score.counts["tables.drugs.keys"] == score.counts["tables.drugs.full"] == Counts(0, 0, 0)


def test_among_rows_with_the_same_keys_the_attributes_decide(scored):
    week = {"drug": "x", "low": 1, "high": 1, "unit": "mg", "per": None, "every_days": 7}
    day = week | {"every_days": 1}
    score = scored("doses", [day, week], [week, day])
    assert score.tallies["tables.doses.every_days"] == Tally(2, 2)


def test_an_arm_said_once_may_be_a_row_an_arm(scored):
    arm = {"n": 20, "of": None, "role": "arm"}
    assert scored("sample_sizes", [arm, arm], [arm]).counts["tables.sample_sizes.keys"] == Counts(1, 0, 0)


def test_arms_stated_each_are_a_row_each(scored):
    arm = {"n": 20, "of": None, "role": "arm"}
    assert scored("sample_sizes", [arm] * 3, [arm, arm]).counts["tables.sample_sizes.keys"] == Counts(2, 1, 0)


@pytest.mark.parametrize("role", ["enrolled", "event"])
def test_only_arms_may_be_repeated(scored, role):
    row = {"n": 20, "of": None, "role": role}
    assert scored("sample_sizes", [row, row], [row]).counts["tables.sample_sizes.keys"] == Counts(1, 1, 0)


def test_a_result_without_a_number_counts_neither_way(scored):
    ratio = NUMBERS | REST | {"measure": "relapse", "effect": 0.5}
    score = scored("outcomes", [RELAPSE, ratio], [RELAPSE, NUMBERS | REST | {"measure": "survival"}])
    assert score.counts["tables.outcomes.keys"] == Counts(1, 0, 0)


def test_slips_say_the_row_and_where_it_stands(scored):
    count = {"n": 8, "of": None, "role": "enrolled"}
    slips = scored("sample_sizes", [], [count], [("SAMPLE_SIZE", "Eight")]).slips
    assert [tuple(slip) for slip in slips] == [
        ("tables.sample_sizes.keys", "miss", "n 8, role enrolled", "Eight patients took rituximab.")
    ]


def test_an_extra_without_a_sentence_shows_that_of_its_mention(scored):
    (slip,) = scored("drugs", [RITUXIMAB | {"mentions": [0]}], [], [("DRUG", "rituximab")]).slips
    assert (slip.kind, slip.sentence) == ("extra", "Eight patients took rituximab.")


def test_an_extra_shows_its_own_sentence(scored):
    slips = scored("outcomes", [RELAPSE | {"sentence": "Three relapsed."}], []).slips
    assert [tuple(slip) for slip in slips] == [
        ("tables.outcomes.keys", "extra", "measure relapse, n 3", "Three relapsed.")
    ]


def test_a_row_is_described_by_what_it_states():
    row = {"drug": "x", "low": 1.0, "high": 2.5, "per": None, "interval_days": [None, 14], "rule": "r"}
    assert describe(row) == "drug x, low 1, high 2.5, interval_days None|14"
