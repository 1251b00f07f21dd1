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


class Piece(NamedTuple):
    """A word in comparable spelling; it stands for `text[start:end]`."""

    key: str
    start: int
    end: int


def key_of(text: str) -> str:
    """Return the key under which a term is stored and found: its pieces joined by blanks."""
    return " ".join(piece.key for piece in pieces(text))


def pieces(text: str, known: Callable[[str], bool] = lambda key: False) -> list[Piece]:
    """Return the pieces of a text in order; a blank line is a piece with the key "\\n".

    `known` tells of a key whether a word broken at the end of a line may be mended to it ("rituxi-\\nmab").
    """
    tokens = list(_TOKEN.finditer(text))
    found: list[Piece] = []
    i = 0
    while i < len(tokens):
        word, start, end = tokens[i].group(), tokens[i].start(), tokens[i].end()
        if word[0].isalpha():
            taken, key = _word(text, tokens, i, known)
            found.append(Piece(key, start, tokens[i + taken - 1].end()))
        elif skipped := _skipped(text, tokens, i):
            taken = skipped
        else:
            taken = 1
            found.append(Piece("\n" if word.isspace() else word, start, end))
        i += taken
    return found


def _word(text: str, tokens: list[re.Match[str]], i: int, known: Callable[[str], bool]) -> tuple[int, str]:
    """How many tokens the word at `i` takes up, and its key."""
    word = fold(tokens[i].group())
    following = tokens[i + 1 : i + 3]
    if word in _JOINED_BEFORE_BLANK and following and _is_word(following[0]) and _gap(text, tokens, i) == " ":
        return 2, word_key(word + fold(following[0].group()))
    if (
        len(following) == 2
        and following[0].group() in _HYPHENS
        and _is_word(following[1])
        and not _gap(text, tokens, i)
    ):
        gap = _gap(text, tokens, i + 1)
        joined = word_key(word + fold(following[1].group()))
        if (word in _JOINED_BEFORE_HYPHEN and not gap) or ("\n" in gap and known(joined)):
            return 3, joined
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
