"""The figures on the five documents must not fall below `tests/gold/floors.json` (see CONTRIBUTING.md)."""

from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.evaluate import evaluate_run
from pipeline.evaluate.floors import check_floors, load_floors
from pipeline.run import run

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    out = tmp_path_factory.mktemp("extracted")
    run([ROOT / "raw_docs"], out, load_config())
    return evaluate_run(ROOT / "tests" / "gold", out).figures()


def test_no_figure_is_below_its_floor(figures):
    floors = load_floors(ROOT / "tests" / "gold" / "floors.json")
    assert floors
    assert [str(breach) for breach in check_floors(figures, floors)] == []
