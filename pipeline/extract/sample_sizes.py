"""The `sample_sizes` table: one row a count of people, stated once or more."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.extract.count_roles import ARM, COMPLETED, DIED, EVENT, LOST, PeopleCount
from pipeline.extract.people_counts import people_counts
from pipeline.extract.rows import Row, anchor, ids_of
from pipeline.tag.words import Words, words_of

_PARTS = frozenset({EVENT, LOST, DIED})


def extract_sample_sizes(doc: Doc) -> list[Row]:
    """Return the rows of `sample_sizes` (columns as in tables.md) in reading order.

    A count that is stated again in the same role is no new row, except for arms of equal size that are stated side
    by side. A denominator is a row of its own unless a row of a group has its number already.
    """
    words = words_of(doc)
    groups: list[list[PeopleCount]] = []
    counts = people_counts(doc)
    for count in sorted(counts, key=lambda count: count.is_whole):  # the denominators last
        same = next((group for group in groups if _is_same(words, group, count)), None)
        if same is None:
            groups.append([count])
        else:
            same.append(count)
    groups.sort(key=lambda group: group[0].start)
    return [_row(doc, words, group) for group in groups]


def _is_same(words: Words, group: list[PeopleCount], count: PeopleCount) -> bool:
    first = group[0]
    if first.n != count.n:
        return False
    if count.is_whole:
        return first.role not in _PARTS
    denominators = {other.of for other in (*group, count)} - {None}
    side_by_side = words.same_sentence(group[-1].start, count.start)
    return first.role == count.role and len(denominators) < 2 and not (count.role == ARM and side_by_side)


def _group_name(words: Words, count: PeopleCount) -> str | None:
    """Return the noun behind the number, in the text's words."""
    start = words.bounds(count.span)[1]
    return words.text_between(start, count.end) or None if words[start].isalpha() else None


def _row(doc: Doc, words: Words, group: list[PeopleCount]) -> Row:
    first = group[0]
    return {
        "n": first.n,
        "of": next((count.of for count in group if count.of), None),
        "role": first.role or COMPLETED,
        "group": _group_name(words, first),
        "mentions": ids_of(doc, [count.span for count in group]),
        "rule": first.span._.rule,
        **anchor(doc, first.span),
    }
