"""PubMed XML (`PubmedArticleSet`, from one record to baseline files): articles and book chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.record import Piece, Record
from pipeline.read.stream import peek
from pipeline.read.structured import ABSTRACT, Paragraph, structured
from pipeline.read.xml_records import cut_elements, folded, parse_record, printed

_RECORDS = (b"PubmedArticle", b"PubmedBookArticle")
_PMID = re.compile(rb"<PMID[^>]{0,99}>\s{0,99}(\d{1,9})\s{0,99}</PMID>")
_ROOT = re.compile(rb"<(?:PubmedArticle|PubmedBookArticle|PubmedArticleSet|PubmedBookArticleSet)[\s>]")
# XML of other programs, by what stands in it, and what to export instead.
_OTHERS = (
    (b'name="EndNote"', "an EndNote library as XML; export it from EndNote as RIS (output style RefMan (RIS) Export)"),
    (b"<rdf:RDF", "RDF, as Zotero writes it; export it as RIS, BibTeX or CSL JSON"),
    (b"<responseWrapper", "an answer of Europe PMC as XML; ask for JSON (format=json), or export it as RIS"),
    (b"<clinical_study", "a trial of ClinicalTrials.gov as XML; download it as JSON or CSV"),
    (b"<eS", "what a search of PubMed answers, without the records; fetch these as PubMed XML (efetch)"),
    (b"<mods", "MODS; export it as RIS or BibTeX"),
)
# Lists that are nothing of the article's own words, and half of a record: they are not parsed.
_UNREAD = ((b"<MeshHeadingList", b"</MeshHeadingList>"), (b"<ReferenceList", b"</ReferenceList>"))
_NO_TITLE = "[Not Available]."
_NO_CATEGORY = "UNASSIGNED"
# A formula's TeX source beside its signs; it is not printed.
_MATH_SOURCE = "{http://www.w3.org/1998/Math/MathML}annotation"
_Facts = dict[str, list[str]]


def looks_like_pubmed(head: bytes) -> bool:
    """Whether the first bytes of a file say that it is PubMed XML."""
    narrow = head.replace(b"\0", b"") if b"\0" in head[:4] else head
    return narrow[:99].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and bool(_ROOT.search(narrow[:4096]))


def split_pubmed(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the records of a file. Raises ReadError where there is none."""
    head = peek(stream).replace(b"\0", b"")
    if not _ROOT.search(head) and (other := next((advice for sign, advice in _OTHERS if sign in head), None)):
        raise ReadError(f"it is {other}")
    return cut_elements(stream, b"<Pubmed", _RECORDS, _pmid, settings.max_document_mb)


def _pmid(data: bytes) -> str | None:
    match = _PMID.search(data)
    return match.group(1).decode("ascii") if match else None


def read_pubmed(record: Record, settings: ReadSettings) -> Source:
    """Return the source of one article or book chapter. Raises ReadError if it is broken or has no text."""
    root = parse_record(_without_unread(record.data), record.where)
    if b"annotation" in record.data:
        etree.strip_elements(root, _MATH_SOURCE, with_tail=False)
    citation = _child(root, "MedlineCitation")
    if citation is not None:
        return _article(record, root, citation)
    book = _child(root, "BookDocument")
    if book is not None:
        return _book(record, book)
    raise ReadError(f"{record.where}: a PubMed record without a citation in it; export it again")


def _without_unread(data: bytes) -> bytes:
    for opening, closing in _UNREAD:
        start, end = data.find(opening), data.rfind(closing)
        if 0 <= start < end:
            data = data[:start] + data[end + len(closing) :]
    return data


def _child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of a name; quicker than `find`."""
    return next(element.iterchildren(tag), None)


def _article(record: Record, root: etree._Element, citation: etree._Element) -> Source:
    facts: _Facts = {"pmid": [printed(part) for part in citation.iterchildren("PMID")]}
    article = _child(citation, "Article")
    if article is None:
        raise ReadError(f"{record.where}: a PubMed record without an article in it; export it again")
    title, body = "", []
    for part in article:
        tag = part.tag
        if tag == "ArticleTitle":
            title = printed(part)
        elif tag == "Abstract":
            body = list(_abstract(part))
        elif tag == "Journal":
            _add_journal(part, facts)
        elif tag == "AuthorList":
            facts["authors"] = list(_authors(part))
        elif tag == "Language":
            facts.setdefault("language", []).append(printed(part))
        elif tag == "ELocationID" and part.get("EIdType") == "doi" and part.get("ValidYN") != "N":
            facts["doi"] = [printed(part)]
        elif tag == "PublicationTypeList":
            facts["types"] = [printed(kind) for kind in part]
        elif tag == "VernacularTitle" and title in {"", _NO_TITLE}:
            title = printed(part)
    _add_identifiers(_child(root, "PubmedData"), facts)
    return structured(record, title, body or _other_abstract(citation), facts)


def _abstract(element: etree._Element) -> Iterator[Paragraph]:
    for part in element.iterchildren("AbstractText"):
        text = printed(part)
        if text:
            label = folded(part.get("Label") or "")
            category = part.get("NlmCategory") or ""
            names = [name for name in (label, "" if category == _NO_CATEGORY else category) if name]
            yield Paragraph("|".join(names) or ABSTRACT, f"{label}: {text}" if label else text)


def _other_abstract(citation: etree._Element) -> list[Paragraph]:
    """The first abstract in another form or language, for a record that has no other."""
    other = citation.find("OtherAbstract")
    return [] if other is None else list(_abstract(other))


def _add_journal(journal: etree._Element, facts: _Facts) -> None:
    for part in journal:
        tag = part.tag
        if tag == "Title" or (tag == "ISOAbbreviation" and "journal" not in facts):
            facts["journal"] = [printed(part)]
        elif tag == "JournalIssue" and (date := _child(part, "PubDate")) is not None:
            years = [printed(part) for part in date.iterchildren("Year", "MedlineDate")]
            facts["year"] = years[:1]


def _authors(authors: etree._Element) -> Iterator[str]:
    for author in authors:
        last = first = initials = group = ""
        for part in author:
            tag = part.tag
            if tag == "LastName":
                last = part.text or ""
            elif tag == "ForeName":
                first = part.text or ""
            elif tag == "Initials":
                initials = part.text or ""
            elif tag == "CollectiveName":
                group = printed(part)
        name = group or f"{first or initials} {last}".strip()
        if name:
            yield name


def _add_identifiers(data: etree._Element | None, facts: _Facts) -> None:
    """What PubMed knows of the article besides its citation; a reference's identifiers are another's."""
    ids = None if data is None else _child(data, "ArticleIdList")
    for part in () if ids is None else ids:
        kind = part.get("IdType")
        if kind == "doi":
            facts.setdefault("doi", [printed(part)])
        elif kind == "pmc":
            facts["pmcid"] = [printed(part)]


def _book(record: Record, book: etree._Element) -> Source:
    facts: _Facts = {
        "pmid": _texts(book, "PMID"),
        "journal": _texts(book, "Book/BookTitle"),
        "year": _texts(book, "Book/PubDate/Year") or _texts(book, "ContributionDate/Year"),
        "language": _texts(book, "Language"),
        "types": _texts(book, "PublicationType"),
        "authors": [name for authors in book.iterchildren("AuthorList") for name in _authors(authors)],
        "doi": [printed(part) for part in book.iterfind("ArticleIdList/ArticleId") if part.get("IdType") == "doi"],
    }
    title = next(iter(_texts(book, "ArticleTitle") or facts["journal"]), "")
    abstract = book.find("Abstract")
    return structured(record, title, [] if abstract is None else _abstract(abstract), facts)


def _texts(element: etree._Element, path: str) -> list[str]:
    return [text for found in element.iterfind(path) if (text := printed(found))]
