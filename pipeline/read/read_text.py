"""Plain text files: one file, one source, offsets into the decoded file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import Source
from pipeline.read.decode import InputFile, decode, sha256


def read_text(file: InputFile) -> Iterator[Source]:
    """Yield the one source of a text file, line ends untouched. Raises ReadError if it holds no text."""
    data = file.read_bytes()
    yield Source(file.doc_id, file.name, "text", sha256(data), decode(data, file.name))
