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
    "analysis evaluated available followed",
    ENROLLED: "enrolled recruited entered included registered accrued studied randomised randomized participated "
    "investigated reviewed consecutive identified",
    ARM: "assigned allocated treated received receiving given taking recipients placebo controls control group arm "
    "groups arms",
    SUBGROUP: "female male females males women men woman man girls boys sex gender white black whites blacks caucasian "
    "hispanic african asian smokers premenopausal postmenopausal pregnant",
    EVENT: "had developed achieved attained responded relapsed improved improvement experienced showed demonstrated "
    "remained cured recovered failed progressed response remission responses occurred reported required became "
    "reached recurrence relapse relapses toxicity adverse success stabilized stabilised survived",
    OTHER: "screened approached invited eligible contacted planned needed estimated target calculated",
}
_ROLE_OF = {word: role for role, words in _CUES.items() for word in words.split()}
_CLAUSE_ENDS = frozenset({".", ";", ":", ")", "(", "but", "whereas", "while", "]"})
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
    places = words.places(SAMPLE_SIZE)
    counts: list[PeopleCount] = []
    for k, (start, end, span) in enumerate(places):
        following = places[k + 1].start if k + 1 < len(places) else len(words)
        phrase_end = _phrase_end(words, span, end, following)
        role = _role(words, span, start, phrase_end, following)
        is_whole = span._.value.is_denominator or opens_whole(words, start)
        counts.append(PeopleCount(span, start, phrase_end, role, span._.value.of, is_whole))
    return counts


def _phrase_end(words: Words, span: Span, end: int, following: int) -> int:
    """Return the position behind the number and its noun, at the latest at the count that follows."""
    noun = counted_noun(words, end, singular=span._.value.n == 1)
    return min(noun.end, following) if noun else end


def _role(words: Words, span: Span, start: int, end: int, following: int) -> str | None:
    if span._.rule == "n-equals":
        return _role_in_brackets(words, start)
    if span._.rule == "breakdown" and words[start - 1] in {"(", ",", "and"}:
        return ARM if _names_drug(words, end, end + 3) else SUBGROUP
    if span._.value.is_denominator or opens_whole(words, start):
        return _denominator_role(words, start, end)
    if words[start - 1] in {"but", "except"} and words[start - 2] in {"all", "", ","}:
        return LOST
    behind = None if words[start - 1] in _PREPOSITIONS else _cue(words, _clause_behind(words, end, following))
    if span._.value.of is not None:
        return _not_arm(behind or _cue_behind_whole(words, end, following)) or EVENT
    before = _cue(words, _clause_before(words, start)) if behind is None else None
    role = behind or before or _cue(words, iter(range(start, end)))
    return _not_arm(role) if _has_share(words, words.bounds(span)[1], end) else role


def _has_share(words: Words, number_end: int, end: int) -> bool:
    """Whether a percentage in brackets stands behind the number or its noun."""
    return any(words[i] == "(" and words.number_at(i + 1) and words[i + 2] in PERCENT_WORDS for i in (number_end, end))


def _not_arm(role: str | None) -> str | None:
    """A part of a group is not the group, whatever group the clause names."""
    return None if role in {ARM, ENROLLED} else role


def opens_whole(words: Words, start: int) -> bool:
    """Whether a count stands in "Of 300 patients," or "Among the 417 patients" at the start of its clause."""
    i = start - 1
    while words[i] in {"the", "these", "all", "our"}:
        i -= 1
    if words[i] not in {"of", "among"}:
        return False
    starts_sentence = words.text[i][0].isupper() or not words.same_sentence(i - 1, start)
    return starts_sentence or words[i - 1] in {";", ":", ","}


def _cue_behind_whole(words: Words, end: int, following: int) -> str | None:
    """The cue behind "38 out of 43 patients": the count that follows is the whole."""
    noun = counted_noun(words, following + 1)
    start = noun.end if noun else following + 1
    return _cue(words, _clause_behind(words, start, start + _AFTER))


def _cue(words: Words, where: Iterator[int]) -> str | None:
    return next((_ROLE_OF[words[i]] for i in where if words[i] in _ROLE_OF), None)


def _clause_behind(words: Words, end: int, following: int) -> Iterator[int]:
    """Yield the positions behind a count up to the end of its clause or the next count; "(57%)" is stepped over."""
    i = end
    if words[i] in {"(", "["}:
        i = (words.closing(i) or i) + 1
    last = min(following, i + _AFTER, len(words))
    while i < last and words.same_sentence(end - 1, i):
        if words[i] in _CLAUSE_ENDS:
            return
        if words[i] in _RELATIVES:  # "670 patients who had surgery were enrolled"
            i = next(
                (j for j in range(i, last) if words[j] == "," or (words[j] in {"were", "was"} and j > i + 1)), last
            )
            continue
        yield i
        i += 1


def _clause_before(words: Words, start: int) -> Iterator[int]:
    for i in words.backwards(start, _BEFORE):
        if words[i] in _CLAUSE_ENDS:
            return
        yield i


def _role_in_brackets(words: Words, start: int) -> str | None:
    """ "letrozole (n = 458)" is an arm, "24% (n = 12)" an event."""
    opening = next((i for i in words.backwards(start, 12) if words[i] in {"(", "["}), start)
    if words[opening - 1] in {"%", "percent"}:
        return EVENT
    return ARM


def _denominator_role(words: Words, start: int, end: int) -> str | None:
    phrase = _cue(words, iter(range(start, end)))
    if phrase in {COMPLETED, ARM, SUBGROUP}:
        return phrase
    if _names_drug(words, start, end + 4) or _names_group(words, start, end + 8):
        return ARM
    return SUBGROUP if words[end - 1] in {"children", "adults"} else None


def _names_drug(words: Words, start: int, end: int) -> bool:
    return any(start <= drug.start < end for drug in words.places(DRUG))


def _names_group(words: Words, start: int, end: int) -> bool:
    return any(words[i] in {"group", "arm", "placebo", "controls"} for i in range(start, min(end, len(words))))
