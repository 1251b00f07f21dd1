"""The steps that make the shipped NER model: `python -m pipeline.train CORPORA`. What is made already stays."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from pipeline.config import TagSettings, config_folder
from pipeline.errors import ConfigError, LitsiftError
from pipeline.tag.ner import MODEL_FOLDER
from pipeline.tag.pipeline import build_feature_tagger
from pipeline.train.corpora import MEASURED, corpus_files, dev_documents, training_documents, write_documents
from pipeline.train.model import train_model
from pipeline.train.package import package, write_figures
from pipeline.train.plain import write_plain_words
from pipeline.train.vectors import SETTINGS, pack_vectors, train_vectors, write_text


class Step(NamedTuple):
    """One output (a file or folder), how it is made, and what decides it: files or folders, and settings.

    A step is done again when what decides it has changed; one without inputs is done every time.
    """

    output: Path
    make: Callable[[Path], object]
    inputs: tuple[Path, ...] = ()
    settings: str = ""

    def key(self) -> str:
        """Return a hash of what decides the output."""
        digest = hashlib.sha256(self.settings.encode())
        for path in self.inputs:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    digest.update(file.read_bytes())
        return digest.hexdigest()


def steps(corpora: Path, work: Path) -> list[Step]:
    """Return all steps in order.

    Two models are trained: `measured` without the dev parts, which measure it, and `shipped` with them.
    """
    text, floret, vectors, dev = work / "text.txt", work / "vectors.floret", work / "vectors", work / "dev.spacy"
    figures, packaged, config = work / "figures.json", work / "packaged", config_folder() / "ner.cfg"
    shipped, plain = work / "shipped" / "model-last", work / "plain_words.npy"
    made = [
        Step(text, lambda path: write_text(corpora, path), (corpora / "abstracts",)),
        Step(floret, lambda path: train_vectors(text, path), (text,), repr(SETTINGS)),
        Step(vectors, lambda path: pack_vectors(floret, path), (floret,)),
        Step(dev, lambda path: write_documents(path, dev_documents(corpora, _tagger(), MEASURED[0]))),
    ]
    for name, with_dev in (("measured", False), ("shipped", True)):
        docs, model = work / f"{name}.spacy", work / name
        made.append(Step(docs, _document_writer(corpora, with_dev)))
        made.append(Step(model, _trainer(docs, dev, vectors), (docs, vectors, config)))
    model = work / "measured" / "model-last"
    made.append(Step(figures, lambda path: write_figures(corpora, model, path)))
    made.append(Step(plain, lambda path: write_plain_words(text, shipped, path), (text, shipped)))
    made.append(Step(packaged, lambda path: package(shipped, plain, figures, corpora, path)))
    return made


def _document_writer(corpora: Path, with_dev: bool) -> Callable[[Path], object]:
    return lambda path: write_documents(path, training_documents(corpora, _tagger(), with_dev=with_dev))


def _trainer(docs: Path, dev: Path, vectors: Path) -> Callable[[Path], object]:
    return lambda path: train_model(docs, dev, vectors, path)


def _tagger() -> Language:
    return build_feature_tagger(TagSettings())


def do(step: Step) -> None:
    """Do one step unless its output is there; a step that is interrupted leaves nothing that looks done."""
    key, stamp = step.key(), step.output.with_name(f"{step.output.name}.key")
    if step.inputs and step.output.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        print(f"{step.output}: there already", flush=True)
        return
    started = time.monotonic()
    print(f"{step.output}: making", flush=True)
    stamp.unlink(missing_ok=True)
    unfinished = step.output.with_name(f"unfinished-{step.output.name}")
    _remove(unfinished)
    step.make(unfinished)
    _remove(step.output)
    unfinished.rename(step.output)
    stamp.write_text(key, encoding="utf-8")
    print(f"{step.output}: made in {time.monotonic() - started:.0f} s", flush=True)


def install(packaged: Path, folder: Path) -> None:
    """Put the packaged model in the place of the shipped one; an interruption leaves one of the two."""
    new = folder.with_name(f"{folder.name}.new")
    _remove(new)
    shutil.copytree(packaged, new)
    _remove(folder)
    new.replace(folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def check(files: Iterable[Path]) -> None:
    """Raise ConfigError if something is missing that a later step needs."""
    if find_spec("floret") is None:
        raise ConfigError("the package floret is not installed; run 'make train', or install 'litsift[train]'")
    for file in files:
        if not file.is_file():
            raise ConfigError(f"{file}: is missing; name the folder that holds all corpora of MODEL.md")


def main(arguments: list[str] | None = None) -> int:
    """Run the steps; return 0, or 2 with one line on stderr if one of them cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.train", description=__doc__)
    parser.add_argument("corpora", type=Path, metavar="CORPORA", help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/ner"), metavar="DIR", help="folder for all outputs")
    options = parser.parse_args(arguments)
    try:
        check(corpus_files(options.corpora))
        options.work.mkdir(parents=True, exist_ok=True)
        for step in steps(options.corpora, options.work):
            do(step)
    except LitsiftError as error:
        print(f"litsift: {error}", file=sys.stderr)
        return 2
    install(options.work / "packaged", MODEL_FOLDER)
    print(f"the model is in {MODEL_FOLDER}; its figures are in its MODEL.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
