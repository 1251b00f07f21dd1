"""Files to documents, in two steps: a file is split into `Record`s (bytes), and a record is parsed into a `Source`.

Splitting needs no understanding and streams: whoever plans a run does it. Parsing is a worker's job. `FORMATS` is the
registry: one module a format.
"""

from pipeline.read.files import InputFile, find_files
from pipeline.read.formats import FORMATS, Format
from pipeline.read.parse import parse, read_sources
from pipeline.read.record import Piece, Record, Skipped, Unreadable
from pipeline.read.split import split

__all__ = [
    "FORMATS",
    "Format",
    "InputFile",
    "Piece",
    "Record",
    "Skipped",
    "Unreadable",
    "find_files",
    "parse",
    "read_sources",
    "split",
]
