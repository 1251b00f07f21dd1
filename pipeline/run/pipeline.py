"""The way of one document: clean, tag, extract, and the rows of every table at the end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from spacy.tokens import Doc

from pipeline.clean import Cleaner
from pipeline.config import Config
from pipeline.document import CleanDoc, Source
from pipeline.errors import DocumentError
from pipeline.extract import extract_all
from pipeline.tables import SCHEMAS, to_arrow
from pipeline.tag.pipeline import build_tagger, tag

DocTables = dict[str, pa.Table]
"""One document's rows (or more), a table for every name in `SCHEMAS`."""

_MESSAGE_CHARS = 300


class Pipeline:
    """All steps from a `Source` on. Building one takes a second, a document milliseconds: build it once."""

    def __init__(self, config: Config) -> None:
        """Load profiles, vocabularies and models. Raises ConfigError for settings that cannot be used."""
        self._cleaner = Cleaner(config.clean)
        self._nlp = build_tagger(config.tag)
        _spare_the_collector()

    def clean(self, source: Source) -> CleanDoc:
        """Return the source without its boilerplate. Raises CleanError."""
        return self._cleaner.clean(source)

    def tag(self, clean: CleanDoc) -> Doc:
        """Return the clean document with its mentions."""
        return tag(self._nlp, clean)


def _spare_the_collector() -> None:
    """Let the garbage collector run less often: a document makes many small objects but few cycles."""
    gc.set_threshold(50_000, 20, 20)


class StepError(Exception):
    """A step failed on one document; `cause` is what it raised."""

    def __init__(self, stage: str, cause: Exception) -> None:
        super().__init__(f"{stage}: {cause}")
        self.stage = stage
        self.cause = cause


@contextmanager
def step(stage: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into a StepError of this stage: one document never ends a run."""
    try:
        yield
    except DocumentError as error:
        raise StepError(error.stage, error) from error
    except Exception as error:
        raise StepError(stage, error) from error


def process_source(source: Source, pipeline: Pipeline) -> DocTables:
    """Return the rows of one document in every table; if a step fails, its one row in `errors` and nothing else."""
    try:
        with step("clean"):
            clean = pipeline.clean(source)
        with step("tag"):
            doc = pipeline.tag(clean)
        with step("extract"):
            rows = extract_all(doc)
        with step("write"):
            return {table: to_arrow(table, rows.get(table, ())) for table in SCHEMAS}
    except StepError as failure:
        return error_tables(source.path, source.record, failure)


def error_tables(path: str, record: str | None, failure: StepError) -> DocTables:
    """Return tables that are empty but for one row in `errors`."""
    row = {
        "source": path,
        "record": record,
        "stage": failure.stage,
        "error": type(failure.cause).__name__,
        "message": _one_line(failure.cause),
    }
    return {table: to_arrow(table, [row] if table == "errors" else ()) for table in SCHEMAS}


def _one_line(error: Exception) -> str:
    # An OSError's full text names an absolute path, which differs from machine to machine.
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_MESSAGE_CHARS]
