"""The same article twice: both documents stay, and the later one names the first.

Two documents are the same article if they state the same PubMed id or DOI, or if their texts are nearly the same:
`documents.text_print` holds hashes of parts of the text, and texts that share two of them share nearly all their words.
Only the pairs are held in memory, never the documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS, STAGING, Manifest, current_file, stage_shard

_MARKED = ("documents", "studies")
_SHARED_PRINTS = 2
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB"}
_SEEN = pa.schema([("place", pa.int64()), ("kind", pa.string()), ("value", pa.string())])
# Pairs (later document, first document with the same value), where enough values of a kind are shared.
_PAIRS = f"""
    SELECT place, first
    FROM (SELECT kind, place, min(place) OVER (PARTITION BY kind, value) AS first FROM seen)
    WHERE first < place
    GROUP BY kind, place, first
    HAVING kind <> 'print' OR count(*) >= {_SHARED_PRINTS}
    ORDER BY place, first
"""


def mark_duplicates(out: Path, manifest: Manifest) -> None:
    """Write `duplicate_of` into the documents and studies of a run that is about to be committed.

    A shard is written again only where its marks change. Raises OutputError when the folder cannot be read or written.
    """
    try:
        _mark_all(out, manifest)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise OutputError(
            f"{out}: its documents cannot be compared ({reason}); free some space and run again"
        ) from error


def _mark_all(out: Path, manifest: Manifest) -> None:
    first_of = _first_of(_pairs(out, manifest))
    names = dict(_names(out, manifest, {*first_of.values()}))
    place = 0
    for shard in manifest.shards:
        places = range(place, place + shard.rows["documents"])
        wanted = {at: names[first_of[at]] for at in places if at in first_of}
        _mark(out, shard.name, [wanted.get(at) for at in places])
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
        rows = _read(out, shard.name, ["pmid", "doi", "text_print"])
        seen = [(at, *mark) for at, row in enumerate(rows, place) for mark in _marks(row)]
        place += len(rows)
        if seen:
            yield pa.record_batch([list(column) for column in zip(*seen, strict=True)], schema=_SEEN)


def _marks(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if row["pmid"]:
        yield "pmid", row["pmid"]
    if row["doi"]:
        yield "doi", row["doi"].lower()
    for value in row["text_print"] or ():
        yield "print", str(value)


def _names(out: Path, manifest: Manifest, places: Set[int]) -> Iterator[tuple[int, str]]:
    """Yield the doc_ids of the documents at some places."""
    start = 0
    for shard in manifest.shards:
        here = range(start, start + shard.rows["documents"])
        if not places.isdisjoint(here):
            rows = _read(out, shard.name, ["doc_id"])
            yield from ((at, row["doc_id"]) for at, row in zip(here, rows, strict=True) if at in places)
        start = here.stop


def _mark(out: Path, shard: str, wanted: list[str | None]) -> None:
    for table in _MARKED:
        path = current_file(out, table, shard)
        stands = pq.read_table(path, columns=["duplicate_of"])["duplicate_of"]
        if stands.to_pylist() != wanted:
            arrow = pq.read_table(path, schema=SCHEMAS[table])
            at = arrow.schema.get_field_index("duplicate_of")
            marked = arrow.set_column(at, arrow.schema.field(at), pa.array(wanted, pa.string()))
            stage_shard(out, shard, {table: marked})


def _read(out: Path, shard: str, columns: list[str]) -> list[dict[str, Any]]:
    return pq.read_table(current_file(out, "documents", shard), columns=columns).to_pylist()  # type: ignore[no-any-return]
