"""Joins drugs that stand side by side to what they are together: fixed combinations, and classes of classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipeline.normalize.names import singular_name
from pipeline.tag.attributes import DRUG, Entity
from pipeline.tag.lexicon import phrase_list
from pipeline.tag.reading import Found, Reading

# What tells that a product holds both: a dose of both ("160/4.5"), a form, "fixed combination of" before them.
_HOLDS_BOTH = re.compile(
    r"\s?(?:[(\[][^()\[\]]{1,15}[)\]])?[\s,]{0,2}"
    r"(?:\d[\d.,]{0,6}\s?/\s?\d|fixed|tablet|capsule|pill|inhaler|pressurized|"
    r"combination (?:tablet|product|pill|inhaler))"
)
_PRODUCT_OF = re.compile(
    r"(?:fixed[ -]dose|fixed|combination (?:tablet|pill|product|inhaler))s?(?: combinations?)?(?: of)? $"
)
_LONGEST_CUE = 40  # characters
_HYPHENS = ("-", "\u2010", "\u2011", "\u2013")
_SPECIES = frozenset({"human", "bovine", "murine", "methionyl"})


def joined(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """Return the names with those in one that are one ("thiazide diuretics", "codeine/acetaminophen 30/500 mg").

    Substances with a slash between them are one product where `fixed_combinations.txt` has the two, or the text gives
    them, anywhere, one form or a dose of both; elsewhere they are two drugs ("paclitaxel/carboplatin"). With a hyphen
    or a blank between them they are one only where the file has the two ("sulfadoxine-pyrimethamine").
    """
    neighbours = list(pairwise(found))
    tied = {_pair(a, b) for a, b in neighbours if _tied(reading, a, b) and _one_product(reading, a, b)}
    merged: list[Found] = list(found[:1])
    for before, name in neighbours:
        if _tied(reading, before, name) and _pair(before, name) in tied:
            merged[-1] = _combination(reading, merged[-1], name)
        elif _classes(reading, merged[-1], name):
            words = singular_name(reading.name(merged[-1].first, name.last))
            merged[-1] = Found(merged[-1].first, name.last, merged[-1].entity._replace(name=words), merged[-1].rule)
        else:
            merged.append(name)
    return merged


def as_made(reading: Reading, name: Found) -> Found:
    """Return a substance with "recombinant" and the species before it, which belong to the name of a protein."""
    first = name.first - (reading.key(name.first - 1) in _SPECIES)
    if name.entity.kind != "substance" or reading.key(first - 1) != "recombinant":
        return name
    return name._replace(first=first - 1 - (reading.key(first - 2) in _SPECIES))


def _classes(reading: Reading, before: Found, name: Found) -> bool:
    """Whether two classes stand side by side."""
    classes = before.entity.kind == name.entity.kind == "class"
    return classes and before.last == name.first and not reading.slash(name.first - 1)


def _pair(before: Found, name: Found) -> frozenset[str]:
    return frozenset({before.entity.name, name.entity.name})


def _tied(reading: Reading, before: Found, name: Found) -> bool:
    """Whether a slash stands right behind the first of two substances, and nothing else between them.

    A hyphen or nothing does between those that products are known to hold together.
    """
    if not before.entity.kind == name.entity.kind == "substance" or before.endogenous or name.endogenous:
        return False
    between = reading.text[reading.words[before.last - 1].end : reading.words[name.first].start]
    if between.strip() in {"", *_HYPHENS}:
        return _pair(before, name) in _fixed()
    return between.startswith("/") and not between[1:].strip()


def _one_product(reading: Reading, before: Found, name: Found) -> bool:
    if _pair(before, name) in _fixed() or _known(reading, before, name):
        return True
    start, end = reading.words[before.first].start, reading.words[name.last - 1].end
    cue = reading.text[max(0, start - _LONGEST_CUE) : start].lower()
    return bool(_HOLDS_BOTH.match(reading.text, end) or _PRODUCT_OF.search(cue))


@cache
def _fixed() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(line.split(" + ")) for line in phrase_list("fixed_combinations"))


def _known(reading: Reading, before: Found, name: Found) -> Entity | None:
    """What lexicon or vocabulary have of the two, in either order."""
    parts = (" ".join(reading.keys[before.first : before.last]), " ".join(reading.keys[name.first : name.last]))
    for order in (parts, parts[::-1]):
        term = reading.knowledge.term(" ".join(order), DRUG)
        if term:
            return Entity(term.name or "", term.concept.id or None, term.concept.name, "substance")
    return None


def _combination(reading: Reading, before: Found, name: Found) -> Found:
    joint = "/" if reading.slash(before.last - 1) else "-"
    both = f"{before.entity.name}{joint}{name.entity.name}"
    known = _known(reading, before, name)
    entity = known._replace(name=known.name or both) if known else Entity(both, kind="substance")
    return Found(before.first, name.last, entity, "combination")
