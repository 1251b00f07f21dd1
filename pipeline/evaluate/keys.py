"""When a row of an output table is the row that gold means: the keys and the attributes of each table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.evaluate.gold import GoldRow
from pipeline.evaluate.prediction import Row
from pipeline.evaluate.values import accepts, states_value
from pipeline.normalize.names import word_key

_POSSESSIVE = re.compile(r"['’]s?\b")
_WORD = re.compile(r"[^\W_]+")

OUTCOME_NUMBERS = ("n", "of", "percent", "before", "after")

# Words of a measure that do not say what was measured.
_EMPTY_WORDS = frozenset(
    """
    a an and as at by for from had has have in into is of on or per than that the their to was were with without
    all any both each no not other total group groups arm arms
    patient patients child children subject subjects case cases people participant participants women men
    """.split()
)


class TableKeys(NamedTuple):
    """How rows of a table are compared.

    `same_row(found, gold)`: the keys agree. `exact_row(found, gold)`: they agree in the plainest reading, where a row
    goes by its own name only and a number that gold does not state must be null. `attributes` are scored over
    matched rows.
    """

    same_row: Callable[[Row, GoldRow], bool]
    exact_row: Callable[[Row, GoldRow], bool]
    attributes: tuple[str, ...]


def name_key(name: str) -> str:
    """Return what spellings of a name have in common: no case, accents, plurals, possessives, blanks or hyphens."""
    return "".join(word_key(word) for word in _WORD.findall(_POSSESSIVE.sub("", name)))


def _keys(names: Iterable[str | None]) -> set[str]:
    return {name_key(name) for name in names if name}


def _same_entity(found: Row, gold: GoldRow) -> bool:
    """A drug or disease: the row's name, concept name or other surface form is the name of gold or one of its `aka`."""
    names = (found["name"], found.get("concept_name"), *(found.get("aka") or ()))
    return not _keys(names).isdisjoint(_keys((gold["name"], *gold.get("aka", ()))))


def _exact_entity(found: Row, gold: GoldRow) -> bool:
    return name_key(found["name"]) in _keys((gold["name"], *gold.get("aka", ())))


def _same_dose(found: Row, gold: GoldRow) -> bool:
    """A dose: the same drug, amount (low and high), unit and divisor."""
    same_drug = name_key(found.get("drug") or "") in _keys((gold["drug"], *gold.get("aka", ())))
    return same_drug and all(accepts(gold[key], found.get(key), key) for key in ("low", "high", "unit", "per"))


def _same_count(found: Row, gold: GoldRow) -> bool:
    """A count of people: the same number in the same role."""
    return accepts(gold["n"], found["n"]) and accepts(gold["role"], found.get("role"))


def _same_outcome(found: Row, gold: GoldRow) -> bool:
    """A result: all of n, of, percent, before and after that gold states agree, and the measures share a content word.

    A number that gold leaves null is not looked at, but at least one number that was found must be one of gold's:
    two rows that agree only in what they do not say are not the same. Content words are compared by their stem.
    """
    stated = [key for key in OUTCOME_NUMBERS if states_value(gold.get(key))]
    agree = all(accepts(gold[key], found.get(key), key) for key in stated)
    in_common = any(found.get(key) is not None for key in stated)
    return agree and in_common and _share_word(found.get("measure") or "", gold["measure"])


def _exact_outcome(found: Row, gold: GoldRow) -> bool:
    nulls = all(found.get(key) is None for key in OUTCOME_NUMBERS if not states_value(gold.get(key)))
    return nulls and _same_outcome(found, gold)


def states_number(row: Row | GoldRow) -> bool:
    """Return whether a result carries one of the numbers that are scored; one with none counts neither way."""
    return any(states_value(row.get(key)) for key in OUTCOME_NUMBERS)


def _share_word(one: str, other: str) -> bool:
    words = _content_words(other)
    return any(_same_stem(word, match) for word in _content_words(one) for match in words)


def _content_words(measure: str) -> list[str]:
    return [word_key(word) for word in _WORD.findall(measure.lower()) if word not in _EMPTY_WORDS]


def _same_stem(one: str, other: str) -> bool:
    """ "improved" and "improvement", "resolved" and "resolution": four letters, and half of the longer word, agree."""
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or (common >= 4 and 2 * common >= max(len(one), len(other)))


TABLE_KEYS = {
    "drugs": TableKeys(_same_entity, _exact_entity, ("kind", "role")),
    "diseases": TableKeys(_same_entity, _exact_entity, ("role",)),
    "doses": TableKeys(
        _same_dose, _same_dose, ("route", "n_administrations", "interval_days", "every_days", "context")
    ),
    "sample_sizes": TableKeys(_same_count, _same_count, ("of",)),
    "outcomes": TableKeys(_same_outcome, _exact_outcome, ("unit", "stat", "time_days", "p_op", "p")),
}


def agreeing(found: Row, gold: GoldRow, attributes: Iterable[str]) -> list[bool]:
    """Return, for each attribute that gold has, whether the row's value is one that gold accepts."""
    return [accepts(gold[key], found.get(key), key) for key in attributes if key in gold]
