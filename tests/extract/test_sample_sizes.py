from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.sample_sizes import extract_sample_sizes

Counted = Callable[..., Doc]


def rows(doc: Doc) -> list[tuple[object, object, object]]:
    return [(row["n"], row["of"], row["role"]) for row in extract_sample_sizes(doc)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We enrolled 40 patients.", "enrolled"),
        ("Ninety-two children were randomly assigned to treatment.", "enrolled"),
        ("We reviewed the charts of 10 adolescents who received rituximab.", "enrolled"),
        ("A cohort of 1065 patients was identified.", "enrolled"),
        ("Participants (N = 20) were included.", "enrolled"),
    ],
)
def test_the_study_s_count(counted: Counted, text: str, role: str) -> None:
    assert [found[2] for found in rows(counted(text, "methods"))] == [role]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One patient withdrew.", (1, None, "lost")),
        ("One patient died of sepsis.", (1, None, "died")),
        ("Three patients (38%) achieved remission.", (3, None, "event")),
        ("29 patients completed the trial.", (29, None, "completed")),
        ("38 out of 40 patients completed follow-up.", (38, 40, "completed")),
        ("All but one of the 40 patients returned.", (1, 40, "lost")),
        ("Six were girls.", (6, None, "subgroup")),
        ("Nephritis was seen in 1 patient.", (1, None, "event")),
        ("111 patients were screened.", (111, None, "other")),
        ("Of the 40 patients, 12 (30%) improved.", (12, 40, "event")),
    ],
)
def test_roles_by_the_words_around(counted: Counted, text: str, expected: tuple[object, ...]) -> None:
    assert expected in rows(counted("We enrolled 40 patients. " + text))


def test_arms_and_the_whole_that_they_add_up_to(counted: Counted) -> None:
    doc = counted("In all 916 patients had rituximab (n = 458) or placebo (n = 458).")
    assert rows(doc) == [(916, None, "enrolled"), (458, None, "arm"), (458, None, "arm")]


def test_the_screened_are_not_the_study(counted: Counted) -> None:
    doc = counted("We screened 177 persons; 137 patients were enrolled.")
    assert rows(doc) == [(177, None, "other"), (137, None, "enrolled")]


def test_a_bracketed_breakdown_by_diagnosis_is_subgroups(counted: Counted) -> None:
    doc = counted("We enrolled 43 patients (15 scleroderma, 16 dermatomyositis, 12 polymyositis).")
    assert [row[2] for row in rows(doc)] == ["enrolled", "subgroup", "subgroup", "subgroup"]


def test_a_bracketed_breakdown_by_treatment_is_arms(counted: Counted) -> None:
    doc = counted("We enrolled 80 patients (41 to rituximab, 39 to placebo).")
    assert [row[2] for row in rows(doc)] == ["enrolled", "arm", "arm"]


def test_a_count_that_is_said_again_is_one_row_with_all_its_mentions(counted: Counted) -> None:
    doc = counted("We enrolled 40 patients. Of the 40 patients, 12 improved. In 12 patients pain ceased.")
    first, second = extract_sample_sizes(doc)
    assert (first["n"], first["mentions"], second["n"], second["mentions"]) == (40, [0, 1], 12, [2, 3])


def test_a_denominator_that_is_no_other_count_is_a_row(counted: Counted) -> None:
    doc = counted("In the treated arm, 35 of 48 evaluable patients improved.")
    assert rows(doc) == [(35, 48, "event"), (48, None, "completed")]


def test_a_row_is_anchored_and_names_its_group_and_rule(counted: Counted) -> None:
    text = "Pain ceased. It came back in 22 warfarin recipients."
    (row,) = extract_sample_sizes(counted(text))
    assert text[row["source_start"] : row["source_end"]] == "22"  # type: ignore[misc]
    assert (row["group"], row["rule"]) == ("warfarin recipients", "people-noun")
    assert row["sentence"] == "It came back in 22 warfarin recipients."


def test_without_counts_there_are_no_rows(counted: Counted) -> None:
    assert extract_sample_sizes(counted("Nobody was counted.")) == []
