"""Reference managers' files of tagged lines: RIS, and MEDLINE as PubMed saves it (`.nbib`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.fields import from_fields, id_of, text_of
from pipeline.read.record import Piece, Record
from pipeline.read.stream import MEGABYTE, lines, text_as_utf8

# Tags by the field that they hold, the best first.
_RIS_TAGS = {
    "title": "TI T1 ST",
    "abstract": "AB N2",
    "journal": "JF T2 JO JA J2 J1 BT",
    "year": "PY Y1 DA",
    "doi": "DO M3",
    "pmcid": "C2",
    "language": "LA",
    "authors": "AU A1",
    "types": "M3",
    "id": "AN ID",
    "links": "UR L1 L2 L3",
    "notes": "N1 C1 C2 C6 C7",
}
_MEDLINE_TAGS = {
    "title": "TI BTI TT",
    "abstract": "AB OAB",
    "journal": "JT TA",
    "year": "DP",
    "doi": "AID LID",
    "pmid": "PMID",
    "pmcid": "PMC",
    "language": "LA",
    "authors": "FAU CN",
    "types": "PT",
}
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)")
_MEDLINE_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)")
_RIS_START, _RIS_END = re.compile(rb"TY {1,2}-"), re.compile(rb"ER {1,2}-")
_MEDLINE_START = re.compile(rb"PMID ?- {0,2}\d")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_SENTENCE_END = (".", "?", "!", ":")
_PUBMED_DATABASE = re.compile(r"medline|pubmed", re.IGNORECASE)
_ONE_WORK_TYPE = re.compile(r"(?!10\.)[A-Za-z]")
_BLANK = b"\xef\xbb\xbf \t\r\n"


class _Form(NamedTuple):
    """A format: how its records begin, how they end, and how their fields are read."""

    tag: str
    start: re.Pattern[bytes]
    end: re.Pattern[bytes] | None
    fields: Callable[[str], dict[str, list[str]]]


def holds_ris(head: bytes) -> bool:
    """Whether the first bytes of a file hold two RIS records, or one that ended and the start of another."""
    return _at_lines(head, _RIS_START) > 1 and _at_lines(head, _RIS_END) > 0


def begins_ris(head: bytes) -> bool:
    """Whether a file begins as a RIS file does."""
    return _RIS_START.match(_narrow(head).lstrip(_BLANK)) is not None


def holds_medline(head: bytes) -> bool:
    """Whether the first bytes of a file hold two MEDLINE records."""
    return _at_lines(head, _MEDLINE_START) > 1


def begins_medline(head: bytes) -> bool:
    """Whether a file begins as a MEDLINE file does."""
    return _MEDLINE_START.match(_narrow(head).lstrip(_BLANK)) is not None


def _at_lines(head: bytes, pattern: re.Pattern[bytes]) -> int:
    return sum(1 for line in _narrow(head).splitlines() if pattern.match(line.lstrip(b"\xef\xbb\xbf\xff\xfe")))


def _narrow(head: bytes) -> bytes:
    """Latin text in UTF-16 as if it were ASCII."""
    return head.replace(b"\0", b"").lstrip(b"\xff\xfe") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head


def split_ris(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the records of a RIS file, cut before each `TY`. Raises ReadError where there is none."""
    return _split(stream, settings, _Form("TY  - ", _RIS_START, _RIS_END, read_ris_fields))


def split_medline(stream: BinaryIO, settings: ReadSettings) -> Iterator[Piece]:
    """Yield the records of a MEDLINE file, cut before each `PMID`. Raises ReadError where there is none."""
    return _split(stream, settings, _Form("PMID- ", _MEDLINE_START, None, read_medline_fields))


def _split(stream: BinaryIO, settings: ReadSettings, form: _Form) -> Iterator[Piece]:
    count = 0
    for data in _cut(text_as_utf8(stream), settings.max_document_mb * MEGABYTE, form):
        count += 1
        if data is None:
            problem = (
                f"the record is larger than {settings.max_document_mb} MB; split it, or raise read.max_document_mb"
            )
            yield Piece(None, b"", problem)
        else:
            yield Piece(id_of(form.fields(data.decode("utf-8", "replace"))), data)
    if not count:
        raise ReadError(f"no record begins in it (no line '{form.tag}'); export it again")


def _cut(stream: BinaryIO, limit: int, form: _Form) -> Iterator[bytes | None]:
    """Yield records from start line to end line, or to the next start; None for one that is too large."""
    held: list[bytes] = []
    size = -1  # outside of any record
    for line in lines(stream, limit):
        if line is not None and form.start.match(line):
            if size >= 0:
                yield b"".join(held) if size <= limit else None
            held, size = [], 0
        if size < 0:
            continue
        size += limit + 1 if line is None else len(line)
        if line is not None and size <= limit:
            held.append(line)
        if form.end is not None and line is not None and form.end.match(line):
            yield b"".join(held) if size <= limit else None
            size = -1
    if size >= 0:
        yield b"".join(held) if size <= limit else None


def read_ris(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a RIS record. Raises ReadError if it has no text."""
    return from_fields(record, read_ris_fields(text_of(record)))


def read_medline(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a MEDLINE record. Raises ReadError if it has no text."""
    return from_fields(record, read_medline_fields(text_of(record)))


def read_ris_fields(text: str) -> dict[str, list[str]]:
    """Return the fields of a RIS record under our names."""
    tagged = _tagged(text, _RIS_LINE)
    fields = _named(tagged, _RIS_TAGS)
    fields["types"] = [part for value in fields["types"] if _ONE_WORK_TYPE.match(value) for part in value.split("; ")]
    if any(_PUBMED_DATABASE.search(name) for name in tagged.get("DB", ())):
        fields["pmid"] = tagged.get("AN", [])
    return fields


def read_medline_fields(text: str) -> dict[str, list[str]]:
    """Return the fields of a MEDLINE record under our names."""
    tagged = _tagged(text, _MEDLINE_LINE)
    fields = _named(tagged, _MEDLINE_TAGS)
    fields["authors"] = fields["authors"] or tagged.get("AU", [])
    fields["doi"] = [value for value in fields["doi"] if value.endswith("[doi]")]
    return fields


def _named(tagged: dict[str, list[str]], tags: dict[str, str]) -> dict[str, list[str]]:
    return {
        field: [value for tag in names.split() for value in tagged.get(tag, ()) if value]
        for field, names in tags.items()
    }


def _tagged(text: str, pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """The values under each tag. A line without tag goes on with the one before: after the end of a sentence as a
    paragraph of its own unless it is indented, otherwise in the same line.
    """
    values: list[tuple[str, list[str]]] = []
    for line in _LINE_BREAK.split(text):
        match = pattern.fullmatch(line)
        if match:
            values.append((match[1], [(match[2] or "").strip()]))
        elif values and line.strip():
            parts = values[-1][1]
            is_new = parts[-1].endswith(_SENTENCE_END) and not line[0].isspace()
            parts += ["\n" if is_new else " ", line.strip()]
    tagged: dict[str, list[str]] = {}
    for tag, parts in values:
        tagged.setdefault(tag, []).append("".join(parts).strip())
    return tagged
