"""JATS, the XML of PubMed Central and of many publishers: front matter, abstract, body by section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.read_html import looks_like_html
from pipeline.read.record import Piece, Record
from pipeline.read.structured import ABSTRACT, Paragraph, structured
from pipeline.read.xml_records import cut_elements, folded, parse_record, raise_figures

_ARTICLE_ID = re.compile(
    rb"<article-id[^>]{0,99}pub-id-type\s?=\s?[\"'](pmid|pmcid|pmc|pmcaid|doi)[\"'][^>]{0,99}>\s{0,99}([^<\s]{1,120})"
)
_ID_ORDER = (b"pmid", b"doi", b"pmcid", b"pmc", b"pmcaid")
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\s+(?:article|pmc-articleset)\b", re.IGNORECASE)
_ROOT = re.compile(
    rb"<(?:pmc-articleset[\s>]|(?:\w{1,20}:)?article\s(?:[^>]{0,2000}\s)?(?:dtd-version|article-type|xmlns:xlink)\s?=)"
)
# What is no text of the article: TeX sources, references, what stands for another element, rights.
_LEFT_OUT = frozenset(
    "tex-math annotation fn-group ref-list permissions object-id alt-text long-desc supplementary-material media "
    "graphic inline-graphic sub-article response processing-meta".split()
)
# Elements that stand on lines of their own; all others run on within the line.
_BLOCKS = frozenset(
    "p sec title label caption fig table-wrap table thead tbody tfoot tr list list-item def-list def-item disp-quote "
    "disp-formula boxed-text abstract trans-abstract body verse-group speech statement fig-group table-wrap-foot fn "
    "supplement app ack notes".split()
)
_CELLS = frozenset({"td", "th"})
_DATES = ("ppub", "collection", "epub", "pub")  # a year by what it is of, the best first
_JOURNAL = ("front/journal-meta/journal-title-group/journal-title", "front/journal-meta/journal-title")
# References and notes that small raised numbers point to; they would grow together with the word before.
_MARKS = frozenset({"bibr", "fn", "table-fn", "aff", "corresp"})
_LINE, _CELL = "\ue000", "\ue001"  # for private use: they are in no text
_OTHER_ABSTRACTS = frozenset({"graphical", "teaser", "toc", "key-points", "precis", "web-summary"})
_Facts = dict[str, list[str]]


def looks_like_jats(head: bytes) -> bool:
    """Whether the first bytes of a file say that it is JATS."""
    narrow = head.replace(b"\0", b"") if b"\0" in head[:4] else head
    if looks_like_html(narrow):
        return False
    return bool(_DOCUMENT_TYPE.search(narrow[:4096]) or _ROOT.search(narrow[:8192]))


def split_jats(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the articles of a file. Raises ReadError where there is none."""
    return cut_elements(stream, b"<article", (b"article",), _id, settings.max_document_mb)


def _id(data: bytes) -> str | None:
    end = data.find(b"</article-meta>")
    found = dict(reversed(_ARTICLE_ID.findall(data, 0, end if end >= 0 else len(data))))
    return next((found[kind].decode("utf-8", "replace") for kind in _ID_ORDER if kind in found), None)


def read_jats(record: Record, settings: ReadSettings) -> Source:
    """Return the source of one article. Raises ReadError if it is broken or has no text."""
    article = parse_record(record.data, record.where)
    for element in article.iter(etree.Element):
        element.tag = etree.QName(element).localname
    meta = article.find("front/article-meta")
    if meta is None:
        raise ReadError(f"{record.where}: an article without front matter (article-meta); export it again")
    title = " ".join(line for line in _lines(meta.find("title-group/article-title")))
    subtitle = " ".join(line for line in _lines(meta.find("title-group/subtitle")))
    full = f"{title}: {subtitle}" if title and subtitle else title
    body = [*_abstracts(meta), *_sections(article.find("body"))]
    return structured(record, full, body, _facts(article, meta))


def _abstracts(meta: etree._Element) -> Iterator[Paragraph]:
    for abstract in meta.iterchildren("abstract"):
        if abstract.get("abstract-type") not in _OTHER_ABSTRACTS:
            yield from _sections(abstract)


def _sections(top: etree._Element | None) -> Iterator[Paragraph]:
    """Yield the paragraphs of an abstract or a body. A section is called by the heading of the outermost one."""
    for child in () if top is None else top:
        if child.tag != "sec":
            label = ABSTRACT if top is not None and top.tag == "abstract" and child.tag == "title" else ""
            for line in _lines(child):
                if label and line.casefold() == ABSTRACT:
                    continue  # the heading of the whole says nothing
                yield Paragraph(ABSTRACT, line)
            continue
        names = [*_lines(child.find("title")), child.get("sec-type") or ""]
        label = "|".join(name for name in names if name) or ABSTRACT
        yield from _section(child, label, run_in=top is not None and top.tag == "abstract")


def _section(section: etree._Element, label: str, *, run_in: bool) -> Iterator[Paragraph]:
    """Yield the paragraphs of a section; in an abstract its heading begins the first: "METHODS: We …"."""
    lines = list(_lines(section))
    heading = " ".join(_lines(section.find("title")))
    if run_in and heading and len(lines) > 1 and lines[0] == heading:
        lines[:2] = [f"{heading.rstrip(' .:')}: {lines[1]}"]
    yield from (Paragraph(label, line) for line in lines)


def _facts(article: etree._Element, meta: etree._Element) -> _Facts:
    facts: _Facts = {
        "journal": [" ".join(_lines(article.find(path))) for path in _JOURNAL if article.find(path) is not None][:1],
        "year": _year(meta),
        "authors": list(_authors(meta)),
        "language": [lang] if (lang := article.get("{http://www.w3.org/XML/1998/namespace}lang")) else [],
        "types": _types(article, meta),
    }
    for part in meta.iterchildren("article-id"):
        kind, value = part.get("pub-id-type"), folded(part.text or "")
        if kind in {"pmid", "doi"} and value:
            facts.setdefault(kind, []).append(value)
        elif kind in {"pmc", "pmcid"} and value:
            facts["pmcid"] = [value if value.upper().startswith("PMC") else f"PMC{value}"]
    return facts


def _year(meta: etree._Element) -> list[str]:
    years = {
        date.get("pub-type") or date.get("date-type") or "": folded(date.findtext("year") or "")
        for date in meta.iterchildren("pub-date")
    }
    known = [years[kind] for kind in _DATES if years.get(kind)]
    return (known or [year for year in years.values() if year])[:1]


def _authors(meta: etree._Element) -> Iterator[str]:
    for group in meta.iterchildren("contrib-group"):
        for person in group.iterchildren("contrib"):
            if person.get("contrib-type", "author") != "author":
                continue
            last, first = person.findtext("name/surname"), person.findtext("name/given-names")
            name = f"{first or ''} {last or ''}".strip() or " ".join(_lines(person.find("collab")))
            if name:
                yield folded(name)


def _types(article: etree._Element, meta: etree._Element) -> list[str]:
    subjects = [
        folded(subject.text or "")
        for group in meta.iterfind("article-categories/subj-group")
        if group.get("subj-group-type") == "heading"
        for subject in group.iterchildren("subject")
    ]
    kind = article.get("article-type") or ""
    return [name for name in subjects if name] or ([kind] if kind else [])


def _lines(element: etree._Element | None) -> list[str]:
    """Return the lines that an element prints: blocks stand on their own, inline elements run on, a table's row is a
    line with its cells divided by tabs. Walks without recursion.
    """
    if element is None:
        return []
    raise_figures(element)
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        if event == "start":
            if part is not element and _is_left_out(part):
                walk.skip_subtree()
                continue
            parts.append(_break(part) + (part.text or ""))
        else:
            parts.append(_break(part) + ((part.tail or "") if part is not element else ""))
    text = "".join(parts)
    return [line for raw in text.split(_LINE) if (line := _cells(raw))]


def _break(element: etree._Element) -> str:
    if element.tag in _BLOCKS:
        return _LINE
    return _CELL if element.tag in _CELLS else " " if element.tag == "break" else ""


def _cells(raw: str) -> str:
    cells = [folded(cell) for cell in raw.split(_CELL)]
    return "\t".join(cell for cell in cells if cell)


def _is_left_out(element: etree._Element) -> bool:
    if element.tag in _LEFT_OUT:
        return True
    marks = element.tag == "sup" and len(element) > 0 and all(child.get("ref-type") in _MARKS for child in element)
    return marks or (element.tag == "xref" and element.get("ref-type") in _MARKS and _raised(element))


def _raised(element: etree._Element) -> bool:
    return any(child.tag == "sup" for child in element) and not (element.text or "").strip()
