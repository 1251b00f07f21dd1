"""Units of drug amounts: surface words, the unit that the tables write, and its UCUM code.

UCUM codes: https://ucum.org (The Unified Code for Units of Measure). Arbitrary units stand in brackets or braces there.
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit of amount: `name` as the tables write it, `ucum` its UCUM code, `words` its surface forms (lower case)."""

    name: str
    ucum: str
    words: tuple[str, ...]


MASS = (
    Unit("kg", "kg", ("kilogram", "kilograms")),
    Unit("g", "g", ("g", "gm", "gms", "gram", "grams", "gramme", "grammes")),
    Unit("mg", "mg", ("mg", "mgs", "mgm", "milligram", "milligrams", "milligramme", "milligrammes")),
    Unit("ug", "ug", ("ug", "µg", "μg", "mcg", "mcgs", "mikrog", "microg", "microgram", "micrograms", "microgrammes")),
    Unit("ng", "ng", ("ng", "nanogram", "nanograms")),
)
VOLUME = (
    Unit("mL", "mL", ("ml", "mls", "cc", "milliliter", "milliliters", "millilitre", "millilitres")),
    Unit("L", "L", ("l", "liter", "liters", "litre", "litres")),
)
ACTIVITY = (
    Unit("IU", "[iU]", ("iu", "ius", "ui")),
    Unit("U", "[arb'U]", ("u", "unit", "units")),
    Unit("MU", "10*6.[arb'U]", ("mu", "mega-units", "megaunits")),
    Unit("MIU", "10*6.[iU]", ("miu",)),
)
SUBSTANCE = (
    Unit("mEq", "meq", ("meq", "milliequivalent", "milliequivalents")),
    Unit("mmol", "mmol", ("mmol", "mmols", "millimol", "millimole", "millimoles")),
    Unit("umol", "umol", ("umol", "µmol", "μmol", "micromol")),
)
# Counted forms: an amount only where a drug is spoken of.
FORMS = (
    Unit("tablet", "{tablet}", ("tablet", "tablets", "tab", "tabs")),
    Unit("capsule", "{capsule}", ("capsule", "capsules")),
    Unit("puff", "{puff}", ("puff", "puffs")),
    Unit("drop", "[drp]", ("drop", "drops")),
    Unit("sachet", "{sachet}", ("sachet", "sachets")),
)
PERCENT = Unit("%", "%", ("%",))
# Target exposure by which carboplatin is dosed (Calvert formula), in mg/mL x min.
AUC = Unit("AUC", "mg/mL.min", ("auc", "aucs"))

_UNITS = {word: unit for unit in (*MASS, *VOLUME, *ACTIVITY, *SUBSTANCE, *FORMS, PERCENT) for word in unit.words}
# Single letters are units only in their usual case.
_CASED = {"g": ("g",), "l": ("L", "l"), "u": ("U",), "mu": ("MU",)}
_UCUM = {unit.name: unit.ucum for unit in (*MASS, *VOLUME, *ACTIVITY, *SUBSTANCE, *FORMS, PERCENT, AUC)}

# What an amount can be divided by: surface word -> (name in the tables, UCUM code).
DIVISORS = {
    **dict.fromkeys(("m2", "m²", "sqm"), ("m2", "m2")),
    **dict.fromkeys(("kg", "kilogram", "kilo", "kgbw"), ("kg", "kg")),
    **dict.fromkeys(("day", "d", "days", "diem", "24h"), ("day", "d")),
    **dict.fromkeys(("week", "wk", "w"), ("week", "wk")),
    **dict.fromkeys(("month", "mo"), ("month", "mo")),
    **dict.fromkeys(("hour", "h", "hr"), ("hour", "h")),
    **dict.fromkeys(("minute", "min", "mn"), ("minute", "min")),
    **dict.fromkeys(("dose", "infusion", "injection"), ("dose", "{dose}")),
    **dict.fromkeys(("cycle", "course"), ("cycle", "{cycle}")),
}
# Divisors that make a concentration or a rate of something in the body, never a dose.
CONCENTRATION = frozenset(
    "ml dl l cl liter litre milliliter millilitre deciliter decilitre mmol mol g gram mg mm cmm ul µl μl hpf "
    "creatinine protein".split()
)


def find_unit(word: str) -> Unit | None:
    """Return the unit of amount that a word names, or None.

    >>> find_unit("mcg").name, find_unit("U").name, find_unit("week")
    ('ug', 'U', None)
    """
    lower = word.lower()
    if lower in _CASED and word not in _CASED[lower]:
        return None
    return _UNITS.get(lower)


def ucum(unit: str, per: str | None) -> str | None:
    """Return the UCUM expression of a dose's unit; None for a unit that has no code.

    >>> ucum("mg", "kg/day"), ucum("IU", None), ucum("ug", "m2")
    ('mg/kg/d', '[iU]', 'ug/m2')
    """
    codes = dict(DIVISORS.values())
    if unit not in _UCUM:
        return None
    return "/".join([_UCUM[unit], *(codes[part] for part in (per.split("/") if per else ()))])
