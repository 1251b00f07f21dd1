"""Shows a measurement of concept linking in the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluate.linking import LinkingScore, Miss


def render(score: LinkingScore, errors: bool = False) -> RenderableType:
    """Return the shares of right links by label and by rule; with `errors` one line a miss, the most frequent first."""
    parts: list[RenderableType] = [_labels_table(score), _rules_table(score)]
    if errors:
        parts.extend(
            Text(f"{count:5}  {_line(miss)}", no_wrap=True, overflow="ignore") for miss, count in _by_frequency(score)
        )
    return Group(*parts)


def _labels_table(score: LinkingScore) -> Table:
    table = Table(title="mentions with the concept of gold", title_justify="left")
    table.add_column("label")
    for column in ("share", "right", "of", "with several ids", "without an id (left out)"):
        table.add_column(column, justify="right")
    for label, tally in sorted(score.tallies.items()):
        counts = (tally.right, tally.of, score.several[label], score.without_id[label])
        table.add_row(label, f"{tally.share:.4f}", *(str(count) for count in counts))
    return table


def _rules_table(score: LinkingScore) -> Table:
    table = Table(title="by the rule that linked", title_justify="left")
    for column in ("label", "rule"):
        table.add_column(column)
    for column in ("right", "wrong"):
        table.add_column(column, justify="right")
    for (label, rule), tally in sorted(score.rules.items()):
        table.add_row(label, rule, str(tally.right), str(tally.of - tally.right))
    return table


def _by_frequency(score: LinkingScore) -> list[tuple[Miss, int]]:
    return sorted(score.misses.items(), key=lambda item: (item[0].label, -item[1], item[0].words, item[0].gold))


def _line(miss: Miss) -> str:
    found = "no concept"
    if miss.link:
        found = f"{miss.link.concept.id} {miss.link.concept.name} ({miss.link.rule} {miss.link.score:.2f})"
    return f"{miss.label}  {miss.words!r}: gold {' '.join(miss.gold)}, found {found}"
