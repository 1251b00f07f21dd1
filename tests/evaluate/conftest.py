"""Builders of hand-written gold and predictions; spans are named by their words and found in reading order."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import pytest

from pipeline.document import Span, cut
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.prediction import Prediction

Words = Sequence[tuple[str, ...]]


def located(text: str, words: Words) -> list[tuple[str, str, Span, tuple[str, ...]]]:
    """Return (label, text, place, rest) for each (label, text, *rest): the first place behind the one before it."""
    found, position = [], {}
    for label, word, *rest in words:
        start = text.index(word, position.get((label, word), 0))
        position[label, word] = start + len(word)
        found.append((label, word, Span(start, start + len(word)), tuple(rest)))
    return found


def build_gold(
    text: str,
    spans: Words = (),
    *,
    keep: Sequence[str] | None = None,
    either: Sequence[str] = (),
    html: bool = False,
    **tables: Any,
) -> Gold:
    """Gold of `text`; a third word "optional" makes a span optional; `keep` and `either` are pieces of the text."""
    ranges = [{"start": text.index(piece), "end": text.index(piece) + len(piece)} for piece in keep or [text]]
    open_ranges = [{"start": text.index(piece), "end": text.index(piece) + len(piece)} for piece in either]
    entries = [
        {"label": label, "text": word, "optional": "optional" in rest}
        | ({} if html else {"start": place.start, "end": place.end})
        for label, word, place, rest in located(text, spans)
    ]
    empty = {"study": {}, "drugs": [], "doses": [], "diseases": [], "sample_sizes": [], "outcomes": []}
    kept = {"keep_text": list(keep or [text])} if html else {"keep": ranges, "either": open_ranges}
    return Gold.model_validate(
        {
            "doc": "page.html" if html else "page.txt",
            "sha256": sha256(text.encode()).hexdigest(),
            **kept,
            "spans": entries,
            "tables": empty | tables,
        }
    )


def build_prediction(
    text: str, spans: Words = (), *, removed: Sequence[str] = (), study: dict[str, Any] | None = None, **tables: Any
) -> Prediction:
    """What a run would say about `text`: the pieces `removed` dropped, the spans tagged."""
    dropped = [Span(text.index(piece), text.index(piece) + len(piece)) for piece in removed]
    clean, kept = cut(text, dropped)
    mentions = []
    for number, (label, word, place, _) in enumerate(located(clean, spans)):
        piece = next(k for k in reversed(kept) if k.at <= place.start)
        shift = piece.start - piece.at
        mentions.append(
            {
                "mention_id": number,
                "label": label,
                "text": word,
                "start": place.start,
                "end": place.end,
                "source_start": place.start + shift,
                "source_end": place.end + shift,
            }
        )
    return Prediction(text, clean, [Span(k.start, k.end) for k in kept], mentions, tables, study or {})


@pytest.fixture(scope="session")
def gold_of() -> Callable[..., Gold]:
    return build_gold


@pytest.fixture(scope="session")
def prediction_of() -> Callable[..., Prediction]:
    return build_prediction
