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
        ("Pain was less with heat than with cold (1 trial, 92 participants).", (92, None, "subgroup")),
        ("111 patients were screened.", (111, None, "other")),
        ("Of the 40 patients, 12 (30%) improved.", (12, 40, "event")),
        ("One patient in the rituximab group died.", (1, None, "died")),
        ("In the placebo group two patients died.", (2, None, "died")),
        ("Of 18 assigned to warfarin, eight bled.", (18, None, "arm")),
        ("Of 18 assigned to warfarin, eight bled.", (8, 18, "event")),
        ("Of 18 women assigned, 9 were on warfarin.", (9, None, "arm")),
        ("None of the 12 women in the rituximab group relapsed.", (12, None, "arm")),
        ("They stopped because of asthma (n = 3) or lack of effect (n = 2).", (3, None, "event")),
        ("They stopped because of asthma (n = 3) or lack of effect (n = 2).", (2, None, "event")),
    ],
)
def test_roles_by_the_words_around(counted: Counted, text: str, expected: tuple[object, ...]) -> None:
    assert expected in rows(counted("We enrolled 40 patients. " + text))


def test_a_reason_is_told_from_an_arm_and_from_why_people_come(counted: Counted) -> None:
    arms = counted("They left because of asthma; others had rituximab (n = 30) or prednisone (n = 31).")
    assert [row[2] for row in rows(arms)] == ["arm", "arm"]
    assert rows(counted("Patients were admitted because of asthma (n = 60).", "methods")) == [(60, None, "enrolled")]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # brackets
        ("The first group (9 patients with normal hearing) had less pain.", (9, None, "arm")),
        ("The outcome was a complete (n = 6) or partial response (n = 8).", (8, None, "event")),
        ("In the safety population (n = 37), pain was mild.", (37, None, "completed")),
        ("Pain went with age (r = 0.4, p = 0.01, n = 33).", (33, None, "completed")),
        # verbs
        ("Plasma levels were determined after the first dose in 12 patients.", (12, None, "completed")),
        (
            "Twenty-six received four cycles of the treatment; 26 patients received four cycles.",
            (26, None, "completed"),
        ),
        ("The pain began within a week of discontinuing the drug in 2 patients.", (2, None, "event")),
        ("Nineteen patients improved, 7 of whom were given the drug again.", (7, 19, "subgroup")),
        ("Three patients of the warfarin group (6%) expired.", (3, None, "died")),
        ("There were two complete responses among the 31 patients assessable.", (2, None, "event")),
        # denominators
        ("Healing was seen in 9 of 12 patients with deep ulcers.", (12, None, "subgroup")),
        ("Healing was seen in 5 of 14 (36%) of patients treated with heat.", (14, None, "subgroup")),
        ("Healing was seen in 9 of 12 patients and in 8 of 10 patients.", (10, None, "subgroup")),
        (
            "Healing was seen in 9 of 19 patients in one group and in 8 of 18 (44%) in the other group.",
            (18, None, "arm"),
        ),
        ("Pain (of the 18 patients with a fracture, 15 were cured) was common.", (15, 18, "event")),
        ("Of the 36 patients with complete data, 12 improved.", (36, None, "completed")),
    ],
)
def test_roles_by_place(counted: Counted, text: str, expected: tuple[object, ...]) -> None:
    assert expected in rows(counted("We enrolled 40 patients. " + text))


def test_the_study_told_again_is_one_row(counted: Counted) -> None:
    doc = counted("We enrolled 14 patients. Fourteen patients, all in pain, sat down for an hour.")
    assert rows(doc) == [(14, None, "enrolled")]


def test_responses_that_add_up_to_the_study_are_no_subgroups(counted: Counted) -> None:
    doc = counted("We enrolled 12 patients. The outcome was a complete (n = 5) or partial response (n = 7).")
    assert [row[2] for row in rows(doc)] == ["enrolled", "event", "event"]


@pytest.mark.parametrize(("section", "role"), [("results", "event"), ("methods", "subgroup")])
def test_a_disease_in_front_of_a_bracket(counted: Counted, section: str, role: str) -> None:
    doc = counted("We enrolled 40 patients. Nine had neutropenia (n = 6) or asthma (n = 3).", section)
    assert (6, None, role) in rows(doc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We randomly assigned 45 patients to rituximab (n=27) or placebo (n=18).",
            [(45, "enrolled"), (27, "arm"), (18, "arm")],
        ),
        ("In all 60 women were randomised to either rituximab or placebo.", [(60, "enrolled")]),
        (
            "Of 90 women randomised, 85 (group A, 44; group B, 41) were treated.",
            [(90, "enrolled"), (85, "completed"), (44, "arm"), (41, "arm")],
        ),
        (
            "We included 41 patients in two groups: 21 in the study group and 20 in the control group.",
            [(41, "enrolled"), (21, "arm"), (20, "arm")],
        ),
        ("Each arm of the trial consisted of 30 patients.", [(30, "arm")]),
        ("We enrolled 90 women. Two patients in the placebo group discontinued.", [(90, "enrolled"), (2, "lost")]),
        (
            "We enrolled 90 women. Seven withdrew, four in the placebo group and three in the rituximab group.",
            [(90, "enrolled"), (7, "lost"), (4, "lost"), (3, "lost")],
        ),
        (
            "We enrolled 90 women. Pain ceased in 10 of 40 (25%) who received high-dose rituximab.",
            [(90, "enrolled"), (10, "event"), (40, "arm")],
        ),
        ("31 of 92 eligible women participated.", [(31, "enrolled"), (92, "subgroup")]),
    ],
)
def test_the_study_and_its_arms(counted: Counted, text: str, expected: list[tuple[int, str]]) -> None:
    assert [(row[0], row[2]) for row in rows(counted(text, "methods"))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After inclusion of 67 eligible patients, the trial was closed.", [(67, None, "enrolled")]),
        ("The inclusion of 150 evaluable patients is required.", [(150, None, "other")]),
        ("A target of 80 women was achieved within 12 weeks.", [(80, None, "enrolled")]),
        ("In this study of 74 postmenopausal women with asthma, pain ceased.", [(74, None, "enrolled")]),
        (
            "The trial closed after 74 of the planned 92 patients were enrolled.",
            [(74, 92, "enrolled"), (92, None, "other")],
        ),
        ("Of 60 patients approached, 45 agreed to participate.", [(60, None, "other"), (45, 60, "enrolled")]),
        ("Out of 121 women seen, 112 were enrolled.", [(121, None, "other"), (112, 121, "enrolled")]),
        ("Of 410 women entered, 397 were randomised.", [(410, None, "enrolled"), (397, 410, "enrolled")]),
    ],
)
def test_who_entered_the_study(counted: Counted, text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(counted(text, "methods")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sixty had completed two years of follow-up.", (60, None, "completed")),
        ("88 were randomised, and 85 were eligible.", (85, None, "completed")),
        ("65 (81%) participants (29 warfarin, 36 placebo) completed the study.", (65, None, "completed")),
        ("Survival rates were calculated for 60 patients.", (60, None, "completed")),
        ("A node was identified in 57 women.", (57, None, "event")),
        ("In all 80 women were analysed, with 19 (24%) women in remission.", (19, None, "event")),
    ],
)
def test_who_was_analysed(counted: Counted, text: str, expected: tuple[object, ...]) -> None:
    assert expected in rows(counted("We enrolled 90 women. " + text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26 patients with asthma and 10 healthy women were studied.", [26, 10]),
        ("37 and 36 patients were assigned to the control and the study groups.", [37, 36]),
        ("Twenty-five subjects in the study group received rituximab.", [25]),
        ("Twenty women were assigned to each study arm.", [20]),
        ("40 patients on rituximab and 36 patients on placebo were analysed.", [40, 36]),
    ],
)
def test_groups_are_not_the_study(counted: Counted, text: str, expected: list[int]) -> None:
    assert [(row[0], row[2]) for row in rows(counted(text))] == [(n, "arm") for n in expected]


def test_a_whole_that_is_an_arm(counted: Counted) -> None:
    doc = counted("We enrolled 167 women. Of 84 women randomly assigned to rituximab, most improved.")
    assert rows(doc) == [(167, None, "enrolled"), (84, None, "arm")]


def test_the_whole_of_a_breakdown_is_no_part(counted: Counted) -> None:
    doc = counted("We enrolled 40 women and 34 (26 rituximab, eight placebo) were evaluable.")
    assert [row[2] for row in rows(doc)] == ["enrolled", "completed", "arm", "arm"]


def test_shares_of_the_study_are_its_arms(counted: Counted) -> None:
    doc = counted("Out of the 30 patients who were enrolled, 15 were on rituximab and 15 were on placebo.")
    assert [(row[0], row[2]) for row in rows(doc)] == [(30, "enrolled"), (15, "arm"), (15, "arm")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In total, 40 patients were randomised to each group.", [(40, "arm")]),
        ("Ten patients were compared with 16 healthy children.", [(10, "arm")]),
        (
            "Sixty women had a relapse and were randomised to rituximab (31 women) or prednisone (29 women).",
            [(31, "arm"), (29, "arm")],
        ),
    ],
)
def test_who_was_put_into_an_arm(counted: Counted, text: str, expected: list[tuple[int, str]]) -> None:
    told = [(n, role) for n, _, role in rows(counted(text, "methods"))]
    assert [row for row in told if row in expected] == expected
