"""Says by the text's own words whether a result is an improvement, a worsening, or no difference or change.

Three kinds of words tell it. A change or difference that is denied ("no significant difference", "did not improve",
"P = NS") makes the results of its clause `none`. A state in the measure ("complete remission", "relapsed") or a change
of something good or bad ("reduction in pain", "mortality increased") makes the result `improved` or `worsened`, unless
it is what was waited for or compared ("time to remission", "response rate"). What a clause tells is of no single arm:
where arms are set against each other, only the measure counts. Words that contradict each other, and anything else,
leave the direction null.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.measure_words import CLAUSE_ENDS
from pipeline.extract.phrases import PhraseTable
from pipeline.extract.results import Result, Sentence
from pipeline.tag.words import DASHES, Words

IMPROVED, WORSENED, NONE = "improved", "worsened", "none"
_UP, _DOWN, _GOOD, _BAD = "up", "down", "good", "bad"

# A change or a difference that is denied.
_DENIED: PhraseTable[str] = PhraseTable(
    {
        NONE: (
            "no statistically? significant? difference|differences|change|changes|improvement|effect|benefit",
            "no statistically|clinically significant|relevant|meaningful difference|differences|change|changes|effect",
            "without significant? difference|differences|change|changes|improvement",
            "did|do|does|was|were not significantly|statistically? differ|different|change|changed|improve|improved",
            "not statistically? significant",
            "not significantly different",
            "remained|remain unchanged|stable",
            "was|were unchanged",
            "failed to improve",
            "was|were|is|are similar|comparable|equivalent",
        )
    }
)
# States that people came to, as measures tell them.
_STATES: PhraseTable[str] = PhraseTable(
    {
        IMPROVED: (
            "improved|improvement|improvements",
            "remission|remissions",
            "responded|responders",
            "complete|partial|objective|overall|clinical|positive|good|excellent|treatment|virological|tumor|tumour "
            "response|responses",
            "recovered|recovery",
            "cured|cure",
            "healed|healing",
            "resolved|resolution",
            "relief|relieved",
        ),
        WORSENED: ("worsened|worsening", "deteriorated|deterioration", "relapsed"),
        NONE: (
            "no|without improvement|response|remission|relief|change",  # _DENIED_NOUNS
            "not improved|respond|responded|improve|recovered|cured|healed|changed",
            "unchanged",
        ),
    }
)
_DENIED_NOUNS = frozenset("improvement response remission relief change".split())
# Verbs among them: who improved did so, also where arms did not differ.
_ACTS = frozenset("improved responded recovered cured healed resolved worsened deteriorated relapsed".split())
# Words that change what a state says: what is waited for, reckoned with, or denied.
_UNSAID = frozenset(
    "time duration free risk until predicted predict expected probability no not without never less lack median "
    "survival rate rates before prevent prevention prevented avoid".split()
)
_CHANGES = {
    **dict.fromkeys("increase increased increases increasing rose rise prolonged".split(), _UP),
    **dict.fromkeys("decrease decreased decreases decreasing reduction reduced reduces fell fall".split(), _DOWN),
    **dict.fromkeys("decline declined dropped drop lowered".split(), _DOWN),
}
_KINDS = {
    **dict.fromkeys("survival remission remissions mobility independence".split(), _GOOD),
    **dict.fromkeys(
        "mortality death deaths pain relapse relapses recurrence recurrences symptoms nausea".split(), _BAD
    ),
    **dict.fromkeys("vomiting seizures attacks infections bleeding fatigue depression anxiety toxicity".split(), _BAD),
    **dict.fromkeys("exacerbations hospitalizations hospitalisations complications disability itch".split(), _BAD),
}
_DIRECTIONS = {
    (_UP, _GOOD): IMPROVED,
    (_DOWN, _BAD): IMPROVED,
    (_UP, _BAD): WORSENED,
    (_DOWN, _GOOD): WORSENED,
}
# What may stand between a change and what changed: "a reduction in the mean pain scores", "mortality was increased".
_LINKS = frozenset(
    "in of the mean median average overall score scores severity frequency rate rates number was were is are "
    "significantly markedly also has have been daily weekly total risk odds hazard from".split()
)
_DENIALS = frozenset("no not without never neither nor".split())
_REACH = 6  # words from a change to what changed


def set_directions(words: Words, sentence: Sentence, results: Sequence[Result]) -> None:
    """Set `direction` of the results of a sentence, which have their measures, arms and P values."""
    compared = len({result.arm for result in results if result.arm and result.effect_type is None}) > 1
    clauses = _Clauses(words, sentence)
    for result in results:
        clause = clauses.of(result)
        measure = _words_of(result.measure)
        if result.direction == NONE or clause.denied:
            result.direction = None if _ACTS.intersection(measure) else NONE
        else:
            result.direction = _of_measure(measure, clause)
            if result.direction is None and not _STATES.find(measure) and (result.effect_type or not compared):
                result.direction = clause.change


class _Clause(NamedTuple):
    """What the words of a clause tell: that nothing differs, states that they name, and a change for good or bad."""

    denied: bool
    states: frozenset[str]
    change: str | None


class _Clauses:
    """The clauses of a sentence; brackets end none. Each is read once, however many results stand in it."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self._words = words
        self._sentence = sentence
        self._ends = [i for i in range(sentence.start, sentence.end) if words[i] in CLAUSE_ENDS]
        self._read: dict[tuple[int, int], _Clause] = {}

    def of(self, result: Result) -> _Clause:
        """Return the clause that a result stands in."""
        left, right = bisect_left(self._ends, result.start), bisect_left(self._ends, result.end)
        start = self._ends[left - 1] + 1 if left else self._sentence.start
        end = self._ends[right] if right < len(self._ends) else self._sentence.end
        if (start, end) not in self._read:
            self._read[start, end] = _read(self._words.lower[start:end])
        return self._read[start, end]


def _read(words: list[str]) -> _Clause:
    states = frozenset(hit.tag for hit in _STATES.find(words))
    return _Clause(bool(_DENIED.find(words)), states, _of_change(words))


def _words_of(measure: str | None) -> list[str]:
    text = (measure or "").lower()
    return "".join(" " if sign in DASHES else sign for sign in text).split()


def _of_measure(measure: list[str], clause: _Clause) -> str | None:
    """ "complete remission", "had no response", "reduction in pain score"; not "time to remission".

    A measure has no "no" in front; where its clause has one in front of a state, it tells of that.
    """
    told = {hit.tag for hit in _STATES.find(measure)}
    if NONE in clause.states and (told or _DENIED_NOUNS.intersection(measure)):
        return NONE if NONE in told or len(clause.states) == 1 else None
    if _UNSAID.intersection(measure) or len(told) > 1:
        return None if told or _DENIALS.intersection(measure) else _of_change(measure)
    return told.pop() if told else _of_change(measure)


def _of_change(clause: list[str]) -> str | None:
    """ "reduced the risk of death", "mortality was increased": None if nothing or both ways are told."""
    if not _DENIALS.isdisjoint(clause):
        return None
    told = {
        _DIRECTIONS[change, kind]
        for i, word in enumerate(clause)
        if (change := _CHANGES.get(word)) is not None and (kind := _changed(clause, i)) is not None
    }
    return told.pop() if len(told) == 1 else None


def _changed(clause: list[str], i: int) -> str | None:
    """Whether what a word of change at `i` stands beside is good or bad; what follows it counts first."""
    for step in (1, -1):
        j = i + step
        while 0 <= j < len(clause) and abs(j - i) < _REACH and clause[j] in _LINKS:
            j += step
        if 0 <= j < len(clause) and clause[j] in _KINDS:
            return _KINDS[clause[j]]
    return None
