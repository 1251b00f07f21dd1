"""The steps that make the shipped NER model, each done once: `python -m pipeline.train CORPORA`."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.errors import LitsiftError
from pipeline.tag.ner import MODEL_FOLDER
from pipeline.tag.pipeline import build_feature_tagger
from pipeline.train.corpora import MEASURED, dev_documents, training_documents, write_documents
from pipeline.train.model import train_model
from pipeline.train.package import package, write_figures
from pipeline.train.vectors import pack_vectors, train_vectors, write_text


class Step(NamedTuple):
    """One output and how it is made; a step whose output stands in the work folder is not done again."""

    output: Path
    make: Callable[[Path], object]


def steps(corpora: Path, work: Path) -> list[Step]:
    """Return all steps in order.

    Two models are trained: `measured` without the dev parts, which measure it, and `shipped` with them.
    """
    text, floret, vectors, dev = work / "text.txt", work / "vectors.floret", work / "vectors", work / "dev.spacy"
    measured, shipped, figures = work / "measured", work / "shipped", work / "figures.json"
    return [
        Step(text, lambda path: write_text(corpora, path)),
        Step(floret, lambda path: train_vectors(text, path)),
        Step(vectors, lambda path: pack_vectors(floret, path)),
        Step(dev, lambda path: write_documents(path, dev_documents(corpora, _tagger(), MEASURED[0]))),
        Step(
            work / "measured.spacy",
            lambda path: write_documents(path, training_documents(corpora, _tagger(), with_dev=False)),
        ),
        Step(measured, lambda path: train_model(work / "measured.spacy", dev, vectors, path)),
        Step(figures, lambda path: write_figures(corpora, measured / "model-last", path)),
        Step(
            work / "shipped.spacy",
            lambda path: write_documents(path, training_documents(corpora, _tagger(), with_dev=True)),
        ),
        Step(shipped, lambda path: train_model(work / "shipped.spacy", dev, vectors, path)),
        Step(work / "packaged", lambda path: package(shipped / "model-last", figures, corpora, path)),
    ]


def _tagger() -> Language:
    return build_feature_tagger(TagSettings())


def do(step: Step) -> None:
    """Do one step unless its output is there; a step that is interrupted leaves nothing that looks done."""
    if step.output.exists():
        print(f"{step.output}: there already", flush=True)
        return
    started = time.monotonic()
    print(f"{step.output}: making", flush=True)
    unfinished = step.output.with_name(f"unfinished-{step.output.name}")
    _remove(unfinished)
    step.make(unfinished)
    unfinished.rename(step.output)
    print(f"{step.output}: made in {time.monotonic() - started:.0f} s", flush=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> int:
    """Run the steps; return 0, or 2 with one line on stderr if one of them cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.train", description=__doc__)
    parser.add_argument("corpora", type=Path, metavar="CORPORA", help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/ner"), metavar="DIR", help="folder for all outputs")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    try:
        for step in steps(arguments.corpora, arguments.work):
            do(step)
    except LitsiftError as error:
        print(f"litsift: {error}", file=sys.stderr)
        return 2
    _remove(MODEL_FOLDER)
    shutil.copytree(arguments.work / "packaged", MODEL_FOLDER)
    print(f"the model is in {MODEL_FOLDER}; its figures are in its MODEL.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
