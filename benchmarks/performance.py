"""Measures what a run costs, as ratios within one run of this script: figures of other machines do not compare.

    python benchmarks/performance.py --corpus FOLDER [--limit 1000] [parts] [workers] [growth] [help]

FOLDER holds abstracts as `*.jsonl.gz`, one JSON object with `id`, `title` and `abstract` a line.

parts    where the time of a document goes, step by step; and all of it beside spaCy's blank tokenizer, the NER model
         alone (on all sentences: a run asks it about some of them), and a general spaCy pipeline (tagger, parser and
         NER of the size of spaCy's small English model, not trained: weights change nothing about speed) on the same
         texts
workers  one worker against two; beside the time the processor seconds of all processes, which other work on the machine
         changes less
growth   a tenth of the abstracts against all: time and peak memory
help     how long `litsift --help` takes
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import NumpyOps, set_current_ops

from pipeline.config import TagSettings, load_config
from pipeline.extract import extract_all
from pipeline.read import Record
from pipeline.run.doc_tables import tables_of
from pipeline.run.steps import Steps
from pipeline.tag.ner import NerTagger
from pipeline.tag.pipeline import build_feature_tagger

# The sizes of spaCy's small English model.
_TOK2VEC = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4}
_TOK2VEC |= {"embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
_TRANSITIONS: dict[str, object] = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
}
_WARM_UP = 50  # documents that do not count: what is loaded when first needed is loaded with them
_TEXT = "Rituximab was given to patients."


def abstracts(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the abstracts of all files of a folder, taking turns between the files."""
    files = [_lines(path) for path in sorted(folder.glob("*.jsonl.gz"))]
    for row in itertools.chain.from_iterable(itertools.zip_longest(*files)):
        if row and row.get("abstract"):
            yield row


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def parts(rows: list[dict[str, str]]) -> None:
    """Print where the time goes."""
    texts = [f"{row.get('title') or ''}\n\n{row['abstract']}\n" for row in rows]
    seconds = _by_step([Record(f"{n}.txt", str(n), "text", text.encode()) for n, text in enumerate(texts)])
    texts = texts[_WARM_UP:]
    whole = sum(seconds.values())
    for step, taken in seconds.most_common():
        print(f"  {step:<24}{taken:8.2f} s {taken / whole:6.1%}")
    print(f"whole pipeline: {whole:.1f} s, {len(texts) / whole:.0f} abstracts a second")
    others = {
        "blank tokenizer": _timed(spacy.blank("en").make_doc, texts),
        "NER model alone": _ner_model_alone(texts) + seconds["tag: tokenizer"],
        "general spaCy pipeline, as spaCy comes": _timed(_general_pipeline(NumpyOps(use_blis=True)), texts),
        "general spaCy pipeline, with our matrix products": _timed(_general_pipeline(NumpyOps(use_blis=False)), texts),
    }
    for name, taken in others.items():
        print(f"whole pipeline / {name}: {whole / taken:.2f}")


def _by_step(records: list[Record]) -> Counter[str]:
    """Return the processor seconds of each step over the records, without those that warm up."""
    steps, seconds = Steps(load_config()), Counter[str]()

    def timed(step: str, function: Callable[..., object], *arguments: object) -> object:
        started = time.process_time()
        result = function(*arguments)
        seconds[step] += time.process_time() - started
        return result

    found: list[Any] = []
    shard_size = load_config().run.shard_size
    nlp = steps._nlp
    for name, component in nlp.pipeline:
        index = nlp.pipe_names.index(name)
        nlp._components[index] = (name, _Timed(f"tag: {name}", component, timed))
    nlp.tokenizer = _Timed("tag: tokenizer", nlp.tokenizer, timed)
    for number, record in enumerate(records):
        if number == _WARM_UP:
            seconds.clear()
        source = timed("read", steps.read, record)
        clean = timed("clean", steps.clean, source)
        doc = steps.tag(clean)  # type: ignore[arg-type]
        found.append(timed("extract", extract_all, doc))
        if len(found) == shard_size:
            timed("write", tables_of, records[:shard_size], found)
            found = []
    return seconds


class _Timed:
    def __init__(self, step: str, component: Callable[..., object], timed: Callable[..., object]) -> None:
        self._step, self._component, self._timed = step, component, timed

    def __call__(self, given: object) -> object:
        return self._timed(self._step, self._component, given)

    def __getattr__(self, name: str) -> object:
        return getattr(self._component, name)


def _timed(function: Callable[[Any], object], given: Sequence[object]) -> float:
    started = time.process_time()
    for one in given:
        function(one)
    return time.process_time() - started


def _ner_model_alone(texts: list[str]) -> float:
    nlp = build_feature_tagger(TagSettings())
    tagger = NerTagger(nlp, "ner", None, TagSettings().ner.guideline)
    return _timed(tagger.predict, [nlp(text) for text in texts])


def _general_pipeline(ops: NumpyOps) -> Language:
    set_current_ops(ops)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    parser_model = {**_TRANSITIONS, "state_type": "parser", "extra_state_tokens": False, "tok2vec": _LISTENER}
    parser = nlp.add_pipe("parser", config={"model": parser_model})
    ner_model = {**_TRANSITIONS, "state_type": "ner", "extra_state_tokens": False, "tok2vec": _TOK2VEC}
    ner = nlp.add_pipe("ner", config={"model": ner_model})
    for number in range(50):  # as many tags and relations as English has
        tagger.add_label(f"T{number}")
        parser.add_label(f"r{number}")
    for number in range(18):
        ner.add_label(f"E{number}")
    doc = nlp.make_doc(_TEXT)
    nlp.initialize(lambda: [Example.from_dict(doc, {"words": [token.text for token in doc]})])
    return nlp


def workers(rows: list[dict[str, str]]) -> None:
    """Print how much faster two workers are than one."""
    one, two = (_run(rows, number) for number in (1, 2))
    for name, cost in (("1 worker", one), ("2 workers", two)):
        print(f"{name}: {cost.seconds:.1f} s, {cost.processor:.1f} processor seconds")
    print(f"2 workers are {one.seconds / two.seconds:.2f} times as fast")


def growth(rows: list[dict[str, str]]) -> None:
    """Print how time and memory grow with the input."""
    for number in (len(rows) // 10, len(rows)):
        cost = _run(rows[:number], 1)
        print(
            f"{number} abstracts: {cost.seconds:.0f} s, {cost.processor:.0f} processor seconds, "
            f"{cost.processor / number * 1000:.1f} ms each, peak {cost.megabytes:.0f} MB"
        )


class _Cost(NamedTuple):
    """Seconds from start to end, processor seconds of all processes, and the peak memory of the largest in MB."""

    seconds: float
    processor: float
    megabytes: float


def _run(rows: list[dict[str, str]], number: int) -> _Cost:
    """Return what a run with so many workers costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = (
            json.dumps({"id": n, "title": row.get("title"), "abstract": row["abstract"]}) for n, row in enumerate(rows)
        )
        (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pipeline", "run", str(folder / "in.jsonl"), "--out", str(folder / "out")]
        started = time.perf_counter()
        run = subprocess.Popen(
            [*command, "--workers", str(number)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(run.pid, 0)
        if status:
            raise SystemExit(f"the run ended with status {status}")
        return _Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def time_help(rounds: int = 5) -> None:
    """Print the median seconds that `litsift --help` takes."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline", "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    print(f"litsift --help: {sorted(times)[rounds // 2]:.2f} s")


_MEASURES = {"parts": parts, "workers": workers, "growth": growth, "help": lambda rows: time_help()}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", choices=[*_MEASURES, []], metavar="MEASURE", help=", ".join(_MEASURES))
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=1000, metavar="N")
    arguments = parser.parse_args()
    rows = list(itertools.islice(abstracts(arguments.corpus), arguments.limit))
    for name in arguments.measures or _MEASURES:
        _MEASURES[name](rows)


if __name__ == "__main__":
    main()
