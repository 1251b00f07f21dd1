"""Finds the numbers that count people; `span._.value` of a SAMPLE_SIZE is a `Count`.

The rules stand in the order of how much they can be trusted: the noun beside the number ("38 patients"), signs that
need no noun ("n = 12", "eight (57%) showed"), and then those of `count_parts`: fractions ("16/25") and numbers that
lean on another count ("16 men and 13 were women"). A number that is a dose or a statistic counts nobody.
"""

from __future__ import annotations

from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import SAMPLE_SIZE, Count
from pipeline.tag.count_board import OPEN, Board, Found
from pipeline.tag.count_parts import (
    EllipsisFinder,
    find_asides,
    find_breakdowns,
    find_fractions,
    find_lists,
    find_sums,
    whole_of,
)
from pipeline.tag.people import PEOPLE, PHRASE_ENDS, counted_noun
from pipeline.tag.words import DASHES, Number, Words, words_of

_BE = frozenset("was were is are had has have".split())
# Verbs whose subject is people, so that a number before them needs no noun: "Of 43 randomised, 38 completed".
_PEOPLE_VERBS = frozenset(
    "completed withdrew died responded relapsed enrolled randomized randomised dropped discontinued "
    "recovered survived consented refused declined participated assigned allocated evaluable analyzable analysable "
    "assessable recruited accrued underwent received developed experienced".split()
)
_LEAVING = frozenset("dropping withdrawing discontinuing completing".split())
_TOTALS = frozenset("total cohort sample series group population size remaining enrollment enrolment".split())
_ARMS = frozenset("group arm cohort".split())
_PRONOUNS = frozenset("these those them".split())
_RESPONSES = frozenset("CR PR CRs PRs NR SD PD CRu VGPR nCR sCR MR".split())
RESPONSE_KINDS = frozenset("complete partial minor objective".split())
_RESPONSE_NOUNS = frozenset("response responses remission remissions responder responders".split())
_STUDIES = frozenset("trials studies rcts".split())
_NO_ADJECTIVES = PHRASE_ENDS - {"over", "and"} | frozenset({".", ";", "("})
_LONGEST_LIST = 10  # words of adjectives
_ROUNDING = 1.0  # percent
_NEAR = 60


@Language.factory("litsift_counts")
class Counts:
    """Sets `doc.spans["SAMPLE_SIZE"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the counts of people of a document."""
        board = Board(words_of(doc))
        for rule in (_with_noun, _n_equals, _with_percent, _with_sign):
            for number in board.free:
                rule(board, number)
        for find in (find_fractions, find_breakdowns, find_asides, find_lists):
            find(board)
        EllipsisFinder(board).find()
        find_sums(board)
        doc.spans[SAMPLE_SIZE] = [_mention(board.words, board.found[start]) for start in sorted(board.found)]
        return doc


def _mention(words: Words, found: Found) -> Span:
    count = Count(int(found.number.value), found.of, found.is_denominator)
    return words.span(found.number.start, found.number.end, SAMPLE_SIZE, found.rule, count)


def _with_noun(board: Board, number: Number) -> None:
    """ "38 patients", "12 (40%) women", "4 of whom"; or it counts something else ("67 eyes", "5 of 12 tumors")."""
    whole = whole_of(board, number)
    noun = board.noun(number) or (board.noun(whole) if whole else None)
    if noun is None:
        if whole is None and _is_some_of_people(board, board.behind_percent(number.end)):
            board.add(number, "some-of-people")
    elif not noun.is_people:
        board.things[number.start] = board.words[noun.end - 1]
    elif whole is None:
        board.add(number, "people-noun", noun.end)


def _is_some_of_people(board: Board, i: int) -> bool:
    """ "of whom", "of the patients", "of these" at word `i`."""
    words = board.words
    if words[i] != "of":
        return False
    if words[i + 1] == "whom":
        return True
    if words[i + 1] not in _PRONOUNS | {"the", "our", "all"}:
        return False
    noun = counted_noun(words, i + 2)
    if noun is not None:
        return noun.is_people
    people_were_counted = i - next(reversed(board.found), -_NEAR) < _NEAR
    return words[i + 1] in _PRONOUNS and people_were_counted


def _n_equals(board: Board, number: Number) -> None:
    words, i = board.words, number.start - 1
    is_range = words[number.end] in DASHES and words.number_at(number.end + 1) is not None
    if words[i] == "=" and words[i - 1] in _ARMS and words[number.end] == ")":  # "(early group = 40)"
        board.add(number, "n-equals")
    if words[i] in {"=", ":"} and words[i - 1] == "n" and not is_range and not board.things_before(i, 3):
        board.add(number, "n-equals")


def _with_percent(board: Board, number: Number) -> None:
    """ "eight (57%) showed", "57% (8)": a number beside its percentage."""
    words = board.words
    in_brackets = words[number.start - 1] in OPEN and words[number.end] in {")", "]"}
    beside = board.behind_percent(number.end) != number.end or (in_brackets and _is_share_of_count(board, number))
    if beside and not board.things_before(number.start, 4):
        board.add(number, "number-and-percent")


def _is_share_of_count(board: Board, number: Number) -> bool:
    """Whether the percentage before a number in brackets is its share of a count; else it may be a reference."""
    start = board.percent_before(number)
    percent = board.words.number_at(start) if start is not None else None
    return percent is not None and any(
        found.number.value and abs(100 * number.value / found.number.value - percent.value) < _ROUNDING
        for found in islice(reversed(board.found.values()), _NEAR)
    )


def _with_sign(board: Board, number: Number) -> None:
    """A verb, a response or a word of totals that goes with people only."""
    words, i, behind = board.words, number.start - 1, number.end
    if _is_verb_of_people(words, behind) and words[i] != "than":
        board.add(number, "verb-of-people")
    elif behind < len(words) and words.text[behind] in _RESPONSES:
        board.add(number, "responders")
    elif words[behind] in RESPONSE_KINDS and words[behind + 1] in _RESPONSE_NOUNS:
        board.things.pop(number.start, None)
        board.add(number, "responders")
    elif words[i] == "with" and words[behind] in _LEAVING:  # "with 14 withdrawing"
        board.add(number, "verb-of-people")
    elif _is_per_group(words, behind) and number.value > 1:
        board.add(number, "each-group")
    elif (
        words[i] == "of" and words[i - 1] in _TOTALS and (words[behind] in PHRASE_ENDS or words[behind].endswith("ed"))
    ):
        board.add(number, "total-of")
    elif words[i] in _BE and words[i - 1] in PEOPLE and words[i - 3] == "number":
        board.add(number, "number-of-people")


def _is_verb_of_people(words: Words, i: int) -> bool:
    """Whether a verb of people stands at word `i`: "completed the study", "were randomly assigned"; no adjective."""
    verb = i + 1 if words[i] in _BE else i
    verb += words[verb].endswith("ly")
    behind = words[verb + 1]
    if behind == "," and _describes_studies(words, verb + 1):
        return False
    if behind == "(" and words.number_at(verb + 2) and words[verb + 3] == ":":  # "2 randomised (1:1) trials"
        return False
    return words[verb] in _PEOPLE_VERBS and (verb > i or not behind.isalpha() or behind in PHRASE_ENDS)


def _describes_studies(words: Words, comma: int) -> bool:
    """ "7 randomized, single-blind, cross-over trials": a participle before more adjectives and a noun for studies."""
    for i in range(comma + 1, comma + _LONGEST_LIST):
        if words[i] in _STUDIES:
            return True
        if words[i] in _NO_ADJECTIVES or words.number_at(i) is not None:
            return False
    return False


def _is_per_group(words: Words, i: int) -> bool:
    """ "20 each", "35 in each group", "40 per arm"."""
    in_each = words[i] == "in" and words[i + 1] == "each" and bool({words[i + 2], words[i + 3]} & _ARMS)
    return in_each or words[i] == "each" or (words[i] == "per" and words[i + 1] in _ARMS)
