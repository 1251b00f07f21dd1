"""What a page states about its article outside the visible text: meta tags and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag

# Meta tags that describe the article: Highwire Press, Dublin Core, PRISM, Open Graph, and a few plain names.
_FAMILIES = ("citation_", "dc.", "dcterms.", "prism.", "og:", "article:", "eprints.", "bepress_citation_")
_PLAIN_NAMES = frozenset({"author", "description", "keywords", "date"})
_MAX_NESTING = 4


def page_meta(soup: BeautifulSoup) -> Mapping[str, Sequence[str]]:
    """Return the page's article metadata: lower-case names (`citation_doi`, `og:title`, `ld:headline`) and values.

    `title` is the text of the `title` element. A JSON-LD value that is an object counts by its `name`; blocks that are
    no valid JSON are passed over.
    """
    meta: dict[str, list[str]] = {}
    for name, value in (*_meta_tags(soup), *_json_ld(soup)):
        if value.strip():
            meta.setdefault(name, []).append(value.strip())
    return meta


def _meta_tags(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    if soup.title is not None:
        yield "title", " ".join(soup.title.get_text().split())
    for tag in soup.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or "").strip().lower()
        if name.startswith(_FAMILIES) or name in _PLAIN_NAMES:
            yield name, str(tag.get("content") or "")


def _json_ld(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            content = json.loads(script.get_text() if isinstance(script, Tag) else "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(content, _MAX_NESTING):
            for key, value in item.items():
                yield from ((f"ld:{key.lower()}", text) for text in _texts(value, _MAX_NESTING))


def _items(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the top-level objects: of a list, or of an `@graph`."""
    if isinstance(content, list) and depth:
        for part in content:
            yield from _items(part, depth - 1)
    elif isinstance(content, dict):
        yield content
        yield from _items(content.get("@graph"), depth - 1)


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, (str, int, float)):
        yield str(value)
    elif isinstance(value, list) and depth:
        for part in value:
            yield from _texts(part, depth - 1)
    elif isinstance(value, dict) and depth:
        yield from _texts(value.get("name"), depth - 1)
