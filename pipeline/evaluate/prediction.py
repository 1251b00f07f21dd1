"""What a run says about one document, in the form that the scorers compare with gold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.document import Span

Row = dict[str, Any]
"""A row of an output table."""

ROW_TABLES = ("drugs", "diseases", "doses", "sample_sizes", "outcomes")
"""The tables whose rows are matched with gold."""


@dataclass(frozen=True)
class Prediction:
    """One document as a run processed it.

    `source_text` is the text that source offsets point into, `text` the clean text, `kept` the ranges of the source
    text that were kept; `mentions` and `tables` hold rows as `tables.md` describes them, `study` the study row.
    """

    source_text: str
    text: str
    kept: Sequence[Span]
    mentions: Sequence[Row] = ()
    tables: dict[str, list[Row]] = field(default_factory=dict)
    study: Row = field(default_factory=dict)


FAILED = Prediction(source_text="", text="", kept=())
"""A document that the run could not process: everything in its gold is a miss."""
