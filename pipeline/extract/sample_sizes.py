"""The `sample_sizes` table: one row a count of people, stated once or more."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extract.count_roles import (
    ARM,
    COMPLETED,
    DIED,
    ENROLLED,
    EVENT,
    LOST,
    OTHER,
    SUBGROUP,
    CountInText,
    counts_in_text,
    opens_whole,
)
from pipeline.extract.rows import Row, anchor, ids_of
from pipeline.tag.words import Words, words_of


@dataclass
class _Group:
    """Counts that are one row: same number, same role."""

    counts: list[CountInText]
    role: str | None
    of: int | None = None

    is_whole: bool = False

    @property
    def first(self) -> CountInText:
        return self.counts[0]

    @property
    def n(self) -> int:
        return int(self.first.span._.value.n)


def extract_sample_sizes(doc: Doc) -> list[Row]:
    """Return the rows of `sample_sizes` (columns as in tables.md) in reading order.

    A count that is stated again in the same role is no new row, except for arms of equal size that are stated side
    by side. A denominator is a row of its own unless a row has its number already.
    """
    words = words_of(doc)
    groups = [_group(words, count) for count in counts_in_text(doc)]
    _find_wholes(words, groups)
    _find_enrolled(words, groups)
    for group in groups:
        group.role = group.role or _role_by_default(doc, group)
    return [_row(doc, words, group) for group in _merged(words, groups)]


def _group(words: Words, count: CountInText) -> _Group:
    value = count.span._.value
    return _Group([count], count.role, value.of, value.is_denominator or opens_whole(words, count.start))


def _find_wholes(words: Words, groups: list[_Group]) -> None:
    """Set `of` for "Of 300 patients, 175 were cured and 90 improved" and "of these, eight responded"."""
    whole: _Group | None = None
    previous: _Group | None = None
    for group in groups:
        start = group.first.start
        if whole and not words.same_sentence(whole.first.start, start):
            whole = None
        if group.of is None and not group.is_whole:
            if _refers_back(words, start):
                whole = previous
            if whole and group.n <= whole.n:
                group.of = whole.n
        if opens_whole(words, start):
            whole = group
        previous = group if group.of is None else previous


def _refers_back(words: Words, start: int) -> bool:
    """Whether "of these", "of whom", "of them" stand before or behind a number."""
    return any(
        words[i] == "of" and words[i + 1] in {"these", "those", "whom", "them"}
        for i in (start - 3, start - 2, start + 1)
    )


def _find_enrolled(words: Words, groups: list[_Group]) -> None:
    """Settle which count is the study's: the first if it is the largest, or the sum of the arms."""
    arms = _sibling_arms(words, groups)
    whole = [group for group in groups if _may_be_whole(group, arms)]
    if not whole:
        return
    largest = max(group.n for group in groups if group.role != OTHER)
    total = sum(group.n for group in arms)
    enrolled = whole[0] if whole[0].n >= largest else next((group for group in whole if group.n == total), None)
    if enrolled is not None:
        enrolled.role = ENROLLED


def _sibling_arms(words: Words, groups: list[_Group]) -> list[_Group]:
    """The arms that stand side by side in the first sentence that has two."""
    for group in groups:
        siblings = [
            other for other in groups if other.role == ARM and words.same_sentence(group.first.start, other.first.start)
        ]
        if group.role == ARM and len(siblings) > 1:
            return siblings
    return []


def _may_be_whole(group: _Group, arms: list[_Group]) -> bool:
    is_part = group.of is not None or group.is_whole or group.first.span._.rule == "n-equals"
    return (
        not is_part
        and group.role != OTHER
        and (group not in arms or group.n == sum(a.n for a in arms if a is not group))
    )


def _role_by_default(doc: Doc, group: _Group) -> str | None:
    if group.is_whole:
        return None
    section = doc._.clean.section_at(group.first.span.start_char)
    return SUBGROUP if section in {"methods", "background", "objective"} else EVENT


def _merged(words: Words, groups: list[_Group]) -> list[_Group]:
    rows: list[_Group] = []
    for group in groups:
        if group.is_whole:
            continue
        same = next((row for row in rows if _is_same(words, row, group)), None)
        if same is None:
            rows.append(group)
        else:
            same.counts += group.counts
            same.of = same.of or group.of
    for group in groups:
        if group.is_whole:
            same = next((row for row in rows if row.n == group.n and row.role not in {EVENT, LOST, DIED}), None)
            if same is None:
                group.role = group.role or COMPLETED
                rows.append(group)
            else:
                same.counts += group.counts
    return sorted(rows, key=lambda row: row.first.start)


def _is_same(words: Words, row: _Group, group: _Group) -> bool:
    if row.n != group.n or row.role != group.role or (row.of and group.of and row.of != group.of):
        return False
    side_by_side = words.same_sentence(row.counts[-1].start, group.first.start)
    return not (row.role == ARM and side_by_side)


def _row(doc: Doc, words: Words, group: _Group) -> Row:
    first = group.first
    phrase = words.text_between(words.bounds(first.span)[1], first.end)
    return {
        "n": group.n,
        "of": group.of,
        "role": group.role,
        "group": phrase or None,
        "mentions": ids_of(doc, [count.span for count in group.counts]),
        "rule": first.span._.rule,
        **anchor(doc, first.span),
    }
