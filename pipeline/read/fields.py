"""Records of named fields (reference managers, tables): from fields to a source, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.dois import linked_doi, stated_doi
from pipeline.read.record import Record
from pipeline.read.structured import ABSTRACT, Paragraph, abstract_of, one_line, structured

Fields = Mapping[str, Sequence[str]]
"""Values under our names: title, abstract, those of `META`, and id, links and notes, where identifiers stand, too."""

_PMID = re.compile(r"\d{1,9}")
_PMCID = re.compile(r"PMC\d{1,9}", re.IGNORECASE)
# Identifiers in links and notes.
_PMID_IN_LINK = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|/pmid)/(\d{1,9})\b")
_PMID_IN_NOTE = re.compile(r"\bPMID:? ?(\d{1,9})\b")
_PMCID_IN_NOTE = re.compile(r"\bPMCID:? ?(PMC\d{1,9})\b")
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
    links, notes = fields.get("links", ()), fields.get("notes", ())
    found = {
        "pmid": _match(_PMID, fields.get("pmid", ()), whole=True)
        or _search(_PMID_IN_LINK, links)
        or _search(_PMID_IN_NOTE, notes),
        "pmcid": _match(_PMCID, fields.get("pmcid", ())) or _search(_PMCID_IN_NOTE, notes),
        "doi": next(filter(None, map(stated_doi, fields.get("doi", ()))), "")
        or next(filter(None, map(linked_doi, links)), ""),
    }
    return {name: value for name, value in found.items() if value}


def id_of(fields: Fields) -> str | None:
    """Return what a record is called by: PubMed id, DOI, accession number or citation key."""
    stated = identifiers(fields)
    return stated.get("pmid") or stated.get("doi") or next((value for value in fields.get("id", ()) if value), None)


def _match(pattern: re.Pattern[str], values: Sequence[str], *, whole: bool = False) -> str:
    """The first match; `whole`: only where nothing but digits of a table's number stands beside it ("123.0")."""
    for value in values:
        stripped = value.strip()
        if whole and stripped.endswith(".0"):
            stripped = stripped[:-2]
        match = pattern.fullmatch(stripped) if whole else pattern.search(value)
        if match:
            return match.group().rstrip(".)")
    return ""


def _search(pattern: re.Pattern[str], values: Sequence[str]) -> str:
    return next((match.group(1) for value in values if (match := pattern.search(value))), "")


def _first(fields: Fields, name: str) -> str:
    return next((text for value in fields.get(name, ()) if (text := one_line(value))), "")


def _lines(values: Sequence[str]) -> list[str]:
    return [text for value in values if (text := one_line(value))]
