import time
from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.errors import ConfigError
from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.ner import MODEL_FOLDER, NerTagger, load_ner
from pipeline.tag.pipeline import build_feature_tagger, build_tagger

MOST_BYTES = 30_000_000  # of all models and vocabularies in the package


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings())


@pytest.fixture(scope="module")
def features() -> Language:
    return build_feature_tagger(TagSettings())


@pytest.fixture(scope="module")
def tagger(features) -> NerTagger:
    return NerTagger(features, "ner", None, "bc5cdr")


@pytest.fixture
def names(features, tagger) -> Callable[[str], list[tuple[str, str]]]:
    """What the model finds when it is asked about all of a text."""

    def find(text: str) -> list[tuple[str, str]]:
        doc = features(text)
        return [(doc[name.start : name.end].text, name.label) for name in tagger.predict(doc)]

    return find


def test_the_shipped_model_finds_chemicals_and_diseases(names):
    text = "Acute renal failure developed after ibuprofen and serum creatinine rose."
    assert names(text) == [
        ("Acute renal failure", "DISEASE"),
        ("ibuprofen", "CHEMICAL"),
        ("creatinine", "CHEMICAL"),
    ]


def test_what_is_measured_is_a_chemical_but_no_drug(nlp):
    doc = nlp("Acute renal failure developed after ibuprofen and serum creatinine rose.")
    assert [span.text for span in mentions(doc, DRUG)] == ["ibuprofen"]
    assert [span.text for span in mentions(doc, DISEASE)] == ["Acute renal failure"]


def test_what_only_the_model_knows_joins_the_drugs(nlp):
    doc = nlp("Nine patients were treated with zorblax 20 mg for a week.")
    assert [(span.text, span._.rule) for span in mentions(doc, DRUG)] == [("zorblax", "model")]


def test_an_empty_text_has_no_names(names):
    assert names("") == []


def test_the_same_text_gives_the_same_names_alone_and_after_others(names):
    text = "Lithium caused tremor in two of nine patients."
    alone = names(text)
    names("Another text on asthma and salbutamol.")
    assert names(text) == alone


def test_without_the_model_the_vocabulary_stands_alone():
    nlp = build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))
    assert mentions(nlp("Nine patients were treated with zorblax 20 mg for a week."), DRUG) == []


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ConfigError, match="cannot be loaded"):
        load_ner(tmp_path / "nothing")


def test_the_model_needs_the_vocabulary():
    with pytest.raises(ConfigError, match=r"litsift_vocabulary.*tag\.ner\.model"):
        build_tagger(TagSettings.model_validate({"disable": ["litsift_vocabulary"]}))
    settings = {"disable": ["litsift_vocabulary"], "ner": {"model": "none"}}
    assert "litsift_vocabulary" not in build_tagger(TagSettings.model_validate(settings)).pipe_names


def test_a_model_of_the_users_own_training_is_named_by_its_folder():
    nlp = build_tagger(TagSettings.model_validate({"ner": {"model": str(MODEL_FOLDER)}}))
    doc = nlp("Nine patients were treated with zorblax 20 mg for a week.")
    assert [span.text for span in mentions(doc, DRUG)] == ["zorblax"]


def test_another_model_is_not_taken_for_ours(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="make train"):
        load_ner(tmp_path / "blank")


def test_a_long_text_is_read_in_pieces_and_gives_the_same_names(names, monkeypatch):
    text = "Lithium caused tremor. " * 12
    whole = names(text)
    monkeypatch.setattr("pipeline.tag.ner._LONGEST", 10)
    assert names(text) == whole
    assert len(whole) == 24


def test_nothing_of_the_models_features_stays_on_the_document(nlp):
    doc = nlp("Nine patients were treated with zorblax 20 mg for a week.")
    assert {token.tag_ for token in doc} == {token.lemma_ for token in doc} == {""}
    assert doc.ents == ()


def test_a_long_document_takes_time_in_proportion(nlp):
    def seconds(text: str) -> float:
        started = time.perf_counter()
        nlp(text)
        return time.perf_counter() - started

    sentence = "Zymotic pneumonia (ZP) was treated with zorblax 20 mg. "
    seconds(sentence)
    assert seconds(sentence * 800) < 5 * max(seconds(sentence * 200), 0.05) * 2


def test_the_model_holds_no_words_but_its_labels():
    assert (MODEL_FOLDER / "vocab" / "strings.json").read_text() == '["CHEMICAL", "DISEASE"]'


def test_all_models_and_vocabularies_are_small():
    folder = MODEL_FOLDER.parent.parent
    files = [*MODEL_FOLDER.rglob("*"), *(folder / "vocab" / "data").iterdir()]
    assert sum(file.stat().st_size for file in files if file.is_file()) <= MOST_BYTES


def test_the_card_has_figures():
    card = (MODEL_FOLDER / "MODEL.md").read_text()
    assert "| bc5cdr | combined | all |" in card
    assert "| ncbi-disease | combined | DISEASE |" in card
