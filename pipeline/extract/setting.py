"""Where a document stops saying who was studied and how, and begins to say what was found."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.extract.prose import prose_of
from pipeline.tag.attributes import SAMPLE_SIZE, mentions
from pipeline.tag.statistics import P_VALUE, PERCENT

# Sections that say what was found.
REPORTING = frozenset({"results", "conclusions"})


def first_result_sentence(doc: Doc) -> int:
    """Return the number (as in the prose) of the first sentence with results; behind the last one if there is none.

    In an abstract without sections that is the first one with a percentage or P value behind the sentence that first
    counts people.
    """
    prose = prose_of(doc)
    labelled = [prose.sentence[i] for i, section in enumerate(prose.section) if section in REPORTING]
    if labelled:
        return labelled[0]
    figures = _sentences(doc, (PERCENT, P_VALUE))
    first_count = min(_sentences(doc, (SAMPLE_SIZE,)), default=-1)
    return min(
        (number for number in figures if number > first_count), default=prose.sentence[-1] + 1 if prose.sentence else 0
    )


def _sentences(doc: Doc, labels: tuple[str, ...]) -> set[int]:
    """The sentences of the abstract that hold a mention of one of the labels."""
    prose = prose_of(doc)
    starts = [prose.bounds(span)[0] for label in labels for span in mentions(doc, label)]
    return {prose.sentence[i] for i in starts if i < len(prose.sentence) and prose.section[i] != "title"}
