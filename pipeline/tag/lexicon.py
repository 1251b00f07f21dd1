"""Hand-kept terms and word lists: `configs/lexicon/` and the user's own CSV, which wins over everything."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.config import config_folder
from pipeline.errors import ConfigError
from pipeline.normalize.names import fold
from pipeline.tag.attributes import DISEASE, DRUG
from pipeline.vocab import Concept, Term, Vocabulary
from pipeline.vocab.words import key_of

COLUMNS = ("term", "label", "name", "concept_id", "kind")
NEVER = "-"  # label of a term that is no mention, nor is anything inside it
_PACKAGED = ("drugs.csv", "diseases.csv")


class Row(NamedTuple):
    """One line of a lexicon file."""

    term: str
    label: str
    name: str
    concept_id: str
    kind: str


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of `configs/lexicon/<name>.txt` as keys; lines that begin with # are comments."""
    text = (config_folder() / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    words = (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return frozenset(key_of(word) for word in words)


@cache
def phrase_list(name: str) -> tuple[str, ...]:
    """Return the lines of `configs/lexicon/<name>.txt`; lines that begin with # are comments."""
    text = (config_folder() / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


class Lexicon:
    """Terms by label, looked up like a `Vocabulary`."""

    def __init__(self, vocabulary: Vocabulary, user_file: Path | None = None) -> None:
        """Read the packaged lexicon and a user's file over it.

        Raises ConfigError, with the line, for a file that does not fit.
        """
        self._vocabulary = vocabulary
        self._terms: dict[str, dict[str, Term]] = {DRUG: {}, DISEASE: {}, NEVER: {}}
        self._longest: dict[str, dict[str, int]] = {DRUG: {}, DISEASE: {}, NEVER: {}}
        for phrase in phrase_list("not_mentions"):
            self._add(Row(phrase, NEVER, "", "", ""))
        for name in _PACKAGED:
            self._add_file(config_folder() / "lexicon" / name)
        if user_file:
            self._add_file(user_file)

    def term(self, key: str, label: str) -> Term | None:
        """Return what the lexicon knows of a key, or None."""
        return self._terms[label].get(key)

    def first_words(self, label: str) -> Mapping[str, int]:
        """Return the words that terms begin with, and how many words the longest such term has."""
        return self._longest[label]

    def _add_file(self, path: Path) -> None:
        for row in _rows(path):
            self._add(row)

    def _add(self, row: Row) -> None:
        key = key_of(row.term)
        for label in (DRUG, DISEASE, NEVER):
            self._terms[label].pop(key, None)
        known = self._vocabulary.concept(row.concept_id) if row.concept_id else None
        concept = Concept(row.concept_id, known.name if known else row.name, row.kind or None)
        as_given = row.term.isalpha() and row.term[1:] != row.term[1:].lower()
        self._terms[row.label][key] = Term(concept, as_given=as_given, name=fold(row.name))
        first = key.split(" ")[0]
        self._longest[row.label][first] = max(self._longest[row.label].get(first, 0), key.count(" ") + 1)


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file)
            header = next(table, [])
            if tuple(cell.strip() for cell in header) != COLUMNS:
                raise ConfigError(f"{path}: the first line must be '{','.join(COLUMNS)}'")
            rows = [(table.line_num, cells) for cells in table if any(cells)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: cannot be read as CSV ({error}); correct or remove it") from None
    for number, cells in rows:
        yield _row(path, number, cells)


def _row(path: Path, number: int, cells: list[str]) -> Row:
    cells = [cell.strip() for cell in cells]
    if len(cells) != len(COLUMNS) or not key_of(cells[0]):
        raise ConfigError(f"{path}, line {number}: must hold {len(COLUMNS)} cells ({', '.join(COLUMNS)}) and a term")
    row = Row(*cells)
    if row.label not in {DRUG, DISEASE, NEVER}:
        raise ConfigError(f"{path}, line {number}: label '{row.label}' must be {DRUG}, {DISEASE} or {NEVER}")
    if row.label == DRUG and row.kind not in {"substance", "class"}:
        raise ConfigError(f"{path}, line {number}: kind '{row.kind}' of a drug must be substance or class")
    return row if row.name else row._replace(name=row.term)
