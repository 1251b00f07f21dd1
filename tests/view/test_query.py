import pytest

from pipeline.errors import OutputError
from pipeline.view.query import query


def test_a_query_sees_all_tables(results, document, mention):
    run_dir = results(documents=[document], mentions=[mention(0, "SAMPLE_SIZE", "Seven")])
    answer = query(run_dir, "SELECT source, label FROM documents JOIN mentions USING (doc_id)")
    assert answer == (["source", "label"], [("a.txt", "SAMPLE_SIZE")], False)


def test_no_more_rows_than_asked_for(results, document, mention):
    run_dir = results(documents=[document], mentions=[mention(number, "DOSE", "15 mg") for number in range(3)])
    assert query(run_dir, "SELECT mention_id FROM mentions ORDER BY 1", limit=2) == (["mention_id"], [(0,), (1,)], True)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "COPY documents TO '{file}'",
        "ATTACH '{file}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "EXPORT DATABASE '{file}'",
        "SELECT * FROM results",
    ],
)
def test_a_query_reaches_nothing_else(results, document, tmp_path, sql):
    run_dir = results(documents=[document])
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with pytest.raises(OutputError, match="SQL"):
        query(run_dir, sql.format(file=secret))
    assert secret.read_text() == "secret"


@pytest.mark.parametrize("sql", ["", "SELEC 1", "SELECT nothing FROM drugs", ";"])
def test_a_wrong_query_is_answered_in_one_line(results, sql):
    with pytest.raises(OutputError, match="SQL") as error:
        query(results(), sql)
    assert "\n" not in str(error.value)


def test_a_query_changes_nothing(results, document):
    run_dir = results(documents=[document])
    with pytest.raises(OutputError):
        query(run_dir, "DELETE FROM documents")
    assert query(run_dir, "SELECT count(*) FROM documents").rows == [(1,)]
