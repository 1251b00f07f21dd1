"""Plain text files: one file, one source, offsets into the decoded file."""

from __future__ import annotations

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.read.decode import decode
from pipeline.read.record import Record


def read_text(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a text file, line ends untouched. Raises ReadError if it holds no text."""
    text = decode(record.content(), record.name)
    return Source(record.doc_id, record.name, "text", record.sha256, text)
