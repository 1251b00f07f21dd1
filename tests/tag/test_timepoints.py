from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.tag.attributes import mentions
from pipeline.tag.timepoints import AGE, DATE, TIME

Counter = Callable[..., Doc]


def periods(doc: Doc, label: str) -> list[tuple[float, float]]:
    return [(round(span._.value.low, 2), round(span._.value.high, 2)) for span in mentions(doc, label)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("for 24 weeks", [(168, 168)]),
        ("at week 24", [(168, 168)]),
        ("in weeks 11 and 14", [(77, 77), (98, 98)]),
        ("the one-year follow-up", [(365.25, 365.25)]),
        ("4 to 6 weeks after therapy", [(28, 42)]),
        ("9.4 v 6.0 months", [(286.11, 286.11), (182.62, 182.62)]),
        ("from day 43 through day 201", [(43, 43), (201, 201)]),
    ],
)
def test_times_in_days(counter: Counter, text: str, days: list[tuple[float, float]]) -> None:
    assert periods(counter(text), TIME) == days


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ages 7.7-16.1 years", [(7.7, 16.1)]),
        ("aged between 40 and 69", [(40, 40), (69, 69)]),
        ("median age was 57", [(57, 57)]),
        ("a 12-year-old girl", [(12, 12)]),
        ("children 6 months of age", [(0.5, 0.5)]),
    ],
)
def test_ages_in_years(counter: Counter, text: str, years: list[tuple[float, float]]) -> None:
    assert periods(counter(text), AGE) == years


@pytest.mark.parametrize("text", ["in 1995", "March 2007", "September 15, 2020", "from 12/2008"])
def test_dates(counter: Counter, text: str) -> None:
    doc = counter(text)
    assert mentions(doc, DATE)
    assert not mentions(doc, TIME)


@pytest.mark.parametrize("text", ["in 1987 patients", "920 women to placebo and 1944 to aspirin"])
def test_counts_that_look_like_years(counter: Counter, text: str) -> None:
    assert mentions(counter(text), DATE) == []
