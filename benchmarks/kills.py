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


def start(inputs: Path, out: Path, settings: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start a run."""
    command = [sys.executable, "-m", "pipeline", "run", str(inputs), "--out", str(out), "--config", str(settings)]
    return subprocess.Popen([*command, "--workers", str(workers)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(run: subprocess.Popen[bytes], whom: str, chance: random.Random) -> None:
    """Kill the driver, one of the processes below it, or both."""
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


def disturbed(folder: Path, seconds: float, arguments: argparse.Namespace) -> Path:
    """Run with kills spread over about twice the time that an undisturbed run takes; return the result."""
    chance = random.Random(arguments.seed)
    out, kills = folder / "disturbed", 0
    reader = Reader(out)
    reader.start()
    run = start(folder / "in.nbib", out, folder / "settings.yaml", arguments.workers)
    while kills < arguments.kills:
        try:
            run.wait(timeout=chance.uniform(0.5, 2 * seconds / arguments.kills))
            break
        except subprocess.TimeoutExpired:
            whom = chance.choice(["driver", "worker", "both"])
            kill(run, whom, chance)
            kills += 1
            print(f"kill {kills}: {whom}", flush=True)
        if run.poll() is not None:
            run = start(folder / "in.nbib", out, folder / "settings.yaml", arguments.workers)
    while run.wait() != 0:
        run = start(folder / "in.nbib", out, folder / "settings.yaml", arguments.workers)
    reader.stop = True
    reader.join()
    print(f"kills: {kills}; readers saw {sorted(reader.seen)} documents, broken: {reader.broken[:3] or 'never'}")
    return out


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
        start(folder / "in.nbib", folder / "alone", folder / "settings.yaml", arguments.workers).wait()
        seconds = time.monotonic() - started
        print(f"undisturbed: {seconds:.0f} s", flush=True)
        same = contents(folder / "alone") == contents(disturbed(folder, seconds, arguments))
    print("the same bytes" if same else "DIFFERENT")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
