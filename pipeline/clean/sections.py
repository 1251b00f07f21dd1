"""Section labels and their ranges in the clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block
from pipeline.clean.heads import SECTION_HEADS
from pipeline.clean.phrases import words_of
from pipeline.document import Kept, Section

_CITATION_RULES = frozenset(
    {"citation", "journal", "authors", "authors-with-initials", "affiliation", "publication-type", "labelled-fact", "field-label"}
)
# Where a heading can stand inside a line: at its start, or after the end of a sentence, also one that lost its blank.
_STARTS = re.compile(r"(?:^|[.?!;)\]”\"]\s{0,3})(?=[A-ZÀ-Þ])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HEAD_WITHIN = 70


def sections_of(blocks: Sequence[Block], article: Article, kept: Sequence[Kept]) -> tuple[Section, ...]:
    """Return the sections of the clean text, in order and without overlaps.

    `title`, `citation` (bibliographic lines), and the parts of the abstract or article by their headings; prose that
    no heading labels is `abstract`.
    """
    to_clean = _ToClean(kept)
    sections: list[Section] = []
    label = "abstract"
    for i, block in enumerate(blocks):
        if i in article.heads:
            label = article.heads[i]
        if not article.keep[i]:
            continue
        start, end = to_clean(block.start), to_clean(block.end - 1) + 1
        for part in _parts(block, article, i, label):
            _append(sections, Section(part.label, start + part.start, min(start + part.end, end)))
            label = part.label if part.label not in {"title", "citation"} else label
    return tuple(sections)


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
    match = SECTION_HEADS.at(words_of(window), 0)
    if match is None:
        return None
    end = [word.end() for word in _WORD.finditer(window)][match.end - 1]
    head, rest = window[:end], window[end:].lstrip(")")
    if rest.startswith(":") or (head.isupper() and len(head) > 2 and rest[:1] in " .-–—"):
        return match.value, True
    following = rest.lstrip(" .–—-")
    plain = rest[:1] in " .–—" and (following[:1].isupper() or following[:1].isdigit())
    return (match.value, False) if plain else None


def _parts(block: Block, article: Article, i: int, label: str) -> Iterator[Section]:
    """The sections of one block, with offsets into the block."""
    if article.rules[i] in _CITATION_RULES:
        yield Section("citation", 0, len(block.text))
        return
    heads = run_in_heads(block.text)
    if i in article.heads:
        heads = []
    at, current = 0, "title" if i == article.title else label
    for offset, head in heads:
        if offset > at:
            yield Section(current, at, offset)
        at, current = offset, head
    yield Section(current, at, len(block.text))


def _append(sections: list[Section], section: Section) -> None:
    """Add a section, joined to the one before it if that has the same label."""
    if sections and sections[-1].label == section.label != "title":
        sections[-1] = sections[-1]._replace(end=section.end)
    elif section.start < section.end:
        sections.append(section)


class _ToClean:
    """Maps kept source offsets to the clean text; offsets must come in rising order."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept
        self._at = 0

    def __call__(self, offset: int) -> int:
        while self._kept[self._at].end <= offset:
            self._at += 1
        kept = self._kept[self._at]
        return kept.at + offset - kept.start


__all__ = ["run_in_heads", "sections_of"]
