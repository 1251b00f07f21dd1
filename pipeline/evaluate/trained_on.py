"""Tells whether a model has seen a text in training: then a figure on that text measures memory, not skill."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pipeline.tag.ner import TRAINED_ON  # a fingerprint a line

_LETTERS = 80  # at the beginning of a text that tell it from others
_DIGITS = 8  # of a fingerprint


def beginning(text: str) -> str:
    """Return the first letters of a text without white space and case, by which two copies of it are recognised."""
    return "".join(text.lower().split())[:_LETTERS]


def fingerprint(text: str) -> str:
    """Return what is kept of a training text: eight hexadecimal digits of the hash of its beginning."""
    return hashlib.sha256(beginning(text).encode()).hexdigest()[:_DIGITS]


def count_trained_on(texts: Iterable[str], model: Path) -> int:
    """Return how many of the texts the model in a folder was trained on; 0 if the folder does not say."""
    file = model / TRAINED_ON
    known = set(file.read_text(encoding="utf-8").split()) if file.is_file() else set()
    return sum(fingerprint(text) in known for text in texts)
