"""Measures abstracts a second in one process, peak memory, and how long `litsift --help` takes.

    python benchmarks/speed.py --corpus FOLDER [--limit 1000]

FOLDER holds abstracts as `*.jsonl.gz`, one JSON object with `title` and `abstract` a line.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import load_config
from pipeline.document import Source
from pipeline.run import Pipeline, process_source


def abstracts(folder: Path) -> Iterator[Source]:
    """Yield the abstracts of all files of a folder, taking turns between the files, as plain text sources."""
    files = [_lines(path) for path in sorted(folder.glob("*.jsonl.gz"))]
    for row in itertools.chain.from_iterable(itertools.zip_longest(*files)):
        if row and row.get("abstract"):
            text = f"{row.get('title') or ''}\n\n{row['abstract']}\n"
            name = str(row["id"])
            yield Source(name, f"{name}.txt", "text", hashlib.sha256(text.encode()).hexdigest(), text)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def measure(folder: Path, limit: int) -> None:
    """Print what processing `limit` abstracts takes; the time to load the vocabularies stands apart."""
    sources = list(itertools.islice(abstracts(folder), limit))
    started = time.perf_counter()
    steps = Pipeline(load_config())
    loaded, loaded_cpu = time.perf_counter(), time.process_time()
    failed = sum(process_source(source, steps)["errors"].num_rows for source in sources)
    seconds, cpu = time.perf_counter() - loaded, time.process_time() - loaded_cpu
    print(f"loading: {loaded - started:.2f} s")
    print(f"abstracts: {len(sources)} ({failed} failed) in {seconds:.1f} s: {len(sources) / seconds:.0f} a second")
    print(f"by processor time: {cpu:.1f} s, {len(sources) / cpu:.0f} a second")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def time_help(rounds: int = 5) -> float:
    """Return the median seconds that `litsift --help` takes."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline", "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return sorted(times)[rounds // 2]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=1000, metavar="N")
    arguments = parser.parse_args()
    measure(arguments.corpus, arguments.limit)
    print(f"litsift --help: {time_help():.2f} s")


if __name__ == "__main__":
    main()
