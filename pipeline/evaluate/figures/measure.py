"""What all measures share: a corpus document with what the pipeline makes of its text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.document import BibFacts, CleanDoc, Kept, Source
from pipeline.evaluate.corpora import CorpusDoc
from pipeline.evaluate.score import Score
from pipeline.extract import extract_all
from pipeline.tag.pipeline import tag


class Processed(NamedTuple):
    """A document of a corpus, its tagged text, and the rows of every table; offsets are the same in all three."""

    gold: CorpusDoc
    doc: Doc
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


class Measure(NamedTuple):
    """The labels that a corpus must carry (one of them), and what adds a document's figures to a score."""

    labels: frozenset[str]
    score: Callable[[Processed, Score], None]


def process(document: CorpusDoc, nlp: Language) -> Processed:
    """Return what the pipeline makes of a text that needs no cleaning."""
    text = document.text
    source = Source(document.id, document.id, "text", hashlib.sha256(text.encode()).hexdigest(), text)
    clean = CleanDoc(source, "corpus", text, (Kept(0, len(text), 0),), (), (), BibFacts())
    doc = tag(nlp, clean)
    return Processed(document, doc, extract_all(doc))
