"""Words for people: the sentence around a range, and folded white space."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

import spacy

from pipeline.document import Span
from pipeline.tag.sentences import SentenceStarts
from pipeline.tag.tokenizer import ClinicalTokenizer


def fold(text: str) -> str:
    """Return the text with every run of white space as one blank and none at the ends."""
    return " ".join(text.split())


def sentence_range(text: str, start: int, end: int) -> Span:
    """Return the range of the sentence (or sentences) of `text` that hold a non-empty range."""
    starts = _sentence_starts(text)
    first = bisect_right(starts, start) - 1
    behind = bisect_right(starts, end - 1)
    return Span(starts[first], starts[behind] if behind < len(starts) else len(text))


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence (or sentences) of `text` that hold a non-empty range, white space folded."""
    return fold(text[slice(*sentence_range(text, start, end))])


def sentence_with(text: str, words: str) -> str:
    """Return the first sentence of `text` that has `words` as whole words, whatever their case; "" if none has."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
    return sentence_at(text, *found.span()) if found else ""


@lru_cache(maxsize=32)
def _sentence_starts(text: str) -> list[int]:
    """Return the offsets at which the sentences of a text start, as the tagger cuts them; the first is 0."""
    nlp = spacy.blank("en")
    doc = SentenceStarts(nlp, "sentences")(ClinicalTokenizer(nlp.vocab)(text))
    return [0, *(token.idx for token in doc[1:] if token.is_sent_start)]
