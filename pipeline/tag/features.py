"""Token features of the NER model: what the vocabulary knows of each token, and whose labelling is followed.

Corpora disagree on what a disease or a chemical is ("deaths", "tumors", insulin). So each training token carries the
name of its corpus, its guideline, and a user of the model chooses one.

A mark is two pairs of letters. The first is what our rules made of the token: B or I (begins a mention or goes on with
it), then D (disease) or C (chemical); O outside. The second, in small letters, is the longest term of the vocabulary,
whatever the rules made of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDX, LEMMA, SENT_START, SPACY, TAG
from spacy.tokens import Doc

from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.reading import Reading
from pipeline.tag.tokens import token_texts

UNKNOWN = "Oo"  # the mark of a token of which the vocabulary knows nothing
_LETTERS = {DISEASE: "D", DRUG: "C"}


def set_features(doc: Doc, guideline: str) -> Doc:
    """Set each token's `tag_` to the vocabulary's mark and its `lemma_` to the guideline, as the model learns them."""
    return _set(doc, vocabulary_marks(doc), doc.to_array(SENT_START), guideline)


def part_with_features(doc: Doc, marks: Sequence[str], start: int, end: int, guideline: str) -> Doc:
    """Return the tokens `[start, end)` as a document with its features; `doc` itself gets none."""
    spaces = doc.to_array(SPACY)[start:end].astype(bool).tolist()
    part = Doc(doc.vocab, words=token_texts(doc)[start:end], spaces=spaces)
    return _set(part, marks[start:end], doc.to_array(SENT_START)[start:end], guideline)


def _set(doc: Doc, marks: Sequence[str], sentences: Any, guideline: str) -> Doc:
    add = doc.vocab.strings.add
    columns: Any = np.empty((len(doc), 3), dtype="uint64")
    columns[:, 0] = [add(mark) for mark in marks]
    columns[:, 1] = add(guideline)
    columns[:, 2] = sentences
    return doc.from_array([TAG, LEMMA, SENT_START], columns)


def vocabulary_marks(doc: Doc) -> list[str]:
    """Return the vocabulary's mark of each token. Needs `doc._.reading`, which the vocabulary tagger sets."""
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
