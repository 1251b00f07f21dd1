"""DOIs as fields state them, as links hold them and as notes name them. Old ones hold `<`, `>`, `;` and `#`."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from pipeline.read.pubmed_ids import own_in_note

# Ends at a blank, an end tag, or where another DOI or link follows.
_DOI = re.compile(r"10\.\d{4,9}/(?:(?!</|;(?:10\.\d|https?:|jsessionid))[^\s\",|{}]){1,160}")
_IN_NOTE = re.compile(r"\bDOI:? ?(10\.\d{4,9}/\S{1,160})", re.IGNORECASE)
_LINK = re.compile(r"\s*https?://", re.IGNORECASE)
_LINK_END = re.compile(r"[?#]")
# What sites add to the DOI in the address of a page.
_VIEW = re.compile(r"/(?:full|abstract|e?pdf)(?:/|$)", re.IGNORECASE)
_BRACKETS = {")": "(", ">": "<"}


def stated_doi(value: str) -> str:
    """Return the DOI in the value of a field for it, a bare one or a link to it; empty where there is none."""
    return linked_doi(value) if _LINK.match(value) else _found(html.unescape(value))


def linked_doi(link: str) -> str:
    """Return the DOI in a link, without its query, its fragment and the name of a view; empty where there is none."""
    address = unquote(_LINK_END.split(html.unescape(link), maxsplit=1)[0])
    return _found(_VIEW.split(address, maxsplit=1)[0])


def noted_doi(note: str) -> str:
    """Return the DOI that a note names as the article's own; empty where there is none."""
    return _found(html.unescape(own_in_note(_IN_NOTE, note)))


def _found(text: str) -> str:
    match = _DOI.search(text)
    return _without_end(match.group()) if match else ""


def _without_end(doi: str) -> str:
    """Take off what belongs to the text around: dots, semicolons, brackets that were opened before."""
    while doi[-1] in ".;" or (doi[-1] in _BRACKETS and doi.count(doi[-1]) > doi.count(_BRACKETS[doi[-1]])):
        doi = doi[:-1]
    return doi
