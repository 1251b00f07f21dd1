"""Which block is the article's title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.evidence import Lexicon, sentences
from pipeline.clean.heads import run_in_heads
from pipeline.clean.judge import Kind, Verdict
from pipeline.clean.phrases import words_of
from pipeline.document import Source

# Where a page's head states the title, most exact first; the last ones may have the site's name added.
_STATED = ("citation_title", "bepress_citation_title", "dc.title", "dcterms.title", "prism.title", "ld:headline", "og:title", "ld:name")
_TITLE_WORDS = range(3, 61)
_ENOUGH_IN_COMMON = 0.34
_SURELY_IN_COMMON = 0.6
_NEAR = 12
_BYLINE_KINDS = frozenset({Kind.AUTHORS, Kind.CITATION, Kind.AFFILIATION, Kind.TYPE})
_TITLE_KINDS = frozenset({Kind.LINE, Kind.PROSE, Kind.AUTHORS, Kind.CLUTTER})


def stated_title(source: Source, blocks: Sequence[Block]) -> int | None:
    """Return the index of the first block that is the title as the page's head states it, or None."""
    stated = [words_of(value) for name in _STATED for value in source.meta.get(name, ())]
    return next((i for title in stated for i, block in enumerate(blocks) if block.words == title), None)


def find_title(blocks: Sequence[Block], verdicts: Sequence[Verdict], body: int, lexicon: Lexicon) -> int | None:
    """Return the index of the title's block, the first of equal ones, or None.

    The title is the line before the article's body (`blocks[body:]`) that has most of its words in common with the body
    (`lexicon`), stands again elsewhere on the page, and stands near the body.
    """
    candidates = [i for i in range(body) if _may_be_title(blocks[i], verdicts[i])]
    fitting = [i for i in candidates if lexicon.shared(blocks[i]) >= _enough(verdicts[i])]
    if not fitting:
        return body if _is_followed_by_byline(verdicts, body) else None
    counts = Counter(tuple(block.words) for block in blocks)
    scores = {i: _score(blocks, verdicts, i, body, lexicon) for i in fitting}
    best = max(fitting, key=lambda i: scores[i] + (2.0 if counts[tuple(blocks[i].words)] > 1 else 0.0))
    return next(i for i in candidates if blocks[i].words == blocks[best].words)


def _enough(verdict: Verdict) -> float:
    return _SURELY_IN_COMMON if verdict.kind is Kind.CLUTTER else _ENOUGH_IN_COMMON


def _may_be_title(block: Block, verdict: Verdict) -> bool:
    title = title_part(block.text)
    return (
        verdict.kind in _TITLE_KINDS
        and len(words_of(title)) in _TITLE_WORDS
        and len(sentences(title)) <= 3
        and not (verdict.kind is Kind.CLUTTER and len(sentences(title)) > 1)
    )


def title_part(text: str) -> str:
    """Return a title without the abstract that some pages run on in the same line ("… ABSTRACT.BACKGROUND: …")."""
    heads = run_in_heads(text)
    return text[: heads[0][0]] if heads else text


def _is_followed_by_byline(verdicts: Sequence[Verdict], i: int) -> bool:
    """Whether authors or a date follow a block, and prose follows these: a title that reads like prose."""
    after = [verdict.kind for verdict in verdicts[i + 1 : i + 12] if verdict.kind not in {Kind.MENU, Kind.CLUTTER}]
    return bool(after) and after[0] in _BYLINE_KINDS and Kind.PROSE in after


def _score(
    blocks: Sequence[Block], verdicts: Sequence[Verdict], index: int, body: int, lexicon: Lexicon
) -> float:
    """Score a candidate: words in common with the body, distance, and what stands after it."""
    block = blocks[index]
    score = 4.0 * lexicon.shared(block) + min(len(lexicon.common(block)), 8) * 0.25
    score -= min(body - index, _NEAR) / _NEAR
    after = {verdict.kind for verdict in verdicts[index + 1 : index + 4]}
    return score + (1.0 if after & _BYLINE_KINDS else 0.0)
