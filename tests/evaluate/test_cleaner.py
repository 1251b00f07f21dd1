import pytest

from pipeline.evaluate.cleaner import CHARACTERS, IN_ARTICLE, WORDS, score_cleaner, score_leakage
from pipeline.evaluate.score import Counts, Tally

PAGE = "Menu\n\nA trial of rituximab.\n\n  Cite\n\nIt helped 7 people."
ARTICLE = ("A trial of rituximab.", "It helped 7 people.")


def words(score, kind):
    return [slip.words for slip in score.slips if slip.kind == kind]


def letters(*pieces):
    return sum(len("".join(piece.split())) for piece in pieces)


def test_characters_count_without_white_space(gold_of, prediction_of):
    score = score_cleaner(gold_of(PAGE, keep=ARTICLE), prediction_of(PAGE, removed=["A trial"]))
    kept_right, kept_wrong, lost = letters(*ARTICLE) - letters("A trial"), letters("Menu Cite"), letters("A trial")
    assert score.counts[CHARACTERS] == Counts(kept_right, kept_wrong, lost)
    assert words(score, "miss") == ["A trial"]
    assert words(score, "extra") == ["Menu", "Cite"]


def test_a_perfect_cleaner_has_no_slips(gold_of, prediction_of):
    score = score_cleaner(gold_of(PAGE, keep=ARTICLE), prediction_of(PAGE, removed=["Menu", "Cite"]))
    assert score.counts[CHARACTERS] == Counts(letters(*ARTICLE), 0, 0)
    assert score.slips == []


@pytest.mark.parametrize("removed", [["Menu", "Cite"], ["Menu"]])
def test_either_ranges_count_neither_way(gold_of, prediction_of, removed):
    score = score_cleaner(gold_of(PAGE, keep=ARTICLE, either=["Cite"]), prediction_of(PAGE, removed=removed))
    assert score.counts[CHARACTERS] == Counts(letters(*ARTICLE), 0, 0)


def test_html_is_scored_by_words(gold_of, prediction_of):
    score = score_cleaner(gold_of(PAGE, keep=ARTICLE, html=True), prediction_of(PAGE, removed=["Menu", "A trial"]))
    assert score.counts == {WORDS: Counts(tp=6, fp=1, fn=2)}
    assert (words(score, "extra"), words(score, "miss")) == (["Cite"], ["A trial"])


def test_html_words_are_counted_as_often_as_they_stand(gold_of, prediction_of):
    score = score_cleaner(gold_of("one two", html=True), prediction_of("one two one"))
    assert score.counts[WORDS] == Counts(2, 1, 0)


LEAKY = "Aspirin trial.\nRelated: Warfarin 5 mg in 20 people. Gout news."


def test_facts_outside_of_the_article_leak(gold_of, prediction_of):
    spans = [("DRUG", "Aspirin"), ("DRUG", "Warfarin"), ("DOSE", "5 mg"), ("SAMPLE_SIZE", "20"), ("DISEASE", "Gout")]
    score = score_leakage(gold_of(LEAKY, keep=["Aspirin trial."]), prediction_of(LEAKY, spans))
    assert score.tallies[IN_ARTICLE] == Tally(1, 4)
    assert [slip.words for slip in score.slips] == ["DRUG Warfarin", "DOSE 5 mg", "SAMPLE_SIZE 20"]
    assert score.slips[0].sentence == "Related: Warfarin 5 mg in 20 people."


def test_a_fact_in_an_either_range_does_not_leak(gold_of, prediction_of):
    gold = gold_of(LEAKY, keep=["Aspirin trial."], either=["Warfarin 5 mg"])
    score = score_leakage(gold, prediction_of(LEAKY, [("DRUG", "Warfarin"), ("DOSE", "5 mg")]))
    assert score.tallies[IN_ARTICLE] == Tally(2, 2)


def test_a_fact_that_half_stands_in_the_article_leaks(gold_of, prediction_of):
    score = score_leakage(gold_of("take 5 mg now", keep=["take 5"]), prediction_of("take 5 mg now", [("DOSE", "5 mg")]))
    assert score.tallies[IN_ARTICLE] == Tally(0, 1)


def test_html_facts_that_gold_has_do_not_leak(gold_of, prediction_of):
    gold = gold_of(LEAKY, [("DRUG", "Aspirin")], keep=["Aspirin trial."], html=True)
    score = score_leakage(gold, prediction_of(LEAKY, [("DRUG", "Aspirin"), ("DRUG", "Warfarin")]))
    assert score.tallies[IN_ARTICLE] == Tally(1, 2)
    assert [slip.words for slip in score.slips] == ["DRUG Warfarin"]


def test_html_facts_from_a_banner_leak_although_gold_has_their_words(gold_of, prediction_of):
    page = "More aspirin news here.\nWe gave aspirin to all."
    gold = gold_of(page, [("DRUG", "aspirin")], keep=["We gave aspirin to all."], html=True)
    score = score_leakage(gold, prediction_of(page, [("DRUG", "aspirin"), ("DRUG", "aspirin")]))
    assert score.tallies[IN_ARTICLE] == Tally(1, 2)
    assert score.slips[0].sentence == "More aspirin news here."


def test_html_facts_beyond_gold_leak_unless_their_words_are_in_the_article(gold_of, prediction_of):
    page = "We gave aspirin to all.\nMore aspirin news here."
    gold = gold_of(page, keep=["We gave aspirin to all."], html=True)
    score = score_leakage(gold, prediction_of(page, [("DRUG", "aspirin"), ("DRUG", "aspirin")]))
    assert score.tallies[IN_ARTICLE] == Tally(1, 2)
    assert score.slips[0].sentence == "More aspirin news here."
