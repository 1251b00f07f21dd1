"""Says what a result measures, as a short phrase of the text's own words.

Where the phrase stands depends on how the numbers stand in their sentence: behind them, where people are the subject
("35 of 48 patients had a [complete response]"); in front of a bracket ("[response rate] (32% v 21%)") or of a
preposition ("[nephrotic syndrome] in 1 patient"); or it is the subject ("[overall response rate] was 80%").
A result that has no phrase of its own shares that of the result that it is compared with.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.extract.measure_words import (
    ABOUT_PEOPLE,
    ARM_LABELS,
    ARM_NOUNS,
    ARM_PREPOSITIONS,
    BE,
    BEFORE_NUMBER,
    BEFORE_PEOPLE,
    CLAUSE_ENDS,
    CLOSE,
    COMPARATIVES,
    COMPARING,
    COMPARISON_TAILS,
    FINITE_VERBS,
    FULL_VERBS,
    FUNCTION_WORDS,
    HAVE,
    HEADINGS,
    JOINERS,
    LIGHT_VERBS,
    OPEN,
    PEOPLE_PREPOSITIONS,
    STAT_WORDS,
    VERBS,
)
from pipeline.extract.results import Result, Sentence
from pipeline.tag.attributes import DRUG
from pipeline.tag.people import PEOPLE, counted_noun
from pipeline.tag.statistics import PERCENT_WORDS, RANK
from pipeline.tag.words import DASHES, Words

_MAX_WORDS = 12


class MeasureFinder:
    """Finds the measures of the results of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._shared_subject = False  # whether the brackets of a sentence hold arms of one subject
        self.ranks = {place.start for place in words.places(RANK)}
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}
        self.long_forms = {
            form.text: words.doc.text[form.long_start : form.long_end] for form in words.doc._.short_forms
        }

    def set_measures(self, sentence: Sentence, results: list[Result]) -> None:
        """Set `measure` of the results of one sentence, in order; one without any words stays None."""
        self._shared_subject = False
        for k, result in enumerate(results):
            left = self._left(sentence, results, k)
            right = results[k + 1].start if k + 1 < len(results) else sentence.end
            result.measure = self._own(result, left, right, continues=k > 0)
            if result.measure is None and self.words[left - 1] in {":", ";"} and k == 0 and left > sentence.start:
                result.measure = self._governing(sentence.start, left - 1)
        self._share_out(sentence, results)
        for before, after in pairwise(results):
            after.measure = after.measure or before.measure
        for after, before in pairwise(results[::-1]):
            before.measure = before.measure or after.measure

    def subject(self, sentence: Sentence, result: Result) -> str | None:
        """Return the subject of the clause that a result stands in, for a result that has no measure of its own."""
        opening = next((i for i in range(result.start - 1, sentence.start, -1) if self.words[i] in OPEN), result.start)
        left = self._left(sentence, [replace(result, start=opening)], 0)
        verb = next((i for i in range(left + 1, result.start) if self.words[i] in VERBS), result.start)
        return self._tidy(left, verb)

    def _share_out(self, sentence: Sentence, results: list[Result]) -> None:
        """ "Rates for A, B and C were 64%, 35% and 68%, respectively": as many measures as results, in turn."""
        words = self.words
        behind = words.lower[results[-1].end : results[-1].end + 3] if len(results) > 1 else []
        gaps = {words[i] for before, after in pairwise(results) for i in range(before.end, after.start)}
        if "respectively" not in behind or not gaps <= {",", "and", ";"}:
            return
        end = words.skip_back(results[0].start - 1, BE | {"at", ","}) + 1
        parts = self._members(self._left(sentence, results, 0), end)
        if len(parts) == len(results):
            for result, (start, stop) in zip(results, parts, strict=True):
                result.measure = self._tidy(start, stop) or result.measure

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
            left = closing if closing <= start else results[k - 1].end
        depth = 0
        for i in range(start - 1, left - 1, -1):
            depth = max(depth + (self.words[i] in CLOSE) - (self.words[i] in OPEN), 0)
            if depth == 0 and self.words[i] in CLAUSE_ENDS:
                return i + 1
        return left

    def _own(self, result: Result, left: int, right: int, *, continues: bool) -> str | None:
        words = self.words
        opening = self._opening_before(result.start, left)
        if opening is not None:
            inside = self._inside_bracket(result) or self._opens_bracket(opening, result.start)
            return inside or self._before_bracket(opening, left, continues)
        if result.before is not None:
            return self._governing(left, result.start)
        i = words.skip_back(result.start - 1, BEFORE_PEOPLE)
        of_people = result.n is not None or self._is_of_people(result)
        if of_people and words[i] not in BE | PEOPLE_PREPOSITIONS:
            predicate = self._predicate(self._behind_bracket(result.end), right)
            if predicate:
                return predicate
        if of_people and words[i] in PEOPLE_PREPOSITIONS and i <= left:
            return self._following_clause(result.end, right)
        if continues:
            left = self._behind_arm(left, i)
        if words[i] in PEOPLE_PREPOSITIONS | BEFORE_NUMBER or words[result.start - 1] in BEFORE_NUMBER:
            return self._governing(left, i if words[i] in PEOPLE_PREPOSITIONS else i + 1)
        return self._governing(left, i + 1) if words[i].isalpha() and words[i] not in JOINERS else None

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
            if self.words[i] in CLOSE | {";"}:
                return None
        return None

    def _opens_bracket(self, opening: int, start: int) -> str | None:
        """ "(mean changes from baseline -0.62": words inside the bracket in front of the number."""
        if self._is_arm(opening + 1, start) or start - opening < 3:
            return None
        phrase = self._tidy(opening + 1, start)
        return phrase if phrase and not STAT_WORDS.issuperset(phrase.lower().split()) else None

    def _inside_bracket(self, result: Result) -> str | None:
        """ "(69% response rate)": a noun behind a percentage inside the brackets."""
        words, i = self.words, result.end
        if result.n is not None or not words[i].isalpha() or words[i] in JOINERS | ARM_PREPOSITIONS | VERBS | PEOPLE:
            return None
        end = next((j for j in range(i, min(i + 6, len(words))) if not words[j].isalpha()), i)
        return self._tidy(i, end) if words[end] in CLOSE else None

    def _before_bracket(self, opening: int, left: int, continues: bool) -> str | None:
        """The noun phrase in front of a bracket; where that is an arm or a comparison, the subject of the clause."""
        end = self._without_arm(left, opening)
        verb = self._last_verb(left, end)
        shares = continues and ((self._shared_subject and verb is None) or self._is_arm(left, end))
        if end <= left or shares:
            return None
        start = left if verb is None else verb + 1
        phrase = self._noun_phrase(start, end)
        if phrase and not all(word in COMPARATIVES or word.endswith("ly") for word in phrase.lower().split()):
            return phrase
        self._shared_subject = True
        return self._governing(left, start) if verb is not None else None

    # --- behind the numbers

    def _is_of_people(self, result: Result) -> bool:
        """ "42% patients", "75% of the patients", "10% had nausea"."""
        words = self.words
        i = words.skip(result.end, {"of", "the", "all", "these", "our"})
        noun = counted_noun(words, i)
        is_people = words[result.end - 1] in PEOPLE or (noun is not None and noun.is_people)
        behind = words[self._behind_bracket(result.end)]
        return is_people or behind in HAVE | FULL_VERBS | {"were"} or behind.endswith("ed")

    def _predicate(self, end: int, right: int) -> str | None:
        """What the people of a result did or had: the words behind the first finite verb behind them."""
        words, i = self.words, end
        while i < right:
            if words[i] in OPEN:
                i = (words.closing(i) or i) + 1
            elif words[i] in CLAUSE_ENDS | COMPARING:
                break
            elif words[i] in ABOUT_PEOPLE and words[i - 1] not in BE | DASHES:
                i = self._behind_relative(i, right)
            elif words[i] in VERBS:
                return self._from_verb(i, right)
            else:
                i += 1
        verb = next((j for j in range(end, min(i, end + 6)) if words[j].endswith("ed")), None)
        return self._tidy(verb, self._predicate_end(verb, right)) if verb is not None else None

    def _following_clause(self, end: int, right: int) -> str | None:
        """ "In 2 patients with severe disease, [treatment was stopped]"."""
        comma = next((i for i in range(end, right) if self.words[i] == ","), None)
        return self._tidy(comma + 1, self._predicate_end(comma + 1, right)) if comma is not None else None

    def _behind_relative(self, i: int, right: int) -> int:
        """Step over "who were treated with X," and "taking X": up to a comma, or to the next finite verb."""
        words = self.words
        i += 2 if words[i] in {"who", "that", "which"} else 1
        while i < right and words[i] != "," and words[i] not in FINITE_VERBS:
            i += 1
        return i + (words[i] == ",")

    def _from_verb(self, i: int, right: int) -> str | None:
        words, start = self.words, i
        while start < right and (
            words[start] in LIGHT_VERBS or words[start].endswith("ly") or words[start] in {"to", "not"}
        ):
            start += 1
        end = self._predicate_end(start, right)
        if start == end:
            start, end = i, i + 1
        return self._tidy(start, end)

    def _predicate_end(self, start: int, right: int) -> int:
        words = self.words
        stops = CLAUSE_ENDS | COMPARISON_TAILS | OPEN | {",", "who", "which", "at", "within", "after", "during"}
        for i in range(start, min(right, start + _MAX_WORDS)):
            if words[i] in stops or (words.number_at(i) and i not in self.ranks):
                return i
            if words[i] == "and" and (words.number_at(i + 1) or words[i + 1] in VERBS | {"in"}):
                return i
        return min(right, start + _MAX_WORDS)

    # --- in front of the numbers

    def _governing(self, left: int, end: int) -> str | None:
        """The object of the last verb in `[left, end)`, or the subject of a passive or bare one."""
        words = self.words
        while end > left and self._says_nothing(end - 1):
            end -= 1
        end = self._without_arm(left, end)
        verb = self._last_verb(left, end)
        if verb is None:
            return self._noun_phrase(left, end)
        be = self._be_before(verb, left)
        if be is not None and words[verb] not in BE:
            return self._subject(left, be) or self._noun_phrase(verb + 1, end)
        return self._noun_phrase(verb + 1, end) or self._subject(left, verb + (words[verb] in FULL_VERBS))

    def _says_nothing(self, i: int) -> bool:
        word = self.words[i]
        return word in LIGHT_VERBS | BEFORE_NUMBER | COMPARATIVES or word.endswith("ly") or word in {"in", "as", ","}

    def _last_verb(self, left: int, end: int) -> int | None:
        """Return the last verb in `[left, end)`, brackets left aside; a participle counts behind a form of "be"."""
        words, depth = self.words, 0
        for i in range(end - 1, left - 1, -1):
            depth = max(depth + (words[i] in CLOSE) - (words[i] in OPEN), 0)
            participle = words[i].endswith("ed") and self._be_before(i, left) is not None
            if depth == 0 and (words[i] in VERBS or participle):
                return i
        return None

    def _be_before(self, verb: int, left: int) -> int | None:
        """Return the form of "be" in front of a participle, adverbs left aside."""
        i = verb - 1
        while i > left and (self.words[i].endswith("ly") or self.words[i] in {"not", "also", "only", "been"}):
            i -= 1
        return i if i >= left and self.words[i] in BE else None

    def _subject(self, left: int, end: int) -> str | None:
        """The noun phrase in front of a verb, up to its first participle ("adverse events considered to be ...")."""
        start = self._phrase_start(left, end)
        verb = next((i for i in range(start + 1, end - 1) if self.words[i] in VERBS and i + 1 < end), end)
        return self._tidy(start, self._without_arm(start, verb))

    def _noun_phrase(self, left: int, end: int) -> str | None:
        return self._tidy(self._phrase_start(left, end), end)

    def _phrase_start(self, left: int, end: int) -> int:
        """Return where the last phrase of `[left, end)` begins: behind a comma that no bracket holds."""
        words, depth = self.words, 0
        for i in range(end - 1, left - 1, -1):
            depth = max(depth + (words[i] in CLOSE) - (words[i] in OPEN), 0)
            joins_clauses = words[i] == "and" and words[i - 1] in CLOSE | COMPARATIVES
            if depth == 0 and (words[i] in {",", ";", ":"} or joins_clauses):
                return i + 1
        return left

    # --- arms and comparisons

    def _behind_arm(self, left: int, end: int) -> int:
        """Step over the arm of the result before: "in the treated group and [proteinuria] in 3"."""
        words = self.words
        if words[left] not in ARM_PREPOSITIONS:
            return left
        joiner = next((i for i in range(end - 1, left, -1) if words[i] in {"and", ",", "but", "or"}), None)
        return end if joiner is None else joiner + 1

    def _without_arm(self, left: int, end: int) -> int:
        """Cut "over that of placebo", "with etoricoxib", "in the treated group" off the end of `[left, end)`."""
        words = self.words
        for i in range(end - 1, max(left - 1, end - 14), -1):
            if words[i] in COMPARISON_TAILS:
                return self._without_arm(left, i)
            if words[i] in VERBS or words[i] in {",", ";"}:
                break
        for i in range(end - 2, max(left, end - 9), -1):
            if words[i] in ARM_PREPOSITIONS and (self._is_arm(i + 1, end) or words[i - 1] in COMPARATIVES):
                return self._without_arm(left, i)
        return end

    def _is_arm(self, start: int, end: int) -> bool:
        """Whether the words name an arm: "the treated group", "placebo", "MTX", drugs."""
        words = self.words
        content = [i for i in range(start, end) if words[i] not in FUNCTION_WORDS and not words[i].endswith("ly")]
        if not content:
            return False
        if words[content[-1]] in ARM_NOUNS:
            return True
        return all(i in self.drugs or words[i] in ARM_LABELS for i in content)

    # --- the words themselves

    def _tidy(self, start: int, end: int) -> str | None:
        """Return the words `[start, end)` without brackets and without function words at the ends, or None."""
        words, kept, i = self.words, [], start
        while i < end:
            if words[i] in OPEN:
                i = min((words.closing(i) or i) + 1, end)
                continue
            kept.append(i)
            i += 1
        while kept and (words[kept[0]] in FUNCTION_WORDS or words.text[kept[0]] in HEADINGS):
            kept.pop(0)
        kept = kept[:_MAX_WORDS]
        while kept and (words[kept[-1]] in FUNCTION_WORDS | PERCENT_WORDS):
            kept.pop()
        return self._joined(kept) if any(words.text[i].isalpha() for i in kept) else None

    def _joined(self, kept: list[int]) -> str:
        words, kept_set = self.words, set(kept)
        pieces = [words.text[i] + ("" if words.glued[i] and i + 1 in kept_set else " ") for i in kept]
        short = next((words.text[i] for i in kept if words.text[i] in self.long_forms), None)
        long_form = f" ({self.long_forms[short]})" if short else ""
        return "".join(pieces).strip() + long_form
