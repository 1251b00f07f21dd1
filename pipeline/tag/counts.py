"""Finds the numbers that count people; `span._.value` of a SAMPLE_SIZE is a `Count`.

The rules stand in the order of how much they can be trusted: the noun beside the number ("38 patients"), signs that
need no noun ("n = 12", "eight (57%) showed"), fractions ("16/25"), and at last numbers that lean on another count
("16 men and 13 were women"). A number that is a dose or a statistic counts nobody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import DOSE, DRUG, SAMPLE_SIZE, Count
from pipeline.tag.people import PEOPLE, PHRASE_ENDS, THINGS, CountedNoun, counted_noun
from pipeline.tag.statistics import PERCENT, STATISTIC_LABELS, positions, signed
from pipeline.tag.words import DASHES, Number, Words, words_of

_LARGEST = 2_000_000_000
_OPEN = frozenset("([")
_LIST_JOINS = frozenset({",", "and", "or", "v", "vs", "versus", "&", ";"})
_LIST_ENDS = PHRASE_ENDS | _LIST_JOINS
_BE = frozenset("was were is are had has have".split())
# What may follow a number that counts people when the noun is left out: "and 13 were women", "224 to placebo".
_ELLIPTIC = frozenset(
    "were was had have has to received receiving on in with without at for who whom having showed developed achieved "
    "remained assigned randomized randomised allocated treated given taking completed withdrew died responded "
    "relapsed discontinued dropped experienced reported underwent did improved refused declined from control "
    "controls placebo intervention eligible available".split()
)
# What may stand before such a number.
_BEFORE_ELLIPTIC = _LIST_JOINS | set(
    "but while whereas only ( : remaining other than with to whom which these including".split()
)
_ENDS_OF_CLAUSE = frozenset({",", ".", ";", ")", "and", "or", "vs", "versus"})
# What may follow a number that begins a clause and counts the people of the sentence before: "Forty-nine were ...".
_CLAUSE_VERBS = _BE | {"received", "underwent", "completed", "developed", "experienced", "showed", "achieved"}
_CLAUSE_STARTS = frozenset({".", ";", ":", ","})
_ROUNDING = 1.0
_NEAR = 60
_THINGS_OR_GROUPS = THINGS | {"groups", "group", "arms"}
# Shares of test results, not of people: "the sensitivity was 92% (118 of 128)".
_TEST_WORDS = frozenset("sensitivity specificity accuracy predictive".split())
_AFTER_FRACTION = frozenset({")", "vs", "v", "versus", "and", "during", "after"})
# Verbs whose subject is people, so that a number before them needs no noun: "Of 43 randomised, 38 completed".
_PEOPLE_VERBS = frozenset(
    "completed withdrew died responded relapsed enrolled randomized randomised dropped discontinued recovered "
    "survived consented refused declined participated evaluable analyzable analysable assessable recruited accrued "
    "underwent received developed experienced".split()
)
_RESPONSES = frozenset("CR PR CRs PRs NR SD PD CRu VGPR nCR sCR MR".split())
_RESPONSE_KINDS = frozenset("complete partial minor objective".split())
_RESPONSE_NOUNS = frozenset("response responses remission remissions responder responders".split())
_ARMS = frozenset("group arm cohort".split())
_TOTALS = frozenset("total cohort sample series group population size remaining enrollment enrolment".split())


@dataclass
class _Found:
    """A count in the making; `end` is behind the number, or behind its noun."""

    number: Number
    rule: str
    end: int
    of: int | None = None
    is_denominator: bool = False


@Language.factory("litsift_counts")
class Counts:
    """Sets `doc.spans["SAMPLE_SIZE"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the counts of people of a document."""
        words = words_of(doc)
        doc.spans[SAMPLE_SIZE] = [_mention(words, found) for found in _Grammar(words).run()]
        return doc


def _mention(words: Words, found: _Found) -> Span:
    count = Count(int(found.number.value), found.of, found.is_denominator)
    return words.span(found.number.start, found.number.end, SAMPLE_SIZE, found.rule, count)


class _Grammar:
    """Goes over the free numbers of a document once for each family of rules."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.free = _free_numbers(words)
        self._free_set = set(self.free)
        self.drugs = {place.start for place in words.places(DRUG)}
        self.percent_end = {place.start: place.end for place in words.places(PERCENT)}
        self.percent_start = {end: start for start, end in self.percent_end.items()}
        self.found: dict[int, _Found] = {}
        self.things: set[int] = set()  # numbers whose noun is known not to be people

    def run(self) -> list[_Found]:
        """Return the counts in reading order."""
        for rule in (self._with_noun, self._n_equals, self._with_percent, self._with_verb, self._fraction):
            for number in self.free:
                rule(number)
        self._breakdowns()
        self._asides()
        for number in reversed(self.free):
            self._list(number)
        self._elliptic()
        return [self.found[start] for start in sorted(self.found)]

    def _add(self, number: Number, rule: str, end: int | None = None) -> None:
        if number.start not in self.things:
            self.found.setdefault(number.start, _Found(number, rule, end or number.end))

    def _noun(self, number: Number) -> CountedNoun | None:
        words, after = self.words, self._after_percent(number.end)
        again = words.number_at(after + 1) if words[after] == "(" else None
        if again and again.value == number.value:  # "Sixty (60) children"
            after = again.end + 1
        elif words[after] == ")" and self._repeats(number):
            after += 1
        return counted_noun(words, after, singular=number.value == 1)

    def _repeats(self, number: Number) -> bool:
        """Whether a number in brackets says the number before them again."""
        before = self.words.number_before(number.start - 1)
        return before is not None and before.value == number.value

    def _after_percent(self, i: int) -> int:
        """Step over "(40%)" or "(40%; 95% CI, 31-49%)" behind a number."""
        if self.words[i] not in _OPEN or i + 1 not in self.percent_end:
            return i
        closing = self.words.closing(i)
        return closing + 1 if closing else i

    # --- the noun stands behind the number

    def _with_noun(self, number: Number) -> None:
        noun, whole = self._noun(number), self._whole(number)
        if noun is None and whole is not None:
            noun_of_whole = self._noun(whole)
            if noun_of_whole is not None and not noun_of_whole.is_people:
                self.things.add(number.start)
        elif noun is None:
            if self._is_some_of_people(self._after_percent(number.end)):
                self._add(number, "some-of-people")
        elif noun.is_people:
            self._add(number, "people-noun", noun.end)
        else:
            self.things.add(number.start)

    def _is_some_of_people(self, i: int) -> bool:
        """ "of whom", "of the patients", "of these" at word `i`."""
        words = self.words
        if words[i] != "of":
            return False
        if words[i + 1] == "whom":
            return True
        if words[i + 1] not in {"these", "those", "the", "our", "all", "them"}:
            return False
        noun = counted_noun(words, i + 2)
        if noun is not None:
            return noun.is_people
        return words[i + 1] in {"these", "those", "them"} and self._near_count(i)

    def _near_count(self, i: int) -> bool:
        """Whether people have just been counted, so that "of these" means them."""
        return any(i - _NEAR < start < i for start in self.found)

    # --- signs that need no noun

    def _n_equals(self, number: Number) -> None:
        words, i = self.words, number.start - 1
        is_range = words[number.end] in DASHES and words.number_at(number.end + 1) is not None
        if words[i] in {"=", ":"} and words[i - 1] == "n" and not is_range and not self._things_before(i, 3):
            self._add(number, "n-equals")

    def _things_before(self, i: int, window: int, things: frozenset[str] = THINGS) -> bool:
        words = self.words
        return any(words[j] in things and words[j + 1] != "of" for j in words.backwards(i, window))

    def _with_percent(self, number: Number) -> None:
        """ "eight (57%) showed", "57% (8)": a number beside its percentage."""
        words = self.words
        in_brackets = words[number.start - 1] in _OPEN and words[number.end] in {")", "]"}
        beside = self._after_percent(number.end) != number.end or (in_brackets and self._is_share_of_count(number))
        if beside and not self._things_before(number.start, 4):
            self._add(number, "number-and-percent")

    def _percent_before(self, number: Number) -> bool:
        i = number.start - 1
        return self.words[i] in _OPEN | {",", "="} and i in self.percent_start

    def _is_share_of_count(self, number: Number) -> bool:
        """Whether the percentage before a bracketed number is its share of a count; else it may be a reference."""
        start = self.percent_start.get(number.start - 1)
        percent = self.words.number_at(start) if start is not None else None
        return percent is not None and any(
            found.number.value and abs(100 * number.value / found.number.value - percent.value) < _ROUNDING
            for found in self.found.values()
        )

    def _with_verb(self, number: Number) -> None:
        words, i, after = self.words, number.start - 1, number.end
        if self._is_subject(after):
            self._add(number, "verb-of-people")
        elif after < len(words) and words.text[after] in _RESPONSES:
            self._add(number, "responders")
        elif words[after] in _RESPONSE_KINDS and words[after + 1] in _RESPONSE_NOUNS:
            self.things.discard(number.start)
            self._add(number, "responders")
        elif words[after] in {"in", "per"} and {words[after + 1], words[after + 2]} & _ARMS:
            self._add(number, "each-group")
        elif words[i] == "of" and words[i - 1] in _TOTALS and words[after] in _ELLIPTIC:
            self._add(number, "total-of")
        elif words[i] in _BE and words[i - 1] in PEOPLE and words[i - 3] == "number":
            self._add(number, "number-of-people")

    def _is_subject(self, i: int) -> bool:
        """Whether a verb of people stands at word `i`: "completed the study", "were randomly assigned"."""
        words = self.words
        verb = i + 1 if words[i] in _BE else i
        verb += words[verb].endswith("ly")
        behind = words[verb + 1]
        return words[verb] in _PEOPLE_VERBS and (verb > i or not behind.isalpha() or behind in PHRASE_ENDS)

    # --- fractions

    def _fraction(self, number: Number) -> None:
        """ "35 of 48 evaluable patients", "3/6 patients", "16/25 (64%)", "7 (64%) of 11 patients", "one of the 265"."""
        whole = self._whole(number)
        if whole is None or not (
            whole.start in self.found or number.start in self.found or self._is_fraction_of_people(number, whole)
        ):
            return
        for part in (number, whole):
            self.things.discard(part.start)
            self._add(part, "fraction")
        self.found[number.start].of = int(whole.value)
        self.found[whole.start].is_denominator = True

    def _whole(self, number: Number) -> Number | None:
        """The number that a number is written as a part of."""
        words = self.words
        i = self._after_percent(number.end)
        if words[i] == "out" and words[i + 1] == "of":
            i += 1
        if words[i] not in {"of", "/"}:
            return None
        i = words.skip(i + 1, {"the", "these", "those", "all", "a", "total", "of", "our"})
        whole = words.number_at(i)
        return whole if whole in self._free_set and whole.value >= number.value else None

    def _is_fraction_of_people(self, number: Number, whole: Number) -> bool:
        words = self.words
        after = self._after_percent(whole.end)
        noun = self._noun(whole)
        if noun is None and words[after] == "of":
            noun = counted_noun(words, words.skip(after, {"of", "the", "these", "those", "all"}))
        if noun is not None:
            return noun.is_people
        if words[whole.end] == "/" or self._things_before(number.start, 4):
            return False
        if any(words[j] in _TEST_WORDS for j in words.backwards(number.start, 8)):
            return False
        if self._states_share(number, whole) or self._percent_before(number):
            return True
        slash_alone = words[number.end] == "/" and words[whole.end] not in _ELLIPTIC | _AFTER_FRACTION
        return whole.value > 10 and not slash_alone and words[number.start - 1] not in {"≥", "≤", ">", "<"}

    def _states_share(self, number: Number, whole: Number) -> bool:
        """Whether the share of the fraction stands behind it: "16/25 (64%)", "6/142, 4.2%", "173/703 = 24.6%"."""
        words = self.words
        i = words.skip(whole.end, {"(", "[", ",", "=", ";"})
        return i > whole.end and i in self.percent_end

    # --- parts and lists

    def _breakdowns(self) -> None:
        """ "43 IIM (15 antisynthetase syndrome, 16 dermatomyositis, 12 polymyositis)": parts that add up to a whole."""
        words = self.words
        starts = [number.start for number in self.free]
        for opening in (i for i, word in enumerate(words.lower) if word == "("):
            closing = words.closing(opening) or opening
            parts = self.free[bisect_left(starts, opening) : bisect_left(starts, closing)]
            whole = self._whole_before(opening)
            if len(parts) < 2 or not whole or not whole.value or sum(part.value for part in parts) != whole.value:
                continue
            if whole.start not in self.things and not self._things_before(opening, 6):
                for part in (whole, *parts):
                    self.things.discard(part.start)
                    self._add(part, "breakdown")

    def _asides(self) -> None:
        """ "91 patients (74 Jewish)", "30 patients (86 evaluable)": one word on some of the people just counted."""
        words = self.words
        behind = {found.end: found.number for found in self.found.values()}
        for number in self.free:
            whole = behind.get(number.start - 1) if words[number.start - 1] == "(" else None
            one_word = words[number.end + 1] in {")", ",", ";"} and words[number.end].isalpha()
            if whole and one_word and number.value < whole.value and self._noun(number) is None:
                self._add(number, "aside")

    def _after_label(self, i: int) -> int:
        """Step over "(40%)" or a short label as in "21 (B) received"."""
        if self.words[i] == "(" and self.words[i + 2] == ")":
            return i + 3
        return self._after_percent(i)

    def _whole_before(self, opening: int) -> Number | None:
        for j in self.words.backwards(opening, 15):
            number = self.words.number_before(j + 1)
            if number:
                return number if number in self._free_set else None
        return None

    def _list(self, number: Number) -> None:
        """The "12" of "12 and 14 patients", from right to left."""
        words = self.words
        i = self._after_percent(number.end)
        if i == number.end and number.value > 1:
            while i < number.end + 4 and (words[i].isalpha() or words[i] in DASHES) and words[i] not in _LIST_ENDS:
                i += 1
        following = words.number_at(words.skip(i, _LIST_JOINS)) if words[i] in _LIST_JOINS else None
        found = self.found.get(following.start) if following else None
        if found and found.rule in {"people-noun", "list"} and words.same_sentence(number.start, found.number.start):
            self._add(number, "list")

    def _elliptic(self) -> None:
        """ "16 men and 13 were women", "skin softening in 5": numbers that lean on the count before them."""
        words, last = self.words, -_NEAR
        for number in self.free:
            near = number.start not in self.found and number.start - last < _NEAR
            if near and self._leans(number, same_sentence=words.same_sentence(last, number.start)):
                self._add(number, "elliptic")
            if number.start in self.found:
                last = number.start

    def _leans(self, number: Number, *, same_sentence: bool) -> bool:
        words, i, after = self.words, number.start - 1, self.words[self._after_label(number.end)]
        if number.start in self.things or self._things_before(number.start, 4):
            return False
        starts_clause = i < 0 or words[i] in _CLAUSE_STARTS or not words.same_sentence(i, number.start)
        if starts_clause and after in _CLAUSE_VERBS and not self._things_before(number.start, 25, _THINGS_OR_GROUPS):
            return True
        if not same_sentence:
            return False
        if words[i] in _BEFORE_ELLIPTIC and (
            after in _ELLIPTIC or (after.endswith("ed") and self._noun(number) is None)
        ):
            return True
        if words[i] in _LIST_JOINS and (
            number.end in self.drugs or (after == "the" and words[number.end + 2] in _ARMS)
        ):
            return True
        return words[i] == "in" and after in _ENDS_OF_CLAUSE


def _free_numbers(words: Words) -> list[Number]:
    """Return the numbers that could count people: whole, no dose, no statistic, not among bibliographic facts."""
    taken = positions(words, (DOSE, *STATISTIC_LABELS)) | _citation_positions(words)
    return [
        number
        for number in _grouped_by_blanks(words)
        if number.is_whole
        and not words.text[number.start].count(".")
        and number.start not in taken
        and (0 < number.value < _LARGEST or words[number.start] == "0")
        and not _is_ratio(words, number)
        and not _is_limit(words, number)
    ]


def _grouped_by_blanks(words: Words) -> Iterator[Number]:
    """Yield the numbers, "13 388 women" as one: a blank groups thousands only where people are counted."""
    skipped = None
    for number in words.numbers:
        following = words.number_at(number.end)
        if number is skipped:
            continue
        if following and _is_thousands(words, number, following):
            skipped = following
            yield Number(number.start, following.end, number.value * 1000 + following.value)
        else:
            yield number


def _is_thousands(words: Words, number: Number, following: Number) -> bool:
    whole = words.text[number.start].isdigit() and words.text[following.start].isdigit()
    if not whole or number.value > 999 or number.value == 0 or len(words.text[following.start]) != 3:
        return False
    noun = counted_noun(words, following.end)
    return (noun is not None and noun.is_people) or words[number.start - 1] == "="


def _is_limit(words: Words, number: Number) -> bool:
    """ "grade ≥ 2 cases", "-44/100": a limit or a negative number."""
    return (words[number.start - 1] in {"≥", "≤", ">", "<"} and number.value < 10) or signed(words, number)[1] < 0


def _is_ratio(words: Words, number: Number) -> bool:
    """ "1:1", "2:1"; not "arm 1:373 patients"."""
    noun = counted_noun(words, number.end)
    if noun is not None and noun.is_people:
        return False
    after = words[number.end] == ":" and words.number_at(number.end + 1) and words.glued[number.end]
    before = words[number.start - 1] == ":" and words.number_before(number.start - 1) and words.glued[number.start - 1]
    return bool(after or before)


def _citation_positions(words: Words) -> set[int]:
    clean = words.doc._.clean
    ranges = [section for section in clean.sections if section.label == "citation"] if clean is not None else []
    return {
        i
        for section in ranges
        for i in range(bisect_left(words.offset, section.start), bisect_left(words.offset, section.end))
    }
