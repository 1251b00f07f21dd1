"""Which blocks of a page are the article: its title, the bibliographic lines around it, its abstract or body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipeline.clean.anchors import find_anchors
from pipeline.clean.blocks import Block
from pipeline.clean.body import BodyReader
from pipeline.clean.citation import (
    begins_with_names,
    facts_in,
    is_byline,
    is_journal_name,
    journal_in,
    names_journal,
    says_published,
    without_lead,
)
from pipeline.clean.context import in_context, with_copies_marked
from pipeline.clean.evidence import Lexicon
from pipeline.clean.heads import WHOLE
from pipeline.clean.labels import field_of, labelled_values
from pipeline.clean.people import author_names, has_initials
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.rows import with_rows_marked
from pipeline.clean.title import find_title, opening_title
from pipeline.clean.verdict import LISTS, Kind, Verdict
from pipeline.document import Source

_PAGE_KINDS = frozenset({Kind.MENU, Kind.CLUTTER, Kind.REGION, Kind.LABEL})
_FACTS_IN_BODY = frozenset({Kind.CITATION, Kind.AFFILIATION, Kind.LABEL})
_OF_ARTICLES = frozenset({Kind.PROSE, Kind.AUTHORS})
_ABOVE_TITLE = frozenset({Kind.MENU, Kind.CLUTTER, Kind.TYPE, Kind.CITATION})
_ANOTHER_RECORD = Verdict(Kind.REGION, "similar", "rest")
_SURE_AUTHORS = Verdict(Kind.AUTHORS, "sure-authors")
_DATE_BEFORE_TITLE = 4
_TYPE_BEFORE_TITLE = 14
_NAMES_AFTER_TITLE = 8
_NAME_WORDS = range(2, 5)
_HEAD_ABOVE = 3
_FACT_AT_START = 4
_BUTTONS_AFTER_JOURNAL = 6
_BODY_WORDS = 25
_FEW_BLOCKS = 3
_WORDS_OF_TITLE = 4
_FIELDS_AROUND = 4
_OF_OTHERS = LISTS | {"record-admin", "citation-export"}


@dataclass
class Article:
    """For every block whether it is kept, and the rule that says so."""

    title: int | None
    keep: list[bool]
    rules: list[str]
    heads: dict[int, str] = field(default_factory=dict)
    """Section labels of heading blocks, kept or not."""
    fields: dict[int, str] = field(default_factory=dict)
    """What the blocks are that stand beside or below a field's label."""


def find_article(source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Article:
    """Return which blocks are the article."""
    verdicts = in_context(blocks, with_rows_marked(source.text, blocks, verdicts))
    if source.markup is None and _is_bare(blocks, verdicts):
        return _whole(blocks, verdicts)
    return _Finder(source, blocks, verdicts).find()


def _is_bare(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> bool:
    """Whether a text has nothing of a page about it: no clutter, no dropped region; mostly prose or very short."""
    if any(verdict.kind in _PAGE_KINDS for verdict in verdicts):
        return False
    if len(blocks) <= _FEW_BLOCKS:
        return True
    kinds = [verdict.kind for verdict in verdicts]
    under_head = [False, *(kind is Kind.HEAD for kind in kinds)]
    prose = sum(
        len(block.text)
        for block, kind, below in zip(blocks, kinds, under_head, strict=False)
        if below or kind in {Kind.PROSE, Kind.HEAD}
    )
    return prose * 2 > sum(len(block.text) for block in blocks)


def _whole(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Article:
    long_prose = (i for i, v in enumerate(verdicts) if v.kind is Kind.PROSE and len(blocks[i].words) > _BODY_WORDS)
    prose = (i for i, v in enumerate(verdicts) if v.kind is Kind.PROSE)
    body = next(long_prose, next(prose, 0))
    lexicon = Lexicon()
    for block in blocks[body:]:
        lexicon.add(block)
    heads = {i: verdict.rule for i, verdict in enumerate(verdicts) if verdict.kind is Kind.HEAD}
    rules = ["heading" if i in heads else verdict.rule for i, verdict in enumerate(verdicts)]
    title = find_title(blocks, verdicts, body, lexicon)
    if title is None:
        title = opening_title(blocks, verdicts, body)
    return Article(title, [True] * len(blocks), rules, heads)


class _Finder:
    """Decides on the blocks of a page, group by group; a block that is kept once stays kept."""

    def __init__(self, source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> None:
        self._source = source
        self._blocks = blocks
        self._anchors = find_anchors(source, blocks, verdicts)
        self._verdicts = with_copies_marked(blocks, verdicts, self._anchors.title)
        rules = [self._default_rule(i) for i in range(len(blocks))]
        self._article = Article(self._anchors.title, [False] * len(blocks), rules)
        of_others = (i for i in range(self._anchors.first - 1, -1, -1) if self._verdicts[i].kind in _OF_ARTICLES)
        self._last_of_another = next(of_others, -1)  # the last line above the title with authors or a text

    def find(self) -> Article:
        self._keep_title()
        self._keep_before()
        first, last = self._keep_body()
        self._keep_byline(first)
        self._keep_after(last)
        self._drop_copies()
        return self._article

    def _default_rule(self, i: int) -> str:
        verdict = self._verdicts[i]
        if verdict.kind in {Kind.MENU, Kind.CLUTTER, Kind.REGION}:
            return verdict.rule
        return "before-article" if i < self._anchors.first else "beside-article"

    def _keep(self, i: int, rule: str) -> None:
        if not self._article.keep[i]:
            self._article.keep[i] = True
            self._article.rules[i] = rule

    def _keep_title(self) -> None:
        title = self._anchors.title
        if title is not None:
            self._keep(title, "title")
            if title and self._verdicts[title - 1].kind is Kind.LABEL and self._source.markup is None:
                self._keep(title - 1, "field-label")

    def _keep_before(self) -> None:
        """Journal, date, identifiers and publication types that stand before the article."""
        in_list = False
        for i in range(self._anchors.first):
            verdict = self._verdicts[i]
            if verdict.kind is Kind.REGION and verdict.scope == "rest":
                in_list = in_list or verdict.rule in LISTS
            elif i and self._verdicts[i - 1].rule == "record-admin":
                continue  # when a record was made, not when the article appeared
            elif verdict.kind is Kind.CITATION and i and self._is_below_another_title(i):
                continue
            elif verdict.kind is Kind.CITATION and not (in_list and self._is_of_another(i)):
                in_list = False
                if self._anchors.first - i <= _DATE_BEFORE_TITLE or self._is_more_than_date(i):
                    self._keep(i, "citation")
            elif not in_list or self._is_above_title(i) or (self._is_journal_line(i) and not self._is_of_another(i)):
                self._keep_before_title(i)

    def _keep_before_title(self, i: int) -> None:
        kind = self._verdicts[i].kind
        if kind is Kind.TYPE and self._anchors.first - i <= _TYPE_BEFORE_TITLE:
            self._keep(i, "publication-type")
        elif kind is Kind.LABEL:
            self._keep_labelled(i)
        elif self._is_journal_line(i):
            self._keep(i, "journal")

    def _is_of_another(self, i: int) -> bool:
        """Whether a citation line in a list of other articles is one of these: it has authors or a text of its own."""
        return "al." in self._blocks[i].text or i < self._last_of_another

    def _is_journal_line(self, i: int) -> bool:
        """A name on a line of its own whose volume follows, on a line that has no journal itself, after buttons."""
        name = without_lead(self._blocks[i].text)
        if self._verdicts[i].kind not in {Kind.LINE, Kind.AUTHORS} or not is_journal_name(name):
            return False
        if is_byline(name) or (len(author_names(name)) > 1 and has_initials(author_names(name))):
            return False
        if names_journal(name) and (self._anchors.first < i or self._is_beside_citation(i) or self._is_above_title(i)):
            return True
        for j in range(i + 1, min(i + 1 + _BUTTONS_AFTER_JOURNAL, len(self._blocks))):
            kind, text = self._verdicts[j].kind, self._blocks[j].text
            if kind is Kind.CITATION:
                facts = facts_in(text)
                placed = facts[0].start <= _FACT_AT_START and any(fact.kind == "volume" for fact in facts)
                return placed and journal_in(text) is None
            if kind is not Kind.MENU and (kind is not Kind.LINE or is_journal_name(text)):
                return False
        return False

    def _is_beside_citation(self, i: int) -> bool:
        """Whether a line stands beside a citation, or above the journal's ISSN."""
        beside = self._verdicts[max(i - 1, 0) : i + 2]
        below = self._blocks[i + 1].text if i + 1 < len(self._blocks) else ""
        return any(verdict.kind is Kind.CITATION for verdict in beside) or any(
            f.kind == "issn" for f in facts_in(below)
        )

    def _is_above_title(self, i: int) -> bool:
        """Whether a line stands right above the title, but for a button, a publication type or where it appeared."""
        below = (j for j in range(i + 1, self._anchors.first) if self._blocks[j].words)  # a bullet is nothing
        between = list(islice(below, 2))
        return self._anchors.first > i and (
            not between or (len(between) == 1 and self._verdicts[between[0]].kind in _ABOVE_TITLE)
        )

    def _keep_body(self) -> tuple[int, int]:
        """Keep the article's prose, its headings and the facts in it; return the range of its blocks."""
        body, count = self._anchors.body, len(self._blocks)
        reader = BodyReader(self._blocks, self._verdicts, self._anchors.lexicon, self._anchors.seed)
        accepted = [i for i in range(body, count) if reader.accepts(i)]
        first, last = (accepted[0], accepted[-1] + 1) if accepted else (body, body)
        for i in accepted:
            self._keep(i, "article")
        for i in range(body, last):
            if self._verdicts[i].kind is Kind.HEAD:
                self._keep_head(i, accepted)
            elif first < i and self._verdicts[i].kind in _FACTS_IN_BODY and i not in reader.dropped:
                self._keep_fact(i, near=False)
        return first, last

    def _keep_head(self, i: int, accepted: Sequence[int]) -> None:
        """Keep a heading with prose below it; the heading of the whole ("Abstract") says nothing and goes."""
        label = self._verdicts[i].rule
        self._article.heads[i] = label
        of_whole = label == ABSTRACT or (label in WHOLE and i < accepted[0])
        if not of_whole and any(j in accepted for j in range(i + 1, i + 1 + _HEAD_ABOVE)):
            self._keep(i, "heading")

    def _keep_byline(self, first: int) -> None:
        """Authors, affiliations and citation lines between the title and the first prose."""
        near = _NAMES_AFTER_TITLE
        for i in range(self._anchors.first + 1, first):
            near -= self._verdicts[i].kind is not Kind.MENU
            self._keep_fact(i, near=near >= 0)

    def _keep_fact(self, i: int, near: bool) -> None:
        """Keep a bibliographic line; names that could be other things count only `near` the title."""
        verdict = self._verdicts[i]
        if verdict.kind in {Kind.CITATION, Kind.AFFILIATION, Kind.TYPE}:
            self._keep(i, verdict.rule)
        elif verdict.kind is Kind.LABEL:
            self._keep_labelled(i)
        elif self._is_journal_line(i):
            self._keep(i, "journal")
        elif verdict == _SURE_AUTHORS or (near and self._may_be_authors(i)):
            self._keep(i, "authors")
        elif self._is_address(i):
            self._keep(i, "affiliation")

    def _is_address(self, i: int) -> bool:
        """A short line of capitalised words between the authors and where their article appeared."""
        line, before, after = (
            self._verdicts[i],
            self._verdicts[i - 1],
            self._verdicts[min(i + 1, len(self._blocks) - 1)],
        )
        between = line.kind is Kind.LINE and before == _SURE_AUTHORS and after.kind is Kind.CITATION
        return between and is_journal_name(self._blocks[i].text)  # a name of several capitalised words, as these are

    def _may_be_authors(self, i: int) -> bool:
        kind, block = self._verdicts[i].kind, self._blocks[i]
        one = kind is Kind.LINE and len(block.letters) in _NAME_WORDS and bool(author_names(block.text))
        return (one and block.text[-1] != ":") or kind is Kind.AUTHORS

    def _keep_after(self, last: int) -> None:
        """Bibliographic facts after the body, unless they stand in a dropped region."""
        region: Verdict | None = None
        signed = self._has_authors()
        for i in range(last, len(self._blocks)):
            verdict = self._verdicts[i]
            if verdict.kind is Kind.REGION and verdict.scope != "line":
                region = region if region is not None and region.scope == "rest" else verdict
            elif (
                verdict.kind is Kind.LABEL and field_of(self._blocks[i]) == "title" and self._article.title is not None
            ):
                region = _ANOTHER_RECORD
            elif verdict.kind is Kind.LABEL and (region is None or region.rule not in LISTS or self._is_below_copy(i)):
                if self._keep_labelled(i):
                    region = None
            elif verdict.kind is Kind.CITATION and (
                self._is_below_copy(i) or (self._may_hold_facts(i, region) and not self._is_below_another_title(i))
            ):
                self._keep_after_body(i)
            elif (
                verdict == _SURE_AUTHORS and region is None and not signed and self._article.rules[i - 1] == "citation"
            ):
                self._keep(i, "authors")  # right below the article's citation, and nowhere else
                signed = True

    def _may_hold_facts(self, i: int, region: Verdict | None) -> bool:
        """Whether a citation line in a region can be the article's; not when a record was made or changed.

        When a preprint was posted stands anywhere but in a list of others.
        """
        if region is None or (region.scope == "next" and region.rule != "record-admin"):
            return True
        return region.rule not in _OF_OTHERS and says_published(self._blocks[i].text)

    def _is_below_another_title(self, i: int) -> bool:
        """Whether a line with authors and a volume is that of the article whose title stands above it."""
        above = self._blocks[i - 1]
        is_title = self._verdicts[i - 1].kind is Kind.LINE and len(above.letters) >= _WORDS_OF_TITLE
        return is_title and not self._article.keep[i - 1] and begins_with_names(self._blocks[i].text)

    def _has_authors(self) -> bool:
        authors = (
            rule == "authors" or self._article.fields.get(i) == "authors" for i, rule in enumerate(self._article.rules)
        )
        return any(authors)

    def _is_below_copy(self, i: int) -> bool:
        """Whether a fact stands right below a citation of this very article, in whatever list that may seem to be."""
        return self._verdicts[i - 1].rule == "title-copy"

    def _keep_after_body(self, i: int) -> None:
        if self._is_more_than_date(i):
            self._keep(i, "citation")

    def _is_more_than_date(self, i: int) -> bool:
        """Whether a citation line is more than a bare date, which far from a title can be the date of anything."""
        text = self._blocks[i].text
        placed = any(fact.kind not in {"date", "year"} for fact in facts_in(text))
        return placed or says_published(text) or " " in (journal_in(text) or "")  # "Vienna 1989" is a place

    def _keep_labelled(self, i: int) -> bool:
        """Keep the values that belong to a label, and in a text the label; return whether there are any."""
        if field_of(self._blocks[i]) == "issn" and not self._is_among_fields(i):
            return False
        values = labelled_values(self._source.text, self._blocks, self._verdicts, i)
        for j in values:
            self._keep(j, "labelled-fact")
            self._article.fields[j] = field_of(self._blocks[i]) or ""
        if values and self._source.markup is None:
            self._keep(i, "field-label")
        elif not self._article.keep[i]:
            self._article.rules[i] = "field-label" if values else "label-without-fact"
        return bool(values)

    def _is_among_fields(self, i: int) -> bool:
        """Whether a label stands in a list of other fields; an ISSN alone stands in the frame of a journal's pages."""
        near = range(max(0, i - _FIELDS_AROUND), min(i + _FIELDS_AROUND + 1, len(self._blocks)))
        return any(self._verdicts[j].kind is Kind.LABEL and field_of(self._blocks[j]) != "issn" for j in near)

    def _drop_copies(self) -> None:
        """Second copies of the publication types and, after the title, of facts."""
        seen: set[str] = set()
        for i, block in enumerate(self._blocks):
            if not self._article.keep[i] or self._article.rules[i] in {"title", "article", "heading"}:
                continue
            facts = {fact.text.strip(" .;,").casefold() for fact in facts_in(block.text)} or {" ".join(block.words)}
            if facts <= seen and (i >= self._anchors.body or self._verdicts[i].kind is Kind.TYPE):
                self._article.keep[i] = False
                self._article.rules[i] = "fact-copy"
            seen |= facts
