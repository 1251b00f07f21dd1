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
    PLANNED,
    REACH_BEHIND,
    RELATIVES,
    SUBGROUP,
    CueReader,
)
from pipeline.extract.count_phrases import end_of_phrase, is_of_none, opens_value, opens_whole
from pipeline.extract.measure_words import beside_studies
from pipeline.tag.attributes import DISEASE, DRUG, SAMPLE_SIZE
from pipeline.tag.people import counted_noun
from pipeline.tag.statistics import P_VALUE, PERCENT, PERCENT_WORDS, RANK
from pipeline.tag.words import Place, Words, words_of

_ARM_LABELS = frozenset("placebo control controls group arm alone therapy treatment care".split())
_OF_ARMS = frozenset(
    "to on group arm assigned allocated receiving treated placebo control controls intervention experimental".split()
)
_PART_ENDS = frozenset("and , ; ) ]".split())
_GROUPS = frozenset("group groups arm arms".split())
_RESPONSES = frozenset(
    "complete partial minor stable progressive response responses remission remissions disease".split()
)
# What is measured "in 12 patients" was not seen in them: these are the people who were analysed.
_MEASURED = frozenset("assessed estimated measured determined performed tested monitored examined".split())
_HARMS = frozenset("adverse side toxicity toxicities toxic effects events complications".split())
# A disease behind one of these is why something happened: the count in its bracket is of those to whom it happened.
_REASONS = frozenset("because due owing reason reasons".split())
# People who come because of a disease are told by it: "admitted because of asthma (n = 60)".
_COMING = frozenset(
    "admitted referred hospitalized hospitalised undergoing operated treated presenting enrolled".split()
)
_ANALYSED = frozenset({"population", "populations", "set"})
_COMPLETE = frozenset("adequate available complete sufficient data".split())
_DESCRIBING = frozenset("with without who whose treated receiving".split())
_SEEN = frozenset("seen observed occurred found noted developed achieved detected resulted ; . :".split())
# Verbs that share people out among arms, and words that name more than one arm.
_SHARING_OUT = frozenset("randomized randomised randomly assigned allocated divided either".split())
_ALTERNATIVES = frozenset("or versus vs v either between".split())
_PLURAL_GROUPS = frozenset("groups arms".split())
_ASSIGNED = frozenset("randomized randomised assigned allocated".split())
_TOOK_PART = frozenset("enrolled recruited entered accrued participated consented agreed".split())
_REACHED = frozenset("achieved reached met exceeded".split())
_INTAKE = frozenset("inclusion accrual enrollment enrolment recruitment".split())  # "after inclusion of 60 patients"
_STUDIES = frozenset("study trial series".split())
_OF_STUDY = frozenset("of involving including".split())
ENTERED = frozenset("enrolled recruited entered accrued randomized randomised".split())
_OPEN = frozenset("([")
_TAKEN = frozenset({"on", "to"})  # "15 were on aspirin", "12 to placebo"
_TAKING = frozenset("received receiving treated given taking randomized randomised assigned allocated".split())
_GENERAL_PEOPLE = frozenset("patients subjects participants women men children adults volunteers people".split())
_RESULTS = frozenset({"results", "conclusions"})
_PREPOSITIONS = frozenset({"in", "by", "among"})
_ROUNDING = 0.6  # percent
_NAME = 8  # words of an arm's name
_SENTENCE = 30  # words


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


class _RoleFinder:
    """Reads the role of a count from the words around it."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}
        self._n_at = {place.start: int(place.span._.value.n) for place in words.places(SAMPLE_SIZE)}
        self.ranks = {place.start for place in words.places(RANK)}
        self.percent_starts = {place.start for place in words.places(PERCENT)}
        self.percent_ends = {place.end for place in words.places(PERCENT)}
        self.disease_ends = {place.end for place in words.places(DISEASE)}
        self.cues = CueReader(words)
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
        if span._.rule == "n-equals" or self._is_arm_in_brackets(start, end):
            return self._in_brackets(start)
        if span._.rule == "breakdown" and self._in_bracket(start):
            return self._of_part(start, end)
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
        if words[start - 1] == "(" and words[start - 2] in _ANALYSED:
            return COMPLETED
        before = words.lower[max(start - _NAME, 0) : start]
        if span._.rule == "people-noun" and any(w == "each" and n in _GROUPS for w, n in pairwise(before)):
            return ARM  # "in each group, there were 44 patients"
        among = words[words.skip_back(start - 1, {"the"})] == "among"
        takes = words[end] == "who" and words[end + 1] in _TAKING
        if among and takes and (self._names_drug(end, end + _NAME) or "placebo" in words.lower[end : end + 4]):
            return ARM  # "as compared with 11 months among the 262 patients who received placebo"
        if opens_value(words, start, end):
            return SUBGROUP if words[end] in _DESCRIBING else COMPLETED
        return self._by_clause(span, start, end, following)

    def _in_bracket(self, start: int) -> bool:
        """Whether a bracket is open at word `start`: the parts of "34 (26 on A, 8 on B)" stand in it, the whole not."""
        words = self.words
        return any(words[i] == "(" and (words.closing(i) or 0) > start for i in words.backwards(start, _SENTENCE))

    def _of_part(self, start: int, end: int) -> str:
        """ "(14 gout, 11 lupus)" are subgroups; "(41 to A, 39 to B)", "(A, 41; B, 39)" arms."""
        words = self.words
        opening = next((i for i in words.backwards(start, _SENTENCE) if words[i] == "("), start)
        if self.cues.told_by(end) in HAPPENED:  # "(two bled in the early group, nine bled in the late group)"
            return EVENT
        if words.places_between(DISEASE, opening, words.closing(opening) or end):
            return SUBGROUP
        if words[opening - 1] in _SHARING_OUT:
            return ARM
        label_before = words[start - 1] in {",", ":"} and words[end] in {")", ";", ","}
        behind = set(self._to_next_part(end))
        if words[start - 1] == "=":
            of_arm = self._names_drug(start - 4, start) or _GROUPS & set(words.lower[start - 4 : start])
            return ARM if of_arm else SUBGROUP
        is_arm = label_before or self._names_drug(end, end + 3) or bool(behind & _OF_ARMS)
        return ARM if is_arm or self._is_compared(end) else SUBGROUP

    def _to_next_part(self, end: int) -> list[str]:
        """The words behind a part up to the next one."""
        words = self.words
        last = next((i for i in range(end, end + _NAME) if words[i] in _PART_ENDS), end + _NAME)
        return words.lower[end:last]

    def _is_compared(self, i: int) -> bool:
        """Whether the word at `i` names what is set against something elsewhere: "to receive [A] or B"."""
        return i < len(self.words) and self.words.text[i][:1].isupper() and self.words[i] in self._alternatives

    @cached_property
    def _alternatives(self) -> frozenset[str]:
        words = self.words
        places = words.positions_of(_ALTERNATIVES, 0, len(words))
        return frozenset(words[k] for place in places for k in (place - 1, place + 1))

    def _by_clause(self, span: Span, start: int, end: int, following: int) -> str | None:
        words = self.words
        has_share = self._has_share(words.bounds(span)[1]) or self._has_share(end)
        if words[start - 1] == "in" and not has_share and self._was_measured(start):
            return COMPLETED
        if words[start - 1] in _PREPOSITIONS | {"for"} and self._ends_value(start - 1):
            return ARM if self.cues.role(self.cues.behind(end, following)) == ARM else COMPLETED
        if self.cues.is_planned(start):
            return OTHER if _REACHED.isdisjoint(words.lower[end : end + 3]) else ENROLLED
        if words[start - 1] == "of" and words[start - 2] in _INTAKE:
            return OTHER if "required" in words.lower[end : end + 3] else ENROLLED
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
        role = behind or before or phrase
        if role in {None, ENROLLED} and words[start - 1] in {"with", "to"} and words[start - 2] == "compared":
            return OTHER  # "as compared with eight patients described before": no people of the study
        if has_share and phrase == SUBGROUP and role == ENROLLED:
            return SUBGROUP  # "27 (37%) males and 46 (63%) females were included"
        if role in {ENROLLED, COMPLETED} and words[start - 1] in {"group", "arm"}:
            return ARM  # "In the placebo group 462 subjects were included"
        if role == ARM and span._.rule == "some-of-people":
            return SUBGROUP
        if start in self.in_list and role in {ENROLLED, COMPLETED}:
            return ARM
        if role == ARM and start not in self.in_list and self._names_alternatives(start, end):
            return ENROLLED
        if role is None and words[end] == "to" and span._.rule == "elliptic" and self._were_shared_out(start):
            return ARM  # "224 were assigned: 112 to A, 112 to B"
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

    def _names_alternatives(self, start: int, end: int) -> bool:
        """Whether the people counted at `[start, end)` were shared out among arms: "randomised to A or B"."""
        words, i = self.words, end
        if words[start - 1] in _OPEN:
            return False
        shared_out = not _SHARING_OUT.isdisjoint(words.lower[max(start - 3, 0) : start])
        for _ in range(_SENTENCE):
            word = words[i]
            if not words.same_sentence(end - 1, i) or word == ";" or (shared_out and i in self.cues.count_starts):
                return False
            if word in _OPEN:
                i = words.closing(i) or i
            shared_out = shared_out or word in _SHARING_OUT
            if shared_out and (word in _ALTERNATIVES or (word in _PLURAL_GROUPS and words[i - 1] != "both")):
                return True
            i += 1
        return False

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

    def _is_arm_in_brackets(self, start: int, end: int) -> bool:
        """ "aspirin (21 patients) or placebo (22)", "the first group (8 patients with ...)"."""
        words = self.words
        if words[start - 1] != "(":
            return False
        alone = words[end] in {")", ";", ","}
        names_arm = start - 2 in self.drugs or words[start - 2] in _ARM_LABELS
        number = words.number_at(start)
        has_noun = number is not None and number.end < end and words[end] not in {"of", ","}
        return (alone and names_arm) or (words[start - 2] in _GROUPS and has_noun)

    def _in_brackets(self, start: int) -> str | None:
        """ "letrozole (n = 458)" is an arm, "24% (n = 12)" an event, "patients (n = 60) were enrolled" the study."""
        words = self.words
        opening = next((i for i in words.backwards(start, 12) if words[i] in {"(", "["}), start)
        if not PLANNED.isdisjoint(words.lower[max(opening - 3, 0) : opening]):
            return OTHER
        if words[opening - 1] in PERCENT_WORDS or self._is_outcome(opening) or self._is_share(opening, start):
            return EVENT
        if words.places_between(P_VALUE, opening, start) or words[opening - 1] in _ANALYSED:
            return COMPLETED  # "(r = 0.4, p = 0.01, n = 60)", "the safety population (n = 60)"
        if opening in self.disease_ends:
            return SUBGROUP
        if words[opening - 1] in _GENERAL_PEOPLE:
            closing = words.closing(opening) or start
            if self._names_alternatives(opening, closing + 1):
                return ENROLLED
            return self.cues.role(self.cues.behind(closing + 1, len(words))) or ARM
        if words[opening - 1] in _PLURAL_GROUPS and not self._is_per_group(opening, start):
            return ENROLLED
        return ARM

    def _is_per_group(self, opening: int, start: int) -> bool:
        """ "120 patients were divided into four groups (n = 30)": whether a count before is so many times as many."""
        n = self._n_at[start]
        before = (self._n_at[i] for i in self.words.backwards(opening, _SENTENCE) if i in self._n_at)
        return n > 0 and any(other > n and other % n == 0 for other in before)

    def _is_share(self, opening: int, start: int) -> bool:
        """ "mild (n = 49, 35.5%)", "in 96% of the patients (n = 103)": not all of a group, but a share of one."""
        words = self.words
        if opening - 1 in self.drugs or words[opening - 1] in _ARM_LABELS:
            return False
        behind = words.skip(start + 1, {",", ";", "("})
        of_people = words[opening - 1] in _GENERAL_PEOPLE
        of_all = words.skip_back(opening - 1, _GENERAL_PEOPLE | {"the", "all", "of"}) + 1
        return behind in self.percent_starts or (of_people and of_all in self.percent_ends)

    def _is_outcome(self, opening: int) -> bool:
        """Whether a response stands before a bracket, or in a sentence of results a disease: "neutropenia (n = 3)"."""
        words = self.words
        if words[opening - 1] in _RESPONSES or self._is_reason(opening):
            return True
        section = words.doc._.clean.section_at(words.offset[opening])
        tells_harm = any(words[i] in _HARMS for i in words.backwards(opening, _SENTENCE))
        return opening in self.disease_ends and (section in _RESULTS or tells_harm)

    def _is_reason(self, opening: int) -> bool:
        """ "stopped because of nausea (n = 3) or lack of efficacy (n = 2)"; no arm that is named behind a reason."""
        if opening - 1 in self.drugs or self.words[opening - 1] in _ARM_LABELS | _GENERAL_PEOPLE:
            return False
        before = [self.words[i] for i in self.words.backwards(opening, _SENTENCE)]
        nearest = next(
            (word for word in before if word in _REASONS | _GROUPS | _SHARING_OUT | ENTERED | {"included", ";"}), ""
        )
        return nearest in _REASONS and _COMING.isdisjoint(before)

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
        if self._names_drug(start, end + 4) or not {"group", "arm", "placebo"}.isdisjoint(words.lower[start : end + 8]):
            return ARM
        if not _COMPLETE.isdisjoint(words.lower[end : min(end + 4, following)]):
            return COMPLETED
        takes = words[end] in RELATIVES | _TAKING and not _TAKING.isdisjoint(words.lower[end : end + 2])
        if takes and self._names_drug(end, end + _NAME):
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
        return assigned is not None and words[assigned + 1] == "to" and not self._names_alternatives(end, end)

    def _names_drug(self, start: int, end: int) -> bool:
        return any(i in self.drugs for i in range(start, end))

    def _behind_share(self, i: int) -> int:
        """Step over the bracket with a percentage at word `i`."""
        return (self.words.closing(i) or i) + 1 if self._has_share(i) else i

    def _has_share(self, i: int) -> bool:
        """Whether a percentage in brackets stands at word `i`."""
        words = self.words
        return words[i] == "(" and words.number_at(i + 1) is not None and words[i + 2] in PERCENT_WORDS
