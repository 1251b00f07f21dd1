"""Says what a count of people counts: the whole study, an arm, those with an event, ….

The words around the count decide here; `people_counts` then checks the counts of a document against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.tag.attributes import DRUG, SAMPLE_SIZE
from pipeline.tag.people import counted_noun
from pipeline.tag.statistics import PERCENT_WORDS
from pipeline.tag.words import Words, words_of

ENROLLED, ARM, SUBGROUP, COMPLETED, LOST = "enrolled", "arm", "subgroup", "completed", "lost"
EVENT, DIED, OTHER = "event", "died", "other"

# Words that tell what a count counts, by the role they tell. Looked for behind the count up to the end of its clause,
# then in front of it; the nearest decides.
_CUES = {
    DIED: "died death deaths dead",
    LOST: "withdrew withdrawn withdrawal withdrawals discontinued discontinue discontinuing excluded dropped dropout "
    "dropouts lost refused declined stopped ineligible noncompleters",
    COMPLETED: "completed completing finished evaluable analysed analyzed assessable analyzable analysable completers "
    "analysis evaluated available followed followup based",
    ENROLLED: "enrolled recruited entered included registered accrued studied randomised randomized participated "
    "investigated reviewed consecutive identified randomization randomisation",
    ARM: "assigned allocated treated received receiving given taking recipients placebo controls control group arm "
    "groups arms comprised comprising consisted consisting",
    SUBGROUP: "female male females males women men woman man girls boys sex gender white black whites blacks caucasian "
    "hispanic african asian smokers premenopausal postmenopausal pregnant",
    EVENT: "had developed achieved attained responded relapsed improved improvement experienced showed demonstrated "
    "remained cured recovered failed progressed response remission responses occurred reported required became "
    "reached recurrence relapse relapses toxicity adverse success stabilized stabilised survived",
    OTHER: "screened approached invited eligible contacted planned needed estimated target calculated",
}
_OTHER_WORDS = frozenset(_CUES[OTHER].split())
_ROLE_OF = {word: role for role, words in _CUES.items() for word in words.split()}
# Behind a word of enrolment these say that the people were analysed: "were included in the analysis".
_ANALYSIS = frozenset("analysis analyses evaluable analyzed analysed assessable".split())
_ARM_LABELS = frozenset("placebo control controls group arm alone therapy treatment care".split())
_OF_ARMS = frozenset("to on group arm assigned allocated receiving treated placebo control controls".split())
_GENERAL_PEOPLE = frozenset("patients subjects participants women men children adults volunteers people".split())
_CLAUSE_ENDS = frozenset({".", ";", ":", ")", "(", "but", "whereas", "while", "]"})
_ONLY_NEAR = frozenset("included including group groups arm arms comprised comprising consisted consisting".split())
_PREPOSITIONS = frozenset({"in", "by", "among"})
_RELATIVES = frozenset({"who", "which", "that"})
_AFTER, _BEFORE = 12, 10


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

    @property
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
        phrase_end = min(_phrase_end(words, span, end), following)
        is_whole = span._.value.is_denominator or opens_whole(words, start)
        role = roles.role(span, start, phrase_end, following)
        counts.append(PeopleCount(span, start, phrase_end, role, span._.value.of, is_whole))
    return counts


def _phrase_end(words: Words, span: Span, end: int) -> int:
    """Return the position behind a number and its noun: "38 [of them]", "12 [of the patients]", "4 [women]"."""
    if span._.rule == "some-of-people":
        end += 2 if words[end + 1] in {"them", "whom", "these", "those"} else 1
    noun = counted_noun(words, words.skip(end, {"the", "our", "all"}), singular=span._.value.n == 1)
    return noun.end if noun else end


def opens_whole(words: Words, start: int) -> bool:
    """Whether a count stands in "Of 300 patients," or "Among the 417 patients" at the start of its clause."""
    i = start - 1
    while words[i] in {"the", "these", "all", "our"}:
        i -= 1
    if words[i] not in {"of", "among"}:
        return False
    starts_sentence = words.text[i][0].isupper() or not words.same_sentence(i - 1, start)
    return starts_sentence or words[i - 1] in {";", ":", ","}


class _RoleFinder:
    """Reads the role of a count from the words around it."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}

    def role(self, span: Span, start: int, end: int, following: int) -> str | None:
        """Return the role of the count at `[start, end)`; the next count begins at `following`."""
        words = self.words
        if span._.rule == "n-equals" or self._is_arm_in_brackets(start, end):
            return self._in_brackets(start)
        if span._.rule == "breakdown" and words[start - 1] in {"(", ",", "and"}:
            return self._of_part(start, end)
        if span._.value.is_denominator or opens_whole(words, start):
            return self._of_whole(start, end, following)
        if words[start - 1] in {"but", "except"} and words[start - 2] in {"all", "", ","}:
            return LOST
        if span._.value.of is not None:
            return self._of_numerator(start, end, following)
        return self._by_clause(span, start, end, following)

    def _of_part(self, start: int, end: int) -> str:
        """ "(15 dermatomyositis, 12 polymyositis)" are subgroups; "(41 to A, 39 to B)", "(A, 41; B, 39)" arms."""
        words = self.words
        label_before = words[start - 1] in {",", ":"} and words[end] in {")", ";", ","}
        behind = set(words.lower[end : end + 3])
        is_arm = label_before or self._names_drug(end, end + 3) or bool(behind & _OF_ARMS)
        return ARM if is_arm else SUBGROUP

    def _by_clause(self, span: Span, start: int, end: int, following: int) -> str | None:
        words = self.words
        behind = None if words[start - 1] in _PREPOSITIONS else self._cue(self._behind(end, following))
        before = self._cue(self._before(start)) if behind is None else None
        role = behind or before or self._cue(iter(range(start, end)))
        has_share = self._has_share(words.bounds(span)[1]) or self._has_share(end)
        return None if has_share and role == ARM else role

    def _of_numerator(self, start: int, end: int, following: int) -> str:
        """A part is never the arm that its clause names; the cue is behind the whole: "38 out of 43 patients ..."."""
        words = self.words
        role = None if words[start - 1] in _PREPOSITIONS else self._cue(self._behind(end, following))
        if role is None:
            noun = counted_noun(words, following + 1)
            behind = noun.end if noun else following + 1
            role = self._cue(i for i in self._behind(behind, behind + _AFTER) if words.number_before(i) is None)
        return EVENT if role in {None, ARM, ENROLLED, SUBGROUP} else role

    def _is_arm_in_brackets(self, start: int, end: int) -> bool:
        """ "nemolizumab (34 patients) or placebo (36)"."""
        words = self.words
        alone = words[start - 1] == "(" and words[end] in {")", ";", ","}
        return alone and (start - 2 in self.drugs or words[start - 2] in _ARM_LABELS)

    def _in_brackets(self, start: int) -> str | None:
        """ "letrozole (n = 458)" is an arm, "24% (n = 12)" an event, "patients (n = 60) were enrolled" the study."""
        words = self.words
        opening = next((i for i in words.backwards(start, 12) if words[i] in {"(", "["}), start)
        if words[opening - 1] in PERCENT_WORDS:
            return EVENT
        if words[opening - 1] in _GENERAL_PEOPLE:
            closing = words.closing(opening) or start
            return self._cue(self._behind(closing + 1, len(words))) or ARM
        return ARM

    def _of_whole(self, start: int, end: int, following: int) -> str | None:
        words = self.words
        phrase = self._cue(iter(range(start, end)))
        if phrase in {COMPLETED, ARM, SUBGROUP}:
            return phrase
        behind = set(words.lower[end : min(end + 4, following)])
        if not behind.isdisjoint(_OTHER_WORDS):
            return OTHER
        if self._names_drug(start, end + 4) or not {"group", "arm", "placebo"}.isdisjoint(words.lower[start : end + 8]):
            return ARM
        return SUBGROUP if words[end - 1] in {"children", "adults"} else None

    def _names_drug(self, start: int, end: int) -> bool:
        return any(i in self.drugs for i in range(start, end))

    def _has_share(self, i: int) -> bool:
        """Whether a percentage in brackets stands at word `i`."""
        words = self.words
        return words[i] == "(" and words.number_at(i + 1) is not None and words[i + 2] in PERCENT_WORDS

    def _cue(self, where: Iterator[int]) -> str | None:
        words, role = self.words, None
        for i in where:
            role = role or self._told_by(i)
            if role in {ENROLLED, OTHER} and words[i] in _ANALYSIS:
                return COMPLETED
            if role not in {None, ENROLLED, OTHER}:
                break
        return role

    def _told_by(self, i: int) -> str | None:
        role = _ROLE_OF.get(self.words[i])
        randomised_to = role == ENROLLED and self.words[i].startswith("randomi") and self.words[i + 1] == "to"
        return ARM if randomised_to else role

    def _behind(self, end: int, following: int) -> Iterator[int]:
        """Yield the positions behind a count up to the end of its clause or the next count; "(57%)" is stepped over."""
        words, i = self.words, end
        if words[i] in {"(", "["}:
            i = (words.closing(i) or i) + 1
        last = min(following, i + _AFTER, len(words))
        while i < last and words.same_sentence(end - 1, i) and words[i] not in _CLAUSE_ENDS:
            if words[i] in _RELATIVES:  # "670 patients who had surgery were enrolled"
                i = next((j for j in range(i + 2, last) if words[j] in {",", "were", "was"}), last)
                continue
            yield i
            i += 1

    def _before(self, start: int) -> Iterator[int]:
        words = self.words
        for i in words.backwards(start, _BEFORE):
            if words[i] in _CLAUSE_ENDS:
                return
            if words[i] not in _ONLY_NEAR or i > start - 3:  # not "complications included pain in 2 patients"
                yield i
