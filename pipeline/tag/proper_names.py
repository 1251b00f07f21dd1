"""Names of scales, trials and organisations: a disease or drug inside one is not meant ("Lupus Assessment Group")."""

from __future__ import annotations

from pipeline.tag.reading import Found, Reading

_NAME_NOUNS = frozenset(
    """
    score scale index questionnaire inventory assessment group society foundation association study register registry
    institute centre center hospital department clinic college committee collaborative consortium network program
    programme trial initiative council alliance federation league organization organisation academy division unit
    laboratory university journal conference congress guideline criteria survey interview checklist battery
    """.split()
)
_LINKS = frozenset("of for and the in on to".split())
_MAX_WORDS = 6


def in_proper_name(reading: Reading, name: Found) -> bool:
    """Tell whether capitalised words lead from a name to a noun that only names of things like scales have."""
    if not _capital(reading, name.first) or not _capital(reading, name.last - 1):
        return False
    for i in range(name.last, name.last + _MAX_WORDS):
        if reading.key(i) in _NAME_NOUNS:
            return _capital(reading, i)
        if not (_capital(reading, i) or reading.key(i) in _LINKS):
            return False
    return False


def _capital(reading: Reading, i: int) -> bool:
    return reading.is_word(i) and reading.text[reading.words[i].start].isupper()
