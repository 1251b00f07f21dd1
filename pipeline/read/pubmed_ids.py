"""Identifiers of PubMed and PubMed Central as fields state them, as links hold them and as notes name them."""

from __future__ import annotations

import re

_LABELLED = re.compile(r"\b(?:PMID|PubMed(?: ?ID)?|MEDLINE)[:#= ]{0,4}(\d{1,9})(?![\d.]*\d)", re.IGNORECASE)
_LABEL_BEHIND = re.compile(r"(\d{1,9}) ?\[pmid\]", re.IGNORECASE)
# Numbers as spreadsheets write them: 12345678, 12345678.0, 1.2345678E7.
_NUMBER = re.compile(r"\d{1,9}(?:\.0{0,9})?|(?P<one>\d)(?:\.(?P<places>\d{1,8}))?[eE]\+?0?(?P<power>\d)")
_PMCID = re.compile(r"PMC ?(\d{1,9})\b", re.IGNORECASE)
_IN_LINK = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|/pmid|europepmc\.org/(?:article|abstract)/med)"
    r"/?(?:\?term=|/)(\d{1,9})\b",
    re.IGNORECASE,
)
_PMC_IN_LINK = re.compile(r"/(?:articles|pmc)/PMC(\d{1,9})\b", re.IGNORECASE)
_IN_NOTE = re.compile(r"\bPMID:? ?(\d{1,9})\b")
_PMC_IN_NOTE = re.compile(r"\bPMCID:? ?PMC(\d{1,9})\b")
# What stands in notes before the identifiers of another article.
_ANOTHERS = re.compile(
    r"\b(?:comment|errat|correct|corrig|republi|retract|concern|cite[sd]|updat|reply|references|summary for|"
    r"original report)",
    re.IGNORECASE,
)


def stated_pmid(value: str) -> str:
    """Return the PubMed id in the value of a field for it: a number, with or without label, or a link; empty where
    there is none.
    """
    value = value.strip()
    if number := _NUMBER.fullmatch(value):
        return _id("" if _is_rounded(number) else str(int(float(value))))
    found = _LABELLED.search(value) or _LABEL_BEHIND.search(value)
    return _id(found[1]) if found else linked_pmid(value)


def stated_pmcid(value: str) -> str:
    """Return the PubMed Central id in the value of a field for it; empty where there is none."""
    value = value.strip()
    if number := _NUMBER.fullmatch(value):
        return _pmc("" if _is_rounded(number) else str(int(float(value))))
    found = _PMCID.search(value)
    return _pmc(found[1]) if found else ""


def linked_pmid(link: str) -> str:
    """Return the PubMed id in the address of a page; empty where there is none."""
    found = _IN_LINK.search(link)
    return _id(found[1]) if found else ""


def linked_pmcid(link: str) -> str:
    """Return the PubMed Central id in the address of a page; empty where there is none."""
    found = _PMC_IN_LINK.search(link)
    return _pmc(found[1]) if found else ""


def noted_pmid(note: str) -> str:
    """Return the PubMed id that a note names as the article's own; empty where there is none."""
    return _id(own_in_note(_IN_NOTE, note))


def noted_pmcid(note: str) -> str:
    """Return the PubMed Central id that a note names as the article's own; empty where there is none."""
    return _pmc(own_in_note(_PMC_IN_NOTE, note))


def own_in_note(pattern: re.Pattern[str], note: str) -> str:
    """Return what a pattern's group finds in a note, unless the note speaks of another article there."""
    found = pattern.search(note)
    return found[1] if found and not _ANOTHERS.search(note, 0, found.start()) else ""


def _is_rounded(number: re.Match[str]) -> bool:
    """Whether a number is told with fewer places than it has: "1.23457E+07"."""
    return number["one"] is not None and int(number["power"]) - len(number["places"] or "") > 1


def _id(digits: str) -> str:
    return digits.lstrip("0")


def _pmc(digits: str) -> str:
    return f"PMC{_id(digits)}" if _id(digits) else ""
