"""Reads abbreviations that a text never defines, but whose letters are the initials of a name that it has in full.

"Etanercept in rheumatoid arthritis ... Fifty RA patients": who abstracts a paper often leaves out its definitions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from pipeline.tag.attributes import Entity
from pipeline.tag.disease_words import TIES
from pipeline.tag.reading import Found, Reading, Short

# Not beside a number, where statistics stand ("95% CI 1.2", "SE = 3").
_CAPITALS = re.compile(r"(?<![\w-])(?<!% )(?<!%)[A-Z]{2,6}(?![\w-]|[ =:(]{1,3}[\d.])")
_MIN_WORDS = 2


def initials(reading: Reading, label: str, found: Sequence[Found], defined: Collection[str]) -> dict[int, Short]:
    """Return, by first piece, the capitals that are the initials of exactly one of the names found before them.

    What the text has `defined` is left out, and so is what stands inside a name.
    """
    spelled: dict[str, list[Found]] = {}
    for name in _whole(reading, label, found):
        letters = "".join(key[0] for key in reading.keys[name.first : name.last]).upper()
        spelled.setdefault(letters, []).append(name)
    taken = {k for name in found for k in range(name.first, name.last)}
    meanings: dict[int, Short] = {}
    for capitals in _CAPITALS.finditer(reading.text):
        names = spelled.get(capitals.group(), [])
        place = reading.place(*capitals.span()) if names and capitals.group() not in defined else None
        if place is None:
            continue
        first, last = place
        one_meaning = len({name.entity.concept_id or name.entity.name for name in names}) == 1
        if one_meaning and first not in taken and first >= names[0].last:
            form = Found(first, last, names[0].entity, "initials", names[0].endogenous)
            meanings[first] = Short(last, form)
    return meanings


def _whole(reading: Reading, label: str, found: Iterable[Found]) -> Iterator[Found]:
    """The names of several words, and what "[tuberous sclerosis complex]-associated" ones are named after."""
    for name in found:
        if name.last - name.first >= _MIN_WORDS and all(map(reading.is_word, range(name.first, name.last))):
            yield name
        tie = next((k for k in range(name.first + _MIN_WORDS, name.last) if reading.key(k) in TIES), 0)
        cause = reading.term(name.first, tie, label) if tie else None
        if cause:
            words = cause.name or reading.name(name.first, tie)
            yield Found(name.first, tie, Entity(words, cause.concept.id or None, cause.concept.name), "initials")
