"""An export that is killed leaves the file that was there, or the new one."""

import pytest

from pipeline.export import export_tables


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "xlsx"])
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(make_run, drug, tmp_path, moments, form):
    run_dir = make_run({"drugs": [drug("zinc")]})
    place = tmp_path / "sheets"
    place.mkdir()
    (place / f"drugs.{form}").write_bytes(b"old")
    killed = moments(place, lambda: export_tables(run_dir, ["drugs", "errors"], place, form))
    new = {path.name: path.read_bytes() for path in place.iterdir()}
    for folder in killed:
        found = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}
        assert found.pop(f"drugs.{form}") in (b"old", new[f"drugs.{form}"])
        assert all(content == new[name] for name, content in found.items())
    assert sorted(new) == [f"drugs.{form}", f"errors.{form}"]
