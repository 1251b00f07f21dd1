import pytest

from pipeline.extract.entities import group_diseases, group_drugs
from pipeline.tag.attributes import DISEASE, DRUG, Entity, mentions


def groups(planted, label: str, *entities: tuple[str, str | None]) -> list[list[str]]:
    """The names in each group when a text mentions these (name, concept) in this order."""
    spans = [(label, f"word{i} ", Entity(name, concept)) for i, (name, concept) in enumerate(entities)]
    spans = [(label, words.strip(), value) for label, words, value in spans]
    doc = planted(" ; ".join(words for _, words, _ in spans), spans)
    group = group_drugs if label == DRUG else group_diseases
    return [[span._.value.name for span in found.spans] for found in group(mentions(doc, label))]


@pytest.mark.parametrize(
    "names",
    [
        ("lupus", "lupus"),
        ("tumor", "tumours"),
        ("systemic lupus", "childhood-onset systemic lupus"),
        ("pediatric lupus", "adult lupus"),
        ("cancer pain", "cancer-related pain", "cancer-associated pain"),
    ],
)
def test_spellings_and_ages_of_a_disease_are_one(planted, names) -> None:
    assert groups(planted, DISEASE, *((name, None) for name in names)) == [list(names)]


@pytest.mark.parametrize(
    "names",
    [("rheumatoid arthritis", "juvenile rheumatoid arthritis"), ("breast cancer", "metastatic breast cancer")],
)
def test_telling_words_keep_diseases_of_one_concept_apart(planted, names) -> None:
    assert groups(planted, DISEASE, *((name, "C1") for name in names)) == [[name] for name in names]


def test_names_of_one_concept_with_a_common_word_are_one_disease(planted) -> None:
    names = ("bladder cancer", "urinary bladder cancer")
    assert groups(planted, DISEASE, *((name, "C1") for name in names)) == [list(names)]


def test_names_of_one_concept_without_a_common_word_are_two_diseases(planted) -> None:
    assert groups(planted, DISEASE, ("myositis", "C1"), ("inflammatory myopathy", "C1")) == [
        ["myositis"],
        ["inflammatory myopathy"],
    ]


def test_drugs_of_one_concept_are_one(planted) -> None:
    assert groups(planted, DRUG, ("taxol", "C1"), ("paclitaxel", "C1"), ("aspirin", "C2")) == [
        ["taxol", "paclitaxel"],
        ["aspirin"],
    ]


def test_antagonists_of_a_receptor_are_one_class(planted) -> None:
    names = ("h2 receptor antagonist", "h2 antagonist")
    assert groups(planted, DRUG, *((name, None) for name in names)) == [list(names)]


def test_name_without_concept_joins_the_group_of_its_name(planted) -> None:
    assert groups(planted, DRUG, ("aspirin", "C1"), ("aspirin", None)) == [["aspirin", "aspirin"]]


def test_row_names_the_entity_as_most_mentions_do_and_lists_other_forms(planted) -> None:
    spans = [
        (DRUG, "ASA", Entity("aspirin", "C1", "Aspirin", "substance")),
        (DRUG, "Aspirin", Entity("aspirin", "C1", "Aspirin", "substance")),
        (DRUG, "salicylate", Entity("salicylate", "C1", "Aspirin", "substance")),
    ]
    doc = planted("Aspirin, ASA, salicylate, ASA", spans)
    (group,) = group_drugs(mentions(doc, DRUG))
    assert group.row(doc, "prior", "some-rule") == {
        "name": "aspirin",
        "aka": ["ASA", "salicylate"],
        "concept_id": "C1",
        "concept_name": "Aspirin",
        "role": "prior",
        "mentions": [0, 1, 2, 3],
        "rule": "some-rule",
    }


def test_row_prefers_the_name_without_words_of_age(planted) -> None:
    spans = [(DISEASE, "young", Entity("childhood lupus")), (DISEASE, "plain", Entity("lupus"))]
    (group,) = group_diseases(mentions(planted("young young plain", spans), DISEASE))
    assert group.entity.name == "lupus"
