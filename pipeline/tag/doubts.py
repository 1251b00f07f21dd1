"""Chooses the parts of sentences that the NER model is asked about: those where it could add a name to the tables.

The model costs more than all other steps together, and most sentences hold nothing that it could add: the vocabulary
knows their names, and their other words are plain ones, which the model takes for no part of a name wherever they
stand. What it may add, `merge.py` says: so it is asked where a word that is neither known nor plain stands before a
disease, beside a noun of findings, or near words that say that something is given.

Measured on 1,000 abstracts: the model is asked about 7 % of the words. Of the 159 names that it adds when it is asked
about all of them it adds 149, and 3 others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.attrs import IDX, IS_STOP, LOWER
from spacy.tokens import Doc

from pipeline.tag.analytes import may_be_given
from pipeline.tag.attributes import DISEASE, mentions
from pipeline.tag.features import UNKNOWN
from pipeline.tag.merge import HEADS, can_name
from pipeline.tag.reading import Reading
from pipeline.tag.tokens import sentence_at

_MIN_LETTERS = 3  # of a word that can make a name
_REACH = 10  # tokens: the model's convolutions see 4 on each side, and a name has a few words
PLAIN_WORDS = "plain_words.npy"  # in the folder of a model: the hashes of plain words, sorted


@lru_cache(maxsize=2)
def load_plain_words(folder: Path) -> frozenset[int]:
    """Return the plain words of a model as spaCy's hashes of their lower-case forms; none if it was made without."""
    path = folder / PLAIN_WORDS
    return frozenset(np.load(path, allow_pickle=False).tolist()) if path.is_file() else frozenset()


def doubtful_parts(doc: Doc, marks: Sequence[str], plain: frozenset[int]) -> list[tuple[int, int]]:
    """Return the parts of sentences to ask about as ranges of tokens in order, apart from each other.

    `marks` are the vocabulary's (see features.py). Needs `doc._.reading`, which the vocabulary tagger sets.
    """
    parts: list[tuple[int, int]] = []
    for token in _doubts(doc, marks, plain):
        sentence = sentence_at(doc, token)
        start, end = max(sentence.start, token - _REACH), min(sentence.end, token + _REACH + 1)
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _doubts(doc: Doc, marks: Sequence[str], plain: frozenset[int]) -> Iterator[int]:
    """The tokens that could be part of a name that only the model knows, in order."""
    reading: Reading = doc._.reading
    starts = [word.start for word in reading.words]
    tokens: list[int] = (np.searchsorted(doc.to_array(IDX), starts, side="right") - 1).tolist()
    words, stops = doc.to_array([LOWER, IS_STOP]).T.tolist()
    may_name = [mark == UNKNOWN and not is_stop for mark, is_stop in zip(marks, stops, strict=True)]
    diseases = {span.start for span in mentions(doc, DISEASE)}
    for k, (token, key) in enumerate(zip(tokens, reading.keys, strict=True)):
        if not may_name[token] or words[token] in plain or len(key) < _MIN_LETTERS or not can_name(key):
            continue
        if key in HEADS:
            is_doubtful = k > 0 and may_name[tokens[k - 1]] and can_name(reading.keys[k - 1])
        else:
            is_doubtful = reading.key(k + 1) in HEADS or token + 1 in diseases or may_be_given(reading, k)
        if is_doubtful:
            yield token
