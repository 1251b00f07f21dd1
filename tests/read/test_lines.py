import pytest

from pipeline.read.lines import Line, lines_of, paragraphs


def joined(*texts: str) -> str:
    return paragraphs([[Line(text) for text in texts]])


def test_a_line_runs_on_in_the_next() -> None:
    assert joined(
        "Thirty children with sedge fever were given", "larchumab 5 mg daily for four weeks, of whom", "12."
    ) == ("Thirty children with sedge fever were given larchumab 5 mg daily for four weeks, of whom 12.")


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    lines = ("Thirty children with sedge fever were given", "larchumab.", "We thank the nurses of Hillgate Ward for it")

    assert joined(*lines) == f"{lines[0]} {lines[1]}\n{lines[2]}"


@pytest.mark.parametrize("line", ["METHODS: Of thirty children", "RESULTS Ten improved", "• Ten improved", "Abstract"])
def test_a_heading_and_an_item_of_a_list_begin_a_paragraph(line: str) -> None:
    before = "Larchumab is a new drug for sedge fever."

    assert joined(before, line) == f"{before}\n{line}"


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("methyl-", "prednisolone", "methylprednisolone"),
        ("anti-", "TNF", "anti-TNF"),
        ("placebo-", "controlled", "placebo-controlled"),
        ("5-", "year", "5-year"),
        ("ANCA-", "associated", "ANCA-associated"),
        ("anti\u00ad", "bodies", "antibodies"),
    ],
)
def test_a_word_broken_at_a_line_s_end_is_whole_and_compounds_keep_their_hyphen(
    before: str, after: str, word: str
) -> None:
    assert joined(f"They were given some {before}", f"{after} in the morning") == (
        f"They were given some {word} in the morning"
    )


def test_a_wide_gap_parts_lines() -> None:
    page = [Line("Larchumab in sedge", 700), Line("fever of children", 690), Line("we treated ten of", 660)]
    page += [Line("them for four weeks", 650)]

    assert paragraphs([page]) == "Larchumab in sedge fever of children\n\nwe treated ten of them for four weeks"


def test_another_size_of_letters_parts_lines() -> None:
    page = [Line("Larchumab in sedge fever", 700, 16), Line("we treated ten of them", 690, 10)]

    assert paragraphs([page]) == "Larchumab in sedge fever\n\nwe treated ten of them"


def test_a_title_in_larger_letters_goes_over_several_lines() -> None:
    page = [Line("Larchumab in Children", 700, 16), Line("With Sedge Fever", 679, 16), Line("", 660, 10)]
    page += [Line(f"we treated ten of them for {n} weeks and saw them again", 650 - 12 * n, 10) for n in range(4)]

    assert paragraphs([page]).split("\n")[0] == "Larchumab in Children With Sedge Fever"


def test_rows_of_a_table_stay_apart() -> None:
    assert joined("Age, years 12.1 13.2", "Boys, number 10 12") == "Age, years 12.1 13.2\nBoys, number 10 12"


def test_a_paragraph_goes_over_to_the_next_page() -> None:
    assert paragraphs([[Line("We gave them")], [Line("larchumab.")], [Line("the end")]]) == (
        "We gave them larchumab.\n\nthe end"
    )


def test_lines_stand_where_their_first_words_stand() -> None:
    chunks = [Line("", 0, 12), Line("Ten ", 700, 10), Line("boys\n", 703, 6), Line("and", 690, 10), Line("\n", 0, 10)]

    assert lines_of(iter(chunks)) == [Line("Ten boys", 700, 10), Line("and", 690, 10), Line("")]
