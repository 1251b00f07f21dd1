"""Token features of the NER model: what the vocabulary knows of each token, and whose labelling is followed.

Corpora disagree on what a disease or a chemical is ("deaths", "tumors", insulin). So each training token carries the
name of its corpus, its guideline, and a user of the model chooses one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDX, LEMMA, TAG
from spacy.tokens import Doc

from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.reading import Reading

_LETTERS = {DISEASE: "D", DRUG: "C"}


def set_features(doc: Doc, guideline: str) -> Doc:
    """Set each token's `tag_` to the vocabulary's marks and its `lemma_` to the guideline.

    A mark is two pairs of letters. The first is what our rules made of the token: B or I (begins a mention or goes on
    with it), then D (disease) or C (chemical); O outside. The second, in small letters, is the longest term of the
    vocabulary, whatever the rules made of it. Needs `doc._.reading`, which the vocabulary tagger sets.
    """
    add = doc.vocab.strings.add
    marks = [add(mark) for mark in vocabulary_marks(doc)]
    columns: Any = np.full((len(doc), 2), add(guideline), dtype="uint64")
    columns[:, 0] = marks
    return doc.from_array([TAG, LEMMA], columns)


def clear_features(doc: Doc) -> Doc:
    """Take the marks off again, and what the model left: other components shall not take them for tags and lemmas."""
    nothing: Any = np.zeros((len(doc), 2), dtype="uint64")
    doc.from_array([TAG, LEMMA], nothing)
    doc.ents = ()
    doc.tensor = np.zeros((0,), dtype="float32")
    return doc


def vocabulary_marks(doc: Doc) -> list[str]:
    """Return the vocabulary's mark of each token; see `set_features`."""
    ruled, known = ["O"] * len(doc), ["o"] * len(doc)
    starts = doc.to_array(IDX).tolist()
    for label, letter in _LETTERS.items():
        for span in mentions(doc, label):
            _mark(ruled, span.start, span.end, f"B{letter}", f"I{letter}")
        for start, end in _terms(doc, starts, label):
            if known[start] == "o":
                _mark(known, start, end, f"b{letter.lower()}", f"i{letter.lower()}")
    return [a + b for a, b in zip(ruled, known, strict=True)]


def _mark(marks: list[str], start: int, end: int, first: str, rest: str) -> None:
    marks[start:end] = [first, *[rest] * (end - start - 1)]


def _terms(doc: Doc, starts: Sequence[int], label: str) -> Iterator[tuple[int, int]]:
    """The longest terms without overlaps, as token ranges; `starts` are the offsets of the tokens."""
    reading: Reading = doc._.reading
    end = 0
    for first, (match, _) in sorted(reading.terms(label).items()):
        if first >= end:
            end = match.last
            start, stop = reading.words[first].start, reading.words[end - 1].end
            token = bisect_left(starts, start)
            if starts[token : token + 1] == [start]:  # else the term begins inside a token
                yield token, bisect_left(starts, stop)
