"""Where the article of a page is: a block that surely belongs to it, its title, and where its body begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.clean.blocks import Block
from pipeline.clean.context import regions_of
from pipeline.clean.evidence import Lexicon, report_words
from pipeline.clean.heads import WHOLE, run_in_head
from pipeline.clean.title import OF_ARTICLES, cited_title, find_title, stated_title
from pipeline.clean.verdict import Kind, Verdict
from pipeline.document import Source

_NEAR = 15
_HEAD_BEFORE = 4
_MOST_STRANGERS = 3
_BELONGS = 0.2
# What a heading above a block, and a dropped region around it, do to its weight.
_UNDER_HEAD = 1.5
_IN_REGION = {None: 1.0, "part": 0.5, "next": 0.5, "rest": 0.25}
_WEIGHT_A_WORD = 0.02  # so that texts in other languages, without words of reports, have some weight
# Of several blocks that could be the article's, the first is taken whose weight comes near the heaviest.
_NEAR_HEAVIEST = 0.6
_NEAR_HEAVIEST_AFTER_TITLE = 0.3
_LEAST_WEIGHT = 5.0


@dataclass(frozen=True)
class Anchors:
    """Indices of blocks: `seed` surely is the article's, `title` is its title, `body` where title and byline end.

    A page without prose has no seed, and its body begins after the last block. `lexicon` holds the article's words.
    """

    seed: int | None
    title: int | None
    body: int
    lexicon: Lexicon

    @property
    def first(self) -> int:
        """The first block of the article: the title or, without one, the body."""
        return self.body if self.title is None else self.title


def find_anchors(source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Anchors:
    """Return where the article of a page is."""
    stated = stated_title(source, blocks, verdicts)
    seed = _seed(blocks, verdicts, stated)
    lexicon = _words_around(blocks, verdicts, seed)
    body = _first_of_body(blocks, verdicts, seed, stated, lexicon) if seed is not None else len(blocks)
    title = stated if stated is not None else find_title(blocks, verdicts, body, lexicon)
    if stated is not None and not source.meta.keys() & OF_ARTICLES:
        title = cited_title(blocks, verdicts, range(stated + 1, body), lexicon) or stated
    if title is not None:
        body = _after_title(verdicts, title, seed)
        lexicon.add(blocks[title])
    return Anchors(seed, title, body, lexicon)


def _seed(blocks: Sequence[Block], verdicts: Sequence[Verdict], stated: int | None) -> int | None:
    """The block that is most surely part of the article; after the title if the page's head states that."""
    before = 0 if stated is None else stated + 1  # headings before a stated title open no region after it
    regions = [None] * before + list(regions_of(verdicts[before:]))
    weights = [_weight(blocks, verdicts, i, regions[i]) for i in range(len(blocks))]
    heaviest = max(weights[before:], default=0.0)
    if stated is not None and heaviest >= _LEAST_WEIGHT:
        return next(i for i in range(before, len(weights)) if weights[i] >= _NEAR_HEAVIEST_AFTER_TITLE * heaviest)
    heaviest = max(weights, default=0.0)
    return next((i for i, weight in enumerate(weights) if weight and weight >= _NEAR_HEAVIEST * heaviest), None)


def _weight(blocks: Sequence[Block], verdicts: Sequence[Verdict], i: int, region: str | None) -> float:
    if verdicts[i].kind is not Kind.PROSE:
        return 0.0
    weight = report_words(blocks[i]) + _WEIGHT_A_WORD * len(blocks[i].words)
    under_head = i > 0 and verdicts[i - 1].kind is Kind.HEAD
    return weight * (_UNDER_HEAD if under_head else 1.0) * _IN_REGION[region]


def _words_around(blocks: Sequence[Block], verdicts: Sequence[Verdict], seed: int | None) -> Lexicon:
    """The words of the prose around the seed, as far as no heading of other people's work stands between."""
    lexicon = Lexicon()
    if seed is None:
        return lexicon
    lexicon.add(blocks[seed])
    before = range(seed - 1, max(-1, seed - _NEAR), -1)
    after = range(seed + 1, min(len(blocks), seed + _NEAR))
    for i in (*_up_to_rest(verdicts, before), *_up_to_rest(verdicts, after)):
        if verdicts[i].kind is Kind.PROSE:
            lexicon.add(blocks[i])
    return lexicon


def _up_to_rest(verdicts: Sequence[Verdict], way: Iterable[int]) -> list[int]:
    reached: list[int] = []
    for i in way:
        if verdicts[i].kind is Kind.REGION and verdicts[i].scope == "rest":
            break
        reached.append(i)
    return reached


def _first_of_body(
    blocks: Sequence[Block], verdicts: Sequence[Verdict], seed: int, stated: int | None, lexicon: Lexicon
) -> int:
    """The first block of the run of prose that the seed stands in; its `Abstract` heading if it has one."""
    first, strangers = seed, 0
    for i in range(seed - 1, -1 if stated is None else stated, -1):
        verdict = verdicts[i]
        if verdict.kind is Kind.HEAD and first - i <= _HEAD_BEFORE:
            first = i
            if verdict.rule in WHOLE:
                break
        elif verdict.kind is Kind.PROSE and (run_in_head(blocks[i].text) or lexicon.shared(blocks[i]) >= _BELONGS):
            first = i
        elif verdict.kind in {Kind.PROSE, Kind.LINE}:
            strangers += 1
            if strangers > _MOST_STRANGERS:
                break
    return first


def _after_title(verdicts: Sequence[Verdict], title: int, seed: int | None) -> int:
    """Where the body begins below a title: at the `Abstract` heading, otherwise right after the title."""
    if seed is None:
        return len(verdicts)
    between = range(title + 1, seed)
    heads = (i for i in between if verdicts[i].kind is Kind.HEAD and verdicts[i].rule in WHOLE)
    return next(heads, min(title + 1, len(verdicts) - 1))
