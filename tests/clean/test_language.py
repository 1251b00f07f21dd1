import pytest

from pipeline.clean.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We gave 375 mg/m2 of larchumab to 8 patients; 4 improved (P < 0.05).", "en"),
        ("Die Patienten erhielten täglich 5 mg Prednison, die Beschwerden nahmen ab.", "de"),
        ("Les patients ont reçu 5 mg de prednisone par jour pendant douze semaines.", "fr"),
        ("Tratamiento con rituximab en pacientes con lupus eritematoso sistémico", "es"),
        ("利妥昔单抗治疗系统性红斑狼疮的疗效观察", "zh"),
        ("Пациенты получали ритуксимаб двенадцать недель", "ru"),
        ("Case report.", None),
        ("Lupus erythematosus.", None),
        ("12.5 34 (56) 78", None),
        ("", None),
    ],
)
def test_language_is_that_of_the_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The course of the disease was mild and relapses were rare in patients with lupus. " * 4, "en"),
        ("De patiënt was jong of oud en was met prednison behandeld, of het was niet bekend. " * 4, "nl"),
    ],
)
def test_words_that_other_languages_have_too_are_not_enough_for_english(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert language_of("The patients were given placebo. " * 100_000) == "en"
