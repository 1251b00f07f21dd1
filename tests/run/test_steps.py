import pytest

from pipeline.config import load_config
from pipeline.errors import CleanError
from pipeline.read import Record, Unreadable
from pipeline.run.steps import Steps, process_record


@pytest.fixture(scope="module")
def steps():
    return Steps(load_config())


@pytest.fixture
def record(page):
    return Record("a.txt", "a", "text", page.encode())


def errors(rows):
    return [rows["errors"], len(rows.get("documents", ()))]


def raising(error):
    def step(*arguments):
        raise error

    return step


def test_a_document_gets_its_row(steps, record):
    rows = process_record(record, steps)
    assert [row["doc_id"] for row in rows["documents"]] == ["a"]
    assert "errors" not in rows


def test_a_foreseen_failure_becomes_a_row(steps, record, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(CleanError("no article found")))
    row = {"source": "a.txt", "record": None, "stage": "clean", "error": "CleanError", "message": "no article found"}
    assert errors(process_record(record, steps)) == [[row], 0]


@pytest.mark.parametrize("stage", ["read", "clean", "tag"])
def test_an_unforeseen_failure_becomes_a_row_of_its_stage(steps, record, monkeypatch, stage):
    monkeypatch.setattr(steps, stage, raising(KeyError("boom")))
    [[row], documents] = errors(process_record(record, steps))
    assert (row["stage"], row["error"], row["message"], documents) == (stage, "KeyError", "'boom'", 0)


def test_a_failure_of_an_extractor_is_of_stage_extract(steps, record, monkeypatch):
    monkeypatch.setattr("pipeline.run.steps.extract_all", raising(ZeroDivisionError("division by zero")))
    [[row], documents] = errors(process_record(record, steps))
    assert (row["stage"], row["error"], documents) == ("extract", "ZeroDivisionError", 0)


def test_a_message_is_one_line_of_bounded_length(steps, record, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(ValueError("a\n\tb " + "c" * 10_000)))
    [[row], _] = errors(process_record(record, steps))
    assert row["message"].startswith("a b ccc")
    assert len(row["message"]) <= 300


def test_a_message_with_half_a_character_can_be_written(steps, record, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(ValueError("\ud800")))
    [[row], _] = errors(process_record(record, steps))
    assert row["message"] == "?"


def test_what_could_not_be_cut_out_of_a_file_becomes_a_row(steps):
    row = {"source": "a.zip", "record": "7", "stage": "read", "error": "ReadError", "message": "a.zip: broken"}
    assert errors(process_record(Unreadable("a.zip", "a.zip: broken", "7"), steps)) == [[row], 0]


def test_each_step_is_told_before_it_begins(steps, record):
    noted = []
    process_record(record, steps, noted.append)
    assert noted == ["read", "clean", "tag", "extract"]
