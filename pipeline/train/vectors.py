"""Word vectors for the NER model: floret's, which hash the parts of words into few rows, trained on plain abstracts.

Boyd and Warmerdam 2022, https://github.com/explosion/floret. One thread, so that the same text gives the same vectors.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.training.initialize import convert_vectors
from spacy.vectors import Mode

from pipeline.errors import ConfigError
from pipeline.tag.tokenizer import tokens_in

DIMENSIONS, ROWS = 120, 50_000
SETTINGS = {
    "model": "cbow",
    "mode": "floret",
    "dim": DIMENSIONS,
    "bucket": ROWS,
    "hashCount": 2,
    "minn": 3,
    "maxn": 5,
    "minCount": 5,
    "epoch": 8,
    "lr": 0.05,
    "neg": 10,
    "ws": 5,
    "thread": 1,
}
_EVERY_FULL_TEXT = 4  # of the full texts only every fourth is read: abstracts shall weigh more
_MIN_WORDS = 3  # of a line


def write_text(folder: Path, path: Path) -> None:
    """Write the plain texts of `FOLDER/abstracts/*.jsonl.gz`, a paragraph a line, words by blanks.

    Raises ConfigError if there are none.
    """
    files = sorted((folder / "abstracts").glob("*.jsonl.gz"))
    if not files:
        raise ConfigError(f"{folder / 'abstracts'}: holds no *.jsonl.gz; word vectors are trained on plain abstracts")
    with path.open("w", encoding="utf-8") as out:
        for words in (words for file in files for words in _lines(file)):
            out.write(" ".join(words) + "\n")


def _lines(file: Path) -> Iterator[list[str]]:
    step = _EVERY_FULL_TEXT if "fulltext" in file.name else 1
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % step:
                continue
            record = json.loads(line)
            text = f"{record.get('title') or ''}\n{record.get('abstract') or record.get('body') or ''}"
            yield from (words for part in text.split("\n") if len(words := tokens_in(part)) >= _MIN_WORDS)


def train_vectors(text: Path, path: Path) -> None:
    """Train vectors on a text file and write them in floret's format; half an hour for 12 million words."""
    import floret  # only needed here

    floret.train_unsupervised(str(text), **SETTINGS).save_floret_vectors(str(path))


def pack_vectors(path: Path, folder: Path) -> None:
    """Turn floret's file into a spaCy pipeline that holds nothing but the vectors, rounded to 16 bits a number."""
    nlp = spacy.blank("en")
    convert_vectors(nlp, path, truncate=0, prune=-1, mode=Mode.floret)
    nlp.vocab.vectors.data = nlp.vocab.vectors.data.astype("float16").astype("float32")
    nlp.to_disk(folder)
