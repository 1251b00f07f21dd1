"""`litsift compact` that is killed leaves the lake that was there, or the new one; run again, it makes the new one."""

import hashlib

import pytest

from pipeline.lake import Layout, compact, delta, update_delta

MB = 1 << 20


@pytest.fixture
def other_run(make_run, document, drug):
    return make_run(
        {"documents": [document("a", year=2001), document("d")], "drugs": [drug("a", "aspirin"), drug("d", "zinc")]},
        name="other",
    )


def contents(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def rows_of(table):
    return sorted(map(str, table.to_pylist()))


@pytest.mark.parametrize("column", [None, "year"])
def test_parquet_files_are_the_old_or_the_new(run_dir, other_run, tmp_path, moments, column):
    place = tmp_path / "place"
    compact(run_dir, place / "lake", Layout(MB))
    old = contents(place / "lake")
    killed = moments(place, lambda: compact(other_run, place / "lake", Layout(MB, column)))
    new = contents(place / "lake")
    assert {tuple(contents(folder / "lake").items()) for folder in killed} == {tuple(old.items()), tuple(new.items())}
    for folder in killed:
        compact(other_run, folder / "lake", Layout(MB, column))
        assert contents(folder) == contents(place)


def test_the_first_parquet_files_are_all_there_or_none(run_dir, tmp_path, moments):
    (tmp_path / "place").mkdir()
    killed = moments(tmp_path / "place", lambda: compact(run_dir, tmp_path / "place" / "lake", Layout(MB)))
    new = contents(tmp_path / "place" / "lake")
    assert all(contents(folder / "lake") in ({}, new) for folder in killed)


@pytest.mark.parametrize("existing", [False, True])
def test_delta_tables_are_the_old_or_the_new_and_the_same_run_goes_on(
    run_dir, other_run, tmp_path, moments, monkeypatch, existing
):
    deltalake = pytest.importorskip("deltalake")
    monkeypatch.setattr(delta, "_ORDER", ("drugs", "documents"))
    lake = tmp_path / "place" / "lake"
    lake.parent.mkdir()
    if existing:
        update_delta(run_dir, lake, Layout(MB))

    def rows(lake):
        tables = {table: lake / table for table in delta._ORDER if (lake / table).exists()}
        return {table: rows_of(deltalake.DeltaTable(str(path)).to_pyarrow_table()) for table, path in tables.items()}

    def told(change):
        def call(*given):
            (tmp_path / "a moment").mkdir()  # what changes a Delta table tells Python nothing
            (tmp_path / "a moment").rmdir()
            return change(*given)

        return call

    for change in ("_create", "_append", "_replace"):
        monkeypatch.setattr(delta, change, told(getattr(delta, change)))
    old = rows(lake)
    killed = moments(lake.parent, lambda: update_delta(other_run, lake, Layout(MB)))
    new = rows(lake)
    for folder in killed:
        found = rows(folder / "lake")
        assert all(part in (old.get(table, []), new[table]) for table, part in found.items())
        update_delta(other_run, folder / "lake", Layout(MB))
        assert rows(folder / "lake") == new
