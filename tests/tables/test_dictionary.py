from pathlib import Path

from pipeline.tables.dictionary import dictionary


def test_the_data_dictionary_is_current():
    page = Path(__file__).parents[2] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == dictionary(), (
        "run: python -m pipeline.tables.dictionary > docs/tables.md"
    )
