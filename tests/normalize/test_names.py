import pytest

from pipeline.normalize.names import american, fold, singular, singular_name, without_salt, word_key


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("ulcers", "ulcer"), ("myopathies", "myopathy"), ("diagnoses", "diagnosis"), ("metastases", "metastasis"),
        ("diseases", "disease"), ("doses", "dose"), ("arthritides", "arthritis"), ("carcinomata", "carcinoma"),
        ("emboli", "embolus"), ("rashes", "rash"), ("masses", "mass"), ("children", "child"), ("biopsies", "biopsy"),
    ],
)  # fmt: skip
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    "word", ["diabetes", "herpes", "ascites", "sepsis", "pus", "pancreas", "illness", "flu", "rabies"]
)
def test_a_word_that_only_looks_like_a_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("british", "other"),
    [
        ("oedema", "edema"), ("haemorrhage", "hemorrhage"), ("leucopenia", "leukopenia"), ("anaemia", "anemia"),
        ("diarrhoea", "diarrhea"), ("oesophagitis", "esophagitis"), ("tumour", "tumor"), ("paediatric", "pediatric"),
        ("localised", "localized"), ("sulphasalazine", "sulfasalazine"), ("tumours", "tumor"), ("alfa", "alpha"),
    ],
)  # fmt: skip
def test_british_and_american_spellings_have_one_key(british: str, other: str) -> None:
    assert word_key(british) == word_key(other)


def test_american_leaves_other_words_alone() -> None:
    assert american("melanoma") == "melanoma"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Behçet", "behcet"),
        ("rituxi\u00admab", "rituximab"),
        ("\ufb01brosis", "fibrosis"),
        ("œdema", "edema"),
        ("β", "beta"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("immunosuppressive agents", "immunosuppressive agent"),
        ("carcinomas of the lungs", "carcinoma of the lungs"),
        ("steroids", "steroid"),
    ],
)
def test_singular_name(name: str, expected: str) -> None:
    assert singular_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("diclofenac sodium", "diclofenac"),
        ("sodium valproate", "valproate"),
        ("doxorubicin hydrochloride", "doxorubicin"),
        ("potassium chloride", "potassium chloride"),
        ("rituximab", "rituximab"),
        ("dimethyl fumarate", "dimethyl fumarate"),
        ("ferrous sulfate", "ferrous sulfate"),
    ],
)
def test_without_salt(name: str, expected: str) -> None:
    assert without_salt(name) == expected
