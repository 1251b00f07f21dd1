"""Names of authors: several in one value of a table, and the parts of one in an object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DIVIDED = re.compile(r"\s*;\s*|\r?\n|\s*\|\s*")
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?:and\s+|&\s+)?")
# "Orme BK", "Orme B.-K.": initials behind a name, so that no comma stands in it.
_WITH_INITIALS = re.compile(r"\S.{0,60}\s(?:[A-ZÀ-Þ]\.?-?){1,4}")
# Parts of a name in order, each under the keys of CSL and Crossref, Europe PMC and others.
_PARTS = (
    ("given", "firstName", "first_name", "first", "foreName", "forename"),
    ("non-dropping-particle", "dropping-particle"),
    ("family", "lastName", "last_name", "last", "surname"),
    ("suffix",),
)


def authors_in(value: str) -> list[str]:
    """Return the names in one value: "Orme, B.; Marlow, T.", "Orme B, Marlow T.", "Orme, B. and Marlow, T."."""
    names = [name for name in _DIVIDED.split(value.strip()) if name]
    if len(names) > 1:
        return names
    by_and = _AND.split(value.strip())
    if len(by_and) > 1 and all("," in name for name in by_and):
        return by_and
    by_comma = _COMMA.split(value.strip())
    if len(by_comma) > 1 and _WITH_INITIALS.fullmatch(by_comma[0]):
        return by_comma if by_comma[0].endswith(".") else [*by_comma[:-1], by_comma[-1].rstrip(".")]
    return names


def full_name(person: Mapping[str, Any]) -> str:
    """Return the name of a person whose parts stand apart; empty where there are none."""
    found = (next((str(person[key]) for key in keys if person.get(key)), "") for keys in _PARTS)
    return " ".join(part for part in found if part)
