"""Trains the NER model with spaCy, as configs/ner.cfg says."""

from __future__ import annotations

from pathlib import Path

from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from pipeline.config import config_folder
from pipeline.tag.arithmetic import use_numpy_products
from pipeline.train import reader  # noqa: F401  (registers the corpus reader)


def train_model(documents: Path, dev: Path, vectors: Path, path: Path, config: Path | None = None) -> None:
    """Train a model on documents and write it to `path/model-last`.

    `dev` documents are scored in between, for the eyes only: the number of steps is fixed. `vectors` is the folder of
    `vectors.pack_vectors`.
    """
    use_numpy_products()
    path.mkdir(parents=True)
    paths = {"paths.train": str(documents), "paths.dev": str(dev), "paths.vectors": str(vectors)}
    settings = load_config(config or config_folder() / "ner.cfg", overrides=paths)
    train(init_nlp(settings, use_gpu=-1), path, use_gpu=-1)
