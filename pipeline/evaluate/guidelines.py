"""What the labels of public corpora say, as the two labels of the NER model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.errors import GoldError
from pipeline.tag.consistency import CHEMICAL, DISEASE


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
OURS = Guideline("bc5cdr", {"CHEMICAL": CHEMICAL, "DRUG": CHEMICAL, "DISEASE": DISEASE})


def guideline_of(labels: Iterable[str]) -> Guideline:
    """Return the guideline that most of the labels (one for each span) belong to; of two the one named first.

    Raises GoldError if none of the labels is known.
    """
    present = Counter(labels)
    best = max((OURS, *GUIDELINES), key=lambda guideline: sum(present[label] for label in guideline.labels))
    if present.keys().isdisjoint(best.labels):
        known = ", ".join(sorted({label for guideline in (OURS, *GUIDELINES) for label in guideline.labels}))
        found = ", ".join(sorted(present)) or "none"
        raise GoldError(f"the corpus has no label of drugs or diseases (labels found: {found}; known: {known})")
    return best
