import pytest

from pipeline.normalize.quantities import find_unit, ucum


@pytest.mark.parametrize(
    ("word", "name"),
    [("mg", "mg"), ("µg", "ug"), ("μg", "ug"), ("mcg", "ug"), ("Grams", "g"), ("U", "U"), ("ml", "mL"), ("IU", "IU")],
)
def test_units(word: str, name: str) -> None:
    unit = find_unit(word)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize("word", ["u", "G", "week", "patients", ""])
def test_words_that_are_no_unit(word: str) -> None:
    assert find_unit(word) is None


@pytest.mark.parametrize(
    ("unit", "per", "code"),
    [("mg", "kg/day", "mg/kg/d"), ("mg", "m2", "mg/m2"), ("IU", "week", "[iU]/wk"), ("tablet", None, "{tablet}")],
)
def test_ucum(unit: str, per: str | None, code: str) -> None:
    assert ucum(unit, per) == code


def test_a_unit_without_code_is_not_guessed() -> None:
    assert ucum("spoonful", None) is None
