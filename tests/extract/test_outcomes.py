from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.outcomes import extract_outcomes

Counted = Callable[..., Doc]
NUMBERS = ("n", "of", "percent", "before", "after")


def told(doc: Doc) -> list[dict[str, object]]:
    """The rows without what is null and without anchors."""
    dropped = {"rule", "mentions", "sentence", "source_start", "source_end"}
    return [
        {key: value for key, value in row.items() if value is not None and key not in dropped}
        for row in extract_outcomes(doc)
    ]


def numbers(doc: Doc) -> list[dict[str, object]]:
    return [{key: value for key, value in row.items() if key in NUMBERS} for row in told(doc)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "In the sequential arm, 29 of 53 evaluable patients (55%) had a complete response.",
            {"n": 29, "of": 53, "percent": 55, "measure": "complete response", "arm": "sequential arm"},
        ),
        (
            "The overall response rate was 20/25 (80%).",
            {"n": 20, "of": 25, "percent": 80, "measure": "overall response rate"},
        ),
        ("It had a good effect on the skin in 7 (64%) of 11 patients.", {"n": 7, "of": 11, "percent": 64}),
        ("Almost 75% of the patients attained remission.", {"percent": 75, "measure": "remission"}),
        ("42% patients were able to stop prednisone.", {"percent": 42, "measure": "stop prednisone"}),
        ("Pain was reported by 29 patients (9%).", {"n": 29, "percent": 9, "measure": "Pain"}),
        ("Adverse events occurred in 36% (9/25).", {"n": 9, "of": 25, "percent": 36, "measure": "Adverse events"}),
        (
            "We enrolled 40 patients. Softening of the skin was seen in 5 patients.",
            {"n": 5, "measure": "Softening of the skin"},
        ),
        ("Delirium occurred in 4.9% of the treated (15/305).", {"n": 15, "of": 305, "percent": 4.9}),
        ("The most frequent effect was occult bleeding (25% of patients).", {"percent": 25}),
        ("The fungus was gone in 8 of 11 nails.", {"n": 8, "of": 11, "unit": "nails", "measure": "fungus was gone"}),
    ],
)
def test_proportions(counted: Counted, text: str, row: dict[str, object]) -> None:
    (found,) = told(counted(text))
    assert row.items() <= found.items()


def test_both_arms_of_a_comparison_share_measure_and_p_value(counted: Counted) -> None:
    doc = counted(
        "109 of 211 warfarin recipients (51.7%) had deep venous thrombosis compared with 76 of 206 enoxaparin "
        "recipients (36.9%) (P = 0.003)."
    )
    shared = {"measure": "deep venous thrombosis", "p_op": "=", "p": 0.003}
    assert told(doc) == [
        {"n": 109, "of": 211, "percent": 51.7, "arm": "warfarin recipients", **shared},
        {"n": 76, "of": 206, "percent": 36.9, "arm": "enoxaparin recipients", **shared},
    ]


def test_respectively_gives_each_arm_its_result(counted: Counted) -> None:
    doc = counted("Rituximab was superior to placebo for response rate (32% v 21%, respectively; P =.0002).")
    assert [(row["percent"], row["arm"].lower()) for row in told(doc)] == [(32, "rituximab"), (21, "placebo")]  # type: ignore[attr-defined]


def test_respectively_gives_each_result_its_measure(counted: Counted) -> None:
    doc = counted("Rates of nausea, fever, and rash were 64%, 35%, and 68%, respectively.")
    assert [(row["percent"], row["measure"]) for row in told(doc)] == [
        (64, "Rates of nausea"),
        (35, "fever"),
        (68, "rash"),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The score fell from a median of 22 (range 14-37) at baseline to 6 (range 4-11) (P = 0.002).",
            {"before": 22, "after": 6, "stat": "median", "p": 0.002, "measure": "score"},
        ),
        (
            "Sedimentation rate decreased from a mean 29 mm/hour (SD± 31.5) to 17 mm/hour (SD± 18.1).",
            {"before": 29, "after": 17, "unit": "mm/hour", "stat": "mean", "measure": "Sedimentation rate"},
        ),
        ("A reduction in mean weight (18.8 vs. 6.3 kg) was achieved.", {"before": 18.8, "after": 6.3, "unit": "kg"}),
        ("The mean score of 48 ± 5 decreased to 29 ± 6 points.", {"before": 48, "after": 29}),
        ("Bleeding dropped from 23.9% to 8.5%.", {"before": 23.9, "after": 8.5, "unit": "%"}),
    ],
)
def test_changes(counted: Counted, text: str, row: dict[str, object]) -> None:
    (found,) = told(counted(text))
    assert row.items() <= found.items()


def test_medians_of_arms_are_values(counted: Counted) -> None:
    doc = counted("Median survival was 18.6 months with rituximab versus 15.8 months with placebo.")
    assert [(row["after"], row["unit"], row["stat"], row["arm"]) for row in told(doc)] == [
        (18.6, "months", "median", "rituximab"),
        (15.8, "months", "median", "placebo"),
    ]


def test_effect_sizes_carry_their_interval_and_no_scored_number(counted: Counted) -> None:
    (row,) = told(counted("The hazard ratio for death was 0.78 (95% CI, 0.64 to 0.96; P = .0187)."))
    assert (row["effect_type"], row["effect"], row["ci_low"], row["ci_high"], row["ci_level"]) == (
        "HR",
        0.78,
        0.64,
        0.96,
        95,
    )
    assert row["p"] == 0.0187
    assert not set(NUMBERS) & set(row)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("At week 24, 30% of patients had pain.", 168),
        ("The 5-year survival rate was 60%.", 1826),
        ("The risk reached 10% 16 years after diagnosis.", 5844),
        ("After one year, 30% of patients had pain.", 365),
        ("Pain was seen in 30% of patients.", None),
    ],
)
def test_the_time_of_a_result(counted: Counted, text: str, days: int | None) -> None:
    (row,) = told(counted(text))
    assert row.get("time_days") == days


def test_a_p_value_of_the_next_sentence_that_looks_back(counted: Counted) -> None:
    doc = counted("Pain ceased in 12% of patients. However, these findings were not significant (P=0.99).")
    assert [row["p"] for row in told(doc)] == [0.99]


@pytest.mark.parametrize(
    "text",
    [
        "Fifty-two percent were women.",
        "The mean age was 57 years.",
        "Patients were followed for a median of 32 months.",
        "They used a 1% cream.",
        "The study had 90% power.",
        "These 2 patients improved.",
        "At baseline, 30% of patients had pain.",
        "Nobody improved.",
        "Heterogeneity was low (I2 = 12%).",
        "The trials differed (I² = 40%).",
        "They reached a weight loss of 5% or more.",
    ],
)
def test_what_is_no_result(counted: Counted, text: str) -> None:
    assert told(counted(text)) == []


@pytest.mark.parametrize("section", ["methods", "background", "objective", "title", "citation"])
def test_results_stand_in_no_other_section(counted: Counted, section: str) -> None:
    assert told(counted("Pain was seen in 30% of patients.", section)) == []


def test_a_result_told_again_is_one_row(counted: Counted) -> None:
    doc = counted("Pain was seen in 30% of patients. In conclusion, pain was seen in 30% of patients.")
    assert numbers(doc) == [{"percent": 30}]


def test_an_abstract_without_sections_begins_its_results_at_the_study_s_people(counted: Counted) -> None:
    doc = counted("Lupus kills 3% of patients. We treated 40 patients. Pain ceased in 30% of them.", "abstract")
    assert numbers(doc) == [{"percent": 30}]


def test_a_row_is_anchored_and_explained(counted: Counted) -> None:
    text = "Pain came. It ceased in 7 of 11 patients."
    (row,) = extract_outcomes(counted(text))
    assert text[row["source_start"] : row["source_end"]].startswith("7 of 11")  # type: ignore[misc]
    assert (row["rule"], row["mentions"], row["sentence"]) == ("fraction", [0, 1], "It ceased in 7 of 11 patients.")


def test_a_percentage_behind_what_the_count_did_belongs_to_it(counted: Counted) -> None:
    doc = counted("We enrolled 16 patients. Only two patients achieved a response (12 per cent).")
    assert numbers(doc) == [{"n": 2, "percent": 12}]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The drug led to a 41 percent reduction in the fatigue score.",
            {"percent": 41, "measure": "reduction in the fatigue score"},
        ),
        ("We enrolled 40 patients. There were two complete responses.", {"n": 2, "measure": "complete responses"}),
        (
            "We enrolled 40 patients. Eight patients (20%) had at least one episode of asthma.",
            {"n": 8, "percent": 20, "measure": "one episode of asthma"},
        ),
        ("Relief was seen in 10 of 40 patients or 25%.", {"n": 10, "of": 40, "percent": 25, "measure": "Relief"}),
        ("A 40% decrease in pain was seen.", {"percent": 40, "measure": "decrease in pain"}),
        ("The two-year survival was 60 +/- 8%.", {"percent": 60, "measure": "two-year survival"}),
    ],
)
def test_measures_and_shares_by_place(counted: Counted, text: str, row: dict[str, object]) -> None:
    (found,) = told(counted(text))
    assert row.items() <= found.items()


@pytest.mark.parametrize(
    "text",
    [
        "The mean 3-day score and the median 5-day score were kept.",
        "Of them all, 59% were aged.",
    ],
)
def test_days_of_a_score_and_ages_are_no_results(counted: Counted, text: str) -> None:
    assert told(counted(text)) == []


def test_a_p_value_below_nothing_is_none(counted: Counted) -> None:
    (row,) = extract_outcomes(counted("Fever occurred in 12% of patients (P < 0)."))
    assert (row["p_op"], row["p"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "p"),
    [
        ("Fever was seen in 33% with A, 44% (P = 0.06) in group B and 55% (P = 0.01) in group C.", [None, 0.06, 0.01]),
        (
            "Fever was seen in 12% and 14% of them; cough was more common (30% v 10%; P = 0.01).",
            [None, None, 0.01, 0.01],
        ),
        ("Fever (12% v 14%; P = NS) and cough (30% v 10%; P = 0.01) were seen.", [None, None, 0.01, 0.01]),
    ],
)
def test_p_values_stay_with_their_results(counted: Counted, text: str, p: list[float | None]) -> None:
    assert [row["p"] for row in extract_outcomes(counted(text))] == p


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Pain was gone in 40% of patients at 12 weeks.", [84]),
        ("At week 24, pain was gone in 40% of patients.", [168]),
        ("Pain was gone in 40% of patients after 6 months of treatment.", [183]),
        ("Cure rates were 84% at the end (day 20) and 79% at the last visit (day 40).", [20, 40]),
    ],
)
def test_points_of_time(counted: Counted, text: str, days: list[int]) -> None:
    assert [row["time_days"] for row in extract_outcomes(counted(text))] == days


def test_pressures_change_in_pairs(counted: Counted) -> None:
    doc = counted(
        "Blood pressure fell from 150 ± 2/95 ± 1 to 130 ± 3/80 ± 2 mm Hg after a day and to 125/75 after a week."
    )
    assert [(row["before"], row["after"], row["unit"]) for row in extract_outcomes(doc)] == [
        (150, 130, "mm Hg"),
        (95, 80, "mm Hg"),
        (150, 125, None),
        (95, 75, None),
    ]


def test_a_share_behind_other_words_belongs_to_the_row(counted: Counted) -> None:
    doc = counted("Two patients achieved a response (12 per cent).")
    (row,) = extract_outcomes(doc)
    assert doc.text[row["source_start"] : row["source_end"]].endswith("12 per cent")


def test_results_in_a_section_of_methods_and_results(counted: Counted) -> None:
    text = "METHODS AND RESULTS: We studied 80 patients. A cough was seen in 12% of them."
    assert [row["percent"] for row in extract_outcomes(counted(text, "methods"))] == [12]


@pytest.mark.parametrize(
    "text",
    [
        "They were treated for between 7 and 37 months (mean 19.5 months).",
        "Mean intake was halved at 3 months and 24 months.",
        "We studied 80 patients (mean creatinine 2.0 mg/dL).",
    ],
)
def test_periods_and_baseline_values_are_no_results(counted: Counted, text: str) -> None:
    assert told(counted(text)) == []


def test_the_measure_stands_in_front_of_an_insertion(counted: Counted) -> None:
    (row,) = extract_outcomes(counted("The rate of good sleep, defined as seven hours a night, was 69%."))
    assert row["measure"] == "rate of good sleep"


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("Mortality was lower (hazard ratio [HR], 0.71; 95% CI, 0.52-0.97).", ("HR", 0.71, 0.52, 0.97, 95)),
        ("Mortality was lower (HR 0·71 [95% CI 0·52–0·97]).", ("HR", 0.71, 0.52, 0.97, 95)),
        ("Mortality was lower (OR=0.71, CI95%: 0.52; 0.97).", ("OR", 0.71, 0.52, 0.97, 95)),
        ("The relative risk of death was 0.71 (95% confidence interval 0.52 to 0.97).", ("RR", 0.71, 0.52, 0.97, 95)),
        ("Mortality was lower (adjusted odds ratio 0.71, 99% CI 0.52, 0.97).", ("OR", 0.71, 0.52, 0.97, 99)),
        ("Pain was lower (mean difference, -1.2 points; 95% CI, -2.0 to -0.4).", ("MD", -1.2, -2.0, -0.4, 95)),
        ("Pain was lower (mean difference −1.2 [95% CI −2.0 to −0.4]).", ("MD", -1.2, -2.0, -0.4, 95)),
        ("Pain was lower (standardized mean difference -0.4, 95% CI -0.7 to -0.1).", ("SMD", -0.4, -0.7, -0.1, 95)),
        ("Pain was lower (risk difference, -5.0 percentage points; 95% CI, -9.1 to -0.9).", ("RD", -5, -9.1, -0.9, 95)),
        ("Falls were fewer (rate ratio 0.8, 95% CI 0.7 to 0.9).", ("IRR", 0.8, 0.7, 0.9, 95)),
        ("Mortality was lower (HR 0.71 [0.52-0.97]).", ("HR", 0.71, 0.52, 0.97, None)),
        ("Mortality was lower (risk ratio (RR) 0.71; 95% C.I.: 0.52 ~ 0.97).", ("RR", 0.71, 0.52, 0.97, 95)),
    ],
)
def test_effects_in_all_notations(counted: Counted, text: str, effect: tuple[object, ...]) -> None:
    columns = ("effect_type", "effect", "ci_low", "ci_high", "ci_level")
    (row,) = [row for row in extract_outcomes(counted(text)) if row["effect"] is not None]
    assert tuple(row[name] for name in columns) == effect


@pytest.mark.parametrize(
    "text",
    [
        "Fever occurred in 30% with warfarin and 18% with enoxaparin, a difference of 12%.",
        "Fever occurred in 30% with warfarin and 18% with enoxaparin (absolute difference, 12%; 95% CI, 4 to 20).",
        "Fever occurred in 30% with warfarin and 18% with enoxaparin (difference 12 percentage points).",
    ],
)
def test_a_difference_between_arms_is_of_none(counted: Counted, text: str) -> None:
    rows = extract_outcomes(counted(text))
    assert [row["arm"] for row in rows if row["percent"] in {30, 18}] == ["warfarin", "enoxaparin"]
    assert all(row["arm"] is None for row in rows if row["percent"] not in {30, 18})


def test_a_difference_with_its_interval_is_an_effect(counted: Counted) -> None:
    doc = counted(
        "Fever occurred in 30% with warfarin and 18% with enoxaparin (absolute difference, 12%; 95% CI, 4-20)."
    )
    effects = [(row["effect_type"], row["effect"], row["ci_low"], row["ci_high"]) for row in extract_outcomes(doc)]
    assert effects[-1] == ("RD", 12, 4, 20)


def test_a_change_in_the_other_arm_is_of_the_same_measure(counted: Counted) -> None:
    doc = counted("There was a 57% fall in itching, as compared with a 14% fall in the placebo group.")
    assert [(row["percent"], row["measure"]) for row in extract_outcomes(doc)] == [
        (57, "fall in itching"),
        (14, "fall in itching"),
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("There were 31 (19%) needing surgery.", "needing surgery"),
        ("We enrolled 40 patients. In 2 cases the ulcer recurred.", "ulcer recurred"),
        ("Ten subjects (66%) met the criteria for remission.", "criteria for remission"),
        ("Two remissions were seen for a response rate of 20%.", "response rate"),
        ("Death was reduced from 17% (44/258) to 11% (29/257), corresponding to a fall by a third.", "Death"),
        ("In the first group (8 with decreased function) pressure fell from 197 to 157 mm Hg.", "first group pressure"),
        ("Cure was as common as with 10-day therapy (82% v 81%).", "Cure"),
    ],
)
def test_measures(counted: Counted, text: str, measure: str) -> None:
    assert {row["measure"] for row in extract_outcomes(counted(text))} == {measure}


@pytest.mark.parametrize(
    "text",
    [
        "A response was defined as a fall by at least 25%.",
        "A 20% difference in risk was considered relevant.",
    ],
)
def test_criteria_are_no_results(counted: Counted, text: str) -> None:
    assert told(counted(text)) == []


def test_a_dash_between_shares_is_no_minus(counted: Counted) -> None:
    assert [row["percent"] for row in extract_outcomes(counted("Pain was seen in 28% -90% of patients."))] == [28, 90]


def test_a_share_behind_or_is_of_the_fraction(counted: Counted) -> None:
    doc = counted("Responses were seen in 10 of 46 patients (two complete, eight partial) or 22%.")
    assert {"n": 10, "of": 46, "percent": 22} in numbers(doc)


@pytest.mark.parametrize(
    "text",
    [
        "We included 9 trials. Pain was less with heat than with cold (2 trials, 90 participants).",
        "We included 9 trials. Pain was less with heat than with cold (weak evidence, 90 participants, 2 RCTs).",
        "We enrolled 40 patients. Biopsy was performed in 12 patients.",
        "We enrolled 40 patients. The serum level was also assayed in six patients.",
        "We enrolled 40 patients. Scans were carried out in all 12 patients.",
        "Taking a reduction of 40% on the scale as a criterion for response, the treatment failed.",
        "The aim was an improvement of 30% or more.",
        "We looked for a 30% or greater fall in the score.",
        "We looked for a fall of at least 30% in the score.",
        "Mortality did not differ (I2 = 38%).",
        "Doses of quinidine were from 100 to 400 mg daily.",
        "Median pain was lower during 12 h after surgery.",
    ],
)
def test_evidence_procedures_thresholds_and_doses_are_no_results(counted: Counted, text: str) -> None:
    assert told(counted(text)) == []


def test_a_share_that_is_a_threshold_of_people_is_a_result(counted: Counted) -> None:
    assert numbers(counted("At least 40% of patients had nausea.")) == [{"percent": 40}]
    assert numbers(counted("The prevalence was 2% or less.")) == [{"percent": 2}]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        (
            "A total of 18/20 (90%) and 12/24 (50%) patients could swallow again.",
            ["could swallow again", "could swallow again"],
        ),
        (
            "Using a low cutoff, 12 patients (60%) on quinidine and 5 (25%) on placebo were rated as responders.",
            ["responders", "responders"],
        ),
        ("We enrolled 90 patients. A total of 8 patients with vertigo were seen.", ["vertigo"]),
        ("Treatment reduced the incidence of vertigo, which was 12%.", ["incidence of vertigo"]),
    ],
)
def test_measures_are_what_was_found_and_not_how_it_was_counted(
    counted: Counted, text: str, measures: list[str]
) -> None:
    assert [row["measure"] for row in told(counted(text))] == measures


def test_the_share_of_a_change_is_no_result_of_its_own(counted: Counted) -> None:
    (row,) = told(counted("The drug reduced weight by 25% from 80 to 60 kg."))
    assert row["measure"] == "weight"
    assert (row["before"], row["after"], row["unit"]) == (80, 60, "kg")


def test_a_p_value_in_brackets_is_of_the_result_before_it(counted: Counted) -> None:
    doc = counted("Weight fell from 80 to 60 kg (P < 0.01), and vertigo was seen in 3 of 20 patients.")
    assert [row.get("p") for row in told(doc)] == [0.01, None]


def test_effects_in_a_list_are_of_the_nouns_before_their_brackets(counted: Counted) -> None:
    doc = counted(
        "We included 9 trials. There was no difference in pain (2 trials; RR 0.9, 95% CI 0.8 to 1.2), nausea "
        "(RR 1.1, 95% CI 0.9 to 1.4), or vertigo (RR 0.8, 95% CI 0.5 to 1.1)."
    )
    assert [row["measure"] for row in told(doc)] == ["pain", "nausea", "vertigo"]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        # a group
        ("A lower mortality was found in treated infants (22% v 46%).", ["lower mortality"] * 2),
        # a time, and one that shares the measure before it
        ("Vertigo was less frequent at week 24 (12% v 30%).", ["Vertigo"] * 2),
        ("Vertigo was seen at week 12 (25% v 30%) and week 24 (20% v 35%).", ["Vertigo"] * 4),
        # a comparison
        ("The rate of vertigo was lower in those who smoked (12% v 30%).", ["rate of vertigo"] * 2),
        (
            "Rates of vertigo before (44% v 50%) and at week 3 (40% v 5%) were higher in smokers.",
            ["Rates of vertigo"] * 4,
        ),
        ("The analysis showed that the rate of vertigo was lower at week 2 (12%).", ["rate of vertigo"]),
        # not these
        ("The quality-of-care score in controls was 50% at week 2.", ["quality-of-care score"]),
        ("Smokers were more likely to bleed (12% v 30%).", ["more likely to bleed"] * 2),
    ],
)
def test_a_place_a_time_or_a_comparison_is_no_measure(counted: Counted, text: str, measures: list[str]) -> None:
    assert [row["measure"] for row in told(counted(text))] == measures


def test_people_in_front_of_a_bracket_are_the_subject_of_the_verb_behind_it(counted: Counted) -> None:
    (row,) = told(counted("The majority of patients (90%) were discharged."))
    assert row["measure"] == "discharged"


def test_a_share_of_things_is_told_by_their_verb(counted: Counted) -> None:
    (row,) = told(counted("In the warfarin arm, 28% of the lines were removed."))
    assert (row["measure"], row["arm"]) == ("removed", "warfarin arm")


def test_people_who_had_something_before_met_an_end_point(counted: Counted) -> None:
    (row,) = told(counted("18 of the 45 patients (40%) who had started warfarin met the goal of remission."))
    assert row["measure"] == "goal of remission"


def test_labels_of_arms_in_a_bracket_are_no_measures(counted: Counted) -> None:
    text = "We compared the early group with the late group. Scores were similar (early 25.3 (7.3); late 24.8 (7.5))."
    assert [row["measure"] for row in told(counted(text))] == ["Scores"] * 2


def test_a_median_time_at_which_results_are_told_is_none(counted: Counted) -> None:
    (row,) = told(counted("At a median of 167.5 days of treatment, 24 of 60 patients had a remission."))
    assert row["n"] == 24
