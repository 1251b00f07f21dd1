"""Which blocks of a page are the article: its title, the bibliographic lines around it, its abstract or body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.clean.blocks import Block
from pipeline.clean.body import BodyReader
from pipeline.clean.citation import author_names, facts_in, is_journal_name, journal_in
from pipeline.clean.context import in_context, regions_of, with_copies_marked
from pipeline.clean.evidence import Lexicon, report_words
from pipeline.clean.heads import WHOLE, run_in_head
from pipeline.clean.judge import LISTS, Kind, Verdict
from pipeline.clean.labels import field_of, labelled_values
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.title import find_title, stated_title
from pipeline.document import Source

_FACTS_IN_BODY = frozenset({Kind.CITATION, Kind.AFFILIATION, Kind.LABEL})
_NEAR_SEED = 15
_HEAD_BEFORE = 4
_DATE_BEFORE_TITLE = 4
_TYPE_BEFORE_TITLE = 14
_NAMES_AFTER_TITLE = 8
# Of several blocks that could be the article's, the first is taken whose weight comes near the heaviest.
_NEAR_HEAVIEST = 0.6
_NEAR_HEAVIEST_AFTER_TITLE = 0.3
_LEAST_WEIGHT = 5.0


@dataclass
class Article:
    """The outcome: for every block whether it is kept, and the rule that says so."""

    title: int | None
    body: int
    keep: list[bool]
    rules: list[str]
    heads: dict[int, str] = field(default_factory=dict)
    """Section labels of heading blocks, kept or not."""
    fields: dict[int, str] = field(default_factory=dict)
    """What the blocks are that stand beside or below a field's label."""


def find_article(source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Article:
    """Return which blocks are the article."""
    verdicts = in_context(blocks, verdicts)
    if _is_bare(blocks, verdicts):
        return _whole(blocks, verdicts)
    return _Finder(source, blocks, verdicts).find()


def _is_bare(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> bool:
    """Whether a text has nothing of a page about it: no clutter, no dropped region, mostly prose."""
    if any(verdict.kind in {Kind.MENU, Kind.CLUTTER, Kind.REGION, Kind.LABEL} for verdict in verdicts):
        return False
    prose = sum(len(b.text) for b, v in zip(blocks, verdicts, strict=True) if v.kind in {Kind.PROSE, Kind.HEAD})
    return prose * 2 > sum(len(block.text) for block in blocks)


def _whole(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Article:
    body = next((i for i, v in enumerate(verdicts) if v.kind in {Kind.PROSE, Kind.HEAD} and len(blocks[i].words) > 25), 0)
    lexicon = Lexicon()
    for i in range(body, len(blocks)):
        lexicon.add(blocks[i])
    title = find_title(blocks, verdicts, body, lexicon)
    heads = {i: v.rule for i, v in enumerate(verdicts) if v.kind is Kind.HEAD}
    return Article(title, body, [True] * len(blocks), [v.rule for v in verdicts], heads)


class _Finder:
    def __init__(self, source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> None:
        self._source = source
        self._blocks = blocks
        self._verdicts = verdicts
        stated = stated_title(source, blocks)
        before = 0 if stated is None else stated + 1  # headings before a stated title open nothing after it
        self._regions = [None] * before + regions_of(verdicts[before:])
        self._seed = self._heaviest(stated)
        self._lexicon = self._words_around(self._seed)
        self._body = self._first_of_body(stated)
        self._title = stated if stated is not None else find_title(blocks, verdicts, self._body, self._lexicon)
        self._body = self._after_title()
        self._verdicts = with_copies_marked(blocks, verdicts, self._title)
        if self._title is not None:
            self._lexicon.add(blocks[self._title])
        count = len(blocks)
        self._article = Article(self._title, self._body, [False] * count, [self._default_rule(i) for i in range(count)])

    def find(self) -> Article:
        self._keep_title()
        self._keep_before()
        first, last = self._keep_body()
        self._keep_byline(first)
        self._keep_after(last)
        self._drop_copies()
        return self._article

    # Where the body is

    def _heaviest(self, stated: int | None) -> int:
        """The block that is most surely part of the article; after the title if the page's head states that."""
        weights = [self._weight(i) for i in range(len(self._blocks))]
        if stated is not None and max(weights[stated + 1 :], default=0.0) >= _LEAST_WEIGHT:
            least = _NEAR_HEAVIEST_AFTER_TITLE * max(weights[stated + 1 :])
            return next(i for i in range(stated + 1, len(weights)) if weights[i] >= least)
        return next(i for i, weight in enumerate(weights) if weight >= _NEAR_HEAVIEST * max(weights))

    def _weight(self, i: int) -> float:
        block, verdict = self._blocks[i], self._verdicts[i]
        if verdict.kind is not Kind.PROSE:
            return 0.0
        weight = report_words(block) + 0.02 * len(block.words)
        if i and self._verdicts[i - 1].kind is Kind.HEAD:
            weight *= 1.5
        return weight * {None: 1.0, "part": 0.5, "next": 0.5, "rest": 0.25}[self._regions[i]]

    def _words_around(self, seed: int) -> Lexicon:
        """The words of the prose around the seed, as far as no heading of other people's work stands between."""
        lexicon = Lexicon()
        lexicon.add(self._blocks[seed])
        for way in (range(seed - 1, max(-1, seed - _NEAR_SEED), -1), range(seed + 1, min(len(self._blocks), seed + _NEAR_SEED))):
            for i in way:
                verdict = self._verdicts[i]
                if verdict.kind is Kind.REGION and verdict.scope == "rest":
                    break
                if verdict.kind is Kind.PROSE:
                    lexicon.add(self._blocks[i])
        return lexicon

    def _first_of_body(self, stated: int | None) -> int:
        """The first block of the run of prose that the seed stands in; its `Abstract` heading if it has one."""
        first, strangers = self._seed, 0
        for i in range(self._seed - 1, -1 if stated is None else stated, -1):
            kind = self._verdicts[i].kind
            if kind is Kind.HEAD and first - i <= _HEAD_BEFORE:
                first = i
                if self._verdicts[i].rule in WHOLE:
                    break
            elif kind is Kind.PROSE and self._belongs(i, 0.2):
                first = i
            elif kind in {Kind.PROSE, Kind.LINE}:
                strangers += 1
                if strangers > 3:
                    break
        return first

    def _after_title(self) -> int:
        """Where the body begins when the title is known: at the `Abstract` heading, otherwise right after the title."""
        if self._title is None:
            return self._body
        between = range(self._title + 1, self._seed)
        heads = (i for i in between if self._verdicts[i].kind is Kind.HEAD and self._verdicts[i].rule in WHOLE)
        return next(heads, min(self._title + 1, len(self._blocks) - 1))

    def _belongs(self, i: int, least: float) -> bool:
        block = self._blocks[i]
        return run_in_head(block.text) is not None or self._lexicon.shared(block) >= least

    def _default_rule(self, i: int) -> str:
        verdict = self._verdicts[i]
        if verdict.kind in {Kind.MENU, Kind.CLUTTER, Kind.REGION}:
            return verdict.rule
        first = self._body if self._title is None else self._title
        return "before-article" if i < first else "beside-article"

    # What is kept

    def _keep(self, i: int, rule: str) -> None:
        if not self._article.keep[i]:
            self._article.keep[i] = True
            self._article.rules[i] = rule

    def _keep_title(self) -> None:
        if self._title is not None:
            self._keep(self._title, "title")
            if self._title and self._verdicts[self._title - 1].kind is Kind.LABEL and self._source.markup is None:
                self._keep(self._title - 1, "field-label")

    def _keep_before(self) -> None:
        """Journal, date and identifiers that stand before the title."""
        first = self._body if self._title is None else self._title
        region = False
        for i in range(first):
            verdict, block = self._verdicts[i], self._blocks[i]
            if verdict.kind is Kind.REGION and verdict.scope == "rest":
                region = True
            elif verdict.kind is Kind.HEAD:
                region = False
            elif verdict.kind is Kind.CITATION and not (region and self._is_of_another(i, first)):
                region = False
                if first - i <= _DATE_BEFORE_TITLE or any(f.kind not in {"date", "year"} for f in facts_in(block.text)):
                    self._keep(i, "citation")
            elif verdict.kind is Kind.TYPE and first - i <= _TYPE_BEFORE_TITLE and not region:
                self._keep(i, "publication-type")
            elif verdict.kind is Kind.LABEL and not region:
                self._keep_labelled(i)
            elif self._is_journal_line(i):
                self._keep(i, "journal")

    def _is_of_another(self, i: int, title: int) -> bool:
        """Whether a citation line in a list of other articles is one of these: it has authors or a text of its own."""
        after = (self._verdicts[j].kind for j in range(i, title))
        return "al." in self._blocks[i].text or any(kind in {Kind.PROSE, Kind.AUTHORS} for kind in after)

    def _is_journal_line(self, i: int) -> bool:
        """A name on a line of its own whose volume or date follows on the next line that is no button."""
        if self._verdicts[i].kind not in {Kind.LINE, Kind.AUTHORS} or not is_journal_name(self._blocks[i].text):
            return False
        after = next((j for j in range(i + 1, len(self._blocks)) if self._verdicts[j].kind is not Kind.MENU), None)
        if after is None or self._verdicts[after].kind is not Kind.CITATION:
            return False
        facts = facts_in(self._blocks[after].text)
        return bool(facts) and facts[0].start <= 4 and any(fact.kind == "volume" for fact in facts)

    def _keep_byline(self, first: int) -> None:
        """Authors, affiliations and citation lines between the title and the first prose."""
        near = _NAMES_AFTER_TITLE
        for i in range(self._title + 1 if self._title is not None else first, first):
            near -= self._verdicts[i].kind is not Kind.MENU
            self._keep_fact(i, near=near >= 0)

    def _keep_fact(self, i: int, near: bool) -> None:
        kind, block = self._verdicts[i].kind, self._blocks[i]
        if kind in {Kind.CITATION, Kind.AFFILIATION, Kind.TYPE}:
            self._keep(i, self._verdicts[i].rule)
        elif kind is Kind.LABEL:
            self._keep_labelled(i)
        elif kind is Kind.AUTHORS and (near or self._verdicts[i].rule != "authors"):
            self._keep(i, "authors")
        elif self._is_journal_line(i):
            self._keep(i, "journal")
        elif kind is Kind.LINE and near and len(block.letters) in range(2, 5) and author_names(block.text):
            self._keep(i, "authors")

    def _keep_body(self) -> tuple[int, int]:
        """Keep the article's prose, its headings and the facts in it; return the range of its blocks."""
        reader = BodyReader(self._blocks, self._verdicts, self._lexicon, self._seed)
        accepted = [i for i in range(self._body, len(self._blocks)) if reader.accepts(i)]
        for i in accepted:
            self._keep(i, "article")
        first, last = (accepted[0], accepted[-1] + 1) if accepted else (self._body, self._body)
        for i in range(self._body, last):
            if self._verdicts[i].kind is Kind.HEAD:
                self._keep_head(i, accepted)
            elif first < i and self._verdicts[i].kind in _FACTS_IN_BODY and i not in reader.dropped:
                self._keep_fact(i, near=False)
        return first, last

    def _keep_head(self, i: int, accepted: Sequence[int]) -> None:
        self._article.heads[i] = self._verdicts[i].rule
        of_whole = self._verdicts[i].rule == ABSTRACT or (self._verdicts[i].rule in WHOLE and i < accepted[0])
        if not of_whole and any(j in accepted for j in (i + 1, i + 2, i + 3)):
            self._keep(i, "heading")

    def _keep_after(self, last: int) -> None:
        """Bibliographic facts after the body, unless they stand in a dropped region."""
        region: Verdict | None = None
        for i in range(last, len(self._blocks)):
            verdict = self._verdicts[i]
            if verdict.kind is Kind.REGION and verdict.scope != "line":
                region = region if region is not None and region.scope == "rest" else verdict
            elif verdict.kind is Kind.LABEL and (region is None or region.rule not in LISTS):
                if self._keep_labelled(i):
                    region = None
            elif verdict.kind is Kind.CITATION and (region is None or region.scope == "next") and self._says_more(i):
                self._keep(i, "citation")

    def _says_more(self, i: int) -> bool:
        """Whether a citation line is more than a bare date, which below an article can be the date of anything."""
        text = self._blocks[i].text
        return any(fact.kind not in {"date", "year"} for fact in facts_in(text)) or journal_in(text) is not None

    def _keep_labelled(self, i: int) -> bool:
        """Keep the values that belong to a label, and in a text the label; return whether there are any."""
        values = labelled_values(self._source.text, self._blocks, self._verdicts, i)
        for j in values:
            self._keep(j, "labelled-fact")
            self._article.fields[j] = field_of(self._blocks[i]) or ""
        if values and self._source.markup is None:
            self._keep(i, "field-label")
        elif not self._article.keep[i]:
            self._article.rules[i] = "field-label" if values else "label-without-fact"
        return bool(values)

    def _drop_copies(self) -> None:
        """Second copies of the publication types and, after the body, of facts."""
        seen: set[str] = set()
        for i, block in enumerate(self._blocks):
            if not self._article.keep[i] or i == self._title or self._article.rules[i] in {"article", "heading"}:
                continue
            facts = {fact.text.strip(" .;,").casefold() for fact in facts_in(block.text)} or {" ".join(block.words)}
            if facts <= seen and (i >= self._body or self._verdicts[i].kind is Kind.TYPE):
                self._drop(i, "fact-copy")
            seen |= facts

    def _drop(self, i: int, rule: str) -> None:
        self._article.keep[i] = False
        self._article.rules[i] = rule
