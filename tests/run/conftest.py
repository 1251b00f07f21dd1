from pathlib import Path

import pytest


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
