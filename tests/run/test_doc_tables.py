import pytest

from pipeline.run.doc_tables import pack, unpack
from pipeline.tables import SCHEMAS, to_arrow

ROWS = {"drugs": [{"doc_id": "a", "name": name, "rule": "x", "mentions": [1, 2]} for name in ("zinc", "\N{PILL}")]}


@pytest.mark.parametrize("rows", [{}, ROWS])
def test_tables_are_the_same_after_their_way_between_processes(rows):
    tables = {table: to_arrow(table, rows.get(table, ())) for table in SCHEMAS}
    there = unpack(pack(tables))
    assert list(there) == list(SCHEMAS)
    assert all(there[table].equals(arrow, check_metadata=True) for table, arrow in tables.items())


def test_only_rows_travel():
    assert list(pack({table: to_arrow(table, ROWS.get(table, ())) for table in SCHEMAS})) == ["drugs"]
