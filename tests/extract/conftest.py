"""Planted documents: extractors are tested apart from the taggers."""

from collections.abc import Callable, Sequence

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.document import BibFacts, CleanDoc, Kept, Section, Source, Span, cut
from pipeline.tag import counts, figures  # noqa: F401  (registers the components)
from pipeline.tag.attributes import DISEASE, DRUG, Entity, mention
from pipeline.tag.numbers import Numbers
from pipeline.tag.sentences import SentenceStarts
from pipeline.tag.tokenizer import ClinicalTokenizer

Planted = Callable[..., Doc]
NLP = spacy.blank("en")
DRUGS = ("rituximab", "prednisone", "methotrexate", "warfarin", "enoxaparin")
DISEASES = ("neutropenia", "asthma")


def planted(
    text: str,
    spans: Sequence[tuple[str, str, object]] = (),
    *,
    removed: Sequence[Span] = (),
    title: str = "",
    sections: Sequence[tuple[str, str]] = (),
    facts: BibFacts | None = None,
) -> Doc:
    """A document cleaned of the ranges `removed`, with a mention at EVERY place of each (label, words, value).

    `title` is the words at the beginning of the clean text that are its title section; behind it, `sections` gives
    each label with the words at which it begins, and what comes before the first of them is `abstract`.
    """
    clean_text, kept = cut(text, removed)
    assert clean_text.startswith(title)
    begins = [(0, "title"), (len(title), "abstract")]
    begins += [(clean_text.index(words, len(title)), label) for label, words in sections]
    ends = [start for start, _ in begins[1:]] + [len(clean_text)]
    marked = tuple(Section(label, start, end) for (start, label), end in zip(begins, ends, strict=True))
    source = Source("doc", "doc.txt", "text", "0" * 64, text)
    doc = ClinicalTokenizer(NLP.vocab)(clean_text)
    doc = Numbers(NLP, "numbers")(SentenceStarts(NLP, "sentences")(doc))
    doc._.clean = CleanDoc(source, "generic", clean_text, kept, (), marked, facts or BibFacts(title=title or None))
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


@pytest.fixture(scope="session")
def counted() -> Callable[..., Doc]:
    """Tags a text that begins with its results: numbers, statistics, counts; DRUGS and DISEASES are planted."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(NLP.vocab)
    for component in ("litsift_sentences", "litsift_numbers", "litsift_statistics", "litsift_counts"):
        nlp.add_pipe(component)

    def tagged(text: str, section: str = "results") -> Doc:
        doc = nlp.make_doc(text)
        source = Source("doc", "doc.txt", "text", "0" * 64, text)
        sections = (Section(section, 0, len(text)),)
        doc._.clean = CleanDoc(source, "generic", text, (Kept(0, len(text), 0),), (), sections, BibFacts())
        for label, names in ((DRUG, DRUGS), (DISEASE, DISEASES)):
            doc.spans[label] = [
                mention(doc, token.i, token.i + 1, label, rule="planted", value=Entity(token.lower_))
                for token in doc
                if token.lower_ in names
            ]
        return nlp(doc)

    return tagged
