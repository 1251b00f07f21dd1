import time

import pytest
import spacy
from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.errors import ConfigError
from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.ner import MODEL_FOLDER, NAMES, load_ner
from pipeline.tag.pipeline import build_tagger

MOST_BYTES = 30_000_000  # of all models and vocabularies in the package


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings())


def names(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in nlp(text).spans[NAMES]]


def test_the_shipped_model_finds_chemicals_and_diseases(nlp):
    text = "Acute renal failure developed after ibuprofen and serum creatinine rose."
    assert names(nlp, text) == [
        ("Acute renal failure", "DISEASE"),
        ("ibuprofen", "CHEMICAL"),
        ("creatinine", "CHEMICAL"),
    ]


def test_what_is_measured_is_a_chemical_but_no_drug(nlp):
    doc = nlp("Acute renal failure developed after ibuprofen and serum creatinine rose.")
    assert [span.text for span in mentions(doc, DRUG)] == ["ibuprofen"]
    assert [span.text for span in mentions(doc, DISEASE)] == ["Acute renal failure"]


def test_a_short_form_is_named_like_its_long_form(nlp):
    text = "Tardive oculogyric dystonia (TOGD) followed haloperidol. TOGD did not resolve."
    assert [label for name, label in names(nlp, text) if name == "TOGD"] == ["DISEASE", "DISEASE"]


def test_an_empty_text_has_no_names(nlp):
    assert names(nlp, "") == []


def test_the_same_text_gives_the_same_names_alone_and_after_others(nlp):
    text = "Lithium caused tremor in two of nine patients."
    alone = names(nlp, text)
    nlp("Another text on asthma and salbutamol.")
    assert names(nlp, text) == alone


def test_without_the_model_there_are_no_names_of_its_own():
    nlp = build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))
    assert NAMES not in nlp("Lithium caused tremor.").spans


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
    assert names(nlp, "Lithium caused tremor.") == [("Lithium", "CHEMICAL"), ("tremor", "DISEASE")]


def test_another_model_is_not_taken_for_ours(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="make train"):
        load_ner(tmp_path / "blank")


def test_a_long_text_is_read_in_pieces_and_gives_the_same_names(nlp, monkeypatch):
    text = "Lithium caused tremor. " * 12
    whole = names(nlp, text)
    monkeypatch.setattr("pipeline.tag.ner._LONGEST", 10)
    assert names(nlp, text) == whole
    assert len(whole) == 24


def test_nothing_of_the_models_features_stays_on_the_document(nlp):
    doc = nlp("Lithium caused tremor.")
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
