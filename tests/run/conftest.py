from pathlib import Path

import pytest

from pipeline.run import team
from pipeline.run.steps import Steps, process_record


@pytest.fixture
def folder(tmp_path):
    """A function that writes files below an input folder and returns the folder."""

    def write(**texts: str) -> Path:
        root = tmp_path / "pages"
        for name, text in texts.items():
            path = root / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


PAGE = "Methotrexate for arthritis: a pilot trial\n\nTwelve patients were given methotrexate 15 mg once a week.\n"


@pytest.fixture
def page():
    return PAGE


class NoSandbox:
    """Does the work of a sandbox in this process, with steps that are built once for all tests."""

    steps: dict[str, Steps] = {}  # noqa: RUF012

    def __init__(self, config):
        key = config.tag.model_dump_json()
        if key not in self.steps:
            self.steps[key] = Steps(config)
        self.process = lambda record: process_record(record, self.steps[key])

    def close(self):
        pass


@pytest.fixture
def in_process(monkeypatch):
    """Documents are processed without a process of their own: faster, for tests of what happens around them."""
    monkeypatch.setattr(team, "Sandbox", NoSandbox)
