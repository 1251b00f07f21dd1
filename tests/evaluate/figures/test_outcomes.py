from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import TagSettings
from pipeline.document import BibFacts, CleanDoc, Kept, Source
from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.figures.measure import Processed
from pipeline.evaluate.figures.outcomes import NUMBERS, NUMBERS_AND_ARMS, score_outcomes
from pipeline.evaluate.figures.sides import sides_of
from pipeline.evaluate.score import Counts, Score, Tally
from pipeline.tag.pipeline import build_tagger, tag

TEXT = "Fever occurred in 12% with warfarin and 9 patients with placebo."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    source = Source("d", "d", "text", "0", TEXT)
    return tag(nlp, CleanDoc(source, "corpus", TEXT, (Kept(0, len(TEXT), 0),), (), (), BibFacts()))


def labelled(*labels: tuple[str, str]) -> CorpusDoc:
    """The text with labels, each at the first place of its words."""
    spans = (CorpusSpan(TEXT.index(words), TEXT.index(words) + len(words), label) for label, words in labels)
    return CorpusDoc("d", TEXT, tuple(spans))


def row(words: str, **columns: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"source_start": start, "source_end": start + len(words), "arm": None, **columns}


def scored(doc: Doc, gold: CorpusDoc, *rows: dict[str, Any]) -> Score:
    score = Score()
    score_outcomes(Processed(gold, doc, {"outcomes": rows}), score)
    return score


GOLD = (("intervention", "warfarin"), ("control", "placebo"), ("iv-bin-percent", "12%"), ("cv-bin-abs", "9"))


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([row("12%", percent=12, arm="warfarin"), row("9", n=9, arm="placebo")], Counts(2, 0, 0)),
        ([row("12%", percent=12, arm="placebo")], Counts(0, 1, 2)),  # the other arm
        ([row("12%", percent=12)], Counts(0, 0, 2)),  # no arm
        ([row("with", percent=12, arm="warfarin")], Counts(0, 1, 2)),  # another place
        ([row("12%", n=12, arm="warfarin")], Counts(0, 1, 2)),  # another kind
        ([row("12%", percent=12, arm="warfarin", effect_type="HR")], Counts(0, 0, 2)),
    ],
)
def test_number_place_kind_and_arm_must_be_right(doc: Doc, rows: list[dict[str, Any]], counts: Counts) -> None:
    assert scored(doc, labelled(*GOLD), *rows).counts[NUMBERS_AND_ARMS] == counts


def test_numbers_count_without_their_arm(doc: Doc) -> None:
    assert scored(doc, labelled(*GOLD), row("12%", percent=12)).tallies[NUMBERS] == Tally(1, 2)


def test_names_tell_the_side() -> None:
    gold = labelled(("intervention", "warfarin"), ("control", "placebo"))
    assert sides_of(["warfarin group", "control group", "placebo"], gold, {}) == {
        "warfarin group": "iv",
        "control group": "cv",
        "placebo": "cv",
    }


def test_abbreviations_are_written_out() -> None:
    gold = labelled(("intervention", "warfarin"))
    assert sides_of(["WF arm"], gold, {"WF": "warfarin"}) == {"WF arm": "iv"}


def test_a_label_of_the_sentence_before_tells_no_side() -> None:
    text = "RX was given to some of the patients first, others had the usual diet (n = 44). RX helped."
    gold = CorpusDoc("d", text, (CorpusSpan(text.index("44"), text.index("44") + 2, "control-participants"),))
    assert sides_of(["RX", "placebo"], gold, {}) == {"RX": "iv", "placebo": "cv"}


def test_the_patients_of_a_name_are_on_its_side() -> None:
    text = "Warfarin (WF) or placebo was given."
    gold = CorpusDoc("d", text, (CorpusSpan(0, len("Warfarin"), "control"),))
    assert sides_of(["WF patients"], gold, {}) == {"WF patients": "cv"}


def test_unknown_names_go_by_position() -> None:
    gold = CorpusDoc("d", "The red cohort and the blue cohort.", ())
    assert sides_of(["blue", "red"], gold, {}) == {"red": "iv", "blue": "cv"}
