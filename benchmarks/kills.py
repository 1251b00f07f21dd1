"""Kills runs at random moments and compares what they leave, in the end, with an undisturbed run.

    python benchmarks/kills.py [--documents 5000] [--kills 30] [--workers 2] [--seed 1]

The folder holds the result of an earlier run, over the first tenth of the documents. The run over all of them is
started, and its driver, a process below it or both get SIGKILL at a random moment, a fifth of the times near the
commit; it is started again until it comes to its end. All that time a reader reads the tables: it must see the earlier
result, then the new one, and nothing else. At the end the bytes must be those of an undisturbed run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from pipeline.errors import OutputError
from pipeline.tables import load_manifest, read_table

Run = subprocess.Popen[bytes]
_DRUGS = ("methotrexate", "rituximab", "prednisone", "infliximab", "tocilizumab")
_SETTINGS = "tag: {ner: {model: none}}\nrun: {shard_size: 16}\n"
_COLUMNS = ["doc_id", "duplicate_of"]


def write_abstracts(folder: Path, documents: int, seed: int) -> None:
    """Write abstracts in the MEDLINE format into one file of a new folder; some state the PubMed id of another."""
    chance = random.Random(seed)
    folder.mkdir()
    with (folder / "in.nbib").open("w", encoding="utf-8") as file:
        for number in range(1, documents + 1):
            drug, people, dose = chance.choice(_DRUGS), chance.randint(4, 400), chance.randint(1, 40) * 5
            file.write(
                f"PMID- {number if number % 97 else number // 2}\n"
                f"TI  - {drug.capitalize()} in disease number {number}\n"
                f"AB  - We treated {people} patients with {drug} {dose} mg once a week for {number % 50 + 2} weeks. "
                f"A complete remission was seen in {people // 3} of {people} patients.\n\n"
            )


def state(out: Path) -> str:
    """Return a hash of what a reader sees: the documents and studies, and which are duplicates of which."""
    rows = [read_table(out, table, _COLUMNS).to_pydict() for table in ("documents", "studies")]
    return hashlib.sha256(str(rows).encode()).hexdigest()


class Reader(threading.Thread):
    """Reads the result as long as the runs go on; `seen` are the states that it saw, one after the other."""

    def __init__(self, out: Path) -> None:
        super().__init__(daemon=True)
        self.out = out
        self.seen: list[str] = []
        self.reads = 0
        self.stop = False

    def run(self) -> None:
        """Read until told to stop."""
        while not self.stop:
            try:
                now = state(self.out)
            except OutputError as error:
                now = str(error)
            self.reads += 1
            if now not in self.seen[-1:]:
                self.seen.append(now)
            time.sleep(0.05)


def start(given: Path, out: Path, workers: int) -> Run:
    """Start a run."""
    command = [sys.executable, "-m", "pipeline", "run", str(given / "in.nbib"), "--out", str(out)]
    command += ["--config", str(given.parent / "settings.yaml"), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(run: Run, whom: str, chance: random.Random) -> bool:
    """Kill the driver, one of the processes below it, or both; return whether there was somebody to kill."""
    if run.poll() is not None:
        return False
    below = psutil.Process(run.pid).children(recursive=True)
    if whom != "driver" and below:
        os.kill(chance.choice(below).pid, signal.SIGKILL)
    if whom != "worker":
        run.kill()
        run.wait()
    return whom != "worker" or bool(below)


def contents(out: Path) -> dict[str, str]:
    """Return a hash of every file of a result."""
    files = (*sorted(out.rglob("*.parquet")), out / "manifest.json")
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def disturb(given: Path, out: Path, shards: set[str], arguments: argparse.Namespace) -> int:
    """Run with kills spread at random over the work; return how many there were.

    `shards` are the names of those that are to be written.
    """
    chance, hits = random.Random(arguments.seed), 0
    at_commit = arguments.kills // 5
    moments = sorted(chance.uniform(0, len(shards)) for _ in range(arguments.kills - at_commit))
    run = start(given, out, arguments.workers)
    for number, moment in enumerate([*moments, *[len(shards)] * at_commit], 1):
        run = reach(moment, run, given, out, shards, arguments.workers)
        last = moment == len(shards)
        time.sleep(chance.uniform(0, 2 if last else 0.5))  # not always when a shard has just been written
        whom = "driver" if last else chance.choice(["driver", "worker", "both"])
        hit = kill(run, whom, chance)
        hits += hit
        print(f"kill {number}: {whom if hit else 'nobody there'}, at {moment / len(shards):.0%}", flush=True)
    reach(None, run, given, out, shards, arguments.workers)
    return hits


def reach(moment: float | None, run: Run, given: Path, out: Path, shards: set[str], workers: int) -> Run:
    """Wait until so many shards are written (None: until a run ends well), and start it again where it was killed."""
    while run.poll() != 0:
        if run.poll() is not None:
            run = start(given, out, workers)
        if moment is not None and written(out, shards) >= moment:
            break
        time.sleep(0.02)
    return run


def written(out: Path, shards: set[str]) -> int:
    """Return how many of the shards are written, whether the commit has moved them already or not."""
    places = (*out.glob(".staging/errors/*.parquet"), *out.glob("errors/*.parquet"))
    return len(shards & {path.stem for path in places})


def main() -> int:
    """Run the benchmark; 0 if nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000, metavar="N")
    parser.add_argument("--kills", type=int, default=30, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_abstracts(folder / "earlier", arguments.documents // 10, arguments.seed)
        write_abstracts(folder / "later", arguments.documents, arguments.seed)
        (folder / "settings.yaml").write_text(_SETTINGS)
        alone, out = folder / "alone", folder / "disturbed"
        started = time.monotonic()
        start(folder / "later", alone, arguments.workers).wait()
        print(f"undisturbed: {time.monotonic() - started:.0f} s", flush=True)
        start(folder / "earlier", out, arguments.workers).wait()
        expected = [state(out), state(alone)]
        shards = names(alone) - names(out)
        print(f"{len(shards)} shards to write, {len(names(out))} in the earlier result", flush=True)
        reader = Reader(out)
        reader.start()
        hits = disturb(folder / "later", out, shards, arguments)
        time.sleep(1)
        reader.stop = True
        reader.join()
        same = contents(out) == contents(alone)
    whole = reader.seen == expected
    print(f"{hits} kills, {reader.reads} reads: {'the earlier result, then the new one' if whole else reader.seen}")
    print("the same bytes" if same else "DIFFERENT")
    return 0 if same and whole else 1


def names(out: Path) -> set[str]:
    """Return the names of the shards of a result."""
    return {shard.name for shard in load_manifest(out).shards}


if __name__ == "__main__":
    sys.exit(main())
