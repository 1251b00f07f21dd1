"""Names of scales, trials and organisations: a disease or drug inside one is not meant ("Lupus Assessment Group")."""

from __future__ import annotations

from pipeline.tag.reading import Found, Reading

_NAME_NOUNS = frozenset(
    """
    score scale index questionnaire inventory assessment group society foundation association study register registry
    institute centre center hospital department clinic college committee collaborative consortium network program
    programme trial initiative council alliance federation league organization organisation academy division unit
    laboratory university journal conference congress guideline criteria survey interview checklist battery
    practice research report letter circular bulletin quarterly
    """.split()
)
_INSTITUTIONS = frozenset(
    """
    institute institutes society center centre department hospital college foundation association academy division
    journal ministry school faculty agency university clinic unit section archives annals committee council
    organization organisation league alliance federation
    """.split()
)
_LINKS = frozenset("of for and the in on to".split())
_MAX_WORDS = 6


def in_proper_name(reading: Reading, name: Found) -> bool:
    """Tell whether capitalised words lead from a name to a noun that only names of things like scales have.

    The noun follows ("Asthma Control Questionnaire") or, for institutions, goes before ("Institute of Allergy and …").
    """
    if not _capital(reading, name.first) or not _capital(reading, name.last - 1):
        return False
    behind = range(name.last, name.last + _MAX_WORDS)
    before = range(name.first - 1, name.first - 1 - _MAX_WORDS, -1)
    return _leads_to(reading, behind, _NAME_NOUNS) or (
        reading.key(name.first - 1) in _LINKS and _leads_to(reading, before, _INSTITUTIONS)
    )


def _leads_to(reading: Reading, places: range, nouns: frozenset[str]) -> bool:
    for i in places:
        if reading.key(i) in nouns:
            return _capital(reading, i)
        if not (_capital(reading, i) or reading.key(i) in _LINKS):
            return False
    return False


def _capital(reading: Reading, i: int) -> bool:
    return reading.is_word(i) and reading.text[reading.words[i].start].isupper()
