from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.config import NerSettings, TagSettings
from pipeline.errors import ConfigError
from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.pipeline import build_tagger

TEXT = "Moonwort and rituximab for swamp ague and asthma."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy model whose entities are listed words."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "CHEMICAL", "pattern": "Moonwort"},
            {"label": "DISEASE", "pattern": "swamp ague"},
            {"label": "GENE", "pattern": "asthma"},
        ]
    )
    path = tmp_path_factory.mktemp("model")
    nlp.to_disk(path)
    return path


def tagger(model: str, mode: str) -> Language:
    ner = NerSettings.model_validate(
        {"model": model, "labels": {"CHEMICAL": "DRUG", "DISEASE": "DISEASE"}, "mode": mode}
    )
    return build_tagger(TagSettings(ner=ner))


def test_a_model_adds_to_the_vocabulary(model: Path) -> None:
    doc = tagger(str(model), "add")(TEXT)
    assert [(s.text, s._.rule) for s in mentions(doc, DRUG)] == [("Moonwort", "model"), ("rituximab", "vocabulary")]
    assert [s.text for s in mentions(doc, DISEASE)] == ["swamp ague", "asthma"]


def test_a_model_replaces_the_vocabulary(model: Path) -> None:
    doc = tagger(str(model), "replace")(TEXT)
    assert [s.text for s in mentions(doc, DRUG)] == ["Moonwort"]
    assert [s.text for s in mentions(doc, DISEASE)] == ["swamp ague"]


def test_the_longer_of_two_overlapping_spans_stays(model: Path) -> None:
    doc = tagger(str(model), "add")("swamp ague asthma")
    assert [s.text for s in mentions(doc, DISEASE)] == ["swamp ague", "asthma"]
    doc = tagger(str(model), "add")("metastatic swamp ague")
    assert [s.text for s in mentions(doc, DISEASE)] == ["swamp ague"]


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ConfigError, match=r"tag\.ner\.model.*no_such_model"):
        tagger("no_such_model", "add")
