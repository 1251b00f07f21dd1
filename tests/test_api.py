import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import Document, Pipeline
from pipeline.errors import ConfigError, DocumentError, ReadError
from pipeline.run.steps import Steps
from pipeline.tables import SCHEMAS, read_table, to_arrow

PAGE = """A pilot trial of methotrexate & <b>rest</b> in rheumatoid arthritis

Background: Methotrexate is used in rheumatoid arthritis. We treated 12 patients with methotrexate 15 mg once a week.
Results: Five patients (42%) achieved remission at week 24. One patient withdrew.
"""


@pytest.fixture(scope="module")
def sift():
    return Pipeline.from_config()


@pytest.fixture(scope="module")
def doc(sift):
    return sift(PAGE)


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE)
    (tmp_path / "pages" / "b.txt").write_text("")
    (tmp_path / "pages" / "c.html").write_text(f"<html><body><article><p>{PAGE}</p></article></body></html>")
    return tmp_path / "pages"


def test_a_text_gives_tables_as_data_frames(doc):
    row = doc.doses.iloc[0]
    assert (row.drug, row.low, row.unit, row.every_days) == ("methotrexate", 15.0, "mg", 7.0)
    assert doc.sample_sizes["n"].tolist()[0] == 12
    assert doc.text == PAGE


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_table_is_an_attribute_with_all_its_columns(doc, table):
    assert list(getattr(doc, table).columns) == SCHEMAS[table].names
    assert table in dir(doc)


def test_columns_have_the_types_of_the_parquet_files(doc):
    assert doc.doses.dtypes[["low", "n_administrations"]].astype(str).tolist() == ["float64", "Int32"]
    assert doc.studies.dtypes[["n_enrolled", "year"]].astype(str).tolist() == ["Int32", "Int16"]
    assert str(doc.mentions["negated"].dtype) == "boolean"
    assert list(doc.studies["interventions"][0]) == ["methotrexate"]


def test_a_frame_stays_the_same(doc):
    assert doc.drugs is doc.drugs


def test_what_is_no_table_is_no_attribute(doc):
    with pytest.raises(AttributeError, match=r"no 'dose'; its tables are .*doses"):
        _ = doc.dose


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_read(sift, pages, kind):
    found = sift(kind(pages / "a.txt"))
    assert (found.doc_id, found.documents["source"][0], found.text) == ("a", "a.txt", PAGE)


def test_a_page_of_markup_can_be_given_as_text(sift, pages):
    found = sift((pages / "c.html").read_text())
    assert found.documents["format"][0] == "html"


def test_the_same_rows_come_out_of_a_run(sift, pages, tmp_path):
    (pages / "b.txt").unlink()
    result = sift.run(pages, tmp_path / "out", limit=1)
    assert (result.documents, result.errors) == (1, 0)
    of_run = read_table(tmp_path / "out", "doses").to_pylist()
    assert of_run == sift(pages / "a.txt")._arrow["doses"].to_pylist()


def test_many_documents_are_gone_through_and_failures_are_told(sift, pages):
    found = list(sift.documents(pages))
    assert [each.doc_id for each in found] == ["a", "b", "c"]
    assert [each.error is None for each in found] == [True, False, True]
    assert "the file is empty" in found[1].error
    assert (found[1].text, found[1].title, len(found[1].errors)) == ("", None, 1)


def test_several_paths_can_be_given(sift, pages):
    assert len(list(sift.documents([pages / "a.txt", str(pages / "c.html")]))) == 2


@pytest.mark.parametrize(
    ("page", "error", "words"),
    [
        ("", ReadError, "the text is empty"),
        (" \n ", ReadError, "the text is empty"),
        ("nowhere.txt", ReadError, "no such file or folder"),
        (Path("nowhere"), ReadError, "no such file or folder"),
        ("{pages}", ReadError, r"several documents; go through them with pipeline\.documents"),
        ("{pages}/b.txt", DocumentError, "the file is empty"),
        ("{pages}/none", ReadError, "no documents here"),
    ],
)
def test_what_is_no_single_document_is_an_error_with_a_remedy(sift, pages, page, error, words):
    (pages / "none").mkdir()
    page = page.format(pages=pages) if isinstance(page, str) else page
    with pytest.raises(error, match=words):
        sift(page)


def test_a_long_line_is_a_text(sift):
    assert sift("Twelve patients were given methotrexate 15 mg once a week. " * 50).doses["drug"][0] == "methotrexate"


def test_settings_come_from_a_file(tmp_path):
    (tmp_path / "own.yaml").write_text("tag: {ner: {model: none}}")
    assert repr(Pipeline.from_config(tmp_path / "own.yaml")) == "<Pipeline with the NER model 'none'>"
    with pytest.raises(ConfigError, match="no such file"):
        Pipeline.from_config(tmp_path / "nowhere.yaml")


def test_the_steps_are_built_once_and_when_needed(monkeypatch, tmp_path):
    built = []
    monkeypatch.setattr("pipeline.api.Steps", lambda config: built.append(config) or Steps(config))
    own = Pipeline.from_config()
    assert built == []
    own(PAGE)
    own(PAGE)
    assert len(built) == 1


def test_a_document_shows_what_it_is(doc, sift, pages):
    title = "A pilot trial of methotrexate & <b>rest</b> in rheumatoid a…"
    assert repr(doc) == f"<Document 'text': '{title}', drugs 1, doses 1, diseases 1, sample_sizes 3>"
    [_, failed, _] = sift.documents(pages)
    assert repr(failed).startswith("<Document 'b': not processed: b.txt: the file is empty")


def test_a_notebook_shows_the_text_with_its_mentions_and_escapes_it(doc):
    html = doc._repr_html_()
    assert "&amp; &lt;b&gt;rest&lt;/b&gt;" in html
    assert "<b>" not in html
    assert ">15 mg</mark>" in html
    assert "<td>methotrexate</td>" in html


def test_a_notebook_escapes_every_cell():
    hostile = "<script>alert('x')</script>\x1b\u202e"
    row = {"source": hostile, "stage": "read", "error": "ReadError", "message": hostile}
    tables = {table: to_arrow(table, [row] if table == "errors" else []) for table in SCHEMAS}
    html = Document(hostile, tables)._repr_html_()
    assert "<script" not in html
    assert "'x'" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert html.count("&lt;script&gt;") == 3


def test_the_package_loads_its_api_only_when_asked():
    code = "import sys, pipeline; print('pandas' in sys.modules); pipeline.Pipeline; print('pandas' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=Path(pipeline.__file__).parents[1], capture_output=True)
    assert answer.stdout.split() == [b"False", b"True"]


def test_the_package_has_no_other_names():
    assert set(pipeline.__all__) == {"Document", "Pipeline", "__version__"}
    with pytest.raises(AttributeError, match="nonsense"):
        _ = pipeline.nonsense
