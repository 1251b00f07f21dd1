"""Compiles the disease vocabulary: MeSH, then MONDO, then HPO; a MeSH id wherever MeSH has the disease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.vocab.compiled import Compilation
from pipeline.vocab.drugs import uninverted
from pipeline.vocab.sources import Heading, OntologyTerm, Wheels
from pipeline.vocab.vocabulary import Concept
from pipeline.vocab.words import key_of

_DISEASE_TREES = (
    "C", "F03",
    "F01.145.126.350",  # depression
    "F01.470.132",  # anxiety
    "F01.145.126.990",  # psychological stress
)  # fmt: skip
_NO_DISEASE_TREES = (
    "C22",  # diseases of animals
    "C23.550.260",  # death
    "C23.550.291",  # attributes: recurrence, acute disease, progression
    "C23.550.210",  # chromosome aberrations
)

# The ontologies name degrees, courses and measurements; a label of ours leaves these words out.
_NO_BEGINNINGS = (
    "severe ", "mild ", "moderate ", "profound ", "recurrent ", "refractory ", "progressive ", "persistent ",
    "transient ", "intermittent ", "frequent ", "increased ", "decreased ", "reduced ", "elevated ", "abnormal ",
    "abnormality ", "absent ", "high ", "low ", "prolonged ", "excessive ", "increase ", "decrease ", "susceptibility ",
    "positive ", "negative ", "normal ", "diminished ", "impaired ability", "history of ", "response to ", "raised ",
)  # fmt: skip


def add_diseases(compilation: Compilation, wheels: Wheels) -> None:
    """Add MeSH headings with their variants, MONDO labels, unambiguous MONDO synonyms, then HPO."""
    ontologies = (wheels.mondo(), wheels.hpo())
    compilation.refine(_labels(ontologies))
    everything = wheels.mesh_descriptors()
    headings = [heading for heading in everything if is_disease(heading)]
    for heading in headings:
        compilation.add("DISEASE", _mesh_concept(heading), [heading.name, *_right_way_round([heading.name])])
    for heading in headings:
        compilation.add("DISEASE", _mesh_concept(heading), _right_way_round(heading.synonyms))
    by_name = {key_of(heading.name): heading for heading in headings}
    for variant, name in wheels.disease_variants().items():
        if key_of(name) in by_name:
            compilation.add("DISEASE", _mesh_concept(by_name[key_of(name)]), _right_way_round([variant]))
    # Body parts, organisms, chemicals, procedures: the ontologies hold many of them as loose synonyms.
    compilation.forbid("DISEASE", (n for h in everything if not is_disease(h) for n in (h.name, *h.synonyms)))
    by_id = {heading.id: heading for heading in headings}
    for terms in ontologies:
        _add_ontology(compilation, [(term, _concept(term, by_id, by_name)) for term in terms])


def _labels(ontologies: Iterable[list[OntologyTerm]]) -> dict[str, str]:
    """Label -> id, of the earlier ontology where both have it."""
    return {term.name: term.id for terms in reversed(list(ontologies)) for term in terms}


def is_disease(heading: Heading) -> bool:
    """Tell whether a heading names a disease or symptom."""
    return any(tree.startswith(_DISEASE_TREES) and not tree.startswith(_NO_DISEASE_TREES) for tree in heading.trees)


def _mesh_concept(heading: Heading) -> Concept:
    return Concept(f"MESH:{heading.id}", heading.name)


def _right_way_round(names: Iterable[str]) -> list[str]:
    return [right for name in names if (right := uninverted(name))]


def _add_ontology(compilation: Compilation, terms: list[tuple[OntologyTerm, Concept]]) -> None:
    """Labels first, then the synonyms that belong to one term only."""
    claims = Counter(key for term, _ in terms for key in {key_of(name) for name in (term.name, *term.synonyms)})
    for term, concept in terms:
        compilation.add("DISEASE", concept, _fit([term.name]))
    for term, concept in terms:
        compilation.add("DISEASE", concept, [name for name in _fit(term.synonyms) if claims[key_of(name)] == 1])


def _fit(names: Iterable[str]) -> list[str]:
    return [name for name in _right_way_round(names) if not name.lower().startswith(_NO_BEGINNINGS)]


def _concept(term: OntologyTerm, by_id: Mapping[str, Heading], by_name: Mapping[str, Heading]) -> Concept:
    """The MeSH heading that the term refers to (if exactly one) or is named like, with the term's own id beside it."""
    mesh = [by_id[mesh_id] for mesh_id in dict.fromkeys(term.mesh) if mesh_id in by_id]
    heading = mesh[0] if len(mesh) == 1 else by_name.get(key_of(term.name))
    if heading is None:
        return Concept(term.id, term.name)
    return Concept(f"MESH:{heading.id}", heading.name, None, term.id)
