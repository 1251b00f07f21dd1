"""Runs the pipeline on the documents of a gold folder, then evaluates what it made of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.config import Config
from pipeline.errors import GoldError
from pipeline.evaluate.gold import load_gold_folder
from pipeline.evaluate.report import Report
from pipeline.evaluate.run import evaluate_run
from pipeline.run.driver import run

# Where the raw documents of a gold folder stand when nobody says: beside it, or beside the folder that holds it.
_RAW_FOLDERS = ("../raw", "../raw_docs", "../../raw_docs")


def evaluate_gold(gold_dir: Path, config: Config, raw_dir: Path | None = None) -> Report:
    """Run the pipeline on the documents that the gold files of a folder label, and compare.

    The tables go to a temporary folder. Raises GoldError if a document is not in `raw_dir` (default: a folder `raw` or
    `raw_docs` near the gold), and what `evaluate_run` raises.
    """
    documents = gold_documents(gold_dir, raw_dir)
    with TemporaryDirectory(prefix="litsift-") as out:
        run(documents, Path(out), config)
        return evaluate_run(gold_dir, Path(out))


def gold_documents(gold_dir: Path, raw_dir: Path | None = None) -> list[Path]:
    """Return the files that the gold files of a folder label. Raises GoldError if one is not there."""
    folder = raw_dir or next((gold_dir / name for name in _RAW_FOLDERS if (gold_dir / name).is_dir()), gold_dir)
    documents = [folder / gold.doc for gold in load_gold_folder(gold_dir)]
    for document in documents:
        if not document.is_file():
            raise GoldError(
                f"{document}: labelled in {gold_dir} but not there; name the folder of the pages with --raw"
            )
    return documents
