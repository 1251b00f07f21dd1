import json

import pytest

from pipeline.config import TagSettings
from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.trained_on import fingerprint
from pipeline.tag.pipeline import build_feature_tagger
from pipeline.train.corpora import CORPORA, fingerprints, training_document, training_documents, write_documents
from pipeline.train.reader import feature_corpus

BY_NAME = {corpus.name: corpus for corpus in CORPORA}


@pytest.fixture(scope="module")
def nlp():
    return build_feature_tagger(TagSettings())


def document(text: str, *spans: tuple[str, str]) -> CorpusDoc:
    return CorpusDoc(
        "1", text, tuple(CorpusSpan(text.index(words), text.index(words) + len(words), label) for words, label in spans)
    )


def entities(doc):
    return [(entity.text, entity.label_) for entity in doc.ents]


def missing(doc):
    return [token.text for token in doc if token.ent_iob_ == ""]


def test_labels_become_ours_and_others_are_left_out(nlp):
    source = document(
        "Rituximab for myositis by TNF.", ("Rituximab", "Chemical"), ("myositis", "Disease"), ("TNF", "Gene")
    )
    doc = training_document(source, BY_NAME["bc5cdr"], nlp)
    assert entities(doc) == [("Rituximab", "CHEMICAL"), ("myositis", "DISEASE")]
    assert missing(doc) == []
    assert {token.lemma_ for token in doc} == {"bc5cdr"}


def test_of_nested_names_the_longest_counts(nlp):
    source = document("Inclusion body myositis.", ("myositis", "Disease"), ("Inclusion body myositis", "Disease"))
    assert entities(training_document(source, BY_NAME["bc5cdr"], nlp)) == [("Inclusion body myositis", "DISEASE")]


def test_known_names_without_a_label_are_missing_where_a_corpus_labels_in_part(nlp):
    source = document("Rituximab and aspirin.", ("Rituximab", "Treatment.Drug"))
    assert missing(training_document(source, BY_NAME["phee"], nlp)) == ["aspirin"]
    assert missing(training_document(document("Rituximab and aspirin."), BY_NAME["bc5cdr"], nlp)) == []


def test_an_effect_may_hold_names(nlp):
    source = document("It caused a zymotic state.", ("a zymotic state", "Effect"))
    assert missing(training_document(source, BY_NAME["phee"], nlp)) == ["a", "zymotic", "state"]


@pytest.fixture
def folder(tmp_path):
    """All corpora with one document each; biored's is the dev document of bc5cdr."""
    for number, corpus in enumerate(CORPORA):
        (tmp_path / corpus.name).mkdir()
        for part in ("train", "dev"):
            text = (
                "A dev text."
                if (corpus.name, part) in {("bc5cdr", "dev"), ("biored", "train")}
                else f"{part} {number}."
            )
            line = json.dumps({"id": f"{number}{part}", "text": text, "spans": []})
            (tmp_path / corpus.name / f"{part}.jsonl").write_text(line + "\n")
    return tmp_path


def test_documents_that_measure_are_not_trained_on(folder, nlp):
    texts = {doc.text for doc in training_documents(folder, nlp, with_dev=False)}
    assert "train 0." in texts
    assert "A dev text." not in texts
    assert "A dev text." in {doc.text for doc in training_documents(folder, nlp, with_dev=True)}


def test_the_order_is_the_same_every_time(folder, nlp):
    first, second = ([doc.text for doc in training_documents(folder, nlp, with_dev=True)] for _ in range(2))
    assert first == second


def test_fingerprints_are_of_all_parts(folder):
    assert fingerprint("A dev text.") in fingerprints(folder)


def test_the_reader_keeps_features_and_hides_entities(tmp_path, nlp):
    doc = training_document(document("Rituximab.", ("Rituximab", "Chemical")), BY_NAME["bc5cdr"], nlp)
    write_documents(tmp_path / "docs.spacy", [doc])
    (example,) = feature_corpus(tmp_path / "docs.spacy")(nlp)
    assert [token.tag_ for token in example.predicted] == ["BCbc", "Oo"]
    assert entities(example.predicted) == []
    assert entities(example.reference) == [("Rituximab", "CHEMICAL")]
