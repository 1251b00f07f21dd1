"""Loads gold files: hand labels of one raw document each, checked against the document that they label."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.document import Span
from pipeline.errors import GoldError
from pipeline.tables.schemas import SCHEMAS

SUFFIX = ".gold.json"

GoldRow = dict[str, Any]
"""A row of a gold table. A field that holds a list accepts any value in it, None among them."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldRange(_Part):
    """A half-open range of the raw document's text."""

    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _runs_forward(self) -> GoldRange:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not behind start {self.start}")
        return self

    def span(self) -> Span:
        """Return the range as a `Span`."""
        return Span(self.start, self.end)


class GoldSpan(_Part):
    """A labelled mention; the offsets are None in gold of an HTML page."""

    label: Literal["DRUG", "DOSE", "DISEASE", "SAMPLE_SIZE"]
    text: str
    start: int | None = None
    end: int | None = None
    optional: bool = False


class GoldTables(_Part):
    """The rows that the extractors must write; their fields are columns of the output tables, `aka` and `optional`."""

    study: GoldRow
    drugs: list[GoldRow]
    doses: list[GoldRow]
    diseases: list[GoldRow]
    sample_sizes: list[GoldRow]
    outcomes: list[GoldRow]

    @model_validator(mode="after")
    def _fields_are_columns(self) -> GoldTables:
        _check_fields("studies", self.study, ())
        for table, required in _REQUIRED.items():
            for row in getattr(self, table):
                _check_fields(table, row, required)
        return self


# The fields that make a row; without one of them it cannot be matched with anything.
_REQUIRED = {
    "drugs": ("name",),
    "doses": ("drug", "low", "high", "unit", "per"),
    "diseases": ("name",),
    "sample_sizes": ("n", "role"),
    "outcomes": ("measure",),
}


def _check_fields(table: str, row: GoldRow, required: Iterable[str]) -> None:
    """Raise ValueError for a field that is no column (it would never be scored) and for one that is missing."""
    for field in sorted(set(row) - {*SCHEMAS[table].names, "aka", "optional"}):
        raise ValueError(f"a row of {table} has {field}, no column")
    for field in sorted(set(required) - set(row)):
        raise ValueError(f"a row of {table} has no field {field}")


class Gold(_Part):
    """The hand labels of one raw document.

    Plain text has `keep` (and `either`) ranges, an HTML page has `keep_text`: the visible strings to keep, in order.
    """

    doc: str
    sha256: str
    keep: list[GoldRange] | None = None
    either: list[GoldRange] = []
    keep_text: list[str] | None = None
    spans: list[GoldSpan]
    tables: GoldTables

    @model_validator(mode="after")
    def _one_kind(self) -> Gold:
        if (self.keep is None) == (self.keep_text is None):
            raise ValueError("needs either 'keep' ranges (text) or 'keep_text' strings (HTML)")
        if self.has_offsets and any(span.start is None or span.end is None for span in self.spans):
            raise ValueError("'keep' ranges need spans with 'start' and 'end'")
        return self

    @property
    def has_offsets(self) -> bool:
        """Whether ranges and spans point into the raw document's text."""
        return self.keep is not None

    def check(self, source_text: str, sha256: str) -> None:
        """Compare the labels with the raw document: its visible text and the hash of its bytes.

        Raises GoldError if the document is not the one that was labelled, or if a span's text is not what stands there.
        """
        if sha256 != self.sha256:
            raise GoldError(
                f"gold of {self.doc}: the document's sha256 is {sha256[:12]}…, gold labels {self.sha256[:12]}…; "
                "evaluate a run over the raw file that was labelled"
            )
        for span in self.spans:
            found = source_text[span.start : span.end]
            if self.has_offsets and found != span.text:
                raise GoldError(
                    f"gold of {self.doc}: {span.label} {span.start}-{span.end} should read {span.text!r}, "
                    f"the document has {found!r} there; correct the offsets in the gold file"
                )


def load_gold(path: Path) -> Gold:
    """Read one gold file. Raises GoldError, with the file and the field, if it cannot be read or is not gold."""
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "file"
        raise GoldError(f"{path}: {field}: {first['msg']}; correct the gold file") from None


def load_gold_folder(folder: Path) -> list[Gold]:
    """Read all `*.gold.json` files of a folder, in the order of their names. Raises GoldError if there are none."""
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise GoldError(f"{folder}: no *{SUFFIX} files there; name the folder that holds the gold files")
    return [load_gold(path) for path in paths]
