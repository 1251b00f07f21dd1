"""What the count grammars share: the numbers that may count people, and those found so far to do so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.tag.attributes import DOSE
from pipeline.tag.people import THINGS, CountedNoun, counted_noun
from pipeline.tag.statistics import PERCENT, STATISTIC_LABELS, positions, signed
from pipeline.tag.words import DASHES, Number, Words

LIST_JOINS = frozenset({",", "and", "or", "v", "vs", "versus", "&", ";"})
OPEN = frozenset("([")
_LARGEST = 2_000_000_000
_LARGEST_LIMIT = 10
_MOST_ITEMS, _LONGEST_ITEM = 12, 60  # of a list; words
_FEW = 6
_BEFORE_PRONOUN = frozenset("first second third other each this that no which last".split())  # "the second one"
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Indices of which a response is named by how many percent they improve, and what stands between such percents.
_INDICES = frozenset("acr pasi easi asas hiscr sri jia pedi acrpedi masi scorad".split())
_INDEX_LINKS = frozenset({"/", ",", "and", "or"})
_LIMITS = frozenset("≥≤<>?")  # "?": a sign that a page has lost


@dataclass
class Found:
    """A count in the making; `end` is behind the number, or behind its noun."""

    number: Number
    rule: str
    end: int
    of: int | None = None
    is_denominator: bool = False


class Board:
    """The numbers of a document that are free to count people, and what the rules have found about them.

    `found`: counts by the position of their number; `things`: by position, what the numbers that count no people count.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.free = _free_numbers(words)
        self.percent_end = {place.start: place.end for place in words.places(PERCENT)}
        self.percent_start = {end: start for start, end in self.percent_end.items()}
        self.found: dict[int, Found] = {}
        self.things: dict[int, str] = {}
        self._free = {number.start: number for number in self.free}

    def add(self, number: Number, rule: str, end: int | None = None) -> None:
        """Record that a number counts people, unless it is known to count something else; the first rule stays."""
        if number.start not in self.things:
            self.found.setdefault(number.start, Found(number, rule, end or number.end))

    def free_at(self, i: int) -> Number | None:
        """Return the free number that begins at word `i`."""
        return self._free.get(i)

    def noun(self, number: Number) -> CountedNoun | None:
        """Return the noun that a number counts: behind it, behind its percentage or behind itself again in brackets."""
        words, behind = self.words, self.behind_percent(number.end)
        again = words.number_at(behind + 1) if words[behind] == "(" else None
        if again and again.value == number.value:  # "Sixty (60) children"
            behind = again.end + 1
        elif words[behind] == ")" and self._repeats(number):
            behind += 1
        return counted_noun(words, behind, singular=number.value == 1)

    def _repeats(self, number: Number) -> bool:
        before = self.words.number_before(number.start - 1)
        return before is not None and before.value == number.value

    def behind_percent(self, i: int) -> int:
        """Step over "(40%)" or "(40%; 95% CI, 31-49%)" at word `i`."""
        if self.words[i] not in OPEN or i + 1 not in self.percent_end:
            return i
        closing = self.words.closing(i)
        return closing + 1 if closing else i

    def percent_before(self, number: Number) -> int | None:
        """Return where the percentage in front of "57% (8" or "57%, 8" begins."""
        i = number.start - 1
        return self.percent_start.get(i) if self.words[i] in OPEN | {",", "="} else None

    def things_before(self, i: int, window: int, things: frozenset[str] = THINGS) -> bool:
        """Whether a number at word `i` counts things: they are named or were last counted in front of it."""
        words = self.words
        if any(words[j] in things and words[j + 1] != "of" for j in words.backwards(i, window)):
            return True
        return self._last_counted(i) in THINGS

    def _last_counted(self, i: int) -> str:
        """Return the noun of the last number before word `i` in its sentence that has one; "" for people or none."""
        k = bisect_left(self.free, i, key=lambda number: number.start)
        for number in reversed(self.free[max(k - _FEW, 0) : k]):
            if not self.words.same_sentence(number.start, i) or number.start in self.found:
                return ""
            if number.start in self.things:
                return self.things[number.start]
        return ""


def _free_numbers(words: Words) -> list[Number]:
    """Return the numbers that could count people: whole, no dose, no statistic, not among bibliographic facts."""
    taken = positions(words, (DOSE, *STATISTIC_LABELS)) | _citation_positions(words) | set(_enumerators(words))
    return [
        number
        for number in _grouped_by_blanks(words)
        if number.is_whole
        and "." not in words.text[number.start]
        and number.start not in taken
        and (0 < number.value < _LARGEST or words[number.start] == "0")
        and not (number.value > 0 and words[number.start].startswith("0"))  # "05/95": a date or a code
        and not _is_ratio(words, number)
        and not _is_year(words, number)
        and not _is_limit(words, number)
        and not _ends_range(words, number)
        and not _is_of_index(words, number)
        and not (words[number.start] == "one" and words[number.start - 1] in _BEFORE_PRONOUN)
    ]


def _enumerators(words: Words) -> Iterator[int]:
    """Yield the places of numbers that number the items of a list: "(1) pain, (2) fever, and (3) rash"."""
    before: Number | None = None
    for number in words.numbers:
        if words[number.start - 1] != "(" or words[number.end] != ")" or number.value > _MOST_ITEMS:
            continue
        goes_on = before is not None and number.value == before.value + 1
        if before is not None and goes_on and number.start - before.start < _LONGEST_ITEM:
            yield from (before.start, number.start)
        before = number if goes_on or number.value == 1 else None


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
    if not whole or not 0 < number.value < 1000 or len(words.text[following.start]) != 3:
        return False
    noun = counted_noun(words, following.end)
    return (noun is not None and noun.is_people) or words[number.start - 1] in {"=", "/"}


def _is_limit(words: Words, number: Number) -> bool:
    """ "grade ≥ 2 cases", "-44/100": a limit or a negative number."""
    is_limit = words[number.start - 1] in _LIMITS and number.value < _LARGEST_LIMIT
    return is_limit or signed(words, number)[1] < 0


def _ends_range(words: Words, number: Number) -> bool:
    """ "50-100 patients", "iodine 1-131": the end of a range, or a part of a code, is no count."""
    i = number.start - 1
    is_joined = i > 0 and words[i] in DASHES and words.glued[i] and words.glued[i - 1]
    return is_joined and words.text[i - 1].isdigit() and words.text[number.start].isdigit()


def _is_of_index(words: Words, number: Number) -> bool:
    """ "ACR 20", "PASI-75", "ACR 20/50/70": how far an index must have improved."""
    i = number.start - 1
    for _ in range(_FEW):
        before = words.number_before(i + (words[i] not in _INDEX_LINKS))
        if words[i] not in _INDEX_LINKS or before is None:
            break
        i = before.start - 1
    i -= words[i] in DASHES
    return words[i] in _INDICES


def _is_ratio(words: Words, number: Number) -> bool:
    """ "1:1", "2:1"; not "arm 1:373 patients"."""
    noun = counted_noun(words, number.end)
    if noun is not None and noun.is_people and words[number.end] != "ratio":
        return False
    behind = words[number.end] == ":" and words.glued[number.end] and words.number_at(number.end + 1)
    colon = number.start - 1
    before = words[colon] == ":" and words.glued[colon] and words.number_before(colon)
    return bool(behind or before)


def _is_year(words: Words, number: Number) -> bool:
    """ "July 2014", "January, 2014"."""
    i = number.start - 1 - (words[number.start - 1] == ",")
    return 1900 <= number.value < 2100 and words[i] in _MONTHS


def _citation_positions(words: Words) -> set[int]:
    clean = words.doc._.clean
    ranges = [section for section in clean.sections if section.label == "citation"] if clean is not None else []
    return {
        i
        for section in ranges
        for i in range(bisect_left(words.offset, section.start), bisect_left(words.offset, section.end))
    }
