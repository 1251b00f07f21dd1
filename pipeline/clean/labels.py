"""Fields of record pages: a label on one line, its values on the next ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.citation import FIELD_LABELS, facts_in, is_journal_name, is_publication_type
from pipeline.clean.people import author_names, is_affiliation
from pipeline.clean.verdict import Kind, Verdict

_MOST_VALUES = 12
_MANY_VALUED = frozenset({"authors", "affiliation"})
_NO_VALUES = frozenset({Kind.LABEL, Kind.HEAD, Kind.REGION})
_NO_FURTHER_VALUES = frozenset({Kind.MENU, Kind.CITATION})
_BULLET = re.compile(r"^[\s•·*–-]+")


def field_of(block: Block) -> str | None:
    """Return the field that a label names."""
    return FIELD_LABELS.exact(block.words)


def labelled_values(text: str, blocks: Sequence[Block], verdicts: Sequence[Verdict], label: int) -> list[int]:
    """Return the indices of the blocks after a label that can be values of its field."""
    fits = _FITS.get(field_of(blocks[label]) or "", _never)
    values: list[int] = []
    most = _MOST_VALUES if field_of(blocks[label]) in _MANY_VALUED else 1
    for i in range(label + 1, min(label + 1 + most, len(blocks))):
        beside = "\n" not in text[blocks[label].end : blocks[i].start]  # there, menu words can be a value
        if verdicts[i].kind in _NO_VALUES or (verdicts[i].kind is Kind.MENU and not beside):
            break
        if not fits(value_text(blocks[i])) or (values and verdicts[i].kind in _NO_FURTHER_VALUES):
            break
        values.append(i)
    return values


def value_text(block: Block) -> str:
    """Return a block's text without a leading bullet."""
    return _BULLET.sub("", block.text)


def _has(*kinds: str) -> Callable[[str], bool]:
    return lambda text: len(text) < 120 and any(fact.kind in kinds for fact in facts_in(text))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{0,3}\d{1,9}(?:\s?[-–/(]\s?[A-Za-z]{0,3}\d{1,9}\)?)?", text))


def _never(_: str) -> bool:
    return False


_FITS: dict[str, Callable[[str], bool]] = {
    "authors": lambda text: bool(author_names(text)),
    "affiliation": is_affiliation,
    "journal": lambda text: is_journal_name(text) or _has("date", "volume", "year", "doi")(text),
    "date": _has("date", "year"),
    "volume": lambda text: _is_number(text) or _has("volume")(text),
    "doi": _has("doi"),
    "pmid": lambda text: bool(re.fullmatch(r"\d{4,9}(?: \[Indexed for MEDLINE\])?", text)),
    "pmcid": lambda text: bool(re.fullmatch(r"(?:PMC)?\d{4,9}", text)),
    "type": is_publication_type,
    "issn": lambda text: bool(re.fullmatch(r"\d{4}-\d{3}[\dxX].{0,20}", text)),
}
