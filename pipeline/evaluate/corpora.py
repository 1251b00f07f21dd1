"""Reads labelled corpora: JSON lines, one document a line, with the spans and concept ids of their labels.

`{"id": ..., "text": ..., "spans": [{"start": 0, "end": 7, "label": "Chemical", "ids": ["D008094"]}, ...]}`; offsets
count characters. Other fields are passed over; a span may hold its `text`, which is checked.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, NoReturn, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import GoldError


class CorpusSpan(NamedTuple):
    """A labelled mention `text[start:end]`; `ids` are the concepts that it stands for, often none."""

    start: int
    end: int
    label: str
    ids: tuple[str, ...] = ()


class CorpusRelation(NamedTuple):
    """A labelled tie between two spans, which `head` and `tail` number in the order of the file."""

    label: str
    head: int
    tail: int


class CorpusDoc(NamedTuple):
    """A labelled text; spans in the order of the file. Relations between concepts instead of spans are left out."""

    id: str
    text: str
    spans: tuple[CorpusSpan, ...]
    relations: tuple[CorpusRelation, ...] = ()

    def written(self, span: CorpusSpan) -> str:
        """Return the words of a span."""
        return self.text[span.start : span.end]


class _SpanLine(BaseModel):
    model_config = ConfigDict(strict=True)
    start: int
    end: int
    label: str
    text: str | None = None
    ids: list[str] | None = None


class _RelationLine(BaseModel):
    model_config = ConfigDict(strict=True)
    label: str
    head: int | None = None
    tail: int | None = None


class _DocLine(BaseModel):
    model_config = ConfigDict(strict=True)
    id: str
    text: str
    spans: list[_SpanLine] = []
    relations: list[_RelationLine] = []


def read_corpus(path: Path) -> Iterator[CorpusDoc]:
    """Yield the documents of a corpus (`.jsonl`, or `.jsonl.gz`) line by line; empty lines are passed over.

    Raises GoldError, with the file and the line, for what cannot be read or is no labelled text.
    """
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _document(path, number, line)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GoldError(f"{path}: cannot be read ({reason}); name a file of JSON lines, .jsonl or .jsonl.gz") from None


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _document(path: Path, number: int, line: bytes) -> CorpusDoc:
    try:
        doc = _DocLine.model_validate(json.loads(line.decode("utf-8")))
        doc.text.encode("utf-8")
    except UnicodeError:
        _fail(path, number, "no UTF-8 text; convert the file")
    except RecursionError:
        _fail(path, number, "nested too deep; each line must be one object")
    except json.JSONDecodeError as error:
        _fail(path, number, f"no JSON ({error.msg}); each line must be one object")
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        problem = f"{field}: {first['msg']}" if field else "must be one object"
        _fail(path, number, f"{problem}; needs id, text and spans with start, end and label")
    for span in doc.spans:
        _check(path, number, doc.text, span)
    spans = (CorpusSpan(span.start, span.end, span.label, tuple(span.ids or ())) for span in doc.spans)
    return CorpusDoc(doc.id, doc.text, tuple(spans), tuple(_relations(path, number, doc)))


def _relations(path: Path, number: int, doc: _DocLine) -> Iterator[CorpusRelation]:
    for relation in doc.relations:
        if relation.head is None or relation.tail is None:
            continue
        if not (0 <= relation.head < len(doc.spans) and 0 <= relation.tail < len(doc.spans)):
            _fail(path, number, f"relation {relation.head}-{relation.tail} names no span; correct the numbers")
        yield CorpusRelation(relation.label, relation.head, relation.tail)


def _check(path: Path, number: int, text: str, span: _SpanLine) -> None:
    if not 0 <= span.start < span.end <= len(text):
        _fail(path, number, f"span {span.start}-{span.end} is empty or lies outside the text; correct the offsets")
    found = text[span.start : span.end]
    if span.text is not None and span.text != found:
        _fail(path, number, f"span {span.start}-{span.end} should read {span.text!r}, the text has {found!r} there")


def _fail(path: Path, number: int, problem: str) -> NoReturn:
    raise GoldError(f"{path}, line {number}: {problem}")
