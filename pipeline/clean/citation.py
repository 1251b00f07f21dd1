"""Bibliographic lines: how journals, dates, volumes and identifiers are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.clean.people import author_names, has_initials
from pipeline.clean.phrases import PhraseBook, letters_only, words_of
from pipeline.clean.terms import phrases, words

# Label -> field, for record pages and fact lists.
FIELD_LABELS: PhraseBook[str] = phrases("field_labels")
PUBLICATION_TYPES: PhraseBook[str] = phrases("publication_types")
_NO_JOURNALS = words("no_journals")
_CITATION_WORDS = words("citation_words")
_JOURNAL_WORDS = words("journal_words")
_JOURNAL_ENDS = words("journal_ends")

_MONTHS = (
    "jan(?:uary|uar)? feb(?:ruary|ruar)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? "
    "oct(?:ober)? "
    "nov(?:ember)? dec(?:ember)? märz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre janvier février mars avril juin juillet août septembre octobre novembre "
    "décembre fev abr ago set out dez ene dic spring summer autumn fall winter"
)
_MONTH = "(?:" + "|".join(_MONTHS.split()) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_PAGE = r"[a-z]{0,3}\d{1,7}(?:\.[a-z]?\d{1,4})?"
_PAGES = rf"{_PAGE}(?:\s?[-–—]\s?{_PAGE})?"
_DATES = (
    rf"{_YEAR}\s{_MONTH}(?:[-–/]{_MONTH})?(?:\s{_DAY}\b)?",  # 2018 September 19, 2007 Jan-Feb
    rf"{_DAY}\.?\s(?:de\s)?{_MONTH},?(?:\sde)?\s{_YEAR}",  # 9 Sep 2001, 3. März 2010, 4 de mayo de 2012
    rf"{_DAY}-{_MONTH}-{_YEAR}",  # 26-Oct-2017
    rf"{_MONTH}\s{_DAY},?\s{_YEAR}",  # September 19, 2018
    rf"{_MONTH}(?:[-–/]{_MONTH})?,?\s{_YEAR}",  # May 2017, mai./jun. 2010
    rf"(?:[1-4](?:st|nd|rd|th)|first|second|third|fourth)\squarter,?\s{_YEAR}",
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:19|20)\d\d\b",  # Apr2012
    rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![\d-])",  # 1994-11
    rf"{_YEAR}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]{_YEAR}",  # 2018-09-19, 19.9.2018
)
_VOLUMES = (
    r"\bvol(?:ume)?\b\.?:?\s?[ivxlc]{1,7}\b",  # vol. xxii
    r"\bn\s?[°º]\s?\d{1,5}\b",
    r"\b(?:(?:vol(?:ume)?|issue|band|bd|heft|jg|jahrgang|tome|tomo|no|nr|number|num|iss|article(?:\s(?:no|number|id)\b)?|art)\b\.?(?:\s?:)?|[vn]\.)"
    r"\s?[a-z]?\d{1,7}\b",  # issue 4, v. 114
    rf"(?<!per )\b(?:pages?|seiten?|pp|p|s)\b\.?(?:\s?:)?\s?{_PAGES}",
    # 143(6):763-7, 12 (Suppl); no "v2 (see v1)", "Larch P2 (author)"
    rf"(?<![\d.])(?!{_YEAR}\s?\([a-z])\d{{1,4}}\s?\((?!see\b)\s?(?=[^()]{{0,11}}\d|suppl|spec|p(?:ar)?t\b|{_MONTH}|[ivx]{{1,4}}\b)[\w.\s/–-]{{1,12}}\)\s?(?:[:;,]\s?{_PAGES})?",
    rf"\b\d{{1,4}},\s{_PAGES}(?=\s?\({_YEAR}\))",  # 26, 691-700 (2012)
    r"(?<=\d\d\d\d;)\s?\d{1,4}\b(?!\s?[:(\d])",  # 2009; 339
    rf"(?<=[;,\d\s])\s?\d{{1,4}}\s?:\s?{_PAGES}",  # ;340:1234-41
    rf"(?<=,\s)(?!{_YEAR},)\d{{1,4}},\s{_PAGES}|(?<=,\s)\d{{1,6}}[-–—]\d{{1,6}}",  # , 79, 822-832
    rf"^\W*\d{{1,4}}\s?/\s?\d{{1,4}}\W*$|^\W*{_PAGE}\s?[-–—]\s?{_PAGE}\W*$",  # a line "26 / 6", a line "646 - 649"
)
# The parts of a citation, tried in this order at every place of a line.
_PARTS = re.compile(
    r"(?P<doi>\b(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s{0,3})?10\.\d{4,9}/[^\s\"<>,;|“”]{1,120})|"
    r"(?P<pmcid>\bPMC\d{4,9}\b)|"
    r"(?P<pmid>\b(?:PMID|PubMed\s?ID|PubMed|UI)\s{0,2}:?\s{0,2}\d{5,9}\b)|"
    r"(?P<issn>\b(?:[ep]-?)?issn(?:-l)?\s?:?\s{0,2}\d{4}-\d{3}[\dx]\b|\(\d{4}-\d{3}[\dx]\)|^\W*\d{4}-\d{3}[\dx]\W*$)|"
    rf"(?P<date>\b(?:{'|'.join(_DATES)}))|(?P<volume>{'|'.join(_VOLUMES)})|(?P<year>\b{_YEAR}\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD_STARTS = re.compile(r"(?<![\w-])[^\W\d_]+")  # "Evidence-based" is one
_SMALL_WORD = re.compile(r"(?<![\w./@])[a-z]{3,}")
_NAME_THEN_YEAR = re.compile(rf"[A-Za-z.,]\s\(?{_YEAR}\)?\W*$")
_COUNT = re.compile(r"\(\d[\d,.]{0,9}\)\W*$")
# What search engines print below a title: "J Fisk, R Obi - Annals of Examples, 2009 - Some Library".
_ON_A_SITE = re.compile(
    rf"(?P<names>[^–—\d]{{3,150}}?)\s[-–—]\s(?P<journal>[^–—\d]{{2,100}}),\s{_YEAR}(?:\s[-–—]\s[^–—]{{2,60}})?"
)
_ONLY_DOI = re.compile(r"\s?(?:https?://)?(?:dx\.)?doi\.org/10\.\d{4,9}/\S{1,120}")
_LONGEST_LABEL = 30
LONGEST_CITATION = 400  # characters
_MOST_NAMES = 24
_MOST_SMALL_WORDS = 6  # parts of identifiers, months in small letters; a sentence has more
_LONGEST_JOURNAL = 120
_JOURNAL_NAME_WORDS = range(3, 12)
_MANY_PARTS = 4  # "Sedge, Anna, Larch, Piet"; journals have fewer: "Allergy, Asthma and Immunology"
# What is no citation in spite of its figures: copyright, a breadcrumb, the length of a video, the moment at which a
# record or message was made, a caption, a page of a list.
_NO_CITATION = re.compile(
    r"\W*home\b|\W*\(c\)\s|\W*(?:fig(?:ure)?|table)s?\b|\W*page\s\d+\sof\s\d+\W*$|"
    r"\W*\d\d?:\d\d(?::\d\d)?(?:\s?[ap]m)?\W*$",
    re.IGNORECASE,
)
_NO_CITATION_SIGN = re.compile(rf"©|\d\d:\d\d:\d\d|{_YEAR},?\s\d\d?:[0-5]\d(?![\d–-])")
# What counts visitors or tells the time where it stands alone.
_NO_VOLUME = re.compile(r"(?:no|nr|num(?:ber)?)\b|(?:[01]?\d|2[0-3])\s?:\s?[0-5]\d$", re.IGNORECASE)

# What stands beside a journal's name in a citation line.
_NUMBERING = re.compile(r"^\W*\d{1,4}[.:)]\s")
_LEADING_LABEL = re.compile(
    r"^(?:(?:(?:now|originally|first) )?(?:(?:published|printed)(?: online)? )?in|published(?: online)?|posted|"
    r"appears in|(?:article|paper|letter|review|chapter) in|(?:reprinted|taken) from|"
    r"(?:source|journal|(?:suggested )?citation|(?:how to )?cite(?: this)?(?: as)?|from(?: the journal)?)(?=:))[\s:]+",
    re.IGNORECASE,
)
_SAYS_PUBLISHED = re.compile(
    r"\W*(?:(?:first|originally|version|date) )?(?:published|posted|epub)\b|\W*date of (?:web )?publication\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\b(?:received|revised|accepted|submitted|recibido|aceptado|recebido|aceito|reçu|accepté)\b", re.IGNORECASE
)
_TRAILING_STATUS = re.compile(
    r"[\s.,;]+(?:year|published|epub|online|e-?pub|advance|in press|\(?online).{0,40}$", re.IGNORECASE
)


class Fact(NamedTuple):
    """A bibliographic fact found in a line: its kind, its text and where it stands in the line."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=1024)  # the same few lines are asked for again and again
def facts_in(text: str) -> tuple[Fact, ...]:
    """Return the identifiers, dates, volumes and pages in a line, in order.

    The kinds are doi, pmcid, pmid, issn, date, volume (also issue and pages) and year.
    """
    if not _FIGURE.search(text):
        return ()
    found = _PARTS.finditer(text)
    return tuple(Fact(match.lastgroup or "", match.group().strip(), match.start(), match.end()) for match in found)


def field_named(label: Sequence[str]) -> str | None:
    """Return the field that the words of a label name, also where they name it in two languages ("Título | Title")."""
    first = FIELD_LABELS.at(label, 0)
    if first is None or first.end == len(label):
        return first.value if first is not None else None
    return first.value if FIELD_LABELS.exact(label[first.end :]) == first.value else None


def is_citation(text: str) -> bool:
    """Whether a line is made of bibliographic facts and at most a journal's and a few authors' names.

    A journal's ISSN alone stands in the frame of all its pages.
    """
    if len(text) > LONGEST_CITATION or _NO_CITATION_SIGN.search(text) or _NO_CITATION.match(text):
        return False
    if sum(1 for word in _SMALL_WORD.findall(text) if word not in _CITATION_WORDS) > _MOST_SMALL_WORDS:
        return False
    facts = facts_in(text)
    kinds = {fact.kind for fact in facts}
    if kinds <= {"issn"} or (kinds == {"year"} and not _is_name_and_year(text)) or _is_of_something_else(text, facts):
        return False
    return _only_names("\n".join(_between(_without_label(text), facts_in(_without_label(text)))))


def _is_of_something_else(text: str, facts: Sequence[Fact]) -> bool:
    """Whether the only figure of a line is none of a volume: "Visitor no. 812", "Today, 08:30"."""
    counted = len(facts) == 1 and facts[0].kind == "volume" and _NO_VOLUME.match(facts[0].text)
    return bool(counted) and _LETTERS.search(text, 0, facts[0].start) is not None


def is_publication_type(text: str) -> bool:
    """Whether a line consists of names of publication types ("Journal Article (Journal Article)").

    A count behind them is that of a filter: "Peer reviewed (102)".
    """
    letters = letters_only(words_of(text))
    return (
        _COUNT.search(text) is None and 0 < len(letters) <= _MOST_NAMES and PUBLICATION_TYPES.coverage(letters) == 1.0
    )


def is_journal_name(text: str) -> bool:
    """Whether a line can be a journal's name: a few capitalised words, no sentence, no figures."""
    if (
        len(text) > _LONGEST_JOURNAL
        or text.rstrip()[-1:] in {"!", "?", ";"}
        or _FIGURE.search(text)
        or is_no_journal(text)
    ):
        return False
    return bool(_LETTERS.search(text)) and (_only_names(text) or names_journal(text))


def names_journal(text: str) -> bool:
    """Whether a name has a word that journals call themselves by: "Archiv für angewandte Therapie"."""
    written = _LETTERS.findall(text)
    if not _OF_BUTTONS.isdisjoint(word.casefold() for word in written):
        return False
    small = sum(1 for word in written if word[0].islower() and word not in _CITATION_WORDS)
    named = len(written) in _JOURNAL_NAME_WORDS and any(
        word[0].isupper() and word.casefold() in _JOURNAL_WORDS for word in written
    )
    return named and small <= 1 and text[:1].isupper() and text[-1] not in ".!?:"


def journal_in(line: str) -> str | None:
    """Return the journal's name in a citation line, or None.

    It is what stands before the first date or volume, after the authors: "H Rowan, et al. Lupus. 2017 May;26".
    """
    if len(_STEPS.findall(line)) > 1:  # "Received: May 22, 1989 Accepted: November 17, 1989 Advance publication: …"
        return None
    on_a_site = _ON_A_SITE.fullmatch(line)
    if on_a_site is not None and author_names(on_a_site["names"]):
        line = line[on_a_site.start("journal") :]
    facts = facts_in(line)
    placed = any(fact.kind == "volume" for fact in facts)
    names = (_journal_part(part) for part in _between(line, facts))
    found = (name for i, name in enumerate(names) if _is_journal(name, alone=placed and i == 0))
    return next(found, None)


def authors_of(line: str) -> list[str]:
    """Return the authors in front of the journal's name in a citation line: "H Rowan, P Larch. Lupus. 2017 May;26"."""
    journal = journal_in(line)
    at = line.find(journal) if journal is not None else 0
    names = author_names(line[:at].rstrip(" -–—")) if at > 0 else []
    return names if has_initials(names) else []


def is_full_citation(line: str) -> bool:
    """Whether a line has what only the place of an article has: a volume, issue or page together with a date."""
    kinds = {fact.kind for fact in facts_in(line)}
    return "volume" in kinds and not kinds.isdisjoint({"date", "year"})


def says_published(line: str) -> bool:
    """Whether a line says that what follows is when something appeared: "Posted November 02, 2009."."""
    return _SAYS_PUBLISHED.match(line) is not None


def _is_name_and_year(text: str) -> bool:
    """ "A Berg et al. Annals of Examples. 2011." or "Annals of Examples (2011)"."""
    if _ON_A_SITE.fullmatch(text):
        return True
    return "al." in text or (len(text) < _LONGEST_JOURNAL and _NAME_THEN_YEAR.search(text) is not None)


def _only_names(text: str) -> bool:
    names = [word for word in _WORD_STARTS.findall(text) if word.casefold() not in _CITATION_WORDS]
    return len(names) <= _MOST_NAMES and all(len(word) == 1 or not word[0].islower() for word in names)


def _without_label(text: str) -> str:
    """Take the label off a line ("Read in detail: https://…")."""
    label, colon, rest = text.partition(":")
    is_doi = len(label) <= _LONGEST_LABEL and _ONLY_DOI.fullmatch(rest) is not None
    return rest if colon and (is_doi or FIELD_LABELS.exact(words_of(label))) else text


def _between(text: str, facts: Sequence[Fact]) -> Iterator[str]:
    """Yield what a line says before, between and after its facts."""
    at = 0
    for fact in facts:
        yield text[at : fact.start]
        at = fact.end
    yield text[at:]


def _journal_part(text: str) -> str:
    """Take numbering, authors, labels, a publication type and a status off what stands beside the facts of a line."""
    text = _NUMBERING.sub("", text.partition("al. ")[2] or text)
    label, colon, rest = text.partition(":")
    if colon and (FIELD_LABELS.exact(words_of(label)) or not rest.strip()):
        text = rest
    text = text.rpartition(" In: ")[2]
    before, stop, last = text.strip(" .,;:()/").rpartition(". ")
    if not _JOURNAL_ENDS.isdisjoint(words_of(before)):  # "J. Clin. Oncol", perhaps behind its authors and a comma
        text = text.rpartition(", ")[2]
    elif stop and has_initials(author_names(before)):
        text = last
    return _closed(_TRAILING_STATUS.sub("", without_lead(text.strip(" .,;:()[]•·⋅|*-–/"))))


def without_lead(text: str) -> str:
    """Take the words off that say that a journal's name follows ("Article in", "Now published in", "Review")."""
    return _without_type(_LEADING_LABEL.sub("", text))


def _closed(name: str) -> str:
    """Close the bracket of a place of publication whose end was taken for the frame of a date."""
    return name + ")" if name.count("(") > name.count(")") else name


def _without_type(name: str) -> str:
    """Take a publication type off that a page prints before the journal's name ("Review Expert Rev Gastroenterol")."""
    match = PUBLICATION_TYPES.at(words_of(name), 0)
    rest = name.split()[match.end :] if match is not None else []
    return " ".join(rest) if len(rest) > 1 and rest[0][:1].isupper() else name


def _is_journal(name: str, alone: bool) -> bool:
    """Whether a name beside bibliographic facts is a journal's.

    `alone`: the name begins a line with a volume; it is no person even if it looks like one ("Ward J Nurs", "BMJ").
    """
    letters = letters_only(words_of(name))
    if not letters or max(map(len, letters)) < 3 or not name[0].isalpha() or not is_journal_name(name):
        return False
    if _CITATION_WORDS.issuperset(letters):  # "published online"
        return False
    if PUBLICATION_TYPES.exact(letters) or FIELD_LABELS.exact(letters):
        return False
    names = author_names(name)
    abbreviated = len(letters) > 2 and letters[-1] in _JOURNAL_ENDS and "," not in name  # "N Atl Wkly Med"
    is_one = abbreviated or (alone and len(names) == 1 and "," not in name)
    if not is_one and (has_initials(names) or is_byline(name)):
        return False
    return not is_no_journal(name) and letters[0] not in _NO_FIRST_WORDS


def is_no_journal(name: str) -> bool:
    """Whether a name begins like a language, a database or a part of a page ("English", "Version"), and is no journal's
    by its other words ("Chinese Journal of Examples").
    """
    first = next(iter(words_of(name)), "")
    return first in _NO_JOURNALS and not names_journal(name)


def begins_with_names(text: str) -> bool:
    """Whether a citation line begins with its authors: "Anna Sedge, Piet Larch ⋅ 30 January 2008"."""
    before = text[: facts_in(text)[0].start].strip(" ⋅·|•,;-–(") if facts_in(text) else ""
    journal = journal_in(text)
    if journal is not None and text.startswith(journal):  # "J Clin Oncol 1990;3:15"
        return False
    return is_byline(before) or has_initials(author_names(before))


def is_byline(text: str) -> bool:
    """Whether a name is a list of people: several full names, or more parts than a journal's name has."""
    names = author_names(text)
    return len(names) >= _MANY_PARTS or (len(names) > 1 and all(" " in name for name in names) and "," in text)


_OF_BUTTONS = frozenset("about this these your our my us view submit browse search subscribe home homepage".split())
_NO_FIRST_WORDS = frozenset("epub published posted doi pmid home received accepted revised submitted available".split())
