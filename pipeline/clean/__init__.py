"""From a page as read to the article in it: boilerplate dropped, bibliographic facts and sections found."""

from __future__ import annotations

import re

from pipeline.config import CleanSettings
from pipeline.document import BibFacts, CleanDoc, Removed, Section, Source, cut

__all__ = ["Cleaner"]

_LINE = re.compile(r"[^\r\n]+")


class Cleaner:
    """Drops the boilerplate of pages; built once, used for many sources."""

    def __init__(self, settings: CleanSettings) -> None:
        self._settings = settings

    def clean(self, source: Source) -> CleanDoc:
        """Return the article in a source."""
        lines = list(_LINE.finditer(source.text))
        removed = tuple(
            Removed(line.start(), line.end(), "short-line")
            for i, line in enumerate(lines)
            if i and line.end() - line.start() < 60
        )
        text, kept = cut(source.text, removed)
        title = lines[0].group().strip() if lines else None
        sections = (Section("abstract", 0, len(text)),)
        return CleanDoc(source, "generic", text, kept, removed, sections, BibFacts(title=title))
