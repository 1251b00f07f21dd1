import gzip
import json

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.corpora import CorpusSpan, read_corpus

TEXT = "Lithium and fever."
LITHIUM = {"start": 0, "end": 7, "label": "Chemical", "text": "Lithium", "ids": ["D008094"]}


def corpus(folder, *lines, name="corpus.jsonl"):
    path = folder / name
    content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def doc(*spans, **changes):
    return {"id": "1", "text": TEXT, "spans": list(spans)} | changes


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.jsonl.gz"])
def test_documents_come_with_their_spans_and_ids(tmp_path, name):
    path = corpus(tmp_path, doc(LITHIUM, pmid="7", relations=[]), "", doc(id="2"), name=name)
    first, second = read_corpus(path)
    assert (first.id, first.text, first.spans) == ("1", TEXT, (CorpusSpan(0, 7, "Chemical", ("D008094",)),))
    assert first.written(first.spans[0]) == "Lithium"
    assert (second.id, second.spans) == ("2", ())


def test_a_span_without_ids_has_none(tmp_path):
    (only,) = read_corpus(corpus(tmp_path, doc({"start": 12, "end": 17, "label": "Disease"})))
    assert only.spans[0].ids == ()


def test_documents_before_a_bad_line_are_read(tmp_path):
    documents = read_corpus(corpus(tmp_path, doc(), "{"))
    assert next(documents).id == "1"
    with pytest.raises(GoldError, match=r"corpus\.jsonl, line 2: no JSON"):
        next(documents)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ([1], "line 1: must be one object; needs id, text"),
        ({"text": TEXT, "spans": []}, "line 1: id: Field required"),
        (doc({"start": "0", "end": 7, "label": "Chemical"}), r"line 1: spans\.0\.start: "),
        (doc({"start": 7, "end": 7, "label": "Chemical"}), "span 7-7 is empty"),
        (doc({"start": 12, "end": 99, "label": "Disease"}), "span 12-99 is empty or lies outside"),
        (doc(LITHIUM | {"start": 1}), "span 1-7 should read 'Lithium', the text has 'ithium'"),
    ],
)
def test_a_line_that_is_no_labelled_text_is_named(tmp_path, line, problem):
    with pytest.raises(GoldError, match=problem):
        list(read_corpus(corpus(tmp_path, line)))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GoldError, match=r"none\.jsonl: cannot be read .*name a file of JSON lines"):
        list(read_corpus(tmp_path / "none.jsonl"))


def test_a_file_that_is_not_compressed_is_named(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(GoldError, match=r"corpus\.jsonl\.gz: cannot be read"):
        list(read_corpus(path))


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(json.dumps(doc()).encode() + b'\n{"id": "\xe4"}')
    with pytest.raises(GoldError, match="line 2: no UTF-8"):
        list(read_corpus(path))
