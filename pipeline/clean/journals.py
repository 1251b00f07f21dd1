"""The journal that a page names outside the lines that are kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block
from pipeline.clean.citation import (
    LONGEST_CITATION,
    facts_in,
    is_journal_name,
    journal_in,
    names_journal,
    without_lead,
)
from pipeline.clean.labels import field_of, value_text
from pipeline.clean.phrases import after_words

# Words of journals' names that no heading or button has.
_OF_NAMES = frozenset("journal annals archives acta zeitschrift revista revue rivista annales annali anales".split())


def citations_of(blocks: Sequence[Block], article: Article) -> Iterator[str]:
    """Yield what follows the title in dropped citations of this very article ("Cite this article: …")."""
    title = blocks[article.title].words if article.title is not None else []
    for block, rule in zip(blocks, article.rules, strict=True):
        if rule == "title-copy" and title:
            starts = (at for at in range(len(block.words)) if block.words[at : at + len(title)] == title)
            yield after_words(block.text, next(starts, 0) + len(title))


def journal_beside(blocks: Sequence[Block], article: Article) -> str | None:
    """Return the name in a dropped citation of the article, below a label, above an ISSN, or over the page; or None."""
    cited = filter(None, map(journal_in, citations_of(blocks, article)))
    found = next(cited, None) or next(_labelled(blocks), None) or next(_above_issn(blocks), None)
    return found or next(_in_banner(blocks[: article.title or 0]), None)


def _labelled(blocks: Sequence[Block]) -> Iterator[str]:
    for label, value in pairwise(blocks):
        if field_of(label) == "journal" and field_of(value) is None and is_journal_name(value_text(value)):
            yield without_lead(value_text(value)).strip(" .,")


def _in_banner(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if names_journal(block.text) and not _OF_NAMES.isdisjoint(block.letters):
            yield block.text.strip(" .,")


def _above_issn(blocks: Sequence[Block]) -> Iterator[str]:
    for name, below in pairwise(blocks):
        facts = facts_in(below.text) if len(below.text) <= LONGEST_CITATION else ()  # prose has none
        is_issn = field_of(below) == "issn" or any(fact.kind == "issn" for fact in facts[:1])
        if is_issn and field_of(name) is None and is_journal_name(name.text):
            yield name.text.strip(" .,")
