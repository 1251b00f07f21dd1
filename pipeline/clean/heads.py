"""The headings of articles and abstracts, and the section labels that they stand for."""

from __future__ import annotations

import re

from pipeline.clean.phrases import PhraseBook, words_of
from pipeline.clean.terms import phrases

# Heading -> section label.
SECTION_HEADS: PhraseBook[str] = phrases("section_heads")
# Labels of SECTION_HEADS that stand inside an abstract or article but do not show that it begins or goes on.
WEAK_LABELS = frozenset({"funding", "registration", "level-of-evidence"})
# The order in which an abstract's parts follow each other; a part that steps back begins another abstract.
WHOLE = frozenset({"abstract", "summary"})  # headings of the whole; a summary can also be the last part
ORDER = {"abstract": 0, "background": 1, "objective": 2, "methods": 3, "results": 4, "discussion": 5, "conclusions": 6}

# Where a heading can stand inside a line: at its start, or after the end of a sentence, also one that lost its blank.
_STARTS = re.compile(r"(?:^|[.?!;)\]”\"]\s{0,3})(?=[A-ZÀ-Þ])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HEAD_WITHIN = 70


def run_in_heads(text: str) -> list[tuple[int, str]]:
    """Return the headings inside a paragraph: (offset, section label), in order.

    "METHODS: …", "Methods: …" and "METHODS We…" count wherever a sentence can begin; "Methods We performed…", without
    colon or capitals, only where several such headings cut up the paragraph.
    """
    marked: list[tuple[int, str]] = []
    plain: list[tuple[int, str]] = []
    for start in _STARTS.finditer(text):
        at = start.end()
        found = _head_at(text, at)
        if found is not None:
            label, is_marked = found
            (marked if is_marked else plain).append((at, label))
    if len({label for _, label in plain} | {label for _, label in marked}) < 3:
        plain = []
    return sorted(marked + plain)


def _head_at(text: str, at: int) -> tuple[str, bool] | None:
    """Return the label of a heading at an offset, and whether a colon or capitals mark it."""
    window = text[at : at + _HEAD_WITHIN]
    match = SECTION_HEADS.at(words_of(window), 0) if SECTION_HEADS.begins(window) else None
    if match is None:
        return None
    end = [word.end() for word in _WORD.finditer(window)][match.end - 1]
    head, rest = window[:end], window[end:].lstrip(")")
    if rest.startswith(":") or (head.isupper() and len(head) > 2 and rest[:1] in " .-–—"):
        return match.value, True
    following = rest.lstrip(" .–—-")
    plain = rest[:1] in " .–—" and (following[:1].isupper() or following[:1].isdigit())
    return (match.value, False) if plain else None


def plain_head(text: str) -> str | None:
    """Return the section label of the heading that a paragraph begins with, marked or not ("Results At 24 weeks…")."""
    found = _head_at(text, 0)
    return found[0] if found is not None else None


def run_in_head(text: str) -> str | None:
    """Return the section label of a heading that a paragraph begins with ("METHODS: We…", "AIM To study…"), or None."""
    found = _head_at(text, 0)
    return found[0] if found is not None and found[1] else None
