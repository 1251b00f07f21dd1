import pandas as pd
import pytest

from pipeline.errors import OutputError
from pipeline.tables import (
    SCHEMAS,
    Manifest,
    commit,
    current_file,
    find_shard,
    load_manifest,
    read_table,
    reader,
    shard_file,
    stage_shard,
    to_arrow,
)


def write_shard(folder, name, messages=()):
    rows = [{"source": "a", "stage": "read", "error": "E", "message": message} for message in messages]
    return stage_shard(folder, name, {table: to_arrow(table, rows if table == "errors" else []) for table in SCHEMAS})


def messages(folder):
    return read_table(folder, "errors")["message"].to_pylist()


def test_rows_come_in_the_order_of_the_manifest(tmp_path):
    shards = (write_shard(tmp_path, "bb", ["one", "two"]), write_shard(tmp_path, "aa", ["three"]))
    commit(tmp_path, Manifest(litsift="1", shards=shards))
    assert messages(tmp_path) == ["one", "two", "three"]
    assert load_manifest(tmp_path).rows("errors") == 3


def test_a_file_that_is_not_listed_is_not_read(tmp_path):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa", ["listed"]),)))
    write_shard(tmp_path, "bb", ["not listed"])
    assert messages(tmp_path) == ["listed"]


def test_a_commit_deletes_what_it_replaces(tmp_path):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa", ["old"]),)))
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "bb", ["new"]),)))
    assert pd.read_parquet(tmp_path / "errors")["message"].tolist() == ["new"]


def test_a_commit_deletes_what_a_crash_left_half_written(tmp_path):
    shard = write_shard(tmp_path, "aa")
    left = tmp_path / ".staging" / "errors" / ".cc.parquet.99.tmp"
    left.write_bytes(b"PAR1")
    commit(tmp_path, Manifest(litsift="1", shards=(shard,)))
    assert not left.exists()


def test_a_commit_deletes_what_killed_commits_left(tmp_path):
    shard = write_shard(tmp_path, "aa")
    left = tmp_path / ".manifest.json.99.tmp"
    left.write_text("{")
    commit(tmp_path, Manifest(litsift="1", shards=(shard,)))
    assert not left.exists()


def test_a_commit_leaves_other_files_alone(tmp_path):
    shard = write_shard(tmp_path, "aa")
    note = tmp_path / "errors" / "note.txt"
    note.parent.mkdir()
    note.write_text("mine")
    commit(tmp_path, Manifest(litsift="1", shards=(shard,)))
    assert note.exists()


def test_a_crash_before_the_commit_leaves_the_last_result(tmp_path):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa", ["old"]),)))
    write_shard(tmp_path, "bb", ["new"])
    (tmp_path / ".manifest.json.tmp").write_text("{")
    assert messages(tmp_path) == ["old"]


def test_a_whole_shard_is_found_again(tmp_path):
    shard = write_shard(tmp_path, "aa", ["one"])
    assert find_shard(tmp_path, "aa") == shard
    commit(tmp_path, Manifest(litsift="1", shards=(shard,)))
    assert find_shard(tmp_path, "aa") == shard


def test_a_shard_that_a_crash_left_half_published_is_found(tmp_path):
    shard = write_shard(tmp_path, "aa", ["one"])
    commit(tmp_path, Manifest(litsift="1", shards=(shard,)))
    staged = tmp_path / ".staging" / "drugs" / "aa.parquet"
    staged.parent.mkdir(parents=True)
    shard_file(tmp_path, "drugs", "aa").rename(staged)
    assert find_shard(tmp_path, "aa") == shard


@pytest.mark.parametrize("damage", ["missing", "cut short"])
def test_a_damaged_shard_is_not_found(tmp_path, damage):
    write_shard(tmp_path, "aa")
    path = current_file(tmp_path, "drugs", "aa")
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-4])
    assert find_shard(tmp_path, "aa") is None


@pytest.mark.parametrize("table", SCHEMAS)
def test_an_empty_table_reads_with_its_schema(tmp_path, table):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa"),)))
    assert read_table(tmp_path, table).schema.equals(SCHEMAS[table])
    assert list(pd.read_parquet(tmp_path / table).columns) == SCHEMAS[table].names


def test_a_folder_without_results_is_named(tmp_path):
    with pytest.raises(OutputError, match="no results here"):
        read_table(tmp_path, "drugs")


@pytest.mark.parametrize("content", ["{", "[]", '{"litsift": "1", "shards": [{"name": "../../x", "rows": {}}]}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(OutputError, match="not a manifest"):
        load_manifest(tmp_path)


def test_an_unknown_table_is_answered_with_the_known(tmp_path):
    with pytest.raises(OutputError, match="no table 'dozes'; there are documents, removed"):
        read_table(tmp_path, "dozes")


def test_a_listed_file_that_is_gone_is_named(tmp_path):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa"),)))
    shard_file(tmp_path, "drugs", "aa").unlink()
    with pytest.raises(OutputError, match=r"drugs.*missing"):
        read_table(tmp_path, "drugs")


def test_a_reader_that_a_commit_overtakes_reads_the_new_result(tmp_path, monkeypatch):
    commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "aa", ["old"]),)))
    real, calls = reader.load_manifest, []

    def overtaken(run_dir):
        manifest = real(run_dir)
        if not calls:
            calls.append(manifest)
            commit(tmp_path, Manifest(litsift="1", shards=(write_shard(tmp_path, "bb", ["new"]),)))
        return manifest

    monkeypatch.setattr(reader, "load_manifest", overtaken)
    assert reader.open_table(tmp_path, "errors").to_table()["message"].to_pylist() == ["new"]
