"""Scores the rows of the tables drugs, diseases, doses, sample_sizes and outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.evaluate.context import sentence_at, sentence_with
from pipeline.evaluate.gold import Gold, GoldRow
from pipeline.evaluate.keys import TABLE_KEYS, TableKeys, agreeing, states_number
from pipeline.evaluate.matching import Matching, match
from pipeline.evaluate.prediction import Prediction, Row
from pipeline.evaluate.score import Score
from pipeline.evaluate.values import accepts
from pipeline.normalize.numbers import parse_number

_SHOWN = (
    "name", "drug", "measure", "low", "high", "unit", "per", "n", "of", "percent", "before", "after", "stat", "kind",
    "role", "route", "n_administrations", "interval_days", "every_days", "context", "time_days", "p_op", "p",
)  # fmt: skip


def score_rows(gold: Gold, prediction: Prediction) -> Score:
    """Match the rows of each table with gold, one to one; keys and attributes are those of keys.py.

    `tables.<table>.keys` counts rows whose keys agree; `tables.<table>.full` those whose keys agree in their plainest
    reading and whose attributes all agree; `tables.<table>.<attribute>` is the share of the rows matched by keys in
    which the attribute agrees. Optional gold rows, results without a number and an arm's count that is repeated an
    arm count neither way.
    """
    score = Score()
    for table, keys in TABLE_KEYS.items():
        found = prediction.tables.get(table, [])
        wanted: list[GoldRow] = getattr(gold.tables, table)
        if table == "outcomes":
            found = [row for row in found if states_number(row)]
        by_keys, in_full = _match(found, wanted, keys, full=False), _match(found, wanted, keys, full=True)
        score.count(f"tables.{table}.keys", by_keys.counts)
        score.count(f"tables.{table}.full", in_full.counts)
        _tally_attributes(score, table, keys, by_keys)
        _note_slips(score, f"tables.{table}.keys", by_keys, gold, prediction)
    return score


def _match(found: list[Row], wanted: list[GoldRow], keys: TableKeys, *, full: bool) -> Matching[Row, GoldRow]:
    def fit(row: Row, other: GoldRow) -> float | None:
        agree = agreeing(row, other, keys.attributes)
        same = keys.exact_row(row, other) and all(agree) if full else keys.same_row(row, other)
        if not same:
            return None
        return (sum(agree) + keys.exact_row(row, other)) / (len(agree) + 1)

    matching = match(found, wanted, fit, _is_optional)
    extras = [row for row in matching.extras if not _is_further_arm(row, wanted)]
    return Matching(matching.pairs, matching.misses, extras)


def _is_optional(row: GoldRow) -> bool:
    return bool(row.get("optional")) or ("measure" in row and not states_number(row))


def _is_further_arm(row: Row, wanted: list[GoldRow]) -> bool:
    """Whether a count repeats an arm's that gold has once: "20 each" is one row of gold, a row an arm is accepted."""
    if row.get("role") != "arm" or "n" not in row:
        return False
    return sum(accepts(other["n"], row["n"]) and accepts(other["role"], "arm") for other in wanted) == 1


def _tally_attributes(score: Score, table: str, keys: TableKeys, matching: Matching[Row, GoldRow]) -> None:
    for row, wanted in matching.pairs:
        for name in keys.attributes:
            if name not in wanted:
                continue
            figure, right = f"tables.{table}.{name}", accepts(wanted[name], row.get(name), name)
            score.tally(figure, right)
            if not right:
                words = f"{_first_words(wanted)}: gold {wanted[name]}, found {row.get(name)}"
                score.slip(figure, "wrong", words, row.get("sentence") or "")


def _note_slips(
    score: Score, figure: str, matching: Matching[Row, GoldRow], gold: Gold, prediction: Prediction
) -> None:
    for wanted in matching.misses:
        score.slip(figure, "miss", describe(wanted), _gold_sentence(wanted, gold, prediction))
    for row in matching.extras:
        score.slip(figure, "extra", describe(row), row.get("sentence") or _first_sentence(row, prediction))


def describe(row: Row | GoldRow) -> str:
    """Return a row in one line: its values that are not null, with the names of their columns."""
    return ", ".join(f"{name} {_readable(row[name])}" for name in _SHOWN if row.get(name) is not None)


def _readable(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(_readable(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _first_words(row: GoldRow) -> str:
    return ", ".join(describe(row).split(", ")[:2])


def _first_sentence(row: Row, prediction: Prediction) -> str:
    """Return the sentence of the first mention that a row rests on."""
    ids = row.get("mentions") or []
    first = next((mention for mention in prediction.mentions if mention["mention_id"] in ids), None)
    return sentence_at(prediction.text, first["start"], first["end"]) if first else ""


def _gold_sentence(row: GoldRow, gold: Gold, prediction: Prediction) -> str:
    """Return a sentence that has the words of a gold row; gold rows do not say where they stand."""
    text = prediction.source_text if gold.has_offsets else " ".join(gold.keep_text or ())
    found = (sentence_with(text, clue) for clue in _clues(row, gold))
    return next((sentence for sentence in found if sentence), "")


def _clues(row: GoldRow, gold: Gold) -> Iterator[str]:
    """Yield words that the text has where a gold row comes from, the most telling first."""
    for number in (row.get(name) for name in ("low", "percent", "after", "n")):
        if isinstance(number, (int, float)):
            yield f"{number:g}"
            yield from (span.text for span in gold.spans if parse_number(span.text) == number)
    yield from (row[name] for name in ("name", "measure", "drug") if row.get(name))
    yield from row.get("aka", ())
