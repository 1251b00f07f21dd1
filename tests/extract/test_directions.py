from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.outcomes import extract_outcomes

Counted = Callable[..., Doc]


def directions(doc: Doc) -> list[object]:
    return [row["direction"] for row in extract_outcomes(doc)]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("In 12 of 30 patients the rash improved.", "improved"),
        ("Complete remission was seen in 40% of patients.", "improved"),
        ("There was a 30% reduction in pain.", "improved"),
        ("Treatment reduced the risk of death (hazard ratio, 0.7).", "improved"),
        ("Mortality increased (odds ratio, 1.7).", "worsened"),
        ("In 3 of 30 patients the rash worsened.", "worsened"),
        ("There was no response in 4 of 30 patients.", "none"),
        ("In 4 of 30 patients the rash was unchanged.", "none"),
        ("Mortality did not differ (odds ratio, 1.1).", "none"),
        ("Relapse was seen in 12% (P = NS).", "none"),
        ("Cough was seen in 12% of patients.", None),
        ("The median time to remission was 12 weeks.", None),
        ("The relapse rate was 12%.", None),
        ("Survival did not decrease (hazard ratio, 0.9).", None),
    ],
)
def test_the_words_tell_the_direction(counted: Counted, text: str, direction: str | None) -> None:
    assert directions(counted(text)) == [direction]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("There was no significant difference in the cure rate (41% v 38%).", "none"),
        ("Cure rates were similar (41% v 38%).", "none"),
        ("The rash improved in 41% of group A and 38% of group B, without significant difference.", None),
        ("Treatment A reduced pain compared with B (41% in group A v 60% in group B).", None),
        ("The response rate was 41% in group A and 20% in group B.", None),
        ("Complete remission was seen in 41% in group A and 20% in group B.", "improved"),
    ],
)
def test_what_compares_arms_is_of_no_single_arm(counted: Counted, text: str, direction: str | None) -> None:
    assert directions(counted(text)) == [direction, direction]


def test_the_words_of_another_clause_tell_nothing(counted: Counted) -> None:
    assert directions(counted("Cough was seen in 12% of patients; sleep did not change (odds ratio, 1.0).")) == [
        None,
        "none",
    ]
