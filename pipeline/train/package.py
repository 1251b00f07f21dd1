"""Packs the trained model into the package: small vectors, no word of a corpus, and a card with its figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from string import Template
from typing import Any

import spacy

from pipeline.config import TagSettings
from pipeline.evaluate.ner import NerBenchmark, benchmark_ner
from pipeline.tag.doubts import PLAIN_WORDS
from pipeline.tag.ner import LABELS, TRAINED_ON
from pipeline.train.corpora import MEASURED, fingerprints

_CARD = Path(__file__).parent / "card.md"
_STAGES = ("vocabulary", "model", "combined", "combined with concept")
_DECIMALS = 4


def write_figures(corpora: Path, model: Path, path: Path) -> None:
    """Measure a model, trained without dev parts, on the dev parts of `MEASURED`; write JSON."""
    figures = {name: _figures(_benchmark(corpora, name, model)) for name in MEASURED}
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _benchmark(corpora: Path, name: str, model: Path) -> NerBenchmark:
    return benchmark_ner(corpora / name / "dev.jsonl", TagSettings(), folder=model)


def _figures(result: NerBenchmark) -> dict[str, dict[str, float]]:
    return {
        figure: {
            "precision": round(counts.precision or 0, _DECIMALS),
            "recall": round(counts.recall or 0, _DECIMALS),
            "f1": round(counts.f1 or 0, _DECIMALS),
        }
        for figure, counts in sorted(result.report.total.counts.items())
        if figure.split(".")[0] in _STAGES
    }


def package(model: Path, plain: Path, figures: Path, corpora: Path, path: Path) -> None:
    """Write the model to a folder: vectors with 16 bits a number, no strings but labels, meta.json, MODEL.md."""
    nlp = spacy.load(model)
    nlp.vocab.vectors.data = nlp.vocab.vectors.data.astype("float16")
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # those of the machine that trained it
    measured = json.loads(figures.read_text(encoding="utf-8"))
    nlp.meta.update(_meta(measured))
    nlp.to_disk(path)
    # The words of the corpora; the model knows words by their hashes.
    (path / "vocab" / "strings.json").write_text(json.dumps(list(LABELS)), encoding="utf-8")
    shutil.copyfile(plain, path / PLAIN_WORDS)
    (path / TRAINED_ON).write_text("\n".join(fingerprints(corpora)) + "\n", encoding="utf-8")
    (path / "MODEL.md").write_text(_card(measured), encoding="utf-8")


def _meta(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "litsift_ner",
        "version": "1.0.0",
        "description": "Chemicals and diseases in clinical abstracts, with vocabulary matches as token features",
        "license": "MIT",
        "spacy_version": ">=3.8,<3.9",
        "performance": figures,
    }


def _card(figures: dict[str, Any]) -> str:
    """The model card: `card.md` with the table of figures filled in."""
    lines = ["| corpus | tagger | label | precision | recall | F1 |", "|---|---|---|---:|---:|---:|"]
    for corpus, rows in figures.items():
        for figure, row in rows.items():
            tagger, _, label = figure.partition(".")
            lines.append(f"| {corpus} | {tagger} | {label} | {row['precision']} | {row['recall']} | {row['f1']} |")
    return Template(_CARD.read_text(encoding="utf-8")).substitute(figures="\n".join(lines))
