"""Measures the figures that the extractors take out of texts on labelled corpora: doses, counts, outcomes.

Each measure says which labels of a corpus it needs; a corpus is held against all measures whose labels it has. What a
corpus labels differs from our gold: each module says how one is mapped to the other, and what is left out.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.config import TagSettings
from pipeline.errors import GoldError
from pipeline.evaluate.corpora import read_corpus
from pipeline.evaluate.figures.counts import COUNTS
from pipeline.evaluate.figures.doses import DOSES
from pipeline.evaluate.figures.measure import Measure, process
from pipeline.evaluate.figures.outcomes import OUTCOMES
from pipeline.evaluate.report import Report
from pipeline.evaluate.score import Score
from pipeline.tag.pipeline import build_tagger

MEASURES: tuple[Measure, ...] = (COUNTS, DOSES, OUTCOMES)


def benchmark_figures(path: Path, settings: TagSettings) -> Report:
    """Return the figures on a corpus (see `evaluate.corpora`).

    Raises GoldError for a broken corpus, and for one that carries no label of any measure.
    """
    documents = list(read_corpus(path))
    labels = {span.label for document in documents for span in document.spans}
    measures = [measure for measure in MEASURES if not labels.isdisjoint(measure.labels)]
    if not measures:
        known = ", ".join(sorted({label for measure in MEASURES for label in measure.labels}))
        raise GoldError(f"{path}: carries no label that is measured; there are {known}")
    nlp = build_tagger(settings)
    scores: dict[str, Score] = {}
    for number, document in enumerate(documents, 1):
        scores[f"{number} {document.id}"] = score = Score()
        processed = process(document, nlp)
        for measure in measures:
            measure.score(processed, score)
    return Report(scores)
