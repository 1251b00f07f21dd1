"""All names of one label as bags of words: looked up whole, or by the letters that they share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from pipeline.vocab.link_words import bag_of_key
from pipeline.vocab.vocabulary import Concept, Vocabulary, link_file, load_vocabulary

_MIN_LETTERS, _MAX_LETTERS = 5, 40  # of names that are compared by their letters
_BUCKETS = 1 << 18  # that grams are hashed to
_CHUNK = 20_000  # names that are cut into grams at a time, which bounds the memory
_COMMON = 0.05  # the share of names from which on a gram says nothing,
_RARE = 10  # where so many names have it


class LinkIndex:
    """The names of one label: those of the vocabulary, and those that only link."""

    def __init__(self, vocabulary: Vocabulary, further: Mapping[str, Any], label: str) -> None:
        """Take the vocabulary and the content of the file of further names."""
        self._vocabulary = vocabulary
        self._label = label
        self._columns: dict[str, list[Any]] = further["concepts"]
        self._others: dict[str, str] = further["others"]
        # A bag's number: that of its concept in the vocabulary, or below zero in the file. Keys that are their own bag
        # are looked up in the vocabulary itself.
        self._numbers: dict[str, int] = {}
        for key, number in vocabulary.numbers(label):
            bag = bag_of_key(key)
            if bag != key:
                self._numbers.setdefault(bag, number)
        for bag, number in zip(further["keys"], further["codes"], strict=True):
            self._numbers.setdefault(bag, ~number)
        self._letters: _Letters | None = None

    def get(self, bag: str) -> Concept | None:
        """Return the concept of a bag of words (see `link_words.bag_of`), or None."""
        term = self._vocabulary.term(bag, self._label)
        if term:
            return term.concept
        number = self._numbers.get(bag)
        return None if number is None else self._concept(number)

    def similar(self, bags: Sequence[str]) -> list[tuple[Concept, float] | None]:
        """Return for each bag the concept of the name that is most like it, and the likeness from 0 to 1.

        Names with a number and very short ones are like no other: None. The first call builds the index of letters.
        """
        if self._letters is None:
            self._letters = _Letters([bag for bag in self._bags() if _is_comparable(bag)])
        wanted = list(dict.fromkeys(bag for bag in bags if _is_comparable(bag)))
        nearest = dict(zip(wanted, self._letters.nearest(wanted), strict=True))
        return [self._likeness(*nearest[bag]) if bag in nearest else None for bag in bags]

    def other_ids(self, concept_id: str) -> list[str]:
        """Return the MeSH record (its own or of the nearest concept above) and the OMIM records of a MONDO or HP id."""
        return self._others.get(concept_id, "").split()

    def _bags(self) -> Iterator[str]:
        yield from (key for key, _ in self._vocabulary.numbers(self._label) if bag_of_key(key) == key)
        yield from self._numbers

    def _likeness(self, bag: str, score: float) -> tuple[Concept, float] | None:
        concept = self.get(bag)
        return (concept, score) if concept else None

    def _concept(self, number: int) -> Concept:
        if number >= 0:
            return self._vocabulary.numbered(number)
        return Concept(*(self._columns[name][~number] for name in Concept._fields))


def _is_comparable(bag: str) -> bool:
    return _MIN_LETTERS <= len(bag) <= _MAX_LETTERS and not any(c.isdigit() for c in bag)


class _Letters:
    """Names as vectors of their three-letter grams, rare grams counting more; likeness is the cosine."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        chunks = [names[at : at + _CHUNK] for at in range(0, len(names), _CHUNK)]
        shared = sum((np.bincount(_grams(chunk).indices, minlength=_BUCKETS) for chunk in chunks), np.zeros(_BUCKETS))
        weights = np.log((1 + len(names)) / (1 + shared))
        self._weights = np.where(shared > _RARE + _COMMON * len(names), 0, weights).astype(np.float32)
        self._vectors = vstack([self._weighted(_grams(chunk)) for chunk in chunks], format="csr").T.tocsr()

    def nearest(self, names: Sequence[str]) -> list[tuple[str, float]]:
        """Return for each name the one that is most like it (the first of several) and the cosine."""
        if not names:
            return []
        likeness = self._weighted(_grams(names)) @ self._vectors
        likeness.sort_indices()
        return [self._best(likeness.indices[a:b], likeness.data[a:b]) for a, b in pairwise(likeness.indptr.tolist())]

    def _best(self, rows: Any, scores: Any) -> tuple[str, float]:
        if not len(rows):
            return "", 0.0
        best = int(np.argmax(scores))
        return self._names[rows[best]], float(scores[best])

    def _weighted(self, counts: Any) -> Any:
        """Vectors of length 1, without the grams that say nothing."""
        counts.data *= self._weights[counts.indices]
        counts.eliminate_zeros()
        lengths = np.sqrt(counts.multiply(counts).sum(axis=1)) + np.float32(1e-9)
        counts.data /= np.repeat(lengths.astype(np.float32), np.diff(counts.indptr))
        return counts


def _grams(names: Sequence[str]) -> Any:
    """Names x buckets: how often each gram stands in each name; a blank stands at both ends of a word."""
    text = np.frombuffer("\n".join(f" {name} " for name in names).encode("utf-8"), np.uint8)
    codes = text.astype(np.uint32)
    grams = (codes[:-2] * 0x9E3779B1 + codes[1:-1] * 0x85EBCA77 + codes[2:] * 0xC2B2AE3D) >> np.uint32(14)
    breaks = text == ord("\n")
    whole = ~(breaks[:-2] | breaks[1:-1] | breaks[2:])
    rows = np.cumsum(breaks, dtype=np.int32)[:-2][whole]
    data = np.ones(len(rows), np.float32)
    matrix = csr_array((data, (rows, grams[whole].astype(np.int32))), shape=(len(names), _BUCKETS))
    matrix.sum_duplicates()
    return matrix


@lru_cache(maxsize=2)
def load_index(label: str) -> LinkIndex:
    """Return the index of a label, read once a process."""
    return LinkIndex(load_vocabulary(), json.loads(gzip.decompress(link_file(label).read_bytes())), label)
