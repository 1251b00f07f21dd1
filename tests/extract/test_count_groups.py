"""Which arm a count belongs to, in the text's words."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.sample_sizes import extract_sample_sizes


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("They had rituximab (n = 23) or prednisone (n = 21).", ["rituximab", "prednisone"]),
        ("They had either rituximab 2 mg/kg (n = 23) or no drug (n = 21).", ["rituximab 2 mg/kg", "no drug"]),
        ("All were treated (arm A, n = 23; arm B, n = 21).", ["arm A", "arm B"]),
        ("Of these, 23 were assigned to the exercise group and 21 to usual care.", ["exercise group", "usual care"]),
        ("Of these, 23 patients received rituximab and 21 patients prednisone.", ["rituximab", "patients"]),
        ("There were 23 warfarin recipients and 21 controls.", ["warfarin recipients", "controls"]),
        ("They had rituximab (group A, n = 23) or prednisone (group B, n = 21).", ["rituximab", "prednisone"]),
    ],
)
def test_the_group_of_an_arm(counted: Callable[..., Doc], text: str, groups: list[str]) -> None:
    rows = extract_sample_sizes(counted("We enrolled 44 patients. " + text, "methods"))
    assert [row["group"] for row in rows[1:]] == groups


def test_arms_of_equal_size_in_two_sentences_are_two_rows(counted: Callable[..., Doc]) -> None:
    text = "The rituximab group (n = 22) had injections. The prednisone group (n = 22) had tablets."
    rows = extract_sample_sizes(counted(text, "methods"))
    assert [(row["n"], row["group"]) for row in rows] == [(22, "rituximab group"), (22, "prednisone group")]
