"""The `mentions` table: one row a tagged span."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from pipeline.document import CleanDoc
from pipeline.extract.rows import Row, ordered_mentions, sentence_number
from pipeline.tag.attributes import Entity


def extract_mentions(doc: Doc) -> list[Row]:
    """Return the rows of `mentions` of a tagged document in reading order; offsets are those of tables.md."""
    return [_row(doc, span, number) for number, span in enumerate(ordered_mentions(doc))]


def _row(doc: Doc, span: Span, number: int) -> Row:
    clean: CleanDoc = doc._.clean
    source_start, source_end = clean.to_source(span.start_char, span.end_char)
    value = span._.value
    entity = value if isinstance(value, Entity) else Entity(name="")
    return {
        "mention_id": number,
        "label": span.label_,
        "text": clean.text[span.start_char : span.end_char],
        "start": span.start_char,
        "end": span.end_char,
        "source_start": source_start,
        "source_end": source_end,
        "section": clean.section_at(span.start_char),
        "sentence": sentence_number(doc, span.start),
        "name": entity.name or None,
        "concept_id": entity.concept_id,
        "concept_name": entity.concept_name,
        "negated": bool(span._.negated),
        "rule": span._.rule,
    }
