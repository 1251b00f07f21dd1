"""Finds the abbreviations that a text defines, with the algorithm of scispaCy's AbbreviationDetector.

(Schwartz and Hearst 2003.) It is handed one pair of brackets at a time, over words cut at white space: its time stays
linear, "C-reactive protein (CRP)" keeps its first letters, and square brackets, "(RTX; 375 mg/m2)" and "5-ASA" are read
too, all of which the detector gets wrong as a component.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.tag.attributes import ShortForm
from pipeline.tag.tokens import text_of

_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,90})[)\]]")
_WORD = re.compile(r"\S+")
# What may follow the short form inside the brackets: "(RTX; 375 mg/m2)", "(CI, 1.2-3)", "(SLE = ...)".
_ASIDE = re.compile(r"[;,:=]")
_SHORT_FORM = re.compile(r"[A-Za-z0-9α-ωΑ-Ω][\w/+.-]{1,11}")
_MAX_WINDOW = 200  # characters before the brackets in which a long form may begin
_SENTENCE_END = re.compile(r"[.;:?!]\s+(?=[A-Z(\[])|\n\s*\n|[)\]]")
# "long-acting β2-agonist (LABA)"; one letter for one, so that offsets stay.
_GREEK = str.maketrans("αβγδεκλμωΑΒΓΔ", "abgdeklmoABGD")
_EDGES = "\"'“”‘’.,;:"


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@Language.factory("litsift_abbreviations")
class Abbreviations:
    """Sets `doc._.short_forms`, the abbreviations that the document defines, in the order of their definition."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._vocab: Vocab = nlp.vocab

    def __call__(self, doc: Doc) -> Doc:
        """Find the definitions of a document; the first one of a short form counts."""
        found: dict[str, ShortForm] = {}
        text = text_of(doc)
        for bracket in _BRACKETS.finditer(text):
            form = self._defined(text, bracket)
            if form:
                found.setdefault(form.text, form)
        doc._.short_forms = tuple(found.values())
        return doc

    def _defined(self, text: str, bracket: re.Match[str]) -> ShortForm | None:
        """The definition in or before one pair of brackets: "long form (SF)" or "SF (long form)"."""
        inside = list(_words(text, bracket.start(1), _aside(bracket)))
        before = list(_words(text, _window_start(text, bracket.start()), bracket.start()))
        if not inside or not before:
            return None
        if len(inside) == 1 and _is_short_form(inside[0].text):
            long_form, short = self._match(before, inside[0]), inside[0]
        elif len(inside) > 1 and _is_short_form(before[-1].text) and before[-1].text.upper() == before[-1].text:
            long_form, short = self._match(inside, before[-1]), before[-1]
        else:
            return None
        if long_form is None:
            return None
        return ShortForm(short.text, short.start, short.end, *long_form, bracket.start(), bracket.end())

    def _match(self, candidates: list[_Word], short: _Word) -> tuple[int, int] | None:
        """The character range of the words at the end of `candidates` that the short form stands for."""
        window = candidates[-min(len(short.text) + 5, 2 * len(short.text)) :]
        words = [word.text.translate(_GREEK) for word in (*window, short)]
        view = Doc(self._vocab, words=words, spaces=[True] * len(words))
        _, long_form = find_abbreviation(view[:-1], view[-1:])
        if (
            long_form is None
            or short.text in {token.text for token in long_form}
            or len(long_form.text) <= len(short.text)
        ):
            return None
        return window[long_form.start].start, window[long_form.end - 1].end


def _aside(bracket: re.Match[str]) -> int:
    """Where the first part of the words in brackets ends."""
    aside = _ASIDE.search(bracket.group(1))
    return bracket.start(1) + aside.start() if aside else bracket.end(1)


def _window_start(text: str, end: int) -> int:
    """Where to look for a long form: behind the last end of a sentence or bracket, not too far back."""
    start = max(0, end - _MAX_WINDOW)
    cuts = [cut.end() for cut in _SENTENCE_END.finditer(text, start, end)]
    return cuts[-1] if cuts else start


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    """The words between white space, without the punctuation at their edges."""
    for match in _WORD.finditer(text, start, end):
        word = match.group().strip(_EDGES)
        if word:
            at = match.start() + match.group().index(word)
            yield _Word(word, at, at + len(word))


def _is_short_form(word: str) -> bool:
    """Two to twelve characters, mostly letters, with a capital behind a digit, hyphen or at the beginning."""
    if not _SHORT_FORM.fullmatch(word):
        return False
    letters = sum(c.isalpha() for c in word)
    return 2 * letters >= len(word) and any(c.isupper() for c in word) and not word[1:].islower()
