"""Plain text that holds several records of a database: it has no fields that could be told apart for certain."""

from __future__ import annotations

import re
from typing import NamedTuple

_SEVERAL = 2


class _Layout(NamedTuple):
    """How a database saves records as text: what such a file `opens` with, how a record `begins`, and what it `holds`.

    Not only in front of records stands what begins one: a list of references has numbers and PMIDs, too, but it opens
    no page.
    """

    name: str
    opens: re.Pattern[str]
    begins: re.Pattern[str]
    holds: re.Pattern[str]


_NUMBERED = r"\d{1,6}\. [^\n]{0,200}\b(?:19|20)\d\d\b"
_LAYOUTS = (
    # PubMed, "Abstract (text)": "1. Lupus. 2014 Mar;1(1):1-9." at the head, "PMID: 41" at the foot
    _Layout(
        "PubMed",
        re.compile(_NUMBERED),
        re.compile(rf"(?:\A\s{{0,9}}|\n[ \t]{{0,9}}\n){_NUMBERED}"),
        re.compile(r"^PMID: {0,2}\d{1,9}\b", re.MULTILINE),
    ),
    # Web of Science, plain text: "FN Clarivate …", then "PT J" to "ER" for each
    _Layout(
        "Web of Science",
        re.compile(r"(?:FN|PT|VR) "),
        re.compile(r"^PT [A-Z][ \t]*$", re.MULTILINE),
        re.compile(r"^ER[ \t]*$", re.MULTILINE),
    ),
    # Ovid, citation as text: "<1>", then the names of fields, their values indented below them
    _Layout(
        "Ovid",
        re.compile(r"<1>[ \t]*\n"),
        re.compile(r"^<\d{1,6}>[ \t]*$", re.MULTILINE),
        re.compile(r"^(?:Title|Unique Identifier|Accession Number)[ \t]*$", re.MULTILINE),
    ),
    # Ovid, citation as text of a list: "1. A title. Berg K. Acta Sedge. …", "UI: 41", "Abstract: …"
    _Layout(
        "Ovid",
        re.compile(r"\d{1,6}\. \S"),
        re.compile(r"^\d{1,6}\. \S", re.MULTILINE),
        re.compile(r"^(?:UI|Unique Identifier|Accession Number): {0,2}\d{5,12}[ \t]*$", re.MULTILINE),
    ),
    # EndNote, tagged: "%0 Journal Article", "%T …" for each
    _Layout(
        "EndNote",
        re.compile(r"%0 "),
        re.compile(r"^%0 [A-Z]", re.MULTILINE),
        re.compile(r"^%T ", re.MULTILINE),
    ),
    # CENTRAL (Cochrane Library), text: "Record #1 of 2", then "ID: CN-00000001"
    _Layout(
        "CENTRAL",
        re.compile(r"Record #\d"),
        re.compile(r"^Record #\d{1,7} of \d{1,7}[ \t]*$", re.MULTILINE),
        re.compile(r"^(?:ID|AN): [A-Z]{2}-?\d", re.MULTILINE),
    ),
)


def several_records(text: str) -> str | None:
    """Return the name of the database whose records a text holds two or more of, or None."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").lstrip()
    return next((layout.name for layout in _LAYOUTS if _holds_several(text, layout)), None)


def _holds_several(text: str, layout: _Layout) -> bool:
    return layout.opens.match(text) is not None and all(
        _count(text, pattern) >= _SEVERAL for pattern in (layout.begins, layout.holds)
    )


def _count(text: str, pattern: re.Pattern[str]) -> int:
    """How often a pattern is found, no further than it matters."""
    found = (match for match, _ in zip(pattern.finditer(text), range(_SEVERAL), strict=False))
    return sum(1 for _ in found)
