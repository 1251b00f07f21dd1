"""A tiny model through all of training: a few documents, a few steps."""

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.vectors import Vectors

from pipeline.config import TagSettings, config_folder
from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.tag.ner import NerTagger, is_litsift
from pipeline.tag.pipeline import build_feature_tagger
from pipeline.train.corpora import CORPORA, training_document, write_documents
from pipeline.train.model import train_model
from pipeline.train.package import package, write_figures
from pipeline.train.plain import write_plain_words

TEXT = "Lithium caused tremor in nine zymotic wards."
FIGURES = {"bc5cdr": {"combined.all": {"precision": 0.5, "recall": 0.25, "f1": 0.3333}}}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    spans = [{"start": 0, "end": 7, "label": "Chemical"}, {"start": 15, "end": 21, "label": "Disease"}]
    for corpus in CORPORA:
        (folder / corpus.name).mkdir()
        for part in ("train", "dev"):
            line = json.dumps({"id": f"{corpus.name}{part}", "text": TEXT, "spans": spans})
            (folder / corpus.name / f"{part}.jsonl").write_text(line)
    (folder / "ncbi-disease" / "dev.jsonl").write_text(
        json.dumps({"id": "1", "text": TEXT, "spans": [{"start": 15, "end": 21, "label": "Modifier"}]})
    )
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """The folder of a model that was trained for two steps."""
    folder = tmp_path_factory.mktemp("model")
    nlp = build_feature_tagger(TagSettings())
    spans = (CorpusSpan(0, 7, "Chemical"), CorpusSpan(15, 21, "Disease"))
    docs = [training_document(CorpusDoc("1", TEXT, spans), CORPORA[0], nlp)] * 4
    write_documents(folder / "docs.spacy", docs)
    blank = spacy.blank("en")
    data = np.random.default_rng(0).normal(size=(50, 8)).astype("float16").astype("float32")
    blank.vocab.vectors = Vectors(
        strings=blank.vocab.strings, data=data, mode="floret", minn=3, maxn=5, hash_count=2, name="tiny"
    )
    blank.to_disk(folder / "vectors")
    config = (config_folder() / "ner.cfg").read_text().replace("max_steps = 3000", "max_steps = 2")
    (folder / "ner.cfg").write_text(config)
    paths = (folder / "docs.spacy", folder / "docs.spacy", folder / "vectors")
    train_model(*paths, folder / "trained", folder / "ner.cfg")
    return folder / "trained" / "model-last"


@pytest.fixture(scope="module")
def packaged(model, corpora, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packaged")
    (folder / "figures.json").write_text(json.dumps(FIGURES))
    (folder / "text.txt").write_text("Nine wards .\n" * 10)
    write_plain_words(folder / "text.txt", model, folder / "plain.npy")
    package(model, folder / "plain.npy", folder / "figures.json", corpora, folder / "model")
    return folder / "model"


def weights(folder: Path) -> bytes:
    return (folder / "tok2vec" / "model").read_bytes() + (folder / "ner" / "model").read_bytes()


def test_the_packaged_model_has_the_trained_weights_and_half_sized_vectors(model, packaged):
    assert weights(packaged) == weights(model)
    assert (packaged / "vocab" / "vectors").stat().st_size < (model / "vocab" / "vectors").stat().st_size


def test_the_packaged_model_finds_what_the_trained_one_finds(model, packaged):
    nlp = build_feature_tagger(TagSettings())
    found = [NerTagger(nlp, "ner", str(folder), "bc5cdr").predict(nlp(TEXT)) for folder in (model, packaged)]
    assert found[0] == found[1]


def test_no_word_of_a_corpus_is_packaged(packaged):
    for file in packaged.rglob("*"):
        assert file.is_dir() or b"zymotic" not in file.read_bytes(), file


def test_no_path_of_the_machine_is_packaged(model, packaged):
    assert str(model.parent.parent) not in (packaged / "config.cfg").read_text()


def test_the_card_and_meta_have_the_figures(packaged):
    assert "| bc5cdr | combined | all | 0.5 | 0.25 | 0.3333 |" in (packaged / "MODEL.md").read_text()
    assert json.loads((packaged / "meta.json").read_text())["performance"] == FIGURES


def test_the_packaged_model_says_what_it_was_trained_on(packaged):
    assert is_litsift(str(packaged))
    assert len((packaged / "trained_on.txt").read_text().split()) == 1


def test_figures_are_measured_on_the_dev_parts(model, corpora, tmp_path):
    write_figures(corpora, model, tmp_path / "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert set(figures) == {"bc5cdr", "ncbi-disease"}
    assert figures["bc5cdr"]["vocabulary.CHEMICAL"]["f1"] == 1.0
