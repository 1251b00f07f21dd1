"""Fields of record pages: a label on one line, its values on the next ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.citation import facts_in, field_named, is_full_citation, is_journal_name, is_publication_type
from pipeline.clean.people import author_names, is_affiliation
from pipeline.clean.verdict import Kind, Verdict

_MOST_VALUES = 12
_MANY_VALUED = frozenset({"authors", "affiliation"})
_NO_VALUES = frozenset({Kind.LABEL, Kind.HEAD, Kind.REGION})
_NO_FURTHER_VALUES = frozenset({Kind.MENU, Kind.CITATION})
_LONGEST_VALUE, _LONGEST_SOURCE = 120, 300
_CLOCK = re.compile(r"\d\d:\d\d")
_BULLET = re.compile(r"^[\s•·*–-]+")


def field_of(block: Block) -> str | None:
    """Return the field that a label names."""
    return field_named(block.words)


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
    return lambda text: len(text) < _LONGEST_VALUE and any(fact.kind in kinds for fact in facts_in(text))


def _is_date(text: str) -> bool:
    """Whether a value is a date, and not the moment at which a message was sent or a record made."""
    return _has("date", "year")(text) and _CLOCK.search(text) is None


def _is_source(text: str) -> bool:
    """Whether a value says where an article appeared, be it with its authors before it."""
    whole = len(text) < _LONGEST_SOURCE and is_full_citation(text)
    return whole or is_journal_name(text) or _has("date", "volume", "year", "doi")(text)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{0,3}\d{1,9}(?:\s?[-–/(]\s?[A-Za-z]{0,3}\d{1,9}\)?)?", text))


def _never(_: str) -> bool:
    return False


_FITS: dict[str, Callable[[str], bool]] = {
    "authors": lambda text: bool(author_names(text)),
    "affiliation": is_affiliation,
    "journal": _is_source,
    "date": _is_date,
    "volume": lambda text: _is_number(text) or _has("volume")(text),
    "doi": _has("doi"),
    "pmid": lambda text: bool(re.fullmatch(r"\d{4,9}(?: \[Indexed for MEDLINE\])?", text)),
    "pmcid": lambda text: bool(re.fullmatch(r"(?:PMC)?\d{4,9}", text)),
    "type": is_publication_type,
    "issn": lambda text: bool(re.fullmatch(r"\d{4}-\d{3}[\dxX].{0,20}", text)),
}
