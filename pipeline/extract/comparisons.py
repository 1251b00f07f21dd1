"""Which drugs a study sets against each other: read from the first statement that names two sides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.extract.context import Context
from pipeline.extract.cues import ABSENT, BESIDE, MENTIONED, PRIOR
from pipeline.extract.phrases import Hit, PhraseTable, Prose, prose_of
from pipeline.extract.setting import first_result_sentence

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
# A drug with such a cue belongs to no side: "patients resistant to A were assigned to B or C".
_CUES_APART = frozenset({PRIOR, BESIDE, MENTIONED, ABSENT})
_NOTHING = frozenset("placebo placebos".split())
# How far before "placebo" the word stands that makes it a side: "or matching oral placebo".
_REACH = 4


class Comparison(NamedTuple):
    """Two sides, each the mentions (by first token) of its drugs; the first is what is tested."""

    first: frozenset[int]
    second: frozenset[int]


def find_comparison(doc: Doc, contexts: Sequence[Context]) -> Comparison:
    """Return the first comparison of drugs that a document makes before its results.

    In results figures are compared, not treatments. Where people were assigned to drugs but no two sides are named
    (or one is placebo), all of these drugs are tested and the second side is empty; where nothing is said, both are.
    """
    prose, results = prose_of(doc), first_result_sentence(doc)
    compared = [context for context in contexts if _CUES_APART.isdisjoint((context.before, context.after))]
    assigned: frozenset[int] = frozenset()
    for frame in _FRAMES.find(prose.words):
        if prose.sentence[frame.start] >= results:
            break
        here = [context for context in compared if context.sentence == prose.sentence[frame.start]]
        first, second = _sides(prose, frame, here)
        if second:
            return Comparison(first, second)
        assigned = assigned or first
    return Comparison(assigned, frozenset())


def _sides(prose: Prose, frame: Hit[str], here: list[Context]) -> Comparison:
    behind = [c for c in here if c.start >= frame.end and not prose.leaves_bracket(frame.end, c.start)]
    if frame.tag == BETWEEN:
        before = [c for c in here if c.end <= frame.start and not prose.enters_bracket(c.end, frame.start)]
        return _made([_arm(prose, before[::-1]), _arm(prose, behind)])
    if _has_placebo_side(prose, frame.end):
        return Comparison(_starts(behind) if frame.tag == ASSIGN else frozenset(), frozenset())
    sides = _parted(prose, behind, _PARTINGS if frame.tag == COMPARE else _PARTINGS[:1])
    return _made(sides) if len(sides) > 1 or frame.tag == ASSIGN else Comparison(frozenset(), frozenset())


def _made(sides: list[list[Context]]) -> Comparison:
    """The first side against all others; nothing where one has no drug."""
    if not all(sides):
        return Comparison(frozenset(), frozenset())
    return Comparison(_starts(sides[0]), _starts([context for side in sides[1:] for context in side]))


def _starts(contexts: list[Context]) -> frozenset[int]:
    return frozenset(context.span.start for context in contexts)


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
