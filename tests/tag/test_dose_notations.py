"""A dose that is written out of random parts reads back to its values, with pint as the judge of the quantity.

ucumvert reads our UCUM codes independently of us: they must mean the same quantity.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.normalize.quantities import (
    ACTIVITY,
    AUC,
    FORMS,
    MASS,
    PERCENT,
    SUBSTANCE,
    VOLUME,
    ucum,
)
from pipeline.normalize.quantities import (
    DIVISORS as DIVISORS_WE_READ,
)
from pipeline.tag.attributes import DOSE, NUMBER, Amount, mentions

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
    **dict.fromkeys(("mmol", "millimoles"), "millimole"),
    **dict.fromkeys(("µmol", "umol"), "micromole"),
}
# What our unit is called, by what pint calls it; arbitrary units keep the words they were written in.
NAMES = {
    "milligram": "mg",
    "gram": "g",
    "microgram": "ug",
    "nanogram": "ng",
    "millimole": "mmol",
    "micromole": "umol",
}
ARBITRARY = {"IU": "IU", "international units": "IU", "units": "U", "U": "U", "mEq": "mEq"}
PER = {"kilogram": "kg", "meter**2": "m2", "day": "day", "hour": "hour", "week": "week", "minute": "minute"}
# Surface forms of a divisor -> what pint calls it; negative exponents stand in the second table.
DIVISORS = {
    **dict.fromkeys(("/kg", " per kg", " per kilogram", "/kg of body weight"), "kilogram"),
    **dict.fromkeys(("/m2", "/m(2)", "/m²", " per square meter", "/m^2"), "meter**2"),
    **dict.fromkeys(("/day", "/d", " per day"), "day"),
    **dict.fromkeys(("/h", "/hour", "/hr"), "hour"),
    **dict.fromkeys(("/week", " per week"), "week"),
    **dict.fromkeys(("/min", " per minute"), "minute"),
}
INVERSES = {
    **dict.fromkeys((" kg-1", ".kg-1", " kg(-1)", " kg⁻¹", "·kg⁻¹"), "kilogram"),
    **dict.fromkeys((" m-2", ".m-2", " m⁻²"), "meter**2"),
    **dict.fromkeys((" day-1", ".day-1", " d⁻¹"), "day"),
}
# The names of our own units and divisors in pint.
OWN = {ours: theirs for theirs, ours in NAMES.items()}
OWN_DIVISORS = {ours: theirs for theirs, ours in PER.items()}


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


class Written(NamedTuple):
    """A dose in words, as quantities, and as the amount that it reads back to."""

    text: str
    low: pint.Quantity
    high: pint.Quantity
    amount: Amount


def quantity(amount: Amount) -> tuple[pint.Quantity, pint.Quantity]:
    """What pint makes of an amount."""
    unit = REGISTRY(OWN.get(amount.unit, "arbitrary_unit"))
    for part in amount.per.split("/") if amount.per else ():
        unit = unit / REGISTRY(OWN_DIVISORS[part])
    return amount.low * unit, amount.high * unit


@pytest.fixture(scope="module")
def ucum_registry() -> Any:
    """A registry of units that reads UCUM codes."""
    return pytest.importorskip("ucumvert").PintUcumRegistry()


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
    per = "/".join(PER[table[divisor]] for divisor in divisors) or None
    amount = Amount(float(low) * factor, float(high) * factor, ARBITRARY.get(surface) or NAMES[UNITS[surface]], per)
    return Written(text, amount.low * unit, amount.high * unit, amount)


@given(dose=written_doses())
def test_a_dose_in_any_notation_reads_back(grammar: Grammar, dose: Written) -> None:
    (found,) = mentions(grammar(f"They received aspirin {dose.text}, and recovered."), DOSE)
    low, high = quantity(found._.value)
    assert found.text == dose.text
    assert low.to_base_units().magnitude == pytest.approx(dose.low.to_base_units().magnitude)
    assert high.to_base_units().magnitude == pytest.approx(dose.high.to_base_units().magnitude)
    assert low.dimensionality == dose.low.dimensionality


@given(dose=written_doses())
def test_a_dose_in_any_notation_has_its_low_high_unit_and_divisors(grammar: Grammar, dose: Written) -> None:
    (found,) = mentions(grammar(f"They received aspirin {dose.text}, and recovered."), DOSE)
    assert found._.value._replace(low=0, high=0) == dose.amount._replace(low=0, high=0)
    assert found._.value[:2] == pytest.approx(dose.amount[:2])


@given(dose=written_doses())
def test_the_ucum_code_of_a_dose_means_the_same_to_ucumvert(ucum_registry: Any, dose: Written) -> None:
    code = ucum(dose.amount.unit, dose.amount.per)
    assert code is not None
    theirs = ucum_registry.from_ucum(code).to_base_units()
    ours = (quantity(dose.amount)[1] / dose.amount.high).to_base_units()
    if dose.amount.unit in OWN:
        assert dict(theirs.dimensionality) == dict(ours.dimensionality)
        assert theirs.magnitude == pytest.approx(ours.magnitude)


@pytest.mark.parametrize("unit", [unit.name for unit in (*MASS, *VOLUME, *ACTIVITY, *SUBSTANCE, *FORMS, PERCENT, AUC)])
@pytest.mark.parametrize("divisor", [None, *sorted({name for name, _ in DIVISORS_WE_READ.values()})])
def test_ucumvert_reads_the_code_of_every_unit_and_divisor(ucum_registry: Any, unit: str, divisor: str | None) -> None:
    code = ucum(unit, divisor)
    assert code is not None
    ucum_registry.from_ucum(code)


@st.composite
def number_words(draw: st.DrawFn) -> tuple[str, int]:
    """Whole numbers below a million in English words, with and without "and" and hyphens."""
    number = draw(st.integers(1, 999_999))
    joint, hyphen = draw(st.sampled_from([" and ", " "])), draw(st.sampled_from(["-", " "]))
    return _in_words(number, joint, hyphen), number


def _in_words(number: int, joint: str, hyphen: str) -> str:
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10 - 2] + (hyphen + SMALL[number % 10] if number % 10 else "")
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % scale
    head = f"{_in_words(number // scale, joint, hyphen)} {name}"
    between = joint if rest < 100 else " "
    return head + (between + _in_words(rest, joint, hyphen) if rest else "")


@given(written=number_words())
@example(written=("nine hundred and ninety-nine thousand nine hundred and ninety-nine", 999_999))
def test_a_number_in_words_reads_back(grammar: Grammar, written: tuple[str, int]) -> None:
    words, number = written
    (found,) = mentions(grammar(f"They saw {words} people."), NUMBER)
    assert (found.text, found._.value) == (words, number)


@given(count=st.integers(2, 99), unit=st.sampled_from(["mg", "units", "tablets"]))
def test_a_dose_in_number_words_reads_back(grammar: Grammar, count: int, unit: str) -> None:
    words = _in_words(count, " and ", "-")
    (found,) = mentions(grammar(f"They received {words} {unit} of aspirin."), DOSE)
    assert (found._.value.low, found._.value.high) == (count, count)
