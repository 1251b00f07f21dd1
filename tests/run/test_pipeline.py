import pytest

from pipeline.config import load_config
from pipeline.document import Source
from pipeline.errors import CleanError
from pipeline.run.pipeline import Pipeline, process_source


@pytest.fixture(scope="module")
def steps():
    return Pipeline(load_config())


@pytest.fixture
def source(page):
    return Source("a", "a.txt", "text", "0" * 64, page)


def errors(tables):
    return [tables["errors"].to_pylist(), tables["documents"].num_rows]


def raising(error):
    def step(*arguments):
        raise error

    return step


def test_a_document_gets_its_row(steps, source):
    tables = process_source(source, steps)
    assert tables["documents"]["doc_id"].to_pylist() == ["a"]
    assert tables["errors"].num_rows == 0


def test_a_foreseen_failure_becomes_a_row(steps, source, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(CleanError("no article found")))
    row = {"source": "a.txt", "record": None, "stage": "clean", "error": "CleanError", "message": "no article found"}
    assert errors(process_source(source, steps)) == [[row], 0]


@pytest.mark.parametrize("stage", ["clean", "tag"])
def test_an_unforeseen_failure_becomes_a_row_of_its_stage(steps, source, monkeypatch, stage):
    monkeypatch.setattr(steps, stage, raising(KeyError("boom")))
    [[row], documents] = errors(process_source(source, steps))
    assert (row["stage"], row["error"], row["message"], documents) == (stage, "KeyError", "'boom'", 0)


def test_a_failure_of_an_extractor_is_of_stage_extract(steps, source, monkeypatch):
    monkeypatch.setattr("pipeline.run.pipeline.extract_all", raising(ZeroDivisionError("division by zero")))
    [[row], documents] = errors(process_source(source, steps))
    assert (row["stage"], row["error"], documents) == ("extract", "ZeroDivisionError", 0)


def test_rows_that_do_not_fit_their_table_are_of_stage_write(steps, source, monkeypatch):
    monkeypatch.setattr("pipeline.run.pipeline.extract_all", lambda doc: {"drugs": [{"nmae": "x"}]})
    [[row], documents] = errors(process_source(source, steps))
    assert (row["stage"], row["message"], documents) == ("write", "table 'drugs' has no column 'nmae'", 0)


def test_a_message_is_one_line_of_bounded_length(steps, source, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(ValueError("a\n\tb " + "c" * 10_000)))
    [[row], _] = errors(process_source(source, steps))
    assert row["message"].startswith("a b ccc")
    assert len(row["message"]) <= 300


def test_a_message_with_half_a_character_can_be_written(steps, source, monkeypatch):
    monkeypatch.setattr(steps, "clean", raising(ValueError("\ud800")))
    [[row], _] = errors(process_source(source, steps))
    assert row["message"] == "?"
