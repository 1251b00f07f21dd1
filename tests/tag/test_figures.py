from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.tag.attributes import mentions
from pipeline.tag.statistics import (
    EFFECT,
    INTERVAL,
    P_VALUE,
    PERCENT,
    RANK,
    SPREAD,
    STATISTIC_LABELS,
    Effect,
    Interval,
    PValue,
)

Counter = Callable[..., Doc]


def values(doc: Doc, label: str) -> list[object]:
    return [span._.value for span in mentions(doc, label)]


def texts(doc: Doc, label: str) -> list[str]:
    return [span.text for span in mentions(doc, label)]


@pytest.mark.parametrize(
    ("text", "op", "p"),
    [
        ("(P = 0.002)", "=", 0.002),
        ("( P= 0.008)", "=", 0.008),
        ("P =.0002", "=", 0.0002),
        ("log-rank P = . 0489)", "=", 0.0489),
        ("p < 0·001", "<", 0.001),
        ("P <.0001", "<", 0.0001),
        ("(P > 0.2)", ">", 0.2),
        ("p ≤ 0.05", "<=", 0.05),
        ("p<=0.05", "<=", 0.05),
        ("p<or=0.001", "<=", 0.001),
        ("P less than .05", "<", 0.05),
        ("P value of 0.03", "=", 0.03),
        ("P for trend = 0.04", "=", 0.04),
        ("p < 10(-4)", "<", 1e-4),
        ("P = 1.2 x 10-5", "=", 1.2e-5),
        ("(p=5.2E-08)", "=", 5.2e-8),
        ("(p value 0.02)", "=", 0.02),
        ("a P value of .03", "=", 0.03),
        ("P values < .01", "<", 0.01),
        ("(p-value: 0.004)", "=", 0.004),
        ("(P<0,05)", "<", 0.05),
        ("(p=,03)", "=", 0.03),
        ("(P = 0. 03)", "=", 0.03),
        ("p &lt; 0.05", "<", 0.05),
        ("(Pinteraction = 0.05)", "=", 0.05),
        ("(p for trend 0.05)", "=", 0.05),
    ],
)
def test_p_values_in_every_notation(counter: Counter, text: str, op: str, p: float) -> None:
    ((found_op, found_p),) = values(counter(text), P_VALUE)
    assert (found_op, found_p) == (op, pytest.approx(p))


@pytest.mark.parametrize(
    "text", ["(P = NS)", "(p=n.s.)", "(p = N.S.)", "(P not significant)", "(38% v 40%; NS)", "(ns)"]
)
def test_a_p_value_that_is_not_told(counter: Counter, text: str) -> None:
    assert values(counter(text), P_VALUE) == [PValue(None, None)]


def test_two_numbers_of_one_p(counter: Counter) -> None:
    assert values(counter("(P values of 0.03 and 0.04)"), P_VALUE) == [PValue("=", 0.03), PValue("=", 0.04)]


@pytest.mark.parametrize("text", ["NS was infused", "group P with 12 patients", "p53 and 0.5", "serum P 0.8 mmol"])
def test_what_is_no_p_value(counter: Counter, text: str) -> None:
    assert values(counter(text), P_VALUE) == []


def test_a_p_value_is_a_pair_of_sign_and_number(counter: Counter) -> None:
    assert values(counter("P < 0.05"), P_VALUE) == [PValue("<", 0.05)]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("(73%; 95% confidence interval, 58% -85%)", Interval(58, 85, 95)),
        ("95% confidence interval (CI) 0.8 to 4.9", Interval(0.8, 4.9, 95)),
        ("(95% CI: 0.47, 0.81)", Interval(0.47, 0.81, 95)),
        ("(Cl, -7.2% to 4.8%)", Interval(-7.2, 4.8, None)),
        ("95% CI = -2.69 to -0.04", Interval(-2.69, -0.04, 95)),
    ],
)
def test_intervals(counter: Counter, text: str, interval: Interval) -> None:
    assert values(counter(text), INTERVAL) == [interval]


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("a hazard ratio of 0.78", Effect("HR", 0.78)),
        ("(relative risk [RR], 2.5;", Effect("RR", 2.5)),
        ("(OR = 2.0,", Effect("OR", 2.0)),
        ("adjusted RR for the treated group, 0.16", Effect("RR", 0.16)),
        ("a mean difference of -1.5 points", Effect("MD", -1.5)),
        ("the absolute risk difference was 14.8%", Effect("RD", 14.8)),
        ("(absolute difference, 4.5% [95% CI 1-8])", Effect("RD", 4.5)),
        ("8.1% absolute difference, 95% CI 5.1-11.2%", Effect("RD", 8.1)),
        ("a difference of 12 percentage points", Effect("RD", 12)),
        ("(difference 12.9 weeks; 95% CI -5.5 to 34.3)", Effect("MD", 12.9)),
    ],
)
def test_effect_sizes(counter: Counter, text: str, effect: Effect) -> None:
    assert values(counter(text), EFFECT) == [effect]


def test_a_difference_without_an_interval_is_no_effect(counter: Counter) -> None:
    assert values(counter("a difference of 12% was seen"), EFFECT) == []


def test_the_word_or_is_no_odds_ratio(counter: Counter) -> None:
    assert values(counter("in 12 or 13 patients"), EFFECT) == []


def test_a_response_rate_abbreviated_rr_is_no_effect(counter: Counter) -> None:
    doc = counter("the RR was better (41.4% v 26.2%)")
    assert (values(doc, EFFECT), values(doc, PERCENT)) == ([], [41.4, 26.2])


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        ("32% v 21%", [32, 21]),
        ("10.4 percent and 5 per cent", [10.4, 5]),
        ("2, 6 and 14%", [2, 6, 14]),
        ("17.2 vs. 0%", [17.2, 0]),
        ("a change of -20.2%", [-20.2]),
    ],
)
def test_percentages(counter: Counter, text: str, percents: list[float]) -> None:
    assert values(counter(text), PERCENT) == percents


def test_a_count_before_a_percentage_is_no_member_of_its_list(counter: Counter) -> None:
    assert values(counter("(n = 42, 74%)"), PERCENT) == [74]


@pytest.mark.parametrize("text", ["a median of 22 (range 14-37)", "48 ± 13.3", "a mean of 4 (SD 2.3)"])
def test_spreads(counter: Counter, text: str) -> None:
    assert len(texts(counter(text), SPREAD)) == 1


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("phase 2 trial", ["2"]),
        ("grade 3 or 4 toxicity", ["3", "4"]),
        ("arms 1, 2 and 3", ["1", "2", "3"]),
        ("COVID-19 and BRCA1/2", ["19", "2"]),
        ("alpha 1-antitrypsin", ["1"]),
    ],
)
def test_numbers_that_name_things(counter: Counter, text: str, ranks: list[str]) -> None:
    assert texts(counter(text), RANK) == ranks


def test_no_number_is_in_two_groups(counter: Counter) -> None:
    doc = counter("P = 0.03; 95% CI 1.2-3.4; 12% at week 6; aged 7 to 16 years; grade 3; March 2007; HR 0.5")
    tokens = [token.i for label in STATISTIC_LABELS for span in mentions(doc, label) for token in span]
    assert len(tokens) == len(set(tokens))


@pytest.mark.parametrize("text", ["(95% CI: -)", "95% CI: -", "(95% CI, - to -)"])
def test_a_sign_without_limits_has_a_level_only(counter: Counter, text: str) -> None:
    assert values(counter(text), INTERVAL) == [Interval(None, None, 95)]
