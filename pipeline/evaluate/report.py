"""The result of an evaluation: figures, counts and slips for machines and for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluate.score import Score, total

_DECIMALS = 4


@dataclass(frozen=True)
class Report:
    """Scores by document (name of the raw file), and the documents that the run could not process."""

    documents: Mapping[str, Score]
    failed: Sequence[str] = ()

    @property
    def total(self) -> Score:
        """The sum over the documents."""
        return total(self.documents.values())

    def figures(self) -> dict[str, float]:
        """Return one number a figure, 0 to 1, higher is better: an F1 or a share."""
        return self.total.figures()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values, the same for the same run and gold."""
        return {
            "documents": list(self.documents),
            "failed": list(self.failed),
            **_plain(self.total),
            "by_document": {name: _plain(score) for name, score in self.documents.items()},
            "slips": [
                {"document": name, **slip._asdict()} for name, score in self.documents.items() for slip in score.slips
            ],
        }


def _plain(score: Score) -> dict[str, Any]:
    return {
        "figures": {name: round(value, _DECIMALS) for name, value in score.figures().items()},
        "counts": {
            name: {**counts._asdict(), "precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
            for name, counts in sorted(score.counts.items())
        },
        "accuracies": {
            name: {**tally._asdict(), "share": tally.share} for name, tally in sorted(score.tallies.items())
        },
    }


def render(report: Report, errors: bool = False) -> RenderableType:
    """Return the report for the terminal; with `errors`, each miss, extra and wrong value with its sentence."""
    parts: list[RenderableType] = [counts_table(report), _tallies_table(report)]
    if report.failed:
        parts.append(Text(f"not processed (all of their gold is missed): {', '.join(report.failed)}"))
    if errors:
        parts.extend(_slip_lines(report))
    return Group(*parts)


def counts_table(report: Report) -> Table:
    """Return the counts of all documents together, a row a figure."""
    table = Table(title=f"{len(report.documents)} documents against gold", title_justify="left")
    table.add_column("figure")
    for column in ("precision", "recall", "F1", "right", "extra", "missed"):
        table.add_column(column, justify="right")
    for name, counts in sorted(report.total.counts.items()):
        shares = (_percent(value) for value in (counts.precision, counts.recall, counts.f1))
        table.add_row(name, *shares, *(str(count) for count in (counts.tp, counts.fp, counts.fn)))
    return table


def _tallies_table(report: Report) -> Table:
    table = Table(title="shares", title_justify="left")
    table.add_column("figure")
    for column in ("share", "right", "of"):
        table.add_column(column, justify="right")
    for name, tally in sorted(report.total.tallies.items()):
        table.add_row(name, _percent(tally.share), str(tally.right), str(tally.of))
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _slip_lines(report: Report) -> list[Text]:
    lines = []
    for name, score in report.documents.items():
        lines.append(Text(f"\n{name}", style="bold"))
        for slip in score.slips:
            where = f"\n        {slip.sentence}" if slip.sentence else ""
            lines.append(Text(f"  {slip.kind:5} {slip.figure}: {slip.words}{where}"))
    return lines
