"""What a tagged document carries from tag to extract: span groups by label and extension attributes for values.

A mention is a span in `doc.spans[LABEL]` (sorted, not overlapping within a label). Its attributes:

`span._.rule`      id of the rule that made the mention
`span._.value`     what the mention means, by label: DRUG, DISEASE -> `Entity`; DOSE -> `Amount`;
                   SAMPLE_SIZE -> `Count`; NUMBER -> float; others are described where their component is
`span._.negated`   True for a finding that the text denies ("no severe infections")
`span._.family`, `span._.hypothetical`  True for a finding of relatives, and for one that may be ("risk of bleeding")

`doc._.clean`        the `CleanDoc` that was tagged
`doc._.short_forms`  the abbreviations that the text defines, a tuple of `ShortForm`
`doc._.reading`      the text as the rules for names read it, a `Reading`
"""

from __future__ import annotations

from typing import Any, NamedTuple

from spacy.tokens import Doc, Span

from pipeline.document import CleanDoc

DRUG, DOSE, DISEASE, SAMPLE_SIZE, NUMBER = "DRUG", "DOSE", "DISEASE", "SAMPLE_SIZE", "NUMBER"
# The labels that become rows of `mentions`. NUMBER is a working group that other components read.
MENTION_LABELS = (DRUG, DOSE, DISEASE, SAMPLE_SIZE)


class Entity(NamedTuple):
    """A drug or a disease: `name` is the normalised name (lower case, long form, singular for classes and diseases).

    `concept_id` and `concept_name` are None where the vocabulary has no entry. `kind` is `substance` or `class` for
    drugs and None for diseases; `finer_id` is the MONDO or HP id of a disease whose MeSH concept is coarser.
    """

    name: str
    concept_id: str | None = None
    concept_name: str | None = None
    kind: str | None = None
    finer_id: str | None = None


class ShortForm(NamedTuple):
    """An abbreviation that the text defines: `text`, and the character ranges of its definition.

    `long_start:long_end` is the long form, `start:end` the short form beside it, `bracket_start:bracket_end` the
    brackets around one of the two.
    """

    text: str
    start: int
    end: int
    long_start: int
    long_end: int
    bracket_start: int
    bracket_end: int


class Amount(NamedTuple):
    """An amount of a drug: `low` = `high` unless a range; `unit` ("mg"); `per` its divisors ("kg/day") or None."""

    low: float
    high: float
    unit: str
    per: str | None = None


class Count(NamedTuple):
    """A number of people; `of` is the denominator written beside it, if any ("38 out of 43")."""

    n: int
    of: int | None = None
    is_denominator: bool = False


def _attribute(name: str, default: object) -> None:
    """Register a span attribute that is kept by label and tokens.

    spaCy's own attributes are kept by characters alone, so a NUMBER and the DOSE over the same characters would share
    one value.
    """

    def key(span: Span) -> tuple[str, str, int, int]:
        return (name, span.label_, span.start, span.end)

    def get(span: Span) -> object:
        values: dict[Any, Any] = span.doc.user_data
        return values.get(key(span), default)

    def put(span: Span, value: object) -> None:
        values: dict[Any, Any] = span.doc.user_data
        values[key(span)] = value

    Span.set_extension(name, getter=get, setter=put, force=True)


def register() -> None:
    """Register the extension attributes with spaCy; safe to call more than once."""
    for name in ("rule", "value"):
        _attribute(name, None)
    for name in ("negated", "family", "hypothetical"):
        _attribute(name, False)
    Doc.set_extension("clean", default=None, force=True)
    Doc.set_extension("short_forms", default=(), force=True)
    Doc.set_extension("reading", default=None, force=True)


register()


def clean_of(doc: Doc) -> CleanDoc | None:
    """Return the clean document that a Doc was made of, None for the Doc of a mere text."""
    clean: CleanDoc | None = doc._.clean
    return clean


def mention(doc: Doc, start: int, end: int, label: str, *, rule: str, value: object) -> Span:
    """Make a mention over the tokens `[start, end)` with its rule and value set; it is not added to a group."""
    span = Span(doc, start, end, label=label)
    span._.rule = rule
    span._.value = value
    return span


def mentions(doc: Doc, label: str) -> list[Span]:
    """Return the mentions of one label in reading order; an empty list where no component has set any."""
    return list(doc.spans[label]) if label in doc.spans else []
