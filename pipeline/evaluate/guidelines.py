"""What the labels of public corpora say, as the two labels of the NER model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

CHEMICAL, DISEASE = "CHEMICAL", "DISEASE"


class Guideline(NamedTuple):
    """How a corpus was labelled: its name, and which of its labels are chemicals and diseases."""

    name: str
    labels: Mapping[str, str]


GUIDELINES = (
    Guideline("bc5cdr", {"Chemical": CHEMICAL, "Disease": DISEASE}),
    Guideline(
        "ncbi-disease", dict.fromkeys(("SpecificDisease", "Modifier", "DiseaseClass", "CompositeMention"), DISEASE)
    ),
    Guideline("biored", {"ChemicalEntity": CHEMICAL, "DiseaseOrPhenotypicFeature": DISEASE}),
    Guideline("phee", {"Treatment.Drug": CHEMICAL, "Treatment.Disorder": DISEASE, "Subject.Disorder": DISEASE}),
    Guideline("neurotrial-ner", {"DRUG": CHEMICAL, "CONDITION": DISEASE}),
)
_OURS = Guideline("bc5cdr", {"CHEMICAL": CHEMICAL, "DRUG": CHEMICAL, "DISEASE": DISEASE})


def guideline_of(labels: Iterable[str]) -> Guideline:
    """Return the guideline whose labels a corpus carries: the one with the most of them; our own for any other."""
    present = frozenset(labels)
    best = max((*GUIDELINES, _OURS), key=lambda guideline: len(present & guideline.labels.keys()))
    return best if present & best.labels.keys() else _OURS
