"""Compares taggers on a labelled corpus: the vocabulary, the NER model, both together, and any other spaCy model.

All are held against the corpus's own labels, exact spans. The last stage, `pipeline`, is what the tables get: there
DRUG is a substance given to treat (docs/tables.md), which is narrower than a corpus's chemical.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import spacy
from spacy.tokens import Doc

from pipeline.config import TagSettings
from pipeline.evaluate.corpora import CorpusDoc, read_corpus
from pipeline.evaluate.guidelines import Guideline, guideline_of
from pipeline.evaluate.linking import Linked, gold_ids, score_linked_spans
from pipeline.evaluate.report import Report
from pipeline.evaluate.score import Counts, Score
from pipeline.evaluate.trained_on import count_trained_on
from pipeline.tag.attributes import DRUG, mentions
from pipeline.tag.consistency import CHEMICAL, DISEASE, Named, consistent
from pipeline.tag.model import context_of, entity_of, load_model
from pipeline.tag.ner import MODEL_FOLDER, NerTagger
from pipeline.tag.pipeline import build_feature_tagger

Result = TypeVar("Result")
Place = tuple[str, int, int]
"""A name: its label and the characters `[start, end)` that it stands at."""
_LABELS = {DRUG: CHEMICAL, DISEASE: DISEASE}
_OURS = {label: ours for ours, label in _LABELS.items()}
BLANK = "blank tokenizer"


class NerBenchmark(NamedTuple):
    """The result: figures named `<tagger>.<label>`, the guideline followed, and words a second of each tagger.

    `trained_on` of the documents were in the training data of the NER model.
    """

    report: Report
    guideline: str
    trained_on: int
    speeds: dict[str, float]


class _Run:
    """Runs one document through the stages, and keeps the time that each takes."""

    def __init__(self, settings: TagSettings, folder: Path, guideline: str, models: Sequence[str]) -> None:
        self._features = build_feature_tagger(settings)
        self._ner = NerTagger(self._features, "ner", str(folder), guideline)
        self._blank = spacy.blank("en")
        self._blank.max_length = self._features.max_length
        self._others = {model: load_model(model) for model in models}
        self._labels = settings.ner.labels
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.words = 0
        self.linked: list[Linked] = []  # of the last text

    def stages(self, text: str) -> dict[str, set[Place]]:
        """Return what each stage finds in a text."""
        self._timed(BLANK, self._blank.make_doc, text)
        doc = self._timed("vocabulary", self._features, text)
        self.words += len(doc)
        found = {"vocabulary": _mentions(doc)}
        names = self._timed("model", self._ner.predict, doc)
        found["model"] = {_place(doc, name.label, name.start, name.end) for name in names}
        names = self._timed("combined", consistent, doc, names)
        found["combined"] = {_place(doc, name.label, name.start, name.end) for name in names}
        self.linked = list(_linked(doc, names))
        found["pipeline"] = _mentions(self._timed("pipeline", self._ner, doc))
        for name, model in self._others.items():
            found[name] = _entities(self._timed(name, model, text), self._labels)
        return found

    def _timed(self, stage: str, work: Callable[..., Result], *arguments: object) -> Result:
        started = time.perf_counter()
        result = work(*arguments)
        self.seconds[stage] += time.perf_counter() - started
        return result


def benchmark_ner(
    path: Path, settings: TagSettings, models: Sequence[str] = (), folder: Path = MODEL_FOLDER
) -> NerBenchmark:
    """Compare the taggers on a corpus (see `evaluate.corpora`), with the NER model in `folder` and other spaCy models.

    Followed is the guideline of the corpus whose labels the documents carry. Raises GoldError for a broken corpus,
    ConfigError for a model that cannot be loaded.
    """
    documents = list(read_corpus(path))
    chosen = guideline_of(span.label for document in documents for span in document.spans)
    with_ids = any(gold_ids(span) for document in documents for span in document.spans)
    run = _Run(settings, folder, chosen.name, models)
    scores: dict[str, Score] = {}
    for number, document in enumerate(documents, 1):
        scores[f"{number} {document.id}"] = score = _score(document, run.stages(document.text), chosen)
        if with_ids:
            _score_concepts(score, document, run.linked, chosen)
    speeds = {name: run.words / seconds for name, seconds in run.seconds.items()}
    trained_on = count_trained_on((document.text for document in documents), folder)
    return NerBenchmark(Report(scores), chosen.name, trained_on, speeds)


def _score_concepts(score: Score, document: CorpusDoc, linked: Sequence[Linked], guideline: Guideline) -> None:
    for label, counts in score_linked_spans(document, linked).items():
        if _LABELS[label] in guideline.labels.values():
            score.count(f"combined with concept.{_LABELS[label]}", counts)


def _score(document: CorpusDoc, found: dict[str, set[Place]], guideline: Guideline) -> Score:
    labels = guideline.labels
    gold = {(labels[span.label], span.start, span.end) for span in document.spans if span.label in labels}
    score = Score()
    for tagger, places in found.items():
        for label in sorted(set(labels.values())):
            mine, theirs = _of(places, label), _of(gold, label)
            counts = Counts(len(mine & theirs), len(mine - theirs), len(theirs - mine))
            score.count(f"{tagger}.{label}", counts)
            score.count(f"{tagger}.all", counts)
            _note(score, f"{tagger}.{label}", "miss", document.text, theirs - mine)
            _note(score, f"{tagger}.{label}", "extra", document.text, mine - theirs)
    return score


def _note(score: Score, figure: str, kind: str, text: str, places: Iterable[Place]) -> None:
    for _, start, end in sorted(places):
        score.slip(figure, kind, text[start:end])


def _linked(doc: Doc, names: Iterable[Named]) -> Iterator[Linked]:
    """The names of the combined tagger with the concepts that they link to."""
    context = context_of(doc)
    for name in names:
        label, span = _OURS[name.label], doc[name.start : name.end]
        entity = entity_of(span.text, label, context)
        yield Linked(span.start_char, span.end_char, label, entity.concept_id, entity.finer_id)


def _of(places: Iterable[Place], label: str) -> set[Place]:
    return {place for place in places if place[0] == label}


def _mentions(doc: Doc) -> set[Place]:
    return {_place(doc, ours, span.start, span.end) for label, ours in _LABELS.items() for span in mentions(doc, label)}


def _place(doc: Doc, label: str, start: int, end: int) -> Place:
    span = doc[start:end]
    return label, span.start_char, span.end_char


def _entities(doc: Doc, labels: Mapping[str, str]) -> set[Place]:
    """What another model finds, by the labels of the settings."""
    return {
        (_LABELS[labels[entity.label_]], entity.start_char, entity.end_char)
        for entity in doc.ents
        if entity.label_ in labels
    }
