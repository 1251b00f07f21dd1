"""The words that tell what a count of people counts, and how they are read around a count.

`count_roles` decides where to look; `CueReader` says what the words there tell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.tag.attributes import SAMPLE_SIZE
from pipeline.tag.people import PEOPLE
from pipeline.tag.words import Words

ENROLLED, ARM, SUBGROUP, COMPLETED, LOST = "enrolled", "arm", "subgroup", "completed", "lost"
EVENT, DIED, OTHER = "event", "died", "other"
HAPPENED = frozenset({EVENT, LOST, DIED})

# Words that tell what a count counts, by the role they tell. Looked for behind the count up to the end of its clause,
# then in front of it; the nearest decides.
_CUES = {
    DIED: "died death deaths dead expired",
    LOST: "withdrew withdrawn withdrawal withdrawals discontinued discontinue discontinuing excluded dropped dropping "
    "dropout dropouts lost refused declined stopped ineligible noncompleters prematurely early",
    COMPLETED: "completed completing finished evaluable analysed analyzed assessable analyzable analysable completers "
    "analysis evaluated assessed available followed followup based",
    ENROLLED: "enrolled recruited entered included registered accrued studied randomised randomized participated "
    "investigated reviewed consecutive identified agreed consented randomization randomisation",
    ARM: "assigned allocated treated received receiving given taking recipients placebo controls control group arm "
    "groups arms comprised comprising consisted consisting",
    SUBGROUP: "female male females males women men woman man girls boys sex gender white black whites blacks caucasian "
    "hispanic african asian smokers premenopausal postmenopausal pregnant presented",
    EVENT: "had developed achieved attained responded relapsed improved improvement experienced showed demonstrated "
    "remained cured recovered failed progressed response remission responses occurred reported required became "
    "reached recurrence relapse relapses toxicity adverse success stabilized stabilised survived shown exhibited "
    "suffered recurred worsened deteriorated bled benefited tolerated",
    OTHER: "screened approached invited eligible contacted planned needed estimated target calculated",
}
OTHER_WORDS = frozenset(_CUES[OTHER].split())
_ROLE_OF = {word: role for role, words in _CUES.items() for word in words.split()}
# Behind a word of enrolment these say that the people were analysed: "were included in the analysis".
ANALYSIS = frozenset("analysis analyses evaluation evaluable analyzed analysed assessable".split())
_BE = frozenset("was were is are be".split())
_FOLLOWED = frozenset({"follow-up", "followup", "follow"})  # "had at least 6 months of follow-up"
_GIVEN = frozenset("treated received receiving given".split())
_UNTIL_END = frozenset({"completion"})
_EARLIER = frozenset("previous prior previously earlier".split())
_BEFORE_ARM = frozenset("the a an to or and of in placebo active received as versus vs no healthy matched".split())
_BEHIND_CONTROL = frozenset("group groups arm arms cohort treatment diet intervention".split())
# What people end when they are lost: "concluded the study early".
_COURSE_OF_STUDY = frozenset("study trial treatment therapy".split())
_COURSES = frozenset("cycles cycle courses course".split())
_MOST_COURSES = 30  # of one person; "received 516 cycles" are those of all
# What was given where no arm is told from another: "348 received study drug", "122 were treated".
_ANY_TREATMENT = frozenset("study treatment allocated assigned their according . ;".split())
PLANNED = frozenset("planned needed estimated target calculated screened potential".split())
_TIME_OF = frozenset("of after before upon following on despite".split())  # "within a week of discontinuing"
_CLAUSE_ENDS = frozenset({".", ";", ":", ")", "(", "but", "whereas", "while", "]"})
_ONLY_NEAR = frozenset("included including group groups arm arms comprised comprising consisted consisting".split())
RELATIVES = frozenset({"who", "which", "that"})
REACH_BEHIND, _REACH_BEFORE = 12, 10  # words


class CueReader:
    """Reads what the words around the counts of one document tell of them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.starts = [place.start for place in words.places(SAMPLE_SIZE)]
        self.count_starts = set(self.starts)

    def role(self, where: Iterator[int]) -> str | None:
        """Return the role that the first cue at some positions tells, nearest first."""
        words, role, planned = self.words, None, False
        for i in where:
            told = self.told_by(i)
            if role == OTHER and told == ENROLLED and not planned:
                role = ENROLLED  # "95% of those approached agreed"
            planned = planned or words[i] in PLANNED
            role = role or told
            if role in {ENROLLED, OTHER} and words[i] in ANALYSIS:
                return COMPLETED
            if role not in {None, ENROLLED, OTHER}:
                break
        return role

    def told_by(self, i: int) -> str | None:
        """Return the role that the word at `i` tells with the words beside it."""
        words, word = self.words, self.words[i]
        role = _ROLE_OF.get(word)
        if word.endswith("ing") and role == LOST and words[i - 1] in _TIME_OF:
            return None
        followed_by = word == "followed" and words[i + 1] == "by"
        if followed_by or (word == "had" and _ROLE_OF.get(words[i + 1], EVENT) != EVENT):  # "had completed"
            return None
        if self._has_courses(i):
            return COMPLETED
        return self._in_context(i, role)

    def _in_context(self, i: int, role: str | None) -> str | None:
        """Return the role that a cue tells with the words beside it."""
        words, word = self.words, self.words[i]
        if (word.startswith("randomi") and words[i + 1] == "to") or (word == "receive" and words[i - 1] == "to"):
            return ARM
        if word == "identified" and words[i + 1] == "in" and i + 2 in self.count_starts:
            return EVENT  # "a node was identified in 12 patients"
        if word in {"calculated", "estimated"} and words[i + 1] in {"for", "in", "from"}:
            return COMPLETED
        if word == "assessed" and "eligibility" in words.lower[i + 1 : i + 3]:
            return OTHER
        if word in {"treated", "received"} and words[i + 1] in _ANY_TREATMENT:
            return COMPLETED
        if word in _GIVEN and not _UNTIL_END.isdisjoint(words.lower[i + 1 : i + REACH_BEHIND]):
            return COMPLETED
        if word in _GIVEN and not _EARLIER.isdisjoint(words.lower[i + 1 : i + 3]):
            return SUBGROUP  # "had received previous chemotherapy"
        if word == "compared" and words[i - 1] in _BE and words[i + 1] == "with" and words.number_at(i + 2):
            return ARM  # "10 infants were compared with 16 others"
        if word == "control" and not self._is_arm(i):
            return None
        if word == "needed" and words[i - 1] not in _BE:
            return EVENT  # "21 needed further infusions"; but "60 patients were needed"
        if word == "had" and any(words[k] in _FOLLOWED and words[k - 1] == "of" for k in range(i, i + REACH_BEHIND)):
            return COMPLETED
        if word == "shown" and words[i - 1] in _BE:
            return None
        if word == "presented":  # "six presented with fever", but "four (6%) presented with", "two presented a rash"
            return SUBGROUP if words[i + 1] == "with" and words[i - 1] != ")" else EVENT
        if word == "early" and words[i - 1] not in _COURSE_OF_STUDY:
            return None
        return role

    def _is_arm(self, i: int) -> bool:
        """Whether the "control" at word `i` is a group: not "local control was achieved"."""
        words = self.words
        named = words[i - 1] in _BEFORE_ARM or words.number_before(i) is not None
        return named or words[i + 1] in _BEHIND_CONTROL | PEOPLE

    def _has_courses(self, i: int) -> bool:
        """ "received four cycles": how far people came with the treatment."""
        number = self.words.number_at(i + 1) if self.words[i] == "received" else None
        return number is not None and number.value <= _MOST_COURSES and self.words[number.end] in _COURSES

    def behind(self, end: int, following: int) -> Iterator[int]:
        """Yield the positions behind a count up to the end of its clause or the next count; "(57%)" is stepped over."""
        words, i = self.words, end
        if words[i] in {"(", "["}:
            i = (words.closing(i) or i) + 1
            if i > following:  # the counts in the bracket are parts of this one
                k = bisect_left(self.starts, i)
                following = self.starts[k] if k < len(self.starts) else len(words)
        last = min(following, i + REACH_BEHIND, len(words))
        while i < last and words.same_sentence(end - 1, i) and words[i] not in _CLAUSE_ENDS:
            if words[i] in RELATIVES:  # "670 patients who had surgery were enrolled"
                verb = next((j for j in range(i + 2, last + REACH_BEHIND) if words[j] in {",", "were", "was"}), last)
                last = min(last + verb - i, following, len(words))
                i = verb
                continue
            if words[i] == "with" and words.number_at(i + 1):  # "171 patients with 10 lost to follow-up"
                return
            yield i
            i += 1

    def before(self, start: int) -> Iterator[int]:
        """Yield the positions in front of a count in its clause, nearest first."""
        words = self.words
        for i in words.backwards(start, _REACH_BEFORE):
            if words[i] in _CLAUSE_ENDS or (words[i] == "with" and words[i - 1] == ","):
                return
            if words[i] not in _ONLY_NEAR or i > start - 3:  # not "complications included pain in 2 patients"
                yield i

    def is_planned(self, start: int) -> bool:
        """ "a target of 80", "the planned 92", not "rates were calculated for 60"."""
        comma = next((i for i in range(start - 1, start - 4, -1) if self.words[i] == ","), start - 4)
        before = range(max(comma + 1, 0), start)  # "of 121 screened, 112 were enrolled"
        return any(self.words[i] in PLANNED and self.told_by(i) != COMPLETED for i in before)
