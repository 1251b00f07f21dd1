"""Finds the arms that a document compares: the names that stand for its sides where numbers are set side by side.

They are read from the statements that set arms against each other ("A versus B", "assigned to A or B", "compared A
with B", "A (n = 20)") and from the groups that the text names; the names that are used most are the arms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from pipeline.extract.arm_names import GROUP_NOUNS, LABELS, ArmMention, ArmNames, is_control, is_tested, tokens_of
from pipeline.extract.measure_words import CLOSE, OPEN
from pipeline.extract.results import Sentence
from pipeline.tag.attributes import DISEASE, DOSE, DRUG
from pipeline.tag.words import DASHES, Words

_VERSUS = frozenset("versus vs v".split())
_ASSIGN = frozenset("randomized randomised assigned allocated receive received receiving either".split())
_COMPARE = frozenset("compare compared comparing compares comparison between".split())
_SIGNS = _VERSUS | _ASSIGN | _COMPARE | {"n"}  # words that set names against each other
_PARTINGS = {"compare": frozenset("with to versus vs and".split()), "assign": frozenset("or versus vs".split())}
_STOPS_BACK = frozenset(
    "of in for to with comparing compared compare between trial study receive received receiving either on from "
    "were was is are the by randomized randomised assigned who a an comparison using evaluate evaluating and or "
    "that than into whereas all we as did this following improved reduced increased serve followed".split()
)
_STOPS = frozenset(
    "in for as on among during at were was is are who had has by when after before every patients women if the "
    "would could from of because showed until given and or versus vs v with to than every once daily mg g mcg all "
    "we as that did whereas serve improved reduced increased compared our its their".split()
)
_LINK_WORDS = frozenset("the a an either receive of receiving to use".split())
_NO_NAMES = frozenset("treatment treatments therapy group groups patients women regimen days day".split())
# Words that no arm is called by.
_NO_ARMS = frozenset(
    "january february march april may june july august september october november december baseline life survival "
    "response responses toxicity toxicities progression disease month months year years subgroup changes change "
    "delays reductions events difference differences differ differed significant rate rates quality age status "
    "years positive negative recurrence outcome outcomes time times tumor tumors tumour tumours node nodes er pr "
    "her2 least more less higher lower effects effect efficacy safety value values score scores these this that "
    "which activity ml mg months weeks days hours minutes every".split()
)
# Words of names that say nothing when they stand alone.
_WEAK = frozenset(
    "all dose doses first second new line any care further no not body full total breast use term".split()
)
_MAX_WORDS = 7
_LONGEST_BRACKETS = 60  # words of the brackets behind a name
_FRAME_WEIGHT, _TITLE_WEIGHT, _LEAST = 3, 2, 2
_OFTEN = 3
_LONGEST_CLAUSE = 8  # words
_MOST_USES, _MOST_PAIRS, _KNOWN_PAIRS = 4, 6, 2


Given: TypeAlias = Callable[[Sentence], Iterable[ArmMention]]


class Arm(NamedTuple):
    """An arm of a document: its name in the text's words and what makes the name."""

    name: str
    tokens: frozenset[str]


class _Pair(NamedTuple):
    """Two names that the text sets against each other, and what is of one of them only."""

    arms: tuple[Arm, Arm]
    own: tuple[frozenset[str], frozenset[str]]

    def side(self, tokens: frozenset[str]) -> int | None:
        """Return 0 or 1, the arm that has more of the tokens for itself."""
        score = len(tokens & self.own[0]) - len(tokens & self.own[1])
        if score:
            return int(score < 0)
        if tokens and tokens <= self.arms[0].tokens | self.arms[1].tokens:
            return next((k for k, own in enumerate(self.own) if not own), None)
        return None


class ArmPairs:
    """The pairs of names that a document sets against each other, strongest first; tested arm before control.

    `control` is what the document calls its control, if it says so: an arm without a pair is compared with it.
    """

    def __init__(self, pairs: list[tuple[Arm, Arm]], control: str | None = None) -> None:
        self.control = control
        self.pairs = [_Pair(arms, (arms[0].tokens - arms[1].tokens, arms[1].tokens - arms[0].tokens)) for arms in pairs]
        self.names = [arm.name for arm in self.pairs[0].arms] if self.pairs else []
        self.vocabulary = frozenset(
            token
            for pair in self.pairs[:_KNOWN_PAIRS]
            for arm in pair.arms
            for token in arm.tokens
            if len(token) > 1 and not token.isdigit() and token not in _WEAK
        )

    def find(self, name: str) -> tuple[int, int] | None:
        """Return the pair and the side of it that a name stands for."""
        tokens = tokens_of(name)
        for k, pair in enumerate(self.pairs):
            if (side := pair.side(tokens)) is not None:
                return k, side
        if not self.pairs or not tokens:
            return None
        return (0, 1) if is_control(name) else (0, 0) if is_tested(name) else None

    def side(self, name: str) -> int | None:
        """Return 0 or 1, the arm that a name stands for; None if it is neither's."""
        found = self.find(name)
        return found[1] if found else None

    def other(self, name: str) -> str | None:
        """Return the arm that a name is set against."""
        found = self.find(name)
        if found:
            return self.pairs[found[0]].arms[1 - found[1]].name
        return None if is_control(name) else self.control


def find_pairs(words: Words, names: ArmNames, given: Given, sentences: list[Sentence]) -> ArmPairs:
    """Return the arms of a document; `given` finds the drugs that a sentence says something was found with."""
    votes: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    first: dict[frozenset[str], ArmMention] = {}
    uses = Counter(words.lower)
    for sentence in sentences:
        for one, other, weight in [*_candidates(words, names, sentence), *_found_with(words, given, sentence)]:
            keys = tokens_of(one.name), tokens_of(other.name)
            if keys[0] == keys[1] or any(not key or key & _NO_ARMS or key <= _NO_NAMES for key in keys):
                continue
            for key, mention in zip(keys, (one, other), strict=True):
                if key not in first or (mention.is_group and not first[key].is_group):
                    first[key] = mention
            pair = keys if (keys[1], keys[0]) not in votes else (keys[1], keys[0])
            votes[pair] = votes.get(pair, 0) + weight
    scored = {
        pair: weight + min(_used(uses, pair[0], pair[1]), _used(uses, pair[1], pair[0]))
        for pair, weight in votes.items()
    }
    chosen = sorted((pair for pair in scored if scored[pair] > _LEAST), key=lambda pair: -scored[pair])[:_MOST_PAIRS]
    pairs = [_in_order(first[one], first[other]) for one, other in chosen]
    return ArmPairs(pairs or _most_named(words), _control_of(words))


def _most_named(words: Words) -> list[tuple[Arm, Arm]]:
    """The two drugs, or the drug and the placebo, that a text without any comparison names most."""
    found: dict[str, list[ArmMention]] = {}
    for place in words.places(DRUG):
        name = words.text_between(place.start, place.end)
        found.setdefault(name.lower(), []).append(ArmMention(place.start, place.end, name))
    for i, word in enumerate(words.lower):
        if word in LABELS:
            found.setdefault(word, []).append(ArmMention(i, i + 1, words.text[i]))
    most = sorted(found.values(), key=lambda mentions: (-len(mentions), mentions[0]))[:2]
    if len(most) < 2 or len(most[1]) < _OFTEN:
        return []
    most.sort(key=lambda mentions: mentions[0])
    return [_in_order(most[0][0], most[1][0])]


def _control_of(words: Words) -> str | None:
    """The first word for a control: "placebo", "controls", "control arm", "60 control and 62 intervention"."""
    for i in words.positions_of(LABELS | {"control"}, 0, len(words)):
        is_arm = words[i + 1] in GROUP_NOUNS or words.number_before(i) is not None
        if words[i] in LABELS or is_arm:
            return words.text_between(i, i + 1 + (words[i + 1] in GROUP_NOUNS))
    return None


def _in_order(one: ArmMention, other: ArmMention) -> tuple[Arm, Arm]:
    if is_control(one.name) and not is_control(other.name):
        one, other = other, one
    return Arm(one.name, tokens_of(one.name)), Arm(other.name, tokens_of(other.name))


def _used(uses: Counter[str], mine: frozenset[str], other: frozenset[str]) -> int:
    """How often the text uses what is of one name only."""
    own = mine - other or mine
    return min(max(uses[token] for token in own), _MOST_USES)


def _found_with(words: Words, given: Given, sentence: Sentence) -> Iterator[tuple[ArmMention, ArmMention, int]]:
    """ "66% with A and 48% with B": names that numbers stand in front of."""
    for one, other in pairwise(given(sentence)):
        if words.numbers_between(one.end, other.start) and words.numbers_between(
            one.start - _LONGEST_CLAUSE, one.start
        ):
            yield one, other, _FRAME_WEIGHT


def _candidates(words: Words, names: ArmNames, sentence: Sentence) -> Iterator[tuple[ArmMention, ArmMention, int]]:
    """Yield names that a sentence sets against each other, and how much that says."""
    groups = list(names.mentions(sentence.start, sentence.end))
    for one, other in pairwise(groups):
        yield one, other, 2 if one.is_group and other.is_group else 1
    counted: list[ArmMention] = []
    title = _TITLE_WEIGHT if sentence.start == 0 else 0
    for i in words.positions_of(_SIGNS, sentence.start, sentence.end):
        pair: list[ArmMention] = []
        if words[i] in _VERSUS:
            pair = [*_before(words, i, sentence.start), *_behind(words, i + 1, sentence.end)]
        elif words[i] in _ASSIGN:
            pair = _parted(words, i + 1, sentence.end, _PARTINGS["assign"])
        elif words[i] in _COMPARE:
            pair = _parted(words, i + 1, sentence.end, _PARTINGS["compare"])
            if not pair and words[i + 1] in {"with", "to"}:
                pair = [*_before(words, i, sentence.start), *_behind(words, i + 2, sentence.end)]
        elif words[i] == "n" and words[i + 1] == "=" and words[i - 1] in OPEN:
            counted += _before(words, i - 1, sentence.start)
        if len(pair) == 2:
            yield pair[0], pair[1], _FRAME_WEIGHT + title
    for one, other in pairwise(counted):
        yield one, other, _FRAME_WEIGHT


def _before(words: Words, end: int, left: int) -> list[ArmMention]:
    """The name in front of a "versus" or a bracket."""
    farthest = max(left, end - _LONGEST_BRACKETS)
    while end > farthest and words[end - 1] in CLOSE:
        opening = next((i for i in range(end - 1, max(left, end - 20), -1) if words[i] in OPEN), None)
        if opening is None:
            return []
        end = opening
    start = end
    while (
        start > left and end - start < _MAX_WORDS and words[start - 1] not in _STOPS_BACK and _is_name(words, start - 1)
    ):
        start -= 1
    return _mention(words, start, end)


def _behind(words: Words, start: int, right: int) -> list[ArmMention]:
    start = next((i for i in range(start, start + _MAX_WORDS) if words[i] not in _LINK_WORDS), start)
    end = start
    while end < right and end - start < _MAX_WORDS and words[end] not in _STOPS and _is_name(words, end):
        if end > start and words.places_between(DOSE, end, end + 1):
            break
        end += 1
    return _mention(words, start, end)


def _is_name(words: Words, i: int) -> bool:
    return words[i].isalnum() or words[i] in DASHES | {"/", "+", "&", "→", "'"}


def _mention(words: Words, start: int, end: int) -> list[ArmMention]:
    name = words.text_between(start, end)
    if words[start] in {"every", "each"} or any(words.places_between(DISEASE, start, end)):
        return []
    has_letters = any(words[i].isalpha() and words.number_at(i) is None for i in range(start, end))
    return [ArmMention(start, end, name)] if has_letters and tokens_of(name) else []


def _parted(words: Words, start: int, right: int, partings: frozenset[str]) -> list[ArmMention]:
    """ "to receive A or B", "between A and B": the names on both sides of the first word that parts them."""
    first = _behind(words, start, right)
    if not first:
        return []
    i = first[0].end
    if words[i] in OPEN:
        i = (words.closing(i) or i) + 1
    if words[i] == ",":
        i += 1
    second = _behind(words, i + 1, right) if words[i] in partings else []
    return [*first, *second]
