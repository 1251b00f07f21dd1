import pytest

from pipeline.errors import OutputError
from pipeline.view.explain import explain

DOSE = {"doc_id": "a", "drug": "methotrexate", "low": 15.0, "unit": "mg", "mentions": [1, 2], "rule": "dose-amount"}


@pytest.fixture
def run_dir(results, document, mention):
    words = [("SAMPLE_SIZE", "Seven"), ("DRUG", "methotrexate"), ("DOSE", "15 mg")]
    return results(
        documents=[document],
        removed=[
            {"doc_id": "a", "start": 90, "end": 99, "text": "\x1b[5mCookies", "rule": "consent"},
            {"doc_id": "a", "start": 99, "end": 100, "text": "\n", "rule": "blank"},
        ],
        mentions=[mention(number, *found) for number, found in enumerate(words)],
        doses=[DOSE],
        errors=[{"source": "b.txt", "stage": "read", "error": "ReadError", "message": "is empty"}],
    )


@pytest.fixture
def shown(run_dir, rendered):
    """A function that explains a document and returns what stands in the terminal."""

    def show(doc, coloured=False):
        return rendered(explain(run_dir, doc, coloured=coloured, width=120), 120, coloured)

    return show


def test_mentions_stand_in_brackets_without_colours(shown):
    assert "were given [methotrexate|DRUG] [15 mg|DOSE]." in shown("a")


def test_mentions_are_coloured_on_a_terminal(shown):
    text = shown("a", coloured=True)
    assert "\x1b[30;106mmethotrexate\x1b[0m" in text
    assert "|DRUG]" not in text


def test_blank_lines_are_shown_once(shown):
    assert "[Seven|SAMPLE_SIZE] patients\n\nwere given" in shown("a")


def test_what_was_dropped_stands_with_its_rule(shown):
    text = shown("a")
    assert "consent" in text
    assert "Cookies" in text
    assert "blank" not in text


def test_a_row_stands_with_its_words_and_its_rule(shown):
    text = shown("a")
    assert "drug methotrexate · low 15 · unit mg" in text
    assert "“methotrexate” “15 mg” by dose-amount" in text


def test_a_page_cannot_steer_the_terminal(shown):
    assert "\x1b" not in shown("a")


def test_markup_in_a_title_stays_words(shown):
    assert "A [bold]pilot[/bold] trial" in shown("a")


def test_a_failed_document_shows_its_error(shown):
    assert "is empty" in shown("b.txt")


def test_an_unknown_document_is_an_error(shown):
    with pytest.raises(OutputError, match="no document 'c'"):
        shown("c")
