"""Reads the names of arms out of a text: "the early arm", "group B", "placebo", "the T/FAC and FAC arms".

Ranges of words are half-open. What makes a name is its tokens (`tokens_of`): lower-case words without those that every
name may carry.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.extract.measure_words import CLOSE, OPEN
from pipeline.tag.attributes import DOSE, DRUG
from pipeline.tag.words import DASHES, Words

GROUP_NOUNS = frozenset("group arm groups arms".split())
_BEFORE_NOUN = frozenset("treatment study".split())
_REGIMENS = frozenset("regimen regimens schedule schedules strategy combination".split())
_PLURALS = frozenset("groups arms regimens schedules".split())
_RECIPIENTS = frozenset("recipients users".split())
# Names that stand for themselves, without "group".
LABELS = frozenset("placebo controls".split())
_BEFORE_CONTROL = frozenset("with or versus vs v than to in and of a the".split())
_CONTROL = frozenset(
    "placebo control controls observation comparator sham untreated without no not non nonintervention delayed "
    "waiting waitlist nothing".split()
)
# They say so unless something is added to them.
_CONTROL_ALONE = frozenset("standard conventional usual routine reference only alone".split())
_ADDED = frozenset("plus + with and followed".split())
_TESTED = frozenset(
    "intervention experimental treatment treated study test combination active investigational trial".split()
)
# "Both groups", "age groups": not one arm.
_NO_NAMES = frozenset(
    "new dosing dose multi better useful both each all two three four five six either these those this that other "
    "same different age study treatment patient risk respective treated various randomized randomised comparison "
    "first second third subgroup between per whole entire intermediate total ethnic racial "
    "respectively".split()
)
_NO_SINGLE_NAMES = _NO_NAMES - frozenset("study treatment treated other comparison".split())
_JOINS = DASHES | {"/", "+", "&", "plus", "→", "±", "'", "’", "×"}
# Arms of the body: "the affected arm", "arm volume".
_LIMBS = frozenset(
    "normal upper affected nonaffected unaffected left right operated ipsilateral contralateral swollen "
    "dominant".split()
)
_OF_LIMBS = frozenset(
    "function volume volumes circumference edema oedema lymphedema lymphoedema pain morbidity symptoms mobility "
    "swelling measurements movement strength problems numbness dysfunction difference".split()
)
# Where a name ends that is read backwards from "group".
_STOPS = frozenset(
    "the a an in of with to for by from than versus vs v between among were was is are had has have received "
    "receiving patients women compared on at as into within our whereas while but although which who more less "
    "fewer higher lower not experienced developed showed those subjects participants per and or favoring "
    "favouring favored favoured across all we as that did this following".split()
)
_PARTS = frozenset({"and", "or", "versus", "vs", "v", ","})
_FOLLOWING = frozenset(
    "receiving that who which treated with given taking assigned allocated randomized without".split()
)
_BEHIND_STOPS = frozenset(
    "than and or but versus vs v had was were in at for after compared showed experienced developed did as to is "
    "are has have on during by every who weekly daily before until alive per from because".split()
)
# "Patients receiving X", "those who were treated with X", "randomized to X".
_TREATED = frozenset("receiving received treated given taking assigned allocated randomized randomised who".split())
# Words at which an arm can be named.
_SIGNS = GROUP_NOUNS | _RECIPIENTS | _REGIMENS | LABELS | _TREATED | {"control"}
_TREATED_PEOPLE = frozenset("patients women those participants subjects pts who were cases men children people".split())
_AT_RANDOM = frozenset({"randomly"})
_LINKS = frozenset(
    "receiving that who which treated with given taking assigned allocated randomized randomised without received "
    "was were to the a either had have been randomly only".split()
)
_NOT_ASSIGNED = frozenset("prior previous more less at least additional further any no one two three".split())
_COMMON = frozenset(
    "the a an of in with to for by and or group groups arm arms patients women therapy treatment treatments "
    "receiving who received treated that given - / + plus mg m2 day days week weeks per g kg only followed daily "
    "oral every regimen those".split()
)
_ARTICLES = frozenset({"the", "a"})
_LONGEST, _MOST_NAMES = 7, 6  # words of a name; names of one list
_LONGEST_LINK = 10  # words
_MAX_LABEL = 2  # letters of "group A", "arm IV"


class ArmMention(NamedTuple):
    """The words `[start, end)` that name an arm; `name` is the name, `is_group` tells "X group" from "X" alone."""

    start: int
    end: int
    name: str
    is_group: bool = False


@lru_cache(maxsize=4096)  # the same few names are asked for again and again
def tokens_of(name: str) -> frozenset[str]:
    """Return what makes a name."""
    for sign in "-–—−‐‑‒/+&→()[],±":
        name = name.replace(sign, " ")
    parts = name.lower().split()
    return frozenset(parts) - _COMMON or frozenset(parts[-1:])


def is_control(name: str) -> bool:
    """Whether a name says that its arm is what others are compared with: "placebo", "standard", "no boost"."""
    parts = frozenset(name.lower().replace("-", " ").replace("+", " + ").split())
    return not parts.isdisjoint(_CONTROL) or (not parts.isdisjoint(_CONTROL_ALONE) and parts.isdisjoint(_ADDED))


def is_tested(name: str) -> bool:
    """Whether a name says no more than that its arm got what is tested: "intervention group"."""
    return (bool(tokens_of(name)) and tokens_of(name) <= _TESTED) or name.lower().startswith("treatment ")


class ArmNames:
    """Reads the names of arms of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.dosed = {i for place in words.places(DOSE) for i in range(place.start, place.end)}
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}

    def mentions(self, start: int, end: int) -> Iterator[ArmMention]:
        """Yield the arms that a sentence names by "group", "arm" or a label, in order."""
        words, told = self.words, start
        for i in words.positions_of(_SIGNS, start, end):
            if i < told:
                continue
            found: list[ArmMention] = []
            if self._is_noun(i):
                labelled = self._labelled(i, end) if words[i] in GROUP_NOUNS else []
                found = labelled or self._named(i, start) or self._described(i, end)
            elif words[i] in _TREATED and words[k := words.skip_back(i - 1, _AT_RANDOM)] in _TREATED_PEOPLE:
                found = self._described(k, end)
            elif self._is_control(i) or self._is_placebo(i):
                found = [ArmMention(i, i + 1, words.text[i])]
            yield from found
            told = max(i + 1, found[-1].end if found else 0)

    def _is_placebo(self, i: int) -> bool:
        return self.words[i] in LABELS and self.words[i + 1] not in GROUP_NOUNS | DASHES | {"/", "+", "plus"}

    def _is_control(self, i: int) -> bool:
        """ "63 patients with control", "A or control for 24 weeks"."""
        words = self.words
        follows = words[i + 1] in GROUP_NOUNS or (words[i + 1].isalpha() and words[i + 1] not in _BEHIND_STOPS | _STOPS)
        return words[i] == "control" and words[i - 1] in _BEFORE_CONTROL and not follows

    def _is_noun(self, i: int) -> bool:
        words = self.words
        is_limb = words[i] in {"arm", "arms"} and (words[i - 1] in _LIMBS or words[i + 1] in _OF_LIMBS)
        is_noun = words[i] in GROUP_NOUNS or words[i] in _RECIPIENTS or words[i] in _REGIMENS
        return is_noun and not is_limb and words[i - 1] not in DASHES  # "a two-arm study"

    def _labelled(self, i: int, end: int) -> list[ArmMention]:
        """ "group A", "arm 1", "groups A, B and C"."""
        words, found = self.words, list[ArmMention]()
        j = i + 2 if words[i + 1] in DASHES else i + 1
        noun = words.text[i].rstrip("s") if words[i] in _PLURALS else words.text[i]
        while j < end and self._is_label(j):
            stop = j + 1
            while words[stop] in {"-", "/", "+"} and words.glued[stop - 1] and words.glued[stop] and stop < end:
                stop += 2
            found.append(ArmMention(j if found else i, stop, f"{noun} {words.text_between(j, stop)}", True))
            other = words.skip(stop, _PARTS)
            j = other if words[i] in _PLURALS or (other == stop + 1 and self._is_letter(other)) else end
        return found

    def _is_letter(self, i: int) -> bool:
        return i < len(self.words) and len(self.words.text[i]) == 1 and self.words.text[i] in "ABCDEF"

    def _is_label(self, i: int) -> bool:
        word = self.words.text[i] if i < len(self.words) else ""
        short = len(word) <= _MAX_LABEL and (word.isupper() or word.isdigit())
        return short or (len(word) <= 4 and word.isupper() and word.isalpha()) or word in {"one", "two", "three"}

    def _named(self, i: int, left: int) -> list[ArmMention]:
        """ "the early arm", "the T/FAC and FAC arms", "the 20-mg and 50-mg arms"."""
        words, is_list = self.words, self.words[i] in _PLURALS
        parts = self._parts_before(i, left, is_list=is_list)
        names = [words.text_between(*part) for part in parts]
        bad = _NO_NAMES if is_list else _NO_SINGLE_NAMES
        if not names or any(set(name.lower().split()) & bad for name in names) or (is_list and len(names) == 1):
            return []
        noun = words.text[i].rstrip("s") if words[i] in GROUP_NOUNS else words.text[i]
        ends = [end for _, end in parts[:-1]] + [i + 1]
        return [
            ArmMention(part[0], end, f"{name} {noun}", True) for part, end, name in zip(parts, ends, names, strict=True)
        ]

    def _parts_before(self, i: int, left: int, *, is_list: bool) -> list[tuple[int, int]]:
        """The names in front of "group" or "groups" at `i`, in order."""
        words = self.words
        part = self._name_before(i - 1, left) if words[i - 1] in _BEFORE_NOUN else (i, i)
        if part[0] >= part[1]:  # "the study group"
            part = self._name_before(i, left)
        parts: list[tuple[int, int]] = []
        while part[0] < part[1] and len(parts) < _MOST_NAMES:
            parts.append(part)
            joint = words.skip_back(part[0] - 1, _ARTICLES)
            if words[joint] not in _PARTS or joint <= left or not (is_list or not self._are_drugs(part)):
                break
            with_article = joint < part[0] - 1  # "the early and the late group"
            part = self._name_before(words.skip_back(joint, _PARTS) + 1, left)
            if not self._may_join(part, is_list or with_article):
                break
        return parts[::-1]

    def _may_join(self, part: tuple[int, int], is_list: bool) -> bool:
        if part[0] >= part[1] or part[1] - part[0] > 5 or any(self._is_noun(i) for i in range(*part)):
            return False
        return is_list or (part[1] - part[0] <= 2 and self.words.text[part[0]][:1].isupper())

    def _are_drugs(self, part: tuple[int, int]) -> bool:
        return any(i in self.drugs for i in range(*part))

    def _name_before(self, end: int, left: int) -> tuple[int, int]:
        """The words of a name in front of `end`."""
        words, i = self.words, end
        while i > left and end - i < _LONGEST:
            word = words[i - 1]
            number = words.number_before(i)
            is_word = word.isalnum() and word not in _STOPS and (number is None or self._names(i - 1))
            if not (is_word or word in _JOINS or i - 1 in self.dosed):
                break
            i -= 1
        while i < end and words[i] in _JOINS:
            i += 1
        return i, end

    def _names(self, i: int) -> bool:
        """Whether a number is part of a name: "20-mg arm", "5 mg group"."""
        return i in self.dosed or (self.words[i + 1] in DASHES | {"mg", "gy"} and self.words[i - 1] != "(")

    def _described(self, i: int, end: int) -> list[ArmMention]:
        """ "the group receiving letrozole"."""
        words = self.words
        start = next((j for j in range(i + 1, i + _LONGEST_LINK) if words[j] not in _LINKS), i + 1)
        treated = any(words[j] in _TREATED - {"who"} or words[j] in {"with", "without"} for j in range(i, start))
        if not treated or words[i] in _PLURALS or (words[i] in GROUP_NOUNS and words[i + 1] not in _FOLLOWING):
            return []
        stop = start
        stop += words[stop] in {"weekly", "daily"}
        while (
            stop < min(end, start + _LONGEST)
            and (not words.number_at(stop) or stop in self.dosed)
            and words[stop] not in _BEHIND_STOPS | OPEN | CLOSE | {",", ";", "."}
        ):
            stop += 1
        if words[start] in _NOT_ASSIGNED:
            return []
        negated = any(words[j] == "without" for j in range(i, start))
        name = ("without " if negated else "") + words.text_between(start, stop)
        return [ArmMention(i, stop, name, True)] if stop > start else []
