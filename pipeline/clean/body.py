"""Which prose of a page is the article's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.blocks import Block
from pipeline.clean.evidence import Lexicon, report_words
from pipeline.clean.heads import ORDER, WEAK_LABELS, plain_head, run_in_head
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.verdict import LISTS, Kind, Verdict

# How much of its subject words a block shares with the rest of its article. Measured on 800 abstracts: of their parts
# of 25 to 40 words 98 % share 0.07 and more with the rest and the title, of parts of 40 to 70 words 99 % share 0.06;
# three of four sentences of other abstracts share none.
_SAME_SUBJECT_IF_LONG = 0.05
_SAME_SUBJECT = 0.08
_CLEARLY_SAME_SUBJECT = 0.12
_SURELY_SAME_SUBJECT = 0.15
_REPORT_LIKE = 0.15
# An abstract's last sentences. After them, prose is more likely to be someone else's.
_CONCLUDES = re.compile(
    r"\b(?:conclu(?:de|ded|sions?)|in (?:summary|short)|(?:results|findings|data|study) "
    r"(?:suggest|indicate|support|demonstrate)s?|further (?:studies|research|trials)|"
    r"(?:are|is) (?:needed|warranted))\b",
    re.IGNORECASE,
)
# A reference to a publication: "et al.", "2003;12:3-4", "PMID: …". Abstracts hardly ever have one.
_REFERENCE = re.compile(r"\bet al\b|\b(?:19|20)\d\d\s?;\s?\d+|\bPMID\b|\bdoi\b", re.IGNORECASE)
# Lists that stand below an article and never inside it.
_NEVER_INSIDE = LISTS - {"similar"}
# Parts that stand below an article: once it has concluded, only a heading leads back to it.
_BELOW = frozenset({"declaration", "index-terms", "metrics"})
# What shows that prose in a list of others' work is another article's: it has authors of its own.
_SIGNED = frozenset({Kind.AUTHORS, Kind.AFFILIATION, Kind.CITATION})
_FIGURE = re.compile(r"\d")
# Who sells something marks its name.
_TRADE_MARK = re.compile(r"®|™|\([Rr]\)|\(TM\)")
# Readers' letters end with a name and a day: "… in children? T. Marlow, 12 June 2015".
_SIGNED_AND_DATED = re.compile(
    r"[.?!…”\"] [A-Z][\w.]{0,20}(?: [A-Z][\w'’-]{1,20}){1,2}, "
    r"(?:[0-3]?\d [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} [0-3]?\d,) (?:19|20)\d\d\W*$"
)
_IN_THE_MIDDLE = (ORDER["objective"], ORDER["discussion"])
_LONG_REGION = 12
_SHORT = 20
# Blocks that may stand inside an article in any number.
_PASSED_OVER = frozenset({Kind.MENU, Kind.CLUTTER, Kind.HEAD})
_FAR = 4
_BELOW_HEAD = 2
_FRAGMENT = 3


class BodyReader:
    """Reads the blocks of a body in order and says which are the article's prose."""

    def __init__(
        self, blocks: Sequence[Block], verdicts: Sequence[Verdict], lexicon: Lexicon, seed: int | None
    ) -> None:
        """Take a page's blocks, the words of the article as far as known, and the block that surely is in it."""
        self._blocks = blocks
        self._verdicts = verdicts
        self._lexicon = lexicon
        self._seed = seed
        self._region: Verdict | None = None
        self._region_at = 0
        self._order = -1
        self._concluded = False
        self._head_at = -_FAR
        self._head_label = ""
        self._strays = False
        """Whether the last heading steps back behind the conclusions to methods or results."""
        self._last = -1
        self._strangers = 0
        self.dropped: set[int] = set()
        """The blocks that stood in a dropped region when they were read."""

    def accepts(self, i: int) -> bool:
        """Whether block `i` is article prose; to be called for every block in order."""
        accepted = self._accepts(i)
        if self._region is not None and not accepted:
            self.dropped.add(i)
        self._strangers = 0 if accepted else self._strangers + (self._verdicts[i].kind not in _PASSED_OVER)
        return accepted

    def _accepts(self, i: int) -> bool:
        verdict = self._verdicts[i]
        if verdict.kind is Kind.REGION:
            self._open(i, verdict)
        elif verdict.kind is Kind.HEAD:
            self._head(i, verdict.rule)
        elif verdict.kind is Kind.LABEL and self._region is not None and self._region.rule not in LISTS:
            self._region = None
        elif verdict.kind is Kind.PROSE and (i == self._seed or self._is_article(i)):
            self._accept(i)
            return True
        elif self._region is not None and self._region.scope == "next":
            self._region = self._region if verdict.kind is Kind.MENU else None
        elif self._region is None and (self._is_number_of_trial(i) or self._is_article_line(i)):
            self._last = i
            return True
        return False

    def _open(self, i: int, verdict: Verdict) -> None:
        nested = self._region is not None and self._region.scope == "rest" and verdict.scope != "rest"
        if verdict.scope != "line" and not nested:
            self._region, self._region_at = verdict, i

    def _head(self, i: int, label: str) -> None:
        in_rest = self._region is not None and self._region.scope == "rest"
        steps_back = ORDER.get(label, 9) < self._order
        if in_rest and self._last >= 0 and (label == ABSTRACT or steps_back or self._concluded):
            return
        another = steps_back and self._concluded and self._is_signed(self._last + 1, i)
        if self._last >= 0 and (label == ABSTRACT or another):
            self._open(i, Verdict(Kind.REGION, "similar", "rest"))
            return
        self._strays = self._head_label == "conclusions" and _IN_THE_MIDDLE[0] < ORDER.get(label, 9) < _IN_THE_MIDDLE[1]
        self._region, self._head_at, self._concluded, self._strangers = None, i, False, 0
        self._head_label = label

    def _is_article(self, i: int) -> bool:
        block = self._blocks[i]
        label = _label(block)
        if self._begins_another(label):
            self._open(i, Verdict(Kind.REGION, "similar", "rest"))
            return False
        common = self._lexicon.shared(block)
        density = report_words(block) / len(block.letters)
        if _SIGNED_AND_DATED.search(block.text):
            return False
        if self._verdicts[i].rule == "trial-number":
            return self._last >= 0 and self._strangers == 0
        if self._region is not None and self._last < 0:
            return common >= _SURELY_SAME_SUBJECT or label is not None
        if self._region is not None:
            return self._goes_on(i, common, density)
        if self._strays and common < _SAME_SUBJECT_IF_LONG:
            return False
        if i - self._head_at <= _BELOW_HEAD or (label in WEAK_LABELS and self._last >= 0 and self._strangers == 0):
            return True
        if label in ORDER and not self._concluded and ORDER[label] >= self._order:
            return True
        if label is not None and (common >= _SAME_SUBJECT / 2 or len(block.words) > 2 * _SHORT):
            return True
        near = self._strangers < _FAR
        if len(block.words) < _SHORT:
            follows = self._strangers == 0 and not self._concluded and density >= _REPORT_LIKE
            return (common >= _SURELY_SAME_SUBJECT and near) or (follows and self._last >= 0 and block.text[-1] == ".")
        if self._concluded:
            return common >= _SAME_SUBJECT and near and not self._is_signed(self._last + 1, i)
        if len(block.words) > 2 * _SHORT and near and self._last >= 0:
            return common >= _SAME_SUBJECT_IF_LONG or density >= _REPORT_LIKE / 2
        return common >= _SAME_SUBJECT or (self._last < 0 and density >= _REPORT_LIKE)

    def _begins_another(self, label: str | None) -> bool:
        """A part that goes back to the beginning after the conclusions: a neighbouring abstract."""
        order = ORDER.get(label or "", 9)
        return self._concluded and order < self._order and order < ORDER["results"]

    def _goes_on(self, i: int, common: float, density: float) -> bool:
        """Whether prose inside a dropped region is the article, going on after what was put into it."""
        block = self._blocks[i]
        if len(block.words) < _SHORT + 5 or density < 0.05 or _REFERENCE.search(block.text):
            return False
        if self._region is not None and self._region.rule == "advert" and _TRADE_MARK.search(block.text):
            return False
        if self._region is None or self._region.scope != "rest":
            below = self._concluded and self._region is not None and self._region.rule in _BELOW
            beside_one = self._region is not None and self._region.scope == "next"
            return common >= (_SAME_SUBJECT if beside_one else _CLEARLY_SAME_SUBJECT) and not below
        if self._region.rule in _NEVER_INSIDE:
            return False
        if self._concluded or i - self._region_at > _LONG_REGION or common < _SURELY_SAME_SUBJECT:
            return False
        return not self._is_signed(self._region_at, i)

    def _is_signed(self, start: int, end: int) -> bool:
        return any(verdict.kind in _SIGNED for verdict in self._verdicts[start:end])

    def _is_number_of_trial(self, i: int) -> bool:
        """A short line with figures right below a heading of registration ("NCT…; Results.")."""
        below = i - self._head_at == 1 and self._head_label == "registration"
        return below and len(self._blocks[i].words) < _SHORT and _FIGURE.search(self._blocks[i].text) is not None

    def _is_article_line(self, i: int) -> bool:
        """A line without a verb inside the article: a fragment of its prose."""
        block = self._blocks[i]
        if self._verdicts[i].kind is not Kind.LINE:
            return False
        if i - self._head_at == 1 and block.text[-1] in ".!?" and len(block.letters) > _FRAGMENT:
            return True
        if self._last < 0 or self._concluded or len(block.letters) < 2 * _FRAGMENT:
            return False
        return self._lexicon.shared(block) >= 0.4 and (block.text[-1] in '.:;”"' or len(block.words) >= _SHORT - 2)

    def _accept(self, i: int) -> None:
        block = self._blocks[i]
        label = _label(block)
        if label in ORDER:
            self._order = ORDER[label]
        self._concluded = label == "conclusions" or bool(_CONCLUDES.search(block.text, len(block.text) // 2))
        self._region, self._last = None, i


def _label(block: Block) -> str | None:
    """The heading that a block begins with; nothing need mark it before a paragraph, whose first word has a capital."""
    return plain_head(block.text) if len(block.words) >= _SHORT else run_in_head(block.text)
