"""Finds the drugs and drug classes of a text: terms, class phrases, names by their WHO ending.

A drug is a substance given to treat, or a class of such; no analyte, no food, no generic word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.normalize.names import SALTS, singular_name, without_salt
from pipeline.tag.analytes import counts_as_drug, is_given, is_lacking
from pipeline.tag.attributes import DRUG, Entity
from pipeline.tag.drug_codes import coded_drugs
from pipeline.tag.drug_groups import as_made, joined
from pipeline.tag.drug_words import (
    ACTING,
    ACTORS,
    ADJECTIVE_ENDINGS,
    AGENTS,
    CHEMICAL_PARTS,
    DERIVED,
    DOING,
    DONE_TO,
    ENZYME_ENDING,
    ENZYMES,
    GENERAL_TARGETS,
    NAMED_AFTER,
    NO_ENZYMES,
    NO_WHO_NAMES,
    PROTEINS,
    QUALITIES,
    TARGETS,
    WHO_ENDINGS,
    WHO_MIN,
)
from pipeline.tag.reading import Found, Reading, Short
from pipeline.vocab import Term
from pipeline.vocab.matcher import Match

_MIN_ACTING = 6  # letters; shorter words only end so by chance
_MAX_ACRONYM = 6  # letters of a target's abbreviation ("VEGF")
_INHIBITOR = re.compile(r"\b([A-Z]{2,6}(?:-?\d(?:/\d)?)?)is?\b")
_CLASS_NUMBERS = frozenset("i ia ib ic ii iii iv".split())  # of drugs against arrhythmia
_LONGEST_ENDING = 5  # letters of what is left of a broken word
_MAX_MODIFIERS = 6  # words before "inhibitors", "agents"


def find_drugs(reading: Reading, short_forms: Mapping[int, Short]) -> list[Found]:
    """Return the drugs of a text in reading order, the longest name at each place.

    `short_forms` holds, by their first piece, the abbreviations that the text defines.
    """
    found: list[Found] = []
    coined = {_chemical_start(reading, k): k + 1 for k, key in enumerate(reading.keys) if _is_coined(key)}
    codes = {code.first: code for code in coded_drugs(reading)}
    phrases = {**_inhibitors(reading), **codes, **_antibodies(reading), **_class_phrases(reading)}
    for i in sorted({*coined, *phrases, *reading.terms(DRUG), *short_forms}):
        name = _drug_at(reading, short_forms, phrases, coined, i) if not found or i >= found[-1].last else None
        if name and not reading.blocked(name.first, name.last):
            found.append(name)
    found = [name for name in joined(reading, found) if not is_lacking(reading, name)]
    given = {name.entity.name for name in found if name.endogenous and is_given(reading, name)}
    drugs = [name for name in found if not name.endogenous or counts_as_drug(reading, name, given)]
    return [as_made(reading, name) for name in drugs]


def _drug_at(
    reading: Reading, short_forms: Mapping[int, Short], phrases: Mapping[int, Found], coined: Mapping[int, int], i: int
) -> Found | None:
    """The longest drug name at piece `i`; `coined` has the ends of names by their WHO ending."""
    phrase = phrases.get(i)
    match, source = reading.terms(DRUG).get(i, (None, ""))
    ends = [match.last if match else 0, phrase.last if phrase else 0]
    if i in short_forms and short_forms[i].last >= max(ends):
        return short_forms[i].name
    if match and match.last >= max(*ends, coined.get(i, 0)):
        return _from_term(reading, match, source)
    if phrase is None and i in coined:
        return Found(i, coined[i], Entity(reading.name(i, coined[i]), None, None, "substance"), "who-ending")
    return phrase


def _is_coined(key: str) -> bool:
    """A single word whose ending says that it is a substance."""
    return len(key) >= WHO_MIN and key.endswith(WHO_ENDINGS) and key not in NO_WHO_NAMES


def _chemical_start(reading: Reading, k: int) -> int:
    """Where the places and parts begin that hyphens tie to a substance ("2-deoxy-5-fluorouridine")."""
    while reading.hyphenated(k - 1) and (reading.key(k - 1).isdigit() or reading.key(k - 1) in CHEMICAL_PARTS):
        k -= 1
    return k


def _from_term(reading: Reading, match: Match, rule: str) -> Found | None:
    first, last, term = match
    if reading.key(last).endswith(ENZYMES) or _names_protein(reading, last) or _ends_word(reading, first, last):
        return None  # "steroid dehydrogenase"
    if term.concept.kind == "class":
        return _class_term(reading, first, last, term, rule)
    name = without_salt(term.name or reading.name(first, last))
    if name.startswith("vitamins "):  # "vitamins B-12 and B-6"
        name = name.replace("vitamins", "vitamin", 1)
    if reading.key(last) in DERIVED:
        return Found(first, last + 1, Entity(singular_name(reading.name(first, last + 1)), kind="class"), rule)
    while reading.key(last) in SALTS and not term.endogenous:
        last += 1
    if reading.key(last) == "receptor" and not term.name:
        return None
    if reading.key(first) in {"d", "l", "dl"} and reading.hyphenated(first) and first + 1 < last and not term.name:
        name = without_salt(reading.name(first + 1, last))
    entity = Entity(name, term.concept.id or None, term.concept.name, "substance")
    return Found(first, last, entity, rule, term.endogenous)


def _names_protein(reading: Reading, last: int) -> bool:
    """Whether a protein is named after the substance that ends before piece `last`: "heparin-binding protein"."""
    named = reading.hyphenated(last - 1) and reading.key(last) in NAMED_AFTER
    return named and reading.key(last + 1) in PROTEINS


def _ends_word(reading: Reading, first: int, last: int) -> bool:
    """Whether a short term is the end of a word that a line broke ("improve- ment")."""
    if first == 0 or last - first > 1 or len(reading.key(first)) > _LONGEST_ENDING:
        return False
    between = reading.text[reading.words[first - 1].end : reading.words[first].start]
    return (
        between[:1] == "-"
        and between[1:].isspace()
        and reading.is_word(first - 1)
        and reading.written(first, last).islower()
    )


def _class_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> Found | None:
    """A class by a term of its own, unless the text uses the word as an adjective."""
    written = reading.name(first, last)
    following = reading.key(last)
    if following in QUALITIES:
        return None
    if following in AGENTS and reading.key(last - 1) not in AGENTS:
        last += 1
        written = reading.name(first, last)
    elif last - first == 1 and written.endswith(ADJECTIVE_ENDINGS) and not _is_substance(reading, last):
        return None
    name = term.name or singular_name(written)
    return Found(first, last, Entity(name, term.concept.id or None, term.concept.name, "class"), rule, term.endogenous)


def _is_substance(reading: Reading, k: int) -> bool:
    """Whether a substance is named at piece `k`: "the anticholinergic oxybutynin" is a class and its member."""
    match, _ = reading.terms(DRUG).get(k, (None, ""))
    return match is not None and match.term.concept.kind != "class" and not match.term.endogenous


def _class_phrases(reading: Reading) -> dict[int, Found]:
    """Phrases such as "gastroprotective agents" and "5-HT3 receptor antagonists", by their first piece."""
    found: dict[int, Found] = {}
    for head, key in enumerate(reading.keys):
        if key not in AGENTS and key not in ACTORS:
            continue
        first = _phrase_start(reading, head)
        while first < head and _is_stray(reading, first):
            first += 1
        first = _class_start(reading, first)
        if not (GENERAL_TARGETS | DOING).issuperset(reading.keys[first:head]):
            is_adjective = key in ACTORS and reading.key(head + 1) in AGENTS  # "a calcium-antagonist drug"
            found[first] = _phrase(reading, first, head + 1 + is_adjective)
    return found


def _inhibitors(reading: Reading) -> dict[int, Found]:
    """Short forms of a target and "inhibitor" ("TNFi", "SGLT2i"), by their first piece."""
    found: dict[int, Found] = {}
    for short in _INHIBITOR.finditer(reading.text):
        target = short.group(1).lower()
        place = reading.place(short.start(), short.end()) if target.rstrip("0123456789/-") in TARGETS else None
        if place:
            entity = _class_entity(f"{target} inhibitor", reading.knowledge.term(f"{target} inhibitor", DRUG))
            found[place[0]] = Found(*place, entity, "inhibitor-short-form")
    return found


def _antibodies(reading: Reading) -> dict[int, Found]:
    """ "anti-CD20 monoclonal antibodies", by their first piece; an antibody that is not monoclonal is measured."""
    found: dict[int, Found] = {}
    for head, key in enumerate(reading.keys):
        if key != "antibody" or reading.key(head - 1) != "monoclonal":
            continue
        first = head - 2
        while reading.glued(first - 1) or reading.hyphenated(first - 1):
            first -= 1
        if reading.key(first).startswith("anti"):
            found[first] = _phrase(reading, first, head + 1)
    return found


def _is_stray(reading: Reading, k: int) -> bool:
    """A number, or "long" in "long GnRH agonist protocol": no beginning of a class's name; "5-HT" begins one."""
    if reading.key(k).isdigit():
        return not reading.hyphenated(k)
    return reading.key(k) in {"long", "short"} and reading.key(k + 1) != "acting"


def _class_start(reading: Reading, first: int) -> int:
    """Where "class III antiarrhythmic drugs" begin, whose number may have been read as a part of what they act on."""
    number = first if reading.key(first) in _CLASS_NUMBERS else first - 1
    return number - 1 if reading.key(number) in _CLASS_NUMBERS and reading.key(number - 1) == "class" else first


def _phrase_start(reading: Reading, head: int) -> int:
    """Where the words begin that say what agents do, or what "inhibitors" and "blocking agents" act on."""
    first = head
    on_targets = reading.key(head) in ACTORS or reading.key(head - 1) in DOING
    while first > max(0, head - _MAX_MODIFIERS):
        belongs = reading.key(head) in AGENTS and _acts(reading, first - 1)
        if reading.slash(first - 1) and reading.term(
            first - 1, first, DRUG
        ):  # "estrogens/estrogen receptor modulators"
            break
        if not belongs and not (on_targets and _is_target(reading, first - 1)):
            break
        first -= 1
    return first


def _phrase(reading: Reading, first: int, last: int) -> Found:
    entity = _class_entity(singular_name(reading.name(first, last)), reading.term(first, last, DRUG))
    return Found(first, last, entity, "class-phrase")


def _class_entity(name: str, term: Term | None) -> Entity:
    concept = term.concept if term else None
    named = term.name if term and term.name else name
    return Entity(named, concept.id if concept else None, concept.name if concept else None, "class")


def _acts(reading: Reading, k: int) -> bool:
    """A word that says what an agent does, or what "-lowering" and "-modifying" agents act on."""
    key = reading.key(k)
    if reading.key(k + 1) in DOING and (reading.hyphenated(k) or key in DONE_TO):
        return reading.is_word(k)
    if key == "blood" and reading.key(k + 2) in DOING:  # "blood pressure lowering drugs"
        return reading.key(k + 1) in DONE_TO
    ends = key in DOING or key.endswith(ACTING)
    return len(key) > _MIN_ACTING and (key.startswith("anti") or ends) and key != "therapeutic"


def _is_target(reading: Reading, k: int) -> bool:
    """A word of a target's name: known, an abbreviation in capitals, a number, a substance of the body."""
    key, written = reading.key(k), reading.written(k, k + 1)
    if key in TARGETS or key.isdigit() or _of_variant(reading, k) or _is_enzyme(key):
        return True
    if written.isupper() and 2 <= len(written) <= _MAX_ACRONYM:
        following = reading.written(k + 1, k + 2)
        return len(following) == 1 or not following.isupper()  # not in a title that is all capitals
    known = reading.knowledge.term(key, DRUG)
    return known is not None and known.endogenous


def _is_enzyme(key: str) -> bool:
    return key.endswith(ENZYME_ENDING) and len(key) > _MIN_ACTING and key not in NO_ENZYMES


def _of_variant(reading: Reading, k: int) -> bool:
    """A letter tied to the number of a target or of its variant ("CYP17a", "G12C")."""
    after = reading.glued(k - 1) and reading.key(k - 1).isdigit()
    before = reading.glued(k) and reading.key(k + 1).isdigit()
    return len(reading.key(k)) == 1 and reading.is_word(k) and (after or before)
