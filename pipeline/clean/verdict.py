"""What a block can be."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import NamedTuple

# Rules of the regions that hold other people's work and words.
LISTS = frozenset({"similar", "cited-by", "reference-list", "comment"})


class Kind(IntEnum):
    """What a block is when seen by itself."""

    HEAD = auto()  # a heading of the article ("METHODS")
    REGION = auto()  # a heading that opens a dropped region ("References")
    MENU = auto()  # nothing but words of menus and buttons
    CLUTTER = auto()  # boilerplate by what it says or by the element that it stands in
    LABEL = auto()  # the name of a field ("PubMed ID")
    CITATION = auto()  # journal, date, volume, identifiers
    TYPE = auto()  # publication types
    AUTHORS = auto()
    AFFILIATION = auto()
    PROSE = auto()
    LINE = auto()  # anything else


class Verdict(NamedTuple):
    """A block's kind and the rule that says so; for HEAD the rule is the section's label.

    `scope` says how far the region of a REGION goes: the `rest` of the page, a `part` of it, the `next` block, or only
    this `line`. A CLUTTER of scope `element` stands in an HTML element that is dropped.
    """

    kind: Kind
    rule: str
    scope: str = "line"
