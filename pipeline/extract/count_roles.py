"""Says what a count of people counts: the whole study, an arm, those with an event, ….

The words around the count decide here; `people_counts` then checks the counts of a document against each other.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipeline.extract.changes import UNITS
from pipeline.extract.count_brackets import BracketRoles
from pipeline.extract.count_cues import (
    ANALYSIS,
    ARM,
    COMPLETED,
    ENROLLED,
    EVENT,
    HAPPENED,
    LOST,
    OTHER,
    OTHER_WORDS,
    REACH_BEHIND,
    RELATIVES,
    SUBGROUP,
)
from pipeline.extract.count_phrases import end_of_phrase, is_of_none, opens_value, opens_whole
from pipeline.extract.measure_words import beside_studies
from pipeline.tag.attributes import SAMPLE_SIZE
from pipeline.tag.people import counted_noun
from pipeline.tag.statistics import PERCENT_WORDS, RANK
from pipeline.tag.words import Place, Words, words_of

_GROUPS = frozenset("group groups arm arms".split())
# What is measured "in 12 patients" was not seen in them: these are the people who were analysed.
_MEASURED = frozenset("assessed estimated measured determined performed tested monitored examined".split())
_ANALYSED = frozenset({"population", "populations", "set"})
_COMPLETE = frozenset("adequate available complete sufficient data".split())
_DESCRIBING = frozenset("with without who whose treated receiving".split())
_SEEN = frozenset("seen observed occurred found noted developed achieved detected resulted ; . :".split())
# Verbs that share people out among arms, and words that name more than one arm.
_SHARING_OUT = frozenset("randomized randomised randomly assigned allocated divided either".split())
_ASSIGNED = frozenset("randomized randomised assigned allocated".split())
_TOOK_PART = frozenset("enrolled recruited entered accrued participated consented agreed".split())
_REACHED = frozenset("achieved reached met exceeded".split())
_INTAKE = frozenset("inclusion accrual enrollment enrolment recruitment".split())  # "after inclusion of 60 patients"
_STUDIES = frozenset("study trial series".split())
_OF_STUDY = frozenset("of involving including".split())
ENTERED = frozenset("enrolled recruited entered accrued randomized randomised".split())
_TAKEN = frozenset({"on", "to"})  # "15 were on aspirin", "12 to placebo"
_TAKING = frozenset("received receiving treated given taking randomized randomised assigned allocated".split())
_PREPOSITIONS = frozenset({"in", "by", "among"})
_ROUNDING = 0.6  # percent
_NAME = 8  # words of an arm's name
_SENTENCE, _FEW = 30, 4  # words


@dataclass
class PeopleCount:
    """A count of people: the words `[start, end)` of its number and noun, its role and its denominator, if known.

    `is_whole`: it is the denominator of others ("Of 300 patients, 175 ...", "35 of 48").
    """

    span: Span
    start: int
    end: int
    role: str | None
    of: int | None
    is_whole: bool

    @cached_property
    def n(self) -> int:
        """The number of people."""
        return int(self.span._.value.n)


def counts_in_text(doc: Doc) -> list[PeopleCount]:
    """Return the counts of a document in reading order, each with the role that its own words give it."""
    words = words_of(doc)
    roles = _RoleFinder(words)
    places = words.places(SAMPLE_SIZE)
    counts: list[PeopleCount] = []
    for k, (start, end, span) in enumerate(places):
        following = places[k + 1].start if k + 1 < len(places) else len(words)
        phrase_end = min(end_of_phrase(words, span, end), following)
        is_whole = span._.value.is_denominator or opens_whole(words, start) or is_of_none(words, start)
        role = roles.role(span, start, phrase_end, following)
        counts.append(PeopleCount(span, start, phrase_end, role, span._.value.of, is_whole))
    return counts


class _RoleFinder(BracketRoles):
    """Reads the role of a count from the words around it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.ranks = {place.start for place in words.places(RANK)}
        self.in_list = self._listed()

    def _listed(self) -> set[int]:
        """Return where the numbers of "37 and 36 patients" stand: one noun for two groups."""
        return {
            start
            for place, following in pairwise(self.words.places(SAMPLE_SIZE))
            if place.span._.rule == "list" and following.start == place.end + 1
            for start in (place.start, following.start)
        }

    def role(self, span: Span, start: int, end: int, following: int) -> str | None:
        """Return the role of the count at `[start, end)`; the next count begins at `following`."""
        words = self.words
        if span._.rule == "n-equals" or self.is_arm_in_brackets(start, end):
            return self.in_brackets(start)
        if span._.rule == "breakdown" and self.stands_in_bracket(start):
            return self.of_part(start, end)
        if beside_studies(words, start, end):
            return SUBGROUP  # the people of the studies that one statement of a review rests on
        if span._.value.is_denominator or opens_whole(words, start) or is_of_none(words, start):
            return self._of_whole(start, end, following)
        if span._.rule == "responders":
            return EVENT
        if words[start - 1] in {"but", "except"} and words[start - 2] in {"all", "", ","}:
            return LOST
        if span._.value.of is not None:
            return self._of_numerator(start, end, following)
        return self._by_place(span, start, end) or self._by_clause(span, start, end, following)

    def _by_place(self, span: Span, start: int, end: int) -> str | None:
        """Return the role that tells where a count stands: "in each group, 44 patients", "in 48, the mean was"."""
        words = self.words
        if words[start - 1] == "(" and words[start - 2] in _ANALYSED:
            return COMPLETED
        before = words.lower[max(start - _NAME, 0) : start]
        if span._.rule == "people-noun" and any(w == "each" and n in _GROUPS for w, n in pairwise(before)):
            return ARM  # "in each group, there were 44 patients"
        if self._were_put_into_each(end):
            return ARM
        among = words[words.skip_back(start - 1, {"the"})] == "among"
        takes = words[end] == "who" and words[end + 1] in _TAKING
        if among and takes and (self.names_drug(end, end + _NAME) or "placebo" in words.lower[end : end + 4]):
            return ARM  # "as compared with 11 months among the 262 patients who received placebo"
        if opens_value(words, start, end):
            return SUBGROUP if words[end] in _DESCRIBING else COMPLETED
        return None

    def _were_put_into_each(self, end: int) -> bool:
        """ "120 patients were randomised to each arm"."""
        words = self.words
        verb = next((i for i in range(end, end + _FEW) if words[i] in ENTERED | _ASSIGNED), None)
        if verb is None or words[verb + 1] not in {"in", "to", "into"} or words[verb + 2] != "each":
            return False
        return words[verb + 3] in _GROUPS or words[verb + 4] in _GROUPS

    def _by_clause(self, span: Span, start: int, end: int, following: int) -> str | None:
        has_share = self._has_share(self.words.bounds(span)[1]) or self._has_share(end)
        if role := self._before_noun(start, end, following, has_share=has_share):
            return role
        phrase = self.cues.role(iter(range(start, end)))
        role = self._told(span, start, end, following) or phrase
        if has_share and phrase == SUBGROUP and role == ENROLLED:
            role = SUBGROUP  # "27 (37%) males and 46 (63%) females were included"
        settled = self._settled(span, start, end, role)
        return self._of_group(span, end, following, role) if settled == role else settled

    def _before_noun(self, start: int, end: int, following: int, *, has_share: bool) -> str | None:
        """Return the role that the word in front of a count settles: "a target of 80", "inclusion of 60"."""
        words = self.words
        if words[start - 1] == "in" and not has_share and self._was_measured(start):
            return COMPLETED
        if words[start - 1] in _PREPOSITIONS | {"for"} and self._ends_value(start - 1):
            return ARM if self.cues.role(self.cues.behind(end, following)) == ARM else COMPLETED
        if self.cues.is_planned(start):
            return OTHER if _REACHED.isdisjoint(words.lower[end : end + 3]) else ENROLLED
        if words[start - 1] == "of" and words[start - 2] in _INTAKE:
            return OTHER if "required" in words.lower[end : end + 3] else ENROLLED
        return None

    def _told(self, span: Span, start: int, end: int, following: int) -> str | None:
        """Return the role that the words behind a count tell, or else those in front of it."""
        words = self.words
        behind = None if words[start - 1] in _PREPOSITIONS else self.cues.role(self.cues.behind(end, following))
        is_result = behind is None and _TAKEN.isdisjoint(words.lower[end : end + 2]) and self._begins_result(start)
        before = self.cues.role(self.cues.before(start)) if behind is None and not is_result else None
        if behind is None and words[start - 1] in _OF_STUDY and words[start - 2] in _STUDIES:
            before = ENROLLED  # "in this study of 60 women"
        if before == ARM and words[start - 1] == "in" and span._.rule == "elliptic":
            before = None  # "those treated with A had healing in 20, ..."
        phrase = self.cues.role(iter(range(start, end)))
        if behind is None and phrase == SUBGROUP and words[start - 1] in {",", "(", "and"}:
            before = SUBGROUP  # "115 consecutive patients, 97 women and 18 men"
        return behind or before

    def _settled(self, span: Span, start: int, end: int, role: str | None) -> str | None:
        """Return what a role becomes by the way in which a count is put."""
        words = self.words
        if role in {None, ENROLLED} and words[start - 1] in {"with", "to"} and words[start - 2] == "compared":
            return OTHER  # "as compared with eight patients described before": no people of the study
        if role in {ENROLLED, COMPLETED} and words[start - 1] in {"group", "arm"}:
            return ARM  # "In the placebo group 462 subjects were included"
        if role == ARM and span._.rule == "some-of-people":
            return SUBGROUP
        if start in self.in_list and role in {ENROLLED, COMPLETED}:
            return ARM
        if role == ARM and start not in self.in_list and self.names_alternatives(start, end):
            return ENROLLED
        if role is None and words[end] == "to" and span._.rule == "elliptic" and self._were_shared_out(start):
            return ARM  # "224 were assigned: 112 to A, 112 to B"
        return role

    def _of_group(self, span: Span, end: int, following: int, role: str | None) -> str | None:
        """Leave the group aside that people are told of: "12 (40%) of the warfarin group bled"."""
        words, start = self.words, self.words.bounds(span)[0]
        behind_group = self._behind_group(end)
        if behind_group > end:
            in_group = self.cues.role(self.cues.behind(behind_group, following))
            role = in_group if in_group in HAPPENED or self._has_share(behind_group) else role
        has_share = any(self._has_share(i) for i in (words.bounds(span)[1], end, behind_group))
        if has_share and role == ARM:  # "12 (40%) on placebo" had an event; "29 (52%) were randomised to A" are an arm
            at = self._behind_share(words.bounds(span)[1])
            assigned = words[at] == "were" and not _ASSIGNED.isdisjoint(words.lower[at + 1 : at + 3])
            return ARM if assigned or self._shares_out_all(start) else None
        return role

    def _shares_out_all(self, start: int) -> bool:
        """ "62 patients (52%) were given A and 58 (48%) B": whether the shares of two counts are all of the people."""
        places, k = self.words.places(SAMPLE_SIZE), bisect_left(self.cues.starts, start)
        own = self._share_of(places[k])
        others = [self._share_of(place) for place in (*places[max(k - 1, 0) : k], *places[k + 1 : k + 2])]
        return own is not None and any(share is not None and abs(own + share - 100) < _ROUNDING for share in others)

    def _share_of(self, place: Place) -> float | None:
        """The percentage in brackets behind a count and its noun."""
        words = self.words
        opening = next((i for i in range(place.end, place.end + _NAME) if words[i] == "("), None)
        number = words.number_at(opening + 1) if opening is not None and self._has_share(opening) else None
        return number.value if number is not None else None

    def _ends_value(self, i: int) -> bool:
        """Whether a percentage or a value ends before word `i`: it was found in the people counted behind it."""
        words = self.words
        number = words.number_before(i) or (words.number_before(i - 1) if words[i - 1] in UNITS else None)
        return i in self.percent_ends or (number is not None and number.start not in self.ranks)

    def _begins_result(self, start: int) -> bool:
        """ "Of 84 patients assigned to aspirin, eight bled": what was told of the whole says nothing of the part."""
        words, k = self.words, bisect_left(self.cues.starts, start)
        whole = self.cues.starts[k - 1] if k else start
        return words[start - 1] == "," and words.same_sentence(whole, start) and opens_whole(words, whole)

    def _were_shared_out(self, start: int) -> bool:
        return any(self.words[i] in _SHARING_OUT for i in self.words.backwards(start, _SENTENCE))

    def _was_measured(self, start: int) -> bool:
        """ "Plasma levels were determined after the first dose in 12 patients"."""
        nearest = (self.words[i] for i in self.words.backwards(start, _SENTENCE))
        return next((word for word in nearest if word in _MEASURED | _SEEN), None) in _MEASURED

    def _behind_group(self, end: int) -> int:
        """Step over "of the warfarin group" at word `end`: the group is not what the number counts."""
        words = self.words
        if words[end] not in {"of", "in", "from"}:
            return end
        return next((i + 1 for i in range(end, end + _NAME) if words[i] in _GROUPS), end)

    def _of_numerator(self, start: int, end: int, following: int) -> str:
        """A part is never the arm that its clause names; the cue is behind the whole: "27 out of 31 patients ..."."""
        words = self.words
        role = None if words[start - 1] in _PREPOSITIONS else self.cues.role(self.cues.behind(end, following))
        if role in {None, OTHER}:
            noun = counted_noun(words, following + 1)
            behind = noun.end if noun else following + 1
            behind_whole = (
                i for i in self.cues.behind(behind, behind + REACH_BEHIND) if words.number_before(i) is None
            )
            role = self.cues.role(behind_whole) or role
        if words[start - 1] == "in" and self.cues.told_by(start - 2) == LOST:
            return LOST  # "treatment was stopped in 12 of 26 patients"
        if role == ENROLLED and not _TOOK_PART.isdisjoint(words.lower[following : following + REACH_BEHIND]):
            return ENROLLED  # "68 of 109 patients were recruited"
        return EVENT if role in {None, ARM, ENROLLED, SUBGROUP} else role

    def _of_whole(self, start: int, end: int, following: int) -> str | None:
        words = self.words
        if self.cues.is_planned(start) or self._in_group(end, following):
            return OTHER if self.cues.is_planned(start) else ARM
        phrase = self.cues.role(iter(range(start, end)))
        if phrase in {COMPLETED, ARM, SUBGROUP}:
            return phrase
        behind = set(words.lower[end : min(end + 4, following)])
        if not behind.isdisjoint(OTHER_WORDS):
            return OTHER if behind.isdisjoint(ANALYSIS) else COMPLETED
        if not behind.isdisjoint(ENTERED) and words[end + 1] != "to":
            return ENROLLED
        end = self._behind_share(end)
        noun = counted_noun(words, words.skip(end, {"of", "the", "all", "our"})) if words[end] == "of" else None
        end = noun.end if noun and noun.is_people else end  # "5 of 120 (4%) of the children with ..."
        if self.names_drug(start, end + 4) or not {"group", "arm", "placebo"}.isdisjoint(words.lower[start : end + 8]):
            return ARM
        if not _COMPLETE.isdisjoint(words.lower[end : min(end + 4, following)]):
            return COMPLETED
        takes = words[end] in RELATIVES | _TAKING and not _TAKING.isdisjoint(words.lower[end : end + 2])
        if takes and self.names_drug(end, end + _NAME):
            return ARM
        described = words[end] in _DESCRIBING or words[end - 1] in {"children", "adults"}
        has_adjective = end - 2 > start and words[end - 2].isalpha()  # "nine of 14 ulcerated patients"
        return SUBGROUP if described or has_adjective else None

    def _in_group(self, end: int, following: int) -> bool:
        """Whether people are told by their group at word `end`: "in the study group", "randomly assigned to A"."""
        words, last = self.words, min(end + _NAME, following)
        group = next((i for i in range(end, last) if words[i] in {"group", "arm"}), None)
        if words[end] in {"in", "on", "from"} and group is not None and words[group - 1] != "age":
            return True
        assigned = next((i for i in range(end, end + 2) if words[i] in _ASSIGNED), None)
        return assigned is not None and words[assigned + 1] == "to" and not self.names_alternatives(end, end)

    def _behind_share(self, i: int) -> int:
        """Step over the bracket with a percentage at word `i`."""
        return (self.words.closing(i) or i) + 1 if self._has_share(i) else i

    def _has_share(self, i: int) -> bool:
        """Whether a percentage in brackets stands at word `i`."""
        words = self.words
        return words[i] == "(" and words.number_at(i + 1) is not None and words[i + 2] in PERCENT_WORDS
