"""Roles that counts of people take from the counts beside them: lists, repetitions, and parts of what happened."""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.count_cues import ARM, EVENT, HAPPENED, SUBGROUP
from pipeline.extract.count_roles import PeopleCount
from pipeline.tag.attributes import DRUG
from pipeline.tag.words import Words

MAX_PARTS = 5
_NEAR = 4  # words
_TAKING = frozenset("with on to received".split())
_FIRST = frozenset("first initial".split())
_NEXT = frozenset("next subsequent following last latter remaining other".split())
_VERSUS = frozenset("vs v versus".split())
_SHARING_OUT = frozenset("randomized randomised assigned allocated".split())
_JOINS = frozenset({"and", ",", ";", "vs", "v", "versus"})


def share_roles(words: Words, counts: list[PeopleCount]) -> None:
    """Set the roles that counts take from others before or behind them."""
    _share_roles_of_lists(counts)
    _share_roles_of_repeated(words, counts)
    _share_arms(words, counts)
    _share_what_happened(words, counts)


def _share_roles_of_lists(counts: list[PeopleCount]) -> None:
    """ "203 and 207 participants received ...": the first takes the role of the second."""
    for count, following in zip(reversed(counts[:-1]), reversed(counts), strict=False):
        if count.span._.rule == "list":
            count.role = following.role


def _share_roles_of_repeated(words: Words, counts: list[PeopleCount]) -> None:
    """ "These three patients", "all 7 patients": people counted before, in the role that they had."""
    roles: dict[int, str | None] = {}
    for count in counts:
        if count.n in roles and words[count.start - 1] in {"these", "those", "all"}:
            count.role = roles[count.n]
        elif not count.is_whole:
            roles[count.n] = count.role


def _share_what_happened(words: Words, counts: list[PeopleCount]) -> None:
    """ "34 women on A and 31 on B died", "fever occurred in 20 patients on A and 9 on B": no sizes of arms."""
    for count, following in pairwise(counts):
        if not _is_joined(words, count, following) or count.is_whole or following.is_whole:
            continue
        if count.role == ARM and following.role in HAPPENED and count.span._.rule != "n-equals":
            count.role = following.role
        elif following.role == ARM and count.role in HAPPENED and following.span._.rule == "elliptic":
            following.role = count.role
    for i, count in enumerate(counts):
        parts = parts_behind(words, counts, i) or _next_sentence(words, counts, i) if count.role in HAPPENED else []
        if parts and not _SHARING_OUT.isdisjoint(words.lower[count.end : parts[0].start]):
            continue  # "60 women had a relapse and were randomised to A (31 women) or B (29)"
        for part in parts:
            told = part.role not in {ARM, None} or part.span._.rule == "n-equals"
            part.role = part.role if told else count.role


def _is_joined(words: Words, count: PeopleCount, following: PeopleCount) -> bool:
    """Whether a count is set beside the one before it: "and 22", "compared with 22"."""
    i = following.start - 1
    compared = words[i] in {"with", "to"} and words[i - 1] == "compared"
    return (words[i] in _JOINS or compared) and words.same_sentence(count.start, following.start)


def share_make_up(counts: list[PeopleCount]) -> None:
    """ "Of 10 patients, six presented with A, and four had B": the rest of a whole is told apart as one part was."""
    for count, following in pairwise(counts):
        adds_up = count.of is not None and count.of == following.of == count.n + following.n
        if count.role == SUBGROUP and following.role == EVENT and adds_up:
            following.role = SUBGROUP


def _share_arms(words: Words, counts: list[PeopleCount]) -> None:
    """ "67 were treated with A and 80 with B"; "the first 50 patients received A, the next 36 B"."""
    for count, following in pairwise(counts):
        if count.role == ARM and following.role is None and _is_joined(words, count, following):
            takes_drug = words.places_between(DRUG, following.end, following.end + _NEAR)
            following.role = ARM if words[following.end] in _TAKING and takes_drug else None
        if _are_cases(words, count) and following.role == ARM and _is_set_against(words, following):
            count.role = following.role = EVENT
        in_turn = words[count.start - 1] in _FIRST and words[following.start - 1] in _NEXT
        if in_turn and not {count.role, following.role} & HAPPENED:
            count.role = following.role = ARM


def _are_cases(words: Words, count: PeopleCount) -> bool:
    """ "484 cases in the vaccine group"."""
    return count.role in {ARM, EVENT} and "cases" in words.lower[count.start : count.end + 1]


def _is_set_against(words: Words, count: PeopleCount) -> bool:
    """Whether a "versus" stands in front of a count."""
    return words[count.start - 1] in _VERSUS


def _next_sentence(words: Words, counts: list[PeopleCount], i: int) -> list[PeopleCount]:
    """Return the counts of the sentence behind a count, if it is its own's last, that add up to it."""
    sentence = words.sentence[counts[i].start] + 1
    parts = [count for count in counts[i + 1 : i + 2 + MAX_PARTS] if words.sentence[count.start] <= sentence]
    in_next = all(words.sentence[part.start] == sentence or part.is_whole for part in parts)
    parts = [part for part in parts if not part.is_whole]
    adds_up = len(parts) > 1 and sum(part.n for part in parts) == counts[i].n
    return parts if in_next and adds_up and all(part.of is None for part in parts) else []


def parts_behind(words: Words, counts: list[PeopleCount], i: int) -> list[PeopleCount]:
    """Return the counts just behind a count, in its sentence, that add up to it; empty if they do not."""
    total = 0
    for k in range(i + 1, min(i + 2 + MAX_PARTS, len(counts))):
        if not words.same_sentence(counts[i].start, counts[k].start) or counts[k].of is not None:
            return []
        total += counts[k].n
        if total >= counts[i].n:
            return counts[i + 1 : k + 1] if total == counts[i].n and k > i + 1 else []
    return []
