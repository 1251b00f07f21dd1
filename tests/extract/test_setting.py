import pytest

from pipeline.extract.prose import prose_of
from pipeline.extract.setting import first_result_sentence
from pipeline.tag.attributes import SAMPLE_SIZE, Count
from pipeline.tag.statistics import P_VALUE, PERCENT


def first_word(doc) -> str | None:
    """The word that begins the first sentence with results; None where it lies behind the text."""
    prose, number = prose_of(doc), first_result_sentence(doc)
    return prose.words[prose.sentence.index(number)] if number in prose.sentence else None


def test_results_section_begins_the_results(planted) -> None:
    doc = planted("Aim. We gave 5 % lotion. It helped. Good.", sections=[("methods", "We"), ("results", "It")])
    assert first_word(doc) == "it"


@pytest.mark.parametrize("label", [PERCENT, P_VALUE])
def test_first_figure_behind_the_people_begins_them_without_sections(planted, label) -> None:
    text = "In 30 % pain is bad. We treated 12 patients. All improved. Nearly 40 % were cured."
    doc = planted(text, [(SAMPLE_SIZE, "12", Count(12)), (label, "30 %", 0.0), (label, "40 %", 0.0)])
    assert first_word(doc) == "nearly"


@pytest.mark.parametrize("text", ["", "One. Two. Three."])
def test_without_any_sign_the_results_lie_behind_the_text(planted, text) -> None:
    assert first_word(planted(text)) is None
