"""nervaluate is another implementation of span scores: both must agree where gold leaves nothing open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluate.gold import Gold
from pipeline.evaluate.prediction import Prediction
from pipeline.evaluate.spans import LABELS, score_spans

Evaluator = pytest.importorskip("nervaluate.evaluator", reason="needs Python 3.11").Evaluator

CELL, CELLS = 12, 15
TEXT = "x" * (CELL * CELLS)


@st.composite
def spans_of_a_label(draw):
    """Gold and found spans of one label, one or two a cell of the text, so that neither side overlaps itself.

    A finding reaches into one gold span only: where it could be a partner of two, nervaluate takes the closest one
    and can end with fewer pairs than the one-to-one matching has.
    """
    gold, found = [], []
    for cell in range(CELLS):
        cuts = sorted(draw(st.lists(st.integers(0, CELL), min_size=4, max_size=4, unique=True)))
        a, b, c, d = (cell * CELL + offset for offset in cuts)
        kind = draw(st.sampled_from(["same", "longer", "shifted", "apart", "split", "missed", "extra", "nothing"]))
        gold += {"split": [(a, d)], "extra": [], "nothing": [], "longer": [(b, c)], "shifted": [(a, c)]}.get(
            kind, [(a, b)]
        )
        found += {
            "same": [(a, b)], "longer": [(a, d)], "shifted": [(b, d)], "apart": [(c, d)], "split": [(a, b), (c, d)],
            "extra": [(a, d)],
        }.get(kind, [])  # fmt: skip
    return gold, found


def ours(gold, found):
    spans = [
        {"label": label, "start": start, "end": end, "text": TEXT[start:end]}
        for label in LABELS
        for start, end in gold[label]
    ]
    mentions = [
        {"label": label, "text": TEXT[s:e], "start": s, "end": e, "source_start": s, "source_end": e}
        for label in LABELS
        for s, e in found[label]
    ]
    tables = {"study": {}, "drugs": [], "doses": [], "diseases": [], "sample_sizes": [], "outcomes": []}
    labels = Gold.model_validate({"doc": "d", "sha256": "0", "keep": [], "spans": spans, "tables": tables})
    return score_spans(labels, Prediction(TEXT, TEXT, [], mentions)).counts


def theirs(gold, found):
    def entities(spans):
        return [{"label": label, "start": s, "end": e - 1} for label in LABELS for s, e in spans[label]]

    evaluator = Evaluator([entities(gold)], [entities(found)], tags=list(LABELS), loader="dict")
    return evaluator.evaluate()["entities"]


@settings(deadline=None)
@given(st.fixed_dictionaries({label: spans_of_a_label() for label in LABELS}))
@pytest.mark.parametrize(("scheme", "theirs_name"), [("strict", "strict"), ("overlap", "ent_type")])
def test_both_count_the_same(scheme, theirs_name, sets):
    gold = {label: sets[label][0] for label in LABELS}
    found = {label: sets[label][1] for label in LABELS}
    other = theirs(gold, found)
    for label, counts in ((label, ours(gold, found)[f"spans.{label}.{scheme}"]) for label in LABELS):
        result = other[label][theirs_name] if label in other else None
        expected = (result.correct, result.actual, result.possible) if result else (0, 0, 0)
        assert (counts.tp, counts.tp + counts.fp, counts.tp + counts.fn) == expected
