"""Compiles the packaged vocabulary: `python -m pipeline.vocab.build WHEEL_FOLDER [OUTPUT]`.

The folder must hold the wheels that `pipeline.vocab.sources.WHEELS` names. The same wheels give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.vocab.compiled import Compilation
from pipeline.vocab.diseases import add_diseases
from pipeline.vocab.drugs import add_drugs
from pipeline.vocab.sources import Wheels
from pipeline.vocab.vocabulary import DATA_FILE
from pipeline.vocab.wordlists import ENDOGENOUS, NO_DISEASES, NO_DRUGS

SOURCES = {"MeSH": "2024", "UNII": "2025-06", "MONDO": "2024-01", "HPO": "2026-02-16"}


def build(folder: Path) -> bytes:
    """Return the content of the compiled vocabulary, made from the wheels in a folder.

    Raises FileNotFoundError if one of the pinned wheels is missing.
    """
    wheels = Wheels(folder)
    compilation = Compilation()
    compilation.forbid("DRUG", NO_DRUGS)
    compilation.forbid("DISEASE", NO_DISEASES)
    compilation.mark_endogenous(ENDOGENOUS)
    add_drugs(compilation, wheels)
    add_diseases(compilation, wheels)
    compilation.split_pairs("DISEASE")
    return compilation.pack(SOURCES)


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA_FILE
    target.write_bytes(build(Path(sys.argv[1])))
