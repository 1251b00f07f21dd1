"""Short forms of drugs that are told by where they stand, since their letters do not follow the long form's.

"high-dose cytosine arabinoside (HDAC)", "cyclophosphamide (CTX)", "folinic acid (leucovorin; Lv)".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.tag.attributes import ShortForm
from pipeline.tag.reading import Found, Reading

# Behind a drug: "(CTX)", "(CTX;", "(CTX,", or "; Lv)" inside the brackets that the drug opens.
_IN_BRACKETS = re.compile(r"\s?[(\[]\s?([A-Z][A-Za-z\d-]{1,6})\s?[)\];,:]")
_BEHIND_NAME = re.compile(r";\s?([A-Z][A-Za-z]{1,5})[)\]]")
_UNITS = frozenset("IV IU IM SC PO MG UK USA US EU BID TID QD CI SD SE CR SR XR ER IR".split())
_HOW_MUCH = {"H": "high", "L": "low", "I": "intermediate"}  # "HD" = high-dose


def forms_by_place(reading: Reading, drugs: Sequence[Found], known: Collection[str]) -> Iterator[ShortForm]:
    """Yield the short forms beside substances; those `known` are defined already."""
    for drug in drugs:
        start, end = reading.words[drug.first].start, reading.words[drug.last - 1].end
        opened = start > 0 and reading.text[start - 1] in "(["
        place = (_BEHIND_NAME if opened else _IN_BRACKETS).match(reading.text, end)
        if place and drug.entity.kind == "substance" and _is_form(reading, drug, place.group(1), opened):
            text, at, stop = place.group(1), place.start(1), place.end(1)
            if text not in known:
                yield ShortForm(text, at, stop, start, end, place.start(), place.end())


def _is_form(reading: Reading, drug: Found, text: str, opened: bool) -> bool:
    """Whether letters are like a short form of a drug: capitals (or `opened`) and the same beginning."""
    if text in _UNITS or not (text.isupper() or opened):
        return False
    dose = _HOW_MUCH.get(text[0])
    if text[1] == "D" and dose and reading.keys[max(0, drug.first - 2) : drug.first] == [dose, "dose"]:
        return True
    return text[0].lower() == reading.key(drug.first)[0]
