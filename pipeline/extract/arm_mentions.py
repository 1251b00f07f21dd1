"""Finds where a sentence names arms: groups and labels, the names of the document's arms, drugs that were given."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.arm_names import ArmMention, ArmNames, tokens_of
from pipeline.extract.arm_pairs import ArmPairs, find_pairs
from pipeline.extract.measure_words import ARM_LABELS
from pipeline.extract.results import Sentence, sentences_of
from pipeline.tag.tokens import text_of
from pipeline.tag.words import DASHES, Words

_FINDER = "litsift_arm_mentions"
_GIVEN = frozenset("with on for of in to by receiving taking given received than versus vs v either and or".split())
_CODES_BEHIND = frozenset("with for on receiving than versus vs v".split())
# Abbreviations of what is measured, and the last words of long forms of such.
_MEASURES = frozenset(
    "OS PFS DFS EFS RFS DDFS ORR RR CR PR SD PD TTP TTF QOL QoL CI HR OR BMD pCR CBR AE AEs SAE SAEs HER2 ER PgR "
    "DCIS LVEF BMI MBC LABC LRR CNS US USA UK III IV II PSA CEA".split()
)
_MEASURED = frozenset(
    "survival rate rates response responses progression remission cancer cancers disease ratio interval life "
    "index density score toxicity syndrome event events failure recurrence carcinoma metastases metastasis "
    "receptor questionnaire scale fraction edema lymphedema dermatitis neutropenia inventory".split()
)
_LONGEST_NAME = 12  # words
_CHAINS = DASHES | {"/", "+", "&", "plus", "→"}
_SUMS = frozenset({"plus", "+"})
_TAILS = frozenset("group groups arm arms alone recipients patients".split())
_NEGATIONS = frozenset("no without non".split())
# Bodies of people who do research: "the Eastern Cooperative Oncology Group".
_BODIES = frozenset(
    "cooperative oncology collaborative research european organisation organization national international "
    "trialists working society association committee performance trials cancer intergroup".split()
)


class ArmMentionFinder:
    """Finds the arms that the sentences of one document name."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.names = ArmNames(words)
        self._known_in: dict[int, list[ArmMention]] = {}
        text = text_of(words.doc)
        self.long_forms = {form.text: text[form.long_start : form.long_end] for form in words.doc._.short_forms}
        self.pairs: ArmPairs = find_pairs(words, self.names, self._drugs, sentences_of(words))

    def find(self, sentence: Sentence) -> list[ArmMention]:
        """Return the arms that a sentence names, in order, without overlaps; looked for once."""
        if sentence.start not in self._known_in:
            self._known_in[sentence.start] = self._found(sentence)
        return self._known_in[sentence.start]

    def key(self, name: str) -> object:
        """Return what two names of one arm have in common."""
        side = self.pairs.side(name)
        return name.lower() if side is None else side

    def _found(self, sentence: Sentence) -> list[ArmMention]:
        groups = [m for m in self.names.mentions(sentence.start, sentence.end) if not is_body(m.name)]
        taken = {i for mention in groups for i in range(mention.start, mention.end)}
        known = [m for m in self._known(sentence) if taken.isdisjoint(range(m.start, m.end))]
        taken |= {i for mention in known for i in range(mention.start, mention.end)}
        drugs = [m for m in self._drugs(sentence) if taken.isdisjoint(range(m.start, m.end))]
        return sorted([*groups, *known, *drugs])

    def _known(self, sentence: Sentence) -> Iterator[ArmMention]:
        """The names of the document's arms, wherever their words stand."""
        words, end = self.words, sentence.start
        for i in words.positions_of(self.pairs.vocabulary, sentence.start, sentence.end):
            if i < end or words.number_at(i):
                continue
            end = self._end_of_chain(i, sentence.end)
            start = i - (words[i - 1] in _NEGATIONS and i > sentence.start)
            name = words.text_between(start, end)
            if self.pairs.side(name) is not None:
                yield ArmMention(start, end, name)

    def _end_of_chain(self, i: int, right: int) -> int:
        words, end = self.words, i + 1
        right = min(right, i + _LONGEST_NAME)
        while end < right:
            j = words.skip(end, _CHAINS | {"followed", "by"})
            is_sum = not _SUMS.isdisjoint(words.lower[end:j])
            if j >= right or (not is_sum and self._changes_side(i, end, j)):
                break
            if j == end + 1 and words.glued[end - 1] and words.glued[end] and words[j].isalnum():
                end = j + 1  # "EC-D"
                continue
            if not (words[j] in self.pairs.vocabulary or (j in self.names.drugs and j > end)):
                break
            end = j + 1
        return end + (words[end] in _TAILS and end < right)

    def _changes_side(self, start: int, end: int, other: int) -> bool:
        """Whether word `other` names the other arm than the words `[start, end)`: "combination/placebo"."""
        sides = (
            self.pairs.side(self.words.text_between(start, end)),
            self.pairs.side(self.words.text_between(other, other + 1)),
        )
        return None not in sides and sides[0] != sides[1]

    def _drugs(self, sentence: Sentence) -> Iterator[ArmMention]:
        """Drugs that something was found with: "with etoricoxib", "receiving A plus B"."""
        words, end = self.words, sentence.start
        behind = (i + 1 for i in words.positions_of(_GIVEN, sentence.start - 1, sentence.end - 1))
        for i in behind if sentence.start not in self.names.drugs else (sentence.start, *behind):
            if i < end or not ((i == sentence.start and i in self.names.drugs) or self._is_given(i)):
                continue
            end = i + 1
            while end < sentence.end and (end in self.names.drugs or self._goes_on(end)):
                end += 1
            yield ArmMention(i, end, words.text_between(i, end))

    def _is_given(self, i: int) -> bool:
        return i in self.names.drugs or (self.words[i - 1] in _CODES_BEHIND and self._is_code(i))

    def _goes_on(self, i: int) -> bool:
        words = self.words
        glued = words.glued[i - 1] and words[i - 1] in _CHAINS and words[i].isalnum()
        return glued or words[i] in _CHAINS | (ARM_LABELS - {"a", "i"})

    def _is_code(self, i: int) -> bool:
        """ "TAM-LHRHa", "FEC50": an abbreviation that stands for no measure and no disease."""
        text = self.words.text[i]
        if sum(letter.isupper() for letter in text) < 2 or text in _MEASURES:
            return False
        long_form = self.long_forms.get(text, "")
        return not long_form or long_form.split()[-1].lower() not in _MEASURED


def arm_mentions(words: Words) -> ArmMentionFinder:
    """Return the finder of a document's arms; made once a document, when tagging is done."""
    finder: ArmMentionFinder = words.doc.user_data.setdefault(_FINDER, None) or ArmMentionFinder(words)
    words.doc.user_data[_FINDER] = finder
    return finder


def is_body(name: str) -> bool:
    """Whether a name is that of people who do research, or of their scale."""
    return not _BODIES.isdisjoint(tokens_of(name))
