"""Scores the study row, field by field."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate.context import fold
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.prediction import Prediction, Row
from pipeline.evaluate.score import Score
from pipeline.evaluate.values import accepts

FIELDS = ("title", "design", "n_enrolled", "age_group", "pmid", "pmcid", "doi", "journal", "year")


def score_study(gold: Gold, prediction: Prediction) -> Score:
    """Tally the fields of the study row that gold has: `study` over all of them, `study.<field>` each.

    A null of gold wants a null, but where there is no row at all nothing is right. `study.stated` leaves the nulls out,
    so that silence earns nothing.
    """
    score = Score()
    for name in FIELDS:
        if name in gold.tables.study:
            _score_field(score, name, gold.tables.study[name], prediction.study)
    return score


def _score_field(score: Score, name: str, wanted: Any, study: Row) -> None:
    found = study.get(name)
    right = bool(study) and accepts(wanted, found, name)
    for figure in ("study", f"study.{name}", *(["study.stated"] if wanted is not None else [])):
        score.tally(figure, right)
    if not right:
        score.slip(f"study.{name}", "wrong", f"gold {fold(str(wanted))}, found {fold(str(found))}")
