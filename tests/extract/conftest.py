"""Planted documents: extractors are tested apart from the taggers."""

from collections.abc import Callable, Sequence

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.document import BibFacts, CleanDoc, Section, Source, Span, cut
from pipeline.tag.attributes import mention
from pipeline.tag.numbers import Numbers
from pipeline.tag.sentences import SentenceStarts
from pipeline.tag.tokenizer import ClinicalTokenizer

Planted = Callable[..., Doc]


def planted(
    text: str,
    spans: Sequence[tuple[str, str, object]] = (),
    *,
    removed: Sequence[Span] = (),
    title: str = "",
    facts: BibFacts | None = None,
) -> Doc:
    """A document cleaned of the ranges `removed`, with a mention at EVERY place of each (label, words, value).

    `title` is the words at the beginning of the clean text that are its title section; the rest is abstract.
    """
    clean_text, kept = cut(text, removed)
    assert clean_text.startswith(title)
    sections = (Section("title", 0, len(title)), Section("abstract", len(title), len(clean_text)))
    source = Source("doc", "doc.txt", "text", "0" * 64, text)
    nlp = spacy.blank("en")
    doc = ClinicalTokenizer(nlp.vocab)(clean_text)
    doc = Numbers(nlp, "numbers")(SentenceStarts(nlp, "sentences")(doc))
    doc._.clean = CleanDoc(source, "generic", clean_text, kept, (), sections, facts or BibFacts(title=title or None))
    found: dict[str, list[object]] = {}
    for label, words, value in spans:
        at = clean_text.index(words)
        while at >= 0:
            span = doc.char_span(at, at + len(words))
            if span is not None:
                found.setdefault(label, []).append(
                    mention(doc, span.start, span.end, label, rule="planted", value=value)
                )
            at = clean_text.find(words, at + 1)
    for label, group in found.items():
        doc.spans[label] = sorted(group, key=lambda span: span.start)
    return doc


@pytest.fixture(name="planted")
def planted_fixture() -> Planted:
    return planted
