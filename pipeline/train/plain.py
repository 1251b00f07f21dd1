"""Counts the words that a model takes for no part of a name: it is not asked about sentences that hold no others.

See `pipeline/tag/doubts.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from pipeline.config import TagSettings
from pipeline.tag.features import UNKNOWN, vocabulary_marks
from pipeline.tag.ner import NerTagger
from pipeline.tag.pipeline import build_feature_tagger
from pipeline.tag.tokens import token_words

_LEAST = 10  # times that a plain word stands in the texts
_MOST_NAMED = 0.01  # share of them that the model takes for part of a name
_GUIDELINE = "bc5cdr"  # the widest: it labels chemicals and diseases


def write_plain_words(text: Path, model: Path, path: Path) -> None:
    """Write the hashes of the plain words of a text file, sorted; a line is a text, half an hour for 12 million words.

    What the vocabulary knows counts neither way.
    """
    with text.open(encoding="utf-8") as lines:
        words = plain_words(lines, model)
    hashes = np.array(sorted(words), dtype=np.uint64)
    with path.open("wb") as out:
        np.save(out, hashes)


def plain_words(texts: Iterable[str], model: Path) -> set[int]:
    """Return the hashes of the words that are plain in the texts."""
    nlp = build_feature_tagger(TagSettings())
    tagger = NerTagger(nlp, "ner", str(model), _GUIDELINE)
    seen, named = Counter[str](), Counter[str]()
    for text in texts:
        doc = nlp(text)
        unknown = [mark == UNKNOWN for mark in vocabulary_marks(doc)]
        words = token_words(doc)
        seen.update(word for word, free in zip(words, unknown, strict=True) if free)
        places = (i for name in tagger.predict(doc) for i in range(name.start, name.end))
        named.update(words[i] for i in places if unknown[i])
    hash_of = nlp.vocab.strings.add
    plain = (word for word, count in seen.items() if count >= _LEAST and named[word] <= _MOST_NAMED * count)
    return {hash_of(word) for word in plain if word[0].isalpha()}
