"""Builds the spaCy pipeline that takes a `CleanDoc` to a tagged `Doc`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import TagSettings
from pipeline.document import CleanDoc
from pipeline.errors import ConfigError
from pipeline.tag import (
    abbreviations,
    assertion,
    counts,
    doses,
    figures,
    model,
    ner,
    numbers,
    schedules,
    sentences,
    vocabulary,
)
from pipeline.tag.tokenizer import ClinicalTokenizer

__all__ = ["build_feature_tagger", "build_tagger", "tag"]

# (component, settings) in the order in which they run.
_COMPONENTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("litsift_sentences", {}),
    ("litsift_numbers", {}),
    ("litsift_abbreviations", {}),
    ("litsift_vocabulary", {}),
    ("litsift_assertion", {}),
    ("litsift_doses", {}),
    ("litsift_schedules", {}),
    ("litsift_statistics", {}),
    ("litsift_counts", {}),
)
_MODULES = (
    abbreviations,
    assertion,
    counts,
    doses,
    figures,
    model,
    ner,
    numbers,
    schedules,
    sentences,
    vocabulary,
)  # imported for their component registrations


def build_tagger(settings: TagSettings) -> Language:
    """Return the tagging pipeline for the settings.

    With a NER model, numpy's matrix products run on one core from now on, in the whole process. Raises ConfigError if
    a model cannot be loaded, and if `settings.disable` names a component that does not exist or that the model needs.
    """
    nlp = _assembled(_COMPONENTS, settings)
    if ner.is_litsift(settings.ner.model):
        _add_ner(nlp, settings)
    elif settings.ner.model != "none":
        own = settings.ner.model_dump(exclude={"guideline"})
        nlp.add_pipe("litsift_model", config=own, after="litsift_vocabulary")
    for name in settings.disable:
        if name not in nlp.pipe_names:
            raise ConfigError(f"setting 'tag.disable': no component '{name}'; there are {', '.join(nlp.pipe_names)}")
        nlp.remove_pipe(name)
    return nlp


def _assembled(components: Iterable[tuple[str, dict[str, Any]]], settings: TagSettings) -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    nlp.max_length = 100_000_000  # no component here needs more than linear memory
    for name, component_settings in components:
        nlp.add_pipe(name, config=component_settings | _from_settings(name, settings))
    return nlp


def _add_ner(nlp: Language, settings: TagSettings) -> None:
    if "litsift_vocabulary" in settings.disable:
        raise ConfigError(
            "setting 'tag.disable': the NER model reads what litsift_vocabulary finds; set 'tag.ner.model' to none, too"
        )
    config = {"folder": str(ner.model_folder(settings.ner.model)), "guideline": settings.ner.guideline}
    nlp.add_pipe("litsift_ner", config=config, after="litsift_vocabulary")


def build_feature_tagger(settings: TagSettings) -> Language:
    """Return the part of the pipeline that the NER model's token features come from: up to the vocabulary."""
    names = [name for name, _ in _COMPONENTS]
    return _assembled(_COMPONENTS[: names.index("litsift_vocabulary") + 1], settings)


def _from_settings(component: str, settings: TagSettings) -> dict[str, Any]:
    if component == "litsift_vocabulary" and settings.lexicon:
        return {"lexicon": str(settings.lexicon)}
    return {}


def tag(nlp: Language, clean: CleanDoc) -> Doc:
    """Return the tagged document; `doc._.clean` is the clean document. All offsets count in its text."""
    doc = nlp.make_doc(clean.text)
    doc._.clean = clean
    return nlp(doc)
