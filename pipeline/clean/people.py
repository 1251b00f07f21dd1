"""How authors and their addresses are printed."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.clean.phrases import letters_only, words_of
from pipeline.clean.terms import words

_DEGREES = words("degrees")
_PARTICLES = words("name_particles")
_SITE_JOBS = words("site_jobs")
_PAGE_WORDS = words("page_words")

_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-'’‐][^\W\d_]+){0,3}\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}")
_NAME_BREAK = re.compile(r"[;,•·⋅|\n\t]|\s(?:and|und|et|y|&)\s(?!al\b)|\s{2,}")
_AND = re.compile(r"^(?:and|und|et|y|&)\s+")
# Marks of affiliations, "et al.", and what pages print before names.
_NAME_MARKS = re.compile(
    r"[\d*†‡§¶#∥⁎✉¹²³⁰⁴⁵⁶⁷⁸⁹☆+]+|\bet al\b\.?|\b(?:View )?ORCID(?: Profile)?|^\s*(?:by|authors?:?)\s|"
    r"\[[\d,\s]{1,12}\]|\s\([^()]{2,60}\)(?=\s?(?:\[|;|$))|"  # "Oakes, PR (Oakes, P. R.) [1]"
    r",?\s\bon behalf of\b[^;|]{0,80}$|"
    r",?\s\bfor the\b[^;|,]{0,80}\b(?:group|investigators|collaborators|network|team)\W*$",
    re.IGNORECASE,
)
# Letters that mark affiliations: "K.F. Brandt a, J. Oyelaran b", "Weiss H.a", and the numerals of "Ann PerryII".
_LETTER_MARKS = re.compile(
    r"(?<=[\w.])\s[a-h](?:\s?,\s?[a-h])*(?=\s*(?:[,;·•|]|$))|(?<=[A-Z]\.)[a-h]\b|(?<=[a-zà-ÿ])(?:I{1,3}|IV|V)\b"
)
_GROUP = re.compile(r"\b(?:Group|Investigators?|Collaborat\w+|Consortium|Network|Team|Committee|Trialists|Society)\W*$")
_GROUP_WORDS = 8
_NAME_PARTS = 6
_SMALL_WORD = re.compile(r"(?<![\w./@])[a-z]{3,}")
_MOST_SMALL_WORDS = 6
_LONGEST_BYLINE = 6000
_LONGEST_ADDRESS = 1200
_INSTITUTION = re.compile(
    r"(?<![^\W\d_])(?:Universit\w+|Univ|Hospitals?|Departments?|Dept|Division|Institut\w*|Infirmary|"
    r"(?:School|Faculty|College|Academy|Unit|Ministry) of|Foundation|Research Council|Pharma\w*|"
    r"Medical (?:School|College|Cent(?:er|re))|Cent(?:er|re) (?:for|of|Hospital\w*)|Research Cent(?:er|re)|"
    r"Clinic|Klinik\w*|Laborator\w+|Hôpital|Ospedale|Facult\w+|Departamento|Servi[cz]i?[eo] d[ei]|Dipartimento|"
    r"Abteilung|(?:Foundation|NHS) Trust|Electronic address)\b"
)
_FULL_ADDRESS = re.compile(r"(?:Department|Division|School|Faculty|Institute|University) of\b|\bHospital\b|,")
_CLAUSE_WORDS = frozenset(
    "is are was were has have had be been will can may do does did if you your we our not that which who".split()
)


def author_names(text: str) -> list[str]:
    """Return the names in a line of authors; an empty list if the line is something else.

    Understands "T Marlow; B Orme", "Wu, EY; Berg, LE", "Anna Chung, MD, Mark Genovese, MD", "Das S 1, Al-Amin T 2".
    """
    return [] if len(text) > _LONGEST_BYLINE else list(_names_in(text))


@lru_cache(maxsize=1024)  # the same few lines are asked for again and again
def _names_in(text: str) -> tuple[str, ...]:
    small = sum(1 for word in _SMALL_WORD.findall(text) if word not in _PARTICLES)
    if small > _MOST_SMALL_WORDS:
        return ()
    pairs = _pairs(text)
    if pairs:
        return tuple(pairs)
    names: list[str] = []
    for item in _items(text):
        if names and " " not in names[-1] and _INITIALS.fullmatch(item.replace(" ", "")):
            names[-1] += f", {item}"  # the initials of "Wu, EY"
        elif _is_name(item) or (_GROUP.search(item) and len(item.split()) <= _GROUP_WORDS):
            names.append(item)
        else:
            return ()
    return tuple(names)


def _pairs(text: str) -> list[str]:
    """The names in a row of surnames with given names ("Byrne, Siobhan; Meyer, Anke"); none if it is something else."""
    if text.count(";") == 0:
        return []
    people = [
        [part.strip(" .") for part in item.split(",")] for item in _NAME_MARKS.sub(" ", text).strip(" .;").split(";")
    ]
    is_pairs = all(len(one) == 2 and all(one) and _is_name(" ".join(one)) and not _is_degree(one[1]) for one in people)
    return [", ".join(" ".join(part.split()) for part in one) for one in people] if is_pairs else []


def has_initials(names: list[str]) -> bool:
    """Whether most names carry initials, as words of titles and menus never do."""
    marked = sum(1 for name in names if any(_INITIALS.fullmatch(part) for part in re.split(r"[ ,]+", name)))
    return marked * 2 > len(names)


def is_affiliation(text: str) -> bool:
    """Whether a line is an author's address: an institution's name, places, no sentence."""
    if len(text) > _LONGEST_ADDRESS or not (_INSTITUTION.search(text) and _FULL_ADDRESS.search(text)):
        return False
    letters = letters_only(words_of(text))
    capitals = sum(1 for word in re.findall(r"[^\W\d_]+", text) if not word[0].islower())
    return capitals * 2 >= len(letters) and not _CLAUSE_WORDS.intersection(letters)


def _items(text: str) -> list[str]:
    unmarked = _LETTER_MARKS.sub("", _NAME_MARKS.sub(" ", text))
    items = (item.strip(" .:()[]") for item in _NAME_BREAK.split(unmarked))
    return [_AND.sub("", item) for item in items if item and not _is_degree(item)]


def _is_degree(item: str) -> bool:
    return all(word.replace(".", "").casefold() in _DEGREES for word in re.split(r"[\s()/-]+", item) if word)


def _is_name(item: str) -> bool:
    parts = [part for part in item.split() if part.replace(".", "").casefold() not in _DEGREES]
    written = {part.strip(".").casefold() for part in parts}
    if not 1 <= len(parts) <= _NAME_PARTS or not _SITE_JOBS.isdisjoint(written) or not _PAGE_WORDS.isdisjoint(written):
        return False
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    return bool(named) and all(_NAME_WORD.fullmatch(part) or _INITIALS.fullmatch(part) for part in named)
