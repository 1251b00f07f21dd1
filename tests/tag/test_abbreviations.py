import pytest
from spacy.language import Language

from pipeline.tag.attributes import DISEASE, DRUG, mentions


def defined(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(form.text, text[form.long_start : form.long_end]) for form in nlp(text)._.short_forms]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("with systemic lupus erythematosus (SLE) who", "SLE", "systemic lupus erythematosus"),
        ("the C-reactive protein (CRP) level", "CRP", "C-reactive protein"),
        ("with rheumatoid arthritis [RA] who", "RA", "rheumatoid arthritis"),
        ("given rituximab (RTX; 375 mg/m2) weekly", "RTX", "rituximab"),
        ("given 5-aminosalicylic acid (5-ASA) daily", "5-ASA", "5-aminosalicylic acid"),
        ("high-dose methotrexate (HD-MTX)-based", "HD-MTX", "high-dose methotrexate"),
        ("given long-acting β2-agonists (LABA) daily", "LABA", "long-acting β2-agonists"),
        ("given RTX (rituximab infusion x) weekly", "RTX", "rituximab infusion x"),
    ],
)
def test_definitions(name_tagger: Language, text: str, short: str, long: str) -> None:
    assert defined(name_tagger, text) == [(short, long)]


@pytest.mark.parametrize(
    "text", ["in 12 patients (see Table)", "lupus (n = 12)", "fever (mild)", "(SLE)", "a drug (B)"]
)
def test_no_definitions(name_tagger: Language, text: str) -> None:
    assert defined(name_tagger, text) == []


def test_a_short_form_carries_its_meaning_through_the_document(name_tagger: Language) -> None:
    text = "RTX in SLE\n\nRituximab (RTX) for systemic lupus erythematosus (SLE). RTX improved childhood SLE."
    doc = name_tagger(text)
    assert [(s.text, s._.value.name) for s in mentions(doc, DRUG)] == [
        ("RTX", "rituximab"), ("Rituximab", "rituximab"), ("RTX", "rituximab"), ("RTX", "rituximab")
    ]  # fmt: skip
    assert [s.text for s in mentions(doc, DISEASE)] == ["SLE", "systemic lupus erythematosus", "SLE", "childhood SLE"]


@pytest.mark.parametrize(
    "text",
    [
        "mass spectrometry (MS) showed MS",
        "odds ratio (OR) or OR",
        "the British asthma registry (BAR) and BAR",
        "risk of asthma (ROA) and ROA",
    ],
)
def test_a_short_form_of_something_else_is_no_mention(name_tagger: Language, text: str) -> None:
    found = [span.text for label in (DRUG, DISEASE) for span in mentions(name_tagger(text), label)]
    assert set(found) <= {"asthma"}


def test_a_known_abbreviation_that_the_text_defines_otherwise_is_no_mention(name_tagger: Language) -> None:
    assert mentions(name_tagger("advanced life support (ALS); ALS crews"), DISEASE) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gastrointestinal (GI) bleeding", ["gastrointestinal (GI) bleeding"]),
        ("human immunodeficiency virus (HIV) disease", ["human immunodeficiency virus (HIV) disease"]),
        ("Non-Hodgkin lymphoma (NHL); HIV-associated NHL", ["Non-Hodgkin lymphoma", "NHL", "HIV-associated NHL"]),
        ("venous thromboembolism (VTE) occurred", ["venous thromboembolism", "VTE"]),
    ],
)
def test_names_with_an_abbreviation_inside(name_tagger: Language, text: str, found: list[str]) -> None:
    assert [span.text for span in mentions(name_tagger(text), DISEASE)] == found


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("human immunodeficiency virus (HIV); HIV infection; HIV status", DISEASE, ["HIV infection"]),
        ("tumor necrosis factor (TNF); TNF inhibitors; TNF", DRUG, ["TNF inhibitors"]),
        ("angiotensin-converting enzyme (ACE) inhibitors", DRUG, ["angiotensin-converting enzyme (ACE) inhibitors"]),
        ("luteinizing hormone (LH) injections; serum LH", DRUG, ["luteinizing hormone", "LH"]),
    ],
)
def test_a_longer_name_begins_with_a_short_form(name_tagger: Language, text: str, label: str, found: list[str]) -> None:
    assert [span.text for span in mentions(name_tagger(text), label)] == found


def test_a_combination_has_no_one_meaning(name_tagger: Language) -> None:
    doc = name_tagger("gemcitabine plus paclitaxel (GP), then GP")
    assert [span.text for span in mentions(doc, DRUG)] == ["gemcitabine", "paclitaxel"]
