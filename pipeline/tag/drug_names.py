"""Finds the drugs and drug classes of a text: terms, class phrases, names by their WHO ending.

A drug is a substance given to treat, or a class of such; no analyte, no food, no generic word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.normalize.names import SALTS, singular_name, without_salt
from pipeline.tag.analytes import counts_as_drug, is_given
from pipeline.tag.attributes import DRUG, Entity
from pipeline.tag.drug_words import (
    ACTING,
    ACTORS,
    ADJECTIVE_ENDINGS,
    AGENTS,
    DOING,
    GENERAL_TARGETS,
    NO_WHO_NAMES,
    QUALITIES,
    TARGETS,
    WHO_ENDINGS,
    WHO_MIN,
)
from pipeline.tag.reading import Found, Reading
from pipeline.vocab import Term

_MIN_ACTING = 6  # letters; shorter words only end so by chance
_MAX_ACRONYM = 6  # letters of a target's abbreviation ("VEGF")
_MAX_MODIFIERS = 6  # words before "inhibitors", "agents"


def find_drugs(reading: Reading, short_forms: Mapping[int, Found | None]) -> list[Found]:
    """Return the drugs of a text in reading order, the longest name at each place.

    `short_forms` holds, by their first piece, the abbreviations that the text defines; None for one that is no drug.
    """
    found: list[tuple[Found, bool]] = []
    phrases = _class_phrases(reading)
    coined = [k for k, key in enumerate(reading.keys) if len(key) >= WHO_MIN and key.endswith(WHO_ENDINGS)]
    for i in sorted({*coined, *phrases, *reading.terms(DRUG), *short_forms}):
        if found and i < found[-1][0].last:
            continue
        name, endogenous = _drug_at(reading, short_forms, phrases, i)
        if name:
            found.append((name, endogenous))
    given = {name.entity.name for name, endogenous in found if endogenous and is_given(reading, name)}
    return [name for name, endogenous in found if not endogenous or counts_as_drug(reading, name, given)]


def _drug_at(
    reading: Reading, short_forms: Mapping[int, Found | None], phrases: Mapping[int, Found], i: int
) -> tuple[Found | None, bool]:
    """The longest drug name at piece `i`, and whether it is a substance that the body has anyway."""
    if i in short_forms:
        return short_forms[i], False
    if i in reading.blocked:
        return None, False
    phrase = phrases.get(i)
    match = reading.terms(DRUG).get(i)
    if match and (not phrase or match[0].last >= phrase.last):
        return _from_term(reading, match[0].first, match[0].last, match[0].term, match[1])
    return phrase or _who_name(reading, i), False


def _from_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> tuple[Found | None, bool]:
    if term.concept.kind == "class":
        return _class_term(reading, first, last, term, rule), term.endogenous
    name = term.name or without_salt(reading.name(first, last))
    while reading.key(last) in SALTS and not term.endogenous:
        last += 1
    if reading.key(last) == "receptor" and not term.name:
        return None, False
    if reading.key(first) in {"d", "l", "dl"} and first + 1 < last and not term.name:
        name = without_salt(reading.name(first + 1, last))
    entity = Entity(name, term.concept.id or None, term.concept.name, "substance")
    return Found(first, last, entity, rule), term.endogenous


def _class_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> Found | None:
    """A class by a term of its own, unless the text uses the word as an adjective."""
    written = reading.name(first, last)
    following = reading.key(last)
    if following in QUALITIES:
        return None
    if following in AGENTS and reading.key(last - 1) not in AGENTS:
        last += 1
        written = reading.name(first, last)
    elif last - first == 1 and written.endswith(ADJECTIVE_ENDINGS):
        return None
    name = term.name or singular_name(written)
    return Found(first, last, Entity(name, term.concept.id or None, term.concept.name, "class"), rule)


def _class_phrases(reading: Reading) -> dict[int, Found]:
    """Phrases such as "gastroprotective agents" and "5-HT3 receptor antagonists", by their first piece."""
    found: dict[int, Found] = {}
    for head, key in enumerate(reading.keys):
        if key in AGENTS or key in ACTORS:
            first = _phrase_start(reading, head, _acts if key in AGENTS else _is_target)
            while first < head and reading.key(first).isdigit():
                first += 1
            if key in AGENTS or not GENERAL_TARGETS.issuperset(reading.keys[first:head]):
                found.update({first: _phrase(reading, first, head + 1)} if first < head else {})
    return found


def _phrase_start(reading: Reading, head: int, belongs: Callable[[Reading, int], bool]) -> int:
    first = head
    while first > max(0, head - _MAX_MODIFIERS) and belongs(reading, first - 1):
        first -= 1
    return first


def _phrase(reading: Reading, first: int, last: int) -> Found:
    name = singular_name(reading.name(first, last))
    term = reading.term(first, last, DRUG)
    concept = term.concept if term else None
    entity = Entity(name, concept.id if concept else None, concept.name if concept else None, "class")
    return Found(first, last, entity, "class-phrase")


def _acts(reading: Reading, k: int) -> bool:
    """A word that says what an agent does, or what "-lowering" and "-modifying" agents act on."""
    key = reading.key(k)
    if reading.key(k + 1) in DOING and reading.hyphenated(k):
        return reading.is_word(k)
    return len(key) > _MIN_ACTING and (key.startswith("anti") or key.endswith(ACTING)) and key != "therapeutic"


def _is_target(reading: Reading, k: int) -> bool:
    """A word of a target's name: known, an abbreviation in capitals, a number, a substance of the body."""
    key, written = reading.key(k), reading.written(k, k + 1)
    if key in TARGETS or key.isdigit():
        return True
    if written.isupper() and 2 <= len(written) <= _MAX_ACRONYM:
        return not reading.written(k + 1, k + 2).isupper()  # not in a title that is all capitals
    known = reading.knowledge.term(key, DRUG)
    return known is not None and known.endogenous


def _who_name(reading: Reading, i: int) -> Found | None:
    key = reading.key(i)
    if len(key) < WHO_MIN or not key.endswith(WHO_ENDINGS) or key in NO_WHO_NAMES:
        return None
    return Found(i, i + 1, Entity(reading.name(i, i + 1), None, None, "substance"), "who-ending")
