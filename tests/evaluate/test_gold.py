import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.gold import load_gold, load_gold_folder

TEXT = "Rituximab helped."
TABLES = {"study": {}, "drugs": [], "doses": [], "diseases": [], "sample_sizes": [], "outcomes": []}
FIVE = Path(__file__).parents[1] / "gold"
RAW = Path(__file__).parents[2] / "raw_docs"


def gold_file(folder, **changes):
    content = {
        "doc": "page.txt",
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "keep": [{"start": 0, "end": 17}],
        "either": [],
        "spans": [{"label": "DRUG", "start": 0, "end": 9, "text": "Rituximab"}],
        "tables": TABLES,
    } | changes
    path = folder / "page.txt.gold.json"
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}), encoding="utf-8")
    return path


def check(gold, text=TEXT):
    gold.check(text, sha256(text.encode()).hexdigest())


def test_gold_that_fits_its_document_passes(tmp_path):
    gold = load_gold(gold_file(tmp_path))
    check(gold)
    assert gold.has_offsets


def test_another_document_is_rejected(tmp_path):
    with pytest.raises(GoldError, match=r"page\.txt.*sha256.*evaluate a run over the raw file"):
        check(load_gold(gold_file(tmp_path)), "Rituximab failed.")


def test_a_span_that_is_not_the_text_there_is_rejected(tmp_path):
    span = {"label": "DRUG", "start": 1, "end": 10, "text": "Rituximab"}
    with pytest.raises(GoldError, match=r"DRUG 1-10 should read 'Rituximab'.*'ituximab '.*correct the offsets"):
        check(load_gold(gold_file(tmp_path, spans=[span])))


def test_html_gold_has_strings_and_no_offsets(tmp_path):
    path = gold_file(tmp_path, keep=None, either=None, keep_text=[TEXT], spans=[{"label": "DRUG", "text": "Rituximab"}])
    gold = load_gold(path)
    check(gold)
    assert not gold.has_offsets


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keep": None}, "either 'keep' ranges"),
        ({"keep_text": [TEXT]}, "either 'keep' ranges"),
        ({"keep": [{"start": 5, "end": 5}]}, "keep.0"),
        ({"keep": [{"start": -1, "end": 5}]}, "keep.0.start"),
        ({"spans": [{"label": "DRUG", "text": "Rituximab"}]}, "need spans with 'start'"),
        ({"spans": [{"label": "GENE", "start": 0, "end": 9, "text": "Rituximab"}]}, "spans.0.label"),
        ({"comment": "x"}, "comment"),
        ({"tables": TABLES | {"drugs": [{"name": "x", "rolle": "prior"}]}}, "row of drugs has rolle, no column"),
        ({"tables": TABLES | {"sample_sizes": [{"n": 8}]}}, "row of sample_sizes has no field role"),
        ({"tables": TABLES | {"study": {"titel": "x"}}}, "row of studies has titel, no column"),
    ],
)
def test_what_is_no_gold_is_rejected_with_its_field(tmp_path, changes, words):
    with pytest.raises(GoldError, match=words):
        load_gold(gold_file(tmp_path, **changes))


def test_a_file_that_is_not_json_is_rejected(tmp_path):
    path = tmp_path / "page.txt.gold.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match=str(path)):
        load_gold(path)


def test_a_missing_file_is_rejected(tmp_path):
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "none.gold.json")


def test_a_folder_without_gold_is_rejected(tmp_path):
    with pytest.raises(GoldError, match=r"no \*\.gold\.json files"):
        load_gold_folder(tmp_path)


def test_a_folder_is_read_in_the_order_of_names_and_other_files_are_left_alone(tmp_path):
    first = gold_file(tmp_path, doc="b.txt")
    first.rename(tmp_path / "b.txt.gold.json")
    gold_file(tmp_path, doc="a.txt").rename(tmp_path / "a.txt.gold.json")
    (tmp_path / "floors.json").write_text("{}", encoding="utf-8")
    assert [gold.doc for gold in load_gold_folder(tmp_path)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("gold", load_gold_folder(FIVE), ids=lambda gold: gold.doc)
def test_the_gold_of_the_five_documents_labels_those_documents(gold):
    data = (RAW / gold.doc).read_bytes()
    gold.check(data.decode("utf-8"), sha256(data).hexdigest())


def test_the_example_of_the_page_on_gold_files_is_one(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "gold.md").read_text(encoding="utf-8")
    example = tmp_path / "page.txt.gold.json"
    example.write_text(page.split("```json\n")[1].split("```")[0], encoding="utf-8")
    assert load_gold(example).doc == "page.txt"
