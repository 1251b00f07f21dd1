"""Tokenizer: every punctuation mark is a token, and so is a number in front of its unit ("375mg", "m(2)", "kg-1")."""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.tag.lines import flowing

# A decimal keeps its point; letters keep the digits behind them ("m2", "CD4", "B12"); digits in front are split off
# ("375mg", "5FU"). Thousands separators are tokens: whether "4,210" is one number or two is for the number rules.
_TOKEN = re.compile(r"\d+(?:[.·]\d+)?|[^\W\d_]+\d*|\S")
_TOKEN_OR_SPACE = re.compile(rf"{_TOKEN.pattern}|\s+")


def tokens_in(text: str) -> list[str]:
    """Return the words, numbers and punctuation marks of a text."""
    return _TOKEN.findall(text)


class ClinicalTokenizer:
    """Splits text into words, numbers and single punctuation marks; white space other than one blank is a token."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a `Doc` whose text is `text` with blanks for the line breaks inside its sentences."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _TOKEN_OR_SPACE.findall(flowing(text)):
            if piece[0] == " " and words and not words[-1].isspace():
                spaces[-1] = True
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Serialize nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **__: object) -> ClinicalTokenizer:
        """Return itself: the tokenizer has no state."""
        return self

    def to_disk(self, _path: object, **__: object) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, _path: object, **__: object) -> ClinicalTokenizer:
        """Return itself: the tokenizer has no state."""
        return self
