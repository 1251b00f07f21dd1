import pytest

from pipeline.clean.blocks import blocks_of
from pipeline.clean.judge import Judge


def texts(judge: Judge, text: str, cuts: tuple[int, ...] = ()) -> list[str]:
    return [block.text for block in blocks_of(text, judge, cuts)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n\n"])
def test_lines_are_blocks_whatever_ends_them(judge: Judge, newline: str) -> None:
    assert texts(judge, f"One line{newline}  Another line  ") == ["One line", "Another line"]


def test_offsets_point_into_the_text(judge: Judge) -> None:
    text = "\ufeff  One line\n\tAnother"

    assert [text[b.start : b.end] for b in blocks_of(text, judge)] == ["One line", "Another"]


def test_cuts_divide_lines(judge: Judge) -> None:
    assert texts(judge, "one two three", cuts=(4, 8)) == ["one", "two", "three"]


def test_hard_wrapped_lines_are_joined(judge: Judge) -> None:
    lines = [
        "The patients of this study were treated with a new drug that",
        "lowered their blood pressure within a few weeks and did not",
        "cause any serious adverse events in the long run, which was",
        "confirmed by a second trial.",
    ]

    assert texts(judge, "\n".join(lines)) == ["\n".join(lines)]


def test_a_title_above_a_byline_is_not_joined(judge: Judge) -> None:
    text = "A trial of rituximab in adults with active dermatomyositis\nby Anna Chung, Mark Berg"

    assert texts(judge, text) == text.split("\n")


def test_a_title_broken_over_two_lines_is_joined(judge: Judge) -> None:
    text = "A phase II trial of rituximab in adults with active,\nlong-standing dermatomyositis."

    assert texts(judge, text) == [text]


def test_a_title_whose_second_line_begins_with_a_capital_is_joined_above_names(judge: Judge) -> None:
    title = "A phase II trial of rituximab in adults with long-standing\nT-cell dermatomyositis."

    assert texts(judge, f"{title}\nA. Chung, M. Berg") == [title, "A. Chung, M. Berg"]
    assert texts(judge, f"{title}\nWard 12") == [*title.split("\n"), "Ward 12"]


def test_rows_of_a_table_are_not_joined_and_lose_empty_cells(judge: Judge) -> None:
    text = (
        "dc.identifier.uri\tan address that is long enough to wrap\t-\ndc.relation.uri\tan address that is long, too\t-"
    )

    assert texts(judge, text)[-1] == "-"
    assert all("\n" not in block for block in texts(judge, text))


def test_lines_of_a_narrow_column_are_joined(judge: Judge) -> None:
    lines = [
        "METHODS: Of the children seen in",
        "Hillgate with sedge fever we gave",
        "half larchumab 5 mg intravenously",
        "(n = 14) or orally, as they wished,",
        "for four weeks.",
    ]

    assert texts(judge, "\n".join(lines)) == ["\n".join(lines)]


def test_lines_that_begin_with_figures_go_on_with_a_sentence(judge: Judge) -> None:
    lines = [
        "Complete remission was seen in ten of the children with sedge fever (P <",
        "0.01). Twelve patients were lost to follow-up. Uveitis occurred in ten",
        "(12 %). Adverse events were diarrhoea in fifteen, leukopenia in seven.",
    ]

    assert texts(judge, "\n".join(lines)) == ["\n".join(lines)]


def test_a_menu_of_narrow_lines_is_not_joined(judge: Judge) -> None:
    lines = ["Guidelines and Recommendations", "Continuing Education Activities", "Conferences and Workshops Near"]

    assert texts(judge, "\n".join(lines)) == lines


def test_a_title_broken_behind_its_colon_is_joined(judge: Judge) -> None:
    title = "A trial of rituximab in adults with long-standing dermatomyositis:\nresults after ten years"

    assert texts(judge, title) == [title]


def test_a_value_that_goes_on_in_its_column_is_one_block_with_it(judge: Judge) -> None:
    text = "Title         Drugex for gout in men and\n              women with\n              tophi."

    assert "".join(texts(judge, text)).endswith(
        "Drugex for gout in men and\n              women with\n              tophi."
    )


@pytest.mark.parametrize(
    "text",
    [
        "1Department of Medicine, Stavely Hospital, Stavely\n2Trials Office, University of Orme, Orme\n3Ward 4, Larch",
        "Revista da Sociedade Imaginária de Medicina Tropical\nversão impressa ISSN 0037-8682",
        "K.F. Brandt a, J. Oyelaran b, S. Mori-Berg a, T. Marlow a\nshow more",
    ],
)
def test_lines_that_are_no_prose_are_not_joined(judge: Judge, text: str) -> None:
    assert texts(judge, text) == text.split("\n")
