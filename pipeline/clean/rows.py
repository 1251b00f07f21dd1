"""Rows of a page that are navigation as a whole: buttons beside each other, and trails ("Home > Issues > May 2011")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.citation import facts_in
from pipeline.clean.people import author_names
from pipeline.clean.verdict import Kind, Verdict

_LEAST_BUTTONS = 3
_BUTTON_WORDS = 5  # the most; what is longer can be a title with buttons beside it
_BUTTON_KINDS = frozenset({Kind.MENU, Kind.HEAD, Kind.REGION, Kind.LABEL})  # headings stand in lines of their own
_ARROW = re.compile(r"\s[>›»→]\s")
_LEAST_ARROWS = 2
_TRAIL = Verdict(Kind.MENU, "trail")
_BUTTON = Verdict(Kind.MENU, "button-row")


def with_rows_marked(text: str, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts with all of a trail, and the doubtful words among buttons, turned into menu words."""
    result = list(verdicts)
    for row in _rows(text, blocks):
        kinds = [verdicts[i].kind for i in row]
        if _is_trail(text[blocks[row[0]].start : blocks[row[-1]].end], kinds):
            for i in row:
                result[i] = _TRAIL
        elif _is_of_buttons(kinds) and not _has_values(blocks, verdicts, row):
            for i in row:
                if _may_be_button(blocks[i], verdicts[i]):
                    result[i] = _BUTTON
    return result


def _rows(text: str, blocks: Sequence[Block]) -> Iterator[range]:
    """The runs of blocks that stand on the same line of the page, but for those of one block."""
    first = 0
    for i in range(1, len(blocks) + 1):
        if i == len(blocks) or "\n" in text[blocks[i - 1].start : blocks[i].start]:
            if i - first > 1:
                yield range(first, i)
            first = i


def _is_trail(line: str, kinds: Sequence[Kind]) -> bool:
    return kinds[0] in _BUTTON_KINDS and len(_ARROW.findall(line)) >= _LEAST_ARROWS


def _is_of_buttons(kinds: Sequence[Kind]) -> bool:
    buttons = sum(kind in _BUTTON_KINDS for kind in kinds)
    return len(kinds) >= _LEAST_BUTTONS and 2 * buttons >= len(kinds) and Kind.PROSE not in kinds


def _has_values(blocks: Sequence[Block], verdicts: Sequence[Verdict], row: range) -> bool:
    """Whether figures stand behind a label of a row: "Volume  12  Issue  3"."""
    return any(verdicts[i].kind is Kind.LABEL and blocks[i + 1].text[:1].isdigit() for i in row[:-1])


def _may_be_button(block: Block, verdict: Verdict) -> bool:
    """Whether a piece among buttons says nothing of the article: no label with a colon, no date, no row of names."""
    if len(block.words) > _BUTTON_WORDS:
        return False
    if verdict.kind is Kind.CITATION:
        return all(fact.kind == "year" for fact in facts_in(block.text))
    if verdict.kind is Kind.AUTHORS:
        return len(author_names(block.text)) == 1
    if verdict.kind is Kind.REGION:
        return verdict.scope != "line"
    return verdict.kind in {Kind.LINE, Kind.HEAD} or (verdict.kind is Kind.LABEL and block.text[-1] != ":")
