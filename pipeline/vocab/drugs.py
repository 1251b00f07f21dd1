"""Compiles the drug vocabulary: MeSH descriptors and supplementary records, confirmed and widened by UNII."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.normalize.names import without_salt
from pipeline.vocab.compiled import Compilation
from pipeline.vocab.sources import Heading, Substance, Wheels
from pipeline.vocab.vocabulary import Concept
from pipeline.vocab.words import key_of

# Lists whose entries are medicines: WHO names, national adopted names, approved products.
_MEDICINE_LISTS = frozenset(
    {"INN", "USAN", "JAN", "ORANGE BOOK", "PURPLE BOOK CDER", "PURPLE BOOK CBER", "EMA EPAR", "WHO-IP", "VANDF"}
)
_CLASS_TREES = ("D27.505",)
_NO_CLASS_TREES = (
    "D27.505.259",  # diagnostic uses: contrast media, tracers
    "D27.505.696.353",  # endocrine disruptors
    "D27.505.389",  # metabolic side effects
)
# Hormone groups that are named like drug classes.
_CLASS_IDS = frozenset({"D000305", "D005938", "D015259"})
# Drugs whose MeSH record no list of medicines has under its name.
_SUBSTANCE_IDS = frozenset(
    {
        "D007328",  # insulin
        "D010406",  # penicillins
        "D007372",  # interferons
        "D016898",  # interferon-alpha
        "D016899",  # interferon-beta
        "D007376",  # interleukin-2
        "D007136",  # immunoglobulins
        "D016756",  # immunoglobulins, intravenous
        "D001905",  # botulinum toxins
        "D012965",  # sodium chloride
    }
)
# Whole branches of preparations that no list of substances holds.
_PREPARATION_TREES = (
    "D26.310",  # drug combinations
    "D20.215.894",  # vaccines
    "D12.776.124.486.485.114.224",  # antibodies, monoclonal
    "D12.776.124.486.485.114.573",  # antibodies, neutralizing
)
_SALT_ENDINGS = (
    " mesylate", " hydrochloride", " sodium", " fumarate", " citrate", " bromide", " maleate", " tartrate", " sulfate",
    " phosphate", " acetate", " calcium", " potassium", " succinate", " tosylate", " besylate",
)  # fmt: skip
_CODE = re.compile(r"^[A-Z]{1,6}[- ]?\d{2,}[A-Z]?$")
_UNFIT = re.compile(r"[,(){}\[\];:@+]|\d\.\d|\.(ALPHA|BETA|GAMMA|KAPPA|DELTA)\.")
_MAX_UNII_WORDS = 4


def add_drugs(compilation: Compilation, wheels: Wheels) -> None:
    """Add classes, then substances with a MeSH id, then substances that only UNII knows."""
    everything = wheels.mesh_descriptors()
    descriptors = [heading for heading in everything if _in(heading, ("D",))]
    supplements = wheels.mesh_supplements()
    for heading in descriptors:
        if is_class(heading):
            _add_heading(compilation, heading, "class")
    # MeSH has organisms, foods, materials, body parts outside its branch D; UNII lists many of them as ingredients.
    compilation.forbid("DRUG", (n for h in everything if not _in(h, ("D",)) for n in (h.name, *h.synonyms)))
    substances = [substance for substance in wheels.substances() if substance.lists & _MEDICINE_LISTS]
    headings = [*descriptors, *supplements]
    linked, alone = _linked(substances, headings)
    for heading in headings:
        if heading.id in linked or heading.id in _SUBSTANCE_IDS or _in(heading, _PREPARATION_TREES):
            _add_heading(compilation, heading, "substance")
    by_id = {heading.id: heading for heading in headings}
    for mesh_id, members in linked.items():
        _add_substances(compilation, Concept(f"MESH:{mesh_id}", by_id[mesh_id].name, "substance"), members)
    for substance in alone:
        concept = Concept(f"UNII:{substance.unii}", substance.display.lower(), "substance")
        _add_substances(compilation, concept, [substance])


def _linked(substances: list[Substance], headings: list[Heading]) -> tuple[dict[str, list[Substance]], list[Substance]]:
    """The substances by their MeSH record, and those without one."""
    found_by = by_key(headings)
    linked: dict[str, list[Substance]] = defaultdict(list)
    alone: list[Substance] = []
    for substance in substances:
        found = mesh_of(substance, found_by)
        (linked[found.id] if found else alone).append(substance)
    return linked, alone


def _in(heading: Heading, trees: tuple[str, ...]) -> bool:
    return any(tree.startswith(trees) for tree in heading.trees)


def is_class(heading: Heading) -> bool:
    """Tell whether a heading names a class of drugs."""
    if heading.id in _CLASS_IDS:
        return True
    return any(tree.startswith(_CLASS_TREES) and not tree.startswith(_NO_CLASS_TREES) for tree in heading.trees)


def uninverted(name: str) -> str | None:
    """Return "Agents, Immunosuppressive" the right way round; None for names that are lists or systematic."""
    parts = name.split(", ")
    if len(parts) == 1:
        return name
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else None


def _add_heading(compilation: Compilation, heading: Heading, kind: str) -> None:
    names = (heading.name, *heading.synonyms)
    concept = Concept(f"MESH:{heading.id}", heading.name, kind)
    compilation.add(
        "DRUG", concept, [right for name in names if (right := uninverted(name)) and not _UNFIT.search(right)]
    )


def by_key(headings: Iterable[Heading]) -> dict[str, Heading]:
    """Return names and synonyms -> heading; a name wins over a synonym, a descriptor over a supplementary record."""
    headings = list(headings)
    found: dict[str, Heading] = {}
    for heading in headings:
        found.setdefault(key_of(heading.name), heading)
    for heading in headings:
        for synonym in heading.synonyms:
            found.setdefault(key_of(synonym), heading)
    return found


def mesh_of(substance: Substance, headings: dict[str, Heading]) -> Heading | None:
    """Return the MeSH record of a substance: by its display name, a salt of it, its base, or by most of its names."""
    display = substance.display
    for name in (display, *(display + ending for ending in _SALT_ENDINGS), without_salt(display.lower())):
        heading = headings.get(key_of(name))
        if heading:
            return heading
    names = (*substance.official, *substance.common)
    hits = Counter(heading.id for name in names if (heading := headings.get(key_of(name))))
    if not hits:
        return None
    best = max(sorted(hits), key=lambda mesh_id: hits[mesh_id])
    return next(heading for name in names if (heading := headings.get(key_of(name))) and heading.id == best)


def _add_substances(compilation: Compilation, concept: Concept, members: list[Substance]) -> None:
    for substance in members:
        names = _fit([substance.display, *substance.official])
        compilation.add(
            "DRUG", concept, [*names, *(name[: -len("ic acid")] + "ate" for name in names if name.endswith("ic acid"))]
        )
    for substance in members:
        compilation.add("DRUG", concept, _fit(substance.common))
        compilation.add("DRUG", concept, _fit(substance.brands), brand=True)


def _fit(names: Iterable[str]) -> list[str]:
    """Names that a text may hold; UNII writes all in capitals, so that capitals say nothing."""
    return [
        name.lower()
        for name in names
        if not _UNFIT.search(name) and not _CODE.match(name) and len(name) > 3 and len(name.split()) <= _MAX_UNII_WORDS
    ]
