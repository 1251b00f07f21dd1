"""What the elements of an HTML page say about the text in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.evidence import sentences
from pipeline.clean.profiles import Vocabulary
from pipeline.clean.verdict import Kind, Verdict
from pipeline.document import Element, Markup, Removed, Source, Span

# Elements that hold no article by their name alone.
_DROPPED_TAGS = {
    "nav": "menu",
    "footer": "footer",
    "aside": "similar",
    "dialog": "consent",
    "figcaption": "caption",
    "select": "menu",
    "textarea": "menu",
}
# Elements inside lines: a link to a figure is called "figure" too, and the sentence goes on after it.
_INLINE_TAGS = frozenset("a abbr b bdi cite code em font i img label mark small span strong sub sup time u".split())
# Words of an element's class or id that say that it holds the article, whatever the other words say.
_ARTICLE_WORDS = frozenset({"abstract", "title", "headline", "authors", "affiliations"})
# An element that takes up more of the page than this is the page, whatever it is called.
_MOST_OF_PAGE = 0.4
_LINKED = 0.5


class PageMarkup:
    """What the elements of a page say; says nothing of sources without markup."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        """Find the elements of a page that are no part of its article, by the words of a site."""
        self._dropped = _dropped_elements(source.text, source.markup, vocabulary) if source.markup else []
        self._links = source.markup.select("a") if source.markup else []
        self._starts = [found.start for found in self._dropped]
        self._link_starts = [link.start for link in self._links]

    @property
    def cuts(self) -> list[int]:
        """The offsets where dropped elements begin and end, in order."""
        return [at for found in self._dropped for at in (found.start, found.end)]

    def verdict(self, block: Block) -> Verdict | None:
        """Return a verdict on blocks in dropped elements and on lists of links; None for all others."""
        at = bisect_right(self._starts, block.start) - 1
        if at >= 0 and block.end <= self._dropped[at].end:
            return Verdict(Kind.CLUTTER, self._dropped[at].rule, "element")
        return None

    def is_linked(self, block: Block) -> bool:
        """Whether a block is mostly link text, as teasers of other articles are and an article's sentences are not."""
        covered = 0
        for link in self._links[max(bisect_left(self._link_starts, block.start) - 1, 0) :]:
            if link.start >= block.end:
                break
            covered += max(0, min(block.end, link.end) - max(block.start, link.start))
        return covered > _LINKED * (block.end - block.start)


def _dropped_elements(text: str, markup: Markup, vocabulary: Vocabulary) -> list[Removed]:
    """The ranges of the elements that are no part of the article, in order and without overlaps.

    What a site's profile selects goes in any case; an element that is dropped for its words is spared if it holds a
    main heading or an abstract, or most of the page.
    """
    elements = list(markup.elements())
    spared = [element.span for element in elements if _is_article_part(element, text)]
    most = _MOST_OF_PAGE * len(text)
    by_words = (
        found
        for found in _by_words(elements, vocabulary)
        if found.end - found.start <= most and not any(_holds(found, span) for span in spared)
    )
    found = (*_by_selector(markup, vocabulary), *by_words)
    return _outermost(sorted(found, key=lambda r: (r.start, -r.end)))


def _is_article_part(element: Element, text: str) -> bool:
    if element.tag == "h1":
        return True
    return "abstract" in element.words and len(sentences(text[element.span.start : element.span.end])) > 2


def _by_selector(markup: Markup, vocabulary: Vocabulary) -> Iterator[Removed]:
    for selector, rule in vocabulary.drop:
        yield from (Removed(span.start, span.end, f"element-{rule}") for span in markup.select(selector))


def _by_words(elements: Sequence[Element], vocabulary: Vocabulary) -> Iterator[Removed]:
    for span, tag, words in elements:
        if tag in _INLINE_TAGS:
            continue
        named = sorted(words & vocabulary.elements.keys())
        rule = _DROPPED_TAGS.get(tag) or (vocabulary.elements[named[0]] if named else None)
        if rule is not None and not words & _ARTICLE_WORDS:
            yield Removed(span.start, span.end, f"element-{rule}")


def _outermost(ranges: Sequence[Removed]) -> list[Removed]:
    kept: list[Removed] = []
    for found in ranges:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _holds(outer: Removed, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
