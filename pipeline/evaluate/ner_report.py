"""The comparison of taggers for the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluate.ner import BLANK, NerBenchmark
from pipeline.evaluate.report import counts_table

_MOST = 40  # slips to show of one figure and kind


def render(result: NerBenchmark, errors: bool = False) -> RenderableType:
    """Return figures and speeds; with `errors`, the commonest misses and extras of each tagger and label."""
    parts: list[RenderableType] = [counts_table(result.report), _speed_table(result)]
    parts.append(Text(f"guideline of the NER model: {result.guideline}"))
    if result.trained_on:
        documents = len(result.report.documents)
        parts.append(
            Text(f"{result.trained_on} of {documents} documents were in its training data: its figures do not count")
        )
    if errors:
        parts.extend(_slip_lines(result))
    return Group(*parts)


def _speed_table(result: NerBenchmark) -> Table:
    table = Table(title="speed, one process; each tagger without the steps before it", title_justify="left")
    table.add_column("tagger")
    table.add_column("words a second", justify="right")
    table.add_column(f"times the {BLANK}", justify="right")
    for name, speed in result.speeds.items():
        table.add_row(name, f"{speed:,.0f}", f"{speed / result.speeds[BLANK]:.3f}")
    return table


def _slip_lines(result: NerBenchmark) -> list[Text]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for score in result.report.documents.values():
        for slip in score.slips:
            counts.setdefault((slip.figure, slip.kind), Counter())[slip.words.lower()] += 1
    lines = []
    for (figure, kind), words in sorted(counts.items()):
        lines.append(Text(f"\n{figure}: {kind}", style="bold"))
        commonest = sorted(words.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST]
        lines.extend(Text(f"  {count:4} {word}") for word, count in commonest)
    return lines
