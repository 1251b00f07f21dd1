"""Pages that show a record of a reference manager or database: one tagged field a line (RIS, MEDLINE, EndNote, …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block
from pipeline.document import Span

_LINE = re.compile(r"[^\r\n]+")
# How the formats write a field: tag and value.
_FORMATS = (
    re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,4}- ?(?P<value>.*)"),  # RIS "TI  - ", MEDLINE "PMID- "
    re.compile(r"(?P<tag>%[A-Z0-9@+!?~]) (?P<value>.*)"),  # EndNote "%T "
    re.compile(r"(?P<tag>TI|AU|AF|SO|AB|PY|VL|IS|BP|EP|DI|PT|C1|RP|DE|ID|UT|PM|DT|LA|ER|FN|VR|EF|JI|J9|SN|PD) (?P<value>.*)"),
    re.compile(r"\s*(?P<tag>title|author|journal|year|volume|number|pages|doi|abstract|pmid|month)\s{0,9}= ?[{\"](?P<value>.*?)[}\"]?,?\s*"),
)  # fmt: skip
# What the tags hold. Fields that are not listed are dropped.
_FIELDS: Mapping[str, str] = {
    tag: field
    for field, tags in {
        "title": "TI T1 %T title",
        "authors": "AU A1 FAU %A AF author",
        "affiliation": "AD %+ C1",
        "journal": "JF JT T2 JO TA JA J2 SO %J %B journal",
        "date": "PY Y1 DP DA DEP PD %D year month",
        "volume": "VL VI IS IP SP EP PG BP %V %N %P volume number pages",
        "doi": "DO LID AID DI %R doi",
        "pmid": "PMID AN PM pmid",
        "pmcid": "PMC C2",
        "type": "PT DT",
        "abstract": "AB N2 %X abstract",
    }.items()
    for tag in tags.split()
}
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
_TITLE_TAGS = frozenset({"TI", "T1", "%T", "title"})
_LAST_TAGS = frozenset({"ER", "EF"})
_LEAST_FIELDS = 5


class _Field(NamedTuple):
    tag: str
    label: Span
    value: Span


def find_record(text: str) -> tuple[list[Block], Article] | None:
    """Return the blocks of a page that shows a tagged record, and which are kept; None if the page shows none.

    The first record with a title is the article; what stands outside it, and further records, is dropped. Tags stay
    beside kept values.
    """
    for pattern in _FORMATS:
        fields = list(_fields(text, pattern))
        kinds = {_FIELDS.get(field.tag) for field in fields}
        if len(fields) >= _LEAST_FIELDS and {"title", "authors"} <= kinds and kinds & {"abstract", "journal"}:
            return _article(text, _first_record(fields))
    return None


def _fields(text: str, pattern: re.Pattern[str]) -> Iterator[_Field]:
    """Yield the fields; lines that are indented or follow directly after a field without a tag go on with its value."""
    current: _Field | None = None
    for line in _LINE.finditer(text):
        match = pattern.fullmatch(line.group())
        if match is not None:
            if current is not None:
                yield current
            at = line.start()
            value = Span(at + match.start("value"), at + match.end("value"))
            current = _Field(match.group("tag"), Span(at, value.start), value)
        elif current is not None:
            goes_on = text[current.value.end : line.start()].count("\n") == 1 and current.tag not in _LAST_TAGS
            if goes_on and (line.group()[0].isspace() or _FIELDS.get(current.tag) == "abstract"):
                current = current._replace(value=Span(current.value.start, line.end()))
            else:
                yield current
                current = None
    if current is not None:
        yield current


def _first_record(fields: Sequence[_Field]) -> list[_Field]:
    """The fields of the first record that has a title."""
    record: list[_Field] = []
    for field in fields:
        starts = field.tag in _FIRST_TAGS or (field.tag in _TITLE_TAGS and field.tag in {known.tag for known in record})
        if starts and any(_FIELDS.get(known.tag) == "title" for known in record):
            break
        record = [field] if starts and field.tag in {"TY", "%0"} else [*record, field]
        if field.tag in _LAST_TAGS and any(_FIELDS.get(known.tag) == "title" for known in record):
            break
    return record


def _article(text: str, record: Sequence[_Field]) -> tuple[list[Block], Article]:
    blocks: list[Block] = []
    article = Article(title=None, keep=[], rules=[])

    def add(span: Span, keep: bool, rule: str) -> None:
        start, end = span
        while start < end and (text[start].isspace() or text[start] == "\ufeff"):
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            blocks.append(Block(start, end, text[start:end]))
            article.keep.append(keep)
            article.rules.append(rule)

    at = 0
    for field in record:
        add(Span(at, field.label.start), False, "outside-record")
        kind = _FIELDS.get(field.tag)
        fits = kind is not None and bool(_MUST_MATCH.get(kind, _ANY).match(text, field.value.start, field.value.end))
        add(field.label, fits, "field-label")
        add(field.value, fits, _RULES.get(kind or "", "labelled-fact") if fits else f"field-{field.tag.lower()}")
        if fits and kind is not None:
            article.fields[len(blocks) - 1] = kind
            if kind == "title" and article.title is None:
                article.title = len(blocks) - 1
        at = field.value.end
    add(Span(at, len(text)), False, "outside-record")
    return blocks, article


_ANY = re.compile("")
