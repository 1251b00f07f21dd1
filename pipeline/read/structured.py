"""Sources of records whose fields say what is what: title, abstract by paragraph, bibliographic facts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.document import Section, Source
from pipeline.errors import ReadError
from pipeline.read.record import Record

TITLE, ABSTRACT = "title", "abstract"
# How the facts are called in `Source.meta`: as in the heads of journals' pages.
META = {
    "journal": "citation_journal_title",
    "year": "citation_date",
    "doi": "citation_doi",
    "pmid": "citation_pmid",
    "pmcid": "citation_pmc_id",
    "language": "citation_language",
    "authors": "citation_author",
    "types": "citation_article_type",
}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Markup in fields that hold text otherwise. `<` beside other words is "less than".
_ATTRIBUTES = r"(?:\s{1,9}[\w:-]{1,40}=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'))*\s?/?>"
_INLINE = re.compile(
    r"</?(?:(?:jats:)?(?:i|b|em|strong|sup|sub|u|sc|span|italic|bold|inf|underline|inline-formula)"
    r"|jats:(?!(?:p|sec|title|list|list-item|abstract|disp-\w+)\b)[\w-]{1,40}|mml:\w{1,40})" + _ATTRIBUTES,
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|br|div|li|ul|ol|h[1-6]|sec|title|list|list-item|abstract|disp-\w{1,20})" + _ATTRIBUTES,
    re.IGNORECASE,
)
# A heading, which runs into its paragraph as printed: "Methods: We…". Those of the whole say nothing.
_HEADING = re.compile(
    r"<((?:jats:)?(?:h[1-6]|title))" + _ATTRIBUTES + r"([^<>]{0,199})</\1>"
    r"(?:\s{0,99}<(?:jats:)?p" + _ATTRIBUTES + ")?",
    re.IGNORECASE,
)
_OF_THE_WHOLE = frozenset({"abstract", "summary", ""})
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_BLANKS = re.compile(r"[ \t\f\v]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Paragraph(NamedTuple):
    """A paragraph and its section: names of it, best first, divided by `|` ("Patients|methods"). The cleaner knows
    what they mean.
    """

    label: str
    text: str


def structured(record: Record, title: str, body: Iterable[Paragraph], facts: Mapping[str, Sequence[str]]) -> Source:
    """Return the source of a record: the title and the paragraphs, each on a line of its own, and the facts.

    `facts` are named as in `META`. Raises ReadError for a record with neither title nor text.
    """
    paragraphs = [Paragraph(TITLE, title), *body]
    text, sections = _laid_out(paragraphs)
    if not sections:
        raise ReadError(f"{record.where}: it has neither a title nor an abstract; nothing to read")
    meta = {META[name]: list(values) for name, values in facts.items() if values}
    return Source(record.doc_id, record.name, record.format, record.sha256, text, record.record, meta, None, sections)


def _laid_out(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Section, ...]]:
    parts: list[str] = []
    sections: list[Section] = []
    at = 0
    for label, text in paragraphs:
        if text:
            parts.append(text)
            sections.append(Section(label, at, at + len(text)))
            at += len(text) + 1
    return _storable("\n".join(parts)), tuple(sections)


def _storable(text: str) -> str:
    """A text without halves of characters, which no file can hold; lengths stay."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def plain(value: str) -> str:
    """Return a field's value as it is meant: entities and inline markup of HTML resolved, blocks on lines."""
    if "&" in value:
        value = _ENTITY.sub(lambda match: html.unescape(match.group()), value)
    if "<" in value:
        value = _BLOCK.sub("\n", _INLINE.sub("", _HEADING.sub(_run_in, value)))
    return _LINE_END.sub("\n", _BLANKS.sub(" ", value)).strip()


def _run_in(heading: re.Match[str]) -> str:
    words = heading[2].strip(" \t\r\n:.")
    return "\n" if words.casefold() in _OF_THE_WHOLE else f"\n{words}: "


def one_line(value: str) -> str:
    """Return a field's value as `plain` gives it, on one line."""
    return plain(value).replace("\n", " ")


def abstract_of(value: str) -> list[Paragraph]:
    """Return the paragraphs of an abstract that stands in one field; the cleaner finds the headings in them."""
    return [Paragraph(ABSTRACT, line) for line in plain(value).split("\n") if line]
