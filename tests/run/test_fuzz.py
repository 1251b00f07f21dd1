"""A short round of the fuzz harness; `make fuzz` runs a long one."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import fuzz

from pipeline.tables import read_table

pytestmark = pytest.mark.usefixtures("in_process")


def test_broken_and_hostile_files_lose_nothing():
    assert fuzz.fuzz(inputs=150, seed=20, batch=150, traps=False) == []


def test_the_harness_sees_what_leaks(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{fuzz._TITLE}\n\n{fuzz._ABSTRACT} {fuzz._SECRET}\n")
    problems = fuzz.check(tmp_path / "in", tmp_path / "out")
    assert [problem.split(":")[0] for problem in problems] == ["leaked"] * len(problems)
    assert problems


def test_the_harness_sees_what_is_lost(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{fuzz._TITLE}\n\n{fuzz._ABSTRACT}\n")
    monkeypatch.setattr("fuzz.read_table", lambda out, table, columns=None: read_table(out, table, columns).slice(1))
    assert fuzz.check(tmp_path / "in", tmp_path / "out") == ["lost: a.txt"]
