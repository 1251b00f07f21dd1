import json

import pytest
import spacy
from rich.console import Console

from pipeline.config import TagSettings
from pipeline.errors import ConfigError
from pipeline.evaluate.ner import BLANK, benchmark_ner
from pipeline.evaluate.ner_report import render
from pipeline.evaluate.score import Counts

TEXT = "Rituximab for dermatomyositis. Serum testosterone was low."


def corpus(path, *spans):
    rows = [
        {"start": TEXT.index(w), "end": TEXT.index(w) + len(w), "label": label, "ids": ids} for w, label, *ids in spans
    ]
    path.write_text(json.dumps({"id": "1", "text": TEXT, "spans": rows}) + "\n")
    return path


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    spans = [("Rituximab", "Chemical", "D000069283"), ("dermatomyositis", "Disease"), ("testosterone", "Chemical")]
    return benchmark_ner(corpus(tmp_path_factory.mktemp("c") / "c.jsonl", *spans), TagSettings())


def test_the_vocabulary_is_held_against_the_corpus(result):
    counts = result.report.total.counts
    assert counts["vocabulary.CHEMICAL"] == Counts(1, 0, 1)  # an analyte is no DRUG
    assert counts["vocabulary.DISEASE"] == Counts(1, 0, 0)
    assert counts["vocabulary.all"] == Counts(2, 0, 1)


def test_every_tagger_has_figures_and_a_speed(result):
    assert {name.split(".")[0] for name in result.report.total.counts} == {
        "vocabulary", "model", "combined", "combined with concept", "pipeline",
    }  # fmt: skip
    assert set(result.speeds) == {BLANK, "vocabulary", "model", "combined", "pipeline"}
    assert all(speed > 0 for speed in result.speeds.values())


def test_the_guideline_is_the_corpus_own(result):
    assert result.guideline == "bc5cdr"


def test_another_model_is_compared(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "CHEMICAL", "pattern": "Rituximab"}])
    nlp.to_disk(tmp_path / "model")
    path = corpus(tmp_path / "c.jsonl", ("Rituximab", "Chemical"), ("dermatomyositis", "Disease"))
    settings = TagSettings.model_validate({"ner": {"labels": {"CHEMICAL": "DRUG"}}})
    found = benchmark_ner(path, settings, [str(tmp_path / "model")])
    assert found.report.total.counts[f"{tmp_path / 'model'}.all"] == Counts(1, 0, 1)


def test_a_model_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="no_such_model"):
        benchmark_ner(corpus(tmp_path / "c.jsonl", ("Rituximab", "Chemical")), TagSettings(), ["no_such_model"])


def test_the_report_shows_figures_and_slips(result):
    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(render(result, errors=True))
    text = console.export_text()
    assert "vocabulary.CHEMICAL" in text
    assert "vocabulary.CHEMICAL: miss" in text
    assert "testosterone" in text


def test_concepts_count_where_the_corpus_has_ids(result, tmp_path):
    assert result.report.total.counts["combined with concept.CHEMICAL"].tp == 1
    without = benchmark_ner(corpus(tmp_path / "c.jsonl", ("Rituximab", "Chemical")), TagSettings())
    assert "combined with concept.CHEMICAL" not in without.report.total.counts


def test_documents_with_one_id_all_count(tmp_path):
    path = corpus(tmp_path / "c.jsonl", ("Rituximab", "Chemical"))
    path.write_text(path.read_text() * 3)
    assert benchmark_ner(path, TagSettings()).report.total.counts["vocabulary.CHEMICAL"] == Counts(3, 0, 0)


def test_a_text_without_words_is_no_accident(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "1", "text": " ", "spans": [{"start": 0, "end": 1, "label": "Chemical"}]}')
    result = benchmark_ner(path, TagSettings())
    Console(file=open("/dev/null", "w")).print(render(result))  # noqa: SIM115, PTH123
    assert result.report.total.counts["combined.CHEMICAL"] == Counts(0, 0, 1)
