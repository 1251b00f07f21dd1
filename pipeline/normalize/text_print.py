"""Hashes of a text by which nearly equal texts, and a text inside of another, are found without comparing any two.

The print is MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): of
all runs of five words, 64 hash functions each keep the smallest value; eight of these at a time are one hash of the
print. Texts that share 95 % of their runs share two of the eight hashes nearly always; texts that share half of them,
practically never (1 in 3,000).

The sample is one in sixteen of the runs near the beginning of a text, chosen by its own hash, so that two texts choose
the same ones of those that they share: what an abstract has is in the sample of the article that it opens.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

import numpy as np

_WORD = re.compile(r"\w+")
_RUN = 5
_FEWEST_WORDS = 40  # shorter texts are titles and notices: equal ones are no sign of one article
_MOST_WORDS = 5_000
_BANDS, _ROWS = 8, 8
_ONE_IN = 16
_HEAD_WORDS = 700  # title, authors, addresses and abstract
FEWEST_SHARED = 6
"""So many hashes of a sample must be shared for them to say something; a smaller sample is none."""
# Each of the 64 hash functions is a mask and an odd factor; products are taken modulo 2**64.
_MASKS, _FACTORS = (
    np.random.RandomState(1997).randint(0, 1 << 62, size=(2, _BANDS * _ROWS), dtype=np.int64).astype(np.uint64)
)
_FACTORS |= np.uint64(1)
_HIGH_HALF = np.uint64(32)


class TextMarks(NamedTuple):
    """The hashes of a text: `print` are eight, none for a text of fewer than 40 words; `sample` are those of the sample
    in order, none where there are too few.
    """

    print: list[int]
    sample: list[int]


def text_marks(text: str) -> TextMarks:
    """Return the hashes of a text."""
    words = [match.group().lower() for match in islice(_WORD.finditer(text), _MOST_WORDS)]
    hashes = [_hash(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)]
    head = set(hashes[: _HEAD_WORDS - _RUN + 1])
    sample = sorted(value >> 1 for value in head if value % _ONE_IN == 0)
    return TextMarks(
        _print(hashes) if len(words) >= _FEWEST_WORDS else [], sample if len(sample) >= FEWEST_SHARED else []
    )


def _print(hashes: list[int]) -> list[int]:
    values = np.array(hashes, dtype=np.uint64)
    smallest = (((values[:, None] ^ _MASKS) * _FACTORS) >> _HIGH_HALF).min(axis=0)
    return [_hash(band.tobytes()) >> 1 for band in smallest.reshape(_BANDS, _ROWS)]


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
