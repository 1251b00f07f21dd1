"""Hashes of a text by which nearly equal texts are found without comparing any two of them.

MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): of all runs of
five words, 64 hash functions each keep the smallest value; eight of these at a time are one hash of the print. Texts
that share 95 % of their runs share two of the eight hashes nearly always; texts that share half of them, practically
never (1 in 3,000).
"""

from __future__ import annotations

import re
from hashlib import blake2b

import numpy as np

_WORD = re.compile(r"\w+")
_RUN = 5
_FEWEST_WORDS = 40  # shorter texts are titles and notices: equal ones are no sign of one article
_MOST_WORDS = 5_000
_BANDS, _ROWS = 8, 8
_PRIME = np.uint64((1 << 61) - 1)
_FACTORS = np.random.RandomState(1997).randint(1, 1 << 31, size=(2, _BANDS * _ROWS), dtype=np.int64).astype(np.uint64)


def text_print(text: str) -> list[int]:
    """Return the eight hashes of a text; none for a text of fewer than 40 words."""
    words = [match.group().lower() for match, _ in zip(_WORD.finditer(text), range(_MOST_WORDS), strict=False)]
    if len(words) < _FEWEST_WORDS:
        return []
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashes = np.array([_hash32(run.encode()) for run in sorted(runs)], dtype=np.uint64)
    factor, term = _FACTORS
    smallest = ((hashes[:, None] * factor + term) % _PRIME).min(axis=0)
    return [_hash63(band.tobytes()) for band in smallest.reshape(_BANDS, _ROWS)]


def _hash32(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "big")


def _hash63(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1
