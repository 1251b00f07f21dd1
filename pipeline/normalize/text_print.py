"""Hashes of a text by which nearly equal texts are found without comparing any two of them.

MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): of all runs of
five words, 64 hash functions each keep the smallest value; eight of these at a time are one hash of the print. Texts
that share 95 % of their runs share two of the eight hashes nearly always; texts that share half of them, practically
never (1 in 3,000).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice

import numpy as np

_WORD = re.compile(r"\w+")
_RUN = 5
_FEWEST_WORDS = 40  # shorter texts are titles and notices: equal ones are no sign of one article
_MOST_WORDS = 5_000
_BANDS, _ROWS = 8, 8
# Each of the 64 hash functions is a mask and an odd factor; products are taken modulo 2**64.
_MASKS, _FACTORS = (
    np.random.RandomState(1997).randint(0, 1 << 62, size=(2, _BANDS * _ROWS), dtype=np.int64).astype(np.uint64)
)
_FACTORS |= np.uint64(1)
_HIGH_HALF = np.uint64(32)


def text_print(text: str) -> list[int]:
    """Return the eight hashes of a text; none for a text of fewer than 40 words."""
    words = [match.group().lower() for match in islice(_WORD.finditer(text), _MOST_WORDS)]
    if len(words) < _FEWEST_WORDS:
        return []
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashes = np.array([_hash(run.encode()) for run in sorted(runs)], dtype=np.uint64)
    smallest = (((hashes[:, None] ^ _MASKS) * _FACTORS) >> _HIGH_HALF).min(axis=0)
    return [_hash(band.tobytes()) >> 1 for band in smallest.reshape(_BANDS, _ROWS)]


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
