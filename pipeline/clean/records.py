"""Pages that show a record of a reference manager or database: one tagged field a line (RIS, MEDLINE, EndNote, …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block, stripped
from pipeline.clean.terms import listing
from pipeline.document import Span

_LINE = re.compile(r"[^\r\n]+")
# How the formats write a field: tag and value.
_WOS_TAGS = "TI|AU|AF|SO|AB|PY|VL|IS|BP|EP|DI|PT|C1|RP|DE|ID|UT|PM|DT|LA|ER|FN|VR|EF|JI|J9|SN|PD"
_BIBTEX_TAGS = "title|author|journal|year|volume|number|pages|doi|abstract|pmid|month"
_FORMATS = (
    re.compile(r"\s{0,4}(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,4}- ?(?P<value>.*)"),  # RIS, MEDLINE
    re.compile(r"(?P<tag>%[A-Z0-9@+!?~]) (?P<value>.*)"),  # EndNote
    re.compile(rf"(?P<tag>{_WOS_TAGS}) (?P<value>.*)"),
    re.compile(rf"\s*(?P<tag>{_BIBTEX_TAGS})\s{{0,9}}= ?[{{\"](?P<value>.*?)[}}\"]?,?\s*"),
)
_FIELDS = {tag: field for field, tags in listing("record_tags").items() for tag in tags}
# How a value must look where one tag means different things in different formats.
_MUST_MATCH = {
    "doi": re.compile(r".*\b10\.\d{4,9}/"),
    "pmid": re.compile(r"\d{4,9}\b"),
    "pmcid": re.compile(r"PMC\d{4,9}"),
    "volume": re.compile(r"(?!\d{4}-\d{3}[\dXx]\b)[A-Za-z]{0,3}\d"),
    "type": re.compile(r"(?![A-Z]$)"),
}
_RULES = {
    "title": "title",
    "authors": "authors",
    "affiliation": "affiliation",
    "type": "publication-type",
    "abstract": "article",
}
_FIRST_TAGS = frozenset({"TY", "PMID", "%0"})
_LAST_TAGS = frozenset({"ER", "EF"})
_LEAST_FIELDS = 5
_WRAPPED = frozenset({"title", "abstract"})  # their values are wrapped without an indent, too


class _Field(NamedTuple):
    tag: str
    label: Span
    value: Span

    @property
    def kind(self) -> str | None:
        return _FIELDS.get(self.tag)


def find_record(text: str) -> tuple[list[Block], Article] | None:
    """Return the blocks of a page that shows a tagged record, and which are kept; None if the page shows none.

    The first record with a title is the article; what stands outside it, and further records, is dropped. Tags stay
    beside kept values.
    """
    for pattern in _FORMATS:
        fields = list(_fields(text, pattern))
        kinds = {field.kind for field in fields}
        if len(fields) >= _LEAST_FIELDS and {"title", "authors"} <= kinds and kinds & {"abstract", "journal"}:
            return _Record(text).lay_out(_first_record(fields))
    return None


def _fields(text: str, pattern: re.Pattern[str]) -> Iterator[_Field]:
    """Yield the fields; lines that are indented, or follow an abstract's line without a tag, go on with the value."""
    current: _Field | None = None
    for line in _LINE.finditer(text):
        match = pattern.fullmatch(line.group())
        if match is None and current is not None and _goes_on(text, current, line):
            current = current._replace(value=Span(current.value.start, line.end()))
            continue
        if current is not None:
            yield current
        current = _field(match, line.start()) if match is not None else None
    if current is not None:
        yield current


def _field(match: re.Match[str], at: int) -> _Field:
    value = Span(at + match.start("value"), at + match.end("value"))
    return _Field(match["tag"], Span(at, value.start), value)


def _goes_on(text: str, field: _Field, line: re.Match[str]) -> bool:
    adjoins = text[field.value.end : line.start()].count("\n") == 1 and field.tag not in _LAST_TAGS
    return adjoins and (line.group()[0].isspace() or field.kind in _WRAPPED)


def _first_record(fields: Sequence[_Field]) -> list[_Field]:
    """The fields of the first record that has a title."""
    record: list[_Field] = []
    for field in fields:
        has_title = any(known.kind == "title" for known in record)
        repeated_title = field.kind == "title" and any(known.tag == field.tag for known in record)
        if has_title and (field.tag in _FIRST_TAGS or repeated_title):
            break
        record = [field] if field.tag in _FIRST_TAGS else [*record, field]
        if field.tag in _LAST_TAGS and has_title:
            break
    return record


class _Record:
    """Lays a record's fields out as blocks, kept and dropped."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._article = Article(title=None, keep=[], rules=[])

    def lay_out(self, fields: Sequence[_Field]) -> tuple[list[Block], Article]:
        at = 0
        for field in fields:
            self._add(Span(at, field.label.start), keep=False, rule="outside-record")
            self._add_field(field)
            at = field.value.end
        self._add(Span(at, len(self._text)), keep=False, rule="outside-record")
        return self._blocks, self._article

    def _add_field(self, field: _Field) -> None:
        kind, value = field.kind, self._text[field.value.start : field.value.end]
        fits = kind is not None and (kind not in _MUST_MATCH or _MUST_MATCH[kind].match(value) is not None)
        self._add(field.label, keep=fits, rule="field-label")
        rule = _RULES.get(kind or "", "labelled-fact") if fits else f"field-{field.tag.lower()}"
        if self._add(field.value, keep=fits, rule=rule) and fits and kind is not None:
            last = len(self._blocks) - 1
            self._article.fields[last] = kind
            if kind == "title" and self._article.title is None:
                self._article.title = last

    def _add(self, span: Span, *, keep: bool, rule: str) -> bool:
        found = stripped(self._text, span.start, span.end)
        if found is not None:
            self._blocks.append(Block(found.start, found.end, self._text[found.start : found.end]))
            self._article.keep.append(keep)
            self._article.rules.append(rule)
        return found is not None
