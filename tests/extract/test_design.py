import pytest

from pipeline.extract.design import find_design
from pipeline.extract.prose import prose_of


@pytest.fixture
def design(planted):
    def found(text: str, *, title: str = "", sections=(), types=(), n=None, treated=False) -> str:
        doc = planted(f"{title} {text}".strip(), title=title, sections=sections)
        return find_design(prose_of(doc), types, n, treated).design

    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients were randomly assigned to groups.", "randomized_trial"),
        ("A randomised, open-label pilot study.", "randomized_trial"),
        ("Patients were randomly selected from a list.", "other"),
        ("A non-randomized trial.", "clinical_trial"),
        ("An open-label study was done.", "clinical_trial"),
        ("This pilot trial took a year.", "clinical_trial"),
        ("In a phase II study we gave it.", "clinical_trial"),
        ("A cohort study of nurses.", "cohort"),
        ("Nurses were followed in a prospective cohort.", "cohort"),
        ("A case-control study in a clinic.", "other"),
        ("A cross-sectional study of nurses.", "cross_sectional"),
        ("We report a case of gout.", "case_report"),
        ("A 45-year-old man had gout.", "case_report"),
        ("Case report forms were used.", "other"),
        ("We describe four patients with gout.", "case_series"),
        ("This case series is small.", "case_series"),
        ("We did a systematic review of randomized trials.", "review"),
        ("A meta-analysis of cohort studies.", "review"),
        ("We included 13 studies with a total of 445 participants.", "review"),
        ("Nine randomized trials were identified.", "review"),
        ("Controlled trials were searched.", "review"),
        ("Patients were included in two trials.", "other"),
        ("We included 13 patients of earlier studies.", "other"),
        ("Further studies were identified as necessary.", "other"),
        ("We report a case and review the literature.", "case_report"),
        ("Randomized controlled trials are needed.", "other"),
        ("Future randomized studies may tell.", "other"),
        ("Nothing is said.", "other"),
    ],
)
def test_words_of_the_text(design, text, expected) -> None:
    assert design(text) == expected


@pytest.mark.parametrize(("n", "expected"), [(19, "case_series"), (20, "cohort"), (None, "cohort")])
def test_look_back_at_few_people_is_a_series(design, n, expected) -> None:
    assert design("We did a retrospective chart review.", n=n) == expected


@pytest.mark.parametrize(("n", "expected"), [(None, "case_report"), (1, "case_report"), (3, "case_series")])
def test_report_of_more_than_one_person_is_a_series(design, n, expected) -> None:
    assert design("", title="Gout: a case report.", n=n) == expected


def test_title_decides_over_the_text(design) -> None:
    assert design("Patients of a randomized trial were followed.", title="Gout: a cohort study.") == "cohort"


def test_trial_of_the_title_may_turn_out_to_be_randomized(design) -> None:
    assert design("Patients were randomly assigned.", title="A trial in gout.") == "randomized_trial"


def test_background_speaks_of_other_studies(design) -> None:
    text = "A randomized trial was done in France. Methods: we did a cohort study."
    assert design(text, sections=[("background", "A randomized"), ("methods", "Methods")]) == "cohort"


def test_background_may_speak_of_this_study(design) -> None:
    assert design("We did a randomized trial.", sections=[("background", "We did")]) == "randomized_trial"


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["Journal Article", "Randomized Controlled Trial"], "randomized_trial"),
        (["Clinical Trial, Phase II"], "clinical_trial"),
        (["Review", "Meta-Analysis"], "review"),
        (["Case Reports"], "case_report"),
        (["Observational Study"], "cohort"),
        (["Journal Article"], "cohort"),
    ],
)
def test_publication_type_decides_first(design, types, expected) -> None:
    assert design("A cohort study.", types=types) == expected


def test_clinical_trial_by_type_may_be_randomized(design) -> None:
    assert design("Patients were randomized to it.", types=["Clinical Trial"]) == "randomized_trial"


@pytest.mark.parametrize(
    ("n", "treated", "expected"), [(30, True, "clinical_trial"), (None, True, "other"), (30, False, "other")]
)
def test_treated_people_without_a_word_on_the_design_are_a_trial(design, n, treated, expected) -> None:
    assert design("They had less pain.", n=n, treated=treated) == expected


@pytest.mark.parametrize(("treated", "expected"), [(True, "clinical_trial"), (False, "cohort")])
def test_prospective_study_is_a_trial_if_it_treats(design, treated, expected) -> None:
    assert design("People were prospectively seen.", treated=treated) == expected


def test_a_report_of_few_people_opens_with_what_happened_to_them(design) -> None:
    assert design("Three patients developed mutism after treatment.", n=3, treated=True) == "case_series"
    assert design("Three patients were treated.", n=3, treated=True) == "clinical_trial"


def test_records_that_were_collected_look_back(design) -> None:
    assert design("Medical records from 124 patients were collected.", n=124) == "cohort"
