"""Which drugs a study sets against each other: read from the first statement that names its sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.extract.context import Context
from pipeline.extract.cues import ABSENT, BESIDE, MENTIONED, PRIOR
from pipeline.extract.phrases import Hit, PhraseTable
from pipeline.extract.prose import Prose, prose_of
from pipeline.extract.setting import first_result_sentence

# "A versus B" stands between the sides; "to compare A with B" and "randomly assigned to A or B" stand before them.
BETWEEN, COMPARE, ASSIGN = "between", "compare", "assign"
_FRAMES: PhraseTable[str] = PhraseTable(
    {
        BETWEEN: (
            "versus|vs|v",
            "as? compared either? with|to",
            "in? comparison with|to",
            "relative to",
            "superior|inferior|noninferior|equivalent to",
            "more|less effective than",
        ),
        COMPARE: (
            "compare|compares|comparing|compared|comparison|comparisons",
            "comparison|comparisons|compared of|between",
            "comparative effect|effects|efficacy|effectiveness|safety|study|trial|evaluation of",
        ),
        ASSIGN: (
            "randomly",
            "randomly assigned|allocated|selected|divided to? receive?",
            "randomized|randomised|assigned|allocated to",
            "was|were|we randomized|randomised|assigned|allocated to?",
            "to? receive|received|receiving|given either",
            "either receive|received|receiving|to",
            "to receive",
        ),
    }
)
# What parts two sides: where words of the first set are found, those of the second part nothing.
_CLEAR = frozenset("or versus vs v compared".split())
_VERSUS = frozenset("versus vs v compared".split())
_WITH = frozenset({"with"})
_GIVEN = frozenset("administered given treated taken used together coadministered patients subjects people".split())
_VAGUE = frozenset("with to and ,".split())
_BINDINGS = frozenset("plus + combination combined combining together conjunction addition added".split())
# "Compared either with A or with B" goes on, whatever words follow.
_OR_WITH = (["or", "with"], ["or", "to"])
_PLACEBO = frozenset("placebo placebos".split())
# A drug with such a cue belongs to no side: "patients resistant to A were assigned to B or C".
_CUES_APART = frozenset({PRIOR, BESIDE, MENTIONED, ABSENT})
_NEAR = 3
# The words before and behind a frame that are searched for its sides.
_WINDOW = 120


class Comparison(NamedTuple):
    """Mentions (by first token) of drugs: tested, compared with, and given to both sides."""

    first: frozenset[int] = frozenset()
    second: frozenset[int] = frozenset()
    both: frozenset[int] = frozenset()


class _Item(NamedTuple):
    """A drug or a placebo at the positions `[start, end)`; `mention` is the drug's first token."""

    start: int
    end: int
    in_list: int  # of the drug's list; -1 for placebo
    mention: int | None


_Side = list[_Item]


def find_comparison(doc: Doc, contexts: Sequence[Context]) -> Comparison:
    """Return the first comparison of drugs that a document makes before its results.

    In results figures are compared, not treatments. Where people are assigned to drugs and no two sides with drugs are
    named, all of the drugs are tested; where nothing is said, all sets are empty.
    """
    prose, results = prose_of(doc), first_result_sentence(doc)
    assigned = Comparison()
    for frame, found in _comparisons(prose, contexts):
        if prose.sentence[frame.start] >= results:
            break
        if found.second:
            return found
        if frame.tag != COMPARE and not assigned.first:
            assigned = found
    return assigned


def find_all_comparisons(doc: Doc, contexts: Sequence[Context]) -> Comparison:
    """Return what is set against what anywhere in a document: "no benefit of A compared to B, or of C versus D".

    That is how reviews report the trials that they found. Frames that only assign people to drugs are left out.
    """
    between = [found for frame, found in _comparisons(prose_of(doc), contexts) if frame.tag == BETWEEN]
    return Comparison(*(frozenset().union(*sides) for sides in zip(*between, strict=True))) if between else Comparison()


def _comparisons(prose: Prose, contexts: Iterable[Context]) -> Iterator[tuple[Hit[str], Comparison]]:
    """Yield each frame with the comparison that it makes of the drugs around it."""
    items = sorted([*_drugs(contexts), *_placebos(prose)])
    starts = [item.start for item in items]
    for frame in _FRAMES.find(prose.words):
        near = items[bisect_left(starts, frame.start - _WINDOW) : bisect_left(starts, frame.end + _WINDOW)]
        yield frame, _compared(prose, frame, [item for item in near if prose.same_sentence(item.start, frame.start)])


def _drugs(contexts: Iterable[Context]) -> list[_Item]:
    return [
        _Item(context.start, context.end, context.in_list, context.span.start)
        for context in contexts
        if _CUES_APART.isdisjoint((context.before, context.after))
    ]


def _placebos(prose: Prose) -> list[_Item]:
    return [_Item(i, i + 1, -1, None) for i, word in enumerate(prose.words) if word in _PLACEBO]


def _compared(prose: Prose, frame: Hit[str], here: list[_Item]) -> Comparison:
    """The comparison that a frame makes of the drugs of its sentence."""
    behind = [item for item in here if item.start >= frame.end and not prose.leaves_bracket(frame.end, item.start)]
    if frame.tag == BETWEEN:
        before = [item for item in here if item.end <= frame.start and not prose.enters_bracket(item.end, frame.start)]
        left, right = _arm(prose, before[::-1]), _arm(prose, behind)
        if not left or not right:
            return Comparison()
        rights = _parted(prose, right, vague=False)
        return _settled(rights, [left]) if _adds(prose, right) else _settled([left], rights)
    sides = _parted(prose, behind, vague=frame.tag == COMPARE)
    if len(sides) == 2 and not any(_has_placebo(side) for side in sides):
        return _settled(sides[1:], sides[:1]) if _adds(prose, sides[1]) else _settled(sides[:1], sides[1:])
    return _settled(sides, [])


def _adds(prose: Prose, side: _Side) -> bool:
    """Whether a side adds its drug to what is no drug mention: "surgery versus surgery plus A"."""
    return prose.words[side[0].start - 1] in {"plus", "+"}


def _settled(left: list[_Side], right: list[_Side]) -> Comparison:
    """Sort the drugs of two lists of sides: what goes with placebo is given to both."""
    if all(_has_placebo(side) for side in [*left, *right]):  # dummies
        return Comparison(_mentions(left), _mentions(right))
    both = _mentions(side for side in [*left, *right] if _has_placebo(side))
    first, second = (_mentions(side for side in sides if not _has_placebo(side)) for sides in (left, right))
    return Comparison(first, second, both)


def _has_placebo(side: _Side) -> bool:
    return any(item.mention is None for item in side)


def _mentions(sides: Iterable[_Side]) -> frozenset[int]:
    return frozenset(item.mention for side in sides for item in side if item.mention is not None)


def _arm(prose: Prose, nearest_first: list[_Item]) -> _Side:
    """The items on the nearest one's side of a "versus", in reading order."""
    arm = nearest_first[:1]
    for item in nearest_first[1:]:
        gap = _gap(prose, *sorted((arm[-1], item)))
        listed = item.in_list == arm[-1].in_list
        joined = None in {item.mention, arm[-1].mention} and len(gap) <= _NEAR
        if not (listed or joined or gap[:2] in _OR_WITH or _BINDINGS.intersection(gap)):
            break
        arm.append(item)
    return sorted(arm)


def _parted(prose: Prose, items: _Side, *, vague: bool) -> list[_Side]:
    """Cut a row of items into sides; "with", "to" and "and" part them only if `vague` and nothing clearer does.

    In "compare A with B or C" it is "with" that parts them.
    """
    gaps = [_gap(prose, one, other) for one, other in pairwise(items)]
    if vague and not any(_VERSUS.intersection(gap) for gap in gaps):
        withs = [i for i in range(1, len(items)) if _sets_against(gaps[i - 1]) and _is_cut(items, gaps, i, _WITH)]
        if withs:  # what stands behind another "with" is who was treated, and with what
            return [items[: withs[0]], items[withs[0] : withs[1] if len(withs) > 1 else len(items)]]
    cuts = [i for i in range(1, len(items)) if _is_cut(items, gaps, i, _CLEAR)]
    if cuts:  # the commas of "A, B or C" part too
        cuts = [i for i in range(1, len(items)) if i in cuts or _is_comma(items, gaps, i)]
    elif vague:
        cuts = [i for i in range(1, len(items)) if _is_cut(items, gaps, i, _VAGUE)]
    return [items[start:end] for start, end in pairwise([0, *cuts, len(items)])] if items else []


def _sets_against(gap: list[str]) -> bool:
    """Whether a "with" sets one drug against another, and does not say what it is given with."""
    at = gap.index("with") if "with" in gap else 0
    return "with" in gap and (at == 0 or gap[at - 1] not in _GIVEN)


def _is_cut(items: _Side, gaps: list[list[str]], i: int, partings: frozenset[str]) -> bool:
    """Whether a side ends before item `i`; placebo stands alone unless it is bound to a drug."""
    gap = gaps[i - 1]
    if _BINDINGS.intersection(gap) and not _opens_combination(gap):
        return False
    return bool(partings.intersection(gap)) or None in {items[i].mention, items[i - 1].mention}


def _opens_combination(gap: list[str]) -> bool:
    """Whether the words that bind belong to what follows: "A only, or combined A and B"."""
    ends = gap[-1] in {"combined", "combining"} or (gap[-1] == "of" and "combination" in gap)
    return ends and not _CLEAR.isdisjoint(gap)


def _is_comma(items: _Side, gaps: list[list[str]], i: int) -> bool:
    """Whether a comma parts two items of a list; doses may stand on either side: "A 5 mg, B" and "A, 5 mg of B"."""
    gap = gaps[i - 1]
    return items[i].in_list == items[i - 1].in_list and "," in gap[:1] + gap[-1:]


def _gap(prose: Prose, one: _Item, other: _Item) -> list[str]:
    return prose.words[one.end : other.start]
