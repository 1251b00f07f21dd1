"""The tables `documents` and `removed`: what was read and what the cleaner made of it."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.clean.language import language_of
from pipeline.document import CleanDoc
from pipeline.extract.rows import Row
from pipeline.normalize.text_print import text_marks


def extract_documents(doc: Doc) -> list[Row]:
    """Return the document's one row of `documents`."""
    clean: CleanDoc = doc._.clean
    source, facts = clean.source, clean.facts
    marks = text_marks(clean.text)
    return [
        {
            "source": source.path,
            "record": source.record,
            "format": source.format,
            "site": clean.site,
            "source_sha256": source.sha256,
            "text": clean.text,
            "kept": [kept._asdict() for kept in clean.kept],
            "source_chars": len(source.text),
            "clean_chars": len(clean.text),
            "sections": [section._asdict() for section in clean.sections],
            "title": facts.title,
            "journal": facts.journal,
            "doi": facts.doi,
            "pmid": facts.pmid,
            "pmcid": facts.pmcid,
            "language": facts.language,
            "year": facts.year,
            "authors": list(facts.authors),
            "publication_types": list(facts.publication_types),
            "text_print": marks.print or None,
            "text_sample": marks.sample or None,
            "text_language": language_of(clean.text),
        }
    ]


def extract_removed(doc: Doc) -> list[Row]:
    """Return one row of `removed` a range that the cleaner dropped."""
    clean: CleanDoc = doc._.clean
    source = clean.source
    return [{**removed._asdict(), "text": source.text[removed.start : removed.end]} for removed in clean.removed]
