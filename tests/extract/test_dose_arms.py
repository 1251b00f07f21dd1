from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.extract.dose_arms import arms_of
from pipeline.tag.attributes import DOSE, Amount, mentions

Planted = Callable[..., Doc]


def arms(planted: Planted, text: str) -> list[str | None]:
    doc = planted(text, [(DOSE, words, Amount(5, 5, "mg")) for words in ("50 mg", "50-mg", "20 mg") if words in text])
    return arms_of(doc, mentions(doc, DOSE))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pain fell in the 50-mg group.", ["50-mg group"]),
        ("Pain fell in the 50 mg aspirin arm.", ["50 mg aspirin arm"]),
        ("Group B received aspirin 50 mg daily.", ["Group B"]),
        ("Group KM was given 50 mg.", ["Group KM"]),
        ("Patients in the early arm were treated with 50 mg.", ["early arm"]),
        ("The aspirin group (50 mg daily) did well.", ["aspirin group"]),
        ("They took 50 mg daily (group 2a) or 20 mg daily (group 2b).", ["group 2a", "group 2b"]),
        ("Group A received 50 mg and group B received 20 mg.", ["Group A", "group B"]),
    ],
)
def test_arms_named_with_a_dose(planted: Planted, text: str, names: list[str]) -> None:
    assert arms(planted, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Aspirin 50 mg was given.",
        "Both groups received 50 mg.",
        "Each group received 50 mg.",
        "In this parallel-group trial they received 50 mg.",
        "The early arm did well; they received 50 mg.",
        "Compared with the early arm, patients received 50 mg.",
        "They took 50 mg or warfarin (control group).",
    ],
)
def test_no_arm_is_guessed(planted: Planted, text: str) -> None:
    assert arms(planted, text) == [None]
