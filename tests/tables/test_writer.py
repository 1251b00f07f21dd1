import hashlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS, to_arrow, write_file
from pipeline.tables.writer import write_text

ERROR_ROW = {"source": "a.txt", "stage": "read", "error": "ReadError", "message": "empty"}


def test_a_column_that_a_row_leaves_out_is_null():
    assert to_arrow("errors", [ERROR_ROW]).to_pylist() == [{**ERROR_ROW, "record": None}]


@pytest.mark.parametrize("table", SCHEMAS)
def test_no_rows_still_have_the_schema(table):
    assert to_arrow(table, []).schema.equals(SCHEMAS[table])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**ERROR_ROW, "sauce": "x"}, "no column 'sauce'"),
        ({**ERROR_ROW, "source": None}, "'source' must not be null"),
        ({**ERROR_ROW, "source": 5}, "table 'errors'"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row, message):
    with pytest.raises(ValueError, match=message):
        to_arrow("errors", [row])


def test_a_number_beyond_the_column_is_refused():
    row = {"doc_id": "a", "rule": "r", "n": 2**31}
    with pytest.raises(ValueError, match="sample_sizes"):
        to_arrow("sample_sizes", [row])


def test_same_rows_give_the_same_bytes(tmp_path):
    hashes = set()
    for name in ("a", "b"):
        write_file(to_arrow("errors", [ERROR_ROW]), tmp_path / name)
        hashes.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "errors" / "a.parquet"
    write_file(to_arrow("errors", []), path)

    def half_written(table, where, **settings):
        where.write_bytes(b"PAR1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", half_written)
    with pytest.raises(OutputError, match="no space left; free some and run again"):
        write_file(to_arrow("errors", [ERROR_ROW]), path)
    monkeypatch.undo()
    assert pq.read_table(path).num_rows == 0


def test_every_column_says_what_it_means():
    fields = [(table, field) for table, schema in SCHEMAS.items() for field in schema]
    assert [f"{table}.{field.name}" for table, field in fields if not (field.metadata or {}).get(b"description")] == []


def test_the_columns_are_read_back_with_their_types(tmp_path):
    row = {
        "doc_id": "a",
        "name": "methotrexate",
        "aka": ["MTX"],
        "concept_id": "MESH:D008727",
        "role": "intervention",
        "mentions": [0, 2],
        "rule": "vocabulary",
        "kind": "substance",
    }
    write_file(to_arrow("drugs", [row]), tmp_path / "drugs.parquet")
    table = pq.read_table(tmp_path / "drugs.parquet")
    assert table.schema.field("mentions").type == pa.list_(pa.int32())
    assert table.to_pylist() == [{**row, "concept_name": None}]


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_text("new", link)
    assert (link.is_symlink(), target.read_text()) == (True, "new")
