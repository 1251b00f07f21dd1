"""Evaluates the result folder of a run against a folder of gold files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.document import Span
from pipeline.errors import GoldError, OutputError
from pipeline.evaluate.cleaner import score_cleaner, score_leakage
from pipeline.evaluate.gold import Gold, load_gold_folder
from pipeline.evaluate.prediction import FAILED, ROW_TABLES, Prediction, Row
from pipeline.evaluate.report import Report
from pipeline.evaluate.rows import score_rows
from pipeline.evaluate.score import Score, total
from pipeline.evaluate.spans import score_spans
from pipeline.evaluate.study import score_study
from pipeline.tables.reader import read_table

_TABLES = ("documents", "removed", "mentions", *ROW_TABLES, "studies")
_SCORERS = (score_cleaner, score_leakage, score_spans, score_rows, score_study)


def score_document(gold: Gold, prediction: Prediction) -> Score:
    """Return all scores of one document."""
    return total(scorer(gold, prediction) for scorer in _SCORERS)


def evaluate_run(gold_dir: Path, run_dir: Path) -> Report:
    """Compare the tables of a result folder with the gold files of a folder.

    A document that stands in the run's `errors` counts as missed altogether. Raises GoldError if a gold file is wrong,
    or labels a document that is not in the run or differs from the one there; OutputError if the run cannot be read.
    """
    golds = load_gold_folder(gold_dir)
    found = _find_documents(golds, run_dir)
    errors = {PurePosixPath(row["source"]).name for row in read_table(run_dir, "errors").to_pylist()}
    tables = _read_rows(run_dir, list(found.values()))
    scores, failed = {}, []
    for gold in golds:
        if gold.doc in found:
            prediction = _checked(gold, tables, found[gold.doc])
        elif gold.doc in errors:
            prediction = FAILED
            failed.append(gold.doc)
        else:
            raise GoldError(f"gold of {gold.doc}: not in the run in {run_dir}; run litsift on its page first")
        scores[gold.doc] = score_document(gold, prediction)
    return Report(scores, failed)


def _find_documents(golds: Iterable[Gold], run_dir: Path) -> dict[str, str]:
    """Return the `doc_id` of each gold document in the run, by the name of its file.

    Where files of one name stand in several folders it is the one that was labelled, by its hash, if that is there.
    """
    hashes = {gold.doc: gold.sha256 for gold in golds}
    found: dict[str, str] = {}
    for row in read_table(run_dir, "documents", columns=["doc_id", "source", "source_sha256"]).to_pylist():
        name = PurePosixPath(row["source"]).name
        if name in hashes and (name not in found or row["source_sha256"] == hashes[name]):
            found[name] = row["doc_id"]
    return found


def _read_rows(run_dir: Path, doc_ids: list[str]) -> dict[str, list[Row]]:
    """Return the rows of some documents by table; a run may hold many more than gold labels."""
    where = ds.field("doc_id").isin(pa.array(doc_ids, pa.string()))
    return {table: read_table(run_dir, table, where=where).to_pylist() for table in _TABLES}


def _checked(gold: Gold, tables: dict[str, list[Row]], doc_id: str) -> Prediction:
    """Return what the run says about a gold document, once gold is known to label that very document."""
    rows = {name: [row for row in table if row["doc_id"] == doc_id] for name, table in tables.items()}
    document = rows["documents"][0]
    source_text = rebuild_source(document, rows["removed"])
    gold.check(source_text, document["source_sha256"])
    return Prediction(
        source_text=source_text,
        text=document["text"],
        kept=[Span(kept["start"], kept["end"]) for kept in document["kept"]],
        mentions=rows["mentions"],
        tables={name: rows[name] for name in ROW_TABLES},
        study=next(iter(rows["studies"]), {}),
    )


def rebuild_source(document: Row, removed: Iterable[Row]) -> str:
    """Return the source text of a document from its kept and its removed ranges; no raw file is needed.

    Raises OutputError if the ranges do not cover the text.
    """
    pieces = [(kept["start"], kept["end"], kept["at"]) for kept in document["kept"]]
    texts = [(start, document["text"][at : at + end - start]) for start, end, at in pieces]
    texts += [(row["start"], row["text"]) for row in removed]
    source = "".join(text for _, text in sorted(texts))
    if len(source) != document["source_chars"]:
        raise OutputError(f"{document['doc_id']}: kept and removed ranges do not add up to the source text; run again")
    return source
