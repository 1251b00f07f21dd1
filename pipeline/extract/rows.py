"""What all extractors share: the row type, the mention ids of a document, and where in the source a row stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeAlias

from spacy.tokens import Doc, Span

from pipeline.document import CleanDoc
from pipeline.tag.attributes import MENTION_LABELS, mentions
from pipeline.tag.tokens import sentence_at, sentence_starts

# A row of an output table: keys are columns of the table's schema; a column that is left out becomes null.
Row: TypeAlias = dict[str, object]

_ORDERED, _IDS, _BY_SENTENCE = "litsift_ordered_mentions", "litsift_mention_ids", "litsift_mentions_by_sentence"


def ordered_mentions(doc: Doc) -> list[Span]:
    """Return the mentions that become rows, in reading order: by start, then end, then label.

    This is the one place where a mention that runs over a cut of the cleaner is dropped: its words do not stand side
    by side in the source, and `source[source_start:source_end] == text` is promised for every row. Computed once a
    document: call it only when tagging is done.
    """
    if _ORDERED not in doc.user_data:
        found = [span for label in MENTION_LABELS for span in mentions(doc, label) if _stands_in_source(doc, span)]
        doc.user_data[_ORDERED] = sorted(found, key=lambda span: (span.start_char, span.end_char, span.label_))
    ordered: list[Span] = doc.user_data[_ORDERED]
    return ordered


def _stands_in_source(doc: Doc, span: Span) -> bool:
    clean: CleanDoc = doc._.clean
    start, end = clean.to_source(span.start_char, span.end_char)
    return clean.source.text[start:end] == clean.text[span.start_char : span.end_char]


def mention_ids(doc: Doc) -> dict[tuple[str, int, int], int]:
    """Return the `mention_id` of every mention row by (label, start, end) in the clean text."""
    if _IDS not in doc.user_data:
        doc.user_data[_IDS] = {
            (span.label_, span.start_char, span.end_char): number for number, span in enumerate(ordered_mentions(doc))
        }
    ids: dict[tuple[str, int, int], int] = doc.user_data[_IDS]
    return ids


def ids_of(doc: Doc, spans: Iterable[Span]) -> list[int]:
    """Return the sorted mention ids of some mentions; a mention that is no row has none."""
    ids = mention_ids(doc)
    keys = ((span.label_, span.start_char, span.end_char) for span in spans)
    return sorted({ids[key] for key in keys if key in ids})


def in_sentence(doc: Doc, label: str, sentence: Span) -> list[Span]:
    """Return the mentions of a label that begin in a sentence, in reading order; grouped once a label."""
    by_label: dict[str, dict[int, list[Span]]] = doc.user_data.setdefault(_BY_SENTENCE, {})
    grouped = by_label.get(label)
    if grouped is None:
        grouped = by_label[label] = {}
        for span in mentions(doc, label):
            grouped.setdefault(sentence_number(doc, span.start), []).append(span)
    return grouped.get(sentence_number(doc, sentence.start), [])


def sentence_number(doc: Doc, token: int) -> int:
    """Return the running number, from 0, of the sentence that holds a token."""
    return bisect_right(sentence_starts(doc), token) - 1


def anchor(doc: Doc, span: Span) -> Row:
    """Return where a row stands: `source_start`, `source_end` of the span and the text of its `sentence`.

    The span may be a mention, a sentence, or any run of tokens; the sentence is the one that it begins in.
    """
    start, end = doc._.clean.to_source(span.start_char, span.end_char)
    sentence = sentence_at(doc, span.start)
    return {"sentence": sentence.text.strip(), "source_start": start, "source_end": end}
