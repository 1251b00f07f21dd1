"""Faster ways to what spaCy offers: the words of the tokens as plain lists, and the sentence around a token."""

from __future__ import annotations

from spacy.attrs import LOWER, ORTH
from spacy.tokens import Doc, Span


def token_texts(doc: Doc) -> list[str]:
    """Return the text of every token, white space included, in order."""
    return _strings(doc, ORTH)


def token_words(doc: Doc) -> list[str]:
    """Return the lower-case text of every token, white space included, in order."""
    return _strings(doc, LOWER)


def _strings(doc: Doc, attribute: int) -> list[str]:
    strings = doc.vocab.strings
    return [strings[key] for key in doc.to_array(attribute).tolist()]


def sentence_at(doc: Doc, i: int) -> Span:
    """Return the sentence that holds token `i`; `Span.sent` walks over the document from its beginning."""
    start = i
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    end = i + 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return doc[start:end]
