"""Finds substances that only a code or short form names: "GSK256066", "INCB13739 (200 mg)", "received UDCA 900 mg".

Many things have such names (cell lines, trials, genes, measures), so that a code must have a sponsor's letters, or the
text must say somewhere that it is given: a dose beside it, for codes also "received" or "placebo". Then every place
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.normalize.names import fold
from pipeline.tag.attributes import Entity
from pipeline.tag.drug_words import NO_SHORT_FORMS, SPONSORS
from pipeline.tag.reading import Found, Reading

_MASS = r"(?:mg|mcg|\u00b5g|\u03bcg|ug|micrograms?|milligrams?)"
_CODE = re.compile(
    rf"(?<![\w.-])([A-Z]{{1,5}}|Org)[- ]?(?:\d{{1,3}}[-,])?\d{{3,6}}[A-Z]?(?![\w.])(?!\s?(?:{_MASS}|g|m[lL]|IU|U|%))"
)
_SHORT_FORM = re.compile(r"(?<![\w.-])(?:[A-Z][A-Za-z]{0,3}-)?[a-z]?[A-Z][A-Za-z]?[A-Z]{1,4}(?![\w.-])")
_AMOUNT = rf"\d[\d.,]{{0,8}}(?:\s?(?:[-–,/]|to|or|and)\s?\d[\d.,]{{0,8}}){{0,3}}[\s-]?{_MASS}\b"
_DOSE_AFTER = re.compile(rf"(?:\s|\s?[(,]\s?){_AMOUNT}(?!\s?(?:/|per|%)\s?(?:d|m|100\s?m)?[lL])")
_DOSE_BEFORE = re.compile(rf"\b{_MASS}(?:/\w{{1,3}})? (?:of )?$")
_PLACEBO_AFTER = re.compile(r"\s(?:or|vs\.?|versus|and)\s(?:matching\s)?placebo\b")
_GIVEN_BEFORE = re.compile(
    r"(?:receiv(?:e|ed|ing)|treated with|treatment with|administration of|placebo or|doses? of|tolerability of"
    r"|efficacy of) $"
)
_CAPITALS = re.compile(r"[A-Z]{3,}\s$")
_LONGEST_CUE = 30  # characters


def coded_drugs(reading: Reading) -> Iterator[Found]:
    """Yield the substances that codes and short forms name, in any order; they do not overlap."""
    text = reading.text
    codes = list(_CODE.finditer(text))
    given = {code.group() for code in codes if _is_given(text, code) or code.group(1).lower() in SPONSORS}
    yield from _found(reading, [code for code in codes if code.group() in given], "research-code")
    forms = [form for form in _SHORT_FORM.finditer(text) if _may_be_drug(form.group())]
    dosed = {form.group() for form in forms if _has_dose(text, form) and not _in_capitals(text, form)}
    yield from _found(reading, [form for form in forms if form.group() in dosed], "dosed-short-form")


def _found(reading: Reading, places: list[re.Match[str]], rule: str) -> Iterator[Found]:
    for code in places:
        place = reading.place(code.start(), code.end())
        if place:
            yield Found(*place, Entity(fold(code.group()), kind="substance"), rule)


def _may_be_drug(form: str) -> bool:
    return form not in NO_SHORT_FORMS and form.lower() not in SPONSORS


def _before(text: str, place: re.Match[str]) -> str:
    return text[max(0, place.start() - _LONGEST_CUE) : place.start()]


def _has_dose(text: str, place: re.Match[str]) -> bool:
    return bool(_DOSE_AFTER.match(text, place.end()))


def _is_given(text: str, code: re.Match[str]) -> bool:
    before = _before(text, code).lower()
    beside = _has_dose(text, code) or _DOSE_BEFORE.search(before)
    return bool(beside or _PLACEBO_AFTER.match(text, code.end()) or _GIVEN_BEFORE.search(before))


def _in_capitals(text: str, form: re.Match[str]) -> bool:
    """Whether the words before are in capitals too, so that capitals say nothing."""
    return bool(_CAPITALS.search(_before(text, form)))
