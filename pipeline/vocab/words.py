"""The normalised view of a text that vocabulary terms and documents are compared in: a list of pieces.

A piece is a word or number in its comparable spelling with the range of the text that it stands for. Hyphens,
apostrophes and slashes inside names leave no piece, so "COVID-19", "COVID 19" and "covid19" are the same two pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.normalize.names import fold, word_key

# Letters may hold soft hyphens, zero-width blanks and combining accents.
_TOKEN = re.compile(r"\n\s*\n|[^\W\d_]+(?:[\u00ad\u200b\u0300-\u036f]+[^\W\d_]*)*|\d+(?:[.·]\d+)?|\S")
_HYPHENS = frozenset("-‐‑‒–−")
_APOSTROPHES = frozenset("'’‘`´ʼ")

# Prefixes that are written with a hyphen, a blank or joined: "non-steroidal", "anti inflammatory", "cotrimoxazole".
_JOINED_BEFORE_HYPHEN = frozenset(
    """
    non anti co pre post multi poly mono micro macro neuro cardio gastro immuno broncho thrombo auto inter intra sub
    supra peri para extra hyper hypo mal dys psycho hepato nephro myelo osteo neo onco electro dermato entero angio
    cyto bi di tri re un pan semi ante retro musculo atrio oto veno vaso radio chemo photo cerebro lympho muco
    """.split()
)
_JOINED_BEFORE_BLANK = frozenset({"non", "anti"})
_LONGEST_PREFIX = 4  # of those joined before a blank

_MARKS = _HYPHENS | _APOSTROPHES | {"/"}


class Piece(NamedTuple):
    """A word in comparable spelling; it stands for `text[start:end]`."""

    key: str
    start: int
    end: int


def key_of(text: str) -> str:
    """Return the key under which a term is stored and found: its pieces joined by blanks."""
    return " ".join(piece.key for piece in pieces(text))


def pieces(text: str, known: Callable[[str], bool] = lambda key: True) -> list[Piece]:
    """Return the pieces of a text in order; a blank line is a piece with the key "\\n".

    `known` tells of a key whether it is a word of some name: only then is a word that a line end breaks mended to it
    ("rituxi-\\nmab"), or a prefix joined to what follows.
    """
    tokens = list(_TOKEN.finditer(text))
    found: list[Piece] = []
    i = 0
    while i < len(tokens):
        word, (start, end) = tokens[i].group(), tokens[i].span()
        if word[0].isalpha():
            taken, key = _word(text, tokens, i, known)
            found.append(Piece(key, start, tokens[i + taken - 1].end()))
        elif word in _MARKS and (skipped := _skipped(text, tokens, i)):
            taken = skipped
        else:
            taken = 1
            found.append(Piece("\n" if word.isspace() else word, start, end))
        i += taken
    return found


def _word(text: str, tokens: list[re.Match[str]], i: int, known: Callable[[str], bool]) -> tuple[int, str]:
    """How many tokens the word at `i` takes up, and its key."""
    word = tokens[i].group()
    if i + 1 < len(tokens):
        following = tokens[i + 1].group()
        if following in _HYPHENS and i + 2 < len(tokens) and _is_word(tokens[i + 2]) and not _gap(text, tokens, i):
            gap = _gap(text, tokens, i + 1)
            joined = word_key(word + tokens[i + 2].group())
            prefix = not gap and fold(word) in _JOINED_BEFORE_HYPHEN
            if (prefix and fold(word) == "anti") or ((prefix or "\n" in gap) and known(joined)):
                return 3, joined
        elif len(word) <= _LONGEST_PREFIX and fold(word) in _JOINED_BEFORE_BLANK and _gap(text, tokens, i) == " ":
            return (2, word_key(word + following)) if _is_word(tokens[i + 1]) else (1, word_key(word))
    return 1, word_key(word)


def _skipped(text: str, tokens: list[re.Match[str]], i: int) -> int:
    """How many tokens from `i` on are a mark without meaning: a hyphen or slash inside a name, "'s", an apostrophe."""
    mark = tokens[i].group()
    glued_left = i > 0 and not _gap(text, tokens, i - 1)
    glued_right = i + 1 < len(tokens) and not _gap(text, tokens, i)
    if mark in _APOSTROPHES and glued_left:
        return 2 if glued_right and tokens[i + 1].group() in "sS" else 1
    if mark in _HYPHENS:
        return int(glued_left or glued_right)
    return int(mark == "/" and glued_left and glued_right)


def _is_word(token: re.Match[str]) -> bool:
    return token.group()[0].isalpha()


def _gap(text: str, tokens: list[re.Match[str]], i: int) -> str:
    """The text between token `i` and the next."""
    return text[tokens[i].end() : tokens[i + 1].start()]
