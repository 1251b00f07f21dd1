import sys

import pytest

from pipeline.errors import OutputError
from pipeline.lake import Layout, compact, delta, update_delta
from pipeline.tables import SCHEMAS, locked

MB = 1 << 20
deltalake = pytest.importorskip("deltalake")


@pytest.fixture
def lake(tmp_path):
    return tmp_path / "lake"


def column(lake, table, name):
    return sorted(deltalake.DeltaTable(str(lake / table)).to_pyarrow_table()[name].to_pylist(), key=str)


def test_every_table_is_a_delta_table_with_all_columns(run_dir, lake):
    assert update_delta(run_dir, lake, Layout(MB))["drugs"] == (4, 1)
    for table, schema in SCHEMAS.items():
        assert deltalake.DeltaTable(str(lake / table)).to_pyarrow_table().column_names == schema.names
    assert column(lake, "drugs", "name") == ["folic acid", "methotrexate", "methotrexate", "placebo"]


def test_another_run_replaces_its_documents_and_adds_others(run_dir, make_run, document, drug, lake):
    update_delta(run_dir, lake, Layout(MB))
    more = make_run(
        {"documents": [document("a"), document("d")], "drugs": [drug("a", "aspirin"), drug("d", "zinc")]}, name="more"
    )
    update_delta(more, lake, Layout(MB))
    assert column(lake, "documents", "doc_id") == ["a", "b", "c", "d"]
    assert column(lake, "drugs", "name") == ["aspirin", "methotrexate", "placebo", "zinc"]


def test_a_document_that_has_no_rows_any_more_loses_those_it_had(run_dir, make_run, document, lake):
    update_delta(run_dir, lake, Layout(MB))
    update_delta(make_run({"documents": [document("a")]}, name="more"), lake, Layout(MB))
    assert column(lake, "drugs", "doc_id") == ["b", "c"]


def test_the_same_run_again_changes_no_row(run_dir, lake):
    for _ in range(2):
        update_delta(run_dir, lake, Layout(MB))
    assert column(lake, "drugs", "name") == ["folic acid", "methotrexate", "methotrexate", "placebo"]
    assert column(lake, "errors", "source") == ["bad.txt"]


def test_a_replacement_is_one_commit(run_dir, lake):
    update_delta(run_dir, lake, Layout(MB))
    before = deltalake.DeltaTable(str(lake / "drugs")).version()
    delta._replace(
        deltalake.DeltaTable(str(lake / "drugs")),
        *next(delta._commits(delta.Snapshot.of(run_dir), "drugs", Layout(MB), [])),
        key=("doc_id",),
    )
    assert deltalake.DeltaTable(str(lake / "drugs")).version() == before + 1


def test_many_documents_are_several_commits(run_dir, lake, monkeypatch):
    update_delta(run_dir, lake, Layout(MB))
    monkeypatch.setattr(delta, "_COMMIT", 1)
    update_delta(run_dir, lake, Layout(MB))
    assert column(lake, "drugs", "name") == ["folic acid", "methotrexate", "methotrexate", "placebo"]


def test_a_document_that_fails_now_is_in_errors_only(run_dir, make_run, document, lake):
    update_delta(run_dir, lake, Layout(MB))
    error = {"source": "a.txt", "stage": "read", "error": "ReadError", "message": "is empty"}
    update_delta(make_run({"documents": [document("d")], "errors": [error]}, name="more"), lake, Layout(MB))
    assert column(lake, "documents", "doc_id") == ["b", "c", "d"]
    assert column(lake, "drugs", "doc_id") == ["b", "c"]
    assert column(lake, "errors", "source") == ["a.txt", "bad.txt"]


def test_a_document_that_failed_and_does_not_now_leaves_errors(run_dir, make_run, document, lake):
    update_delta(run_dir, lake, Layout(MB))
    update_delta(make_run({"documents": [document("bad")]}, name="more"), lake, Layout(MB))
    assert column(lake, "errors", "source") == []
    assert column(lake, "documents", "doc_id") == ["a", "b", "bad", "c"]


def test_partitions_go_by_a_column_of_documents(run_dir, lake):
    for _ in range(2):
        update_delta(run_dir, lake, Layout(MB, "year"))
    table = deltalake.DeltaTable(str(lake / "drugs"))
    assert table.metadata().partition_columns == ["year"]
    assert column(lake, "drugs", "year") == [2019, 2019, 2020, None]
    assert column(lake, "errors", "source") == ["bad.txt"]


def test_other_partitions_are_refused(run_dir, lake):
    update_delta(run_dir, lake, Layout(MB, "year"))
    with pytest.raises(OutputError, match="made with --partition-by year"):
        update_delta(run_dir, lake, Layout(MB))


def test_two_formats_do_not_mix(run_dir, lake, tmp_path):
    update_delta(run_dir, lake, Layout(MB))
    with pytest.raises(OutputError, match="something else than tables of --format parquet"):
        compact(run_dir, lake, Layout(MB))
    compact(run_dir, tmp_path / "plain", Layout(MB))
    with pytest.raises(OutputError, match="something else than tables of --format delta"):
        update_delta(run_dir, tmp_path / "plain", Layout(MB))


def test_nothing_is_left_in_a_folder_that_holds_something_else(run_dir, lake):
    lake.mkdir()
    (lake / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="something else than tables of --format delta"):
        update_delta(run_dir, lake, Layout(MB))
    assert [path.name for path in lake.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_looked_at_is_one_line(run_dir, lake, monkeypatch):
    lake.mkdir()
    monkeypatch.setattr(type(lake), "iterdir", lambda path: (_ for _ in ()).throw(PermissionError(13, "denied")))
    with pytest.raises(OutputError, match="lake: cannot be written"):
        update_delta(run_dir, lake, Layout(MB))


def test_one_process_writes_at_a_time(run_dir, lake):
    with locked(lake), pytest.raises(OutputError, match="another run is writing here"):
        update_delta(run_dir, lake, Layout(MB))


def test_without_the_package_one_line_says_what_to_install(run_dir, lake, monkeypatch):
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(OutputError, match=r"pip install 'litsift\[delta\]'"):
        update_delta(run_dir, lake, Layout(MB))
    assert not lake.exists()
