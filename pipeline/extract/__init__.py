"""Extract: from a tagged document to the rows of all tables, one module a table."""

from collections.abc import Callable

from spacy.tokens import Doc

from pipeline.extract.documents import extract_documents, extract_removed
from pipeline.extract.mentions import extract_mentions
from pipeline.extract.rows import Row

_EXTRACTORS: dict[str, Callable[[Doc], list[Row]]] = {
    "documents": extract_documents,
    "removed": extract_removed,
    "mentions": extract_mentions,
}


def extract_all(doc: Doc) -> dict[str, list[Row]]:
    """Return the rows of a tagged document by table."""
    return {table: extract(doc) for table, extract in _EXTRACTORS.items()}
