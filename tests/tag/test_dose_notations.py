"""A dose that is written out of random parts reads back to its values, with pint as the judge of the quantity."""

from collections.abc import Callable
from typing import NamedTuple

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.tag.attributes import DOSE, Amount, mentions

Grammar = Callable[[str], Doc]
REGISTRY = pint.UnitRegistry()
REGISTRY.define("arbitrary_unit = [arbitrary]")

# Surface words of a unit -> what pint calls it.
UNITS = {
    **dict.fromkeys(("mg", "milligrams", "mgs"), "milligram"),
    **dict.fromkeys(("g", "grams", "gm"), "gram"),
    **dict.fromkeys(("µg", "mcg", "ug", "micrograms"), "microgram"),
    "ng": "nanogram",
    **dict.fromkeys(("IU", "units", "U", "international units"), "arbitrary_unit"),
    "mEq": "arbitrary_unit",
    "mmol": "millimole",
}
# Surface forms of a divisor -> what pint calls it; negative exponents stand in the second table.
DIVISORS = {
    **dict.fromkeys(("/kg", " per kg", " per kilogram", "/kg of body weight"), "kilogram"),
    **dict.fromkeys(("/m2", "/m(2)", "/m²", " per square meter", "/m^2"), "meter**2"),
    **dict.fromkeys(("/day", "/d", " per day"), "day"),
    **dict.fromkeys(("/h", "/hour", "/hr"), "hour"),
    **dict.fromkeys(("/week", " per week"), "week"),
}
INVERSES = {
    **dict.fromkeys((" kg-1", ".kg-1", " kg(-1)", " kg⁻¹", "·kg⁻¹"), "kilogram"),
    **dict.fromkeys((" m-2", ".m-2", " m⁻²"), "meter**2"),
    **dict.fromkeys((" day-1", ".day-1", " d⁻¹"), "day"),
}
# The names of our own units and divisors in pint.
OWN = {"mg": "milligram", "g": "gram", "ug": "microgram", "ng": "nanogram", "mmol": "millimole"}
OWN_DIVISORS = {"kg": "kilogram", "m2": "meter**2", "day": "day", "hour": "hour", "week": "week"}


class Written(NamedTuple):
    """A dose in words and as quantities."""

    text: str
    low: pint.Quantity
    high: pint.Quantity


def quantity(amount: Amount) -> tuple[pint.Quantity, pint.Quantity]:
    """What pint makes of an amount."""
    unit = REGISTRY(OWN.get(amount.unit, "arbitrary_unit"))
    for part in amount.per.split("/") if amount.per else ():
        unit = unit / REGISTRY(OWN_DIVISORS[part])
    return amount.low * unit, amount.high * unit


@st.composite
def written_doses(draw: st.DrawFn) -> Written:
    """Doses in every notation of a number, a unit and up to two divisors."""
    low = draw(st.integers(1, 9_999) | st.decimals("0.01", "99", places=2))
    high = low + draw(st.integers(1, 500))
    joint = draw(st.sampled_from(["", "-", " to ", "–", "power"]))
    surface = draw(st.sampled_from(sorted(UNITS)))
    table = draw(st.sampled_from([DIVISORS, INVERSES]))
    divisors = draw(st.lists(st.sampled_from(sorted(table)), max_size=2, unique_by=lambda name: table[name]))
    factor = 1
    if joint == "power":
        number, factor, high = f"{low} x 10(6)", 10**6, low
    elif joint:
        number = f"{low:,}{joint}{high:,}"
    else:
        number, high = f"{low:,}", low
    unit = REGISTRY(UNITS[surface])
    for divisor in divisors:
        unit = unit / REGISTRY(table[divisor])
    text = f"{number} {surface}{''.join(divisors)}"
    return Written(text, float(low) * factor * unit, float(high) * factor * unit)


@given(dose=written_doses())
def test_a_dose_in_any_notation_reads_back(grammar: Grammar, dose: Written) -> None:
    (found,) = mentions(grammar(f"They received aspirin {dose.text}, and recovered."), DOSE)
    low, high = quantity(found._.value)
    assert found.text == dose.text
    assert low.to_base_units().magnitude == pytest.approx(dose.low.to_base_units().magnitude)
    assert high.to_base_units().magnitude == pytest.approx(dose.high.to_base_units().magnitude)
    assert low.dimensionality == dose.low.dimensionality
