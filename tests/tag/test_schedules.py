from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.tag.attributes import mentions

Grammar = Callable[[str], Doc]


def words(doc: Doc, label: str) -> list[tuple[str, object]]:
    return [(span.text, span._.value) for span in mentions(doc, label)]


@pytest.mark.parametrize(
    ("text", "span", "days"),
    [
        ("40 mg daily", "daily", 1),
        ("40 mg twice daily", "twice daily", 0.5),
        ("40 mg b.i.d. or", "b.i.d.", 0.5),
        ("40 mg TID", "TID", 1 / 3),
        ("40 mg three times a day", "three times a day", 1 / 3),
        ("40 mg 3 times per week", "3 times per week", 7 / 3),
        ("40 mg thrice weekly", "thrice weekly", 7 / 3),
        ("40 mg every 12 hours", "every 12 hours", 0.5),
        ("40 mg q8h", "q8h", 8 / 24),
        ("40 mg q3w", "q3w", 21),
        ("40 mg every other day", "every other day", 2),
        ("40 mg on alternate days", "alternate days", 2),
        ("40 mg every two weeks", "every two weeks", 14),
        ("40 mg once every 4 weeks", "once every 4 weeks", 28),
        ("40 mg 3-weekly", "3-weekly", 21),
        ("in a 21-day schedule", "21-day schedule", 21),
        ("40 mg QD for", "QD", 1),
        ("90 mg/kg/day divided in 2 doses", "divided in 2 doses", 0.5),
        ("90 mg/kg/day in two divided doses", "in two divided doses", 0.5),
        ("90 mg/kg daily divided into three doses", "divided into three doses", 1 / 3),
    ],
)
def test_frequencies(grammar: Grammar, text: str, span: str, days: float) -> None:
    assert words(grammar(text), "FREQUENCY") == [(span, pytest.approx(days))]


def test_a_range_of_intervals_is_marked_and_not_guessed(grammar: Grammar) -> None:
    assert words(grammar("40 mg every 3 to 4 weeks"), "FREQUENCY") == [("every 3 to 4 weeks", None)]


def test_daily_living_is_no_frequency(grammar: Grammar) -> None:
    assert words(grammar("activities of daily living"), "FREQUENCY") == []


@pytest.mark.parametrize(
    ("text", "span", "route"),
    [
        ("given IV over", "IV", "intravenous"),
        ("given i.v. over", "i.v.", "intravenous"),
        ("given subcutaneously", "subcutaneously", "subcutaneous"),
        ("given intra-articularly", "intra-articularly", "intraarticular"),
        ("given PO", "PO", "oral"),
        ("given SC", "SC", "subcutaneous"),
        ("given sub-cutaneously", "sub-cutaneously", "subcutaneous"),
        ("given IM", "IM", "intramuscular"),
        ("given by mouth", "by mouth", "oral"),
        ("150 mg once daily by mouth", "by mouth", "oral"),
        ("given per os", "per os", "oral"),
        ("intrathecal methotrexate", "intrathecal", "intrathecal"),
        ("intraventricular methotrexate", "intraventricular", "intraventricular"),
        ("inhaled insulin", "inhaled", "inhaled"),
        ("an intravitreal injection", "intravitreal", "intravitreal"),
        ("topical timolol", "topical", "topical"),
        ("ocular timolol", "ocular", "ocular"),
        ("timolol eye drops", "eye drops", "ocular"),
        ("a nasal spray", "nasal spray", "intranasal"),
        ("aspirin 50 mg IV 100 mL", "IV", "intravenous"),
    ],
)
def test_routes(grammar: Grammar, text: str, span: str, route: str) -> None:
    assert words(grammar(text), "ROUTE") == [(span, route)]


@pytest.mark.parametrize(
    "text",
    [
        "lesions of the oral mucosa",
        "oral ulcers",
        "subcutaneous fat",
        "an intravenous line",
        "rectal cancer",
        "ocular hypertension",
        "intrauterine growth",
        "an inhibitor (SQ 14225)",
        "anxiety by DSM-IV",
        "stage III or IV disease",
    ],
)
def test_parts_of_the_body_and_codes_are_no_routes(grammar: Grammar, text: str) -> None:
    assert words(grammar(text), "ROUTE") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("received two 600-mg/m2 intravenous infusions", 2),
        ("received 2 infusions of rituximab", 2),
        ("375 mg weekly for 4 doses", 4),
        ("a single 40 mg dose of rituximab", 1),
        ("a single oral bolus of insulin", 1),
        ("every 21 days for six cycles", 6),
        ("rituximab 375 mg weekly x 4", 4),
        ("rituximab 375 mg weekly × 4 doses", 4),
    ],
)
def test_administrations(grammar: Grammar, text: str, value: int) -> None:
    assert [count for _, count in words(grammar(text), "ADMINISTRATIONS")] == [value]


@pytest.mark.parametrize(
    ("text"), ["90 mg in 3 divided doses", "for 4 to 6 cycles", "at least two doses", "on day 3 infusions began"]
)
def test_what_counts_no_administrations(grammar: Grammar, text: str) -> None:
    assert words(grammar(text), "ADMINISTRATIONS") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("given 2 weeks apart", 14),
        ("on days 1 and 15", 14),
        ("on days 1, 8, and 15", 7),
        ("on days 2, 3, 8, and 15", None),
        ("separated by 14 days", 14),
        ("during a 2-week period", 14),
    ],
)
def test_intervals(grammar: Grammar, text: str, days: float | None) -> None:
    assert [value for _, value in words(grammar(text), "SPACING")] == [days]


@pytest.mark.parametrize(("text", "days"), [("for 6 weeks", 42), ("a 4-week course", 28), ("for 10 to 14 days", None)])
def test_durations(grammar: Grammar, text: str, days: float | None) -> None:
    assert [value for _, value in words(grammar(text), "DURATION")] == [days]


def test_the_length_of_an_infusion_is_no_duration_of_treatment(grammar: Grammar) -> None:
    assert words(grammar("infused over 3 hours"), "DURATION") == []
    assert words(grammar("by continuous infusion over 24 hours"), "DURATION") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("aspirin 5 mg bid", 0.5),
        ("aspirin 5 mg OD", 1),
        ("aspirin 5 mg q.i.d.", 0.25),
        ("aspirin 5 mg qod", 2),
        ("aspirin 5 mg q8h", 1 / 3),
        ("aspirin 5 mg q8 hourly", 1 / 3),
        ("aspirin 5 mg 6 hourly", 0.25),
        ("aspirin 500 mg/8 h", 1 / 3),
        ("aspirin 5 mg every 6\nhours", 0.25),
        ("aspirin 5 mg every 3 months", 91.3125),
        ("aspirin 5 mg twice-a-day", 0.5),
        ("aspirin 5 mg five days a week", 1.4),
        ("aspirin 5 mg at bedtime", 1),
        ("aspirin 5 mg each morning", 1),
    ],
)
def test_schedules_behind_a_dose(grammar: Grammar, text: str, days: float) -> None:
    assert [value for _, value in words(grammar(text), "FREQUENCY")] == [pytest.approx(days)]


@pytest.mark.parametrize("text", ["after an OD of aspirin", "pain at night", "a 3- to 13-month period"])
def test_what_is_no_schedule(grammar: Grammar, text: str) -> None:
    assert words(grammar(text), "FREQUENCY") + words(grammar(text), "SPACING") == []
