"""Tells numbers that name things from numbers that count them: "phase 2", "grade 3 or 4", "COVID-19", "patient one"."""

from __future__ import annotations

from spacy.tokens import Span

from pipeline.tag.people import RANKED, counted_noun
from pipeline.tag.statistics import LIST_JOINS, LONGEST_LIST, RANK, is_percent
from pipeline.tag.words import DASHES, Number, Words

# Nouns that a number names, not counts: "phase 2", "grade 3-4", "level 4", "patient one".
_RANK_NOUNS = frozenset(
    "phase phases grade grades stage stages level levels group groups cohort cohorts arm arms type types "
    "class classes category figure fig table version part protocol step score status number no nos chapter "
    "appendix volume patient case subject child volunteer participant woman man cycle cycles course courses "
    "visit visits line tier factor question item criterion category categories ps ecog who nyha nct isrctn "
    "virus interleukin tanner chromosome exon codon serotype genotype subtype".split()
)
_GROUPS = frozenset({"group", "arm", "cohort"})
_NO_NAMES = frozenset("the a in of to from and or by for with each age".split())  # before "group": it has no name
_GREEK = frozenset("alpha beta gamma delta α β γ δ".split())
_LARGEST_RANK = 12  # of groups
_RANK_JOINS = LIST_JOINS | {"/", "through"}


def find_rank(words: Words, number: Number) -> Span | None:
    """ "phase 2", "grade 3 or 4", "COVID-19", "10(4)": numbers that name or are raised, not counted."""
    i = number.start - 1
    has_share = words[number.end] == "(" and is_percent(words, number.end + 2)
    counted = (words.number_before(i) is not None and words[i] not in RANKED) or _begins_clause(words, number)
    if words[i] in _RANK_NOUNS and not counted and words[number.end] != "of" and not has_share:
        return words.span(number.start, number.end, RANK, "rank", None)
    if _is_part_of_name(words, number) or words[i] in _GREEK:
        return words.span(number.start, number.end, RANK, "part-of-a-name", None)
    in_brackets = words[i] == "(" and i > 0 and words[number.end] == ")" and number.value < 20
    if in_brackets and (words[i - 1] == "10" or (words[i - 1] in {"m", "cm", "mm"} and words[i - 2] == "/")):
        return words.span(number.start, number.end, RANK, "exponent", None)
    return _joined_rank(words, number)


def _begins_clause(words: Words, number: Number) -> bool:
    """ "In the placebo group two patients died": a group with a name has no number besides, in words or a large one."""
    i = number.start - 1
    is_named = words[i] in _GROUPS and words.text[i - 1].isalpha() and words[i - 1] not in _NO_NAMES
    counts = words[number.start].isalpha() or number.value > _LARGEST_RANK
    return is_named and counts and counted_noun(words, number.end, singular=True) is not None


def _is_part_of_name(words: Words, number: Number) -> bool:
    """ "COVID-19", "BRCA1/2", "T3-4", "pg.9276788", "12th"."""
    i = number.start - 1
    if words[number.end] in {"th", "st", "nd", "rd"} and words.glued[number.end - 1]:
        return True
    if i < 1 or not words.text[number.start][0].isdigit():
        return False
    if not (words.glued[i] and words.glued[i - 1] and words.same_sentence(i - 1, number.start)):
        return False
    if words[i] == "/":
        return words.text[i - 1][0].isalpha() and words.text[i - 1][-1].isdigit()
    before = words.text[i - 1]
    return (words[i] in DASHES | {"."} and before.isalpha()) or (words[i] in DASHES and _is_code(before))


def _is_code(word: str) -> bool:
    """ "T3", "N1", "Th17": letters and a number."""
    return word.isalnum() and word[0].isalpha() and word[-1].isdigit()


def _joined_rank(words: Words, number: Number) -> Span | None:
    """The "4" of "grade 3 or 4"."""
    i = words.skip_back(number.start - 1, _RANK_JOINS)
    before = words.number_before(i + 1)
    if before is None or number.start - 1 - i > 2 or i == number.start - 1 or not before.is_whole or number.value > 10:
        return None
    if _is_rank(words, before):
        return words.span(number.start, number.end, RANK, "rank", None)
    return None


def _is_rank(words: Words, number: Number) -> bool:
    for _ in range(LONGEST_LIST):
        if words[number.start - 1] in _RANK_NOUNS:
            return True
        i = words.skip_back(number.start - 1, _RANK_JOINS)
        before = words.number_before(i + 1)
        if before is None or number.start - 1 - i not in {1, 2}:
            return False
        number = before
    return False
