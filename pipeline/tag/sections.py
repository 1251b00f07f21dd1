"""Where in a document the taggers look."""

from __future__ import annotations

from spacy.tokens import Doc


def in_citation(doc: Doc, offset: int) -> bool:
    """Tell whether a character of a document stands among the bibliographic facts, where nothing is tagged."""
    return doc._.clean is not None and doc._.clean.section_at(offset) == "citation"
