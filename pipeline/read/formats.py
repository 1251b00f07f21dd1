"""The registry of file formats, and how the format of a file is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.columns import read_row
from pipeline.read.packed import PACKED_SUFFIXES, is_packed
from pipeline.read.read_bibtex import begins_bibtex, holds_bibtex, read_bibtex, split_bibtex
from pipeline.read.read_csv import holds_csv, split_csv
from pipeline.read.read_excel import holds_workbook, split_excel
from pipeline.read.read_html import looks_like_html, read_html
from pipeline.read.read_jats import looks_like_jats, read_jats, split_jats
from pipeline.read.read_jsonl import holds_jsonl, split_jsonl
from pipeline.read.read_pdf import looks_like_pdf, read_pdf
from pipeline.read.read_pubmed import looks_like_pubmed, read_pubmed, split_pubmed
from pipeline.read.read_tagged import (
    begins_medline,
    begins_ris,
    holds_medline,
    holds_ris,
    read_medline,
    read_ris,
    split_medline,
    split_ris,
)
from pipeline.read.read_text import read_text
from pipeline.read.record import Piece, Record


class Format(NamedTuple):
    """A file format.

    `suffixes` announce it; `sniff` sees the first bytes of a file and says that they are this format for certain: that
    wins over the suffix. `parse` makes a source of one record. `split` cuts a file of many records, streaming; a format
    without it has one document a file. Both raise ReadError. `begins` is a weaker `sniff`, for files without a known
    suffix: the first bytes are how a file of one record begins.
    """

    name: str
    suffixes: frozenset[str]
    parse: Callable[[Record, ReadSettings], Source]
    sniff: Callable[[bytes], bool] | None = None
    split: Callable[[BinaryIO, ReadSettings], Iterator[Piece]] | None = None
    begins: Callable[[bytes], bool] | None = None


# In the order in which they are tried.
FORMATS = (
    Format("pubmed", frozenset({".xml"}), read_pubmed, looks_like_pubmed, split_pubmed),
    Format("jats", frozenset({".nxml"}), read_jats, looks_like_jats, split_jats),
    Format("pdf", frozenset({".pdf"}), read_pdf, looks_like_pdf),
    Format("html", frozenset({".html", ".htm", ".xhtml"}), read_html, looks_like_html),
    Format("ris", frozenset({".ris"}), read_ris, holds_ris, split_ris, begins_ris),
    Format("medline", frozenset({".nbib", ".medline"}), read_medline, holds_medline, split_medline, begins_medline),
    Format("bibtex", frozenset({".bib", ".bibtex"}), read_bibtex, holds_bibtex, split_bibtex, begins_bibtex),
    Format("jsonl", frozenset({".jsonl", ".ndjson"}), read_row, holds_jsonl, split_jsonl),
    Format("excel", frozenset({".xlsx", ".xlsm"}), read_row, holds_workbook, split_excel),
    Format("csv", frozenset({".csv", ".tsv", ".tab"}), read_row, holds_csv, split_csv),
    Format("text", frozenset({".txt", ".text"}), read_text),
)
SNIFFED_BYTES = 1 << 16


def format_of(name: str, head: bytes) -> Format:
    """Return the format of a file by its first bytes, otherwise by its suffix; text where it has none.

    Raises ReadError for a suffix that no format has.
    """
    suffix = PurePosixPath(name).suffix.lower()
    return _sniffed(head) or _announced(suffix) or _begun(head) or _otherwise(name, suffix)


def is_sure(head: bytes) -> bool:
    """Whether the first bytes of a file say for certain what it is, whatever its name."""
    return is_packed(head) or _sniffed(head) is not None


def format_named(name: str) -> Format:
    """Return a format by its name."""
    return next(form for form in FORMATS if form.name == name)


def known_suffixes() -> frozenset[str]:
    """Return the suffixes of all formats, packed files and archives."""
    return PACKED_SUFFIXES.union(*(form.suffixes for form in FORMATS))


def _sniffed(head: bytes) -> Format | None:
    return next((form for form in FORMATS if form.sniff is not None and form.sniff(head)), None)


def _announced(suffix: str) -> Format | None:
    return next((form for form in FORMATS if suffix in form.suffixes), None)


def _begun(head: bytes) -> Format | None:
    return next((form for form in FORMATS if form.begins is not None and form.begins(head)), None)


def _otherwise(name: str, suffix: str) -> Format:
    if not suffix:
        return format_named("text")
    known = ", ".join(sorted(known_suffixes()))
    raise ReadError(f"{name}: unknown kind of file '{suffix}'; known are {known}: rename or convert it")
