"""Sizes of arms that the arms of the document tell."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.sample_sizes import extract_sample_sizes

COMPARED = "Rituximab versus prednisone. We compared rituximab with prednisone in 82 adults. "


def arms(doc: Doc) -> list[tuple[object, object]]:
    return [(row["n"], row["group"]) for row in extract_sample_sizes(doc) if row["role"] == "arm"]


@pytest.mark.parametrize(
    "text",
    [
        "In all, 41 adults received rituximab; 38 adults received prednisone.",
        "Of 79 who came back (41 rituximab, 38 prednisone) none fell.",
        "Pain ceased in 30 of 41 adults with rituximab and in 12 of 38 adults with prednisone.",
    ],
)
def test_an_arm_is_known_by_its_name(counted: Callable[..., Doc], text: str) -> None:
    assert arms(counted(COMPARED + text, "results")) == [(41, "rituximab"), (38, "prednisone")]


def test_a_share_in_brackets_is_stepped_over(counted: Callable[..., Doc]) -> None:
    text = "At the end, 79 (96%) adults (41 rituximab, 38 prednisone) came back."
    assert arms(counted(COMPARED + text, "results")) == [(41, "rituximab"), (38, "prednisone")]


def test_arms_in_sentences_that_follow_each_other(counted: Callable[..., Doc]) -> None:
    text = "Forty-one adults in the rituximab group got talks. Thirty-eight adults in the prednisone group got none."
    assert arms(counted(COMPARED + text, "methods")) == [(41, "rituximab group"), (38, "prednisone group")]


def test_labelled_arms_in_one_bracket_keep_their_labels(counted: Callable[..., Doc]) -> None:
    assert arms(counted("We treated 79 adults (arm A: 41, arm B: 38).", "methods")) == [(41, "arm A"), (38, "arm B")]


def test_a_label_behind_a_dash(counted: Callable[..., Doc]) -> None:
    text = "They had talks (group-A, n = 41) or sports (group-B, n = 38)."
    assert arms(counted(text, "methods")) == [(41, "group-A"), (38, "group-B")]


def test_people_with_a_disease_are_no_arm(counted: Callable[..., Doc]) -> None:
    text = "Pain ceased with rituximab in 30 of 41 adults with asthma and in 12 of 41 adults with neutropenia."
    assert arms(counted(COMPARED + text, "results")) == []


def test_an_arm_does_not_shrink_below_half(counted: Callable[..., Doc]) -> None:
    text = "Rituximab (n = 41) and prednisone (n = 38) were given. Two adults in the rituximab group fell."
    assert arms(counted(COMPARED + text, "results")) == [(41, "Rituximab"), (38, "prednisone")]


def test_a_denominator_is_no_size_of_another_arm(counted: Callable[..., Doc]) -> None:
    text = "They had rituximab (n = 41) or prednisone (n = 39). Pain ceased in 30 of 40 adults with rituximab and in "
    assert arms(counted(COMPARED + text + "12 of 41 adults with prednisone.", "results")) == [
        (41, "rituximab"),
        (39, "prednisone"),
        (40, "rituximab"),
        (41, "prednisone"),
    ]
