"""Short forms of drugs that are told by where they stand, since their letters do not follow the long form's.

"high-dose cytosine arabinoside (HDAC)", "cyclophosphamide (CTX)", "folinic acid (leucovorin; Lv)".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.tag.attributes import ShortForm
from pipeline.tag.drug_words import NO_SHORT_FORMS, SPONSORS
from pipeline.tag.reading import Found, Reading

# Behind a drug: "(CTX)", "(CTX;", "(CTX,", or "; Lv)" inside the brackets that the drug opens.
_IN_BRACKETS = re.compile(r"\s?[(\[]\s?([A-Z][A-Za-z\d-]{1,6})\s?[)\];,:]")
_BEHIND_NAME = re.compile(r";\s?([A-Z][A-Za-z]{1,5})[)\]]")
# A sponsor's code beside the name is the same substance: "arzoxifene (LY353381)", "TAK-438 (vonoprazan, a new ...".
_CODE = r"[A-Z]{2,5}[- ]?\d{2,6}[A-Z]?"
_CODE_BEHIND = re.compile(rf"\s?[(\[]\s?({_CODE})\s?[)\];,]")
_CODE_BEFORE = re.compile(rf"(?<![\w-])({_CODE})\s?[(\[]$")
_LONGEST_CODE = 16  # characters
_FEWEST_FIGURES = 3
_REGISTRIES = frozenset("NCT ISRCTN ACTRN DRKS UMIN PMID PMC".split())
_UNITS = frozenset("IV IU IM SC PO MG UK USA US EU BID TID QD CI SD SE CR SR XR ER IR".split())
_HOW_MUCH = {"H": "high", "L": "low", "I": "intermediate"}  # "HD" = high-dose


def forms_by_place(reading: Reading, drugs: Sequence[Found], known: Collection[str]) -> Iterator[ShortForm]:
    """Yield the short forms beside substances; those `known` are defined already."""
    for drug in drugs:
        start, end = reading.words[drug.first].start, reading.words[drug.last - 1].end
        if drug.entity.kind == "substance" and drug.rule != "research-code":
            yield from _codes(reading.text, start, end)
        opened = start > 0 and reading.text[start - 1] in "(["
        place = (_BEHIND_NAME if opened else _IN_BRACKETS).match(reading.text, end)
        if place and drug.entity.kind == "substance" and _is_form(reading, drug, place.group(1), opened):
            text, at, stop = place.group(1), place.start(1), place.end(1)
            if text not in known:
                yield ShortForm(text, at, stop, start, end, place.start(), place.end())


def _codes(text: str, start: int, end: int) -> Iterator[ShortForm]:
    """The codes in brackets behind a drug, or before the brackets that it opens."""
    behind = _CODE_BEHIND.match(text, end)
    if behind and _is_sponsors(behind.group(1)):
        yield ShortForm(behind.group(1), *behind.span(1), start, end, behind.start(), behind.end())
    shift = max(0, start - _LONGEST_CODE)
    before = _CODE_BEFORE.search(text[shift:start])
    if before and _is_sponsors(before.group(1)):
        first, last = before.span(1)
        yield ShortForm(before.group(1), shift + first, shift + last, start, end, start - 1, end)


def _is_sponsors(code: str) -> bool:
    """Whether letters and figures are a sponsor's code, and no figure with its name: "(SD 12)", "(LDL 100)"."""
    letters = code.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789").rstrip("- ")
    if letters.lower() in SPONSORS:
        return True
    figures = sum(sign.isdigit() for sign in code)
    return figures >= _FEWEST_FIGURES and " " not in code and letters not in NO_SHORT_FORMS | _REGISTRIES


def _is_form(reading: Reading, drug: Found, text: str, opened: bool) -> bool:
    """Whether letters are like a short form of a drug: capitals (or `opened`) and the same beginning."""
    if text in _UNITS or not (text.isupper() or opened):
        return False
    dose = _HOW_MUCH.get(text[0])
    if text[1] == "D" and dose and reading.keys[max(0, drug.first - 2) : drug.first] == [dose, "dose"]:
        return True
    return text[0].lower() == reading.key(drug.first)[0]
