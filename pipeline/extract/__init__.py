"""Extract: from a tagged document to the rows of all tables, one module a table."""

from collections.abc import Callable

from spacy.tokens import Doc

from pipeline.document import CleanDoc
from pipeline.extract.diseases import extract_diseases
from pipeline.extract.documents import extract_documents, extract_removed
from pipeline.extract.doses import extract_doses
from pipeline.extract.drugs import extract_drugs
from pipeline.extract.mentions import extract_mentions
from pipeline.extract.outcomes import extract_outcomes
from pipeline.extract.rows import Row
from pipeline.extract.sample_sizes import extract_sample_sizes
from pipeline.extract.studies import extract_studies

EXTRACTORS: dict[str, Callable[[Doc], list[Row]]] = {
    "documents": extract_documents,
    "removed": extract_removed,
    "mentions": extract_mentions,
    "drugs": extract_drugs,
    "diseases": extract_diseases,
    "doses": extract_doses,
    "sample_sizes": extract_sample_sizes,
    "outcomes": extract_outcomes,
}


def extract_all(doc: Doc) -> dict[str, list[Row]]:
    """Return the rows of a tagged document by table, each with the document's `doc_id`."""
    clean: CleanDoc = doc._.clean
    rows = {table: extract(doc) for table, extract in EXTRACTORS.items()}
    rows["studies"] = extract_studies(doc, rows)
    return {table: [{"doc_id": clean.source.doc_id, **row} for row in found] for table, found in rows.items()}
