"""What besides the documents decides the rows: the configuration, this program and the libraries under it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pipeline
from pipeline.config import Config, config_folder

_LIBRARIES = (
    "beautifulsoup4",
    "charset-normalizer",
    "lxml",
    "numpy",
    "openpyxl",
    "py3langid",
    "pyarrow",
    "pylatexenc",
    "pypdf",
    "scispacy",
    "spacy",
    "text2num",
)


def fingerprint(config: Config) -> str:
    """Return a hash that changes when the same documents could give other rows.

    The program's own files count, not only its version number: who edits a rule and runs again sees its effect.
    """
    return hashlib.sha256(f"{config.fingerprint()} {_program()}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    digest = hashlib.sha256(pipeline.__version__.encode())
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)}\n".encode())
    for folder in (Path(pipeline.__file__).parent, config_folder()):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
