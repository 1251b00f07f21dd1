"""Reads the phrase that says what was measured out of the words before or behind a result.

Ranges of words are half-open, `[left, end)`; a reader returns the phrase in the text's own words, or None.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.changes import UNITS
from pipeline.extract.measure_words import (
    ABOUT_PEOPLE,
    ARM_LABELS,
    ARM_NOUNS,
    ARM_PREPOSITIONS,
    BE,
    BEFORE_NUMBER,
    CLAUSE_ENDS,
    CLOSE,
    COMPARATIVES,
    COMPARING,
    COMPARISON_TAILS,
    FINITE_VERBS,
    FULL_VERBS,
    FUNCTION_WORDS,
    HEADINGS,
    LIGHT_VERBS,
    NAMELESS,
    OPEN,
    PREDICATE_VERBS,
    TIMES,
    VERBS,
)
from pipeline.tag.attributes import DRUG
from pipeline.tag.people import PEOPLE, PHRASE_ENDS
from pipeline.tag.statistics import PERCENT_WORDS, RANK
from pipeline.tag.tokens import text_of
from pipeline.tag.words import DASHES, Words

_MAX_WORDS, _FEW = 12, 4
_SAYS_NOTHING = LIGHT_VERBS | BEFORE_NUMBER | COMPARATIVES | {"in", "as", ","}
_PREDICATE_STOPS = CLAUSE_ENDS | COMPARING
_PHRASE_STOPS = CLAUSE_ENDS | COMPARISON_TAILS | OPEN | {",", "who", "which", "at", "within", "after", "during"}
_NO_PARTICIPLES = ABOUT_PEOPLE | frozenset("during including following according regarding receiving using".split())
_BEFORE_ARM = frozenset("in among for on with to".split())
_NOT_PREDICATE = DASHES | {"who", "that", "which"}  # "the aspirin-treated patients", "who received A"
_NOT_RELATIVE = BE | DASHES
_SMALL = frozenset("one two three".split())  # "had at least one episode"
_AFTER_AND = VERBS | {"in"}
_JOINS_CLAUSES = CLOSE | COMPARATIVES
_DIFFERENCES = COMPARATIVES | frozenset("difference differences change changes effect effects further".split())
_CHANGES = frozenset("decreased increased declined reduced fell rose dropped improved changed".split())
_NO_OBJECT = frozenset("in from by to at over during after within among with for".split())
_STATS = frozenset("median mean average".split())
_ARTICLES = frozenset("a an the".split())
_OF_DIFFERENCE = frozenset("in for of regarding".split())
_BEFORE_STAT = frozenset("a an".split())
_BEFORE_PEOPLE = frozenset("in among for".split())
_OUTCOMES = frozenset("cases responders nonresponders survivors nonsurvivors completers relapsers progressors".split())
_ARM_NAMES = frozenset({"placebo", "controls"})
_SAYS = frozenset("indicated indicates showed shows revealed demonstrated found suggested confirmed noted".split())
_WHERE = frozenset("in at during after within among with on".split())
_EDGES = FUNCTION_WORDS | PERCENT_WORDS


class PhraseReader:
    """Reads phrases of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.ranks = {place.start for place in words.places(RANK)}
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}
        text = text_of(words.doc)
        self.long_forms = {form.text: text[form.long_start : form.long_end] for form in words.doc._.short_forms}
        arm_words = {words[i] for i in self.drugs} | ARM_NOUNS | _ARM_NAMES
        self.short_arms = {short for short, form in self.long_forms.items() if form.lower().split()[-1] in arm_words}

    # --- behind the numbers

    def predicate(self, end: int, right: int) -> str | None:
        """Return what the people of a result did or had: the words behind the first finite verb behind them."""
        words, i = self.words, end
        while i < right:
            if words[i] in OPEN:
                i = (words.closing(i) or i) + 1
            elif words[i] in _PREDICATE_STOPS or self._ends_clause(i):
                break
            elif words[i] in ABOUT_PEOPLE and words[i - 1] not in _NOT_RELATIVE:
                i = self._behind_relative(i, right)
            elif words[i] in PREDICATE_VERBS:
                return self._from_verb(i, right)
            else:
                i += 1
        stop = next((j for j in range(end, min(i, end + 6)) if words[j] in _BEFORE_ARM), min(i, end + 6))
        verb = next((j for j in range(end, stop) if self._is_participle(j)), None)
        return self.tidy(verb, self.predicate_end(verb, right)) if verb is not None else None

    def _ends_clause(self, i: int) -> bool:
        """ "21 remitted completely[, and] 11 remain free", "9 fulfilled the criteria[, and] the effect was similar"."""
        words = self.words
        joined = words[i] == "," and words[i + 1] in {"and", "but"}
        return joined and (words[i + 2] in _ARTICLES or words.number_at(i + 2) is not None)

    def _is_participle(self, i: int) -> bool:
        """Whether a word may be the predicate of people without "were"; not that of "who received X"."""
        word = self.words[i]
        going_on = word.endswith("ing") and word not in _NO_PARTICIPLES and self.words[i - 1] != ","
        return (word.endswith("ed") or going_on) and self.words[i - 1] not in _NOT_PREDICATE

    def following_clause(self, end: int, right: int) -> str | None:
        """Return the clause behind a comma: "In 2 patients with severe disease, [treatment was stopped]"."""
        comma = next((i for i in range(end, right) if self.words[i] == ","), None)
        return self.tidy(comma + 1, self.predicate_end(comma + 1, right)) if comma is not None else None

    def _behind_relative(self, i: int, right: int) -> int:
        """Step over "who were treated with X," and "taking X": up to a comma, or to the next finite verb."""
        words = self.words
        i += 2 if words[i] in {"who", "that", "which"} else 1
        while i < right and words[i] != "," and words[i] not in FINITE_VERBS:
            i += 1
        return i + (words[i] == ",")

    def _from_verb(self, i: int, right: int) -> str | None:
        words, start = self.words, i
        if words[i + 1] == "not" and words[i + 2] not in COMPARATIVES:  # "did not improve"
            return self._negated(i + 1, right)
        while start < right and (
            words[start] in LIGHT_VERBS
            or words[start].endswith("ly")
            or words[start] in {"to", "not", "least", "with", "as"}
            or (words[start].endswith("ed") and words[start + 1] == "as")  # "were classified as responders"
            or (words[start] == "at" and words[start + 1] == "least")
        ):
            start += 1
        if words[start] in COMPARATIVES and words[start + 1] in _NO_OBJECT:
            return None  # "(44% v 5%) were higher in those": it compares, and tells nothing that was measured
        end = self.predicate_end(start, right)
        if start == end:
            start, end = i, i + 1
        return self.tidy(start, end)

    def _negated(self, i: int, right: int) -> str | None:
        """ "[not improve]", "[not cured]": a predicate with its "not"."""
        phrase = self.tidy(i + 1, self.predicate_end(i + 1, right))
        return f"{self.words.text[i]} {phrase}" if phrase else None

    def predicate_end(self, start: int, right: int) -> int:
        """Return where the object of a verb at `start` ends."""
        words = self.words
        for i in range(start, min(right, start + _MAX_WORDS)):
            is_number = words.number_at(i) is not None and i not in self.ranks and words[i] not in _SMALL
            if words[i] in _PHRASE_STOPS or is_number:
                return i
            if words[i] == "and" and (words.number_at(i + 1) or words[i + 1] in _AFTER_AND):
                return i
        return min(right, start + _MAX_WORDS)

    # --- in front of the numbers

    def governing(self, left: int, end: int, *, with_verb: bool = True) -> str | None:
        """Return the object of the last verb in `[left, end)`, or the subject of a passive or bare one."""
        words = self.words
        while end > left and (self._says_nothing(end - 1) or self._is_stat(end - 1)):
            end -= 1
        end = self.without_arm(left, self._before_insertion(left, end))
        verb = self.last_verb(left, end)
        if verb is None:
            return self.noun_phrase(left, end)
        joined = next((i for i in range(end - 2, verb, -1) if self._joins_subject(i)), None)
        if joined is not None:
            return self.noun_phrase(joined + 1, end)
        be = self._be_before(verb, left)
        for_a = next((i for i in range(end - 2, verb, -1) if words[i] == "for" and words[i + 1] in {"a", "an"}), None)
        if for_a is not None:  # "... were seen, for a response rate of"
            return self.tidy(for_a + 1, end)
        if words[verb] in BE:  # "the cosmetic outcome was good"
            return self._antecedent(left, verb) or self.tidy(self._phrase_start(left, verb), end)
        if be is not None:
            return self._done(left, be, verb) or self._subject(left, be) or self.noun_phrase(verb + 1, end)
        keeps_verb = with_verb and words[verb] in FULL_VERBS
        if (
            verb + 1 < end and words[verb] in _CHANGES and words[verb + 1] in _NO_OBJECT
        ):  # "the index decreased in the first 6 weeks"
            return self._subject(left, verb)
        return self.noun_phrase(verb + 1, end) or self._subject(left, verb + keeps_verb)

    def _joins_subject(self, i: int) -> bool:
        """Whether a new subject begins behind word `i`: "a rise in A was seen in 1, [and] a rise in B by 10% in 4"."""
        return self.words[i] == "and" and self.words[i - 1] == "," and self.words[i + 1] in _ARTICLES

    def _is_stat(self, i: int) -> bool:
        """Whether a word only says which value was taken: "fell to a [median] of"."""
        return self.words[i] in _STATS and self.words[i - 1] in _BEFORE_STAT

    def _says_nothing(self, i: int) -> bool:
        word = self.words[i]
        return word in _SAYS_NOTHING or word.endswith("ly")

    def last_verb(self, left: int, end: int) -> int | None:
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
        if antecedent := self._antecedent(left, end):
            return antecedent
        start = self._phrase_start(left, end)
        verb = next((i for i in self._outside_brackets(start + 1, end - 1) if self.words[i] in VERBS), end)
        return self.tidy(start, self.without_arm(start, verb))

    def _done(self, left: int, be: int, verb: int) -> str | None:
        """ "[Chemotherapy was terminated] in 7": what was done to a thing, where the thing alone says nothing."""
        subject = self._subject(left, be)
        if subject is None or self.words[verb] in LIGHT_VERBS | _CHANGES or verb - be > 1 or " " in subject:
            return None
        return f"{subject} {self.words.text_between(be, verb + 1)}"

    def _antecedent(self, left: int, end: int) -> str | None:
        """ "[the incidence of VF], which was": what a relative clause that ends at `end` goes on about."""
        start = self._phrase_start(left, end)
        return self.noun_phrase(left, start - 1) if start > left and self.words[start] == "which" else None

    def _outside_brackets(self, start: int, end: int) -> Iterator[int]:
        i = start
        while i < end:
            closing = self.words.closing(i) if self.words[i] in OPEN else None
            if closing is None:
                yield i
            i = (i if closing is None else closing) + 1

    def _before_insertion(self, left: int, end: int) -> int:
        """Leave aside what stands between commas: "[the response rate], defined as a fall by 25%, was"."""
        words = self.words
        if words[end] != ",":
            return end
        opening = next((i for i in range(end - 1, left, -1) if words[i] == ","), None)
        is_inserted = opening is not None and words[opening + 1].endswith("ed")
        return opening if opening is not None and is_inserted else end

    def noun_phrase(self, left: int, end: int) -> str | None:
        """Return the last noun phrase of `[left, end)`: what stands behind its last comma."""
        if antecedent := self._antecedent(left, end):
            return antecedent
        start = self._phrase_start(left, end)
        first = self.words.skip(start, FUNCTION_WORDS)
        number = self.words.number_at(first) if first < end else None
        ends_a_list = number is not None and self.words[number.end] not in DASHES  # "at 30, 40, and 60 years"
        return self.tidy(left if ends_a_list else start, end)

    def _phrase_start(self, left: int, end: int) -> int:
        """Return where the last phrase of `[left, end)` begins: behind a comma that no bracket holds."""
        words, depth = self.words, 0
        for i in range(end - 1, left - 1, -1):
            depth = max(depth + (words[i] in CLOSE) - (words[i] in OPEN), 0)
            joins_clauses = words[i] == "and" and words[i - 1] in _JOINS_CLAUSES
            says_that = words[i] == "that" and words[i - 1] in _SAYS
            if depth == 0 and (words[i] in {",", ";", ":"} or joins_clauses or says_that):
                return i + 1
        return left

    # --- arms and comparisons

    def behind_arm(self, left: int, end: int) -> int:
        """Return the position behind the arm of the result before: "in the treated group and [proteinuria] in 3"."""
        words = self.words
        if words[left] not in ARM_PREPOSITIONS:
            return left
        joiner = next((i for i in range(end - 1, left, -1) if words[i] in {"and", ",", "but", "or"}), None)
        return end if joiner is None else joiner + 1

    def without_arm(self, left: int, end: int) -> int:
        """Cut "over that of placebo", "with etoricoxib", "in the treated group" off the end of `[left, end)`."""
        cut = self._arm_start(left, end)
        while cut < end:
            end = cut
            cut = self._arm_start(left, end)
        return end

    def _arm_start(self, left: int, end: int) -> int:
        """Return where the comparison or the arm that ends at `end` begins; `end` if there is none."""
        words = self.words
        for i in range(end - 1, max(left - 1, end - 14), -1):
            if words[i] in COMPARISON_TAILS:
                return i
            if words[i] in VERBS or words[i] in {",", ";"}:
                break
        between = next((i for i in range(end - 2, max(left, end - 14), -1) if words[i] == "between"), end)
        if between < end and words[end - 1] in ARM_NOUNS:
            return between  # "similar between the groups"
        for i in range(end - 2, max(left, end - 9), -1):
            in_compound = words[i - 1] in DASHES  # "quality-of-care score"
            if (
                words[i] in ARM_PREPOSITIONS
                and not in_compound
                and (self.is_arm(i + 1, end) or words[i - 1] in COMPARATIVES)
            ):
                return i
        return end

    def is_arm(self, start: int, end: int) -> bool:
        """Whether the words name an arm: "the treated group", "placebo", "MTX", drugs."""
        words = self.words
        content = [i for i in range(start, end) if not self._is_no_content(i)]
        if not content:
            return False
        if words[content[-1]] in ARM_NOUNS:
            return True
        return all(i in self.drugs or words[i] in ARM_LABELS or words.text[i] in self.short_arms for i in content)

    def is_place(self, left: int, end: int) -> bool:
        """Whether words only say when or in whom something was found: "higher at week 24", "in treated infants"."""
        words, start = self.words, self._phrase_start(left, end)
        if words.number_at(start) is not None:  # "50 to 59 years": an age
            return False
        compared = next((i for i in range(start, end) if not self._compares(i)), end)
        if start < compared < end and words[compared] in _WHERE:
            return True  # "lower in smokers"
        nouns = [i for i in range(start, end) if not self._compares(i) and words[i] not in FUNCTION_WORDS]
        if all(words[i] in TIMES or words.number_at(i) is not None for i in nouns):
            return True
        of_people = words[end - 1] in PEOPLE - _OUTCOMES and words[nouns[0] - 1] in _BEFORE_PEOPLE
        return of_people and all(words[i].isalnum() and words[i] not in PHRASE_ENDS for i in range(nouns[0], end))

    def _compares(self, i: int) -> bool:
        return self.words[i] in COMPARATIVES or self.words[i].endswith("ly")

    def _is_no_content(self, i: int) -> bool:
        """Whether a word names no arm and no measure: "the", "weekly", and "10-day", "500 mg"."""
        word = self.words[i]
        is_dose = self.words.number_at(i) is not None or word in UNITS
        return is_dose or word in FUNCTION_WORDS or word.endswith("ly")

    # --- the words themselves

    def tidy(self, start: int, end: int) -> str | None:
        """Return the words `[start, end)` without brackets and without function words at the ends, or None."""
        words, kept, i = self.words, [], start
        while i < end:
            if words[i] in OPEN:
                i = min((words.closing(i) or i) + 1, end)
                continue
            kept.append(i)
            i += 1
        kept = self._behind_difference(kept)
        while kept and (words[kept[0]] in FUNCTION_WORDS or words.text[kept[0]] in HEADINGS):
            if words[kept[0]] == "no" and _DIFFERENCES.isdisjoint(words[i] for i in kept):
                break  # "no evidence of disease"; but of "no difference in mortality" the mortality is told
            kept.pop(0)
        kept = kept[:_MAX_WORDS]
        while kept and words[kept[-1]] in _EDGES and not self._ends_compound(kept):
            kept.pop()
        named = [i for i in kept if words[i] not in NAMELESS]
        is_named = any(words.text[i].isalpha() for i in kept) and any(
            words.text[i].strip("0123456789")[:1].isalpha() for i in named
        )
        return self._joined(kept) if is_named else None

    def _ends_compound(self, kept: list[int]) -> bool:
        """ "lost to follow-up"."""
        return len(kept) > 2 and self.words[kept[-1]] == "up" and self.words[kept[-2]] in DASHES

    def _behind_difference(self, kept: list[int]) -> list[int]:
        """ "further significant difference between groups in [relapse rates]": what is told to differ."""
        words = self.words
        at = next((k for k, i in enumerate(kept[:_FEW]) if words[i] in {"difference", "differences"}), None)
        if at is None or not all(words[i] in COMPARATIVES | FUNCTION_WORDS | {"further"} for i in kept[:at]):
            return kept
        behind = next((k for k in range(at + 1, len(kept) - 1) if words[kept[k]] in _OF_DIFFERENCE), None)
        points = behind is not None and words[kept[behind + 1]] in {"this", "these", "any", "either"}
        return kept if behind is None or points else kept[behind + 1 :]

    def _joined(self, kept: list[int]) -> str:
        words, kept_set = self.words, set(kept)
        pieces = [words.text[i] + ("" if words.glued[i] and i + 1 in kept_set else " ") for i in kept]
        short = next((words.text[i] for i in kept if words.text[i] in self.long_forms), None)
        long_form = f" ({self.long_forms[short]})" if short else ""
        return "".join(pieces).strip() + long_form
