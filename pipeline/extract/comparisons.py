"""Which drugs a study sets against each other: read from the first statement that names two sides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.context import Context
from pipeline.extract.phrases import Hit, PhraseTable, Prose

# "A versus B" stands between the sides; "to compare A with B" and "randomly assigned to A or B" stand before both.
BETWEEN, COMPARE, ASSIGN = "between", "compare", "assign"
_VERSUS = frozenset("versus vs v".split())
_FRAMES: PhraseTable[str] = PhraseTable(
    {
        BETWEEN: ("versus|vs|v", "as? compared with|to", "in? comparison with|to", "relative to"),
        COMPARE: (
            "compare|compares|comparing|compared|comparison|comparisons",
            "comparison|comparisons|compared of|between",
        ),
        ASSIGN: ("randomly|randomized|randomised|assigned|allocated", "received|receive|given either"),
    }
)
# What parts two sides behind a frame, the clearest first: where one of a line is found, the others part nothing.
_PARTINGS = (_VERSUS | {"or", "compared"}, frozenset({"with", "to", "and", ","}))
_BINDINGS = frozenset("plus + combination combined combining together conjunction addition added".split())
_NOTHING = frozenset("placebo placebos".split())
# How far before "placebo" the word stands that makes it a side: "or matching oral placebo".
_REACH = 4


class Comparison(NamedTuple):
    """Two sides, each the mentions (by first token) of its drugs; the first is what is tested."""

    first: frozenset[int]
    second: frozenset[int]


def find_comparison(prose: Prose, contexts: Sequence[Context]) -> Comparison | None:
    """Return the first comparison of drugs in a document; in results figures are compared, not treatments.

    None where drugs are only compared with placebo or nothing: then all of them are tested.
    """
    for frame in _FRAMES.find(prose.words):
        if prose.section[frame.start] == "results":
            continue
        here = [c for c in contexts if c.sentence == prose.sentence[frame.start]]
        found = _sides(prose, frame, here)
        if found:
            return found
    return None


def _sides(prose: Prose, frame: Hit[str], here: list[Context]) -> Comparison | None:
    behind = [c for c in here if c.start >= frame.end and not prose.closed_off(frame.end, c.start)]
    if frame.tag == BETWEEN:
        before = [c for c in here if c.end <= frame.start and not prose.closed_off(c.end, frame.start)]
        return _made([_arm(prose, before[::-1]), _arm(prose, behind)])
    if len(behind) < 2 or _has_placebo_side(prose, frame.end):
        return None
    return _made(_parted(prose, behind, _PARTINGS if frame.tag == COMPARE else _PARTINGS[:1]))


def _made(sides: list[list[Context]]) -> Comparison | None:
    if len(sides) < 2 or not all(sides):
        return None
    first, *others = [frozenset(c.span.start for c in side) for side in sides]
    return Comparison(first, frozenset().union(*others))


def _arm(prose: Prose, nearest_first: list[Context]) -> list[Context]:
    """The drugs of the side that the nearest one belongs to."""
    arm = nearest_first[:1]
    for context in nearest_first[1:]:
        bound = _BINDINGS.intersection(_gap(prose, arm[-1], context))
        if not bound and context.in_list != arm[-1].in_list:
            break
        arm.append(context)
    return arm


def _parted(prose: Prose, listed: list[Context], partings: Sequence[frozenset[str]]) -> list[list[Context]]:
    gaps = [_gap(prose, one, other) for one, other in pairwise(listed)]
    for parting in partings:
        cuts = {i + 1 for i, gap in enumerate(gaps) if parting & gap and not _BINDINGS & gap}
        if cuts:
            edges = [0, *sorted(cuts), len(listed)]
            return [listed[start:end] for start, end in pairwise(edges)]
    return [listed]


def _gap(prose: Prose, one: Context, other: Context) -> frozenset[str]:
    start, end = sorted((one, other), key=lambda context: context.start)
    return frozenset(prose.words[start.end : end.start])


def _has_placebo_side(prose: Prose, start: int) -> bool:
    """Whether "placebo" is a side of its own behind a frame: "A, B or matching placebo", not "A plus placebo"."""
    for i in range(start, len(prose.words)):
        if prose.sentence[i] != prose.sentence[start]:
            return False
        if prose.words[i] in _NOTHING:
            ahead = prose.words[max(start, i - _REACH) : i]
            return not _BINDINGS.intersection(ahead)
    return False
