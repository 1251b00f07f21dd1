"""The measure of counts of people, on invented sentences with planted labels."""

from collections.abc import Sequence

import pytest
from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.figures.counts import COUNTS, number_in
from pipeline.evaluate.figures.measure import process
from pipeline.evaluate.score import Counts, Score, Tally
from pipeline.tag.pipeline import build_tagger

TRIAL = "We enrolled 43 patients, who had warfarin (n = 22) or placebo (n = 21)."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))


def scored(nlp: Language, text: str, labels: Sequence[tuple[str, str]]) -> Score:
    spans = tuple(CorpusSpan(text.index(words), text.index(words) + len(words), label) for label, words in labels)
    score = Score()
    COUNTS.score(process(CorpusDoc("1", text, spans), nlp), score)
    return score


@pytest.mark.parametrize("label", ["43", "43 patients", "enrolled 43 patients"])
def test_a_total_is_cut_to_its_number(nlp: Language, label: str) -> None:
    score = scored(nlp, TRIAL, [("total-participants", label)])
    assert score.counts["total-participants"] == Counts(tp=1)
    assert score.tallies["n_enrolled"] == Tally(1, 1)


def test_a_label_on_some_of_the_digits_is_widened(nlp: Language) -> None:
    assert scored(nlp, TRIAL, [("total-participants", "3 patients")]).counts["total-participants"] == Counts(tp=1)


def test_a_label_on_one_word_of_a_number_is_widened(nlp: Language) -> None:
    score = scored(nlp, "Forty-seven patients were randomized.", [("total-participants", "Forty")])
    assert score.counts["total-participants"] == Counts(tp=1)


@pytest.mark.parametrize(
    "text",
    [
        "We planned to enrol 72 patients.",
        "In all 72 women were approached.",
        "Of 72 patients screened, most declined.",
        "We saw 72 consecutive women who were potentially eligible.",
    ],
)
def test_people_who_have_not_entered_are_no_total(nlp: Language, text: str) -> None:
    score = scored(nlp, text, [("total-participants", "72")])
    assert score.counts["total-participants"].fn == 0
    assert "n_enrolled" not in score.tallies


def test_a_target_that_was_reached_is_a_total(nlp: Language) -> None:
    score = scored(nlp, "The target of 72 women was reached.", [("total-participants", "72")])
    assert score.tallies["n_enrolled"] == Tally(1, 1)


def test_the_group_must_tell_which_arm_it_is(nlp: Language) -> None:
    labels = [("intervention", "warfarin"), ("intervention-participants", "22"), ("control-participants", "21")]
    score = scored(nlp, TRIAL, labels)
    assert score.counts["intervention-participants"] == Counts(tp=1)
    assert score.counts["control-participants"] == Counts(tp=1)


def test_a_name_is_told_by_the_label_of_the_number_beside_it(nlp: Language) -> None:
    text = "We enrolled 43 patients, who had warfarin or nothing: the WX group (n = 22) and the NN group (n = 21)."
    labels = [("intervention", "warfarin"), ("intervention-participants", "22"), ("control-participants", "21")]
    score = scored(nlp, text, labels)
    assert score.counts["intervention-participants"] == Counts(tp=1)
    assert score.counts["control-participants"] == Counts(tp=1)


def test_arms_that_are_mixed_up_are_found_and_wrong(nlp: Language) -> None:
    labels = [("intervention", "warfarin"), ("intervention-participants", "21"), ("control-participants", "22")]
    score = scored(nlp, TRIAL, labels)
    assert score.counts["participants of arms"] == Counts(tp=2)
    assert score.counts["intervention-participants"] == Counts(fp=1, fn=1)
    assert score.counts["control-participants"] == Counts(fp=1, fn=1)


def test_the_second_number_of_a_fraction_is_no_total(nlp: Language) -> None:
    score = scored(nlp, "Pain ceased in 12 of 30 patients.", [("outcome", "Pain")])
    assert score.counts["total-participants"] == Counts()


def test_sample_sizes_count_inside_participants_only(nlp: Language) -> None:
    text = "We enrolled 43 patients. In all 40 patients were analysed."
    score = scored(nlp, text, [("Participants", "43 patients"), ("Sample-size", "43 patients")])
    assert score.counts == {"Sample-size": Counts(tp=1)}


def test_documents_without_the_labels_are_not_measured(nlp: Language) -> None:
    assert scored(nlp, TRIAL, [("Drug", "warfarin")]).counts == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(n = 1,016)", "1,016"),
        ("13 388 women", "13 388"),
        ("One hundred and fifty patients", "One hundred and fifty"),
        ("Fifty-two", "Fifty-two"),
        ("twelve and a half", "twelve"),
        ("half", None),
    ],
)
def test_the_number_of_a_label(text: str, number: str | None) -> None:
    place = number_in(text)
    assert (text[slice(*place)] if place else None) == number
