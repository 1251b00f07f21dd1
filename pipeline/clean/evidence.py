"""What tells an article's sentences from a page's other words: verbs, clinical words, and words in common."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.clean.blocks import Block
from pipeline.clean.terms import words
from pipeline.document import Span

_FINITE_VERBS = words("finite_verbs")
_REPORT_WORDS = words("report_words")
_COMMON_WORDS = _REPORT_WORDS | words("common_words")
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[^a-z\s]|[A-Z][a-z]{2}|\s*$)")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Za-z]|vs|et al|al|Dr|Prof|Mr|Ms|Mrs|St|Fig|No|approx|i\.e|e\.g|cf|Inc|Ltd|Co))$")
_ARTICLE_LIKE = 12
_CONTENT_LETTERS = 5
_STEM = 7  # enough to join "improved" and "improvement", too much to join strangers
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z0-9]{1,4}\b")
_COMMON_ACRONYMS = frozenset(
    "CI SD SE IQR OR HR RR NS US UK USA EU FDA MD PDF DOI PMC PMID CME RCT II III IV VS BID TID QD IU AE AEs".split()
)
_STATISTICS = re.compile(r"\bp\s?[<=>≤]|\bn\s?=\s?\d|\d\s?%|\bCI\b|±|\d\.\d")


def sentences(text: str) -> list[Span]:
    """Return the ranges of a text's sentences, by punctuation alone."""
    spans, at = [], 0
    for stop in _SENTENCE.finditer(text):
        if text[stop.start()] == "." and _ABBREVIATED.search(text, max(0, stop.start() - 6), stop.start()):
            continue
        spans.append(Span(at, stop.end()))
        at = stop.end()
        while at < len(text) and text[at].isspace():
            at += 1
    if at < len(text):
        spans.append(Span(at, len(text)))
    return spans


def is_prose(block: Block) -> bool:
    """Whether a block is made of sentences: it has finite verbs, or it is long and has several full stops."""
    letters = block.letters
    if len(letters) < 6:
        return False
    if any(word in _FINITE_VERBS for word in letters):
        return len(letters) >= _ARTICLE_LIKE or block.text.rstrip('"”’)]')[-1] in ".!?…"
    return len(letters) >= 25 and len(sentences(block.text)) > 1


def report_words(block: Block) -> int:
    """Return how many words and figures of study reports a block has."""
    return sum(1 for word in block.letters if word in _REPORT_WORDS) + len(_STATISTICS.findall(block.text))


def subject_words(block: Block) -> set[str]:
    """Return what shows a block's subject: the stems of its less common words, and its abbreviations."""
    stems = {word[:_STEM] for word in block.letters if len(word) >= _CONTENT_LETTERS and word not in _COMMON_WORDS}
    return stems | (set(_ACRONYM.findall(block.text)) - _COMMON_ACRONYMS)


class Lexicon:
    """The subject words of some blocks, to tell whether a further block is about the same thing."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._members: set[int] = set()

    def add(self, block: Block) -> None:
        """Add a block's words."""
        if block.start not in self._members:
            self._members.add(block.start)
            self._counts.update(subject_words(block))

    def shared(self, block: Block) -> float:
        """Return which share of a block's subject words other blocks use; 0 if it has none."""
        own = subject_words(block)
        return len(self.common(block)) / len(own) if own else 0.0

    def common(self, block: Block) -> set[str]:
        """Return the subject words that a block has in common with the others."""
        least = 2 if block.start in self._members else 1
        return {word for word in subject_words(block) if self._counts[word] >= least}
