"""What tells an article's sentences from a page's other words: verbs, clinical words, and words in common."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.clean.blocks import Block
from pipeline.document import Span

# Finite verbs and forms of reporting: titles, menus and list entries go without them, sentences do not.
FINITE = frozenset(
    "was were had did is are has have been be can may could might should will would does do "
    "showed shown demonstrated observed found suggest suggests conclude concluded received underwent included evaluated "
    "assessed compared remained developed occurred improved increased decreased reduced achieved experienced reported "
    "resulted revealed indicated indicate indicates used performed measured analyzed analysed consisted completed died "
    "fue fueron es son está han ha wurde wurden war waren ist sind haben est sont ont était étaient foi foram é são".split()
)
# The vocabulary of study reports. Single words prove nothing (titles of other articles use them too); their density in
# sentences does.
_REPORT_WORDS = frozenset(
    "patients patient participants subjects children adults women men cases group groups arm arms study studies trial trials cohort results methods "
    "objective background conclusion conclusions significant significantly significance compared comparison mean median p ci n vs versus sd iqr hr or rr "
    "confidence interval ratio mg kg ml randomized randomised randomly assigned double blind placebo controlled open label prospective "
    "retrospective treated treatment treatments therapy clinical response responses months weeks days years year age aged observed showed associated association "
    "increased decreased reduced improvement improved baseline dose doses efficacy safety adverse events event disease severity symptoms risk rate rates "
    "incidence prevalence outcome outcomes endpoint primary secondary survival follow followup up evaluated assessed investigated underwent received included "
    "enrolled analysis analyses analyzed data levels level score scores effect effects effective tolerated difference differences between respectively "
    "during after before within among we our".split()
)
# Words too common in medical writing to show that two texts are about the same thing.
_COMMON = _REPORT_WORDS | frozenset(
    "about above across after again against along although among analysis another article based because before being below between both "
    "cause clinical common could course daily days different during early either every first following found further given great health "
    "higher however human including initial large later least level little longer lower major management many medical medicine method month months "
    "never number often other people period points possible present previous previously program quality range rather recent related report reported reports research "
    "review second section several should similar since small social special standard still study support system table terms their there therefore "
    "these those three through total under update using value versus weeks where which while whole whose within without would years young "
    "adult adults child daily double drugs effects evidence experience general groups hospital increase longterm mortality once only over patients phase "
    "practice risk series single surgery term tablet tablets therapies therapy third time times today trial trials twice used week year your open".split()
)
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[^a-z\s]|[A-Z][a-z]{2}|\s*$)")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Za-z]|vs|et al|al|Dr|Prof|Mr|Ms|Mrs|St|Fig|No|approx|i\.e|e\.g|cf|Inc|Ltd|Co))$")
_ARTICLE_LIKE = 12
_CONTENT_LETTERS = 5
_STEM = 7  # enough to join "improved" and "improvement", too much to join strangers
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z0-9]{1,4}\b")
_COMMON_ACRONYMS = frozenset("CI SD SE IQR OR HR RR NS US UK USA EU FDA MD PDF DOI PMC PMID CME RCT II III IV VS BID TID QD IU AE AEs".split())
_STATISTICS = re.compile(r"\bp\s?[<=>≤]|\bn\s?=\s?\d|\d\s?%|\bCI\b|±|\d\.\d")


def sentences(text: str) -> list[Span]:
    """Return the ranges of a text's sentences, by punctuation alone."""
    spans, at = [], 0
    for stop in _SENTENCE.finditer(text):
        if text[stop.start()] == "." and _ABBREVIATED.search(text, max(0, stop.start() - 6), stop.start()):
            continue
        spans.append(Span(at, stop.end()))
        at = stop.end()
        while at < len(text) and text[at].isspace():
            at += 1
    if at < len(text):
        spans.append(Span(at, len(text)))
    return spans


def is_prose(block: Block) -> bool:
    """Whether a block is made of sentences: it has finite verbs, or it is long and has several full stops."""
    letters = block.letters
    if len(letters) < 6:
        return False
    if any(word in FINITE for word in letters):
        return len(letters) >= _ARTICLE_LIKE or block.text.rstrip("\"”’)]")[-1] in ".!?…"
    return len(letters) >= 25 and len(sentences(block.text)) > 1


def report_words(block: Block) -> int:
    """Return how many words and figures of study reports a block has."""
    return sum(1 for word in block.letters if word in _REPORT_WORDS) + len(_STATISTICS.findall(block.text))


def subject_words(block: Block) -> set[str]:
    """Return what shows a block's subject: the stems of its less common words, and its abbreviations."""
    stems = {word[:_STEM] for word in block.letters if len(word) >= _CONTENT_LETTERS and word not in _COMMON}
    return stems | (set(_ACRONYM.findall(block.text)) - _COMMON_ACRONYMS)


class Lexicon:
    """The subject words of some blocks, to tell whether a further block is about the same thing."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._members: set[int] = set()

    def add(self, block: Block) -> None:
        """Add a block's words."""
        if block.start not in self._members:
            self._members.add(block.start)
            self._counts.update(subject_words(block))

    def shared(self, block: Block) -> float:
        """Return which share of a block's subject words other blocks use; 0 if it has none."""
        own = subject_words(block)
        return len(self.common(block)) / len(own) if own else 0.0

    def common(self, block: Block) -> set[str]:
        """Return the subject words that a block has in common with the others."""
        least = 2 if block.start in self._members else 1
        return {word for word in subject_words(block) if self._counts[word] >= least}
