import pytest

from pipeline.evaluate.guidelines import guideline_of


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ({"Chemical", "Disease"}, "bc5cdr"),
        ({"SpecificDisease", "Modifier"}, "ncbi-disease"),
        ({"Treatment.Drug", "Effect"}, "phee"),
        ({"DRUG", "CONDITION", "OTHER"}, "neurotrial-ner"),
        ({"DRUG", "DISEASE"}, "bc5cdr"),
    ],
)
def test_a_corpus_is_known_by_its_labels(labels, name):
    assert guideline_of(labels).name == name


def test_our_own_labels_stand_for_any_other_corpus():
    guideline = guideline_of({"DRUG", "DISEASE"})
    assert guideline.labels["DRUG"] == "CHEMICAL"
    assert guideline_of({"GENE"}).labels == guideline.labels
