import re

import pytest

from pipeline import Pipeline
from pipeline.tag.lines import flowing

SENTENCES = (
    "We gave apixaban 2.5 mg twice daily for 6 weeks.",
    "We gave apixaban 2.5 mg three times daily for 10 days.",
    "Patients received rituximab 375 mg/m2 once weekly for 4 weeks.",
    "Prednisone 20 mg every 8 hours for 3 days was given.",
    "Complete remission was achieved in 11 patients after 6 months.",
    "Remission was seen in 12 of 30 patients (40%) with prednisone and in 5 of 31 patients (16%) with placebo.",
)


@pytest.fixture(scope="module")
def figures():
    """The figures that the tables give for a text."""
    sift = Pipeline.from_config()

    def rows(text: str) -> list[object]:
        doc = sift(f"A trial of apixaban, rituximab and prednisone in lupus nephritis\n\nRESULTS: {text}\n")
        doses = doc.doses[["drug", "low", "high", "unit", "every_days", "duration_days"]]
        outcomes = doc.outcomes[["n", "of", "percent", "time_days"]]
        sizes = doc.sample_sizes[["n"]]
        return [table.astype(str).to_numpy().tolist() for table in (doses, outcomes, sizes)]

    return rows


@pytest.mark.parametrize("text", SENTENCES)
def test_a_line_break_inside_a_sentence_is_a_blank(figures, text):
    expected = figures(text)
    assert any(expected)
    for blank in re.finditer(" ", text):
        broken = f"{text[: blank.start()]}\n{text[blank.end() :]}"
        assert figures(broken) == expected, broken


@pytest.mark.parametrize(
    "text",
    [
        "Results\n12 patients were treated.",
        "Rituximab for lupus nephritis\nA randomized trial",
        "It ended.\nPatients recovered.",
        "Drugs given:\n1. rituximab\n2. prednisone\n- aspirin",
        "Weight\n80\nAge\n57",
        "One paragraph with words of\n\nanother one",
        "patients received rituxi-\nmab",
    ],
)
def test_headings_items_and_paragraphs_keep_their_lines(text):
    assert flowing(text) == text


def test_every_character_keeps_its_place():
    assert flowing("twice \n daily\nfor 6 weeks") == "twice   daily for 6 weeks"
