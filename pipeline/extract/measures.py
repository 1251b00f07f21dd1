"""Says what a result measures, as a short phrase of the text's own words.

Four places are looked at, by how the numbers stand in their sentence: behind them, where people are the subject
("35 of 48 patients had a [complete response]"); in front of a bracket ("[response rate] (32% v 21%)") or of a
preposition ("[nephrotic syndrome] in 1 patient"); and the subject of the clause ("[overall response rate] was 80%").
A result that has none of these shares the measure of the result that it is compared with.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.results import Result, Sentence
from pipeline.tag.people import PEOPLE, counted_noun
from pipeline.tag.statistics import PERCENT_WORDS
from pipeline.tag.words import DASHES, Words

_MAX_WORDS = 12
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_BE = frozenset("was were is are be been being".split())
_HAVE = frozenset("had has have having".split())
# Verbs that lead to what was measured and say nothing of it themselves.
_LIGHT = (
    _BE
    | _HAVE
    | frozenset(
        "showed show shown demonstrated experienced achieved attained obtained developed reported exhibited "
        "displayed reached underwent received judged considered found noted observed seen documented detected "
        "recorded occurred did do does caused produced yielded resulted resulting led gave given totaled totalled "
        "averaged able presented reporting showing having achieving experiencing".split()
    )
)
# Verbs that are what was measured.
_FULL = frozenset(
    "responded relapsed improved died survived withdrew withdrawn discontinued discontinue completed remained "
    "recovered failed progressed required recurred worsened deteriorated decreased increased declined reduced fell "
    "rose dropped changed stabilized stabilised converted tolerated returned stopped cured healed resolved suffered "
    "became ceased continued needed lost gained maintained".split()
)
_VERBS = _LIGHT | _FULL
_CLAUSE_ENDS = frozenset({";", ":"})
_CONNECTORS = frozenset("but whereas while although though however nor therefore thus".split())
_VERSUS = frozenset("compared versus vs v than".split())
_COMPARING = _VERSUS | {"against", "respectively", "over"}
_NOT_FINITE = frozenset(
    "treated assigned randomized randomised allocated given taking receiving evaluated enrolled included who that "
    "which whose whom".split()
)
_FUNCTION_WORDS = (
    frozenset(
        "a an the of in on at to for with by from and or as there this that these those it its their his her our "
        "also only about approximately almost nearly overall, , - – — ( ) : ; . no significant significantly "
        "statistically respectively both each either another into up an well still than then so".split()
    )
    | DASHES
)
_COMPARATIVES = frozenset(
    "higher lower greater longer shorter better worse more less common frequent similar comparable equal smaller "
    "larger fewer different faster slower prolonged superior inferior significant improved reduced increased "
    "decreased".split()
)
_ARM_PREPOSITIONS = frozenset("in with on for among to".split())
_ARMS = frozenset("group groups arm arms patients".split())
_BEFORE_NUMBER = frozenset(
    "about approximately only almost nearly of to at by reached was were is are = : around just up".split()
)
_PEOPLE_PREPOSITIONS = frozenset("in by for among".split())
_DETERMINERS = frozenset("all only the another just about approximately almost nearly each a total of".split())


def set_measures(words: Words, sentence: Sentence, results: list[Result]) -> None:
    """Set `measure` of the results of one sentence, in order; one without any words stays None."""
    for k, result in enumerate(results):
        left = results[k - 1].end if k else sentence.start
        right = results[k + 1].start if k + 1 < len(results) else sentence.end
        left = max(left, _clause_start(words, result.start, left))
        result.measure = result.measure or _own_measure(words, result, left, right)
    for before, after in pairwise(results):
        after.measure = after.measure or before.measure
    for after, before in pairwise(results[::-1]):
        before.measure = before.measure or after.measure


def _own_measure(words: Words, result: Result, left: int, right: int) -> str | None:
    in_bracket = _opening_before(words, result.start, left)
    if in_bracket is not None:
        return _before_bracket(words, in_bracket, left)
    if result.before is not None:
        return _governing(words, left, result.start)
    i = words.skip_back(result.start - 1, _DETERMINERS - {"of"})
    of_people = result.n is not None or _percent_of_people(words, result)
    if of_people and words[i] not in _BE:
        predicate = _predicate(words, _behind_bracket(words, result.end), right)
        if predicate:
            return predicate
        if words[i] in _PEOPLE_PREPOSITIONS:
            return _governing(words, left, i)
    if words[i] in _BEFORE_NUMBER or words[result.start - 1] in _BEFORE_NUMBER:
        return _governing(words, left, i + 1)
    return None


def _behind_bracket(words: Words, end: int) -> int:
    """Return the end of the bracket that `end` stands in: "(73%; 95% CI, 58-85%) had ..."."""
    for i in range(end - 1, max(end - 8, 0), -1):
        if words[i] in _CLOSE:
            return end
        if words[i] in _OPEN:
            return (words.closing(i) or end - 1) + 1
    return end


def _opening_before(words: Words, start: int, left: int) -> int | None:
    """Return the bracket that a result stands in, if nothing but a few words stand between."""
    for i in range(start - 1, max(left - 1, start - 6), -1):
        if words[i] in _OPEN:
            return i
        if words[i] in _CLOSE:
            return None
    return None


def _clause_start(words: Words, start: int, left: int) -> int:
    """Return where the clause of a result begins: behind a semicolon or a connector that no bracket holds."""
    depth = 0
    for i in range(start - 1, left - 1, -1):
        depth = max(depth + (words[i] in _CLOSE) - (words[i] in _OPEN), 0)
        if depth == 0 and (words[i] in _CLAUSE_ENDS or words[i] in _CONNECTORS):
            return i + 1
    return left


def _percent_of_people(words: Words, result: Result) -> bool:
    """ "42% patients", "75% of the patients"."""
    i = words.skip(result.end, {"of", "the", "all", "these", "our"})
    noun = counted_noun(words, i)
    return words[result.end - 1] in PEOPLE or (noun is not None and noun.is_people)


# --- behind the numbers


def _predicate(words: Words, end: int, right: int) -> str | None:
    """What the people of a result did or had: the words behind the first finite verb behind them."""
    i = end
    while i < right:
        if words[i] in _OPEN:
            i = (words.closing(i) or i) + 1
            continue
        if words[i] in _CLAUSE_ENDS | _CONNECTORS | _VERSUS:
            return None
        if words[i] in _NOT_FINITE and words[i - 1] not in _BE:
            i = _behind_relative(words, i, right)
            continue
        if words[i] in _VERBS:
            return _from_verb(words, i, right)
        i += 1
    return None


def _behind_relative(words: Words, i: int, right: int) -> int:
    """Step over "who were treated with X," and "taking X": up to a comma, or to the next finite verb."""
    i += 2 if words[i] in {"who", "that", "which"} else 1
    while i < right and words[i] != "," and words[i] not in _HAVE | {"developed", "were", "was"}:
        i += 1
    return i + (words[i] == ",")


def _from_verb(words: Words, i: int, right: int) -> str | None:
    start = i
    while start < right and (words[start] in _LIGHT or words[start].endswith("ly") or words[start] in {"to", "not"}):
        start += 1
    end = _phrase_end(words, start, right)
    if start == end:
        start, end = i, i + 1
    return _tidy(words, start, end)


def _phrase_end(words: Words, start: int, right: int) -> int:
    for i in range(start, min(right, start + _MAX_WORDS)):
        stops = words[i] in _CLAUSE_ENDS | _COMPARING | _CONNECTORS | _OPEN or words[i] == ","
        if stops or words.number_at(i) or words[i] in {"who", "which", "at", "within", "after", "during"}:
            return i
        if words[i] == "and" and (words.number_at(i + 1) or words[i + 1] in _VERBS):
            return i
    return min(right, start + _MAX_WORDS)


# --- in front of the numbers


def _before_bracket(words: Words, opening: int, left: int) -> str | None:
    """The noun phrase in front of a bracket; where that is an arm or a comparison, the subject of the clause."""
    end = _without_comparison(words, left, opening)
    start = _after_last_verb(words, left, end)
    phrase = _tidy(words, start, end)
    if phrase and not all(word in _COMPARATIVES or word.endswith("ly") for word in phrase.lower().split()):
        return phrase
    return _governing(words, left, start)


def _without_comparison(words: Words, left: int, end: int) -> int:
    """Cut "over that of placebo", "with etoricoxib", "in the treated group" off the end of `[left, end)`."""
    for i in range(end - 1, left, -1):
        if words[i] in _COMPARING and end - i < 12:
            return _without_comparison(words, left, i)
        if words[i] in _VERBS or words[i] in {",", ";"}:
            break
    for i in range(end - 1, max(left, end - 8), -1):
        if words[i] in _ARM_PREPOSITIONS and (words[i - 1] in _COMPARATIVES or words[end - 1] in _ARMS):
            return i
        if words[i] == "patients" and words[i - 1] in _ARM_PREPOSITIONS:
            return i - 1
    return end


def _governing(words: Words, left: int, end: int) -> str | None:
    """The subject, or the object of a verb that says something, in `[left, end)`: what the number is about."""
    while end > left and (
        words[end - 1] in _LIGHT or words[end - 1].endswith("ly") or words[end - 1] in _BEFORE_NUMBER | _COMPARATIVES
    ):
        end -= 1
    end = _without_comparison(words, left, end)
    start = _after_last_verb(words, left, end)
    return _tidy(words, start, end) or (_tidy(words, left, start) if start > left else None)


def _after_last_verb(words: Words, left: int, end: int) -> int:
    """Return where the last noun phrase of `[left, end)` begins: behind its last verb, comma or opening bracket."""
    depth = 0
    for i in range(end - 1, left - 1, -1):
        depth += (words[i] in _CLOSE) - (words[i] in _OPEN)
        if depth < 0:
            return i + 1
        if depth == 0 and ((words[i] in _VERBS and i < end - 1) or words[i] in {",", ";", ":"} | _CONNECTORS):
            return i + 1
    return left


def _tidy(words: Words, start: int, end: int) -> str | None:
    """Return the words `[start, end)` without brackets and without function words at the ends, or None."""
    kept: list[int] = []
    i = start
    while i < end:
        if words[i] in _OPEN:
            i = min((words.closing(i) or i) + 1, end)
            continue
        kept.append(i)
        i += 1
    while kept and words[kept[0]] in _FUNCTION_WORDS:
        kept.pop(0)
    kept = kept[:_MAX_WORDS]
    while kept and (words[kept[-1]] in _FUNCTION_WORDS or words[kept[-1]] in PERCENT_WORDS):
        kept.pop()
    if not any(words.text[i].isalpha() for i in kept):
        return None
    return _joined(words, kept)


def _joined(words: Words, kept: list[int]) -> str:
    pieces = [words.text[i] + ("" if words.glued[i] and j in kept else " ") for i, j in ((i, i + 1) for i in kept)]
    return "".join(pieces).strip()
