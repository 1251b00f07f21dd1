"""The `doses` table: one row a distinct dosing statement."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

from spacy.tokens import Doc, Span

from pipeline.extract.dose_arms import arms_of
from pipeline.extract.dose_links import is_prose, link_doses
from pipeline.extract.dose_schedules import COLUMNS, Statement, continue_schedules, set_contexts, set_schedules
from pipeline.extract.entities import group_drugs
from pipeline.extract.rows import Row, anchor, ids_of, in_sentence
from pipeline.normalize.quantities import ucum
from pipeline.tag.attributes import DOSE, DRUG, mentions
from pipeline.tag.tokens import sentence_at

# No text says so many different things of one amount of one drug.
_MOST_GROUPS = 50


def extract_doses(doc: Doc) -> list[Row]:
    """Return the rows of `doses` (columns as in tables.md) in reading order.

    Statements of the same drug, amount and context that do not contradict each other are one row.
    """
    links = link_doses(doc)
    named = [(group.entity, group.spans) for group in group_drugs(mentions(doc, DRUG))]
    entities = {span.start: entity for entity, spans in named for span in spans}
    statements = [
        Statement(dose, drug, rule, entities[drug.start] if drug is not None else None)
        for dose in mentions(doc, DOSE)
        for drug, rule in (links[dose.start],)
    ]
    for _, group in groupby(statements, key=lambda statement: sentence_at(doc, statement.dose.start).start):
        together = list(group)
        sentence = sentence_at(doc, together[0].dose.start)
        if is_prose(doc, sentence):
            _read_sentence(doc, sentence, together)
    return [_row(doc, group) for group in _distinct(statements)]


def _read_sentence(doc: Doc, sentence: Span, statements: list[Statement]) -> None:
    """Add to the statements of a sentence what it says of them, and what the sentence behind it adds."""
    set_contexts(doc, statements)
    set_schedules(doc, statements)
    arms = arms_of(doc, [statement.dose for statement in statements])
    for statement, arm in zip(statements, arms, strict=True):
        statement.arm = arm
    behind = sentence_at(doc, sentence.end) if sentence.end < len(doc) else None
    if behind is not None and not any(in_sentence(doc, label, behind) for label in (DRUG, DOSE)):
        continue_schedules(doc, behind, statements)


def _distinct(statements: list[Statement]) -> list[list[Statement]]:
    """Group the statements that agree, in reading order of each group's first.

    Groups are looked up by what must be equal, and whole statements that were seen before by all that they say: so a
    page that repeats itself takes no time that grows with the square of its length. Nor does one that never does: only
    the latest groups of a subject are compared.
    """
    groups: list[list[Statement]] = []
    of_subject: dict[object, list[list[Statement]]] = defaultdict(list)
    of_content: dict[object, list[Statement]] = {}
    for statement in statements:
        subject = (statement.entity, statement.amount[:3], statement.context)
        content = (subject, statement.amount, tuple(statement.columns.values()))
        group = of_content.get(content) or next(
            (
                group
                for group in of_subject[subject][-_MOST_GROUPS:]
                if all(_agree(statement, other) for other in group)
            ),
            None,
        )
        if group is None:
            group = []
            groups.append(group)
            of_subject[subject].append(group)
        group.append(statement)
        of_content[content] = group
    return groups


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two statements of equal drug, amount and context are about the same dosing: no column differs.

    "the 50-mg arm" is 50 mg/day where that is what the drug's dose was.
    """
    if one.amount.per != other.amount.per and (one.drug_name is None or (one.amount.per and other.amount.per)):
        return False
    pairs = ((one.columns[column], other.columns[column]) for column in COLUMNS.values())
    return all(a is None or b is None or a == b for a, b in pairs)


def _row(doc: Doc, group: list[Statement]) -> Row:
    first = group[0]
    amount = max((statement.amount for statement in group), key=lambda amount: len(amount.per or ""))
    entity = first.entity
    columns = {
        name: next((s.columns[name] for s in group if s.columns[name] is not None), None) for name in first.columns
    }
    arms = {statement.arm for statement in group} - {None}
    spans = [span for s in group for span in (s.dose, s.drug) if span is not None]
    return {
        "drug": entity.name if entity else None,
        "drug_concept_id": entity.concept_id if entity else None,
        "low": amount.low,
        "high": amount.high,
        "unit": amount.unit,
        "per": amount.per,
        "ucum": ucum(amount.unit, amount.per),
        **{name: round(value, 3) if isinstance(value, float) else value for name, value in columns.items()},
        "context": first.context,
        "arm": arms.pop() if len(arms) == 1 else None,
        "mentions": ids_of(doc, spans),
        **anchor(doc, first.dose),
        "rule": f"{first.dose._.rule}, {first.rule}",
    }
