from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.tag import doses, numbers, schedules, sentences  # noqa: F401  (registers the components)
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
