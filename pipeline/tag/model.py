"""Runs a spaCy model that the configuration names (scispaCy's, or any that finds entities) beside the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.errors import ConfigError
from pipeline.normalize.names import fold, singular_name, without_salt
from pipeline.tag.attributes import DRUG, Entity, mention, mentions
from pipeline.tag.sections import in_citation
from pipeline.tag.tokens import text_of
from pipeline.vocab import load_vocabulary
from pipeline.vocab.linking import NO_CONTEXT, Context, load_linker

REPLACE = "replace"


@Language.factory("litsift_model", default_config={"labels": {}, "mode": "add"})
class ModelTagger:
    """Adds the model's entities to `doc.spans`, or lets them replace those of the vocabulary.

    In mode `add`, where two spans of one label overlap, the longer stays, and the vocabulary's of two equally long.
    """

    def __init__(self, nlp: Language, name: str, model: str, labels: dict[str, str], mode: str) -> None:
        """Load the model; `labels` says what its labels become.

        Raises ConfigError if the model is not installed.
        """
        self.name = name
        self._model = load_model(model)
        self._labels = labels
        self._mode = mode

    def __call__(self, doc: Doc) -> Doc:
        """Run the model over a document."""
        found = list(_entities(doc, self._model(text_of(doc)), self._labels))
        for label in sorted(set(self._labels.values())):
            known = [] if self._mode == REPLACE else mentions(doc, label)
            doc.spans[label] = _longest(known, [span for span in found if span.label_ == label])
        return doc


def load_model(model: str) -> Language:
    """Return a spaCy model by package name or path.

    Raises ConfigError if it cannot be loaded.
    """
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(
            f"spaCy model '{model}' (setting 'tag.ner.model', or --model) cannot be loaded ({reason}); install it, "
            "give the path of its folder, or set it to none"
        ) from None
    nlp.max_length = 100_000_000  # entity recognition needs memory in proportion to the text
    return nlp


def _entities(doc: Doc, analysed: Doc, labels: Mapping[str, str]) -> Iterator[Span]:
    """The model's entities on our tokens, widened to whole tokens where its tokenizer cuts elsewhere."""
    context = context_of(doc)
    for entity in analysed.ents:
        label = labels.get(entity.label_)
        span = doc.char_span(entity.start_char, entity.end_char, alignment_mode="expand") if label else None
        if label and span is not None and not in_citation(doc, span.start_char):
            yield mention(doc, span.start, span.end, label, rule="model", value=entity_of(span.text, label, context))


def context_of(doc: Doc) -> Context:
    """Return what a document says about its names: the abbreviations that it defines, and what drugs induced."""
    text = text_of(doc)
    forms = {form.text: text[form.long_start : form.long_end] for form in doc._.short_forms}
    return load_linker().context_of(text, forms)


def entity_of(text: str, label: str, context: Context = NO_CONTEXT) -> Entity:
    """Return what a name means that no rule of ours has read: normalised, and linked if a concept is found for it."""
    name = " ".join(fold(text).split())
    concept = load_vocabulary().lookup(text, label)
    is_class = concept is not None and concept.kind == "class"
    name = without_salt(name) if label == DRUG and not is_class else singular_name(name)
    kind = ("class" if is_class else "substance") if label == DRUG else None
    if concept is None:
        link = load_linker().link(" ".join(text.split()), label, context)
        concept = link.concept if link else None
    if concept is None:
        return Entity(name, kind=kind)
    return Entity(name, concept.id, concept.name, kind, concept.finer_id)


def _longest(first: list[Span], second: list[Span]) -> list[Span]:
    """The spans of both lists in reading order without overlaps: the longest, of two equal ones the first list's."""
    kept: list[Span] = []
    for span in sorted([*first, *second], key=lambda s: s.start - s.end):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
