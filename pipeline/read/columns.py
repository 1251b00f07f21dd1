"""Rows of tables: which column holds what. A row travels as JSON; it is understood when it is parsed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.authors import authors_in, full_name
from pipeline.read.fields import Fields, from_fields, id_of, text_of
from pipeline.read.nested import nested
from pipeline.read.record import Record

# What exports call their columns, by the field that they hold, the best first; only letters and digits are compared,
# without regard to case. PubMed, Embase, Ovid, Scopus, Web of Science (also its two-letter tags), Cochrane, Europe PMC,
# ClinicalTrials.gov, Crossref, Zotero, EndNote, Mendeley, Covidence, Rayyan.
_HEADERS = {
    "title": "title, article title, document title, primary title, ti, title of article, study title, headline",
    "abstract": "abstract, abstract note, abstract text, ab, abstracts, abstract english, brief summary, text, summary",
    "journal": "journal, source title, publication title, journal book, journal title, secondary title, full journal "
    "title, publication name, publication, so, container title, journal name, journal full title, source, venue",
    "year": "year, publication year, published year, pub year, py, date, publication date, date of publication, "
    "pubdate, publication date year, issued, published, published print, published online",
    "doi": "doi, di, doi link, digital object identifier, article doi",
    "pmid": "pmid, pubmed id, pm, medline pmid, pubmedid, pubmed, medline id",
    "pmcid": "pmcid, pmc id, pmc, pubmed central id",
    "language": "language, la, language of original document, article language, languages",
    "authors": "authors, author, author s, author names, au, author full names, af, creators, author list, "
    "author string",
    "types": "publication type, document type, dt, publication types, article type, study type, type of work",
    "id": "id, accession number, key, eid, ut, ut unique wos id, pui, embase accession id, record id, covidence, "
    "record number, ref id, refid, citation key, study id, nct number, nct id",
    "links": "url, link, links, ul, pubmed url, full text url, study url",
    "notes": "notes, extra, note, comments",
}
_SIGNS = re.compile(r"[\W_]+")
_FIELDS = tuple(_HEADERS)
# A row is one record as soon as it has one of these.
_NEEDED = ("title", "abstract")
HEADER_WITHIN = 20
"""Above the header may stand a title, the date, the search: it is the one of so many first rows that names the most."""
_MOST_VALUES = 2000
_NAME_KEYS = ("name", "full_name", "fullname", "fullName", "display_name", "literal", "value", "title", "text")
_DATE_PARTS = "date-parts"  # of Crossref and CSL: [[2019, 5, 1]]
_OF_A_RECORD = frozenset({*_NEEDED, "journal", "year", "doi", "pmid", "authors"})


def _plain_name(name: str) -> str:
    return _SIGNS.sub("", name.casefold())


_KNOWN = {
    _plain_name(name): (field, place)
    for field, names in reversed(_HEADERS.items())
    for place, name in enumerate(names.split(", "))
}


def recognised(names: Iterable[str]) -> set[str]:
    """Return which fields column names stand for by themselves, without settings."""
    return {known[0] for name in names if (known := _KNOWN.get(_plain_name(name)))}


def fields_of(row: Mapping[str, Any], settings: ReadSettings) -> Fields:
    """Return a row's values under our field names. Columns named in the settings come first, the others as listed."""
    own = _own_columns(settings)
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for name, value in row.items():
        field, place = own.get(_plain_name(name)) or _KNOWN.get(_plain_name(name)) or (None, 0)
        if field is not None and (values := _texts(value)):
            found.setdefault(field, []).append((place, values))
    for field, value in nested(row):
        if values := _texts(value):
            found.setdefault(field, []).append((-1, values))
    fields = {field: [value for _, values in sorted(found[field]) for value in values] for field in found}
    best_authors = min(found.get("authors", [(0, [])]))[1]  # short and full names are the same people
    fields["authors"] = [name for value in best_authors for name in authors_in(value)]
    fields["types"] = [part for value in fields.get("types", ()) for part in value.split("; ")]
    return fields


def _own_columns(settings: ReadSettings) -> dict[str, tuple[str, int]]:
    own: dict[str, tuple[str, int]] = {}
    for field, given in settings.columns.items():
        for place, name in enumerate((given,) if isinstance(given, str) else given):
            own[_plain_name(name)] = (field, place - len(_KNOWN))
    return own


def worth(names: Iterable[str], settings: ReadSettings) -> int:
    """Return how many fields column names stand for, by themselves or by the settings; 0 for those of no table of
    records: neither a title nor an abstract is among them.
    """
    names = list(names)
    own = _own_columns(settings)
    fields = recognised(names) | {own[plain][0] for name in names if (plain := _plain_name(name)) in own}
    return 0 if fields.isdisjoint(_NEEDED) else len(fields)


def header_at(rows: Sequence[Sequence[str]], settings: ReadSettings) -> int | None:
    """Return which of the first rows of a table is its header: the first of those that are worth the most."""
    worths = [worth(row, settings) for row in rows]
    return worths.index(max(worths)) if any(worths) and not is_lying(rows, settings) else None


def is_lying(rows: Sequence[Sequence[str]], settings: ReadSettings) -> bool:
    """Whether a table has a record a column: names of fields stand one below the other, more than in any row."""
    named = recognised(row[0] for row in rows if row)
    return not named.isdisjoint(_NEEDED) and len(named) > max([2, *(worth(row, settings) for row in rows)])


def no_header(rows: Sequence[Sequence[str]], settings: ReadSettings) -> str:
    """Return what to say of a table whose first rows hold no header: the names in the row that has the most."""
    if is_lying(rows, settings):
        return "its first column names the fields; export it with one record a row, or transpose it"
    named = max(([name for name in row if name.strip()] for row in rows), key=len, default=[])
    listed = " ".join(", ".join(named).split())[:200] or "none"
    return f"no column for the title or the abstract (columns: {listed}); name them in read.columns of the settings"


def row_id(row: Mapping[str, Any], settings: ReadSettings) -> str | None:
    """Return what a row's record is called by."""
    return id_of(fields_of(row, settings))


def as_bytes(row: Mapping[str, Any]) -> bytes:
    """Return a row as it travels."""
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")


def read_row(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a row. Raises ReadError if it is broken or has no text."""
    return from_fields(record, fields_of(row_of(text_of(record), record.where), settings))


def row_of(text: str, where: str) -> Mapping[str, Any]:
    """Return the JSON object in a text. Raises ReadError if there is none."""
    try:
        row = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        reason = error.args[0] if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"
        raise ReadError(f"{where}: broken JSON ({reason}); export it again") from None
    if not isinstance(row, dict):
        raise ReadError(f"{where}: no JSON object (it begins with {text[:20]!r}); one object a line is read")
    if any("\0" in text for value in row.values() for text in _texts(value)):
        raise ReadError(f"{where}: a NUL character in a value; export it again")
    return row


def _texts(value: Any, depth: int = 3) -> list[str]:
    """A value as texts: a list is many, an object counts by its name."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, bool) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return []
    if isinstance(value, (int, float)):
        return [str(int(value)) if value == int(value) and abs(value) < 1e15 else str(value)]
    if isinstance(value, list) and depth:
        return [text for part in value[:_MOST_VALUES] for text in _texts(part, depth - 1)]
    if isinstance(value, dict) and depth:
        return _named(value, depth)
    return []


def _named(value: Mapping[str, Any], depth: int) -> list[str]:
    """An object by its name, as a person or as a date."""
    if name := full_name(value):
        return [name]
    if isinstance(dates := value.get(_DATE_PARTS), list):
        return ["-".join(_texts(part, 1)) for part in dates[:1]]
    return next((texts for key in _NAME_KEYS if (texts := _texts(value.get(key), depth - 1))), [])


def is_record(row: Mapping[str, Any], settings: ReadSettings) -> bool:
    """Whether an object is for certain a record: it has a title or an abstract, and another fact."""
    fields = {field for field, values in fields_of(row, settings).items() if values} & _OF_A_RECORD
    return len(fields) > 1 and not fields.isdisjoint(_NEEDED)


def is_table(names: Iterable[str]) -> bool:
    """Whether column names are for certain those of an export of records."""
    fields = recognised(names)
    return len(fields) > 2 and not fields.isdisjoint(_NEEDED)
