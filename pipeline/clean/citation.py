"""Bibliographic lines: how journals, dates, volumes, identifiers, authors and affiliations are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.clean.phrases import PhraseBook, letters_only, words_of
from pipeline.clean.terms import terms

_MONTHS = (
    "jan(?:uary|uar)? feb(?:ruary|ruar)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? "
    "oct(?:ober)? nov(?:ember)? dec(?:ember)? märz mai juni juli oktober dezember enero febrero marzo abril mayo junio "
    "julio agosto septiembre octubre noviembre diciembre janvier février mars avril juin juillet août septembre octobre "
    "novembre décembre spring summer autumn fall winter"
)
_MONTH = "(?:" + "|".join(_MONTHS.split()) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_PAGE = r"[a-z]{0,3}\d{1,7}(?:\.[a-z]?\d{1,4})?"
_PAGES = rf"{_PAGE}(?:\s?[-–—]\s?{_PAGE})?"
_DATE = (
    rf"{_YEAR}\s{_MONTH}(?:[-–/]{_MONTH})?(?:\s{_DAY}\b)?|{_DAY}\.?\s(?:de\s)?{_MONTH},?(?:\sde)?\s{_YEAR}|"
    rf"{_MONTH}\s{_DAY},?\s{_YEAR}|{_MONTH},?\s{_YEAR}|{_YEAR}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]{_YEAR}"
)
# The parts of a citation, tried in this order at every place of a line.
_PARTS = re.compile(
    "|".join(
        (
            r"(?P<doi>\b(?:https?://(?:dx\.)?doi\.org/|doi:?\s{0,3})?10\.\d{4,9}/[^\s\"<>,;|“”]{1,120})",
            r"(?P<pmcid>\bPMC\d{4,9}\b)",
            r"(?P<pmid>\b(?:PMID|PubMed\s?ID|PubMed)\s{0,2}:?\s{0,2}\d{5,9}\b)",
            r"(?P<issn>\b(?:[ep]-?)?issn:?\s{0,2}\d{4}-\d{3}[\dx]\b|^\W*\d{4}-\d{3}[\dx]\W*$)",
            rf"(?P<date>\b(?:{_DATE}))",
            r"(?P<volume>\b(?:vol(?:ume)?|issue|no|nr|number|num|iss|article(?:\s(?:no|number|id)\b)?|art)\b\.?:?\s?"
            rf"[a-z]?\d{{1,7}}\b|\b(?:pages?|pp|p|s)\b\.?:?\s?{_PAGES}|"
            rf"(?<![\d.])\d{{1,4}}\s?\(\s?[\w.\s/–-]{{1,12}}\)\s?(?:[:;,]\s?{_PAGES})?|"
            rf"(?<=[;,\d\s])\s?\d{{1,4}}\s?:\s?{_PAGES}|(?<=,\s)\d{{1,4}},\s{_PAGES}|(?<=,\s)\d{{1,6}}[-–—]\d{{1,6}}|"
            rf"^\W*\d{{1,4}}\s?/\s?\d{{1,4}}\W*$|^\W*{_PAGE}\s?[-–—]\s?{_PAGE}\W*$)",
            rf"(?P<year>\b{_YEAR}\b)",
        )
    ),
    re.IGNORECASE,
)
# Words that stand between the parts of a citation line and are none of its content.
_CONNECTORS = frozenset(
    "a an of the and in for et al on de la le les des du del della di el und für der die das e y by doi pmid pmcid issn vol "
    "issue pages page pp epub published online print posted first ahead from to available as now version electronic "
    "publication date ecollection collection entry received revised accepted submission submitted cite source "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun journal reference url https http www org com retrieved".split()
)
_BREADCRUMB = re.compile(r"\W*home\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_SMALL_WORD = re.compile(r"(?<![\w./@])[a-z]{3,}")
_MOST_SMALL_WORDS = 6  # parts of identifiers, months in small letters; a sentence has more
_CAPITALISED = re.compile(r"[^\W\d_]+")

# Where studies are done, and languages and databases they are found in: no journals.
NO_JOURNALS = frozenset(
    "english french german spanish chinese medline embase pubmed cochrane europe asia africa china japan india "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun print january february march april may june july august september october november december scopus web full".split()
)
_NUMBERING = re.compile(r"^\W*\d{1,4}[.:)]\s")
_TRAILING_STATUS = re.compile(r"[\s.,;]+(?:published|epub|online|e-?pub|advance|in press|\(?online).{0,40}$", re.IGNORECASE)
_LEADING_LABEL = re.compile(r"^(?:(?:now )?published(?: online)? in|posted|published(?: online)?|in|(?:source|journal)(?=:))[\s:]+", re.IGNORECASE)

_DEGREES = frozenset(
    "md phd mph do rn msc bsc mbbs mbchb mb bs ba ma ms mba frcp frcpc mrcp frcs pharmd drph scd dphil dsc facp facc facs "
    "faha fasn dvm dds dmd pa np aprn bpharm mpharm mhs mhsc med edd psyd jd llm rd bch bao ccrp dnp phm prof dr mr ms".split()
)
_PARTICLES = frozenset("van von der den de del della di da dos das du la le el al bin ibn ter ten zu af st y e jr sr ii iii".split())
_JOBS = frozenset("editor writer staff correspondent reporter contributor contributing reviewer producer desk team news".split())
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-'’‐][^\W\d_]+){0,3}\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}")
_NAME_BREAK = re.compile(r"[;,•·|\n\t]|\s(?:and|und|et|y|&)\s(?!al\b)|\s{2,}")
_AND = re.compile(r"^(?:and|und|et|y|&)\s+")
_NAME_MARKS = re.compile(r"[\d*†‡§¶#∥⁎✉¹²³⁰⁴⁵⁶⁷⁸⁹☆+]+|\bet al\b\.?|\bORCID\b|\bView ORCID Profile\b|^\s*(?:by|authors?:?)\s", re.IGNORECASE)
_GROUP_NAME = re.compile(r"\b(?:Group|Investigators?|Collaborat\w+|Consortium|Network|Team|Committee|Trialists|Society)\W*$")
_GROUP_WORDS = 8
_LONGEST_BYLINE = 6000
_AFFILIATION = re.compile(
    r"\b(?:Universit\w+|Univ|Hospitals?|Department|Departments|Dept|Division|Institut\w*|School of|Faculty of|College of|"
    r"Medical (?:School|College|Cent(?:er|re))|Cent(?:er|re) (?:for|of|Hospital\w*)|Clinic|Klinik\w*|Laborator\w+|Academy of|Hôpital|"
    r"Ospedale|Facult\w+|Departamento|Servicio de|Service de|Dipartimento|Abteilung|Foundation Trust|NHS Trust|"
    r"Research Cent(?:er|re)|Infirmary|Unit of|Electronic address)\b"
)
_FULL_ADDRESS = re.compile(r"\b(?:Department|Division|School|Faculty|Institute|University) of\b|\bHospital\b")
_VERBS = frozenset("is are was were has have had be been will can may do does did if you your we our not that which who".split())


class Fact(NamedTuple):
    """A bibliographic fact found in a line: its kind, its text and where it stands in the line."""

    kind: str
    text: str
    start: int
    end: int


# Label -> field, for record pages and fact lists.
FIELD_LABELS: PhraseBook[str] = terms("field_labels")
PUBLICATION_TYPES: PhraseBook[str] = terms("publication_types")


@lru_cache(maxsize=1024)  # the same few lines are asked for again and again
def facts_in(text: str) -> tuple[Fact, ...]:
    """Return the identifiers, dates, volumes and pages in a line, in order."""
    if not _FIGURE.search(text):
        return ()
    return tuple(
        Fact(match.lastgroup or "", match.group().strip(), match.start(), match.end()) for match in _PARTS.finditer(text)
    )


def is_citation(text: str) -> bool:
    """Whether a line is made of bibliographic facts and at most a journal's and a few authors' names."""
    if len(text) > 400 or "©" in text or _BREADCRUMB.match(text) or not _FIGURE.search(text):
        return False
    if sum(1 for word in _SMALL_WORD.findall(text) if word not in _CONNECTORS) > _MOST_SMALL_WORDS:
        return False
    facts = facts_in(text)
    if not any(fact.kind != "year" for fact in facts) and not _is_name_and_year(text, facts):
        return False
    return _only_names(_without_label(residue(text, facts)))


def _without_label(text: str) -> str:
    """Take the label off a line ("Read in detail: https://…")."""
    label, colon, rest = text.partition(":")
    return rest if colon and FIELD_LABELS.exact(words_of(label)) else text


def is_journal_name(text: str) -> bool:
    """Whether a line can be a journal's name: a few capitalised words, no sentence, no figures."""
    words = _CAPITALISED.findall(text)
    if not 1 <= len(words) <= 14 or len(text) > 120 or text.rstrip()[-1] in "!?;" or re.search(r"\d", text):
        return False
    return all(not word[0].islower() or word.casefold() in _CONNECTORS for word in words)


def journal_in(line: str) -> str | None:
    """Return the journal's name in a citation line, or None.

    It is what stands before the first date or volume, after the authors: "H Rowan, et al. Lupus. 2017 May;26".
    """
    facts = facts_in(line)
    for part in residue(line, facts).split("\n"):
        part = _NUMBERING.sub("", part.partition("al. ")[2] or part)
        label, colon, rest = part.partition(":")
        name = rest if colon and (FIELD_LABELS.exact(words_of(label)) or not rest.strip()) else part
        before, stop, last = name.strip(" .,;:()").rpartition(". ")
        if stop and has_initials(author_names(before)):
            name = last
        name = _TRAILING_STATUS.sub("", _LEADING_LABEL.sub("", name.strip(" .,;:()[]•*-")))
        name = _without_type(name)
        if _is_journal(name):
            return name
    return None


def _without_type(name: str) -> str:
    """Take a publication type off that a page prints before the journal's name ("Review Expert Rev Gastroenterol")."""
    match = PUBLICATION_TYPES.at(words_of(name), 0)
    rest = name.split()[match.end :] if match is not None else []
    return " ".join(rest) if len(rest) > 1 and rest[0][:1].isupper() else name


def _is_journal(name: str) -> bool:
    words = letters_only(words_of(name))
    if not words or max(map(len, words)) < 3 or not name[0].isalpha() or not is_journal_name(name):
        return False
    if PUBLICATION_TYPES.exact(words) or FIELD_LABELS.exact(words) or has_initials(author_names(name)):
        return False
    return not NO_JOURNALS.intersection(words[:1]) and words[0] not in {"epub", "published", "posted", "doi", "pmid"}


def residue(text: str, facts: Sequence[Fact]) -> str:
    """Return what a line says besides the given facts; each fact leaves a line feed."""
    pieces, at = [], 0
    for fact in facts:
        pieces.append(text[at : fact.start])
        at = fact.end
    return "\n".join((*pieces, text[at:]))


def _is_name_and_year(text: str, facts: Sequence[Fact]) -> bool:
    """ "C Sedge et al. European Archives of Therapeutics. 2006." or "European Archives of Therapeutics (2006)"."""
    return (bool(facts) and "al." in text) or (bool(re.search(rf"[A-Za-z.,]\s\(?{_YEAR}\)?\W*$", text)) and len(text) < 120)


def _only_names(text: str) -> bool:
    words = [word for word in _CAPITALISED.findall(text) if word.casefold() not in _CONNECTORS]
    return len(words) <= 24 and all(not word[0].islower() for word in words)


def is_publication_type(text: str) -> bool:
    """Whether a line consists of names of publication types ("Journal Article (Journal Article)")."""
    words = letters_only(words_of(text))
    return bool(words) and len(words) <= 20 and PUBLICATION_TYPES.coverage(words) == 1.0


def is_affiliation(text: str) -> bool:
    """Whether a line is an author's address: an institution's name, places, no sentence."""
    if len(text) > 1200 or not _AFFILIATION.search(text) or not (_FULL_ADDRESS.search(text) or "," in text):
        return False
    words = words_of(text)
    capitals = sum(1 for word in _CAPITALISED.findall(text) if not word[0].islower())
    return not _VERBS.intersection(words) and capitals * 2 >= len(letters_only(words))


def author_names(text: str) -> list[str]:
    """Return the names in a line of authors; an empty list if the line is something else.

    Understands "T Marlow; B Orme", "Wu, EY; Schanberg, LE", "Lorinda Chung, MD, Mark Genovese, MD", "Das S 1, Al-Toubah T 2".
    """
    if len(text) > _LONGEST_BYLINE or sum(1 for w in _SMALL_WORD.findall(text) if w not in _PARTICLES) > _MOST_SMALL_WORDS:
        return []
    items = [item.strip(" .:()[]") for item in _NAME_BREAK.split(_NAME_MARKS.sub(" ", text))]
    items = [_AND.sub("", item) for item in items if item and not _is_degree(item)]
    names: list[str] = []
    for item in items:
        if names and _INITIALS.fullmatch(item.replace(" ", "")) and " " not in names[-1].strip():
            names[-1] += f", {item}"
        elif _is_name(item) or (_GROUP_NAME.search(item) and len(item.split()) <= _GROUP_WORDS):
            names.append(item)
        else:
            return []
    return names


def has_initials(names: list[str]) -> bool:
    """Whether most names carry initials, as titles of pages and menus never do."""
    marked = sum(1 for name in names if any(_INITIALS.fullmatch(part) for part in re.split(r"[ ,]+", name)))
    return marked * 2 > len(names)


def _is_degree(item: str) -> bool:
    return all(word.replace(".", "").casefold() in _DEGREES for word in re.split(r"[\s()/-]+", item) if word)


def _is_name(item: str) -> bool:
    parts = [part for part in item.split() if part.replace(".", "").casefold() not in _DEGREES]
    if not 1 <= len(parts) <= 6:
        return False
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    return bool(named) and not _JOBS.intersection(part.casefold() for part in parts) and all(_NAME_WORD.fullmatch(part) or _INITIALS.fullmatch(part) for part in named)
