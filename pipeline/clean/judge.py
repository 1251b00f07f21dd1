"""What a block is when seen by itself."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from pipeline.clean.blocks import Block
from pipeline.clean.citation import (
    FIELD_LABELS,
    author_names,
    has_initials,
    is_affiliation,
    is_citation,
    is_publication_type,
)
from pipeline.clean.evidence import is_prose, sentences
from pipeline.clean.heads import SECTION_HEADS, WEAK_LABELS, run_in_head
from pipeline.clean.phrases import letters_only, words_of
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.profiles import Heading, Vocabulary

_CLUTTER_COVERAGE = 0.7
_CLUTTER_WORDS = 120
_RUN_IN_WITHIN = 80
_HEADING_WORDS = 6
_MENU_WITHIN = 400
_SHORT_TEXT = 350
_RUN_IN = re.compile(r"\s*[:：—–]\s*|\.\s+(?=[A-Z\d])|\s*$")
_NUMBERED = re.compile(r"^[\W\d]*")
# Regions of other people's work and words.
LISTS = frozenset({"similar", "cited-by", "reference-list", "comment"})
# A bar, arrow or dot menu; names masked by a site; signs of copyright.
# Who wrote for the site: "By Staff Writer", "Reviewed by A. Name, PharmD"; "by A. Name, B. Name" are a study's authors.
_SITE_BYLINE = re.compile(
    r"(?:by\b|((?:medically |fact[ -])?(?:reviewed|written|edited|posted|reported|checked|compiled|reviewed) by\b))", re.IGNORECASE
)
_BYLINE_WORDS = 14
_MANY_NAMES = 3
_MASKED_NAME = re.compile(r"●{2,}")
_CLUTTER_SIGNS = re.compile(r"[►▼▾✕☰»]|©|\([cC]\)\s?\d{4}|®.{0,200}\bSee\b|\$\s?\d|€\s?\d|\d\s?€")


_BUTTONS = frozenset({"abstract", "summary"})  # field labels that are headings when they stand alone


class Kind(Enum):
    """What a block is when seen by itself."""

    HEAD = auto()  # a heading of the article ("METHODS")
    REGION = auto()  # a heading that opens a dropped region ("References")
    MENU = auto()  # nothing but words of menus and buttons
    CLUTTER = auto()  # boilerplate by what it says
    LABEL = auto()  # the name of a field ("PubMed ID") on a line of its own
    CITATION = auto()  # journal, date, volume, identifiers
    TYPE = auto()  # publication types
    AUTHORS = auto()
    AFFILIATION = auto()
    PROSE = auto()
    LINE = auto()  # anything else


class Verdict(NamedTuple):
    """A block's kind, the rule that says so, and, for REGION, how far the region goes (`line`: only this block)."""

    kind: Kind
    rule: str
    scope: str = "line"


class Judge:
    """Judges blocks by a site's vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.inline = vocabulary.inline

    def is_button(self, text: str) -> bool:
        """Whether a piece of a line is exactly a button, a label or a heading of a dropped region or abstract."""
        words = letters_only(words_of(text))
        if not words:
            return False
        known = self._vocabulary.headings.exact(words) or SECTION_HEADS.exact(words) == ABSTRACT
        label = len(words) > 1 and FIELD_LABELS.exact(words)
        return bool(known or label) or self._vocabulary.phrases.coverage(words) == 1.0

    def stands_alone(self, text: str) -> bool:
        """Whether a piece of a line is no part of a sentence or title by what it says: an advert, a citation."""
        return is_citation(text) or _MASKED_NAME.search(text) is not None or self._cue(text) is not None

    def leading_buttons(self, text: str) -> int:
        """Return how many characters at the beginning of a line are menu words before something else, 0 for none.

        Three phrases in a row are a menu; a single phrase of three words counts where names follow it.
        """
        words = words_of(text[:_MENU_WITHIN])
        end, count = 0, 0
        while (match := self._vocabulary.phrases.at(words, end)) is not None:
            end, count = match.end, count + 1
        rest = _after_words(text, end) if end else ""
        if not rest.strip(" .:|") or not (count >= 3 or (end >= 3 and has_initials(author_names(rest)))):
            return 0
        return len(text) - len(rest) if rest.lstrip()[:1].isupper() else 0

    def judge(self, block: Block) -> Verdict:
        """Return what a block is."""
        return (
            _by_facts(block)
            or self._by_heading(block)
            or self._by_words(block)
            or _by_names(block)
            or _by_shape(block)
        )

    def _by_heading(self, block: Block) -> Verdict | None:
        label = SECTION_HEADS.exact(block.letters)
        heading = self._vocabulary.headings.exact(block.letters)
        if label is not None and not (label in WEAK_LABELS and heading):
            return Verdict(Kind.HEAD, label)
        heading = heading or self._longer_heading(block)
        if heading is not None:
            return Verdict(Kind.REGION, heading.rule, heading.scope)
        return self._run_in(block)

    def _longer_heading(self, block: Block) -> Heading | None:
        """ "Related articles in ScienceDirect", "More from Rheumatology": a heading with a name after it."""
        match = self._vocabulary.headings.at(block.letters, 0)
        if match is None or match.end < 2 or match.value.rule not in LISTS or len(block.letters) > _HEADING_WORDS:
            return None
        return match.value if block.text[-1] not in ".?!" else None

    def _run_in(self, block: Block) -> Verdict | None:
        """ "Funding: This research…", "Figure 1. Flow of…", "ALSO READ: …": the heading and its text in one block."""
        start = _NUMBERED.match(block.text)
        words = words_of(block.text[:_RUN_IN_WITHIN])
        first = next((i for i, word in enumerate(words) if not word[0].isdigit()), None)
        if first is None or start is None:
            return None
        match = self._vocabulary.headings.at(words, first)
        if match is None:
            return None
        rest = _after_words(block.text, match.end)
        numbered = match.value.rule == "caption" and bool(re.match(r"\.?\s?S?\d", rest))
        if numbered or (_RUN_IN.match(rest) and (match.end - match.start > 1 or ":" in rest[:3])):
            return Verdict(Kind.REGION, match.value.rule)
        return None

    def _by_words(self, block: Block) -> Verdict | None:
        if len(block.letters) <= _CLUTTER_WORDS and block.letters:
            matches = list(self._vocabulary.phrases.matches(block.letters))
            covered = sum(match.end - match.start for match in matches)
            share = covered / len(block.letters)
            if share == 1.0 or (share >= _CLUTTER_COVERAGE and not is_prose(block)):
                return Verdict(Kind.MENU, matches[0].value)
        if _MASKED_NAME.search(block.text):
            return Verdict(Kind.CLUTTER, "masked-name")
        rule = self._cue(block.text)
        return Verdict(Kind.CLUTTER, rule) if rule else None

    def _cue(self, text: str) -> str | None:
        """Return the rule of the words that give a text away, if at least half of its sentences have such."""
        spans = sentences(text)
        short = len(text) <= _SHORT_TEXT
        rules = [rule for span in spans if (rule := self._sentence_cue(text[span.start : span.end], short))]
        return rules[0] if rules and len(rules) * 2 >= len(spans) else None

    def _sentence_cue(self, sentence: str, short: bool) -> str | None:
        """Return the rule of the words that give a sentence away as the site's, or None.

        Words that are only likely to be the site's, and signs, count in short texts.
        """
        words = words_of(sentence)
        sure = next(self._vocabulary.sure.matches(words), None)
        if sure is not None or not short:
            return sure.value if sure is not None else None
        likely = list(self._vocabulary.likely.matches(words))
        distinct = {tuple(words[match.start : match.end]) for match in likely}
        if len(distinct) >= 2 and len(words) <= 25 * len(distinct):
            return likely[0].value
        return "site-sign" if _CLUTTER_SIGNS.search(sentence) else None


def _by_facts(block: Block) -> Verdict | None:
    if len(block.letters) > 1 and is_publication_type(block.text):
        return Verdict(Kind.TYPE, "publication-type")
    if _CLUTTER_SIGNS.search(block.text) is None and is_citation(block.text):
        return Verdict(Kind.CITATION, "citation")
    if FIELD_LABELS.exact(block.words) is not None and block.text[-1] not in ".!?" and block.words[0] not in _BUTTONS:
        return Verdict(Kind.LABEL, "field-label")
    return None


def _by_names(block: Block) -> Verdict | None:
    names = author_names(block.text)
    byline = _SITE_BYLINE.match(block.text)
    if byline and len(block.words) <= _BYLINE_WORDS and (byline.group(1) or (len(names) < 2 and not has_initials(names))):
        return Verdict(Kind.CLUTTER, "site-byline")
    if len(names) > 1 or (names and has_initials(names)):
        sure = has_initials(names) or (len(names) >= _MANY_NAMES and all(" " in name for name in names))
        return Verdict(Kind.AUTHORS, "sure-authors" if sure else "authors")
    return Verdict(Kind.AFFILIATION, "affiliation") if is_affiliation(block.text) else None


def _by_shape(block: Block) -> Verdict:
    run_in = run_in_head(block.text)
    return Verdict(Kind.PROSE, "prose") if run_in or is_prose(block) else Verdict(Kind.LINE, "unrecognised-line")


def _after_words(text: str, count: int) -> str:
    ends = [match.end() for match in re.finditer(r"[^\W\d_]+|\d+", text)]
    return text[ends[count - 1] :]


__all__ = ["Heading", "Judge", "Kind", "Verdict"]
