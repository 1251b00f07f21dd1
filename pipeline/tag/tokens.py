"""The words of a document's tokens as plain lists: many times faster to walk over than the tokens themselves."""

from __future__ import annotations

from spacy.attrs import LOWER, ORTH
from spacy.tokens import Doc


def token_texts(doc: Doc) -> list[str]:
    """Return the text of every token, white space included, in order."""
    return _strings(doc, ORTH)


def token_words(doc: Doc) -> list[str]:
    """Return the lower-case text of every token, white space included, in order."""
    return _strings(doc, LOWER)


def _strings(doc: Doc, attribute: int) -> list[str]:
    strings = doc.vocab.strings
    return [strings[key] for key in doc.to_array(attribute).tolist()]
