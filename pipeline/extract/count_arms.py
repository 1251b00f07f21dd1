"""Finds the sizes of arms that the words of a count do not tell: by the arms that the document compares.

`people_counts` reads roles from the words around a count. What it leaves open is settled here by names: counts beside
each other that name the arms of the document ("64 women in standard care and 60 women in guided care"), counts in a
bracket that share out the one in front of it ("65 women (29 intervention, 36 control)") and denominators of results
that were told of an arm ("12/49 with A and 9/51 with B").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.extract.arm_mentions import ArmMentionFinder, arm_mentions
from pipeline.extract.arm_names import GROUP_NOUNS, LABELS, ArmMention
from pipeline.extract.count_cues import ARM, COMPLETED, ENROLLED, EVENT, HAPPENED, SUBGROUP
from pipeline.extract.count_groups import GroupFinder
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.outcomes import results_of
from pipeline.extract.people_counts import people_counts
from pipeline.extract.results import Sentence, sentences_of
from pipeline.tag.attributes import DISEASE
from pipeline.tag.people import PEOPLE
from pipeline.tag.statistics import PERCENT_WORDS
from pipeline.tag.words import words_of

_OPEN = frozenset("([")
_BRACKETS = frozenset("([])")
_UNSETTLED = frozenset({None, EVENT, SUBGROUP, COMPLETED, ENROLLED, ARM})
_PLACED = frozenset({None, SUBGROUP, COMPLETED, ENROLLED, ARM})
_OF_WHOLE = frozenset({None, SUBGROUP, COMPLETED, ENROLLED, ARM})
# What leads from a count to the arm of its people.
_LEADS = frozenset(
    "in on with of the a an their who were was had been received receiving receive given taking underwent undergoing "
    "treated assigned allocated randomized randomised randomly to by using".split()
)
_TREATING = frozenset("received underwent given assigned allocated randomized randomised treated taking".split())
_AGE_AND_SEX = frozenset("male female males females men boys girls white black years".split())
_SHRUNK = 0.5  # of the largest size of the arm
_FEW_PARTS, _NEAR = 6, 6  # counts; words
_LONGEST_LEAD = 8  # words


class ArmSizes:
    """The counts of people of one document, with arms settled, and the names of their groups."""

    def __init__(self, doc: Doc) -> None:
        self.words = words_of(doc)
        self.groups = GroupFinder(self.words)
        self._arms: ArmMentionFinder = arm_mentions(self.words)
        self._sentence_at = {self.words.sentence[place.start]: place for place in sentences_of(self.words)}
        self._names: dict[int, str] = {}  # by where a count begins
        self._doc = doc

    def counts(self) -> list[PeopleCount]:
        """Return the counts in reading order; those that turn out to be arms have that role."""
        counts = people_counts(self._doc)
        found = {**self._in_brackets(counts), **self._side_by_side(counts), **self._denominators(counts)}
        self._names = {start: name for start, name in found.items() if name}
        settled = [replace(count, role=ARM) if count.start in found else self._of_events(count) for count in counts]
        return self._without_shrunken(settled)

    def group(self, count: PeopleCount) -> str | None:
        """Return the name of the arm that a count belongs to, None if the text does not name it."""
        return self._names.get(count.start) or self.groups.group(count)

    def differ(self, count: PeopleCount, other: PeopleCount) -> bool:
        """Whether two counts are of different arms, by their names; arms of equal size are."""
        sides = {self._arms.pairs.side(name) for one in (count, other) if (name := self.group(one))}
        return self.groups.differ(count, other) or sides == {0, 1}

    # --- counts in a bracket

    def _in_brackets(self, counts: Sequence[PeopleCount]) -> dict[int, str | None]:
        """ "112 people (58 aid; 54 control)": parts of the count in front, named by the arms."""
        found: dict[int, str | None] = {}
        for i in range(len(counts)):
            parts = self._parts(counts, i)
            if not parts or counts[i].role in HAPPENED or any(part.role not in _UNSETTLED for part in parts):
                continue
            names = [self._name_beside(part) for part in parts]
            if len({name.lower() for name in names if name}) > 1 and any(self._is_arm(name) for name in names):
                found.update((part.start, name) for part, name in zip(parts, names, strict=True))
        return found

    def _parts(self, counts: Sequence[PeopleCount], i: int) -> list[PeopleCount]:
        """The counts in the bracket behind a count, if they add up to it and tell neither diseases nor ages."""
        words, whole = self.words, counts[i]
        behind = words.bounds(whole.span)[1]
        openings = (j for j in range(behind, whole.end + _NEAR) if words[j] in _OPEN)
        opening = next((j for j in openings if words[j + 2] not in PERCENT_WORDS), None)
        closing = words.closing(opening) if opening is not None else None
        if opening is None or closing is None or words.places_between(DISEASE, opening, closing):
            return []
        parts = [count for count in counts[i + 1 : i + 1 + _FEW_PARTS] if count.start < closing]
        adds_up = len(parts) > 1 and sum(part.n for part in parts) == whole.n
        return parts if adds_up and _AGE_AND_SEX.isdisjoint(words.lower[opening:closing]) else []

    def _name_beside(self, count: PeopleCount) -> str | None:
        """The words behind a count up to the next part of its list."""
        words, number_end = self.words, self.words.bounds(count.span)[1]
        end = number_end
        while end < number_end + _LONGEST_LEAD and words[end] not in {",", ";", ")", "]", "and"}:
            end += 1
        start = words.skip(number_end, _LEADS | PEOPLE - LABELS - {"cases"})
        return words.text_between(start, end) or None

    def _is_arm(self, name: str | None) -> bool:
        return name is not None and self._arms.pairs.side(name) is not None

    # --- counts beside each other

    def _side_by_side(self, counts: Sequence[PeopleCount]) -> dict[int, str | None]:
        """ "Forty had A; 40 had B", "88 patients on A and 91 on B": of two arms of the document, in turn."""
        placed = [
            (count, mention)
            for count in counts
            if (mention := self._arm_behind(count) or self._arm_before(count)) is not None
        ]
        found: dict[int, str | None] = {}
        for (count, mention), (following, other) in pairwise(placed):
            near = self.words.sentence[following.start] - self.words.sentence[count.start] <= 1
            if near and self._arms.key(mention.name) != self._arms.key(other.name):
                found.update({count.start: mention.name, following.start: other.name})
        return found

    def _arm_behind(self, count: PeopleCount) -> ArmMention | None:
        """The arm that the people counted had or were in: "40 patients underwent [biopsy]"."""
        words = self.words
        if count.of is not None or count.role not in _PLACED | {EVENT} or count.is_whole:
            return None
        mentions = self._mentions(count)
        k = bisect_left(mentions, count.end, key=lambda mention: mention.start)
        mention = mentions[k] if k < len(mentions) else None
        if mention is None or not 0 < mention.start - count.end <= _LONGEST_LEAD:
            return None
        lead = words.lower[count.end : mention.start]
        is_treated = not _TREATING.isdisjoint(lead)
        return mention if _LEADS.issuperset(lead) and (is_treated or count.role in _PLACED) else None

    def _arm_before(self, count: PeopleCount) -> ArmMention | None:
        """ "[the early group] 68 cases", "[controls] = 42", "[group A] (surgery alone, 55 women)"."""
        words = self.words
        if count.of is not None or count.role not in {None, SUBGROUP, EVENT} or count.is_whole:
            return None
        start = count.start - (words[count.start - 1] in {"=", ":"})
        counts_people = words[count.end - 1] in PEOPLE or start < count.start
        opening = next((i for i in words.backwards(count.start, _LONGEST_LEAD) if words[i] in _BRACKETS), None)
        start = opening if opening is not None and words[opening] in _OPEN else start
        mentions = self._mentions(count)
        k = bisect_right(mentions, start, key=lambda mention: mention.end) - 1
        mention = mentions[k] if k >= 0 and mentions[k].end == start else None
        return mention if mention is not None and mention.is_group and counts_people else None

    def _mentions(self, count: PeopleCount) -> list[ArmMention]:
        sentence: Sentence = self._sentence_at[self.words.sentence[count.start]]
        return self._arms.find(sentence)

    # --- denominators

    def _denominators(self, counts: Sequence[PeopleCount]) -> dict[int, str]:
        """ "12/49 with A and 9/51 with B": the people that results of an arm were looked for in."""
        enrolled = max((count.n for count in counts if count.role == ENROLLED), default=None)
        wholes: dict[int, list[PeopleCount]] = {}
        for count in counts:
            if count.is_whole and count.role in _OF_WHOLE and count.n != enrolled and not self._have_disease(count):
                wholes.setdefault(count.n, []).append(count)
        found: dict[int, str] = {}
        for start, end, of, arm in self._armed():
            k = bisect_left(wholes.get(of, []), end, key=lambda count: count.start) - 1
            if k >= 0 and self.words.same_sentence(wholes[of][k].start, start):
                found.setdefault(wholes[of][k].start, arm)
        return found if len({self._arms.key(arm) for arm in found.values()}) > 1 else {}

    def _have_disease(self, count: PeopleCount) -> bool:
        """ "34 patients with asthma" are told apart by what they have."""
        return self.words[count.end] == "with" and bool(
            self.words.places_between(DISEASE, count.end, count.end + _LONGEST_LEAD)
        )

    def _armed(self) -> Iterator[tuple[int, int, int, str]]:
        for result in results_of(self._doc):
            if result.of is not None and result.arm is not None and self._is_arm(result.arm):
                yield result.start, result.end, result.of, result.arm

    def _of_events(self, count: PeopleCount) -> PeopleCount:
        """ "16 strokes occurred in 60 patients (27%)": the people are those in whom events were looked for."""
        results = results_of(self._doc)
        k = bisect_left(results, count.start, key=lambda result: result.start) - 1
        of_events = k >= 0 and results[k].rule == "events" and results[k].of == count.n
        is_whole = of_events and count.start < results[k].end
        return replace(count, role=COMPLETED) if is_whole and count.role != ARM else count

    # --- sizes that are none

    def _without_shrunken(self, counts: list[PeopleCount]) -> list[PeopleCount]:
        """An arm does not shrink below half: "One patient in the early group fell" is no size of the early group."""
        largest: dict[str, int] = {}
        for count in counts:
            if count.role == ARM and (name := self._plain(count)):
                largest[name] = max(largest.get(name, 0), count.n)
        return [
            replace(count, role=EVENT)
            if count.role == ARM and not count.is_whole and count.n < _SHRUNK * largest.get(self._plain(count), 0)
            else count
            for count in counts
        ]

    def _plain(self, count: PeopleCount) -> str:
        """The name of a count's arm without its noun, "" if it has none."""
        name = (self.group(count) or "").lower().split()
        return " ".join(word for word in name if word not in GROUP_NOUNS | PEOPLE - LABELS) if len(name) else ""
