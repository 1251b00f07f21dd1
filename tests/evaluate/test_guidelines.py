import pytest
from pydantic import ValidationError

from pipeline.config import TagSettings
from pipeline.errors import GoldError
from pipeline.evaluate.guidelines import GUIDELINES, guideline_of


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ({"Chemical", "Disease"}, "bc5cdr"),
        ({"SpecificDisease", "Modifier"}, "ncbi-disease"),
        ({"Treatment.Drug", "Effect"}, "phee"),
        ({"DRUG", "CONDITION", "OTHER"}, "neurotrial-ner"),
        ({"DRUG", "DISEASE"}, "bc5cdr"),
        ({"DRUG"}, "bc5cdr"),
    ],
)
def test_a_corpus_is_known_by_its_labels(labels, name):
    assert guideline_of(labels).name == name


def test_our_own_labels_are_known():
    guideline = guideline_of({"DRUG", "DISEASE"})
    assert guideline.labels["DRUG"] == "CHEMICAL"


def test_the_settings_know_every_guideline():
    for guideline in GUIDELINES:
        assert TagSettings.model_validate({"ner": {"guideline": guideline.name}}).ner.guideline == guideline.name
    with pytest.raises(ValidationError, match="guideline"):
        TagSettings.model_validate({"ner": {"guideline": "mine"}})


def test_the_guideline_with_the_most_spans_wins():
    assert guideline_of(["Chemical", "SpecificDisease", "SpecificDisease"]).name == "ncbi-disease"


def test_a_corpus_without_a_known_label_is_refused():
    with pytest.raises(GoldError, match=r"labels found: GENE; known: .*Chemical"):
        guideline_of({"GENE"})
