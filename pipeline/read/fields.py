"""Records of named fields (reference managers, tables): from fields to a source, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.dois import linked_doi, noted_doi, stated_doi
from pipeline.read.pubmed_ids import linked_pmcid, linked_pmid, noted_pmcid, noted_pmid, stated_pmcid, stated_pmid
from pipeline.read.record import Record
from pipeline.read.structured import ABSTRACT, Paragraph, abstract_of, one_line, structured

Fields = Mapping[str, Sequence[str]]
"""Values under our names: title, abstract, those of `META`, and id, links and notes, where identifiers stand, too."""

# How the identifiers are read from the field for them, from links and from notes.
_IDENTIFIERS: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "pmid": (stated_pmid, linked_pmid, noted_pmid),
    "pmcid": (stated_pmcid, linked_pmcid, noted_pmcid),
    "doi": (stated_doi, linked_doi, noted_doi),
}
# What exports write where there is no abstract.
_NO_ABSTRACT = frozenset({"[no abstract available]", "no abstract available", "no abstract", "n/a", "na", "none", "-"})


def text_of(record: Record) -> str:
    """Return a record's bytes as text: UTF-8, or where a byte of another encoding slipped in, Western Latin."""
    try:
        text = record.content().decode("utf-8")
    except UnicodeDecodeError:
        text = record.content().decode("cp1252", "replace")
    if "\0" in text:
        raise ReadError(f"{record.where}: a NUL character at offset {text.index(chr(0))}; export it again")
    return text.lstrip("\ufeff")


def from_fields(record: Record, fields: Fields) -> Source:
    """Return the source of a record. Raises ReadError if it has neither title nor abstract."""
    title = _first(fields, "title")
    body = [part for value in fields.get("abstract", ())[:1] for part in abstract_of(value)]
    if len(body) == 1 and body[0].text.casefold().strip(" .") in _NO_ABSTRACT:
        body = []
    return structured(record, title, [Paragraph(ABSTRACT, part.text) for part in body], facts_of(fields))


def facts_of(fields: Fields) -> dict[str, list[str]]:
    """Return the bibliographic facts in fields, identifiers also from links and notes."""
    facts = {name: _lines(fields.get(name, ())) for name in ("authors", "types", "language")}
    for name in ("journal", "year"):
        facts[name] = _lines(fields.get(name, ()))[:1]
    facts.update({name: [value] for name, value in identifiers(fields).items()})
    return facts


def identifiers(fields: Fields) -> dict[str, str]:
    """Return the PubMed id, the PubMed Central id and the DOI that fields state."""
    found = {name: _identifier(fields, name, readers) for name, readers in _IDENTIFIERS.items()}
    return {name: value for name, value in found.items() if value}


def _identifier(fields: Fields, name: str, readers: Sequence[Callable[[str], str]]) -> str:
    places = zip((name, "links", "notes"), readers, strict=True)
    return next(filter(None, (read(text) for place, read in places for text in fields.get(place, ()))), "")


def id_of(fields: Fields) -> str | None:
    """Return what a record is called by: PubMed id, DOI, accession number or citation key."""
    stated = identifiers(fields)
    return stated.get("pmid") or stated.get("doi") or next((value for value in fields.get("id", ()) if value), None)


def _first(fields: Fields, name: str) -> str:
    return next((text for value in fields.get(name, ()) if (text := one_line(value))), "")


def _lines(values: Sequence[str]) -> list[str]:
    return [text for value in values if (text := one_line(value))]
