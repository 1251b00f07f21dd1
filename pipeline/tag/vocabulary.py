"""Finds drugs and diseases by vocabulary."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.names import fold, singular_name, without_salt
from pipeline.tag.attributes import DISEASE, DRUG, Entity, mention
from pipeline.vocab import Term, load_vocabulary
from pipeline.vocab.matcher import find_terms
from pipeline.vocab.words import pieces


@Language.factory("litsift_vocabulary")
class VocabularyTagger:
    """Sets `doc.spans["DRUG"]` and `doc.spans["DISEASE"]`; `span._.value` is an `Entity`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._vocabulary = load_vocabulary()

    def __call__(self, doc: Doc) -> Doc:
        """Tag the drugs and diseases of a document."""
        text = doc.text
        words = pieces(text)
        for label in (DRUG, DISEASE):
            spans = []
            for match in find_terms(self._vocabulary, label, text, words):
                span = doc.char_span(words[match.first].start, words[match.last - 1].end)
                if span is not None and not _in_citation(doc, span):
                    value = _entity(span.text, label, match.term)
                    spans.append(mention(doc, span.start, span.end, label, rule="vocabulary", value=value))
            doc.spans[label] = spans
        return doc


def _in_citation(doc: Doc, span: Span) -> bool:
    return doc._.clean is not None and doc._.clean.section_at(span.start_char) == "citation"


def _entity(text: str, label: str, term: Term) -> Entity:
    name = " ".join(fold(text).split())
    concept = term.concept
    if label == DRUG and concept.kind != "class":
        name = without_salt(concept.name.lower() if term.nickname else name)
    else:
        name = singular_name(name)
    kind = None if label == DISEASE else "class" if concept.kind == "class" else "substance"
    return Entity(name, concept.id, concept.name, kind)
