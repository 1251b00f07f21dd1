"""The Python API: a page in, tables as pandas data frames out. `docs/api.md` shows it at work."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePath

import pandas as pd
import pyarrow as pa

from pipeline.config import Config, load_config
from pipeline.errors import DocumentError, ReadError
from pipeline.read import InputFile, Record, Skipped, Unreadable, find_files, split
from pipeline.read.files import is_known
from pipeline.run.doc_tables import tables_of
from pipeline.run.driver import RunResult, run
from pipeline.run.steps import Steps, process_record
from pipeline.tables import SCHEMAS
from pipeline.view.notebook import document_html

_TEXT_NAME = "text"
# pandas types that can be null and stay what they are: a count is 12 and not 12.0 because another row has none.
_PANDAS_TYPES = {pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
_LONGEST_TITLE = 60


class Document:
    """What was found in one document: every table of docs/tables.md as an attribute (`doc.doses`), a data frame.

    Columns have the types of the Parquet files. Of a document that could not be processed, only `errors` has a row.
    """

    def __init__(self, name: str, tables: dict[str, pa.Table]) -> None:
        self.doc_id = name
        self._arrow = tables
        self._frames: dict[str, pd.DataFrame] = {}

    @property
    def text(self) -> str:
        """The clean text: what `start` and `end` of `mentions` count in."""
        return self._first("documents", "text") or ""

    @property
    def title(self) -> str | None:
        """Title of the article, None where the page has none."""
        return self._first("documents", "title")

    @property
    def error(self) -> str | None:
        """Why the document could not be processed, None where it could."""
        return self._first("errors", "message")

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in SCHEMAS:
            raise AttributeError(f"a document has no '{name}'; its tables are {', '.join(SCHEMAS)}")
        if name not in self._frames:
            self._frames[name] = self._arrow[name].to_pandas(types_mapper=_PANDAS_TYPES.get)
        return self._frames[name]

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *SCHEMAS]

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<Document {self.doc_id!r}: not processed: {self.error}>"
        title = self.title or "no title"
        short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
        counts = ((table, self._arrow[table].num_rows) for table in ("drugs", "doses", "diseases", "sample_sizes"))
        return f"<Document {self.doc_id!r}: {short!r}, {', '.join(f'{table} {rows}' for table, rows in counts)}>"

    def _repr_html_(self) -> str:
        return document_html(self.doc_id, self._arrow)

    def _first(self, table: str, column: str) -> str | None:
        arrow = self._arrow[table]
        return arrow[column][0].as_py() if arrow.num_rows else None


class Pipeline:
    """All steps from a page to its rows, with the settings of one configuration.

    Calling it works in this process, without the time limit that a run sets; the first call takes a second more.
    """

    def __init__(self, config: Config) -> None:
        self.config = config

    @classmethod
    def from_config(cls, path: str | Path | None = None) -> Pipeline:
        """Return a pipeline with the default settings, or those of a settings file over them. Raises ConfigError."""
        return cls(load_config(None if path is None else Path(path)))

    def __call__(self, page: str | Path) -> Document:
        """Return what is found in one document: a text, or the path of a file.

        A `str` is a path if such a file exists, or if it is a single line that ends like a file's name. Raises
        ReadError for what cannot be read and for a file of several documents, otherwise another DocumentError.
        """
        if _is_path(page):
            return self._only(Path(page))
        return self._of_text(str(page))

    def documents(self, paths: str | Path | Iterable[str | Path]) -> Iterator[Document]:
        """Yield the documents of files and folders, one by one; one that fails has an `error` and the others follow.

        Raises ReadError for a path that does not exist.
        """
        for file in find_files(_paths(paths)):
            yield from self._in(file)

    def run(
        self,
        paths: str | Path | Iterable[str | Path],
        out: str | Path,
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        limit: int | None = None,
        resume: bool = True,
        strict: bool = False,
    ) -> RunResult:
        """Process files and folders into the tables of the folder `out`; the same as `litsift run`, and its options.

        Raises LitsiftError when the run cannot be done; documents that fail are rows of the table `errors`.
        """
        config = self.config.with_engine(workers, scheduler)
        return run(_paths(paths), Path(out), config, limit=limit, resume=resume, strict=strict)

    def __repr__(self) -> str:
        return f"<Pipeline with the NER model {self.config.tag.ner.model!r}>"

    @cached_property
    def _steps(self) -> Steps:
        return Steps(self.config)

    def _only(self, path: Path) -> Document:
        found = list(islice(self._records(find_files([path])), 2))
        if len(found) > 1:
            raise ReadError(f"{path}: holds several documents; go through them with pipeline.documents(path)")
        if not found:
            raise ReadError(f"{path}: no documents here that litsift can read")
        return _sound(self._process(found[0]))

    def _of_text(self, text: str) -> Document:
        if not text.strip():
            raise ReadError("the text is empty; give a text, or the path of a page")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{_TEXT_NAME}.txt"
            path.write_bytes(text.encode("utf-8", "replace"))
            found = list(islice(self._records([InputFile(path, path.name, _TEXT_NAME)]), 2))
        if len(found) > 1:
            raise ReadError("the text holds several documents; save it to a file and use pipeline.documents(path)")
        return _sound(self._process(found[0]))

    def _in(self, file: InputFile) -> Iterator[Document]:
        return (self._process(record) for record in self._records([file]))

    def _records(self, files: Iterable[InputFile]) -> Iterator[Record | Unreadable]:
        for file in files:
            for record in split(file, self.config.read):
                if not isinstance(record, Skipped):
                    yield record

    def _process(self, record: Record | Unreadable) -> Document:
        return Document(record.doc_id, tables_of([record], [process_record(record, self._steps)]))


def _sound(document: Document) -> Document:
    """Return a document that could be processed. Raises DocumentError for one that could not."""
    if document.error is not None:
        raise DocumentError(document.error)
    return document


def _is_path(page: str | Path) -> bool:
    if isinstance(page, PurePath):
        return True
    if not page.strip() or "\n" in page or "\0" in page:
        return False
    return _exists(page) or is_known(page)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # a name longer than any file's
        return False


def _paths(given: str | Path | Iterable[str | Path]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | PurePath) else [Path(path) for path in given]
