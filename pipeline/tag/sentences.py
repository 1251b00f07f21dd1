"""Sentence starts by punctuation and layout; no parser is needed and none is loaded."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.tag.attributes import clean_of
from pipeline.tag.tokens import token_texts

# Words whose full stop does not end a sentence.
ABBREVIATIONS = frozenset(
    "vs v al eg ie e g i cf ca approx fig figs no nos dr prof mr mrs ms st jr sr etc viz resp incl dept univ vol pp "
    "wk wks mo mos yr yrs hr hrs min sec wt max avg spp sp var".split()
)
# No author writes longer ones. What has no full stop is cut here: much of the work behind takes time that grows with
# the square of a sentence's length.
_LONGEST = 500  # tokens
_ENDS = frozenset("?!")
_CLOSERS = frozenset(")]}\"'”’»")
_BEFORE_START = _ENDS | _CLOSERS | {"."}  # or white space
_OPENERS = frozenset("([{\"'“‘«")


@Language.factory("litsift_sentences")
class SentenceStarts:
    """Sets `token.is_sent_start`: after a final stop, at a blank line or a section, where a capital begins a line."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of a document."""
        starts: list[int] = []
        clean = clean_of(doc)
        sections = set() if clean is None else {section.start for section in clean.sections}
        last = 0
        before = ""
        for i, text in enumerate(token_texts(doc)):
            can_begin = before in _BEFORE_START or before.isspace() or doc[i].idx in sections
            begins = i == 0 or i - last == _LONGEST or (can_begin and _starts_sentence(doc, i, sections))
            last = i if begins else last
            starts.append(1 if begins else -1)
            before = text
        # At one stroke: setting `token.is_sent_start` one by one takes time quadratic in the length.
        array: Any = np.array(starts, dtype="int64").astype("uint64")  # spaCy's stub asks for an array type of its own
        doc.from_array([SENT_START], array)
        return doc


def _starts_sentence(doc: Doc, i: int, sections: set[int]) -> bool:
    token, before = doc[i], doc[i - 1]
    if token.is_space:
        return False
    if token.idx in sections:
        return True
    if before.is_space and "\n" in before.text:
        return before.text.count("\n") > 1 or not token.text[0].islower()
    if token.text in _CLOSERS:  # also keeps a long run of them from being walked back over again and again
        return False
    j = i - 1
    while j > 0 and (doc[j].is_space or doc[j].text in _CLOSERS):
        j -= 1
    end = doc[j]
    if end.text in _ENDS:
        return _capital(doc, i)
    return end.text == "." and _ends_at_stop(doc, end, token)


def _ends_at_stop(doc: Doc, stop: Token, token: Token) -> bool:
    word = doc[stop.i - 1] if stop.i else stop
    if not _capital(doc, token.i):
        return False
    if not (doc[token.i - 1].whitespace_ or doc[token.i - 1].is_space):
        return _run_together(doc, word, token)
    if word.whitespace_:  # "P = . 0489": a stop that stands alone
        return not token.text[0].isdigit()
    if word.lower_ in ABBREVIATIONS and not _is_acronym(word):
        return False
    # "J. Smith", "A.B. Jones": an initial, unless a small word stands in front of it ("vitamin C. Patients").
    initial = len(word.text) == 1 and word.text.isupper() and (word.i == 0 or not doc[word.i - 1].is_lower)
    by_name = initial or (len(word.text) == 1 and word.i > 0 and doc[word.i - 1].lower_ in {"by", "and"})
    return not (by_name and stop.whitespace_ and token.text[0].isupper() and len(token.text) > 1)


def _is_acronym(word: Token) -> bool:
    """ "patients receiving ST. After": capitals abbreviate something else than "St." does."""
    return word.is_upper and len(word.text) > 1 and word.i > 0 and not word.doc[word.i - 1].is_upper


def _run_together(doc: Doc, word: Token, token: Token) -> bool:
    """ "…cancer.METHODS" and "…patients.Improvement": a lost blank after a stop; not "e.g" nor "clinicaltrials.gov"."""
    long_before = len(word.text) > 2 or word.text in _CLOSERS
    return long_before and token.text[0].isupper() and len(token.text) > 2


def _capital(doc: Doc, i: int) -> bool:
    """Whether a sentence can begin at token `i`: capital, digit, bullet or an opening bracket or quote before them."""
    while i + 1 < len(doc) and doc[i].text in _OPENERS:
        i += 1
    return (not doc[i].text[0].islower() or _small_initial(doc, i)) and doc[i].text not in {",", ";", ":"}


def _small_initial(doc: Doc, i: int) -> bool:
    """Whether an abbreviation that keeps its small letters stands at token `i`: "eGFR", "mTOR", "pH", "anti-CD20"."""
    text = doc[i].text
    if any(letter.isupper() for letter in text[1:3]):
        return True
    return text == "anti" and doc[i + 1 : i + 2].text == "-" and doc[i + 2 : i + 3].text[:1].isupper()
