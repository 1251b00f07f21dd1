"""Plain text files: one file, one source, offsets into the decoded file."""

from __future__ import annotations

from pipeline.config import ReadSettings
from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read.decode import decode
from pipeline.read.record import Record
from pipeline.read.text_records import several_records


def read_text(record: Record, settings: ReadSettings) -> Source:
    """Return the source of a text file, line ends untouched. Raises ReadError if it holds no text or several records
    of a database.
    """
    text = decode(record.content(), record.name)
    database = several_records(text)
    if database is not None:
        raise ReadError(f"{record.where}: several {database} records as text; export them as MEDLINE/RIS/nbib")
    return Source(record.doc_id, record.name, "text", record.sha256, text)
