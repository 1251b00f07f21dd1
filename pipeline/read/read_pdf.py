"""PDF: the text of the pages, as pypdf finds it, the lines of a paragraph joined; one file, one document."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.lines import Line, lines_of, paragraphs
from pipeline.read.record import Record

if TYPE_CHECKING:
    from pypdf import PageObject

_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024
_WORD = re.compile(rb"[A-Za-z]{3}")
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def looks_like_pdf(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a PDF: bytes may stand before its mark, but no words."""
    before, mark, _ = head[:_MAGIC_WITHIN].partition(_MAGIC)
    return bool(mark) and _WORD.search(before) is None


def read_pdf(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a PDF, a paragraph a line, a blank line between two pages and where a gap stood.

    Raises ReadError if it is broken, encrypted or holds only pictures.
    """
    pages = _pages(record)
    text = _UNSTORABLE.sub("\ufffd", paragraphs(pages))
    if not text:
        raise ReadError(f"{record.where}: {len(pages)} pages without text, scanned perhaps; run OCR over it first")
    if len(text) > settings.max_document_mb << 20:
        raise ReadError(f"{record.where}: its text is larger than {settings.max_document_mb} MB; split it")
    return Source(record.doc_id, record.name, "pdf", record.sha256, text, record.record)


def _pages(record: Record) -> list[list[Line]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

    encrypted = f"{record.where}: encrypted; save it without a password"
    try:
        reader = PdfReader(io.BytesIO(record.content()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(encrypted)
        return [_lines(page) for page in reader.pages]
    except ReadError:
        raise
    except (FileNotDecryptedError, DependencyError):
        raise ReadError(encrypted) from None
    except PdfReadError as error:
        reason = str(error)
    except Exception as error:  # pypdf raises whatever a broken part of the file leads to
        reason = f"{type(error).__name__}: {error}"
    raise ReadError(f"{record.where}: broken PDF ({' '.join(reason.split())[:120]}); save it again")


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page with their places."""
    chunks: list[Line] = []

    def add(text: str, to_page: list[float], to_text: list[float], _: Any, size: float | None) -> None:
        y = to_text[4] * to_page[1] + to_text[5] * to_page[3] + to_page[5]
        chunks.append(Line(text, y, abs((size or 0.0) * to_text[3] * to_page[3])))

    page.extract_text(visitor_text=add)
    return lines_of(iter(chunks))
