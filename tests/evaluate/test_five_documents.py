"""The figures on the five sample documents do not fall below what is pinned in tests/gold/floors.json."""

from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.evaluate.floors import check_floors, load_floors
from pipeline.evaluate.gold_run import evaluate_gold

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def report():
    return evaluate_gold(GOLD, load_config())


def test_all_five_are_processed(report):
    assert len(report.documents) == 5
    assert not report.failed


def test_no_figure_is_below_its_floor(report):
    breaches = check_floors(report.figures(), load_floors(GOLD / "floors.json"))
    assert not breaches, "\n".join(str(breach) for breach in breaches)


def test_every_figure_has_a_floor(report):
    assert set(report.figures()) == set(load_floors(GOLD / "floors.json"))
