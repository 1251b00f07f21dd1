import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.tag.attributes import DOSE, Amount, mentions

Grammar = Callable[[str], Doc]


def found(doc: Doc) -> list[tuple[str, Amount]]:
    return [(dose.text, dose._.value) for dose in mentions(doc, DOSE)]


@pytest.mark.parametrize(
    ("text", "span", "amount"),
    [
        ("two 600-mg/m2 infusions of rituximab", "600-mg/m2", Amount(600, 600, "mg", "m2")),
        ("rituximab (375 mg/m (2)) weekly", "375 mg/m (2)", Amount(375, 375, "mg", "m2")),
        ("rituximab 375 mg m-2", "375 mg m-2", Amount(375, 375, "mg", "m2")),
        ("rituximab 375 mg per square meter", "375 mg per square meter", Amount(375, 375, "mg", "m2")),
        ("methotrexate 30 to 40 mg/kg/day", "30 to 40 mg/kg/day", Amount(30, 40, "mg", "kg/day")),
        ("methotrexate 3-6 mg/(kg.d)", "3-6 mg/(kg.d)", Amount(3, 6, "mg", "kg/day")),
        ("methotrexate 5 mg/(kg x week)", "5 mg/(kg x week)", Amount(5, 5, "mg", "kg/week")),
        ("methotrexate 2 to 5 mg/kg per day for", "2 to 5 mg/kg per day", Amount(2, 5, "mg", "kg/day")),
        ("methotrexate 5-10 mg", "5-10 mg", Amount(5, 10, "mg")),
        ("methotrexate 5- to 10-mg", "5- to 10-mg", Amount(5, 10, "mg")),
        ("prednisone between 5 and 10 mg", "5 and 10 mg", Amount(5, 10, "mg")),
        ("prednisone 2 mg.kg-1.day-1", "2 mg.kg-1.day-1", Amount(2, 2, "mg", "kg/day")),
        ("prednisone 1 mg per kilogram of body weight", "1 mg per kilogram of body weight", Amount(1, 1, "mg", "kg")),
        ("gave cyclophosphamide,1,250 mg/m(2)", "1,250 mg/m(2)", Amount(1250, 1250, "mg", "m2")),
        ("insulin 5 x 10(6) IU", "5 x 10(6) IU", Amount(5e6, 5e6, "IU")),
        ("insulin 3 million units", "3 million units", Amount(3e6, 3e6, "U")),
        ("insulin 20 ± 4 units/day", "20 ± 4 units/day", Amount(20, 20, "U", "day")),
        ("a dose of 1.5 g", "1.5 g", Amount(1.5, 1.5, "g")),
        ("carboplatin at an AUC of 5", "AUC of 5", Amount(5, 5, "AUC")),
        ("tacrolimus 0.1% ointment", "0.1%", Amount(0.1, 0.1, "%")),
        ("prednisone 23.5\u2009mg", "23.5\u2009mg", Amount(23.5, 23.5, "mg")),
        ("prednisone 30&nbsp;mg", "30&nbsp;mg", Amount(30, 30, "mg")),
        ("prednisone 375\nmg/m2", "375 mg/m2", Amount(375, 375, "mg", "m2")),
        ("insulin 500 000 U", "500 000 U", Amount(500_000, 500_000, "U")),
        ("two puffs of insulin", "two puffs", Amount(2, 2, "puff")),
        ("two capsules of 3 mg aspirin", "3 mg", Amount(3, 3, "mg")),
        ("insulin 5,000 I.U. daily", "5,000 I.U.", Amount(5000, 5000, "IU")),
        ("insulin 25 UI", "25 UI", Amount(25, 25, "IU")),
        ("insulin 5×10⁶ IU", "5×10⁶ IU", Amount(5e6, 5e6, "IU")),
        ("prednisone 2 mg·kg⁻¹·day⁻¹", "2 mg·kg⁻¹·day⁻¹", Amount(2, 2, "mg", "kg/day")),
        ("rituximab 375 mg m⁻²", "375 mg m⁻²", Amount(375, 375, "mg", "m2")),
        ("rituximab 375 mg/m²", "375 mg/m²", Amount(375, 375, "mg", "m2")),
        ("aspirin 1.5 grams a day", "1.5 grams a day", Amount(1.5, 1.5, "g", "day")),
        ("aspirin 2 ng/kg/mn", "2 ng/kg/mn", Amount(2, 2, "ng", "kg/minute")),
        ("aspirin 5 mg per dose", "5 mg per dose", Amount(5, 5, "mg", "dose")),
        ("insulin 40 mEq", "40 mEq", Amount(40, 40, "mEq")),
        ("insulin 20 mmol/h", "20 mmol/h", Amount(20, 20, "mmol", "hour")),
        ("2 drops of timolol", "2 drops", Amount(2, 2, "drop")),
        ("aspirin up to 300 mg/day", "300 mg/day", Amount(300, 300, "mg", "day")),
        ("aspirin at least 81 mg", "81 mg", Amount(81, 81, "mg")),
        ("carboplatin AUC5", "AUC5", Amount(5, 5, "AUC")),
        ("carboplatin (AUC = 6)", "AUC = 6", Amount(6, 6, "AUC")),
        ("carboplatin AUC 5-6", "AUC 5-6", Amount(5, 6, "AUC")),
        ("carboplatin AUC 5 mg/mL/min", "AUC 5 mg/mL/min", Amount(5, 5, "AUC")),
        ("at an area under the curve of 5", "area under the curve of 5", Amount(5, 5, "AUC")),
        ("aspirin at a mean of 633 (600-700) mg/d", "633 (600-700) mg/d", Amount(633, 633, "mg", "day")),
        ("a difference between 4-mg aspirin and none", "4-mg", Amount(4, 4, "mg")),
        ("aspirin bolus followed by 100 units", "100 units", Amount(100, 100, "U")),
        ("aspirin 15 ug/kg ideal bodyweight per h", "15 ug/kg ideal bodyweight per h", Amount(15, 15, "ug", "kg/hour")),
        ("aspirin 0.75 mg base/kg", "0.75 mg base/kg", Amount(0.75, 0.75, "mg", "kg")),
        ("and 1 mL intranasal timolol", "1 mL", Amount(1, 1, "mL")),
    ],
)
def test_amounts(grammar: Grammar, text: str, span: str, amount: Amount) -> None:
    assert found(grammar(text)) == [(span, amount)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("prednisone dose (20.5 vs. 8.2 mg/day)", ["20.5", "8.2 mg/day"]),
        ("aspirin at 30, 40, and 50 mg/kg/day", ["30", "40", "50 mg/kg/day"]),
        ("prednisone was tapered from 20 to 10 mg/day", ["20", "10 mg/day"]),
        ("aspirin 50 or 100 mg", ["50", "100 mg"]),
        ("On day 1, 500 mg of aspirin", ["500 mg"]),
        ("In 2004, 500 mg of aspirin", ["500 mg"]),
        ("aspirin at 0.5, 1 and 2 mg/kg", ["0.5", "1", "2 mg/kg"]),
        ("aspirin 60 and 600 mg/m2, respectively", ["60", "600 mg/m2"]),
        ("a loading dose of 8 mg/kg, then 6 mg/kg aspirin", ["8 mg/kg", "6 mg/kg"]),
        ("aspirin with adrenaline 1:200000 and 1 mL of aspirin", ["1 mL"]),
    ],
)
def test_series_share_the_last_unit(grammar: Grammar, text: str, spans: list[str]) -> None:
    doc = grammar(text)
    assert [dose.text for dose in mentions(doc, DOSE)] == spans
    assert len({(dose._.value.unit, dose._.value.per) for dose in mentions(doc, DOSE)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "creatinine rose to 2.3 mg/dL",
        "a trough of 8 ng/mL on tacrolimus",
        "birth weight of 1200 g",
        "blood loss was 500 mL",
        "proteinuria of 3 g/day",
        "rate of 29 mm/hour",
        "a CD4 count below 50/microL",
        "40% of the patients",
        "followed for 12 months",
        "hemoglobin 10 g/L",
        "we transfused 2 units of blood",
        "30 mCi of iodine and 50 Gy of radiation",
        "a BMI of 25 kg/m2",
        "a urine output of 500 mL/day",
        "a pressure of 120 mmHg",
        "a diet of 2000 kcal/day",
        "a weight of 70 kg",
        "an AUC of 0.85",
        "an AUC of 6 ng/mL",
        "aspirin improved the scale by a difference of 1.5 units",
        "aspirin lowered it by 2 units on the rating scale",
        "aspirin was better by 0.9 units",
        "on aspirin there was a weighted mean difference of -4.1 mg per day",
        "aspirin lowered it (-2.9 mg per day)",
        "the relative risk per 300 mg",
        "-0.15 mmHg/100 mg of aspirin",
        "4000 mg hr of radium",
        "140 mg cm(-3) of lead",
        "Calcium intake was similar in both groups at about 1200 mg/day",
        "of the 31 units 23 were free of stones",
        "a creatinine of 1.0 mg.% or more",
        "a product of 15.91 mg(2)/dL(2)",
        "aspirin had a curve of 70.5 mg.h/L",
        "two U-shaped curves",
        "aspirin left the body at 3.6 +/- 0.5 mg/kg/min",
    ],
)
def test_findings_are_no_doses(grammar: Grammar, text: str) -> None:
    assert found(grammar(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "aspirin ranging from 100 mg to 200 mg",
        "aspirin 100 mg-200 mg",
        "take 100 mg to 200 mg",
        "aspirin between 100 mg and 200 mg",
    ],
)
def test_a_range_may_repeat_its_unit(grammar: Grammar, text: str) -> None:
    assert found(grammar(text)) == [("100 mg", Amount(100, 200, "mg")), ("200 mg", Amount(100, 200, "mg"))]


def test_the_steps_of_an_escalation_are_no_range(grammar: Grammar) -> None:
    assert [amount.high for _, amount in found(grammar("aspirin escalating (75 to 150 to 300 to 450 mg)"))] == [
        75, 150, 300, 450,
    ]  # fmt: skip


def test_a_changed_dose_is_no_range(grammar: Grammar) -> None:
    amounts = [amount.high for _, amount in found(grammar("aspirin was increased from 100 mg to 200 mg"))]
    assert amounts == [100, 200]


@given(
    value=st.one_of(st.integers(1, 99_999), st.decimals("0.1", "999", places=1)),
    unit=st.sampled_from(["mg", "g", "IU", "mL"]),
    joint=st.sampled_from(["", " ", "-", "\u2009"]),
    per=st.sampled_from(["", "/kg", "/m2", "/kg/day", " per kg", "/week"]),
)
def test_a_written_dose_reads_back(grammar: Grammar, value: object, unit: str, joint: str, per: str) -> None:
    written = f"{value:,}{joint}{unit}{per}"
    expected = per.replace(" per ", "/").removeprefix("/") or None
    doc = grammar(f"They received aspirin {written} in all.")
    assert found(doc) == [(written, Amount(float(str(value)), float(str(value)), unit, expected))]


@pytest.mark.parametrize("pattern", ["(1,", "1 to ", "1/", "1-", "9 mg/", "m(", "1 and "])
def test_hostile_text_takes_linear_time(grammar: Grammar, pattern: str) -> None:
    start = time.perf_counter()
    grammar(pattern * (60_000 // len(pattern)))
    assert time.perf_counter() - start < 20  # a quadratic rule takes minutes


@pytest.mark.parametrize(
    "text",
    [
        "On tacrolimus, mean proteinuria decreased from 3.2 g/day to 0.6 g/day.",
        "On tacrolimus, proteinuria fell from 2.5 g/24 h to 0.4 g/24 h.",
        "Urine protein decreased from 5.1 g/day to 0.3 g/day.",
        "Proteinuria was 3.1 g/day at baseline and 0.5 g/day at 6 months.",
        "Salt intake was 9 g/day before and 5 g/day after counselling.",
    ],
)
def test_what_the_body_gives_is_no_dose(grammar: Grammar, text: str) -> None:
    assert found(grammar(text)) == []


def test_a_dose_behind_a_finding(grammar: Grammar) -> None:
    doc = grammar("Proteinuria was 3 g/day and patients received 2 g/day of it.")
    assert [span for span, _ in found(doc)] == ["2 g/day"]
