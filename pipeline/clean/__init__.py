"""From a page as read to the article in it: boilerplate dropped, bibliographic facts and sections found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.article import Article, find_article
from pipeline.clean.blocks import Block, blocks_of
from pipeline.clean.facts import find_facts
from pipeline.clean.judge import Judge
from pipeline.clean.markup import PageMarkup
from pipeline.clean.profiles import Site, load_sites, site_of
from pipeline.clean.records import find_record
from pipeline.clean.sections import sections_of
from pipeline.clean.stated import as_stated
from pipeline.clean.verdict import Kind, Verdict
from pipeline.config import CleanSettings
from pipeline.document import CleanDoc, Removed, Source, cut
from pipeline.errors import CleanError

__all__ = ["Cleaner"]

_LINKS = Verdict(Kind.LINE, "links")


class Cleaner:
    """Drops the boilerplate of pages; built once, used for many sources."""

    def __init__(self, settings: CleanSettings) -> None:
        self._sites = load_sites(settings.sites)
        self._judges: dict[str, Judge] = {}

    def clean(self, source: Source) -> CleanDoc:
        """Return the article in a source. Raises CleanError if there is none."""
        if source.sections:
            return as_stated(source)
        site = site_of(source, self._sites)
        stated = _with_site_facts(source, site)
        blocks, article = find_record(source.text) or self._find_on_page(stated, site)
        if not any(article.keep):
            raise CleanError(f"{source.path}: no article text was found; save the page with its abstract open")
        removed = _removed(source.text, blocks, article)
        text, kept = cut(source.text, removed)
        return CleanDoc(
            source=source,
            site=site.profile.name,
            text=text,
            kept=kept,
            removed=removed,
            sections=sections_of(blocks, article, kept),
            facts=find_facts(stated, blocks, article),
        )

    def _find_on_page(self, source: Source, site: Site) -> tuple[list[Block], Article]:
        judge = self._judges.setdefault(site.profile.name, Judge(site.vocabulary))
        markup = PageMarkup(source, site.vocabulary)
        blocks = blocks_of(source.text, judge, markup.cuts)
        verdicts = [markup.verdict(block) or judge.judge(block) for block in blocks]
        verdicts = [
            _LINKS if v.kind is Kind.PROSE and markup.is_linked(b) else v for b, v in zip(blocks, verdicts, strict=True)
        ]
        return blocks, find_article(source, blocks, verdicts)


def _with_site_facts(source: Source, site: Site) -> Source:
    """The source with what the site's profile knows where to find added to its metadata, as `site.title` and so on."""
    if source.markup is None:
        return source
    found = {
        f"site.{fact}": [source.text[span.start : span.end] for css in selectors for span in source.markup.select(css)]
        for fact, selectors in site.profile.facts.items()
    }
    return replace(source, meta={**source.meta, **found})


def _after_space(text: str, removed: Removed) -> bool:
    """Whether white space is kept before a removed range, so that the one after it can go with it."""
    return removed.start == 0 or text[removed.start - 1].isspace()


def _removed(text: str, blocks: Sequence[Block], article: Article) -> tuple[Removed, ...]:
    """The ranges of the dropped blocks, with the signs and white space between two of them."""
    removed: list[Removed] = []
    at = 0
    for block, keep, rule in zip(blocks, article.keep, article.rules, strict=True):
        gap = text[at : block.start]
        if at == 0 and gap:
            removed.append(Removed(0, block.start, "leading-space"))
        elif removed and removed[-1].end == at and (not keep or gap.strip() or _after_space(text, removed[-1])):
            removed[-1] = removed[-1]._replace(end=block.start)
        elif gap.strip():
            removed.append(Removed(at, block.start, "separator"))
        if not keep:
            removed.append(Removed(block.start, block.end, rule))
        at = block.end
    if at < len(text) and removed and removed[-1].end == at:
        removed[-1] = removed[-1]._replace(end=len(text))
    return tuple(removed)
