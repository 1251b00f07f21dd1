"""Checks of the installation: what is there, whether it works, and what to do where it does not."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from pipeline.errors import LitsiftError

_PACKAGE = "litsift"
_GIGABYTE = 1 << 30
_REINSTALL = "reinstall litsift"
_SENTENCE = "Twelve patients with rheumatoid arthritis were given methotrexate 15 mg once a week."
_PAGE = f"A pilot trial of methotrexate\n\n{_SENTENCE}\n"
# Table, columns and values of what the sentence must give.
_EXPECTED = (
    ("drugs", ("name",), ("methotrexate",)),
    ("doses", ("drug", "low", "unit"), ("methotrexate", 15.0, "mg")),
    ("diseases", ("name",), ("rheumatoid arthritis",)),
)


class Finding(NamedTuple):
    """What a check found; `str` of it is one line."""

    name: str
    sound: bool
    detail: str

    def __str__(self) -> str:
        return f"{'ok' if self.sound else 'problem':8} {self.name}: {' '.join(self.detail.split())}"


class _ProblemError(Exception):
    """What a check found wrong, and what to do."""


def examine(out: Path) -> Iterator[Finding]:
    """Yield what each check finds; `out` is the folder that a run would write to. Nothing is left behind."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python", _python),
        ("libraries", _libraries),
        ("Delta Lake", _delta),
        ("configuration", _configuration),
        ("vocabulary", _vocabulary),
        ("NER model", _model),
        ("worker process and test sentence", _worker),
        ("output folder", lambda: _writable(out)),
        ("disk space", lambda: _space(out)),
    )
    for name, check in checks:
        yield _finding(name, check)


def _finding(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except (_ProblemError, LitsiftError) as problem:
        return Finding(name, False, str(problem))
    except Exception as error:
        return Finding(name, False, f"{type(error).__name__}: {error}; {_REINSTALL}")


def _python() -> str:
    wanted = metadata(_PACKAGE)["Requires-Python"]
    running = platform.python_version()
    if running not in SpecifierSet(wanted):
        raise _ProblemError(f"{running} does not fit, {wanted} is needed; install litsift with another Python")
    return f"{running} ({wanted})"


def _libraries() -> str:
    needed = [Requirement(line) for line in requires(_PACKAGE) or ()]
    needed = [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    problems = [problem for each in needed if (problem := _unfit(each))]
    if problems:
        raise _ProblemError(f"{'; '.join(problems)}; run: pip install --upgrade litsift")
    return f"{len(needed)} fit"


def _unfit(needed: Requirement) -> str | None:
    try:
        there = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is missing ({needed.specifier})"
    return (
        None if needed.specifier.contains(there, prereleases=True) else f"{needed.name} {there}, not {needed.specifier}"
    )


def _delta() -> str:
    try:
        return f"deltalake {version('deltalake')}"
    except PackageNotFoundError:
        return "not installed, not needed but for 'compact --format delta': pip install 'litsift[delta]'"


def _configuration() -> str:
    from pipeline.clean import Cleaner
    from pipeline.config import config_folder, load_config

    Cleaner(load_config().clean)
    return f"{len(list((config_folder() / 'sites').glob('*.yaml')))} page profiles in {config_folder()}"


def _vocabulary() -> str:
    from pipeline.vocab.link_index import load_index
    from pipeline.vocab.vocabulary import load_vocabulary

    load_vocabulary()
    for label in ("DRUG", "DISEASE"):
        load_index(label)
    return "loaded"


def _model() -> str:
    from pipeline.tag.ner import SHIPPED, load_ner, model_folder

    load_ner(model_folder(SHIPPED))
    return "loaded"


def _worker() -> str:
    """Process a sentence as a run would, in a process of its own."""
    from pipeline.config import load_config
    from pipeline.read import Record
    from pipeline.run.sandbox import Sandbox

    with Sandbox(load_config()) as sandbox:
        rows = sandbox.process(Record("test.txt", "test", "text", _PAGE.encode()))
    for row in rows.get("errors", ()):
        raise _ProblemError(f"{row['stage']}: {row['message']}; {_REINSTALL}")
    for table, columns, values in _EXPECTED:
        found = [tuple(row.get(column) for column in columns) for row in rows.get(table, ())]
        if values not in found:
            raise _ProblemError(f"{table} of a test sentence should hold {values}, but hold {found}; {_REINSTALL}")
    return "drug, dose and disease found"


def _writable(out: Path) -> str:
    folder = _nearest(out)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"litsift")
    except OSError as error:
        raise _ProblemError(f"{folder}: cannot be written ({error.strerror}); choose another --out") from None
    return f"{folder} can be written"


def _space(out: Path) -> str:
    free = shutil.disk_usage(_nearest(out)).free / _GIGABYTE
    if free < 1:
        raise _ProblemError(f"{free:.1f} GB free; make room, or choose another --out")
    return f"{free:,.0f} GB free"


def _nearest(out: Path) -> Path:
    """Return the folder itself, or the one above that is there."""
    full = out.absolute()
    return next(path for path in (full, *full.parents) if path.exists())
