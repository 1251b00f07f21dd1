"""The `sample_sizes` table: one row a count of people, stated once or more."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extract.count_arms import ArmSizes
from pipeline.extract.count_cues import ARM, COMPLETED, DIED, EVENT, LOST
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.rows import Row, anchor, ids_of
from pipeline.tag.words import Words, words_of

_PARTS = frozenset({EVENT, LOST, DIED})
_OTHERS = frozenset({"other", "another"})
_MOST_ARMS = 20  # equal arms side by side; what is more is no list of arms


@dataclass
class _Group:
    """Statements of one count: the same number in the same role, of the same whole as far as it is said."""

    counts: list[PeopleCount]
    of: int | None

    @property
    def first(self) -> PeopleCount:
        return self.counts[0]


def extract_sample_sizes(doc: Doc) -> list[Row]:
    """Return the rows of `sample_sizes` (columns as in tables.md) in reading order.

    A count that is stated again in the same role is no new row, except for arms of equal size that are stated side
    by side. A denominator is a row of its own unless a row of a group has its number already.
    """
    words = words_of(doc)
    sizes = ArmSizes(doc)
    by_number: dict[int, list[_Group]] = {}
    for count in sorted(sizes.counts(), key=lambda count: count.is_whole):  # the denominators last
        groups = by_number.setdefault(count.n, [])
        same = next((group for group in groups if _is_same(words, sizes, group, count)), None)
        if same is None and len(groups) < _MOST_ARMS:
            groups.append(_Group([count], count.of))
        elif same is not None:
            same.counts.append(count)
            same.of = same.of or count.of
    rows = [group for groups in by_number.values() for group in groups]
    return [_row(doc, words, sizes, group) for group in sorted(rows, key=lambda group: group.first.start)]


def _is_same(words: Words, sizes: ArmSizes, group: _Group, count: PeopleCount) -> bool:
    if count.is_whole:
        other_arm = group.first.role == count.role == ARM and sizes.differ(group.first, count)
        return group.first.role not in _PARTS and not other_arm
    same_whole = count.of is None or group.of in {None, count.of}
    others = not _OTHERS.isdisjoint(words.lower[count.start - 1 : count.end])  # "thirty other patients received ..."
    is_next_arm = count.role == ARM and (others or words.same_sentence(group.counts[-1].start, count.start))
    if group.first.role != count.role or not same_whole or is_next_arm:
        return False
    return count.role != ARM or not sizes.differ(group.first, count)


def _row(doc: Doc, words: Words, sizes: ArmSizes, group: _Group) -> Row:
    first = group.first
    return {
        "n": first.n,
        "of": group.of,
        "role": first.role or COMPLETED,
        "group": _arm_name(sizes, group) or _group_name(words, first),
        "mentions": ids_of(doc, [count.span for count in group.counts]),
        "rule": first.span._.rule,
        **anchor(doc, first.span),
    }


def _arm_name(sizes: ArmSizes, group: _Group) -> str | None:
    """Return the arm that a row counts, from the first statement that tells it."""
    if group.first.role != ARM:
        return None
    return next((name for count in group.counts if (name := sizes.group(count))), None)


def _group_name(words: Words, count: PeopleCount) -> str | None:
    """Return the noun behind the number, in the text's words."""
    start = words.bounds(count.span)[1]
    return words.text_between(start, count.end) or None if words[start].isalpha() else None
