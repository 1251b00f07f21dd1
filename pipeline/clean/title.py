"""Which block is the article's title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.citation import begins_with_names, field_named, is_journal_name
from pipeline.clean.evidence import Lexicon, sentences
from pipeline.clean.heads import run_in_head, run_in_heads
from pipeline.clean.phrases import words_of
from pipeline.clean.verdict import Kind, Verdict
from pipeline.document import Source

# Where a page's head states the title, most exact first; the last ones may have the site's name added.
_STATED = tuple(
    (
        "citation_title bepress_citation_title site.title dc.title dcterms.title prism.title ld:headline og:title "
        "ld:name"
    ).split()
)
# The names under which only journals and repositories state a title; what news state is their own headline.
OF_ARTICLES = frozenset(name for name in _STATED if name[:4] not in {"og:t", "ld:h", "ld:n"})
_SHOWN_WORDS = 5
_TITLE_WORDS = range(3, 61)
_TITLE_WORDS_IN_BODY = 35
_ENOUGH_IN_COMMON = 0.24  # 99 % of 2,000 titles share as much with their abstracts
_SURELY_IN_COMMON = 0.6
_SOME = 0.15
_LONG_TITLE = 10
_OPENING_WORDS = 4
_NEAR = 12
_CITED_WITHIN = 4
_SURE_AUTHORS = Verdict(Kind.AUTHORS, "sure-authors")
_READER = frozenset({"you", "your"})  # a page speaks to its reader, a title does not
_BYLINE_KINDS = frozenset({Kind.AUTHORS, Kind.CITATION, Kind.AFFILIATION, Kind.TYPE})
_TITLE_KINDS = frozenset({Kind.LINE, Kind.PROSE, Kind.AUTHORS, Kind.CLUTTER})


def stated_title(source: Source, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> int | None:
    """Return the index of the first block that is the title as the page's head states it, or None.

    The text of the `title` element, which the browser shows, has the site's name added at either end. Blocks in dropped
    elements are passed over.
    """
    stated = [words_of(value) for name in _STATED for value in source.meta.get(name, ())]
    visible = [(i, block) for i, block in enumerate(blocks) if verdicts[i].scope != "element"]
    exact = (i for title in stated for i, block in visible if block.words == title)
    shown = [" ".join(words_of(value)) for value in source.meta.get("title", ())]
    within = (i for title in shown for i, block in visible if _is_most_of(block, title))
    found = next(exact, None)
    return next(within, None) if found is None else found


def cited_title(blocks: Sequence[Block], verdicts: Sequence[Verdict], between: range, lexicon: Lexicon) -> int | None:
    """Return the title of an article under the headline of news about it: the line above its authors and journal."""
    for i in between:
        is_title = _may_be_title(blocks[i], verdicts[i]) and _fits(blocks[i], verdicts[i], lexicon)
        after = [verdict for verdict in verdicts[i + 1 : i + 1 + _CITED_WITHIN] if verdict.kind is not Kind.MENU]
        if is_title and after[:1] == [_SURE_AUTHORS] and any(verdict.kind is Kind.CITATION for verdict in after):
            return i
    return None


def _is_most_of(block: Block, shown: str) -> bool:
    return len(block.words) >= _SHOWN_WORDS and f" {' '.join(block.words)} " in f" {shown} "


def find_title(blocks: Sequence[Block], verdicts: Sequence[Verdict], body: int, lexicon: Lexicon) -> int | None:
    """Return the index of the title's block, the first of equal ones, or None.

    The title is the line before the article's body (`blocks[body:]`) that is labelled so, or has most of its words in
    common with the body (`lexicon`), stands again elsewhere on the page, and stands near the body.
    """
    labelled = next((i for i in range(1, body + 1) if _is_labelled(blocks, verdicts, i)), None)
    if labelled is not None:
        return labelled
    candidates = [i for i in range(body) if _may_be_title(blocks[i], verdicts[i])]
    fitting = [i for i in candidates if _fits(blocks[i], verdicts[i], lexicon)]
    if not fitting:
        above_names = [i for i in candidates if _is_above_names(blocks, verdicts, i)]
        if not above_names:
            above_names = [i for i in candidates if _is_likely(blocks[i], lexicon)]
        return above_names[-1] if above_names else (body if _may_be_title_in_body(blocks, verdicts, body) else None)
    counts = Counter(tuple(block.words) for block in blocks)
    scores = {i: _score(blocks, verdicts, i, body, lexicon) for i in fitting}
    best = max(fitting, key=lambda i: scores[i] + (2.0 if counts[tuple(blocks[i].words)] > 1 else 0.0))
    return next(i for i in candidates if blocks[i].words == blocks[best].words)


def opening_title(blocks: Sequence[Block], verdicts: Sequence[Verdict], body: int) -> int | None:
    """Return the index of the line that opens a text of nothing but an article, if it looks like a title, or None.

    Such a text begins with the title even if its abstract has other words for the same.
    """
    lines = (i for i in range(body) if verdicts[i].kind is Kind.LINE and not is_journal_name(blocks[i].text))
    first = next(lines, None)
    if first is None or not _may_be_title(blocks[first], verdicts[first]):
        return None
    text = blocks[first].text
    looks = text[-1] not in ":;," and len(sentences(text)) == 1 and len(blocks[first].words) >= _OPENING_WORDS
    return first if looks and not text[0].islower() else None


def _title_block(block: Block) -> Block:
    part = title_part(block.text)
    return block if part == block.text else Block(block.start, block.start + len(part), part)


def _is_labelled(blocks: Sequence[Block], verdicts: Sequence[Verdict], i: int) -> bool:
    label = blocks[i - 1]
    named = verdicts[i - 1].kind is Kind.LABEL and field_named(label.words) == "title"
    return named and verdicts[i].kind is not Kind.LABEL and len(_title_block(blocks[i]).words) in _TITLE_WORDS


def _is_above_names(blocks: Sequence[Block], verdicts: Sequence[Verdict], i: int) -> bool:
    """Whether the next line that is no button is a line of authors, or one of authors and a date."""
    after = next((j for j in range(i + 1, len(verdicts)) if verdicts[j].kind is not Kind.MENU), None)
    if after is None:
        return False
    if verdicts[after].kind is Kind.CITATION:
        return begins_with_names(blocks[after].text)
    return verdicts[after] == _SURE_AUTHORS


def _fits(block: Block, verdict: Verdict, lexicon: Lexicon) -> bool:
    """Whether a candidate has enough words in common with the body: two at least, or nearly all."""
    title = _title_block(block)
    share = max(lexicon.shared(title), lexicon.shared(block))
    enough = _SURELY_IN_COMMON if verdict.kind is Kind.CLUTTER else _ENOUGH_IN_COMMON
    return share >= enough and (len(lexicon.common(block)) > 1 or share >= _SURELY_IN_COMMON)


def _is_likely(block: Block, lexicon: Lexicon) -> bool:
    """Whether a long line has some words in common with a body of which little is known."""
    title = _title_block(block)
    return len(title.words) >= _LONG_TITLE and len(lexicon.common(title)) > 1 and lexicon.shared(title) >= _SOME


def _may_be_title(block: Block, verdict: Verdict) -> bool:
    title = title_part(block.text)
    return (
        verdict.kind in _TITLE_KINDS
        and _READER.isdisjoint(words_of(title))
        and verdict.rule != "sure-authors"
        and len(words_of(title)) in _TITLE_WORDS
        and len(sentences(title)) <= 3
    )


def title_part(text: str) -> str:
    """Return a title without the abstract that some pages run on in the same line ("… ABSTRACT.BACKGROUND: …")."""
    heads = run_in_heads(text)
    return text[: heads[0][0]] if heads else text


def _may_be_title_in_body(blocks: Sequence[Block], verdicts: Sequence[Verdict], body: int) -> bool:
    """Whether the first block of what was taken for the body is a title that reads like prose.

    Authors or a date follow it before the next prose, or it is a single sentence before longer prose.
    """
    after = verdicts[body + 1 : body + 1 + _NEAR]
    prose = next((i for i, verdict in enumerate(after) if verdict.kind is Kind.PROSE), None)
    if prose is None or verdicts[body].kind is not Kind.PROSE or run_in_head(blocks[body].text):
        return False
    if any(verdict.kind in _BYLINE_KINDS for verdict in after[:prose]):
        return True
    own = title_part(blocks[body].text)
    short = len(sentences(own)) <= 2 and len(words_of(own)) <= _TITLE_WORDS_IN_BODY
    return short and (len(own) < len(blocks[body].text) or len(sentences(blocks[body + 1 + prose].text)) > 2)


def _score(blocks: Sequence[Block], verdicts: Sequence[Verdict], index: int, body: int, lexicon: Lexicon) -> float:
    """Score a candidate: words in common with the body, distance, and what stands after it."""
    block = _title_block(blocks[index])
    score = 2.0 if block.end < blocks[index].end else 0.0  # an abstract runs on after it
    score += 4.0 * lexicon.shared(block) + min(len(lexicon.common(block)), 8) * 0.25
    score -= min(body - index, _NEAR) / _NEAR
    after = {verdict.kind for verdict in verdicts[index + 1 : index + 4]}
    return score + (1.0 if after & _BYLINE_KINDS else 0.0)
