"""What the build script collects: concepts and the terms that lead to them, and how they become one file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.vocab.vocabulary import AS_GIVEN, BRAND, ENDOGENOUS, FLAG_BITS, Concept
from pipeline.vocab.words import key_of

MAX_WORDS = 10  # longer names are systematic names or definitions
MIN_WORD = 4  # shorter single words are hardly ever names
MAX_GENE = 7
MAX_SHORT = 5  # abbreviations up to this length ("PD", "LEAD") mean too many things
_FUNCTION_WORDS = frozenset("a an the of in on at to for with and or no not by from as is be all has was do".split())


class Compilation:
    """Concepts and terms in the order of their priority: the first concept that claims a name keeps it."""

    def __init__(self) -> None:
        self._numbers: dict[Concept, int] = {}
        self._codes: dict[str, dict[str, int]] = {"DRUG": {}, "DISEASE": {}}
        self._forbidden: dict[str, set[str]] = {"DRUG": set(), "DISEASE": set()}
        self._endogenous: set[str] = set()
        self._finer: dict[str, str] = {}
        self._ids: list[str] | None = None

    def add(self, label: str, concept: Concept, names: Iterable[str], *, brand: bool = False) -> None:
        """Let names lead to a concept, where no earlier concept has claimed them."""
        for name in names:
            key = key_of(name)
            if not _fits(name, key, label) or key in self._codes[label] or key in self._forbidden[label]:
                continue
            flags = (ENDOGENOUS if label == "DRUG" and key in self._endogenous else 0) | (BRAND if brand else 0)
            flags |= AS_GIVEN if len(name) <= MAX_SHORT and name[1:] != name[1:].lower() else 0
            self._codes[label][key] = self._number(self._with_finer_id(concept, key)) << FLAG_BITS | flags

    def forbid(self, label: str, names: Iterable[str]) -> None:
        """Let these names not lead anywhere from now on; what they lead to already stays."""
        self._forbidden[label].update(key_of(name) for name in names)

    def mark_endogenous(self, names: Iterable[str]) -> None:
        """Mark names of drugs, from now on, as names of substances that the body has anyway."""
        self._endogenous.update(key_of(name) for name in names)

    def refine(self, ids: Mapping[str, str]) -> None:
        """Let concepts with a MeSH id carry, for these names and from now on, the finer id beside it."""
        self._finer.update((key_of(name), finer_id) for name, finer_id in ids.items())

    def has(self, label: str, key: str) -> bool:
        """Tell whether a key leads anywhere."""
        return key in self._codes[label]

    def concept_id(self, label: str, key: str) -> str | None:
        """Return the id of the concept that a key leads to, or None."""
        if self._ids is None or len(self._ids) < len(self._numbers):
            self._ids = [concept.id for concept in self._numbers]
        code = self._codes[label].get(key)
        return None if code is None else self._ids[code >> FLAG_BITS]

    def sizes(self) -> dict[str, int]:
        """Return the number of terms by label."""
        return {label: len(codes) for label, codes in self._codes.items()}

    def split_pairs(self, label: str) -> None:
        """Drop the names "A and B" whose halves are names: a text that says so has two. MeSH's own are one disease."""
        codes = self._codes[label]
        mesh = {number for concept, number in self._numbers.items() if concept.id.startswith("MESH:")}
        for key in [key for key in codes if key.count(" and ") == 1 and codes[key] >> FLAG_BITS not in mesh]:
            if all(half in codes for half in key.split(" and ")):
                del codes[key]

    def pack(self, sources: dict[str, str]) -> bytes:
        """Return the content of the compiled file; the same input gives the same bytes."""
        concepts = list(self._numbers)
        columns: dict[str, list[str | None]] = {
            name: [getattr(concept, name) for concept in concepts] for name in Concept._fields
        }
        content: dict[str, Any] = {"sources": sources, "concepts": columns, "terms": {}}
        for label, codes in self._codes.items():
            keys = sorted(codes)
            content["terms"][label] = {"keys": keys, "codes": [codes[key] for key in keys]}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)

    def _with_finer_id(self, concept: Concept, key: str) -> Concept:
        if concept.kind is None and concept.id.startswith("MESH:") and key in self._finer:
            return concept._replace(finer_id=self._finer[key])
        return concept

    def _number(self, concept: Concept) -> int:
        return self._numbers.setdefault(concept, len(self._numbers))


def _fits(name: str, key: str, label: str) -> bool:
    """Whether a text may hold a name: not a definition, not an explained name, not an ambiguous abbreviation."""
    if not key or key.count(" ") >= MAX_WORDS or "(" in name or ", " in name or key.split(" ")[0] in _FUNCTION_WORDS:
        return False
    if " " in name:
        return True
    if label == "DISEASE" and any(c.isdigit() for c in name):
        return len(name) > MAX_GENE and "-" in name  # "COVID-19"; the rest are genes and loci ("SCA3")
    if " " in key:
        return True
    return len(key) >= MIN_WORD and not (len(name) <= MAX_SHORT and name.isalpha() and name[1:] != name[1:].lower())
