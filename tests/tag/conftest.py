from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.document import CleanDoc
from pipeline.tag import (  # noqa: F401  (registers the components)
    abbreviations,
    assertion,
    counts,
    doses,
    figures,
    numbers,
    schedules,
    sentences,
    vocabulary,
)
from pipeline.tag.attributes import DRUG, Entity, mention
from pipeline.tag.tokenizer import ClinicalTokenizer

DRUGS = ("rituximab", "prednisone", "methotrexate", "cyclophosphamide", "insulin", "timolol", "tacrolimus", "aspirin")


@pytest.fixture(scope="session")
def grammar() -> Callable[[str], Doc]:
    """Tags numbers, doses and schedules; the words of DRUGS are planted as DRUG mentions."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    for component in ("litsift_sentences", "litsift_numbers", "litsift_doses", "litsift_schedules"):
        nlp.add_pipe(component)

    def tagged(text: str) -> Doc:
        doc = nlp.make_doc(text)
        doc.spans[DRUG] = [
            mention(doc, token.i, token.i + 1, DRUG, rule="planted", value=Entity(token.lower_))
            for token in doc
            if token.lower_ in DRUGS
        ]
        return nlp(doc)

    return tagged


def _names(lexicon: Path | None = None) -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    nlp.add_pipe("litsift_sentences")
    nlp.add_pipe("litsift_abbreviations")
    nlp.add_pipe("litsift_vocabulary", config={"lexicon": str(lexicon) if lexicon else None})
    nlp.add_pipe("litsift_assertion")
    return nlp


@pytest.fixture(scope="session")
def name_tagger() -> Language:
    """Tags drugs and diseases with abbreviations and assertion."""
    return _names()


@pytest.fixture(scope="session")
def lexicon_tagger(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """Like `name_tagger`, with a user's lexicon that adds moonwort and takes rituximab out."""
    path = tmp_path_factory.mktemp("lexicon") / "own.csv"
    path.write_text("term,label,name,concept_id,kind\nmoonwort,DRUG,,,substance\nrituximab,-,,,\n", encoding="utf-8")
    return _names(path)


@pytest.fixture(scope="session")
def counter() -> Callable[..., Doc]:
    """Tags numbers, statistics and counts of people; the words of DRUGS are planted as DRUG mentions."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    for component in ("litsift_sentences", "litsift_numbers", "litsift_statistics", "litsift_counts"):
        nlp.add_pipe(component)

    def tagged(text: str, clean: CleanDoc | None = None) -> Doc:
        doc = nlp.make_doc(text)
        doc._.clean = clean
        doc.spans[DRUG] = [
            mention(doc, token.i, token.i + 1, DRUG, rule="planted", value=Entity(token.lower_))
            for token in doc
            if token.lower_ in DRUGS
        ]
        return nlp(doc)

    return tagged
