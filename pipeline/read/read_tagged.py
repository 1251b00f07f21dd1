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
# A byte order mark stands before a record where two exports were put together; text that goes on is indented by six.
_LEAD = rb"(?:\xef\xbb\xbf)?[ \t]{0,3}"
_RIS_START, _RIS_END = re.compile(_LEAD + rb"TY {1,2}-"), re.compile(_LEAD + rb"ER {1,2}-")
_MEDLINE_START = re.compile(_LEAD + rb"PMID ?- {0,2}\d")
# Where a record begins within a line: the file before it did not end with a line break.
_JOINED = re.compile(rb"(?:(?<=-)|(?<=- )|\xef\xbb\xbf)(?=TY {1,2}-)|\xef\xbb\xbf(?=PMID ?- {0,2}\d)")
_TAG = re.compile(_LEAD + rb"(?=[A-Z0-9 ]{4}- )[A-Z][A-Z0-9]{1,3} {0,2}- ")
_STRAY = "fields outside of any record (no line '{}' begins one); mend or export it again"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_SENTENCE_END = (".", "?", "!", ":")
# Where databases put the PubMed id, told by database and value: Ovid MEDLINE, PubMed by EndNote; CENTRAL; Scopus.
_PMID_TAGS = {
    "AN": re.compile(r"(?:medline|pubmed|\bNLM\b).*: |: PUBMED ", re.IGNORECASE),
    "C3": re.compile(r": PUBMED \d{1,9}$"),
    "C2": re.compile(r"scopus: \d{7,9}$", re.IGNORECASE),
}
_ONE_WORK_TYPE = re.compile(r"(?!10\.)[A-Za-z]")
_FEWEST_FIELDS = 4
_BLANK = b"\xef\xbb\xbf \t\r\n"


class _Form(NamedTuple):
    """A format: how its records begin, how they end, and how their fields are read."""

    tag: str
    start: re.Pattern[bytes]
    end: re.Pattern[bytes] | None
    fields: Callable[[str], dict[str, list[str]]]


def holds_ris(head: bytes) -> bool:
    """Whether a file begins as a RIS file does and holds a whole record, or two: elsewhere a page may show one."""
    return begins_ris(head) and (_at_lines(head, _RIS_END) > 0 or _at_lines(head, _RIS_START) > 1)


def begins_ris(head: bytes) -> bool:
    """Whether a file begins as a RIS file does."""
    return _RIS_START.match(_narrow(head).lstrip(_BLANK)) is not None


def holds_medline(head: bytes) -> bool:
    """Whether a file begins as a MEDLINE file does and holds more than the beginning of a record."""
    return begins_medline(head) and _at_lines(head, _TAG) >= _FEWEST_FIELDS


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
    too_large = f"the record is larger than {settings.max_document_mb} MB; split it, or raise read.max_document_mb"
    for data in _cut(text_as_utf8(stream), settings.max_document_mb * MEGABYTE, form):
        count += 1
        if not data:
            yield Piece(None, b"", too_large if data is None else _STRAY.format(form.tag))
        else:
            yield Piece(id_of(form.fields(data.decode("utf-8", "replace"))), data)
    if not count:
        raise ReadError(f"no record begins in it (no line '{form.tag}'); export it again")


def _cut(stream: BinaryIO, limit: int, form: _Form) -> Iterator[bytes | None]:
    """Yield records from start line to end line, or to the next start; None for one that is too large, no bytes for
    fields outside of any.
    """
    held: list[bytes] = []
    size = -1  # outside of any record
    is_stray = False
    for line in _apart(lines(stream, limit)):
        if line is not None and form.start.match(line):
            if size >= 0:
                yield b"".join(held) if size <= limit else None
            elif is_stray:
                yield b""
            held, size, is_stray, line = [], 0, False, line.lstrip(_BLANK)
        is_end = form.end is not None and line is not None and form.end.match(line) is not None
        if size < 0:
            is_stray |= line is not None and not is_end and _TAG.match(line) is not None
            continue
        size += limit + 1 if line is None else len(line)
        if line is not None and size <= limit:
            held.append(line)
        if is_end:
            yield b"".join(held) if size <= limit else None
            size = -1
    if size >= 0:
        yield b"".join(held) if size <= limit else None
    elif is_stray:
        yield b""


def _apart(found: Iterator[bytes | None]) -> Iterator[bytes | None]:
    """Part lines in which another record begins."""
    for line in found:
        if line is None or (b"TY" not in line and b"PMID" not in line):
            yield line
        else:
            yield from (part for part in _JOINED.split(line) if part)


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
    fields["pmcid"] = [value for value in fields["pmcid"] if "PMC" in value.upper()]  # others put other numbers there
    database = " ".join(name for tag in ("DB", "DP") for name in tagged.get(tag, ()))
    fields["pmid"] = [
        value
        for tag, is_pmid in _PMID_TAGS.items()
        for value in tagged.get(tag, ())
        if is_pmid.search(f"{database}: {value}")
    ]
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
