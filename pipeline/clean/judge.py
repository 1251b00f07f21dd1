"""Says what each block is when seen by itself."""

from __future__ import annotations

import re

from pipeline.clean.blocks import Block
from pipeline.clean.citation import FIELD_LABELS, field_named, is_citation, is_publication_type
from pipeline.clean.evidence import is_prose, sentences
from pipeline.clean.heads import SECTION_HEADS, WEAK_LABELS, WHOLE, run_in_head
from pipeline.clean.people import author_names, has_initials, is_affiliation
from pipeline.clean.phrases import after_words, letters_only, words_of
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.profiles import Heading, Vocabulary
from pipeline.clean.verdict import LISTS, Kind, Verdict

# A line is a menu if this share of its words are menu words.
_MENU_SHARE = 0.7
_MENU_WORDS = 120
_MENU_WITHIN = 400
_MENU_PHRASES = 3
_HEADING_WITHIN = 80
_HEADING_WORDS = 6
_SHORT_TEXT = 350
_WORDS_A_CUE = 25
# What parts a heading from text in the same block: "Funding: This…", "Figures. Flow…"; and what numbers a figure.
_RUN_IN = re.compile(r"\s*[:：—–]\s*|\.\s+(?=[A-Z\d])|\s*$")
_NUMBER = re.compile(r"\.?\s?S?\d")
# Who wrote for the site: "By Staff Writer", "Reviewed by A. Name, PharmD"; "by A. Name, B. Name" are a study's authors.
_BY = re.compile(r"by\b", re.IGNORECASE)
_DONE_BY = re.compile(
    r"(?:medically |fact[ -])?(?:reviewed|written|edited|posted|reported|checked|compiled) by\b", re.IGNORECASE
)
_BYLINE_WORDS = 14
_MANY_NAMES = 3
_VALUE_WORDS = 6
# "PATIENTS: 30 volunteers gave informed consent", "TRIAL REGISTRATION: https://…": what gives a page's words away is
# said by authors too in these parts of an abstract.
_SAID_BY_AUTHORS = frozenset({"declaration", "gov-banner", "access-prompt"})
# "OBJECTIVES: To compare a 5-day course of …": an abstract's own heading outweighs any such word.
_ABSTRACT_PARTS = frozenset({"background", "objective", "methods", "results", "conclusions"})
_COUNTED = re.compile(r"[^\W\d]\W{1,3}\d{1,4}\W*$")
# Names that a site masks for readers who are not logged in.
_MASKED_NAME = re.compile(r"●{2,}")
# What one reader tells of their own work; authors of abstracts are "we".
_ONE_READER = re.compile(
    r"\b(?:of|in|on|for|with) my (?:\d|own\b|patients?\b|clinic\b|practice\b|ward\b)|"
    r"^[\"“]?I (?!(?:and|or|to|in|of|versus|vs)\b)[a-z]{2}"
)
# What journals print in brackets below an abstract: "(Funded by …; ClinicalTrials.gov number, NCT….)".
_NUMBER_OF_TRIAL = re.compile(
    r"\((?=[^()]{10,400}\)\W*$)(?=.{0,400}(?:\bNCT ?\d{8}|\bISRCTN ?\d{6}|ClinicalTrials\.gov))", re.DOTALL
)
# Signs of menus, of filters that can be closed, of copyright, of adverts, of prices.
_SITE_SIGN = re.compile(
    r"[►▼▾✕☰»]|\s×$|©|\([cC]\)\s?\d{4}|®.{0,200}\bSee\b|\$\s?\d|€\s?\d|\d\s?€|^(?:USD|EUR|CHF|GBP)\s?[\d.,]+$"
)


class Judge:
    """Judges blocks by a site's vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary of a page's site."""
        self._vocabulary = vocabulary
        self.inline = vocabulary.inline

    def judge(self, block: Block) -> Verdict:
        """Return what a block is."""
        return (
            _by_facts(block)
            or self._by_heading(block)
            or _by_trial(block)
            or self._by_words(block)
            or _by_names(block)
            or _by_shape(block)
        )

    def is_button(self, text: str) -> bool:
        """Whether a piece of a line is exactly a button, a label or a heading of a dropped region or abstract."""
        letters = letters_only(words_of(text))
        if not letters:
            return False
        known = self._vocabulary.headings.exact(letters) or SECTION_HEADS.exact(letters) == ABSTRACT
        label = len(letters) > 1 and FIELD_LABELS.exact(letters)
        if known or label or _MASKED_NAME.search(text):
            return True
        return self._vocabulary.phrases.coverage(letters) == 1.0

    def stands_alone(self, text: str) -> bool:
        """Whether a piece of a line is no part of a sentence or title by what it says: an advert, a citation."""
        heading = self._run_in_heading(text)
        of_others = heading is not None and (heading.rule in LISTS or heading.rule == "advert")
        return of_others or is_citation(text) or self._cue(text) is not None

    def leading_buttons(self, text: str) -> int:
        """Return how many characters at the beginning of a line are menu words before something else, 0 for none.

        Several phrases in a row are a menu; a single phrase of several words counts where names follow it.
        """
        words = words_of(text[:_MENU_WITHIN])
        end, count = 0, 0
        while (match := self._vocabulary.phrases.at(words, end)) is not None:
            end, count = match.end, count + 1
        rest = after_words(text, end) if end >= _MENU_PHRASES else ""
        if not rest.lstrip()[:1].isupper() or (count < _MENU_PHRASES and not has_initials(author_names(rest))):
            return 0
        return len(text) - len(rest)

    def _by_heading(self, block: Block) -> Verdict | None:
        label = SECTION_HEADS.exact(block.letters)
        heading = self._vocabulary.headings.exact(block.letters)
        if label == "discussion" and _COUNTED.search(block.text):  # "Discussion (2)" is one of readers
            return Verdict(Kind.REGION, "comment", "rest")
        if label is not None and not (label in WEAK_LABELS and heading):
            return Verdict(Kind.HEAD, label)
        heading = heading or self._longer_heading(block)
        if heading is not None:
            return Verdict(Kind.REGION, heading.rule, heading.scope)
        return self._citation_after_head(block.text) or self._run_in_heading(block.text)

    def _longer_heading(self, block: Block) -> Heading | None:
        """ "Related articles in ScienceDirect", "More from Rheumatology": a heading with a name after it."""
        match = self._vocabulary.headings.at(block.letters, 0)
        if match is None or match.end < 2 or match.value.rule not in LISTS or len(block.letters) > _HEADING_WORDS:
            return None
        return match.value if block.text[-1] not in ".?!" else None

    def _citation_after_head(self, text: str) -> Verdict | None:
        """ "Cite this as: BMJ 2009;339:b2999": how to cite the article, without its title."""
        head, colon, _ = text[:_HEADING_WITHIN].partition(":")
        heading = self._vocabulary.headings.exact(words_of(head)) if colon else None
        is_one = heading is not None and heading.rule == "citation-export" and is_citation(text[len(head) + 1 :])
        return Verdict(Kind.CITATION, "citation") if is_one else None

    def _run_in_heading(self, text: str) -> Verdict | None:
        """ "Funding: This research…", "Figure 1. Flow of…", "ALSO READ: …": the heading and its text in one block."""
        words = words_of(text[:_HEADING_WITHIN])
        first = next((i for i, word in enumerate(words) if not word[0].isdigit()), 0)
        match = self._vocabulary.headings.at(words, first)
        if match is None:
            return None
        rest = after_words(text, match.end)
        numbered = match.value.rule == "caption" and _NUMBER.match(rest) is not None
        marked = _RUN_IN.match(rest) is not None and (match.end - match.start > 1 or ":" in rest[:3])
        return Verdict(Kind.REGION, match.value.rule) if numbered or marked else None

    def _by_words(self, block: Block) -> Verdict | None:
        menu = self._menu_rule(block)
        if menu is not None:
            return Verdict(Kind.MENU, menu)
        if len(block.text) <= _SHORT_TEXT and _MASKED_NAME.search(block.text):
            return Verdict(Kind.CLUTTER, "masked-name")
        cue = self._cue(block.text)
        if cue == "copyright" and _is_sure_byline(author_names(block.text)):  # "A. Berg, B. Orme, on behalf of …"
            return None
        head = run_in_head(block.text)
        if cue is None or head in _ABSTRACT_PARTS or (cue in _SAID_BY_AUTHORS and head == "registration"):
            return None
        return Verdict(Kind.CLUTTER, cue)

    def _menu_rule(self, block: Block) -> str | None:
        """Return the rule of a line of menu words, None for other lines."""
        if not 0 < len(block.letters) <= _MENU_WORDS:
            return None
        matches = list(self._vocabulary.phrases.matches(block.letters))
        share = sum(match.end - match.start for match in matches) / len(block.letters)
        is_menu = share == 1.0 or (share >= _MENU_SHARE and not is_prose(block))
        return matches[0].value if is_menu else None

    def _cue(self, text: str) -> str | None:
        """Return the rule of the words that give a text away, if at least half of its sentences have such."""
        spans = sentences(text)
        # "(Funded by …; ClinicalTrials.gov number …)" is a remark on the sentences before it.
        spans = [span for i, span in enumerate(spans) if i == 0 or text[span.start] != "("]
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
        if len(distinct) > 1 and len(words) <= _WORDS_A_CUE * len(distinct):
            return likely[0].value
        if _ONE_READER.search(sentence):
            return "comment"
        return "site-sign" if _SITE_SIGN.search(sentence) else None


def _by_facts(block: Block) -> Verdict | None:
    if len(block.letters) > 1 and is_publication_type(block.text):
        return Verdict(Kind.TYPE, "publication-type")
    if _SITE_SIGN.search(block.text) is None and is_citation(block.text):
        return Verdict(Kind.CITATION, "citation")
    label = field_named(block.words)
    ends = block.text[-1] in ".!?" and block.words[-1] != "no"  # "Accession No." does not end like a sentence
    if label is not None and not ends and SECTION_HEADS.exact(block.words) not in WHOLE:
        return Verdict(Kind.LABEL, "field-label")
    return None


def _by_trial(block: Block) -> Verdict | None:
    is_number = block.text[0] == "(" and _NUMBER_OF_TRIAL.match(block.text) is not None
    return Verdict(Kind.PROSE, "trial-number") if is_number else None


def _by_names(block: Block) -> Verdict | None:
    names = author_names(block.text)
    if len(block.words) <= _BYLINE_WORDS and _is_site_byline(block.text, names):
        return Verdict(Kind.CLUTTER, "site-byline")
    if is_affiliation(block.text) and not has_initials(names):  # "Trials Unit, Central Hospital, Town" are no people
        return Verdict(Kind.AFFILIATION, "affiliation")
    if len(names) > 1 or (names and has_initials(names)):
        return Verdict(Kind.AUTHORS, "sure-authors" if _is_sure_byline(names) else "authors")
    return None


def _is_field_list(text: str) -> bool:
    """Whether a line is a field of a database: a label and its values, "Population: Gout; Acute pain".

    Every value is short and begins with a capital or figure, semicolons part them, and no full stop ends them; an
    abstract's list goes on in small letters and ends like a sentence.
    """
    values = text.partition(":")[2].split("; ")
    short = len(values) > 1 and all(len(value.split()) <= _VALUE_WORDS for value in values)
    return short and text[-1] not in ".!?;" and not any(value.lstrip()[:1].islower() for value in values)


def _is_sure_byline(names: list[str]) -> bool:
    pairs = len(names) > 1 and all(", " in name for name in names)  # "Byrne, Siobhan; Meyer, Anke"
    return pairs or has_initials(names) or (len(names) >= _MANY_NAMES and all(" " in name for name in names))


def _is_site_byline(text: str, names: list[str]) -> bool:
    several = len(names) > 1 or has_initials(names)
    return _DONE_BY.match(text) is not None or (_BY.match(text) is not None and not several)


def _by_shape(block: Block) -> Verdict:
    if _is_field_list(block.text):
        return Verdict(Kind.CLUTTER, "field-list")
    prose = run_in_head(block.text) is not None or is_prose(block)
    return Verdict(Kind.PROSE, "prose") if prose else Verdict(Kind.LINE, "unrecognised-line")
