"""Records whose format says what is what: nothing is dropped, their headings get the labels used everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.clean.article import Article
from pipeline.clean.facts import find_facts
from pipeline.clean.heads import SECTION_HEADS, run_in_heads
from pipeline.clean.phrases import words_of
from pipeline.document import BibFacts, CleanDoc, Kept, Section, Source

SITE = "record"
_TITLE, _UNLABELLED = "title", "abstract"


def as_stated(source: Source) -> CleanDoc:
    """Return the document of a source that has sections: all of its text is article."""
    kept = (Kept(0, len(source.text), 0),)
    return CleanDoc(source, SITE, source.text, kept, (), tuple(_joined(_labelled(source))), _facts(source))


def _facts(source: Source) -> BibFacts:
    found = find_facts(source, (), Article(title=None, keep=[], rules=[]))
    title = next((source.text[s.start : s.end] for s in source.sections if s.label == _TITLE), None)
    pmid = next(iter(source.meta.get("citation_pmid", ())), None)
    authors = tuple(source.meta.get("citation_author", ()))  # one a value, unless there is only one value
    return replace(found, title=title, pmid=pmid, authors=authors if len(authors) > 1 else found.authors)


def _labelled(source: Source) -> Iterator[Section]:
    """Yield the sections under our labels; an unlabelled one is cut at the headings in it, and the last heading holds
    for the unlabelled ones after it.
    """
    current = _UNLABELLED
    for names, start, end in source.sections:
        label = names if names == _TITLE else _label(names)
        if label is not None:
            yield Section(label, start, end)
            current = _UNLABELLED
            continue
        at = start
        for offset, head in run_in_heads(source.text[start:end]):
            if start + offset > at:
                yield Section(current, at, start + offset)
            at, current = start + offset, head
        yield Section(current, at, end)


def _label(names: str) -> str | None:
    """Return our label of a section by the first of its names that is known; None for an unlabelled one."""
    known = (SECTION_HEADS.exact(words_of(name)) for name in names.split("|"))
    return next((label for label in known if label not in {None, _UNLABELLED}), None)


def _joined(sections: Iterator[Section]) -> list[Section]:
    joined: list[Section] = []
    for section in sections:
        if joined and joined[-1].label == section.label != _TITLE:
            joined[-1] = joined[-1]._replace(end=section.end)
        else:
            joined.append(section)
    return joined
