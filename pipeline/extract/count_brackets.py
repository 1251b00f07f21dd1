"""Says what a count in brackets counts: "rituximab (n = 458)", "mild (n = 49, 35%)", "34 (26 on A, 8 on B)"."""

from __future__ import annotations

from functools import cached_property

from pipeline.extract.count_cues import ARM, COMPLETED, ENROLLED, EVENT, HAPPENED, OTHER, PLANNED, SUBGROUP, CueReader
from pipeline.tag.attributes import DISEASE, DOSE, DRUG, SAMPLE_SIZE
from pipeline.tag.statistics import P_VALUE, PERCENT, PERCENT_WORDS
from pipeline.tag.words import Words

_ARM_LABELS = frozenset("placebo control controls group arm alone therapy treatment care".split())
_OF_ARMS = frozenset(
    "to on group arm assigned allocated receiving treated placebo control controls intervention experimental".split()
)
_PART_ENDS = frozenset("and , ; ) ]".split())
_GROUPS = frozenset("group groups arm arms".split())
_RESPONSES = frozenset(
    "complete partial minor stable progressive response responses remission remissions disease".split()
)
_HARMS = frozenset("adverse side toxicity toxicities toxic effects events complications".split())
# A disease behind one of these is why something happened: the count in its bracket is of those to whom it happened.
_REASONS = frozenset("because due owing reason reasons".split())
# People who come because of a disease are told by it: "admitted because of asthma (n = 60)".
_COMING = frozenset(
    "admitted referred hospitalized hospitalised undergoing operated treated presenting enrolled".split()
)
_ANALYSED = frozenset({"population", "populations", "set"})
# Verbs that share people out among arms, and words that name more than one arm.
_SHARING_OUT = frozenset("randomized randomised randomly assigned allocated divided either".split())
_ALTERNATIVES = frozenset("or versus vs v either between".split())
_PLURAL_GROUPS = frozenset("groups arms".split())
ENTERED = frozenset("enrolled recruited entered accrued randomized randomised".split())
_OPEN = frozenset("([")
_GENERAL_PEOPLE = frozenset("patients subjects participants women men children adults volunteers people".split())
_RESULTS = frozenset({"results", "conclusions"})
_FREQUENCY = frozenset("bid tid qid od bd once twice daily weekly monthly per / a day week".split())
_FEW = 4  # words
_NAME = 8  # words of an arm's name
_SENTENCE = 30  # words


class BracketRoles:
    """Reads the roles of the counts of one document that stand in brackets."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}
        self.percent_starts = {place.start for place in words.places(PERCENT)}
        self.percent_ends = {place.end for place in words.places(PERCENT)}
        self.doses = {place.end: place.start for place in words.places(DOSE)}
        self.disease_ends = {place.end for place in words.places(DISEASE)}
        self.cues = CueReader(words)
        self._n_at = {place.start: int(place.span._.value.n) for place in words.places(SAMPLE_SIZE)}

    def stands_in_bracket(self, start: int) -> bool:
        """Whether a bracket is open at word `start`: the parts of "34 (26 on A, 8 on B)" stand in it, the whole not."""
        words = self.words
        return any(words[i] == "(" and (words.closing(i) or 0) > start for i in words.backwards(start, _SENTENCE))

    def of_part(self, start: int, end: int) -> str:
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
            of_arm = self.names_drug(start - 4, start) or _GROUPS & set(words.lower[start - 4 : start])
            return ARM if of_arm else SUBGROUP
        is_arm = label_before or self.names_drug(end, end + 3) or bool(behind & _OF_ARMS)
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

    def is_arm_in_brackets(self, start: int, end: int) -> bool:
        """ "aspirin (21 patients) or placebo (22)", "the first group (8 patients with ...)"."""
        words = self.words
        if words[start - 1] != "(":
            return False
        alone = words[end] in {")", ";", ","}
        names_arm = self._before_dose(start - 2) in self.drugs or words[start - 2] in _ARM_LABELS
        number = words.number_at(start)
        has_noun = number is not None and number.end < end and words[end] not in {"of", ","}
        return (alone and names_arm) or (words[start - 2] in _GROUPS and has_noun)

    def _before_dose(self, i: int) -> int:
        """Step back from word `i` over "500 mg twice daily": whether a drug stands in front is what tells an arm."""
        words, at = self.words, i
        while words[at] in _FREQUENCY and i - at < _FEW:
            at -= 1
        dose = self.doses.get(at + 1)
        return i if dose is None else dose - 1

    def in_brackets(self, start: int) -> str | None:
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
            if self.names_alternatives(opening, closing + 1):
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

    def names_alternatives(self, start: int, end: int) -> bool:
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

    def names_drug(self, start: int, end: int) -> bool:
        """Whether a drug stands in `[start, end)`."""
        return any(i in self.drugs for i in range(start, end))
