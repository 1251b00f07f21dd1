"""The way of one document: read, clean, tag, extract, and the rows of every table at the end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from spacy.tokens import Doc

from pipeline.clean import Cleaner
from pipeline.config import Config
from pipeline.document import CleanDoc, Source
from pipeline.errors import DocumentError, ReadError
from pipeline.extract import extract_all
from pipeline.read import Record, Unreadable, parse
from pipeline.run.doc_rows import DocRows, error_rows
from pipeline.tag.pipeline import build_tagger, tag

Note = Callable[[str], None]
"""Called with the name of each step before it begins."""


class Steps:
    """All steps of one document. Building them takes a second, a document milliseconds: build them once."""

    def __init__(self, config: Config) -> None:
        """Load profiles, vocabularies and models. Raises ConfigError for settings that cannot be used."""
        self._config = config
        self._cleaner = Cleaner(config.clean)
        self._nlp = build_tagger(config.tag)
        _spare_the_collector()

    def read(self, record: Record) -> Source:
        """Return a record's source. Raises ReadError."""
        return parse(record, self._config.read)

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
def _step(stage: str, note: Note) -> Iterator[None]:
    """Turn whatever goes wrong inside into a StepError of this stage: one document never ends a run."""
    note(stage)
    try:
        yield
    except DocumentError as error:
        raise StepError(error.stage, error) from error
    except Exception as error:
        raise StepError(stage, error) from error


def _unnoted(stage: str) -> None:
    """Tell nobody which step begins."""


def process_record(record: Record | Unreadable, steps: Steps, note: Note = _unnoted) -> DocRows:
    """Return the rows of one document; if a step fails, its one row in `errors` and nothing else."""
    try:
        with _step("read", note):
            if isinstance(record, Unreadable):
                raise ReadError(record.message)
            source = steps.read(record)
        doc = process_source(source, steps, note)
        with _step("extract", note):
            return extract_all(doc)
    except StepError as failure:
        return error_rows(record, failure.stage, failure.cause)


def process_source(source: Source, steps: Steps, note: Note = _unnoted) -> Doc:
    """Return the tagged document of a source. Raises StepError."""
    with _step("clean", note):
        clean = steps.clean(source)
    with _step("tag", note):
        return steps.tag(clean)
