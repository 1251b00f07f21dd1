"""Sandboxes that work at the same time."""

import time

import psutil
import pytest

from pipeline.config import NerSettings, TagSettings, load_config
from pipeline.errors import ConfigError
from pipeline.read import Record
from pipeline.run.team import Team


def settings(model="none"):
    return load_config().model_copy(update={"tag": TagSettings(ner=NerSettings(model=model))})


def records(*texts):
    return [Record(f"{number}.txt", str(number), "text", text.encode()) for number, text in enumerate(texts)]


def below():
    return psutil.Process().children(recursive=True)


def test_documents_are_shared_and_their_rows_come_in_order(page):
    with Team(settings(), 2) as team:
        parts = [part.result() for part in team.begin(records(*[page] * 20))]
        assert [part["documents"][0]["doc_id"] for part in parts] == [str(number) for number in range(20)]
        assert all(sandbox._child for sandbox in team._sandboxes)


@pytest.mark.usefixtures("in_process")
def test_nobody_waits_for_a_document_that_somebody_else_works_on(page):
    with Team(settings(), 2) as team:
        slow, quick = team.begin(records("Twelve patients were given methotrexate 15 mg once a week. " * 2_000, page))
        quick.result()
        assert not slow.done()


def test_leaving_ends_the_processes_whatever_they_work_on():
    before = below()
    with Team(settings(), 2) as team:
        parts = team.begin(records(*["Twelve patients were given methotrexate 15 mg once a week. " * 20_000] * 9))
        while not parts[1].running() or len(below()) < len(before) + 2:
            time.sleep(0.01)
        left = time.monotonic()
    assert time.monotonic() - left < 5
    assert below() == before


def test_settings_that_cannot_be_used_are_an_error_here(page):
    with Team(settings(model="no_such_model"), 2) as team, pytest.raises(ConfigError, match="no_such_model"):
        team.begin(records(page))[0].result()
