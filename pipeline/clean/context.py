"""What blocks are when seen beside their neighbours: outlines, buttons, copies of the title, dropped regions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.clean.blocks import Block
from pipeline.clean.citation import facts_in
from pipeline.clean.verdict import LISTS, Kind, Verdict

_NUMBERED = re.compile(r"\d+[.)]\s")
_LEAST_RUN = 3
_NEXT_MARKS = frozenset(pairwise("¹²³⁴⁵⁶⁷⁸⁹"))


def in_context(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts with headings that are only menu words turned into these."""
    result = list(verdicts)
    run: list[int] = []
    for i, verdict in enumerate((*verdicts, Verdict(Kind.LINE, "end"))):
        if _is_menu_like(verdict):
            run.append(i)
            continue
        for j in _outline_headings(blocks, verdicts, run):
            result[j] = Verdict(Kind.MENU, "outline")
        run = []
    result = [_among_buttons(result, i) for i in range(len(result))]
    return [_among_addresses(blocks, result, i) for i in range(len(result))]


def _is_menu_like(verdict: Verdict) -> bool:
    if verdict.kind is Kind.REGION:
        return verdict.scope != "line"
    return verdict.kind in {Kind.HEAD, Kind.MENU, Kind.LABEL}


def _outline_headings(blocks: Sequence[Block], verdicts: Sequence[Verdict], run: Sequence[int]) -> list[int]:
    """The headings of an outline ("Abstract / Methods / References (46) / Cited by"), but for the last one.

    The last heading may be the real one, with its content below, unless it is numbered like the others.
    """
    headings = [i for i in run if verdicts[i].kind in {Kind.HEAD, Kind.REGION}]
    if len(run) < _LEAST_RUN or len({verdicts[i].rule for i in headings}) < 2:
        return []
    last = headings[-1]
    numbered = last == run[-1] and _NUMBERED.match(blocks[last].text) is not None
    return headings if numbered else headings[:-1]


def _among_buttons(verdicts: Sequence[Verdict], i: int) -> Verdict:
    """A word such as "Courses" between buttons is a button too."""
    verdict = verdicts[i]
    if verdict.kind is not Kind.REGION or verdict.scope == "line" or verdict.rule in LISTS:
        return verdict
    before, after = verdicts[max(i - 1, 0)], verdicts[min(i + 1, len(verdicts) - 1)]
    return Verdict(Kind.MENU, verdict.rule) if before.kind is after.kind is Kind.MENU else verdict


def _among_addresses(blocks: Sequence[Block], verdicts: Sequence[Verdict], i: int) -> Verdict:
    """A footnote right below an address that is one too ("¹ University of…", "² Practice for…") is an address."""
    pair = (blocks[i - 1].text[0], blocks[i].text[0]) if i else ("", "")
    follows = pair in _NEXT_MARKS and verdicts[i - 1].kind is Kind.AFFILIATION
    return verdicts[i - 1] if follows and verdicts[i].kind in {Kind.LINE, Kind.AUTHORS} else verdicts[i]


def with_copies_marked(blocks: Sequence[Block], verdicts: Sequence[Verdict], title: int | None) -> list[Verdict]:
    """Return the verdicts with second copies of the title, alone or in a citation, turned into clutter."""
    result = list(verdicts)
    words = blocks[title].words if title is not None else []
    for i, block in enumerate(blocks):
        if words and i != title and _holds(block.words, words, block.text):
            result[i] = Verdict(Kind.CLUTTER, "title-copy")
    return result


def _holds(words: Sequence[str], title: Sequence[str], text: str) -> bool:
    """Whether a block is a copy of the title: alone, with a few words of the page's, or inside a citation."""
    length = len(title)
    if not length <= len(words) <= 3 * length + 40:
        return False
    starts = (at for at in range(len(words) - length + 1) if words[at] == title[0])
    if not any(words[at : at + length] == title for at in starts):
        return False
    return len(words) <= 2 * length + 3 or bool(facts_in(text))


def regions_of(verdicts: Sequence[Verdict]) -> list[str | None]:
    """Return the scope of the dropped region that each block stands in, if every heading is taken at its word."""
    regions: list[str | None] = []
    scope: str | None = None
    for verdict in verdicts:
        if verdict.kind is Kind.HEAD:
            scope = None
        elif verdict.kind is Kind.REGION:
            scope = verdict.scope if verdict.scope != "line" else scope
        regions.append(scope)
        if scope == "next" and verdict.kind is not Kind.REGION:
            scope = None
    return regions
