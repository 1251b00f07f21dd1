"""Finds proportions: "21 of 30 evaluable patients (70%)", "41% v 33%", "12 vs five eyes", "nine (45%)"."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc

from pipeline.extract.count_cues import ARM, COMPLETED, DIED, EVENT, LOST
from pipeline.extract.count_roles import PeopleCount
from pipeline.extract.measure_words import BE, CHANGE_NOUNS, STUDIES, beside_studies
from pipeline.extract.results import Result
from pipeline.tag.attributes import DOSE, DRUG, SAMPLE_SIZE
from pipeline.tag.people import PHRASE_ENDS, counted_noun
from pipeline.tag.statistics import PERCENT, PERCENT_WORDS, STATISTIC_LABELS, positions
from pipeline.tag.words import Number, words_of

_BRACKETS = frozenset("([")
_BESIDE = frozenset("( [ , = : ;".split())
_PREPARATIONS = frozenset(
    "cream gel ointment solution lotion foam shampoo spray drops saline dextrose glucose emulsion paste "
    "patch mouthwash powder power confidence significance level probability agar oxygen".split()
)
_COMPARISONS = frozenset("than ≥ ≤ < > ⩾ ⩽".split())
_CONDITIONS = frozenset("when if unless".split())  # "positive when 50% narrowing was seen"
_NUMBER_LINKS = PERCENT_WORDS | {"and", "to"}
_PREPOSITIONS = frozenset("of in among for with to from on by".split())
_POINTING = frozenset("these those both the".split())
_VERSUS = frozenset("v vs versus".split())
# Words that make a percentage a rule of the study, and verbs that tell results.
_DEFINES, _CONSIDERS = frozenset({"defined"}), frozenset({"considered"})
_TELLS = frozenset("was were had has have achieved showed ; )".split())
_PARALLELS, _CLAUSES = _VERSUS | {"and", "compared", "than"}, frozenset(". ; ( ) , were was".split())
_OF_ARM = frozenset("in of on from with receiving treated given".split())
# What people are asked to pass: "an improvement of 50% or more", "as a criterion for response".
_THRESHOLD_OF = CHANGE_NOUNS | frozenset("change relief difference".split())
_CRITERIA = frozenset("criterion criteria definition threshold cutoff".split())
_OR_MORE = frozenset("more greater higher less lower better".split())
# What is done to people to find something out; "was performed in 12 patients" is no result of theirs.
_PROCEDURES = frozenset("assayed sampled performed measured determined conducted undertaken examined".split())
_CLAUSE, _PARALLEL = 15, 10  # words
_ROUNDING = 0.6  # percent
_RESULT_ROLES = frozenset({EVENT, DIED, LOST, COMPLETED})


class ProportionFinder:
    """Finds the proportions of one document; `counts` are its counts of people with their roles."""

    def __init__(self, doc: Doc, counts: list[PeopleCount]) -> None:
        self.words = words_of(doc)
        self.counts = counts
        self.percents = {place.start: (place.end, float(place.span._.value)) for place in self.words.places(PERCENT)}
        self.percent_ends = {end: start for start, (end, _) in self.percents.items()}
        self.taken = positions(self.words, (DOSE, SAMPLE_SIZE, *STATISTIC_LABELS))
        self.drugs = {place.start for place in self.words.places(DRUG)}
        self.used: set[int] = set()
        self._first_told = {count.n: count.start for count in reversed(counts)}

    def find(self) -> list[Result]:
        """Return the proportions in reading order."""
        results = [result for start in self.percents if (result := self._of_events(start))]
        results += [result for k in range(len(self.counts)) if (result := self._of_people(k))]
        results += [result for number in self.words.numbers if (result := self._of_things(number))]
        results += [
            Result(start, end, "percentage", percent=value)
            for start, (end, value) in self.percents.items()
            if start not in self.used and not self._is_strength(end) and not self._is_limit(start, end)
        ]
        return sorted(results, key=lambda result: result.start)

    def _is_strength(self, end: int) -> bool:
        """ "0.5% buffered bupivacaine", "1% cream", "90% power": not a share of anything that was found."""
        if self.words[end] == "(" and self.words.places_between(DOSE, end + 1, end + 2):
            return True  # "lignocaine 1% (20 mg)"
        for i in range(end, end + 3):
            if i in self.drugs or self.words[i] in _PREPARATIONS:
                return True
            if not self.words[i].isalpha() or self.words[i] in PHRASE_ENDS:
                return False
        return False

    def _is_limit(self, start: int, end: int) -> bool:
        """ "an ejection fraction less than 30%", "between 50 and 70%"; not "more than 90% of patients"."""
        words = self.words
        before = words.skip_back(start - 1, _NUMBER_LINKS)
        is_limit = words[start - 1] in _COMPARISONS | _CONDITIONS or words[before] == "between"
        is_limit = is_limit or (words[start - 1] == "to" and words[start - 2] == "equal")
        if self._is_criterion(start, end) or self._is_heterogeneity(start):
            return True
        noun = counted_noun(words, words.skip(end, {"of", "the", "these", "all", "our"}))
        return is_limit and not (noun is not None and noun.is_people)

    def _is_heterogeneity(self, start: int) -> bool:
        """ "I2 = 38%", "I(2) = 38%": how far studies disagree."""
        words = self.words
        i = words.skip_back(start - 1, {"=", "of", "was", ":"})
        j = words.skip_back(i, {"2", "²", "(", ")", "^"})
        return words[i] in {"i2", "i²"} or (words[j] == "i" and j < i)

    def _is_criterion(self, start: int, end: int) -> bool:
        """ "a response, defined as a fall by at least 25%", "a 20% difference was considered relevant"."""
        words = self.words
        before = next((words[i] for i in words.backwards(start, _CLAUSE) if words[i] in _DEFINES | _TELLS), "")
        if before in _DEFINES or self._is_threshold(start, end):
            return True
        behind = words.lower[end : end + _CLAUSE]
        as_criterion = any(w == "as" and not _CRITERIA.isdisjoint(behind[k : k + 3]) for k, w in enumerate(behind))
        return as_criterion or not _CONSIDERS.isdisjoint(behind)

    def _is_threshold(self, start: int, end: int) -> bool:
        """ "a reduction of 50% or more", "of at least 50%", "a 50% or greater reduction"."""
        words = self.words
        at_least = words[start - 1] == "least" and words[start - 2] == "at"
        or_more = words[end] == "or" and words[end + 1] in _OR_MORE
        if not at_least and not or_more:
            return False
        before = start - 3 if at_least else start - 1
        is_of_change = words[before] in {"of", "by"} and words[before - 1] in _THRESHOLD_OF
        return is_of_change or words[end + 2 * or_more] in _THRESHOLD_OF

    def _of_events(self, start: int) -> Result | None:
        """ "16 strokes occurred in 60 patients (27%)": the share of events among people, where the numbers agree."""
        end, percent = self.percents[start]
        k = bisect_left(self.counts, start, key=lambda count: count.start) - 1
        if self.words[start - 1] not in _BRACKETS or k < 0 or start - self.counts[k].end > _PARALLEL:
            return None
        people = self.counts[k]
        numbers = self.words.numbers_between(max(people.start - _PARALLEL, 0), people.start)
        event = next((number for number in reversed(numbers) if self._counts_event(number)), None)
        near = event is not None and self.words.same_sentence(event.start, start) and people.span._.value.of is None
        if event is None or not near or people.n == 0 or abs(100 * event.value / people.n - percent) > _ROUNDING:
            return None
        self.used |= {start, event.start, people.start}
        return Result(event.start, end, "events", n=int(event.value), of=people.n, percent=percent)

    def _counts_event(self, number: Number) -> bool:
        """ "16 strokes", "two treatment-related deaths"."""
        noun = counted_noun(self.words, number.end)
        return number.is_whole and number.start not in self.taken and noun is not None and not noun.is_people

    def _of_people(self, k: int) -> Result | None:
        count = self.counts[k]
        value = count.span._.value
        if value.is_denominator or count.start in self.used:
            return None
        whole_of = self._percent_of_whole(count)
        if whole_of is not None:
            return whole_of
        end = self._end_of_fraction(k) if value.of is not None else count.end
        found = (
            self._percent_within(count, end)
            or self._percent_behind(end)
            or self._percent_behind_whole(k)
            or self._percent_before(count.start)
        )
        start = count.start
        percent = None
        if found is not None:
            first, percent = found
            self.used.add(first)
            start, end = min(start, first), max(end, self.percents[first][0])
        role = self.counts[k - 1].role if self._goes_on(k) else count.role
        in_all = self.words[start - 1] == "all" and self.words[start - 2] == "in" and self._was_told(count)
        if (role not in _RESULT_ROLES and not in_all) or (percent is None and self._is_no_result(count)):
            return None
        if percent is not None and self._is_all_of(count):
            return Result(start, end, "percentage", of=value.n, percent=percent)
        rule = "fraction" if value.of is not None else "count"
        whole = self._whole_in_bracket(end) or count.of
        return Result(start, end, rule, n=value.n, of=whole, percent=percent)

    def _goes_on(self, k: int) -> bool:
        """ "in 12 patients of the early arm and [9 patients] of the late arm": it counts what the one before does."""
        if k == 0 or self.counts[k].role != ARM or self.counts[k].span._.rule == "n-equals":
            return False
        one, other = self.counts[k - 1], self.counts[k]
        gap = self.words.lower[one.end : other.start]
        near = len(gap) < _PARALLEL and not _PARALLELS.isdisjoint(gap) and _CLAUSES.isdisjoint(gap)
        return near and self.words[one.end] in _OF_ARM and self.words[other.end] in _OF_ARM

    def _is_all_of(self, count: PeopleCount) -> bool:
        """ "almost all of the 456 participants (96%)": the percentage is of them."""
        i = self.words.skip_back(count.start - 1, {"the", "these", "our"})
        return self.words[i] == "of" and self.words[i - 1] in {"all", "most", "majority", "half"}

    def _whole_in_bracket(self, end: int) -> int | None:
        """ "39 cases (95% of 41 with data)"."""
        whole = self.words.number_at(end + 1) if self.words[end] == "of" else None
        return int(whole.value) if whole and whole.is_whole else None

    def _is_no_result(self, count: PeopleCount) -> bool:
        """Whether a bare count tells nothing new: "these 2 patients", "all but one"."""
        before, i = self.words[count.start - 1], count.start - 2
        if self._is_alone_in_bracket(count) and not self._is_in_series(count):  # "5 trials (448 patients)"
            return True
        if self._is_of_studies(count) or self._is_of_procedure(count):
            return True
        of_those = before == "the" and not self._was_told(count) and self.words[i] not in _PREPOSITIONS
        points = before in _POINTING and not of_those
        return count.role == COMPLETED or points or (before in {"but", "except"} and self.words[i] == "all")

    def _is_alone_in_bracket(self, count: PeopleCount) -> bool:
        return self.words[count.start - 1] == "(" and self.words[count.end] in {")", ";", ","}

    def _is_in_series(self, count: PeopleCount) -> bool:
        """ "Errors were delay (20 patients), overdose (17 patients)": events, each with its people in a bracket."""
        if count.role != EVENT or self.words[count.start - 2] in STUDIES:
            return False
        k = bisect_left(self.counts, count.start, key=lambda other: other.start)
        beside = [*self.counts[max(k - 1, 0) : k], *self.counts[k + 1 : k + 2]]
        return any(
            other.role == EVENT
            and self._is_alone_in_bracket(other)
            and self.words.same_sentence(other.start, count.start)
            for other in beside
        )

    def _was_told(self, count: PeopleCount) -> bool:
        """Whether so many people were counted before: "the 7 patients"."""
        return self._first_told.get(count.n, count.start) < count.start

    def _is_of_studies(self, count: PeopleCount) -> bool:
        """ "(3 trials, 448 patients)": the people of the studies that a statement rests on."""
        return count.of is None and beside_studies(self.words, count.start, count.end)

    def _is_of_procedure(self, count: PeopleCount) -> bool:
        """ "Biopsy was performed in 12 patients": what was done to find a result out."""
        words, i = self.words, self.words.skip_back(count.start - 1, {"all", "the", "only"})
        if words[i] not in {"in", "on", "from"}:
            return False
        done = words[i - 1] in _PROCEDURES or (words[i - 1] == "out" and words[i - 2] == "carried")
        return done and words[words.skip_back(i - 2, {"carried", "also", "been"})] in BE

    def _percent_of_whole(self, count: PeopleCount) -> Result | None:
        """ "64% of 25 patients"."""
        i = self.words.skip_back(count.start - 1, {"the", "all", "these", "our"})
        if self.words[i] != "of" or i not in self.percent_ends:
            return None
        start = self.percent_ends[i]
        self.used.add(start)
        return Result(start, count.end, "percentage", of=count.span._.value.n, percent=self.percents[start][1])

    def _end_of_fraction(self, k: int) -> int:
        whole = self.counts[k + 1] if k + 1 < len(self.counts) else None
        return whole.end if whole and whole.span._.value.is_denominator else self.counts[k].end

    def _percent_within(self, count: PeopleCount, end: int) -> tuple[int, float] | None:
        """ "7 (64%) of 11 patients", "12 (40%) patients"."""
        i = self.words.bounds(count.span)[1]
        if self.words[i] in _BRACKETS and i + 1 in self.percents and i < max(end, i + 1):
            return i + 1, self.percents[i + 1][1]
        return None

    def _percent_behind_whole(self, k: int) -> tuple[int, float] | None:
        """ "18/53 (34%) patients"."""
        if self.counts[k].span._.value.of is None or k + 1 == len(self.counts):
            return None
        return self._percent_behind(self.words.bounds(self.counts[k + 1].span)[1])

    def _percent_behind(self, i: int) -> tuple[int, float] | None:
        """ "21 of 30 patients (70%", "6/120, 5%", "30/400 = 7.5%"."""
        j = i + 1 if self.words[i] in _BESIDE else i
        if self.words[i] == ")" and self.words[i + 1] in _BESIDE:
            j = i + 2
            if j in self.percents and self.words[self.percents[j][0]] in _VERSUS:
                return None  # "of A (n = 20) and B (n = 22), 45% v 41%"
        return (j, self.percents[j][1]) if j > i and j in self.percents and j not in self.used else None

    def _percent_before(self, start: int) -> tuple[int, float] | None:
        """ "2% (6 of 300 patients", "24% (n = 12)"."""
        i = start
        if self.words[i - 1] == "=" and self.words[i - 2] == "n":
            i -= 2
        if self.words[i - 1] not in _BESIDE or i - 1 not in self.percent_ends:
            return None
        first = self.percent_ends[i - 1]
        return (first, self.percents[first][1]) if first not in self.used else None

    def _of_things(self, number: Number) -> Result | None:
        """ "12 vs five eyes", "10 of 12 eyes (83%)", "23 lesions (45%)": counts of what is not people."""
        words = self.words
        if (
            number.start in self.taken
            or number.start in self.used
            or not number.is_whole
            or words[number.start] == "one"
        ):
            return None
        whole = words.number_at(number.end + 1) if words[number.end] in {"of", "/"} else None
        end, unit = self._thing(whole.end if whole else number.end)
        percent = self._percent_behind(end)
        compared = not _VERSUS.isdisjoint((words[number.end], words[end], words[number.start - 1]))
        if whole is None and unit is None and words[number.end] in _VERSUS:
            other = words.number_at(number.end + 1)
            unit = self._thing(other.end)[1] if other else None
        # "Of 9 kidneys, 7 (78%) were ...", "2/48 (4%) and 10/49 (20%) deaths": the unit is told elsewhere
        has_share = percent is not None and end == (whole.end if whole else number.end)
        if not has_share and (unit is None or not (whole or percent or compared)):
            return None
        if whole:
            self.used.add(whole.start)
        if percent:
            self.used.add(percent[0])
        number_end = end if words[end] in _VERSUS else number.end  # "290 events versus 306 events"
        return Result(
            number.start,
            max(number_end, self.percents[percent[0]][0] if percent else number_end),
            "things",
            n=int(number.value),
            of=int(whole.value) if whole and whole.is_whole else None,
            percent=percent[1] if percent else None,
            unit=unit,
        )

    def _thing(self, i: int) -> tuple[int, str | None]:
        noun = counted_noun(self.words, i)
        if noun is None or noun.is_people:
            return i, None
        return noun.end, self.words[noun.end - 1]
