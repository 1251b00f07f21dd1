import pytest

from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS
from pipeline.view.inspect import _FIRST_COLUMNS, overview, show_table


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_chosen_columns_exist(table):
    assert set(_FIRST_COLUMNS[table]) <= set(SCHEMAS[table].names)


def test_the_overview_counts_rows(rendered, results, document):
    lines = rendered(overview(results(documents=[document]), 200)).splitlines()
    assert any(line.split()[:2] == ["documents", "1"] for line in lines)
    assert any(line.split()[:2] == ["doses", "0"] for line in lines)


def test_a_table_shows_its_rows(rendered, results, document, mention):
    run_dir = results(documents=[document], mentions=[mention(0, "SAMPLE_SIZE", "Seven"), mention(1, "DOSE", "15 mg")])
    shown = rendered(show_table(run_dir, "mentions", None, 50, 200))
    assert "Seven" in shown
    assert "15 mg" in shown


def test_a_document_shows_its_rows_only(rendered, results, document, mention):
    other = {**mention(0, "DOSE", "15 mg"), "doc_id": "b"}
    run_dir = results(
        documents=[document, {**document, "doc_id": "b"}], mentions=[mention(0, "SAMPLE_SIZE", "Seven"), other]
    )
    shown = rendered(show_table(run_dir, "mentions", "a", 50, 200))
    assert "Seven" in shown
    assert "15 mg" not in shown


def test_the_rows_that_are_left_out_are_mentioned(rendered, results, document, mention):
    run_dir = results(documents=[document], mentions=[mention(number, "DOSE", "15 mg") for number in range(9)])
    assert "first 4 rows" in rendered(show_table(run_dir, "mentions", None, 4, 200))


def test_an_empty_table_says_so(rendered, results):
    assert rendered(show_table(results(), "drugs", None, 50, 200)).strip() == "no rows"


def test_a_failed_document_is_found_by_its_source(rendered, results):
    error = {"source": "b.txt", "stage": "read", "error": "ReadError", "message": "is empty"}
    assert "is empty" in rendered(show_table(results(errors=[error]), "errors", "b.txt", 50, 200))


def test_an_unknown_document_is_answered_with_some_that_are_there(results, document):
    with pytest.raises(OutputError, match=r"no document 'x'.*for example: a"):
        show_table(results(documents=[document]), "drugs", "x", 50, 200)


def test_an_unknown_table_is_answered_with_the_known(results):
    with pytest.raises(OutputError, match=r"no table 'drug'.*diseases"):
        show_table(results(), "drug", None, 50, 200)


def test_duplicates_are_left_out_of_any_table_on_request(rendered, results, document, mention):
    copy = {**document, "doc_id": "b", "duplicate_of": "a"}
    study = {"doc_id": "a", "rule": "x", "title": "First"}
    studies = [study, {**study, "doc_id": "b", "title": "Copy"}, {**study, "doc_id": "c", "title": "Third"}]
    run_dir = results(documents=[document, copy, {**document, "doc_id": "c"}], studies=studies)
    lines = rendered(show_table(run_dir, "studies", None, 50, 200, distinct=True)).splitlines()
    assert [line.split()[0] for line in lines] == ["doc_id", "a", "c"]
    assert "b " not in rendered(show_table(run_dir, "documents", None, 50, 200, distinct=True))
    assert rendered(show_table(run_dir, "studies", "b", 50, 200, distinct=True)).strip() == "no rows"


def test_rows_keep_their_order_without_duplicates(rendered, results, document, mention):
    mentions = [mention(number, "DOSE", "15 mg") for number in range(40)]
    run_dir = results(documents=[document], mentions=mentions)
    lines = rendered(show_table(run_dir, "mentions", None, 50, 200, distinct=True)).splitlines()
    assert [line.split()[1] for line in lines[1:]] == [str(number) for number in range(40)]


def test_errors_have_no_duplicates(rendered, results):
    error = {"source": "b.txt", "stage": "read", "error": "ReadError", "message": "is empty"}
    assert "is empty" in rendered(show_table(results(errors=[error]), "errors", None, 50, 200, distinct=True))
