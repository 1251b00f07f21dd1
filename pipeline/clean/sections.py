"""Section labels and their ranges in the clean text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block
from pipeline.clean.heads import run_in_heads
from pipeline.document import Kept, Section

_CITATION_RULES = frozenset(
    {
        "citation",
        "journal",
        "authors",
        "sure-authors",
        "affiliation",
        "publication-type",
        "labelled-fact",
        "field-label",
    }
)


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
