"""Faster ways to what spaCy offers: the text, the words of the tokens as plain lists, the sentence around a token."""

from __future__ import annotations

from bisect import bisect_right

from spacy.attrs import LOWER, ORTH, SENT_START
from spacy.tokens import Doc, Span

_STARTS, _TEXT, _STRINGS = "litsift_sentence_starts", "litsift_text", "litsift_strings"


def text_of(doc: Doc) -> str:
    """Return the text of a document; spaCy puts it together anew at each look."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    known: str = doc.user_data[_TEXT]
    return known


def token_texts(doc: Doc) -> list[str]:
    """Return the text of every token, white space included, in order; not to be changed."""
    return _strings(doc, ORTH)


def token_words(doc: Doc) -> list[str]:
    """Return the lower-case text of every token, white space included, in order; not to be changed."""
    return _strings(doc, LOWER)


def _strings(doc: Doc, attribute: int) -> list[str]:
    key = f"{_STRINGS}_{attribute}"
    if key not in doc.user_data:
        strings = doc.vocab.strings
        doc.user_data[key] = [strings[number] for number in doc.to_array(attribute).tolist()]
    known: list[str] = doc.user_data[key]
    return known


def sentence_starts(doc: Doc) -> list[int]:
    """Return the first tokens of the sentences, in order; read once, when the sentences are set."""
    if _STARTS not in doc.user_data:
        starts = (doc.to_array(SENT_START) == 1).nonzero()[0].tolist()
        doc.user_data[_STARTS] = starts if starts[:1] == [0] else [0, *starts]
    known: list[int] = doc.user_data[_STARTS]
    return known


def sentence_at(doc: Doc, i: int) -> Span:
    """Return the sentence that holds token `i`; `Span.sent` walks over the document from its beginning."""
    starts = sentence_starts(doc)
    behind = bisect_right(starts, i)
    return doc[starts[behind - 1] : starts[behind] if behind < len(starts) else len(doc)]
