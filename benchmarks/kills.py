"""Kills a run again and again, at random moments, and looks whether anything is lost.

    python benchmarks/kills.py [--documents 5000] [--kills 20] [--workers 2] [--seed 1]

Synthetic abstracts are run once undisturbed. Then the same run is started, and its driver, a worker or both get SIGKILL
at a random moment; it is started again until it comes to its end. All that time a reader reads the tables. At the end
the bytes of both results must be the same, and the reader must have seen none but whole results.
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


def write_abstracts(path: Path, documents: int, seed: int) -> None:
    """Write abstracts in the MEDLINE format, all different, into one file."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, documents + 1):
            drug, people, dose = chance.choice(_DRUGS), chance.randint(4, 400), chance.randint(1, 40) * 5
            file.write(
                f"PMID- {number}\nTI  - {drug.capitalize()} in disease number {number}\n"
                f"AB  - We treated {people} patients with {drug} {dose} mg once a week for {number % 50 + 2} weeks. "
                f"A complete remission was seen in {people // 3} of {people} patients.\n\n"
            )


class Reader(threading.Thread):
    """Reads the result as long as the runs go on; `seen` are the numbers of documents that it saw."""

    def __init__(self, out: Path) -> None:
        super().__init__(daemon=True)
        self.out = out
        self.seen: set[int] = set()
        self.broken: list[str] = []
        self.stop = False

    def run(self) -> None:
        """Read until told to stop."""
        while not self.stop:
            try:
                documents = load_manifest(self.out).rows("documents")
                counts = {read_table(self.out, table).num_rows for table in ("documents", "studies")}
                if counts != {documents}:
                    self.broken.append(f"{documents} documents in the manifest, {counts} in the tables")
                self.seen.add(documents)
            except OutputError as error:
                if "no results here" not in str(error):
                    self.broken.append(str(error))
            time.sleep(0.05)


def start(folder: Path, out: Path, workers: int) -> Run:
    """Start a run."""
    command = [sys.executable, "-m", "pipeline", "run", str(folder / "in.nbib"), "--out", str(out)]
    command += ["--config", str(folder / "settings.yaml"), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(run: Run, whom: str, chance: random.Random) -> None:
    """Kill the driver, one of the processes below it, or both."""
    if run.poll() is not None:
        return
    below = psutil.Process(run.pid).children(recursive=True)
    if whom != "driver" and below:
        os.kill(chance.choice(below).pid, signal.SIGKILL)
    if whom != "worker":
        run.kill()
        run.wait()


def contents(out: Path) -> dict[str, str]:
    """Return a hash of every file of a result."""
    files = (*sorted(out.rglob("*.parquet")), out / "manifest.json")
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def disturbed(folder: Path, shards: int, arguments: argparse.Namespace) -> Path:
    """Run with kills spread at random over the work; return the result. `shards` is how many there are in all."""
    chance = random.Random(arguments.seed)
    out = folder / "disturbed"
    moments = sorted(chance.uniform(0, shards) for _ in range(arguments.kills))
    reader = Reader(out)
    reader.start()
    run = start(folder, out, arguments.workers)
    for number, moment in enumerate(moments, 1):
        run = reach(moment, run, folder, out, arguments.workers)
        time.sleep(chance.uniform(0, 0.5))  # not always when a shard has just been written
        whom = chance.choice(["driver", "worker", "both"])
        kill(run, whom, chance)
        print(f"kill {number}: {whom}, at {moment / shards:.0%}", flush=True)
    reach(None, run, folder, out, arguments.workers)
    reader.stop = True
    reader.join()
    print(f"readers saw {sorted(reader.seen)} documents, broken: {reader.broken[:3] or 'never'}")
    return out


def reach(moment: float | None, run: Run, folder: Path, out: Path, workers: int) -> Run:
    """Wait until so many shards are written (None: until a run ends well), and start it again where it was killed."""
    while moment is None or len(list(out.glob(".staging/errors/*.parquet"))) < moment:
        if run.poll() == 0:
            return run
        if run.poll() is not None:
            run = start(folder, out, workers)
        time.sleep(0.02)
    return run


def main() -> int:
    """Run the benchmark; 0 if nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000, metavar="N")
    parser.add_argument("--kills", type=int, default=20, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_abstracts(folder / "in.nbib", arguments.documents, arguments.seed)
        (folder / "settings.yaml").write_text(_SETTINGS)
        started = time.monotonic()
        start(folder, folder / "alone", arguments.workers).wait()
        print(f"undisturbed: {time.monotonic() - started:.0f} s", flush=True)
        shards = len(load_manifest(folder / "alone").shards)
        same = contents(folder / "alone") == contents(disturbed(folder, shards, arguments))
    print("the same bytes" if same else "DIFFERENT")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
