import shutil
from collections import namedtuple
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from pipeline import doctor
from pipeline.doctor import Finding, examine
from pipeline.errors import ConfigError


def finding(name, out="."):
    """Return what one check finds."""
    return next(found for found in examine(Path(out)) if found.name == name)


@pytest.fixture(autouse=True)
def without_worker(monkeypatch, request):
    """Starting a worker takes seconds; one test does it."""
    if "installation" not in request.node.name:
        monkeypatch.setattr(doctor, "_worker", lambda: "not tried")


def test_this_installation_is_sound(tmp_path):
    findings = list(examine(tmp_path / "new" / "out"))
    assert [str(found) for found in findings if not found.sound] == []
    assert "drug, dose and disease found" in findings[6].detail
    assert list(tmp_path.iterdir()) == []


def test_a_finding_is_one_line():
    assert str(Finding("disk space", False, "0.1 GB\nfree")) == "problem  disk space: 0.1 GB free"
    assert str(Finding("vocabulary", True, "loaded")) == "ok       vocabulary: loaded"


def test_another_python_is_a_problem(monkeypatch):
    monkeypatch.setattr("platform.python_version", lambda: "3.9.1")
    assert "3.9.1 does not fit" in finding("Python").detail


def test_a_library_of_another_version_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "requires", lambda name: ["numpy<2,>=1.26", "pint>=0.2; extra == 'dev'", "pyarrow<26"])
    monkeypatch.setattr(doctor, "version", lambda name: {"numpy": "2.1.0", "pyarrow": "25.0.1"}[name])
    found = finding("libraries")
    assert (found.sound, found.detail) == (False, "numpy 2.1.0, not <2,>=1.26; run: pip install --upgrade litsift")


def test_a_missing_library_is_named(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "requires", lambda name: ["duckdb<3"])
    monkeypatch.setattr(doctor, "version", missing)
    assert "duckdb is missing (<3)" in finding("libraries").detail
    assert finding("Delta Lake").sound


def test_a_model_that_cannot_be_loaded_is_a_problem(monkeypatch):
    def broken(folder):
        raise ConfigError("x: the NER model cannot be loaded; reinstall litsift")

    monkeypatch.setattr("pipeline.tag.ner.load_ner", broken)
    assert finding("NER model") == (
        "NER model",
        False,
        "x: the NER model cannot be loaded; reinstall litsift",
    )


def test_a_missing_vocabulary_is_a_problem(monkeypatch):
    def missing():
        raise FileNotFoundError("vocabulary.json.gz")

    monkeypatch.setattr("pipeline.vocab.vocabulary.load_vocabulary", missing)
    assert finding("vocabulary").detail == "FileNotFoundError: vocabulary.json.gz; reinstall litsift"


def test_an_output_folder_that_is_a_file_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("in the way")
    found = finding("output folder", tmp_path / "file")
    assert not found.sound
    assert "cannot be written" in found.detail


def test_little_disk_space_is_a_problem(monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 28))
    assert finding("disk space").detail == "0.2 GB free; make room, or choose another --out"


def test_a_sentence_that_gives_something_else_is_a_problem(monkeypatch):
    monkeypatch.setattr(doctor, "_worker", doctor_worker)
    monkeypatch.setattr("pipeline.run.sandbox.Sandbox", OtherSandbox)
    assert (
        "drugs of a test sentence should hold ('methotrexate',)" in finding("worker process and test sentence").detail
    )


doctor_worker = doctor._worker


class OtherSandbox:
    """Finds nothing."""

    def __init__(self, config):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        pass

    def process(self, record):
        return {}
