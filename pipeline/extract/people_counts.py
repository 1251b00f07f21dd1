"""The counts of people of a document, each with its role: by its own words, then by how the counts fit together."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.extract.count_cues import ARM, COMPLETED, DIED, ENROLLED, EVENT, LOST, OTHER, SUBGROUP
from pipeline.extract.count_phrases import opens_whole
from pipeline.extract.count_roles import ENTERED, PeopleCount, counts_in_text
from pipeline.extract.count_sharing import MAX_PARTS, parts_behind, share_make_up, share_roles
from pipeline.tag.attributes import DISEASE, DRUG
from pipeline.tag.statistics import PERCENT_WORDS
from pipeline.tag.words import Words, words_of

_COUNTS = "litsift_people_counts"
_GROUPS = frozenset("group groups arm arms placebo".split())
_CONTRASTS = frozenset("vs v versus compared".split())
_ASSIGNED = frozenset("random assignment randomized randomised assigned allocated received divided".split())
_ARM_WORDS = _GROUPS | {"control", "controls", "intervention"}
_NEVER_SHARED = frozenset({EVENT, DIED, LOST})
_NEVER_WHOLE = frozenset({OTHER, DIED, LOST})
_TOTALS = frozenset({ENROLLED, COMPLETED})
_MAY_BE_GROUP = _TOTALS | {None, ARM, SUBGROUP}
_OF_GROUP = frozenset("in from comprised constituted formed".split())
_BE = frozenset({"was", "were"})
_CONTROLS = frozenset({"control", "controls", "healthy"})
_TAKING = frozenset("on receiving treated given taking".split())
_OF_ARM = frozenset("in on from treated receiving given assigned randomized randomised allocated who".split())
_BESIDE = 3  # words
_CLAUSE = 20  # words
_REACH = 10  # words
_UNSURE = frozenset({None, ENROLLED, ARM})
_MOST_ARMS = 20
_NOT_RESULTS = frozenset({"methods", "background", "objective"})


def people_counts(doc: Doc) -> list[PeopleCount]:
    """Return the counts of people in reading order; worked out once a document, when tagging is done.

    `role` is None only for a denominator that nothing is said about.
    """
    if _COUNTS not in doc.user_data:
        words, counts = words_of(doc), counts_in_text(doc)
        share_roles(words, counts)
        _tell_comparison_groups(words, counts)
        _tell_entered_apart(words, counts)
        _find_wholes(words, counts)
        share_make_up(counts)
        _find_enrolled(words, counts)
        _find_analysed(words, counts)
        _tell_groups_apart(words, counts)
        for count in counts:
            count.role = count.role or _role_by_default(doc, count)
        doc.user_data[_COUNTS] = counts
    counts_of_doc: list[PeopleCount] = doc.user_data[_COUNTS]
    return counts_of_doc


def sum_of_arms(doc: Doc) -> int | None:
    """Return what the arms add up to that are stated side by side first; None if no two are."""
    return sum(arm.n for arm in _sibling_arms(words_of(doc), people_counts(doc))) or None


def _tell_comparison_groups(words: Words, counts: list[PeopleCount]) -> None:
    """ "26 patients and 10 healthy women were studied", "88 patients on A and 91 on B were analysed": no totals."""
    for count, following in pairwise(counts):
        beside = words[following.start - 1] == "and" and words.same_sentence(count.start, following.start)
        if not beside or count.is_whole or following.is_whole or following.role not in _MAY_BE_GROUP:
            continue
        of_arm = count.role == ARM and words[count.end] in _OF_ARM
        of_arm = of_arm or (count.role is None and {words[count.end], words[following.end]} <= _TAKING)
        controls = not _CONTROLS.isdisjoint(words.lower[following.start : following.end])
        controls = controls and _BE.isdisjoint(words.lower[count.end : following.start])
        if of_arm or (controls and count.role in {None, *_TOTALS}):
            count.role = following.role = ARM


def _tell_entered_apart(words: Words, counts: list[PeopleCount]) -> None:
    """Settle who entered: of "522 enrolled, 514 eligible" all; "out of 121 seen, 112 were enrolled" 112 only."""
    for count, following in pairwise(counts):
        if following.n > count.n or not words.same_sentence(count.start, following.start):
            continue
        told_eligible = "eligible" in words.lower[following.end : following.end + 2]
        if told_eligible and count.role == ENROLLED and following.role == OTHER:
            following.role = COMPLETED
        told_entered = not ENTERED.isdisjoint(words.lower[count.end : following.start])
        if opens_whole(words, count.start) and following.role == ENROLLED and not told_entered:
            count.role = OTHER


def _find_wholes(words: Words, counts: list[PeopleCount]) -> None:
    """Set `of` for "Of 300 patients, 175 were cured and 90 improved" and "of these, eight responded"."""
    whole: PeopleCount | None = None
    previous: PeopleCount | None = None
    for count in counts:
        if whole and not words.same_sentence(whole.start, count.start):
            whole = None
        if count.of is None and not count.is_whole:
            if _refers_back(words, count.start):
                whole = previous
            if whole and count.n <= whole.n and count.role != ARM:
                count.of = whole.n
        if opens_whole(words, count.start):
            whole = count
        previous = count if count.of is None and count.role != ARM else previous


def _refers_back(words: Words, start: int) -> bool:
    """Whether "of these", "of whom", "of them" stand before or behind a number."""
    return any(
        words[i] == "of" and words[i + 1] in {"these", "those", "whom", "them"}
        for i in (start - 3, start - 2, start + 1)
    )


def _find_enrolled(words: Words, counts: list[PeopleCount]) -> None:
    """Settle which count is the study's: the first if it is the largest, or the sum of the arms."""
    arms = _sibling_arms(words, counts)
    total = sum(count.n for count in arms)
    arms_in = Counter(words.sentence[count.start] for count in counts if count.role == ARM)
    whole = [
        count
        for count in counts
        if not _has_share(words, count) and _may_be_whole(words, count, arms, arms_in[words.sentence[count.start]])
    ]
    largest = max((count.n for count in counts if count.role != OTHER), default=0)
    if whole and whole[0].n >= largest:
        enrolled: PeopleCount | None = whole[0]
    else:
        enrolled = next((count for count in counts if count.n == total and _may_be_sum(count)), None)
    enrolled = enrolled or _told_enrolled(whole, arms) or _shared_out(words, counts)
    if enrolled is not None:
        enrolled.role = ENROLLED
        for count in counts:
            told_again = count.role == ARM or (
                count.role is None and words.sentence[count.start] != words.sentence[enrolled.start]
            )
            if told_again and count.n == enrolled.n and count.of is None:
                count.role = ENROLLED
        _find_parts(words, counts, enrolled)


def _told_enrolled(whole: list[PeopleCount], arms: list[PeopleCount]) -> PeopleCount | None:
    """The first of some counts whose own words say that it was enrolled, unless an arm is larger."""
    largest_arm = max((arm.n for arm in arms), default=0)
    return next((count for count in whole if count.role == ENROLLED and count.n >= largest_arm), None)


def _find_analysed(words: Words, counts: list[PeopleCount]) -> None:
    """What arms add up to is no arm: "397 (198 gemcitabine and 199 epirubicin) were treated" of 410 enrolled."""
    for i, count in enumerate(counts):
        parts = parts_behind(words, counts, i) if count.role in {None, ARM} and count.of is None else []
        if parts and all(part.role == ARM for part in parts):
            of_some = words[count.start - 1] in {"which", "whom"}  # "of which 147 had A: 67 as B and 80 as C"
            count.role = SUBGROUP if of_some else COMPLETED


def _may_be_sum(count: PeopleCount) -> bool:
    """Whether a count that arms add up to may be the whole study: 45 "were eligible", the arms are 20 and 25."""
    return count.of is None and not count.span._.value.is_denominator and count.role not in {LOST, DIED}


def _shared_out(words: Words, counts: list[PeopleCount]) -> PeopleCount | None:
    """The first count whose arms stand behind it in its sentence: "126 patients were treated, 64 with A, 62 with B"."""
    for i, count in enumerate(counts):
        parts = parts_behind(words, counts, i) if count.of is None and count.role not in _NEVER_SHARED else []
        if parts and any(part.role == ARM for part in parts):
            return count
    return None


def _find_parts(words: Words, counts: list[PeopleCount], enrolled: PeopleCount) -> None:
    """Counts side by side that add up to the whole study are its arms, or else its subgroups."""
    rest = [count for count in counts if count is not enrolled and _stands_alone(count, enrolled.n)]
    for size in range(2, MAX_PARTS + 1):
        for i in range(len(rest) - size + 1):
            parts, beside = rest[i : i + size], [*rest[max(i - 1, 0) : i], *rest[i + size : i + size + 1]]
            adds_up = sum(part.n for part in parts) == enrolled.n and not _goes_on(words, parts, beside)
            if adds_up and all(_may_be_part(words, part) for part in parts) and _near(words, parts):
                are_arms = _names_groups(words, parts) or any(part.role == ARM for part in parts)
                are_arms = are_arms or (_is_randomised(words) and not _names_diseases(words, parts))
                for part in parts:
                    part.role = ARM if are_arms else SUBGROUP


def _stands_alone(count: PeopleCount, whole: int) -> bool:
    """Whether a count is no share of another; "of the 30 enrolled, 15 were on A" is one of the whole study."""
    of_study = count.of == whole and count.span._.value.of is None and count.role == ENROLLED
    return not count.is_whole and (count.of is None or of_study)


def _is_randomised(words: Words) -> bool:
    return any(word.startswith(("randomi", "randomly")) for word in words.lower)


def _names_diseases(words: Words, parts: list[PeopleCount]) -> bool:
    return bool(words.places_between(DISEASE, max(parts[0].start - 2, 0), parts[-1].end + 4))


def _goes_on(words: Words, parts: list[PeopleCount], beside: list[PeopleCount]) -> bool:
    """Whether parts in brackets are some of a longer list: "pain (20 patients), fever (16 patients), ..."."""
    in_brackets = all(words[part.start - 1] == "(" for part in [*parts, *beside])
    return in_brackets and any(words.same_sentence(one.start, parts[0].start) for one in beside)


def _may_be_part(words: Words, count: PeopleCount) -> bool:
    """Whether a count may be one of the parts of the whole: its role is not sure, and it counts no responses."""
    of_result = words[count.start - 1] == "in" and count.span._.rule == "elliptic"  # "cure in 20, failure in 6"
    is_unsure = count.role in _UNSURE or (
        count.role == EVENT and (_labels_group(words, count) or _has_disease(words, count))
    )
    return is_unsure and not _counts_responses(count) and not of_result


def _has_disease(words: Words, count: PeopleCount) -> bool:
    """ "Nine patients had asthma": whether a disease is all that is told of a count."""
    return bool(words.places_between(DISEASE, count.end, count.end + _BESIDE))


def _labels_group(words: Words, count: PeopleCount) -> bool:
    """ "Twenty-four patients did not have drainage (group A)": whether a label follows in the sentence of a count."""
    behind = range(count.end, count.end + 2 * _CLAUSE)
    openings = (i for i in behind if words[i] == "(" and words.same_sentence(count.start, i))
    return any(words[i + 1] in {"group", "arm"} for i in openings)


def _counts_responses(count: PeopleCount) -> bool:
    """ "remission (n = 12)", "11 PR": of some, never of all."""
    return count.role == EVENT and count.span._.rule in {"n-equals", "responders"}


def _near(words: Words, parts: list[PeopleCount]) -> bool:
    """Whether parts stand in one sentence or two; parts with percentages are results, not the make-up of the study."""
    shares = any(_has_share(words, part) for part in parts)
    return not shares and words.sentence[parts[-1].start] - words.sentence[parts[0].start] <= 1


def _has_share(words: Words, count: PeopleCount) -> bool:
    """Whether a percentage in brackets stands behind a count."""
    return words[count.end] == "(" and words[count.end + 2] in PERCENT_WORDS


def _names_groups(words: Words, parts: list[PeopleCount]) -> bool:
    """Whether groups are named among the parts, or people were assigned to them just before."""
    start, end = parts[0].start, parts[-1].end + 6
    around = words.lower[max(start - 4, 0) : end]
    before = words.lower[max(start - 12, 0) : end]
    names_drug = bool(words.places_between(DRUG, max(start - 4, 0), end))
    return names_drug or not _GROUPS.isdisjoint(around) or not _ASSIGNED.isdisjoint(before)


def _sibling_arms(words: Words, counts: list[PeopleCount]) -> list[PeopleCount]:
    """The arms that stand side by side in the first sentence that has two."""
    by_sentence: dict[int, list[PeopleCount]] = {}
    for count in counts:
        if count.role == ARM:
            by_sentence.setdefault(words.sentence[count.start], []).append(count)
    return next((arms for arms in by_sentence.values() if 1 < len(arms) <= _MOST_ARMS), [])


def _may_be_whole(words: Words, count: PeopleCount, arms: list[PeopleCount], arms_beside: int) -> bool:
    """Whether a count can be the whole study's: no part, no arm unless the arms add up to it, none of the screened."""
    if count.of is not None or count.span._.value.is_denominator or count.role in _NEVER_WHOLE:
        return False
    if count.role != ARM:
        return not _counts_responses(count)
    if any(words[i] == "each" for i in words.backwards(count.start, 8)):  # "each arm consisted of 30 patients"
        return False
    if _in_one_group(words, count) or (count.is_whole and _assigned_to(words, count.end)):
        return False
    takes = count.is_whole and words[count.end] == "who" and words[count.end + 1] == "received"
    if takes and arms_beside > 1:  # "among the 532 patients who received A, ... among the 262 who received B"
        return False
    others = [arm.n for arm in arms if arm is not count]
    if len(others) > 1 and sum(others) == count.n:
        return True
    is_bracketed = count.span._.rule == "n-equals" and _names_group_before(words, count)
    return arms_beside < 2 and not is_bracketed


def _in_one_group(words: Words, count: PeopleCount) -> bool:
    """ "25 subjects in the intervention group", "20 women were assigned to each study arm"."""
    behind = words.lower[count.end : count.end + _CLAUSE // 2]
    group = next((i for i, word in enumerate(behind) if word in {"group", "arm"}), None)
    return group is not None and (words[count.end] in _OF_GROUP or "each" in behind[:group])


def _assigned_to(words: Words, i: int) -> bool:
    """ "Of 84 [assigned to aspirin]": others were assigned to something else."""
    return any(words[k] in _ASSIGNED and words[k + 1] == "to" for k in (i, i + 1, i + 2))


def _names_group_before(words: Words, count: PeopleCount) -> bool:
    """ "group 1 (n = 54)", "rituximab (n = 12)"."""
    start = max(count.start - _REACH, 0)
    names_drug = bool(words.places_between(DRUG, start, count.start))
    return names_drug or not _ARM_WORDS.isdisjoint(words.lower[start : count.start])


def _tell_groups_apart(words: Words, counts: list[PeopleCount]) -> None:
    """ "In 9 of 12 patients and in 8 of 10": denominators that differ within a sentence are those of groups."""
    by_sentence: dict[int, list[PeopleCount]] = {}
    for count in counts:
        if count.is_whole:
            by_sentence.setdefault(words.sentence[count.start], []).append(count)
    for wholes in by_sentence.values():
        if len({whole.n for whole in wholes}) > 1:
            for whole in wholes:
                whole.role = whole.role or (ARM if _are_compared(words, wholes) else SUBGROUP)


def _are_compared(words: Words, wholes: list[PeopleCount]) -> bool:
    """Whether groups are compared where some denominators stand: "(27/49) versus (11/34)"."""
    between = words.lower[wholes[0].end : wholes[-1].start]
    before = {words[i] for i in words.backwards(wholes[0].start, _CLAUSE)}
    return _names_groups(words, wholes) or not (_CONTRASTS.isdisjoint(between) and _GROUPS.isdisjoint(before))


def _role_by_default(doc: Doc, count: PeopleCount) -> str | None:
    if count.is_whole:
        return None
    return SUBGROUP if doc._.clean.section_at(count.span.start_char) in _NOT_RESULTS else EVENT
