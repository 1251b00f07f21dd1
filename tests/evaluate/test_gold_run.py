import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.gold_run import gold_documents

TEXT = "Rituximab helped."


@pytest.fixture
def gold_dir(tmp_path, gold_of):
    folder = tmp_path / "tests" / "gold"
    folder.mkdir(parents=True)
    content = gold_of(TEXT).model_dump_json(exclude={"keep_text"})
    (folder / "page.txt.gold.json").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", ["tests/raw", "tests/raw_docs", "raw_docs", "tests/gold"])
def test_the_pages_are_found_near_the_gold(tmp_path, gold_dir, folder):
    page = tmp_path / folder / "page.txt"
    page.parent.mkdir(exist_ok=True)
    page.write_text(TEXT, encoding="utf-8")
    (found,) = gold_documents(gold_dir)
    assert found.samefile(page)


def test_a_folder_of_pages_may_be_named(tmp_path, gold_dir):
    page = tmp_path / "pages" / "page.txt"
    page.parent.mkdir()
    page.write_text(TEXT, encoding="utf-8")
    assert gold_documents(gold_dir, page.parent) == [page]


def test_a_page_that_is_not_there_is_an_error(tmp_path, gold_dir):
    with pytest.raises(GoldError, match=r"page\.txt: labelled in .* but not there; .*--raw"):
        gold_documents(gold_dir)
