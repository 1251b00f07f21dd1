"""Roles of counts that only the counts beside them, or the words farther off, tell."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.sample_sizes import extract_sample_sizes

Counted = Callable[..., Doc]


def roles(doc: Doc) -> dict[tuple[object, object], object]:
    return {(row["n"], row["of"]): row["role"] for row in extract_sample_sizes(doc)}


@pytest.mark.parametrize(
    ("text", "n", "role"),
    [
        # shares of a group are not the group
        ("Pain was mostly mild (n = 49, 35.5%) or moderate (n = 27, 19.6%).", 49, "event"),
        ("Treatment worked in 96.3% of the patients (n = 83).", 83, "event"),
        ("Dialysis was performed in 41 (96%) of them.", 41, "event"),
        # what was found in people
        ("The rate was 2.3% for 49 children allocated to warfarin.", 49, "arm"),
        ("In 48 patients with a high score, median survival was 10.4 months.", 48, "subgroup"),
        ("Drug levels fell in the per-protocol population (85 participants).", 85, "completed"),
        # arms
        ("In the warfarin group 46 subjects were included.", 46, "arm"),
        ("In each group, there were 44 patients.", 44, "arm"),
        ("The first 50 patients received no drug, the subsequent 36 received warfarin.", 50, "arm"),
        ("Of these, 42 patients (52%) were given warfarin and 38 patients (48%) were given enoxaparin.", 42, "arm"),
        # lost
        ("Treatment was stopped in 12 of 26 patients because of rash.", 12, "lost"),
        ("Twelve patients concluded the study early.", 12, "lost"),
        # who was studied
        ("Eleven patients had received previous chemotherapy.", 11, "subgroup"),
        ("Of 10 patients, six presented with fever, and four had rash.", 4, "subgroup"),
        ("As compared with eight patients described before, he did well.", 8, "other"),
        ("Of 92 patients screened, 83 were enrolled.", 83, "enrolled"),
        ("In total 27 (37%) males and 46 (63%) females were included.", 46, "subgroup"),
        # what happened
        ("Local control was achieved in 12 children.", 12, "event"),
        ("21 patients needed further infusions.", 21, "event"),
        ("There were 48 cases in the vaccine group vs. 30 in the placebo group.", 30, "event"),
        ("Sixteen strokes occurred in 60 patients (27%).", 60, "completed"),
    ],
)
def test_roles_from_farther_off(counted: Counted, text: str, n: int, role: str) -> None:
    found = roles(counted("We enrolled 90 patients. " + text))
    assert role in {found[key] for key in found if key[0] == n}


def test_parts_of_those_lost_are_lost(counted: Counted) -> None:
    doc = counted(
        "We enrolled 90 patients. Warfarin was stopped in 12 of the 26 patients. One was in the low dose group, three "
        "were in the middle dose group and eight in the high dose group."
    )
    assert [roles(doc)[(n, None)] for n in (1, 3, 8)] == ["lost"] * 3


def test_what_happened_to_one_arm_happened_to_the_other(counted: Counted) -> None:
    doc = counted(
        "We enrolled 90 patients. In the warfarin group, 33 patients stopped treatment, compared with 22 in the "
        "enoxaparin group."
    )
    assert roles(doc)[(22, None)] == "lost"


def test_a_series_of_outcomes_is_no_make_up_of_the_study(counted: Counted) -> None:
    doc = counted(
        "We enrolled 26 patients. The outcomes of 26 patients treated with warfarin were complete resolution in 20, "
        "partial resolution in three, and no change in three."
    )
    assert roles(doc)[(20, None)] == "event"


def test_some_members_of_a_list_are_no_arms(counted: Counted) -> None:
    doc = counted(
        "We studied 40 patients. Errors were delay (20 patients), overdose (17 patients), no alarm (16 patients), "
        "recurrence (11 patients), double dosing (7 patients), overlap (6 patients), early discharge (5 patients)."
    )
    assert "arm" not in roles(doc).values()


def test_parts_with_a_disease_make_up_the_study(counted: Counted) -> None:
    doc = counted("We treated 21 patients. Nine patients had asthma and 12 patients had neutropenia.", "abstract")
    assert (roles(doc)[(9, None)], roles(doc)[(12, None)]) == ("subgroup", "subgroup")


def test_men_and_women_of_the_study(counted: Counted) -> None:
    doc = counted("The series consisted of 115 consecutive patients, 97 women and 18 men.", "methods")
    assert list(roles(doc).values()) == ["enrolled", "subgroup", "subgroup"]


def test_groups_of_equal_size_are_no_study(counted: Counted) -> None:
    doc = counted("120 patients were divided into four groups (n = 30).", "methods")
    assert roles(doc) == {(120, None): "enrolled", (30, None): "arm"}


def test_other_people_are_another_arm(counted: Counted) -> None:
    doc = counted(
        "We enrolled 60 people. 30 patients received warfarin. Thirty other patients received warfarin and prednisone."
    )
    assert [row["role"] for row in extract_sample_sizes(doc)] == ["enrolled", "arm", "arm"]
