"""Says what a result measures, as a short phrase of the text's own words.

Where the phrase stands depends on how the numbers stand in their sentence: behind them, where people are the subject
("21 of 30 patients had a [complete response]"); in front of a bracket ("[response rate] (41% v 33%)") or of a
preposition ("[nephrotic syndrome] in 1 patient"); or it is the subject ("[overall response rate] was 80%").
A result that has no phrase of its own shares that of the result that it is compared with.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.extract.measure_phrases import PhraseReader
from pipeline.extract.measure_words import (
    ARM_PREPOSITIONS,
    BE,
    BEFORE_NUMBER,
    BEFORE_PEOPLE,
    CHANGE_NOUNS,
    CLAUSE_ENDS,
    CLOSE,
    COMPARATIVES,
    FULL_VERBS,
    HAVE,
    HEADINGS,
    JOINERS,
    OPEN,
    PEOPLE_PREPOSITIONS,
    STAT_WORDS,
    VERBS,
)
from pipeline.extract.results import Result, Sentence
from pipeline.tag.counts import RESPONSE_KINDS
from pipeline.tag.people import PEOPLE, counted_noun
from pipeline.tag.words import DASHES, Words

_MAX_WORDS = 12
_LONGEST_CLAUSE = 150  # words in front of a result in which its clause begins
_NOT_SUBJECTS = BE | PEOPLE_PREPOSITIONS
_LEADING = PEOPLE_PREPOSITIONS | BEFORE_NUMBER
_FINITE = HAVE | FULL_VERBS | {"were", "did"}
_SIDE_BY_SIDE = frozenset("and or v vs versus".split())
_DETERMINERS = frozenset("the a an this these their his her its".split())
_BRACKET_ENDS = CLOSE | {";"}
_NO_WORDS = (JOINERS - DASHES) | ARM_PREPOSITIONS | VERBS | PEOPLE | {"occurring", "observed"}
_NO_NOUNS = JOINERS | ARM_PREPOSITIONS | VERBS | PEOPLE


class MeasureFinder:
    """Finds the measures of the results of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._shared_subject = False  # whether the brackets of a sentence hold arms of one subject
        self.phrases = PhraseReader(words)

    def set_measures(self, sentence: Sentence, results: list[Result]) -> None:
        """Set `measure` of the results of one sentence, in order; one without any words stays None."""
        self._shared_subject = False
        for k, result in enumerate(results):
            left = self._left(sentence, results, k)
            right = results[k + 1].start if k + 1 < len(results) else sentence.end
            result.measure = self._own(result, left, right, continues=k > 0)
            if result.measure is None and self.words[left - 1] in {":", ";"} and k == 0 and left > sentence.start:
                result.measure = self.phrases.governing(sentence.start, left - 1)
        self._share_out(sentence, results)
        for after, before in pairwise(results[::-1]):  # "20% and 15% of patients were cured"
            if before.measure is None and self._are_joined(before, after):
                before.measure = after.measure
        for before, after in pairwise(results):
            after.measure = after.measure or before.measure
        for after, before in pairwise(results[::-1]):
            before.measure = before.measure or after.measure
        if any(result.measure is None and not _is_bare_count(result) for result in results):
            self._set_around(sentence, results)

    def _are_joined(self, one: Result, other: Result) -> bool:
        gap = self.words.lower[one.end : other.start]
        return bool(gap) and _SIDE_BY_SIDE.issuperset(gap)

    def _set_around(self, sentence: Sentence, results: list[Result]) -> None:
        """ "There were 28 relapses, 11 in group A and 17 in group B": what stands around the results, if nothing leads
        to them."""
        left = self._left(sentence, results, 0)
        end = self.words.skip_back(results[0].start - 1, JOINERS | OPEN | PEOPLE_PREPOSITIONS) + 1
        phrase = self.phrases.governing(left, end) or self.subject(sentence, results[0])
        phrase = phrase or self.phrases.tidy(results[-1].end, sentence.end)
        for result in results:
            result.measure = phrase

    def subject(self, sentence: Sentence, result: Result) -> str | None:
        """Return the subject of the clause that a result stands in, for a result that has no measure of its own."""
        opening = next((i for i in range(result.start - 1, sentence.start, -1) if self.words[i] in OPEN), result.start)
        left = self._left(sentence, [replace(result, start=opening)], 0)
        verb = next((i for i in range(left + 1, result.start) if self.words[i] in VERBS), None)
        if verb is None and opening < result.start:  # "There was no difference in pain (...), [nausea] (RR 0.9 ..."
            return self.phrases.noun_phrase(left, opening)
        if verb is None:
            return self.phrases.tidy(left, result.start)
        return self.phrases.tidy(left, verb) or self.phrases.noun_phrase(verb + 1, opening)  # "There was no ..."

    def _share_out(self, sentence: Sentence, results: list[Result]) -> None:
        """ "Rates for A, B and C were 64%, 35% and 68%, respectively": as many measures as results, in turn."""
        words = self.words
        behind = words.lower[results[-1].end : results[-1].end + 3] if len(results) > 1 else []
        gaps = {words[i] for before, after in pairwise(results) for i in range(before.end, after.start)}
        if "respectively" not in behind or not gaps <= {",", "and", ";"}:
            return
        end = words.skip_back(results[0].start - 1, BE | {"at", ","}) + 1
        parts = self._members(self._left(sentence, results, 0), end)
        cut_apart = any(self.words[stop - 1] in DASHES for _, stop in parts)  # "5- and 10-year survival"
        if len(parts) == len(results) and not cut_apart:
            for result, (start, stop) in zip(results, parts, strict=True):
                result.measure = self.phrases.tidy(start, stop) or result.measure

    def _members(self, left: int, end: int) -> list[tuple[int, int]]:
        """Return the members of a list: the stretches of `[left, end)` between commas and "and"."""
        parts, start = [], left
        for i in range(left, end + 1):
            if i == end or self.words[i] in {",", "and"}:
                if i > start:
                    parts.append((start, i))
                start = i + 1
        return parts

    def _left(self, sentence: Sentence, results: list[Result], k: int) -> int:
        """Return where the words of a result begin: behind the result before it, its bracket, and the clause before."""
        start = results[k].start
        left = sentence.start
        if k:
            closing = self._behind_bracket(results[k - 1].end)
            if self.words[closing] in OPEN:
                closing = (self.words.closing(closing) or closing - 1) + 1
            left = closing if closing <= start else results[k - 1].end
        depth = 0
        left = max(left, start - _LONGEST_CLAUSE)
        for i in range(start - 1, left - 1, -1):
            word = self.words.lower[i]
            depth = max(depth + (word in CLOSE) - (word in OPEN), 0)
            if depth == 0 and word in CLAUSE_ENDS:
                return i + 1
        return left

    def _own(self, result: Result, left: int, right: int, *, continues: bool) -> str | None:
        words = self.words
        if words[result.end] in CHANGE_NOUNS:
            end = self.phrases.predicate_end(result.end, right)
            return self.phrases.tidy(result.end, next((i for i in range(result.end, end) if words[i] in VERBS), end))
        if result.rule in {"arm-count", "events"} and (noun := self._counted(result.start + 1, right)) is not None:
            return noun
        if result.rule == "count" and words[result.start + 1] in RESPONSE_KINDS:
            return self.phrases.tidy(result.start + 1, result.start + 3)
        opening = self._opening_before(result.start, left)
        if opening is not None:
            if result.n is not None and words[result.end] in _FINITE:  # "(of the 18, 15 were cured)"
                return self.phrases.predicate(result.end, right)
            if result.n is None and result.start == opening + 1 and self._ends_subject(opening):
                return self.phrases.predicate((words.closing(opening) or right) + 1, right)
            inside = self._inside_bracket(result) or self._opens_bracket(opening, result.start)
            return inside or self._before_bracket(opening, left, continues)
        if result.before is not None:
            return self.phrases.governing(left, result.start, with_verb=False)
        i = words.skip_back(result.start - 1, BEFORE_PEOPLE)
        of_total = words[i] == "of" and words[i - 1] == "total"  # "A total of 20 patients ..."
        if of_total:
            i = words.skip_back(i - 1, BEFORE_PEOPLE)
        of_people = result.n is not None or self._is_of_people(result)
        if of_people and words[i] not in _NOT_SUBJECTS:
            predicate = self.phrases.predicate(self._behind_bracket(result.end), right)
            if predicate or of_total:
                return predicate or self._having(result.end, right)
        if of_people and words[i] in PEOPLE_PREPOSITIONS - {"to"} and i <= left:
            return self._clause_behind(result.end, right)
        if of_people and words[i] == "," and self._is_introduction(left):
            return None
        if continues:
            left = self.phrases.behind_arm(left, i)
        if (continues or words[left - 1] in {":", ";"}) and self.phrases.is_arm(left, i + 1):
            return None  # "Failures were: placebo 5/68 (7%); aspirin 1/67 (1%)"
        if words[i] in _LEADING or words[result.start - 1] in BEFORE_NUMBER:
            return self.phrases.governing(left, i if words[i] in PEOPLE_PREPOSITIONS else i + 1)
        return self.phrases.governing(left, i + 1) if words[i].isalpha() and words[i] not in JOINERS else None

    def _having(self, end: int, right: int) -> str | None:
        """ "A total of 79 patients with [adverse events]"."""
        if self.words[end] != "with":
            return None
        stop = self.phrases.predicate_end(end + 1, right)
        return self.phrases.tidy(end + 1, next((i for i in range(end + 1, stop) if self.words[i] in VERBS), stop))

    def _is_introduction(self, left: int) -> bool:
        """Whether a sentence opens with how, not what: "[Using a cutoff of 8 points], 12 patients ..."."""
        opening = left + (self.words.text[left] in HEADINGS)
        return self.words[opening].endswith("ing") or self.words[opening] == "based"

    def _clause_behind(self, end: int, right: int) -> str | None:
        """ "In 2 cases [the ulcer recurred]", "In 2 cases of three, [the ulcer recurred]"."""
        people = counted_noun(self.words, end)
        at = end if people is None or self.words[end] in _DETERMINERS else people.end
        if self.words[at] in _DETERMINERS:
            return self.phrases.tidy(at, self.phrases.predicate_end(at, right))
        return self.phrases.following_clause(end, right)

    def _counted(self, start: int, right: int) -> str | None:
        """The noun phrase behind a number: "93 [deaths] in the early arm"."""
        words, end = self.words, start
        while end < right and self._goes_on(end) and words[end] not in _NO_WORDS:
            end += 1
        return self.phrases.tidy(start, end)

    def _goes_on(self, i: int) -> bool:
        """Whether a word or the hyphen of a compound stands at word `i`: "2 treatment-related deaths"."""
        words = self.words
        return words[i].isalpha() or (words[i] in DASHES and words.glued[i] and words.glued[i - 1])

    # --- brackets

    def _behind_bracket(self, end: int) -> int:
        """Return the end of the bracket that `end` stands in: "(73%; 95% CI, 58-85%) had ..."."""
        for i in range(end - 1, max(end - 8, -1), -1):
            if self.words[i] in CLOSE:
                return end
            if self.words[i] in OPEN:
                return (self.words.closing(i) or end - 1) + 1
        return end

    def _opening_before(self, start: int, left: int) -> int | None:
        """Return the bracket that a result stands in, if nothing but some words stand between."""
        for i in range(start - 1, max(left - 1, start - _MAX_WORDS), -1):
            if self.words[i] in OPEN:
                return i
            if self.words[i] in _BRACKET_ENDS:
                return None
        return None

    def _opens_bracket(self, opening: int, start: int) -> str | None:
        """ "(mean changes from baseline -0.62": words inside the bracket in front of the number."""
        if self.phrases.is_arm(opening + 1, start) or start - opening < 3:
            return None
        phrase = self.phrases.tidy(opening + 1, start)
        return phrase if phrase and not STAT_WORDS.issuperset(phrase.lower().split()) else None

    def _inside_bracket(self, result: Result) -> str | None:
        """ "(69% response rate)": a noun behind a percentage inside the brackets."""
        words, i = self.words, result.end
        if result.n is not None or not words[i].isalpha() or words[i] in _NO_NOUNS:
            return None
        end = next((j for j in range(i, min(i + 6, len(words))) if not words[j].isalpha()), i)
        return self.phrases.tidy(i, end) if words[end] in _BRACKET_ENDS else None

    def _ends_subject(self, opening: int) -> bool:
        """ "[The majority of patients] (90%) were discharged": people in front of a bracket, their verb behind it."""
        closing = self.words.closing(opening)
        behind = self.words[closing + 1] if closing is not None else ""
        return self.words[opening - 1] in PEOPLE and behind in _FINITE

    def _before_bracket(self, opening: int, left: int, continues: bool) -> str | None:
        """The noun phrase in front of a bracket; where that is an arm or a comparison, the subject of the clause."""
        end = self.phrases.without_arm(left, opening)
        verb = self.phrases.last_verb(left, end)
        shares = continues and ((self._shared_subject and verb is None) or self.phrases.is_arm(left, end))
        if end <= left or shares:
            return None
        start = left if verb is None else verb + 1
        phrase = self.phrases.noun_phrase(start, end)
        if phrase and not self._only_compares(phrase):
            if not self.phrases.is_place(start, end):
                return phrase
            if continues and verb is None:
                return None  # "had healed at week 12 (65% v 47%) and week 24 (72% v 54%)"
        self._shared_subject = True
        return self.phrases.governing(left, start) if verb is not None else None

    def _only_compares(self, phrase: str) -> bool:
        return all(word in COMPARATIVES or word.endswith("ly") for word in phrase.lower().split())

    # --- behind the numbers

    def _is_of_people(self, result: Result) -> bool:
        """ "42% patients", "75% of the patients", "10% had nausea"."""
        words = self.words
        i = words.skip(result.end, {"of", "the", "all", "these", "our"})
        noun = counted_noun(words, i)
        is_people = words[result.end - 1] in PEOPLE or (noun is not None and noun.is_people)
        is_people = is_people or (words[i] == "those" and i > result.end)
        is_people = is_people or (noun is not None and i > result.end and words[noun.end] in _FINITE)
        behind = words[self._behind_bracket(result.end)]
        return is_people or behind in _FINITE or behind.endswith("ed")


def _is_bare_count(result: Result) -> bool:
    return result.rule == "count" and result.percent is None
