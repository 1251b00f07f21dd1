"""The same article twice: both documents stay, and the later one names the first.

Two documents are the same article if they state the same PubMed id, PMC id or DOI, or if their texts say so:

- nearly the same text: `documents.text_print` holds hashes of parts of it, and texts that share two of them share
  nearly all their words;
- one text at the beginning of the other, as an abstract opens its article: most of what `documents.text_sample` holds
  of the shorter one is in that of the longer one;
- the same long title and nearly the same year, where one of the two has no text beside it.

Different PubMed ids, and for the last two different DOIs, outweigh that. Only the pairs are held in memory, never the
documents.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.normalize.names import fold
from pipeline.normalize.text_print import FEWEST_SHARED
from pipeline.tables import MARKED, SCHEMAS, STAGING, Manifest, ShardFiles, current_file, stage_shard

_SHARED_PRINTS = 2
_DIGITS = 12
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB"}
_WORD = re.compile(r"\w+")
# The share of the smaller sample that the larger one must have: an abstract in an article loses runs to broken words
# and headings; two abstracts of like length have much in common already where they tell of one study in two articles.
_SHARE_OF_SAMPLE, _SHARE_OF_LIKE = 0.7, 0.85
_UNLIKE = 1.5  # times as large
_FEWEST_TITLE_WORDS = 6
_SEEN = pa.schema(
    [
        ("place", pa.int64()),
        ("pmid", pa.string()),
        ("doi", pa.string()),
        ("kind", pa.string()),
        ("value", pa.string()),
        ("size", pa.int32()),
    ]
)
# Pairs (later document, earlier document with the same values), where enough values of a kind are shared and the two do
# not state different identifiers. A value pairs a document with the first and with the latest earlier one that has it:
# so a text inside of another is found although a third, earlier one has some of its words, and time grows with the
# number of values. `size` is how many values the sample has, and of a title how many the text's print.
_PAIRS = f"""
    WITH known AS (
        SELECT kind, place, pmid, doi, size,
            first_value(place) OVER same AS first, first_value(pmid) OVER same AS first_pmid,
            first_value(doi) OVER same AS first_doi, first_value(size) OVER same AS first_size,
            lag(place) OVER same AS last, lag(pmid) OVER same AS last_pmid, lag(doi) OVER same AS last_doi,
            lag(size) OVER same AS last_size
        FROM seen WINDOW same AS (PARTITION BY kind, value ORDER BY place)
    ), pairs AS (
        SELECT kind, place, pmid, doi, size, first AS other, first_pmid AS other_pmid, first_doi AS other_doi,
            first_size AS other_size
        FROM known WHERE first < place
        UNION ALL
        SELECT kind, place, pmid, doi, size, last, last_pmid, last_doi, last_size
        FROM known WHERE last < place AND last > first
    )
    SELECT place, other
    FROM pairs
    WHERE coalesce(pmid = other_pmid, true) AND (kind NOT IN ('sample', 'title') OR coalesce(doi = other_doi, true))
    GROUP BY kind, place, other
    HAVING CASE kind
        WHEN 'print' THEN count(*) >= {_SHARED_PRINTS}
        WHEN 'sample' THEN count(*) >= {FEWEST_SHARED} AND count(*) >= min(least(size, other_size)
            * CASE WHEN greatest(size, other_size) < {_UNLIKE} * least(size, other_size)
                THEN {_SHARE_OF_LIKE} ELSE {_SHARE_OF_SAMPLE} END)
        WHEN 'title' THEN min(least(size, other_size)) = 0
        ELSE true
    END
    ORDER BY place, other
"""


def mark_duplicates(out: Path, manifest: Manifest) -> Manifest:
    """Write `duplicate_of` into the documents and studies of a run that is about to be committed; return its manifest.

    A shard is written again only where its marks change, under another name: what an earlier manifest lists stays.
    Raises OutputError when the folder cannot be read or written.
    """
    try:
        return manifest.model_copy(update={"shards": tuple(_marked(out, manifest))})
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise OutputError(
            f"{out}: its documents cannot be compared ({reason}); free some space and run again"
        ) from error


def _marked(out: Path, manifest: Manifest) -> Iterator[ShardFiles]:
    first_of = _first_of(_pairs(out, manifest))
    names = dict(_names(out, manifest, {*first_of.values()}))
    place = 0
    for shard in manifest.shards:
        places = range(place, place + shard.rows["documents"])
        yield _mark(out, shard, [names[first_of[at]] if at in first_of else None for at in places])
        place = places.stop


def _first_of(pairs: Iterator[tuple[int, int]]) -> dict[int, int]:
    """Return, for each document that is one, the first document that it is a duplicate of; pairs come sorted."""
    first_of: dict[int, int] = {}
    for place, first in pairs:
        root = first_of.get(first, first)
        first_of[place] = min(root, first_of.get(place, root))
    return first_of


def _pairs(out: Path, manifest: Manifest) -> Iterator[tuple[int, int]]:
    with duckdb.connect(":memory:", config=_SETTINGS | {"temp_directory": str(out / STAGING)}) as connection:
        connection.register("found", pa.RecordBatchReader.from_batches(_SEEN, _seen(out, manifest)))
        connection.execute("CREATE TABLE seen AS SELECT * FROM found")
        cursor = connection.execute(_PAIRS)
        while rows := cursor.fetchmany(10_000):
            yield from rows


def _seen(out: Path, manifest: Manifest) -> Iterator[pa.RecordBatch]:
    """Yield what can tell that documents are the same article: a row a document, kind and value."""
    place = 0
    for shard in manifest.shards:
        rows = _read(out, shard, ["pmid", "pmcid", "doi", "title", "year", "text_print", "text_sample"])
        seen = [(at, row["pmid"], _doi(row), *mark) for at, row in enumerate(rows, place) for mark in _marks(row)]
        place += len(rows)
        if seen:
            yield pa.record_batch([list(column) for column in zip(*seen, strict=True)], schema=_SEEN)


def _doi(row: Mapping[str, Any]) -> str | None:
    return row["doi"].lower() if row["doi"] else None


def _marks(row: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield kind, value and size."""
    prints, sample = row["text_print"] or (), row["text_sample"] or ()
    for kind, value in (("pmid", row["pmid"]), ("pmcid", row["pmcid"]), ("doi", _doi(row))):
        if value:
            yield kind, value, 1
    for value in prints:
        yield "print", str(value), len(prints)
    for value in sample:
        yield "sample", str(value), len(sample)
    words = _WORD.findall(fold(row["title"] or ""))
    if row["year"] and len(words) >= _FEWEST_TITLE_WORDS:
        for year in (row["year"], row["year"] + 1):  # online in one, in print in the other
            yield "title", " ".join((*words, str(year))), len(prints)


def _names(out: Path, manifest: Manifest, places: Set[int]) -> Iterator[tuple[int, str]]:
    """Yield the doc_ids of the documents at some places."""
    start = 0
    for shard in manifest.shards:
        here = range(start, start + shard.rows["documents"])
        if not places.isdisjoint(here):
            rows = _read(out, shard, ["doc_id"])
            yield from ((at, row["doc_id"]) for at, row in zip(here, rows, strict=True) if at in places)
        start = here.stop


def _mark(out: Path, shard: ShardFiles, wanted: list[str | None]) -> ShardFiles:
    """Return a shard with the wanted marks, written where no file has them yet."""
    digest = hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:_DIGITS]
    marked = shard.model_copy(update={"marks": digest if any(wanted) else ""})
    for table in MARKED:
        if not current_file(out, table, marked.stem(table)).exists():
            arrow = pq.read_table(current_file(out, table, shard.stem(table)), schema=SCHEMAS[table])
            at = arrow.schema.get_field_index("duplicate_of")
            arrow = arrow.set_column(at, arrow.schema.field(at), pa.array(wanted, pa.string()))
            stage_shard(out, shard.name, {table: arrow}, marked.marks)
    return marked


def _read(out: Path, shard: ShardFiles, columns: list[str]) -> list[dict[str, Any]]:
    file = current_file(out, "documents", shard.stem("documents"))
    return pq.read_table(file, columns=columns).to_pylist()  # type: ignore[no-any-return]
