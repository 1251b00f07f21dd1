import pytest

from pipeline.vocab import load_vocabulary


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("rituximab", "MESH:D000069283"),
        ("Taxol", "MESH:D017239"),
        ("prednisone", "MESH:D011241"),
        ("imatinib", "MESH:D000068877"),  # a base name of which MeSH has only the salt
        ("immunosuppressive agents", "MESH:D007166"),
        ("corticosteroids", "MESH:D000305"),
        ("TNF inhibitors", "MESH:D000079424"),
        ("mycophenolate mofetil", "UNII:9242ECW6R0"),
    ],
)
def test_drugs_are_linked(name: str, concept_id: str) -> None:
    concept = load_vocabulary().lookup(name, "DRUG")
    assert concept is not None and concept.id == concept_id


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("systemic lupus erythematosus", "MESH:D008180"),
        ("Raynaud's phenomenon", "MESH:D011928"),
        ("oedema", "MESH:D004487"),
        ("antisynthetase syndrome", "MONDO:0019344"),
        ("malar rash", "HP:0025300"),
        ("digital ulcers", "HP:0031917"),
        ("facial pain", "MESH:D005157"),
    ],
)
def test_diseases_are_linked(name: str, concept_id: str) -> None:
    concept = load_vocabulary().lookup(name, "DISEASE")
    assert concept is not None and concept.id == concept_id


def test_a_disease_with_a_coarse_mesh_heading_keeps_its_finer_id() -> None:
    fine = load_vocabulary().lookup("idiopathic inflammatory myopathies", "DISEASE")
    coarse = load_vocabulary().lookup("myositis", "DISEASE")
    assert fine is not None and coarse is not None
    assert (fine.id, coarse.id) == ("MESH:D009220", "MESH:D009220")
    assert fine.finer_id == "MONDO:0600023"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("program", "DRUG"), ("success", "DRUG"), ("water", "DRUG"), ("placebo", "DRUG"), ("escherichia coli", "DRUG"),
        ("disease", "DISEASE"), ("arm", "DISEASE"), ("can", "DISEASE"), ("lung", "DISEASE"), ("death", "DISEASE"),
        ("SCA3", "DISEASE"), ("combined", "DISEASE"), ("nausea and vomiting", "DISEASE"),
    ],
)  # fmt: skip
def test_words_of_every_text_are_no_terms(name: str, label: str) -> None:
    assert load_vocabulary().lookup(name, label) is None


@pytest.mark.parametrize("name", ["calcium", "insulin-like growth factor-1", "vitamin D", "cholesterol"])
def test_substances_of_the_body_are_marked(name: str) -> None:
    from pipeline.vocab.words import key_of

    term = load_vocabulary().term(key_of(name), "DRUG")
    assert term is not None and term.endogenous


def test_a_brand_is_named_after_its_substance() -> None:
    term = load_vocabulary().term("mabthera", "DRUG")
    assert term is not None and (term.proper, term.name) == (True, "rituximab")


def test_the_vocabulary_is_read_once() -> None:
    assert load_vocabulary() is load_vocabulary()
