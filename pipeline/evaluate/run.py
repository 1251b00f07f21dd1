"""Evaluates the result folder of a run against a folder of gold files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

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

_TABLES = ("documents", "removed", "mentions", *ROW_TABLES, "studies", "errors")
_SCORERS = (score_cleaner, score_leakage, score_spans, score_rows, score_study)


def score_document(gold: Gold, prediction: Prediction) -> Score:
    """Return all scores of one document."""
    return total(scorer(gold, prediction) for scorer in _SCORERS)


def evaluate_run(gold_dir: Path, run_dir: Path) -> Report:
    """Compare the tables of a result folder with the gold files of a folder.

    A document that stands in the run's `errors` counts as missed altogether. Raises GoldError if a gold file is wrong,
    or labels a document that is not in the run or differs from the one there; OutputError if the run cannot be read.
    """
    tables = {name: read_table(run_dir, name).to_pylist() for name in _TABLES}
    documents: dict[str, Row] = {PurePosixPath(row["source"]).name: row for row in tables["documents"]}
    errors = {PurePosixPath(row["source"]).name for row in tables["errors"]}
    scores, failed = {}, []
    for gold in load_gold_folder(gold_dir):
        if gold.doc in documents:
            prediction = _prediction(documents[gold.doc], tables)
            gold.check(prediction.source_text, documents[gold.doc]["source_sha256"])
        elif gold.doc in errors:
            prediction = FAILED
            failed.append(gold.doc)
        else:
            raise GoldError(
                f"gold of {gold.doc}: the run in {run_dir} does not have it; run litsift on its folder first"
            )
        scores[gold.doc] = score_document(gold, prediction)
    return Report(scores, failed)


def _prediction(document: Row, tables: dict[str, list[Row]]) -> Prediction:
    doc_id = document["doc_id"]
    rows = {name: [row for row in table if row.get("doc_id") == doc_id] for name, table in tables.items()}
    return Prediction(
        source_text=rebuild_source(document, rows["removed"]),
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
