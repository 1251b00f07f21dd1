"""The bibliographic facts of an article: from the page's head where it states them, otherwise from the kept lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.clean.article import Article
from pipeline.clean.blocks import Block
from pipeline.clean.citation import (
    PUBLICATION_TYPES,
    Fact,
    authors_of,
    facts_in,
    field_named,
    is_full_citation,
    is_journal_name,
    is_no_journal,
    journal_in,
    names_journal,
    without_lead,
)
from pipeline.clean.journals import citations_of, journal_beside
from pipeline.clean.labels import value_text
from pipeline.clean.people import author_names, has_initials
from pipeline.clean.phrases import letters_only, words_of
from pipeline.document import BibFacts, Source
from pipeline.read.dois import stated_doi

# Names under which pages' heads state the facts, most exact first.
_META = {
    fact: names.split()
    for fact, names in {
        "journal": "citation_journal_title prism.publicationname bepress_citation_journal_title site.journal dc.source "
        "ld:ispartof citation_journal_abbrev",
        "doi": "citation_doi bepress_citation_doi prism.doi site.doi dc.identifier dc.identifier.doi ld:identifier "
        "ld:@id ld:sameas",
        "pmid": "citation_pmid ncbi_uid site.pmid",
        "pmcid": "citation_pmcid citation_pmc_id site.pmcid",
        "date": "citation_publication_date citation_date citation_cover_date citation_year bepress_citation_date "
        "prism.publicationdate site.date dc.date dc.date.issued dcterms.issued citation_online_date ld:datepublished "
        "article:published_time",
        "language": "citation_language dc.language ld:inlanguage",
        "authors": "citation_author citation_authors bepress_citation_author site.authors dc.creator dc.contributor "
        "ld:author dcterms.creator",
        "types": "citation_article_type dc.type.articletype prism.section",
    }.items()
}
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>,;|“”]{1,120}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PMCID = re.compile(r"PMC\d{4,9}", re.IGNORECASE)
_PMID = re.compile(r"\d{4,9}")
# News say where a study appeared. The name runs over capitalised words and the small ones between them.
_PUBLISHED_IN = re.compile(
    r"\b(?:published|appeared|appearing|appears|reported)(?: online)?"
    r"(?: (?:today|this week|recently|ahead of print))?,? in (?:the )?(?:journal )?"
    r"([A-Z][\w.&’'-]{1,20}(?: (?:of|the|and|for|in|&|on|[A-Z][\w.&’'-]{1,20})){0,9})"
)
# The number of a talk, poster or hit before its title: "P-112   Effects of…", "14.03 Effects of…", "2. Effects of…".
_PROGRAMME_NUMBER = re.compile(
    r"^(?:[▢☐☑□■✓✔]\s{0,2})?(?:[A-Z]{0,3}[ .-]?\d{1,4}(?:[.-]\d{1,4})?[.:)]?\s{2,}|\d{1,3}\.(?:\d\d)?\s)(?=[A-Z])"
)
_TRAILING_SMALL = re.compile(r"(?:[\s.,:]+(?:of|the|and|for|in|&|on))*[\s.,:;]*$")
_RIGHT_BELOW = 3  # lines
_CITATION_BELOW = 6  # kept lines between a journal's name and its volume
# Kept lines that tell what was studied: a year in them is none of publication.
_NO_FACTS = frozenset({"article", "prose", "heading", "title"})
_LONGEST_STEP = 24  # characters that the pattern below can match
_EARLIER_DATE = re.compile(
    r"(?:received|revised|accepted|submitted|recibido|aceptado|recebido|aceito|reçu|accepté)\W{1,3}$", re.IGNORECASE
)


def _is_earlier(line: str, date: Fact) -> bool:
    """Whether a date is that of a step before publication: "Received 12 May 2001"."""
    return _EARLIER_DATE.search(line, max(0, date.start - _LONGEST_STEP), date.start) is not None


def find_facts(source: Source, blocks: Sequence[Block], article: Article) -> BibFacts:
    """Return the bibliographic facts; None (or empty) where the page does not say."""
    stated = _Stated(source)
    printed = _Printed(blocks, article)
    return BibFacts(
        title=_title(blocks, article),
        journal=stated.first("journal") or printed.journal(),
        year=stated.year() or printed.year(),
        doi=stated.doi() or printed.identifier("doi", _DOI),
        pmid=stated.found("pmid", _PMID) or printed.identifier("pmid", _PMID),
        pmcid=stated.found("pmcid", _PMCID) or printed.identifier("pmcid", _PMCID),
        language=stated.first("language") or printed.language(),
        authors=tuple(stated.authors() or printed.authors()),
        publication_types=tuple(_unique(printed.types() or stated.values("types"))),
    )


def _title(blocks: Sequence[Block], article: Article) -> str | None:
    return None if article.title is None else " ".join(_PROGRAMME_NUMBER.sub("", blocks[article.title].text).split())


class _Stated:
    """Facts from the page's head."""

    def __init__(self, source: Source) -> None:
        self._meta = source.meta
        self._is_record = bool(source.sections)

    def values(self, fact: str) -> list[str]:
        """Return the values of the first name that the page gives."""
        return next((list(self._meta[name]) for name in _META[fact] if self._meta.get(name)), [])

    def first(self, fact: str) -> str | None:
        return next(iter(self.values(fact)), None)

    def found(self, fact: str, pattern: re.Pattern[str]) -> str | None:
        """Return the first match of a pattern in any of the fact's values."""
        values = (value for name in _META[fact] for value in self._meta.get(name, ()))
        match = next((m for value in values if (m := pattern.search(value))), None)
        return match.group().rstrip(".)") if match else None

    def doi(self) -> str | None:
        """Return the DOI: whole where a record states it, otherwise up to a sign that pages put behind one."""
        if self._is_record:
            return next(filter(None, map(stated_doi, self.values("doi"))), None)
        return self.found("doi", _DOI)

    def year(self) -> int | None:
        match = next((m for value in self.values("date") if (m := _YEAR.search(value))), None)
        return int(match.group()) if match else None

    def authors(self) -> list[str]:
        names = [name.strip() for value in self.values("authors") for name in value.split(";")]
        split = (author_names(name) or [name] for name in names if name)  # "F Sedge, P Larch" in one value
        return [
            part
            for parts in split
            for part in (parts if has_initials(parts) and len(parts) > 1 else [", ".join(parts)])
        ]


class _Printed:
    """Facts from the kept lines of the page."""

    def __init__(self, blocks: Sequence[Block], article: Article) -> None:
        self._blocks = blocks
        self._article = article
        self._lines = [i for i, keep in enumerate(article.keep) if keep and article.rules[i] not in _NO_FACTS]

    def journal(self) -> str | None:
        """The name in the line with the most of a citation about it, otherwise one that dropped lines or prose give."""
        lines = enumerate(self._lines)
        named = [
            (self._doubt_of_journal(at), self._is_off(i), name) for at, i in lines if (name := self._journal_of(i))
        ]
        if named:
            return min(named, key=lambda found: found[:2])[2]
        return journal_beside(self._blocks, self._article) or self._journal_in_prose()

    def _is_off(self, i: int) -> bool:
        """Whether a line does not stand right below the title, where lists print the source of what they list."""
        title = self._article.title
        return title is None or not title < i <= title + _RIGHT_BELOW

    def _doubt_of_journal(self, at: int) -> int:
        """0 for a name with a volume and a date, or with a label that is no menu word, otherwise 1."""
        i = self._lines[at]
        line = self._blocks[i].text
        if self._article.rules[i] == "journal":
            below = self._lines[at + 1 : at + 1 + _CITATION_BELOW]
            line = next((self._blocks[j].text for j in below if self._article.rules[j] == "citation"), "")
        labelled = self._article.fields.get(i) == "journal"
        sure = labelled and (self._blocks[i - 1].text[-1] == ":" or names_journal(self._blocks[i].text))
        return 0 if sure or is_full_citation(line) else 1

    def _journal_of(self, i: int) -> str | None:
        block, rule = self._blocks[i], self._article.rules[i]
        if rule == "journal" or (self._article.fields.get(i) == "journal" and is_journal_name(value_text(block))):
            return without_lead(value_text(block)).strip(" .,")
        return (
            journal_in(block.text)
            if rule in {"citation", "labelled-fact"} and self._article.fields.get(i) in {None, "journal"}
            else None
        )

    def _journal_in_prose(self) -> str | None:
        for i, rule in enumerate(self._article.rules):
            match = _PUBLISHED_IN.search(self._blocks[i].text) if rule == "article" else None
            if match:
                name = _TRAILING_SMALL.sub("", match.group(1))
                if not is_no_journal(name):
                    return name
        return None

    def year(self) -> int | None:
        """The year of the line with a volume, best with a journal too and below the title, otherwise with a date."""
        years: list[tuple[tuple[bool, bool, bool], int]] = []
        for i in self._lines:
            text = self._blocks[i].text
            facts = facts_in(text)
            dates = (fact for fact in facts if fact.kind in {"date", "year"} and not _is_earlier(text, fact))
            year = next((year for fact in dates if (year := _YEAR.search(fact.text))), None)
            if year:
                has_volume = any(fact.kind == "volume" for fact in facts)
                no_journal = not has_volume or journal_in(text) is None
                years.append(((not has_volume, no_journal, self._is_off(i)), int(year.group())))
        if years:
            return min(years, key=lambda found: found[0])[1]
        cited = (_YEAR.search(text) for text in citations_of(self._blocks, self._article))
        return next((int(match.group()) for match in cited if match), None)

    def identifier(self, kind: str, pattern: re.Pattern[str]) -> str | None:
        """The first identifier of a kind in the kept lines, otherwise in a dropped citation of this very article."""
        copies = [i for i, rule in enumerate(self._article.rules) if rule == "title-copy"]
        for i in (*self._lines, *copies):
            text = self._blocks[i].text
            if self._article.fields.get(i) == kind and (match := pattern.search(text)):
                return match.group().rstrip(".)")
            for fact in facts_in(text):
                if fact.kind == kind and (match := pattern.search(fact.text)):
                    return match.group().rstrip(".)")
        return None

    def language(self) -> str | None:
        for i, block in enumerate(self._blocks[:-1]):
            if field_named(block.words) == "language":
                value = value_text(self._blocks[i + 1])
                return value if value.isalpha() else None
        return None

    def authors(self) -> list[str]:
        lines = (
            self._blocks[i].text
            for i in self._lines
            if self._article.rules[i] == "authors" or self._article.fields.get(i) == "authors"
        )
        found = list(_unique(name for line in lines for name in author_names(line)))
        return found or next(filter(None, (authors_of(self._blocks[i].text) for i in self._lines)), [])

    def types(self) -> list[str]:
        lines = (
            block.text
            for i, block in enumerate(self._blocks)
            if self._article.rules[i] == "publication-type" or self._article.fields.get(i) == "type"
        )
        return [name for line in lines for name in _types_in(line)]


def _types_in(line: str) -> Iterator[str]:
    words = [(match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", line)]
    for match in PUBLICATION_TYPES.matches(letters_only(words_of(line))):
        yield line[words[match.start][0] : words[match.end - 1][1]]


def _unique(values: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(values))
