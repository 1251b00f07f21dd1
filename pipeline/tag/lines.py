"""Tells a line that was only wrapped from one that ends: headings, list items, titles and cells keep their breaks."""

from __future__ import annotations

import re

# One line break, and the blanks beside it.
_BREAK = re.compile(r"(?<=[^\s])[ \t]*\r?\n[ \t]*(?=[^\s])")
# What a line begins with where it is an item of a list: "1. ", "2) ", "(b) ", "• ", "- ".
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)][ \t]|[•·*▪◦][ \t]?|[-–—][ \t]")
_SMALL = re.compile(r"[a-z]")
# A number with what it counts: no cell of a table.
_COUNT = re.compile(r"\d[\d.,·]*[ \t]?(?:[-–/%(±]|to\b|and\b|[a-zµ])")
_PARTED = re.compile(r"[a-zA-Z][-‐]$")  # a word that goes on in the next line
_LAST_WORD = re.compile(r"([^\s(]+)$")
# No heading and no sentence ends with one of these.
_JOINING = frozenset(
    "a an the of in on at by to for from with without within into onto than per and or nor but vs versus between among "
    "after before until since during over under about every each all both either was were is are be been had has have "
    "received receiving that which who whose as if while when where = < > ≤ ≥ ± + / – - ×".split()
)
_NEAR = 200  # characters of a line that are looked at on either side of its break
_HEADING_WORDS = 3


def flowing(text: str) -> str:
    """Return the text with blanks for the line breaks inside its sentences; every character keeps its place."""
    return _BREAK.sub(lambda found: _joined(text, found), text)


def _joined(text: str, found: re.Match[str]) -> str:
    if not _runs_on(text, found.start(), found.end()):
        return found.group()
    return " " * len(found.group())


def _runs_on(text: str, end: int, start: int) -> bool:
    """Whether the line that ends at `end` goes on with the one that begins at `start`."""
    ahead = text[start : start + _NEAR].split("\n", 1)[0]
    line = text[max(0, end - _NEAR) : end].rsplit("\n", 1)[-1]
    if _ITEM.match(ahead) or _PARTED.search(line):
        return False
    if _SMALL.match(ahead):
        return True
    if line[-1] in ".?!;":
        return False
    if line[-1] == "," or line.count("(") > line.count(")"):
        return True
    last = _LAST_WORD.search(line)
    if last is not None and last.group().lower() in _JOINING:
        return True
    if ahead[0] in "=<>≤≥±%/)":
        return True
    return bool(_COUNT.match(ahead)) and len(line.split()) > _HEADING_WORDS and line[-1] != ":"
