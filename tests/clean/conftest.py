from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.clean import Cleaner
from pipeline.clean.judge import Judge
from pipeline.clean.profiles import load_sites
from pipeline.config import CleanSettings
from pipeline.document import CleanDoc, Source
from pipeline.read import read_sources

CleanText = Callable[[str], CleanDoc]


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner(CleanSettings())


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge(load_sites(None)[-1].vocabulary)


@pytest.fixture
def clean(cleaner: Cleaner) -> CleanText:
    """Cleans a plain text."""
    return lambda text: cleaner.clean(Source("doc", "doc.txt", "text", "0" * 64, text))


@pytest.fixture
def clean_html(cleaner: Cleaner, tmp_path: Path) -> CleanText:
    """Cleans the HTML of a page."""

    def cleaned(html: str) -> CleanDoc:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        (source,) = read_sources(path)
        return cleaner.clean(source)

    return cleaned
