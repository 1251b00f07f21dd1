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
    parts: list[RenderableType] = []
    if result.trained_on:
        seen = f"{result.trained_on} of {len(result.report.documents)} documents"
        parts.append(
            Text(
                f"Careful: the NER model was trained on {seen}. Of the figures only those of 'vocabulary' say what\n"
                "to expect elsewhere; MODEL.md beside the model has its figures on texts that it had not seen.\n"
            )
        )
    parts += [counts_table(result.report), _speed_table(result)]
    parts.append(Text(f"guideline of the NER model: {result.guideline}"))
    if errors:
        parts.extend(_slip_lines(result))
    return Group(*parts)


def _speed_table(result: NerBenchmark) -> Table:
    title = "speed of each step alone, in one process: model and combined need the steps before them"
    table = Table(title=title, title_justify="left")
    table.add_column("tagger")
    table.add_column("words a second", justify="right")
    table.add_column(f"times the {BLANK}", justify="right")
    for name, speed in result.speeds.items():
        ratio = f"{speed / result.speeds[BLANK]:.3f}" if result.speeds[BLANK] else "–"
        table.add_row(name, f"{speed:,.0f}", ratio)
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
