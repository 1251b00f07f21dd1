"""The compiled vocabulary: term -> concept for drugs and diseases, packaged as `data/vocabulary.json.gz`.

Sources and filters: `pipeline/vocab/build.py`. Licences and acknowledgements: NOTICE.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.vocab.words import key_of

DATA_FILE = Path(__file__).parent / "data" / "vocabulary.json.gz"

# Bits of a term's code; the concept's number stands above them.
AS_GIVEN = 1  # a short name that counts only with its capitals ("AIDS", not "aids")
BRAND = 2  # the concept's name says better what it is
ENDOGENOUS = 4  # a substance of the body or of food; a drug only where the text says that it is given
FLAG_BITS = 3


class Concept(NamedTuple):
    """A drug or disease: `id` is one of `MESH:`, `UNII:`, `MONDO:`, `HP:`; `name` as its source spells it.

    `kind` of a drug is `substance` or `class`, of a disease None. `finer_id` is the MONDO or HP id of a disease whose
    MeSH heading is coarser.
    """

    id: str
    name: str
    kind: str | None = None
    finer_id: str | None = None


class Term(NamedTuple):
    """What a name stands for.

    `as_given`: counts only with its capitals. `proper`: a brand, which is written with a capital. `endogenous`: of the
    body or of food; a drug only where the text says that it is given. `name`: what to call it, if not by the text's
    own words.
    """

    concept: Concept
    as_given: bool = False
    proper: bool = False
    endogenous: bool = False
    name: str | None = None


class Vocabulary:
    """Terms by label; see `load_vocabulary`."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take over the content of a compiled file: concept columns, and keys and codes a label."""
        self.sources: dict[str, str] = dict(content["sources"])
        self._concepts: dict[str, list[Any]] = content["concepts"]
        self._numbers = {concept_id: number for number, concept_id in enumerate(self._concepts["id"])}
        self._codes: dict[str, dict[str, int]] = {
            label: dict(zip(terms["keys"], terms["codes"], strict=True)) for label, terms in content["terms"].items()
        }
        self._words = {word for codes in self._codes.values() for key in codes for word in key.split(" ")}
        self._longest = {label: _longest_by_first_word(codes) for label, codes in self._codes.items()}

    def lookup(self, text: str, label: str) -> Concept | None:
        """Return the concept that a name stands for, in any spelling, or None."""
        term = self.term(key_of(text), label)
        return term.concept if term else None

    def term(self, key: str, label: str) -> Term | None:
        """Return what the vocabulary knows of a key (see `words.key_of`), or None."""
        code = self._codes[label].get(key)
        if code is None:
            return None
        concept = self.numbered(code >> FLAG_BITS)
        brand = bool(code & BRAND)
        name = concept.name.lower() if brand else None
        return Term(concept, bool(code & AS_GIVEN), brand, bool(code & ENDOGENOUS), name)

    def concept(self, concept_id: str) -> Concept | None:
        """Return the concept with an id, or None."""
        number = self._numbers.get(concept_id)
        return None if number is None else self.numbered(number)

    def numbered(self, number: int) -> Concept:
        """Return the concept with a number of this file."""
        columns = self._concepts
        return Concept(*(columns[name][number] for name in Concept._fields))

    def numbers(self, label: str) -> Iterator[tuple[str, int]]:
        """Yield the keys of a label, in their order, with the numbers of their concepts."""
        return ((key, code >> FLAG_BITS) for key, code in self._codes[label].items())

    def has_word(self, key: str) -> bool:
        """Tell whether a word stands in a term of either label."""
        return key in self._words

    def first_words(self, label: str) -> Mapping[str, int]:
        """Return the words that terms begin with, and how many words the longest such term has."""
        return self._longest[label]


def _longest_by_first_word(codes: Mapping[str, int]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in codes:
        first, _, rest = key.partition(" ")
        length = rest.count(" ") + 2 if rest else 1
        if length > longest.get(first, 0):
            longest[first] = length
    return longest


def link_file(label: str) -> Path:
    """Return the path of the names of a label that only link (see `pipeline.vocab.linking`)."""
    return DATA_FILE.with_name(f"linking_{label.lower()}.json.gz")


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the packaged vocabulary, read once a process."""
    return Vocabulary(json.loads(gzip.decompress(DATA_FILE.read_bytes())))
