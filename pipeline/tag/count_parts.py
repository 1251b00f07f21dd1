"""Counts that are a part of something: fractions, breakdowns, lists, and numbers that lean on a count before them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from pipeline.tag.attributes import DRUG
from pipeline.tag.count_board import LIST_JOINS, OPEN, Board
from pipeline.tag.people import PEOPLE, PHRASE_ENDS, THINGS, counted_noun
from pipeline.tag.words import DASHES, Number

_THE = frozenset("the these those all a total of our planned".split())
# Shares of test results, not of people: "the sensitivity was 92% (118 of 128)".
_TEST_WORDS = frozenset("sensitivity specificity accuracy predictive".split())
_INSIDE_CODES = DASHES | {"/"}
_SHORT = 3  # letters
_SMALL_WHOLE = 10  # "8 of 10" may be a score; a larger whole without a noun is people

_BE = frozenset("was were is are had has have".split())
# What may follow a number that counts people when the noun is left out: "and 13 were women", "224 to placebo".
_ELLIPTIC = frozenset(
    "were was had have has to received receiving on in with without at for who whom having showed developed "
    "achieved remained remain assigned randomized randomised allocated treated given taking completed withdrew died "
    "responded relapsed discontinued dropped experienced reported underwent did improved refused declined "
    "from control controls placebo intervention eligible available".split()
)
# What may stand before such a number.
_BEFORE_ELLIPTIC = (
    LIST_JOINS
    | DASHES
    | frozenset(
        "but although though because while whereas only ( : remaining other than with to whom which "
        "these including".split()
    )
)
_OF_PEOPLE = frozenset({"with", "without", "who", "whose"})
_BEHIND_FRACTION = _ELLIPTIC | {")", "vs", "v", "versus", "and", "during", "after"}
# What may follow a number that begins a clause and counts the people of the sentence before: "Forty-nine were ...".
_CLAUSE_VERBS = _BE | {"underwent", "withdrew", "did", "became"}
_CLAUSE_STARTS = frozenset({".", ";", ":", ","})
_CLAUSE_ENDS = frozenset({",", ".", ";", ")", "and", "or", "vs", "versus"})
_THINGS_OR_GROUPS = THINGS | {"groups", "group", "arms"}
_LIST_ENDS = PHRASE_ENDS | LIST_JOINS
_ARMS = frozenset("group arm cohort".split())
_ARM_LABELS = frozenset("placebo control controls alone therapy treatment".split())
_NEAR = 60
_MOST_PARTS = 4
_BEFORE_PART = LIST_JOINS | {"(", ":", "the", "arm", "group", "either"}
_BESIDE, _SENTENCE = 15, 40  # words


def find_fractions(board: Board) -> None:
    """ "35 of 48 evaluable patients", "3/6 patients", "16/25 (64%)", "7 (64%) of 11 patients", "one of the 265"."""
    for number in board.free:
        whole = whole_of(board, number)
        if whole is None:
            continue
        if whole.start in board.found or number.start in board.found or _is_of_people(board, number, whole):
            for part in (number, whole):
                board.things.pop(part.start, None)
                board.add(part, "fraction")
            board.found[number.start].of = int(whole.value)
            board.found[whole.start].is_denominator = True


def whole_of(board: Board, number: Number) -> Number | None:
    """Return the number that a number is written as a part of: the 48 of "35 of the 48", "35 (73%) of 48", "35/48"."""
    words, i = board.words, board.behind_percent(number.end)
    if words[i] in PEOPLE and words[i + 1] in {"of", "out"}:  # "8 cases of 19", "12 patients out of 40"
        i += 1
    if words[i] == "out" and words[i + 1] == "of":
        i += 1
    if words[i] not in {"of", "/"}:
        return None
    whole = board.free_at(words.skip(i + 1, _THE))
    if words[i] == "/" and whole and "/" in (words[number.start - 1], words[whole.end]):  # strengths: "600/40/600"
        return None
    return whole if whole and whole.value >= number.value else None


def _is_of_people(board: Board, number: Number, whole: Number) -> bool:
    words = board.words
    if words[board.behind_percent(number.end)] in PEOPLE:
        return True
    behind = board.behind_percent(whole.end)
    noun = board.noun(whole)
    if noun is None and words[behind] == "of":
        noun = counted_noun(words, words.skip(behind, _THE))
    if noun is not None:
        return noun.is_people
    name = words.text[number.start - 1] if number.start else ""
    if words[number.end] == "/" and len(name) > _SHORT and name.istitle():  # a name with its strengths: "Ovarin 2/40"
        return False
    is_test = any(words[j] in _TEST_WORDS for j in words.backwards(number.start, 8))
    if is_test or words[whole.end] == "/" or board.things_before(number.start, 4):
        return False
    if _states_share(board, whole) or board.percent_before(number) is not None:
        return True
    slash_alone = words[number.end] == "/" and words[whole.end] not in _BEHIND_FRACTION
    return whole.value > _SMALL_WHOLE and not slash_alone and words[number.start - 1] not in {"≥", "≤", ">", "<"}


def _states_share(board: Board, whole: Number) -> bool:
    """Whether the share of a fraction stands behind it: "16/25 (64%)", "6/142, 4.2%", "173/703 = 24.6%"."""
    i = board.words.skip(whole.end, OPEN | {",", "=", ";"})
    return i > whole.end and i in board.percent_end


def find_breakdowns(board: Board) -> None:
    """ "30 cases (12 gout, 10 lupus, 8 psoriasis)": parts that add up to a whole."""
    words = board.words
    starts = [number.start for number in board.free]
    for opening in (i for i, word in enumerate(words.lower) if word == "("):
        closing = words.closing(opening) or opening
        parts = board.free[bisect_left(starts, opening) : bisect_left(starts, closing)]
        if len(parts) < 2 or any(part.start in board.things for part in parts):
            continue
        whole = _whole_before(board, opening, sum(part.value for part in parts))
        if whole is None:
            continue
        if whole.start not in board.things and not board.things_before(opening, 6):
            for part in (whole, *parts):
                board.things.pop(part.start, None)
                board.add(part, "breakdown")


def _whole_before(board: Board, opening: int, total: float) -> Number | None:
    """Return the number that the parts in a bracket add up to: the last in front of it, or a count of its sentence."""
    words, is_last = board.words, True
    for j in words.backwards(opening, _SENTENCE):
        number = words.number_before(j + 1)
        if number is None:
            continue
        near = is_last and opening - j <= _BESIDE
        if number.value == total > 0 and (near or number.start in board.found):
            return board.free_at(number.start)
        is_last = False
    return None


def find_asides(board: Board) -> None:
    """ "80 patients (61 Welsh)", "50 patients (47 evaluable)": one word on some of the people just counted."""
    words = board.words
    behind = {found.end: found.number for found in board.found.values()}
    for number in board.free:
        whole = behind.get(number.start - 1) if words[number.start - 1] == "(" else None
        one_word = words[number.end + 1] in {")", ",", ";"} and words[number.end].isalpha()
        if whole and one_word and number.value < whole.value and board.noun(number) is None:
            board.add(number, "aside")


def find_lists(board: Board) -> None:
    """The "12" of "12 and 14 patients" and of "12 treated and 14 untreated patients", from right to left."""
    words, behind = board.words, None
    for number in reversed(board.free):
        if behind and _is_next_in(board, number, behind):
            board.add(number, "list")
        behind = number
        if words[number.start - 1] in _INSIDE_CODES:  # "06/97, ten patients"
            continue
        i = board.behind_percent(number.end)
        if i == number.end and number.value > 1:
            while i < number.end + 4 and (words[i].isalpha() or words[i] in DASHES) and words[i] not in _LIST_ENDS:
                i += 1
        following = words.number_at(words.skip(i, LIST_JOINS)) if words[i] in LIST_JOINS else None
        found = board.found.get(following.start) if following else None
        if found and found.rule in {"people-noun", "list"} and words.same_sentence(number.start, found.number.start):
            board.add(number, "list")


def _is_next_in(board: Board, number: Number, following: Number) -> bool:
    """ "Fever in 3, rash in 4 and headache in 7 patients": each number behind "in" has the noun of the last."""
    words, found = board.words, board.found.get(following.start)
    if found is None or found.rule not in {"people-noun", "list"} or words[number.end] not in {",", ";", "and"}:
        return False
    are_in = words[number.start - 1] == "in" and words[following.start - 1] == "in"
    return are_in and words.same_sentence(number.start, following.start)


def find_sums(board: Board) -> None:
    """ "41 patients were included in two groups: 21 in the control group and 20 in the study group"."""
    words, wholes = board.words, defaultdict[int, set[float]](set)
    for found in board.found.values():
        wholes[words.sentence[found.number.start]].add(found.number.value)
    free = [number for number in board.free if number.start not in board.things and number.value > 1]
    for size in range(2, _MOST_PARTS + 1):
        for parts in (free[i : i + size] for i in range(len(free) - size + 1)):
            sentence = words.sentence[parts[0].start]
            if sentence != words.sentence[parts[-1].start] or not all(_may_be_part(board, part) for part in parts):
                continue
            total = sum(part.value for part in parts)
            if total in wholes.get(sentence, ()) or total in wholes.get(sentence - 1, ()):
                for part in parts:
                    board.add(part, "elliptic")


def _may_be_part(board: Board, number: Number) -> bool:
    before = board.words[number.start - 1]
    return number.start in board.found or before in _BEFORE_PART


class EllipsisFinder:
    """Finds the numbers that lean on the count before them: "16 men and 13 were women", "healing in 6"."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.words = board.words
        drugs = board.words.places(DRUG)
        self.drug_starts, self.drug_ends = {drug.start for drug in drugs}, {drug.end for drug in drugs}

    def find(self) -> None:
        """Add the numbers that lean on a count of their sentence, or begin a clause not far behind one."""
        board, last = self.board, -_NEAR
        for number in board.free:
            if number.start not in board.found and number.start - last < _NEAR and self._leans(number, last):
                board.add(number, "elliptic")
            if number.start in board.found:
                last = number.start

    def _leans(self, number: Number, last: int) -> bool:
        if number.start in self.board.things or self.board.things_before(number.start, 4):
            return False
        if self._begins_clause(number):
            return True
        if self._is_on_arm(number) or self._is_of_those(number):
            return True
        if not self.words.same_sentence(last, number.start):
            return False
        return self._is_elliptic(number) or self._names_arm(number) or self._ends_phrase(number)

    def _behind(self, number: Number) -> int:
        """Step over "(40%)" or a short label as in "21 (B) received"."""
        if self.words[number.end] == "(" and self.words[number.end + 2] == ")":
            return number.end + 3
        return self.board.behind_percent(number.end)

    def _begins_clause(self, number: Number) -> bool:
        """ "Thirty-one were boys", "; 54 (90%) stayed at home"."""
        words, i, behind = self.words, number.start - 1, self.words[self._behind(number)]
        starts = i < 0 or words[i] in _CLAUSE_STARTS or not words.same_sentence(i, number.start)
        if not starts or not (behind in _CLAUSE_VERBS or behind.endswith("ed")):
            return False
        return not self.board.things_before(number.start, 25, _THINGS_OR_GROUPS)

    def _is_elliptic(self, number: Number) -> bool:
        """ "and 13 were women", "but 7 treated with"."""
        behind = self.words[self._behind(number)]
        if self.words[number.start - 1] == "in" and behind in _OF_PEOPLE:  # "in 34 with asthma"
            return True
        if self.words[number.start - 1] not in _BEFORE_ELLIPTIC:
            return False
        return behind in _ELLIPTIC or (behind.endswith("ed") and self.board.noun(number) is None)

    def _names_arm(self, number: Number) -> bool:
        """ "31 aspirin, 30 ibuprofen", "and 14 the placebo arm", "placebo (36)"."""
        words, i = self.words, number.start - 1
        if words[i] == "(" and words[number.end] == ")":
            return i in self.drug_ends or words[i - 1] in _ARM_LABELS
        the_arm = words[number.end] == "the" and words[number.end + 2] in _ARMS
        return words[i] in LIST_JOINS and (number.end in self.drug_starts or the_arm)

    def _is_on_arm(self, number: Number) -> bool:
        """ "(516 on rituximab versus 532 on placebo)"."""
        words, i = self.words, number.end
        on_arm = i + 1 in self.drug_starts or words[i + 1] in _ARM_LABELS
        return words[i] == "on" and on_arm and words[number.start - 1] in LIST_JOINS | OPEN

    def _is_of_those(self, number: Number) -> bool:
        """ "Of which 178 were female", "of whom 12 had been treated": some of the people of the sentence before."""
        words, i = self.words, number.start - 1
        return words[i] in {"which", "whom"} and words[i - 1] == "of" and words[self._behind(number)] in _BE

    def _ends_phrase(self, number: Number) -> bool:
        """ "healing in 6, ..."."""
        return self.words[number.start - 1] == "in" and self.words[self._behind(number)] in _CLAUSE_ENDS
