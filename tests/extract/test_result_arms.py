from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.outcomes import extract_outcomes

Counted = Callable[..., Doc]


def arms(doc: Doc) -> list[tuple[object, object]]:
    """The number of every result and the arm it belongs to."""
    rows = [row for row in extract_outcomes(doc) if row.get("effect_type") is None]
    columns = ("percent", "n", "after")
    return [(next(row[name] for name in columns if row.get(name) is not None), row["arm"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Fever occurred in 12% of the early group and 9% of the late group.",
            [(12, "early group"), (9, "late group")],
        ),
        ("Fever occurred in 12% and 9% of the early and late groups.", [(12, "early group"), (9, "late group")]),
        (
            "The early arm had more fever than the late arm (38% v 21%; P = .02).",
            [(38, "early arm"), (21, "late arm")],
        ),
        (
            "Compared with the late arm, the early arm had more fever (38% v 21%).",
            [(38, "early arm"), (21, "late arm")],
        ),
        ("Fever was seen in 8% (group A) and 5% (group B) of patients.", [(8, "group A"), (5, "group B")]),
        ("Fever was rare (early arm: 6%; late arm: 4%).", [(6, "early arm"), (4, "late arm")]),
        (
            "In the early arm (fever 31%, rash 11%) and in the late arm (fever 9%), effects were mild.",
            [(31, "early arm"), (11, "early arm"), (9, "late arm")],
        ),
        (
            "Response (early arm v late arm) was 98% v 94% at one year and 96% v 90% at two years.",
            [(98, "early arm"), (94, "late arm"), (96, "early arm"), (90, "late arm")],
        ),
        ("Fever occurred in 12% in the group receiving warfarin.", [(12, "warfarin")]),
        (
            "Compared with the late arm, the early arm had less fever (38% v 21%).",
            [(38, "late arm"), (21, "early arm")],
        ),
        (
            "Fever occurred in 12% and 9% and rash occurred in 7% and 5% of the early and late groups.",
            [(12, "early group"), (9, "late group"), (7, "early group"), (5, "late group")],
        ),
        (
            "The early and late response of group A was 29% and 27%, respectively. Group B had none.",
            [(29, "group A"), (27, "group A")],
        ),
        (
            "Fever was seen in 9 of 40 patients with warfarin and 4 of 41 with control.",
            [(9, "warfarin"), (4, "control")],
        ),
    ],
)
def test_each_result_gets_its_arm(counted: Counted, text: str, told: list[tuple[object, object]]) -> None:
    assert arms(counted(text)) == told


def test_second_number_takes_the_other_arm_of_the_document(counted: Counted) -> None:
    doc = counted("We compared warfarin with enoxaparin. Bleeding was more frequent with warfarin (15.3% v 7.1%).")
    assert arms(doc) == [(15.3, "warfarin"), (7.1, "enoxaparin")]


def test_arms_go_on_in_the_order_in_which_they_were_told(counted: Counted) -> None:
    doc = counted("Patients were assigned to warfarin or placebo. Bleeding occurred in 15% versus 7%.")
    assert arms(doc) == [(15, "warfarin"), (7, "placebo")]


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Cooperative Oncology Group found fever in 12% of patients.",
        "Fever occurred in 12% of both groups.",
        "Swelling of the affected arm occurred in 12% of patients.",
        "Fever occurred in 12% of all age groups.",
    ],
)
def test_bodies_limbs_and_all_groups_are_no_arms(counted: Counted, text: str) -> None:
    assert arms(counted(text)) == [(12, None)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "There were 93 deaths in the early group and 106 in the late group.",
            [(93, "early group"), (106, "late group")],
        ),
        ("Haemoglobin rose by 1.9 g/dL for group A and 1.7 g/dL for group B.", [(1.9, "group A"), (1.7, "group B")]),
        (
            "Pain scores were lower in the early arm than in the late arm (1.2 v 3.4).",
            [(1.2, "early arm"), (3.4, "late arm")],
        ),
        ("There were 93 deaths in all.", []),
        ("There were 28 clots with warfarin and 44 with enoxaparin.", [(28, "warfarin"), (44, "enoxaparin")]),
        ("Of 28 deaths (17 on warfarin, 11 on enoxaparin), most were early.", [(17, "warfarin"), (11, "enoxaparin")]),
        ("Of 28 patients, 17 on warfarin and 11 on enoxaparin were seen.", []),
        (
            "Median survival was 20.4 months (95% CI, 17.8 to 24.7) in the early arm and 25.5 months "
            "(95% CI, 19.0 to 30.7) in the late arm.",
            [(20.4, "early arm"), (25.5, "late arm")],
        ),
        ("PFS was 11 months for warfarin and 9 months for placebo.", [(11, "warfarin"), (9, "placebo")]),
        (
            "Pain was lower in the early arm than in the late arm (1.2 +/- 0.3 v 3.4 +/- 0.4 points).",
            [(1.2, "early arm"), (3.4, "late arm")],
        ),
        (
            "Relapse was compared (early arm versus late arm, 29 events versus 33 events).",
            [(29, "early arm"), (33, "late arm")],
        ),
        (
            "In the early arm and the late arm time to healing was 18.0 months and 7.0 months, respectively.",
            [(18, "early arm"), (7, "late arm")],
        ),
    ],
)
def test_numbers_beside_arms_are_results(counted: Counted, text: str, told: list[tuple[object, object]]) -> None:
    assert arms(counted(text)) == told


def test_the_arms_of_one_list_are_different_arms(counted: Counted) -> None:
    doc = counted("Relief was seen in 73%, 80% and 91% in groups A, B and C.")
    assert arms(doc) == [(73, "group A"), (80, "group B"), (91, "group C")]


def test_a_sum_of_drugs_is_one_arm(counted: Counted) -> None:
    doc = counted(
        "Patients received warfarin or warfarin plus aspirin. "
        "Bleeding was seen in 27% with warfarin and 48% with warfarin plus aspirin."
    )
    assert arms(doc) == [(27, "warfarin"), (48, "warfarin plus aspirin")]


def test_an_arm_without_a_pair_is_compared_with_the_control_that_the_text_names(counted: Counted) -> None:
    doc = counted("We saw 62 coached and 60 control women. More women in the nurse group walked (38% v 21%).")
    assert arms(doc) == [(38, "nurse group"), (21, "control")]


def test_people_who_were_randomly_assigned_are_an_arm(counted: Counted) -> None:
    doc = counted("Of 84 patients randomly assigned to warfarin, eight (10%) bled.")
    assert arms(doc) == [(10, "warfarin")]


def test_a_count_of_the_other_arm_is_a_result_too(counted: Counted) -> None:
    doc = counted("Relapse occurred in 12 patients in the early group and 19 patients of the control group.")
    assert arms(doc) == [(12, "early group"), (19, "control group")]


def test_cycles_are_no_results(counted: Counted) -> None:
    doc = counted("The early arm had 4 cycles and the late arm 6 cycles of warfarin.")
    assert arms(doc) == []


def test_a_difference_is_of_no_arm(counted: Counted) -> None:
    doc = counted("Fever occurred in 12% of group A and 9% of group B, an absolute difference of 3%.")
    assert arms(doc) == [(12, "group A"), (9, "group B"), (3, None)]


def test_an_arm_in_front_of_its_number_is_not_that_of_the_number_before(counted: Counted) -> None:
    doc = counted("Fever was seen in 20% of patients (group A: 12%; group B: 28%).")
    assert arms(doc) == [(20, None), (12, "group A"), (28, "group B")]


def test_a_number_that_shares_the_unit_of_the_next_is_one_result(counted: Counted) -> None:
    text = (
        "Patients received letrozole or placebo. "
        "With letrozole 6.3 v 9.6 mL with placebo was lost, 4.1 mL with placebo."
    )
    assert arms(counted(text)) == [(6.3, "letrozole"), (9.6, "placebo")]
