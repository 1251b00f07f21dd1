"""How results are told: once, in turn, of the right measure, and not at all where a number is none."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.outcomes import extract_outcomes

Counted = Callable[..., Doc]


def column(doc: Doc, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in extract_outcomes(doc)]


def measures(doc: Doc) -> list[object]:
    return [row["measure"] for row in extract_outcomes(doc)]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Twenty patients (38%) did not improve after treatment.", "not improve"),
        ("Eight patients had no evidence of tumor.", "no evidence of tumor"),
        ("No residual tumors were found in 39 of 42 cases (93%).", "No residual tumors"),
        ("Chemotherapy was terminated in seven patients.", "Chemotherapy was terminated"),
        ("Cytometry revealed an aneuploid population in 19% of the cases.", "aneuploid population"),
        ("Complications included radiation edema (four patients, 7%).", "radiation edema"),
        ("Nine of 14 patients fulfilled the criteria, and the effect was similar.", "fulfilled the criteria"),
        ("The rates of relapse were similar between the groups (17% vs 18%).", "rates of relapse"),
        ("There was no significant difference between groups in relapse rates (17% vs 18%).", "relapse rates"),
        ("Serum levels were ≥ 85 in 18 of 19 patients.", "Serum levels were ≥ 85"),
        ("The index decreased in the first 6 weeks to a median of 65%.", "index"),
        ("20% and 15% of patients showed remission.", "remission"),
        ("A rise in urea was seen in 12%, and a rise in sodium in 40%.", "rise in urea"),
    ],
)
def test_the_measure_of_a_result(counted: Counted, text: str, measure: str) -> None:
    assert measures(counted("We enrolled 90 patients. " + text))[0] == measure


@pytest.mark.parametrize(
    "text",
    [
        "Angiograms were positive when 50% narrowing was seen.",
        "Fever occurred when the hematocrit was only 28%.",
        "Ages were even (age 4 years, 16%; age 5 years, 17%).",
        "The patients were female or male (50% vs 50%).",
        "Patients had MRI (52.4% male; mean age, 54 years).",
        "Three patients were lost to follow-up.",
        "The results over a median duration of 12 months were good.",
        "They became negative between 0.2 and 6 years (mean, 3 years).",
    ],
)
def test_numbers_that_are_no_results(counted: Counted, text: str) -> None:
    assert measures(counted("We enrolled 90 patients. " + text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Treatment failed in 20 patients (20/107, 18.7%).", [(20, 107, 18.7)]),
        ("Sixteen strokes occurred in 60 patients (27%).", [(16, 60, 27.0)]),
        ("Hydrocephalus was seen in all 90 patients (100%).", [(90, None, 100.0)]),
        ("The remaining 20 patients improved.", [(20, None, None)]),
        ("Survival was 73 (4)% overall.", [(None, None, 73.0)]),
    ],
)
def test_a_result_is_told_once_and_whole(counted: Counted, text: str, expected: list[tuple[object, ...]]) -> None:
    assert column(counted("We enrolled 90 patients. " + text), "n", "of", "percent") == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("At weeks 52 and 100, 60% and 40% of patients improved, respectively.", [364, 700]),
        ("The 5- and 10-year survival rates were 82% and 71%, respectively.", [1826, 3652]),
        ("Parasites were seen on d7 in 85% of patients.", [7]),
        ("Relapse during the first 10 days occurred in 3 of 48 patients.", [10]),
        ("Overall survival at 24 months was 53% with warfarin and 42% with enoxaparin.", [730, 730]),
    ],
)
def test_when_results_were_measured(counted: Counted, text: str, days: list[int]) -> None:
    assert column(counted(text), "time_days") == [(day,) for day in days]


def test_a_series_of_events_with_people_in_brackets(counted: Counted) -> None:
    doc = counted("We studied 40 patients. Errors were delay (20 patients) and overdose (17 patients).")
    assert column(doc, "measure", "n") == [("delay", 20), ("overdose", 17)]


def test_two_numbers_side_by_side_share_a_p_value(counted: Counted) -> None:
    doc = counted("The response rate was 45.6 and 36.3% (P = 0.003) for warfarin and enoxaparin, respectively.")
    assert column(doc, "percent", "p") == [(45.6, 0.003), (36.3, 0.003)]


def test_a_semicolon_inside_brackets_ends_no_clause(counted: Counted) -> None:
    doc = counted("Failures were fewer (22% [13 of 59 patients] vs. 44% [27 of 61 patients]; odds 0.4; P = 0.008).")
    assert column(doc, "n", "p") == [(13, 0.008), (27, 0.008)]


def test_corresponding_figures_measure_what_those_before_did(counted: Counted) -> None:
    doc = counted(
        "The index was 70% with warfarin and 87% with enoxaparin. The corresponding figures were 63% and 71% later."
    )
    assert set(measures(doc)) == {"index"}


def test_the_same_numbers_of_another_arm_are_another_result(counted: Counted) -> None:
    doc = counted("The response rate was 87% in the warfarin group. The response rate was 87% in the enoxaparin group.")
    assert len(measures(doc)) == 2


def test_a_fold_difference_and_its_interval_are_no_change(counted: Counted) -> None:
    doc = counted("Warfarin reduced it (1.7-fold difference, 95% CI: 1.1- to 2.6-fold).")
    assert column(doc, "before", "after") == []


def test_a_value_is_compared_over_its_interval(counted: Counted) -> None:
    doc = counted(
        "Among the 53 patients who received warfarin, median survival was 22.4 months (95% CI, 16.6 to 34.0), as "
        "compared with 11.0 months (95% CI, 8.3 to 14.3) among the 26 patients who received placebo."
    )
    assert column(doc, "after") == [(22.4,), (11.0,)]
