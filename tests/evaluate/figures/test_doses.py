"""The measure of doses, on invented sentences with planted labels."""

from collections.abc import Sequence

import pytest
from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.evaluate.corpora import CorpusDoc, CorpusRelation, CorpusSpan
from pipeline.evaluate.figures.doses import DOSES
from pipeline.evaluate.figures.measure import process
from pipeline.evaluate.score import Counts, Score, Tally
from pipeline.tag.pipeline import build_tagger


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))


def scored(nlp: Language, text: str, labels: Sequence[tuple[str, str]], ties: Sequence[tuple[str, int, int]]) -> Score:
    """The score of one text; a label is (label, words), a tie (label, head, tail)."""
    spans = tuple(CorpusSpan(text.index(words), text.index(words) + len(words), label) for label, words in labels)
    relations = tuple(CorpusRelation(*tie) for tie in ties)
    score = Score()
    DOSES.score(process(CorpusDoc("1", text, spans, relations), nlp), score)
    return score


def phee(nlp: Language, text: str, *arguments: tuple[str, str]) -> Score:
    """The score of a text with one event, which its first label triggers."""
    labels = [(label if n == 0 else f"Treatment.{label}", words) for n, (label, words) in enumerate(arguments)]
    ties = [(f"arg:{label}", 0, n) for n, (label, _) in enumerate(labels) if n]
    return scored(nlp, text, labels, ties)


TRIGGER = ("Adverse_event.Trigger", "rash")


@pytest.mark.parametrize(
    "dosage", ["50 mg", "reduced to 50 mg", "50 mg daily", "only 50 mg orally", "a total dose of 50 mg"]
)
def test_a_dosage_is_cut_to_its_amount(nlp: Language, dosage: str) -> None:
    score = phee(nlp, f"A rash after warfarin, {dosage}.", TRIGGER, ("Dosage", dosage))
    assert score.counts["doses.exact"] == Counts(tp=1)


def test_an_amount_is_read_to_its_end_where_the_label_stops_short(nlp: Language) -> None:
    score = phee(nlp, "A rash after warfarin 5 mg per day.", TRIGGER, ("Dosage", "5 mg"))
    assert score.counts["doses.exact"] == Counts(tp=1)


def test_amounts_that_share_a_unit_are_one(nlp: Language) -> None:
    score = phee(nlp, "A rash after warfarin 5, 10 and 20 mg.", TRIGGER, ("Dosage", "5, 10 and 20 mg"))
    assert score.counts["doses.exact"] == Counts(tp=1)


@pytest.mark.parametrize("dosage", ["high-dose", "an overdose", "three doses"])
def test_a_dosage_without_amount_counts_neither_way(nlp: Language, dosage: str) -> None:
    score = phee(nlp, f"A rash after warfarin, {dosage}.", TRIGGER, ("Dosage", dosage))
    assert "doses.overlap" not in score.counts


def test_an_unlabelled_dose_of_an_event_is_an_extra(nlp: Language) -> None:
    score = phee(nlp, "A rash after 5 mg of warfarin.", TRIGGER, ("Drug", "warfarin"))
    assert score.counts["doses.overlap"] == Counts(fp=1)
    assert [slip.words for slip in score.slips if slip.figure == "doses.overlap"] == ["5 mg"]


def test_a_dose_outside_every_event_is_no_extra(nlp: Language) -> None:
    score = phee(nlp, "A rash after warfarin was treated with 5 mg of prednisone.", TRIGGER, ("Drug", "warfarin"))
    assert "doses.overlap" not in score.counts


def test_a_missed_dose_is_a_miss(nlp: Language) -> None:
    score = phee(nlp, "A rash after warfarin in 0.1 ml.", TRIGGER, ("Dosage", "0.1 ml"))
    assert score.counts["doses.overlap"] == Counts(fn=1)


@pytest.mark.parametrize(("route", "counts"), [("intravenous", Counts(tp=1)), ("chemotherapy", None)])
def test_routes_say_the_way_into_the_body(nlp: Language, route: str, counts: Counts | None) -> None:
    score = phee(nlp, f"A rash after {route} methotrexate.", TRIGGER, ("Route", route))
    assert score.counts.get("routes") == counts


@pytest.mark.parametrize(
    ("written", "frequency", "counts"),
    [
        ("5 mg daily", "daily", Counts(tp=1)),
        ("5 mg per day", "per day", Counts(tp=1)),
        ("5 mg frequently", "frequently", None),
    ],
)
def test_frequencies_say_how_often(nlp: Language, written: str, frequency: str, counts: Counts | None) -> None:
    score = phee(nlp, f"A rash after warfarin {written}.", TRIGGER, ("Freq", frequency))
    assert score.counts.get("frequencies") == counts


def test_durations(nlp: Language) -> None:
    score = phee(nlp, "A rash after warfarin for 6 weeks.", TRIGGER, ("Duration", "6 weeks"))
    assert score.counts["durations"] == Counts(tp=1)


def test_a_dose_belongs_to_any_drug_of_its_event(nlp: Language) -> None:
    text = "A rash after 5 mg warfarin and aspirin."
    score = phee(nlp, text, TRIGGER, ("Dosage", "5 mg"), ("Drug", "warfarin"), ("Drug", "aspirin"))
    assert score.tallies["dose_drug"] == Tally(1, 1)


def test_the_drug_of_another_event_is_wrong(nlp: Language) -> None:
    text = "A rash after 5 mg warfarin; nausea after aspirin."
    labels = [TRIGGER, ("Treatment.Dosage", "5 mg"), ("Treatment.Drug", "aspirin"), ("Treatment.Drug", "warfarin")]
    score = scored(nlp, text, labels, [("arg:Treatment.Dosage", 0, 1), ("arg:Treatment.Drug", 0, 2)])
    assert score.tallies["dose_drug"] == Tally(0, 1)


def test_pairs_of_drug_and_dose(nlp: Language) -> None:
    labels = [("Drug", "warfarin"), ("Dose", "5 mg"), ("Drug", "aspirin")]
    score = scored(nlp, "Aspirin? No, warfarin 5 mg and aspirin.", labels, [("Drug-Dose", 0, 1)])
    assert score.tallies["dose_drug"] == Tally(1, 1)
    assert score.counts["doses.overlap"] == Counts(tp=1)


def test_outside_of_pairs_nothing_is_an_extra(nlp: Language) -> None:
    score = scored(
        nlp, "Aspirin 10 mg; warfarin 5 mg.", [("Drug", "warfarin"), ("Dose", "5 mg")], [("Drug-Dose", 0, 1)]
    )
    assert score.counts["doses.overlap"] == Counts(tp=1)
