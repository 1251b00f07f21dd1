import pytest

from pipeline.extract.prose import prose_of

TEXT = "A trial. Open-label (n = 3) use [of (two) kinds]. (Open only here. And) not here"


@pytest.fixture
def prose(planted):
    return prose_of(planted(TEXT, title="A trial."))


def test_hyphens_leave_no_word(prose) -> None:
    assert prose.words[3:5] == ["open", "label"]


def test_citations_are_no_prose(planted) -> None:
    doc = planted("A trial. Text. Journal of Pediatrics", title="A trial.", sections=[("citation", "Journal")])
    assert "pediatrics" not in prose_of(doc).words


def test_positions_lead_back_to_the_document(planted) -> None:
    doc = planted("Open-label use of aspirin")
    prose = prose_of(doc)
    start, end = prose.bounds(doc[5:6])
    assert prose.words[start:end] == ["aspirin"]


@pytest.mark.parametrize("heading", ["ABSTRACT.", "BACKGROUND:", "OBJECTIVE:"])
def test_abstract_run_into_the_title_is_no_title(planted, heading) -> None:
    title = f"Aspirin for gout {heading} Gout is painful."
    prose = prose_of(planted(title, title=title))
    assert [word for i, word in enumerate(prose.words) if prose.in_title(i)] == ["aspirin", "for", "gout"]
    assert prose.section[-1] == "background"


def test_heading_words_of_a_title_do_not_cut_it(planted) -> None:
    title = "Approval summary: aspirin for gout"
    prose = prose_of(planted(title, title=title))
    assert prose.in_title(len(prose.words) - 1)


@pytest.mark.parametrize(
    ("start", "end", "leaves", "enters"),
    [
        ("(", "use", False, False),
        ("n", "use", True, False),
        ("use", "kinds", False, True),
        ("two", "kinds", True, False),
    ],
)
def test_brackets_are_left_and_entered(prose, start, end, leaves, enters) -> None:
    i, j = prose.words.index(start), prose.words.index(end)
    assert prose.leaves_bracket(i, j) is leaves
    assert prose.enters_bracket(i, j) is enters


def test_bracketed_positions_are_those_of_whole_brackets(prose) -> None:
    inside = prose.bracketed(0, prose.words.index("["))
    assert [prose.words[i] for i in sorted(inside)] == ["(", "n", "=", "3", ")"]


def test_brackets_do_not_reach_over_sentences(prose) -> None:
    assert not prose.leaves_bracket(prose.words.index("only"), len(prose.words) - 1)
