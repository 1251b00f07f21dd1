"""Compiles the names that only link: a text that means a drug or disease may use them, but they are no evidence of one.

They are chemicals that are no medicines, abbreviations, codes, rare diseases and names in an order that no text has.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.vocab.compiled import Compilation
from pipeline.vocab.diseases import is_disease
from pipeline.vocab.drugs import by_key, is_class, mesh_of
from pipeline.vocab.link_words import bag_of
from pipeline.vocab.sources import Heading, OntologyTerm, Substance, Wheels
from pipeline.vocab.vocabulary import Concept
from pipeline.vocab.words import key_of

_MAX_CHARACTERS = 45  # longer names are systematic names or definitions
_MAX_NUMBERS = 3  # in a name; with more it is a systematic name
_MAX_NAMES = 12  # of a supplementary record: the first ones are those in use
_MAX_LEVELS = 3  # from a term of an ontology up to one that MeSH has
_TOO_WIDE = frozenset({"MESH:D004194", "MESH:D013577", "MESH:D030342", "MESH:D009358"})  # "Disease", "Syndrome", ...
_CHEMICALS = ("D",)
_PROTEINS = ("D12", "D08.811", "D23")
_CODE = re.compile(r"[A-Z][A-Za-z]{0,4}[- ]?\d{3,7}[A-Za-z]?$")  # "LY 274614": a substance under study
# Behaviour, mental processes, anesthesia: what a text calls a symptom often stands there.
_SYMPTOMS = ("C", "F01", "F02", "F03", "E03.155", "G07", "G11", "G14")


class LinkNames:
    """Bags of words of one label that lead to concepts; the first concept that claims a bag keeps it."""

    def __init__(self, vocabulary: Compilation, label: str) -> None:
        """Take the compiled vocabulary: what it holds itself is left out."""
        self._vocabulary = vocabulary
        self._label = label
        self._numbers: dict[Concept, int] = {}
        self._codes: dict[str, int] = {}
        self._others: dict[str, str] = {}

    def add(self, concept: Concept, names: Iterable[str]) -> None:
        """Let names lead to a concept, where no earlier concept has claimed them."""
        for name in names:
            if len(name) > _MAX_CHARACTERS or self._vocabulary.has(self._label, key_of(name)):
                continue
            bag = bag_of(name)
            if bag and bag not in self._codes and sum(word.isdigit() for word in bag.split(" ")) <= _MAX_NUMBERS:
                self._codes[bag] = self._numbers.setdefault(concept, len(self._numbers))

    def refer(self, concept_id: str, other_ids: Iterable[str]) -> None:
        """Note the records of other vocabularies that a concept is, or else belongs under."""
        others = " ".join(other_ids)
        if others:
            self._others[concept_id] = others

    def pack(self) -> bytes:
        """Return the content of the compiled file; the same input gives the same bytes."""
        keys = sorted(self._codes)
        content: dict[str, Any] = {
            "concepts": {name: [getattr(concept, name) for concept in self._numbers] for name in Concept._fields},
            "others": dict(sorted(self._others.items())),
            "keys": keys,
            "codes": [self._codes[key] for key in keys],
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def link_names(vocabulary: Compilation, wheels: Wheels) -> dict[str, LinkNames]:
    """Return the names that the vocabulary lacks, by label."""
    names = {label: LinkNames(vocabulary, label) for label in ("DRUG", "DISEASE")}
    _add_drugs(names["DRUG"], wheels)
    _add_diseases(names["DISEASE"], vocabulary, wheels)
    return names


def _add_drugs(names: LinkNames, wheels: Wheels) -> None:
    """MeSH's chemicals, then its supplementary records in use, then UNII's names for either."""
    descriptors = [heading for heading in wheels.mesh_descriptors() if _in(heading, _CHEMICALS)]
    supplements, substances = wheels.mesh_supplements(), wheels.substances()
    _add_headings(names, {heading: _drug(heading) for heading in descriptors})
    _add_known(names, supplements, {*wheels.chemicals(), *(name for one in substances for name in _names_of(one))})
    chemicals = {heading.id for heading in descriptors if not _in(heading, _PROTEINS)}
    for heading in supplements:
        if chemicals.intersection(heading.mapped):
            names.add(_drug(heading), filter(_CODE.match, (heading.name, *heading.synonyms)))
    headings = by_key([*descriptors, *supplements])
    for substance in substances:
        record = mesh_of(substance, headings)
        if record:
            names.add(_drug(record), _names_of(substance))


def _add_known(names: LinkNames, supplements: Iterable[Heading], in_use: set[str]) -> None:
    """The supplementary records with a name that UNII or ChEBI use too; there are ten times as many."""
    keys = {key_of(name) for name in in_use}
    wanted = [heading for heading in supplements if key_of(heading.name) in keys]
    for heading in wanted:
        names.add(_drug(heading), [heading.name])
    for heading in wanted:
        names.add(_drug(heading), heading.synonyms[:_MAX_NAMES])


def _names_of(substance: Substance) -> list[str]:
    return [substance.display, *substance.official, *substance.common, *substance.brands, *substance.codes]


def _add_diseases(names: LinkNames, vocabulary: Compilation, wheels: Wheels) -> None:
    """MeSH's diseases and symptoms with their variants, its rare diseases, then the ontologies' names."""
    everything = wheels.mesh_descriptors()
    diseases = [heading for heading in everything if is_disease(heading)]
    rare = _rare_diseases(wheels.mesh_supplements(), {heading.id for heading in diseases})
    _add_headings(names, {heading: _disease(heading) for heading in diseases})
    by_name = {key_of(heading.name): heading for heading in everything}
    for variant, name in wheels.disease_variants().items():
        if key_of(name) in by_name:
            names.add(_disease(by_name[key_of(name)]), [variant])
    _add_headings(names, {heading: _disease(heading) for heading in rare})
    headings = {heading.id: heading for heading in (*diseases, *rare)}
    mesh = wheels.hpo_mesh()
    for ontology in (wheels.mondo(), [term._replace(mesh=mesh.get(term.id, ())) for term in wheels.hpo()]):
        _add_ontology(names, ontology, headings, _Above(vocabulary, ontology, headings))
    _add_headings(names, {heading: _disease(heading) for heading in everything if _in(heading, _SYMPTOMS)})


def _add_ontology(
    names: LinkNames, ontology: Iterable[OntologyTerm], headings: Mapping[str, Heading], above: _Above
) -> None:
    for term in ontology:
        names.add(_ontology_concept(term, headings), [term.name, *term.synonyms])
        names.refer(term.id, [*above.mesh(term), *(f"OMIM:{omim}" for omim in term.omim)])


def _rare_diseases(supplements: Iterable[Heading], diseases: set[str]) -> list[Heading]:
    return [heading for heading in supplements if diseases.intersection(heading.mapped)]


def _ontology_concept(term: OntologyTerm, headings: Mapping[str, Heading]) -> Concept:
    mesh = [headings[mesh_id] for mesh_id in dict.fromkeys(term.mesh) if mesh_id in headings]
    if len(mesh) != 1:
        return Concept(term.id, term.name)
    return Concept(f"MESH:{mesh[0].id}", mesh[0].name, None, term.id)


class _Above:
    """The terms of an ontology with what MeSH has for them."""

    def __init__(self, vocabulary: Compilation, terms: Iterable[OntologyTerm], headings: Mapping[str, Heading]) -> None:
        self._vocabulary = vocabulary
        self._terms = {term.id: term for term in terms}
        self._headings = headings

    def mesh(self, term: OntologyTerm) -> list[str]:
        """Return the MeSH id of a term, else of the nearest one above that has one; none if none is near."""
        level = [term]
        for _ in range(_MAX_LEVELS):
            found = [mesh_id for one in level if (mesh_id := self._own(one))]
            if found:
                return found[:1]
            level = [self._terms[parent] for one in level for parent in one.parents if parent in self._terms]
        return []

    def _own(self, term: OntologyTerm) -> str | None:
        """The MeSH record that a term refers to, or that the vocabulary has under its name; no group of everything."""
        known = self._vocabulary.concept_id("DISEASE", key_of(term.name)) or ""
        own = (f"MESH:{mesh_id}" for mesh_id in term.mesh if mesh_id in self._headings)
        return next((mesh_id for mesh_id in (*own, known) if mesh_id[:5] == "MESH:" and mesh_id not in _TOO_WIDE), None)


def _add_headings(names: LinkNames, headings: Mapping[Heading, Concept]) -> None:
    """Names before synonyms, so that no heading loses its name to another's synonym."""
    for heading, concept in headings.items():
        names.add(concept, [heading.name])
    for heading, concept in headings.items():
        names.add(concept, heading.synonyms)


def _drug(heading: Heading) -> Concept:
    return Concept(f"MESH:{heading.id}", heading.name, "class" if is_class(heading) else "substance")


def _disease(heading: Heading) -> Concept:
    return Concept(f"MESH:{heading.id}", heading.name)


def _in(heading: Heading, trees: tuple[str, ...]) -> bool:
    return any(tree.startswith(trees) for tree in heading.trees)
