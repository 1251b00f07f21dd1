"""A run that writes what gold says scores 1 everywhere, whichever of the accepted readings it takes."""

from pathlib import Path

import pytest

from pipeline.document import Span, cut
from pipeline.evaluate.gold import load_gold_folder
from pipeline.evaluate.prediction import ROW_TABLES, Prediction
from pipeline.evaluate.run import score_document

GOLD = Path(__file__).parents[1] / "gold"
RAW = Path(__file__).parents[2] / "raw_docs"


def as_written(row, take):
    """The row that a run would write: of each field's accepted values the first or the last, without gold's marks."""
    fields = {key: value for key, value in row.items() if key not in ("aka", "optional")}
    return {key: value[take] if isinstance(value, list) else value for key, value in fields.items()}


def perfect(gold, text, take, optional):
    kept_ranges = sorted(r.span() for r in (*gold.keep, *(gold.either if optional else ())))
    edges = [0, *(edge for start, end in kept_ranges for edge in (start, end)), len(text)]
    dropped = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    clean, kept = cut(text, dropped)
    spans = [span for span in gold.spans if optional or not span.optional]
    mentions = [
        {"mention_id": i, "label": s.label, "text": s.text, "source_start": s.start, "source_end": s.end, **place}
        for i, s in enumerate(spans)
        for place in [clean_place(s, kept)]
    ]
    tables = {
        table: [as_written(row, take) for row in getattr(gold.tables, table) if optional or not row.get("optional")]
        for table in ROW_TABLES
    }
    study = as_written(gold.tables.study, take)
    return Prediction(text, clean, [Span(k.start, k.end) for k in kept], mentions, tables, study)


def clean_place(span, kept):
    piece = next(k for k in reversed(kept) if k.start <= span.start)
    return {"start": span.start - piece.start + piece.at, "end": span.end - piece.start + piece.at}


@pytest.mark.parametrize("optional", [True, False], ids=["all", "required"])
@pytest.mark.parametrize("take", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("gold", load_gold_folder(GOLD), ids=lambda gold: gold.doc[:3])
def test_what_gold_says_scores_1(gold, take, optional):
    text = (RAW / gold.doc).read_bytes().decode("utf-8")
    score = score_document(gold, perfect(gold, text, take, optional))
    assert set(score.figures().values()) == {1.0}
    assert score.slips == []
