"""The process that documents are worked on in: replaced when it dies, ended when a document takes too long."""

import os
import signal
import time
from multiprocessing.connection import Pipe

import psutil
import pytest

from pipeline.config import NerSettings, RunSettings, TagSettings, load_config
from pipeline.errors import ConfigError
from pipeline.read import Record
from pipeline.run.sandbox import Sandbox, _send


def settings(time_limit_s=30.0, model="none"):
    tag = TagSettings(ner=NerSettings(model=model))
    return load_config().model_copy(update={"tag": tag, "run": RunSettings(time_limit_s=time_limit_s)})


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(settings()) as sandbox:
        yield sandbox


def pid(sandbox):
    return sandbox._running()._process.pid


def doc_ids(tables):
    return [row["doc_id"] for row in tables["documents"]]


def test_a_document_is_processed(sandbox, page):
    assert doc_ids(sandbox.process(Record("a.txt", "a", "text", page.encode()))) == ["a"]


def test_one_process_does_many_documents(sandbox, page):
    first = pid(sandbox)
    for number in range(3):
        sandbox.process(Record(f"{number}.txt", str(number), "text", page.encode()))
    assert pid(sandbox) == first


def test_a_process_that_is_killed_is_replaced_and_the_document_done(sandbox, page):
    first = pid(sandbox)
    os.kill(first, signal.SIGKILL)
    assert doc_ids(sandbox.process(Record("a.txt", "a", "text", page.encode()))) == ["a"]
    assert pid(sandbox) != first


def test_an_interrupt_does_not_end_it(sandbox, page):
    first = pid(sandbox)
    os.kill(first, signal.SIGINT)
    sandbox.process(Record("a.txt", "a", "text", page.encode()))
    assert pid(sandbox) == first


def test_an_interrupt_while_it_starts_says_nothing(page, capfd):
    with Sandbox(settings()) as sandbox:
        first = pid(sandbox)
        time.sleep(0.2)
        os.kill(first, signal.SIGINT)
        assert doc_ids(sandbox.process(Record("a.txt", "a", "text", page.encode()))) == ["a"]
        assert pid(sandbox) == first
    assert capfd.readouterr().err == ""


def test_a_document_that_takes_too_long_is_a_row_and_the_next_one_is_done(page):
    with Sandbox(settings(time_limit_s=0.2)) as sandbox:
        slow = "Twelve patients were given methotrexate 15 mg once a week. " * 20_000
        [row] = sandbox.process(Record("slow.txt", "slow", "text", slow.encode()))["errors"]
        assert (row["source"], row["error"]) == ("slow.txt", "TimeLimitError")
        assert "took longer than 0.2 s" in row["message"]
        assert row["stage"] in {"clean", "tag"}


def test_a_document_whose_process_dies_each_time_is_a_row(sandbox, page, monkeypatch):
    def dying(child, record):
        child._process.kill()
        raise EOFError

    monkeypatch.setattr("pipeline.run.sandbox._Child.ask", dying)
    [row] = sandbox.process(Record("a.txt", "a", "text", page.encode()))["errors"]
    assert (row["error"], row["stage"]) == ("ProcessDiedError", "read")
    assert "ended 3 times" in row["message"]


def test_rows_that_cannot_travel_are_a_row_of_errors():
    here, there = Pipe()
    _send(there, Record("a.txt", "a", "text", b""), {"drugs": [{"name": lambda: None}]})
    [row] = here.recv()["errors"]
    assert (row["source"], row["stage"]) == ("a.txt", "write")


def test_settings_that_cannot_be_used_are_an_error_here():
    with Sandbox(settings(model="no_such_model")) as sandbox, pytest.raises(ConfigError, match="no_such_model"):
        sandbox.process(Record("a.txt", "a", "text", b"text"))


def test_a_process_is_renewed_after_many_documents(sandbox, page, monkeypatch):
    first = pid(sandbox)
    monkeypatch.setattr("pipeline.run.sandbox._DOCUMENTS", 1)
    assert doc_ids(sandbox.process(Record("a.txt", "a", "text", page.encode()))) == ["a"]
    assert pid(sandbox) != first


def test_a_process_that_is_killed_before_it_is_ready_is_replaced(page):
    with Sandbox(settings()) as sandbox:
        os.kill(pid(sandbox), signal.SIGKILL)
        assert doc_ids(sandbox.process(Record("a.txt", "a", "text", page.encode()))) == ["a"]


def test_a_process_computes_on_one_core_and_keeps_its_memory(page, monkeypatch):
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")  # as Dask gives it to its workers
    with Sandbox(settings()) as sandbox:
        environment = psutil.Process(pid(sandbox)).environ()
    assert "MALLOC_TRIM_THRESHOLD_" not in environment
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
