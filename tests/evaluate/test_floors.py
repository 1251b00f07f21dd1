import json

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.floors import check_floors, load_floors, update_floors


@pytest.fixture
def floors_file(tmp_path):
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"a": 0.9, "b": 0.5}), encoding="utf-8")
    return path


def test_figures_at_or_above_their_floors_pass():
    assert check_floors({"a": 0.9, "b": 1.0, "new": 0.0}, {"a": 0.9, "b": 0.5}) == []


def test_a_figure_below_its_floor_is_named_with_both_numbers():
    (breach,) = check_floors({"a": 0.89996}, {"a": 0.9})
    assert str(breach) == "a: 0.8999, floor 0.9000"


def test_a_figure_that_is_no_longer_measured_is_a_breach():
    (breach,) = check_floors({}, {"a": 0.0})
    assert str(breach) == "a: not measured, floor 0.0000"


def test_an_update_raises_and_adds(floors_file):
    assert update_floors(floors_file, {"a": 0.95, "b": 0.5, "c": 0.25}) == {"a": 0.95, "b": 0.5, "c": 0.25}
    assert load_floors(floors_file) == {"a": 0.95, "b": 0.5, "c": 0.25}


def test_an_update_lowers_nothing(floors_file):
    update_floors(floors_file, {"a": 0.1})
    assert load_floors(floors_file) == {"a": 0.9, "b": 0.5}


def test_lowering_takes_a_flag(floors_file):
    update_floors(floors_file, {"a": 0.1}, allow_lower=True)
    assert load_floors(floors_file) == {"a": 0.1}


@pytest.mark.parametrize("figure", [2 / 3, 1 / 3, 1.0, 0.0, 0.95, 0.29])
def test_a_figure_reaches_the_floor_that_it_sets(tmp_path, figure):
    floors = update_floors(tmp_path / "new.json", {"a": figure})
    assert floors["a"] == pytest.approx(figure, abs=1e-4)
    assert check_floors({"a": figure}, floors) == []


def test_the_file_has_the_same_bytes_for_the_same_figures(tmp_path):
    update_floors(tmp_path / "one.json", {"b": 0.5, "a": 1.0})
    update_floors(tmp_path / "two.json", {"a": 1.0, "b": 0.5})
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize("content", ["", "[]", '{"a": "high"}', '{"a": true}', '{"a": 2}'])
def test_what_is_no_floors_file_is_rejected(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match="restore it or write it anew"):
        load_floors(path)


def test_a_missing_floors_file_is_rejected(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        load_floors(tmp_path / "none.json")
