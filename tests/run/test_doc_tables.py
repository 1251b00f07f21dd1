from pipeline.read import Record
from pipeline.run.doc_tables import tables_of
from pipeline.tables import SCHEMAS

A, B = (Record(f"{name}.txt", name, "text", b"") for name in "ab")


def drugs(doc_id, *names):
    return {"drugs": [{"doc_id": doc_id, "name": name, "rule": "x", "mentions": [1]} for name in names]}


def test_the_rows_of_documents_stand_in_their_order():
    tables = tables_of([A, B], [drugs("a", "zinc", "\N{PILL}"), drugs("b", "iron")])
    assert list(tables) == list(SCHEMAS)
    assert all(tables[table].schema.equals(schema) for table, schema in SCHEMAS.items())
    assert tables["drugs"]["name"].to_pylist() == ["zinc", "\N{PILL}", "iron"]


def test_without_documents_all_tables_are_empty():
    assert {arrow.num_rows for arrow in tables_of([], []).values()} == {0}


def test_a_document_whose_rows_do_not_fit_their_table_is_a_row_of_errors_and_the_others_stay():
    tables = tables_of([A, B], [{"drugs": [{"nmae": "x"}]}, drugs("b", "iron")])
    [row] = tables["errors"].to_pylist()
    assert (row["source"], row["stage"], row["message"]) == ("a.txt", "write", "table 'drugs' has no column 'nmae'")
    assert tables["drugs"]["name"].to_pylist() == ["iron"]
