import json

import pytest

from pipeline.config import TagSettings
from pipeline.errors import GoldError
from pipeline.evaluate.figures import benchmark_figures

SETTINGS = TagSettings.model_validate({"ner": {"model": "none"}})
TEXT = "We gave lithium 300 mg daily to 12 patients."


def corpus(path, label, words, lines=1):
    span = {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "label": label}
    path.write_text(f"{json.dumps({'id': '1', 'text': TEXT, 'spans': [span]})}\n" * lines)
    return path


def test_a_corpus_is_held_against_the_measures_whose_labels_it_has(tmp_path):
    doses = benchmark_figures(corpus(tmp_path / "a.jsonl", "Treatment.Dosage", "300 mg"), SETTINGS).figures()
    counts = benchmark_figures(corpus(tmp_path / "b.jsonl", "total-participants", "12"), SETTINGS).figures()
    assert doses
    assert counts
    assert not doses.keys() & counts.keys()
    assert set(doses.values()) == {1.0}


def test_documents_with_one_id_all_count(tmp_path):
    report = benchmark_figures(corpus(tmp_path / "a.jsonl", "Treatment.Dosage", "300 mg", lines=3), SETTINGS)
    assert len(report.documents) == 3


def test_a_corpus_without_a_measured_label_is_refused(tmp_path):
    with pytest.raises(GoldError, match=r"carries no label that is measured; there are .*Treatment\.Dosage"):
        benchmark_figures(corpus(tmp_path / "a.jsonl", "Gene", "lithium"), SETTINGS)
