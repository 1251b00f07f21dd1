"""What the build script collects: concepts and the terms that lead to them, and how they become one file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

from pipeline.vocab.vocabulary import AS_GIVEN, FLAG_BITS, NICKNAME, Concept
from pipeline.vocab.words import key_of

MAX_WORDS = 10  # longer names are systematic names or definitions
MAX_SHORT = 5  # single words up to this length count only with their capitals


class Compilation:
    """Concepts and terms in the order of their priority: the first concept that claims a name keeps it."""

    def __init__(self) -> None:
        self._numbers: dict[Concept, int] = {}
        self._codes: dict[str, dict[str, int]] = {"DRUG": {}, "DISEASE": {}}

    def add(self, label: str, concept: Concept, names: Iterable[str], *, nickname: bool = False) -> None:
        """Let names lead to a concept, where no earlier concept has claimed them."""
        for name in names:
            key = key_of(name)
            if not key or key.count(" ") >= MAX_WORDS or key in self._codes[label]:
                continue
            flags = (AS_GIVEN if _counts_only_as_given(name) else 0) | (NICKNAME if nickname else 0)
            self._codes[label][key] = self._number(concept) << FLAG_BITS | flags

    def has(self, label: str, name: str) -> bool:
        """Tell whether a name already leads somewhere."""
        return key_of(name) in self._codes[label]

    def remove(self, label: str, keys: Iterable[str]) -> None:
        """Take keys out again."""
        for key in keys:
            self._codes[label].pop(key, None)

    def sizes(self) -> dict[str, int]:
        """Return the number of terms by label."""
        return {label: len(codes) for label, codes in self._codes.items()}

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

    def _number(self, concept: Concept) -> int:
        return self._numbers.setdefault(concept, len(self._numbers))


def _counts_only_as_given(name: str) -> bool:
    """Short abbreviations ("SLE", "AIDS", "CoA"): capitals behind the first letter."""
    return len(name) <= MAX_SHORT and " " not in name and any(c.isupper() for c in name[1:])
