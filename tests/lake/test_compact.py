import hashlib
import json
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.errors import OutputError
from pipeline.lake import PARTITION_COLUMNS, Layout, compact, partitions, publish
from pipeline.lake.layout import folder_of
from pipeline.tables import SCHEMAS, read_table

MB = 1 << 20


@pytest.fixture
def lake(tmp_path):
    return tmp_path / "lake"


def contents(folder):
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_each_table_is_one_file_with_the_rows_in_order(run_dir, lake):
    written = compact(run_dir, lake, Layout(MB))
    assert written["drugs"] == (4, 1)
    for table, schema in SCHEMAS.items():
        [path] = (lake / table).iterdir()
        assert pq.read_schema(path).equals(schema)
        assert pq.read_schema(path).field(0).metadata[b"description"] == schema.field(0).metadata[b"description"]
        assert pq.read_table(path).equals(read_table(run_dir, table))


def test_the_run_stays_as_it_is(run_dir, lake):
    before = contents(run_dir)
    compact(run_dir, lake, Layout(MB, "year"))
    assert contents(run_dir) == before


def test_the_same_run_gives_the_same_bytes(run_dir, lake, tmp_path):
    for folder in (lake, tmp_path / "again", lake):
        compact(run_dir, folder, Layout(MB, "year"))
    assert contents(lake) == contents(tmp_path / "again")


def test_partitions_are_folders_of_a_column_of_documents(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    folders = ["year=2019", "year=2020", "year=__HIVE_DEFAULT_PARTITION__"]
    assert sorted(path.name for path in (lake / "documents").iterdir()) == folders
    assert sorted(path.name for path in (lake / "drugs").iterdir()) == folders
    [path] = (lake / "drugs" / "year=2019").iterdir()
    assert pq.read_table(path)["name"].to_pylist() == ["methotrexate", "folic acid"]


def test_arrow_and_duckdb_read_the_partitions_back(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "journal"))
    rows = ds.dataset(lake / "drugs", partitioning="hive").to_table().to_pylist()
    assert {(row["name"], row["journal"]) for row in rows} == {
        ("methotrexate", "Gut"),
        ("folic acid", "Gut"),
        ("methotrexate", None),
        ("placebo", "Ann. Rheum. Dis.: A/B é"),
    }
    sql = (
        f"SELECT journal FROM read_parquet('{lake}/drugs/*/*.parquet', hive_partitioning = true) WHERE name = 'placebo'"
    )
    assert duckdb.sql(sql).fetchall() == [("Ann. Rheum. Dis.: A/B é",)]


def test_the_column_of_the_folders_stands_in_no_file(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    for path in (lake / "documents").rglob("*.parquet"):
        assert "year" not in pq.read_schema(path).names


def test_errors_have_no_partitions(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    assert [path.suffix for path in (lake / "errors").iterdir()] == [".parquet"]


def test_a_table_without_rows_is_readable(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    frame = pd.read_parquet(lake / "doses")
    assert len(frame) == 0
    assert set(frame.columns) == set(SCHEMAS["doses"].names) | {"year"}


def test_files_have_about_the_wanted_size_and_keep_the_order(make_run, document, lake):
    noise = ["".join(hashlib.sha256(f"{n} {m}".encode()).hexdigest() for m in range(500)) for n in range(64)]
    shards = [{"documents": [document(f"{number:03d}", text=text)]} for number, text in enumerate(noise)]
    run = make_run(*shards)
    written = compact(run, lake, Layout(200_000))
    assert 3 < written["documents"].files < 12
    names = [
        name for path in sorted((lake / "documents").iterdir()) for name in pq.read_table(path)["doc_id"].to_pylist()
    ]
    assert names == [f"{number:03d}" for number in range(64)]


def test_a_partition_is_one_file_wherever_its_documents_stand(make_run, document, drug, lake):
    shards = [{"documents": [document(f"{n}", year=2000 + n % 5)], "drugs": [drug(f"{n}")]} for n in range(10)]
    written = compact(make_run(*shards), lake, Layout(MB, "year"))
    assert (written["documents"], written["drugs"]) == ((10, 5), (10, 5))
    [path] = (lake / "drugs" / "year=2003").iterdir()
    assert pq.read_table(path)["doc_id"].to_pylist() == ["3", "8"]


def test_rows_keep_their_types_through_the_sort(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    [path] = (lake / "drugs" / "year=2020").iterdir()
    assert pq.read_schema(path).equals(SCHEMAS["drugs"])
    assert pq.read_table(path)["mentions"].to_pylist() == [[1, 2]]


def test_tables_larger_than_a_chunk_are_sorted_on_disk(make_run, document, lake, tmp_path, monkeypatch):
    years = [2003, None, 2001, 2003, None, 2002, 2001, 2003]
    run = make_run(*({"documents": [document(f"{n}", year=year)]} for n, year in enumerate(years)))
    compact(run, tmp_path / "whole", Layout(MB, "year"))
    monkeypatch.setattr(partitions, "_CHUNK", 1)
    assert compact(run, lake, Layout(MB, "year"))["documents"] == (8, 4)
    assert contents(lake) == contents(tmp_path / "whole")
    [path] = (lake / "documents" / "year=2003").iterdir()
    assert pq.read_table(path)["doc_id"].to_pylist() == ["0", "3", "7"]


def test_a_full_disk_is_one_line_and_changes_nothing(run_dir, lake, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.lake.partitions._spilled", full)
    with pytest.raises(OutputError, match="no space left; free some and run again"):
        compact(run_dir, lake, Layout(MB, "year"))
    assert [path.name for path in lake.parent.iterdir()] == ["run"]


def test_a_lake_is_replaced_as_a_whole(run_dir, make_run, document, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    other = make_run({"documents": [document("z")]}, name="other")
    compact(other, lake, Layout(MB))
    assert pd.read_parquet(lake / "documents")["doc_id"].tolist() == ["z"]
    assert sorted(path.name for path in lake.iterdir()) == sorted([*SCHEMAS, "lake.json"])
    assert [path.name for path in lake.parent.iterdir() if path.name.startswith(".")] == []


def test_files_of_another_run_have_other_names(run_dir, make_run, document, lake, tmp_path):
    compact(run_dir, lake, Layout(MB))
    compact(make_run({"documents": [document("z")]}, name="other"), tmp_path / "lake2", Layout(MB))
    assert next((lake / "documents").iterdir()).name != next((tmp_path / "lake2" / "documents").iterdir()).name


def test_without_an_exchange_the_old_folder_is_moved_away_first(run_dir, lake, monkeypatch):
    compact(run_dir, lake, Layout(MB))
    monkeypatch.setattr(publish, "_exchanged", lambda one, other: False)
    compact(run_dir, lake, Layout(MB, "year"))
    assert (lake / "drugs" / "year=2019").is_dir()


def test_a_failure_leaves_the_lake_as_it_was(run_dir, lake, monkeypatch):
    compact(run_dir, lake, Layout(MB))
    before = contents(lake)
    monkeypatch.setattr("pipeline.lake.compaction.describe", lambda *given, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        compact(run_dir, lake, Layout(MB, "year"))
    assert contents(lake) == before
    assert [path.name for path in lake.parent.iterdir() if path.name.startswith(".")] == []


def test_a_lake_says_what_it_is(run_dir, lake):
    compact(run_dir, lake, Layout(MB, "year"))
    description = json.loads((lake / "lake.json").read_text())
    assert (description["format"], description["partition_by"]) == ("parquet", "year")
    assert description["tables"]["drugs"] == {"rows": 4, "files": 3}


def test_what_is_no_lake_is_not_replaced(run_dir, lake):
    lake.mkdir()
    (lake / "thesis.docx").write_text("precious")
    with pytest.raises(OutputError, match="something else"):
        compact(run_dir, lake, Layout(MB))
    assert (lake / "thesis.docx").read_text() == "precious"


@pytest.mark.parametrize("place", ["run", "run/lake", "."])
def test_a_lake_stands_apart_from_the_run(run_dir, tmp_path, place):
    with pytest.raises(OutputError, match="folder of the run"):
        compact(run_dir, tmp_path / place, Layout(MB))


@pytest.mark.parametrize("column", [None, "year"])
def test_a_missing_file_of_the_run_is_named(run_dir, lake, column):
    (run_dir / "drugs" / "01.parquet").unlink()
    with pytest.raises(OutputError, match=r"drugs/01\.parquet: cannot be read"):
        compact(run_dir, lake, Layout(MB, column))
    assert not lake.exists()


def test_a_value_that_is_too_long_for_a_folder_is_named(make_run, document, lake):
    run = make_run({"documents": [document("a", journal="x" * 300)]})
    with pytest.raises(OutputError, match="'journal' is too long"):
        compact(run, lake, Layout(MB, "journal"))


@pytest.mark.parametrize("column", ["text", "doc_id", "nonsense"])
def test_a_column_without_groups_is_refused(column):
    with pytest.raises(OutputError, match="there are format"):
        Layout(MB, column)


def test_the_columns_for_partitions_exist_and_mean_the_same_everywhere():
    for column in PARTITION_COLUMNS:
        kinds = {schema.field(column).type for table, schema in SCHEMAS.items() if column in schema.names}
        assert kinds == {SCHEMAS["documents"].field(column).type}


@pytest.mark.parametrize(
    ("value", "folder"),
    [
        (2020, "x=2020"),
        (None, "x=__HIVE_DEFAULT_PARTITION__"),
        ("", "x=__HIVE_DEFAULT_PARTITION__"),
        ("a b/c=d%", "x=a%20b%2Fc%3Dd%25"),
        ("..", "x=.."),
        ("Médecine", "x=Médecine"),
        ("a\nb", "x=a%0Ab"),
    ],
)
def test_folders_are_named_as_hive_names_them(value, folder):
    assert folder_of("x", value) == folder
