from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.tag.attributes import mentions


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Twenty-six of 1,016", [("Twenty-six", 26), ("1,016", 1016)]),
        ("one hundred and eighty-three people", [("one hundred and eighty-three", 183)]),
        ("30, 40, and 50 mg", [("30", 30), ("40", 40), ("50", 50)]),
        ("at level 4,210 mg/m2", [("4", 4), ("210", 210)]),
        ("P = . 0489", [(". 0489", 0.0489)]),
        ("one or two", [("one", 1), ("two", 2)]),
        ("0·5 mg", [("0·5", 0.5)]),
        ("four thousand", [("four thousand", 4000)]),
        ("Hundred and forty-three women", [("Hundred and forty-three", 143)]),
        ("a few hundred women", []),
        ("five thousand five hundred and sixty-nine women", [("five thousand five hundred and sixty-nine", 5569)]),
    ],
)
def test_numbers(grammar: Callable[[str], Doc], text: str, numbers: list[tuple[str, float]]) -> None:
    assert [(span.text, span._.value) for span in mentions(grammar(text), "NUMBER")] == numbers
