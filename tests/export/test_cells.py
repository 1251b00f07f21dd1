import pytest

from pipeline.export.cells import cell


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=1",
        "=",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
    ],
)
def test_text_that_looks_like_a_formula_is_neutralised(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1, -0.5, 12, True, "a=b", "5 - 6", "'quoted"])
def test_other_values_stay_as_they_are(value):
    assert cell(value) == value
    assert type(cell(value)) is type(value)


def test_a_list_is_joined_readably():
    assert cell(["lupus", "arthritis"]) == "lupus; arthritis"
    assert cell([{"label": "title", "start": 0, "end": 9}, {"label": "methods", "start": 10, "end": 20}]) == (
        "title 0 9; methods 10 20"
    )


def test_a_list_whose_first_item_looks_like_a_formula_is_neutralised():
    assert cell(["=1+1", "x"]) == "'=1+1; x"


@pytest.mark.parametrize("value", [None, [], "", float("nan"), float("inf")])
def test_what_says_nothing_is_an_empty_cell(value):
    assert cell(value) is None


def test_control_characters_are_replaced():
    assert cell("a\x00b\x1bc\nd") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\nd"
