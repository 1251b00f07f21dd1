"""Finds how a drug is given: ROUTE, FREQUENCY, DURATION, ADMINISTRATIONS (how often in all), SPACING.

Values: ROUTE the route's full name; FREQUENCY days from one dose to the next (daily 1, twice daily 0.5, weekly 7);
DURATION days; ADMINISTRATIONS a whole number; SPACING days between administrations. Where the text gives a range
of times, the value is None: the words are marked, the figure is not guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.durations import time_unit, to_days
from pipeline.tag.amounts import HYPHENS
from pipeline.tag.attributes import DISEASE, DOSE, DRUG, NUMBER, mention, mentions
from pipeline.tag.routes import FIRST_WORDS as ROUTE_WORDS
from pipeline.tag.routes import route_at
from pipeline.tag.tokens import token_words

ROUTE, FREQUENCY, DURATION = "ROUTE", "FREQUENCY", "DURATION"
ADMINISTRATIONS, SPACING = "ADMINISTRATIONS", "SPACING"
LABELS = (ROUTE, FREQUENCY, DURATION, ADMINISTRATIONS, SPACING)

_ADVERBS = {
    "daily": 1.0, "nightly": 1.0, "nocte": 1.0, "weekly": 7.0, "fortnightly": 14.0, "monthly": 30.4375,
    "yearly": 365.25,
}  # fmt: skip
_LATIN = {
    "qd": 1.0, "od": 1.0, "qhs": 1.0, "bid": 0.5, "bd": 0.5, "tid": 1 / 3, "tds": 1 / 3, "qid": 0.25, "qds": 0.25,
    "qod": 2.0, "qw": 7.0, "biw": 3.5, "tiw": 7 / 3,
}  # fmt: skip
# "OD" is an overdose and "BD" a diagnosis as well: they are a schedule behind a dose or a route only.
_AMBIGUOUS = frozenset({"od", "bd"})
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
# "activities of daily living" is no schedule, nor are "daily fractions" one of a drug.
_NOT_DAILY = frozenset(
    "living life activities activity routine practice diary functioning fraction fractions radiation radiotherapy "
    "irradiation".split()
)
# "divided in 2 doses", "in 2 divided doses": the parts of a day's dose.
_DIVIDED = frozenset({"divided", "split"})
_INTO = frozenset({"in", "into", "as"})
_MOST_PARTS = 13
_DAY_REACH = 6  # tokens
_DAY_PARTS = frozenset("morning evening night afternoon bedtime".split())
# Directly behind a dose: once a day.
_BEDTIMES = {"at bedtime": 1.0, "at night": 1.0}
_TIMES_WORDS = frozenset({"times", "x", "×", "doses"})
_PER = frozenset({"a", "an", "per", "each", "every", "/"})
_GIVEN = frozenset(
    "dose doses bolus boluses infusion infusions injection injections administration administrations".split()
)
_COURSES = frozenset("course courses cycle cycles pulse pulses".split())
# Between a number and "doses" these say that the number counts something else ("four different doses", "2 of the").
_NO_COUNT = frozenset(
    "of the and or in at patients times weeks days months different escalating increasing ascending dose fixed".split()
)
_MOST_DOSES = 200
# Rules whose words hold other schedule words ("two intravenous infusions").
_REREAD = frozenset({"administrations-single", "administrations-for", "administrations-count"})
_MOST_DATES = 12
_COURSE_NOUNS = frozenset({"course", "treatment", "regimen"})
_RANGE_JOINS = frozenset({"to", *HYPHENS})
_CYCLE_NOUNS = frozenset("schedule cycle cycles interval intervals".split())
_DURATION_WORDS = frozenset({"for", "over"})
_PERIOD_WORDS = frozenset("period interval".split())

# Every match begins with a number, with "q…", or with one of these.
_FIRST_WORDS = frozenset(
    ROUTE_WORDS
    | {*_ADVERBS, *_LATIN, *(word[0] for word in _LATIN), *_TIMES, "every", "each", "alternate"}
    | {"days", "weeks", "single", "x", "×", "/", "per", "at", *_DURATION_WORDS, *_DIVIDED, *_INTO}
)


class _Found(NamedTuple):
    start: int
    end: int
    label: str
    value: object
    rule: str


class _Times:
    """The numbers of a document and the lengths of time that begin with them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = token_words(doc)
        self.numbers = {span.start: (float(span._.value), span.end) for span in mentions(doc, NUMBER)}
        self._known: dict[int, tuple[float | None, int] | None] = {}
        self.doses = {dose.start: dose for dose in mentions(doc, DOSE)}
        self.dose_ends = {dose.end for dose in self.doses.values()}
        self.dose_tokens = {token.i for dose in self.doses.values() for token in dose}
        drugs = {token.i for drug in mentions(doc, DRUG) for token in drug}
        self.diseases = frozenset(token.i for disease in mentions(doc, DISEASE) for token in disease)
        self.dosed = frozenset(drugs | self.dose_tokens)
        self.drug_ends = {drug.end for drug in mentions(doc, DRUG)}

    def number(self, i: int) -> tuple[float, int] | None:
        """The number that begins at token `i` and the token behind it."""
        return self.numbers.get(i)

    def word(self, i: int) -> str:
        """The lower-case word of token `i`, "" outside the document."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def has_hyphen(self, i: int) -> bool:
        """Whether token `i` is a hyphen."""
        return self.word(i) in HYPHENS

    def time(self, i: int) -> tuple[float | None, int] | None:
        """The days of a length of time at token `i` and the token behind: "2 weeks", "2-week"; a range has no days."""
        if i in self.numbers and i not in self._known:
            self._known[i] = self._time(*self.numbers[i])
        return self._known.get(i)

    def _time(self, value: float, end: int) -> tuple[float | None, int] | None:
        upper = self._range_end(end)
        end = upper or end
        end += end + 1 < len(self.words) and (self.has_hyphen(end) or self.words[end].isspace())
        unit = time_unit(self.word(end))
        if unit is None:
            return None
        return (None if upper else to_days(value, unit)), end + 1

    def is_range(self, i: int) -> bool:
        """Whether the number that ends before token `i` is the lower one of a range."""
        return self._range_end(i) is not None

    def _range_end(self, i: int) -> int | None:
        i += self.has_hyphen(i) and self.word(i + 1) == "to"
        if self.word(i) in {"to", "or"} or self.has_hyphen(i):
            second = self.number(i + 1)
            return second[1] if second else None
        return None


@Language.factory("litsift_schedules")
class Schedules:
    """Sets the groups ROUTE, FREQUENCY, DURATION, ADMINISTRATIONS and SPACING. Needs NUMBER; uses DOSE."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the schedule words of a document; every token is in one of them at most."""
        times = _Times(doc)
        groups: dict[str, list[Span]] = {label: [] for label in LABELS}
        done = 0  # the token behind the last match, but the words that a count of doses runs over are read again
        for i, word in enumerate(times.words):
            if i < done or not (word in _FIRST_WORDS or word[0] == "q" or i in times.numbers):
                continue
            found = next((found for rule in _RULES if (found := rule(times, i))), None)
            if found is not None:
                span = mention(doc, found.start, found.end, found.label, rule=found.rule, value=found.value)
                groups[found.label].append(span)
                rereads = found.rule in _REREAD
                done = i + 1 if rereads else found.end
        for label, spans in groups.items():
            doc.spans[label] = spans
        return doc


def _words(times: _Times, i: int, n: int) -> list[str]:
    return times.words[i : i + n]


def _route(times: _Times, i: int) -> _Found | None:
    found = route_at(times.doc, i, times.diseases, times.dosed) if times.words[i] in ROUTE_WORDS else None
    return _Found(i, found.end, ROUTE, found.name, found.rule) if found else None


def _adverb(times: _Times, i: int) -> _Found | None:
    """ "daily", "twice daily", "three times weekly", "3-weekly", "8-hourly"."""
    count, j = _multiplier(times, i)
    word = times.word(j)
    if word in _ADVERBS and times.word(j + 1) not in _NOT_DAILY and not (word == "daily" and _divided(times, j + 1)):
        return _Found(i, j + 1, FREQUENCY, _ADVERBS[word] / count, "frequency-adverb")
    number = times.number(i)
    if number and times.word(number[1]) in HYPHENS:
        word = times.word(number[1] + 1)
        days = {"weekly": 7.0, "monthly": 30.4375, "hourly": 1 / 24}.get(word)
        if days:
            return _Found(i, number[1] + 2, FREQUENCY, number[0] * days, "frequency-every")
    if number and times.word(number[1]) == "hourly":
        return _Found(i, number[1] + 1, FREQUENCY, number[0] / 24, "frequency-every")
    return None


def _divided(times: _Times, i: int) -> _Found | None:
    """ "divided in 2 doses", "in three divided doses": the day's dose in parts; without value if not said per day."""
    first = times.word(i)
    start = i + (first in _DIVIDED)
    start += times.word(start) in _INTO
    number = times.number(start) if start > i else None
    if number is None or not 1 < number[0] < _MOST_PARTS:
        return None
    end = number[1]
    divided = first in _DIVIDED or times.word(end) in _DIVIDED
    end += times.word(end) in _DIVIDED
    end += times.word(end) in {"equal", "daily"}
    if not divided or times.word(end) not in {"doses", "portions", "parts"}:
        return None
    days = 1 / number[0] if _is_per_day(times, i) or times.word(end - 1) == "daily" else None
    return _Found(i, end + 1, FREQUENCY, days, "frequency-divided")


def _is_per_day(times: _Times, i: int) -> bool:
    """Whether "day" or "daily" stands shortly before token `i`, in its clause."""
    for j in range(i - 1, max(-1, i - 1 - _DAY_REACH), -1):
        if times.words[j] in {"day", "daily", "d"}:
            return True
        if times.words[j] in {".", ";"}:
            return False
    return False


def _multiplier(times: _Times, i: int) -> tuple[float, int]:
    """How many times, and the token behind: "twice", "three times", "3 ×"; once if nothing is said."""
    if times.words[i] in _TIMES:
        return _TIMES[times.words[i]], i + 1 + times.has_hyphen(i + 1)
    number = times.number(i)
    if number and number[0] and times.word(number[1]) in _TIMES_WORDS:
        return number[0], number[1] + 1
    return 1.0, i


def _per_time(times: _Times, i: int) -> _Found | None:
    """ "twice a day", "3 times per week", "once every 4 weeks"."""
    count, j = _multiplier(times, i)
    if j == i:
        count, j = _days_of_giving(times, i)
    if j == i or j + 1 >= len(times.words):
        return None
    end = j + 1 + (times.words[j + 1] in HYPHENS and j + 2 < len(times.words))
    if times.words[j] in _PER and (unit := time_unit(times.words[end])):
        return _Found(i, end + 1, FREQUENCY, to_days(1, unit) / count, "frequency-times")
    every = _every(times, j)
    if every and isinstance(every.value, float):
        return every._replace(start=i, value=every.value / count)
    return None


def _days_of_giving(times: _Times, i: int) -> tuple[float, int]:
    """How many days, and the token behind: "5 days" of "5 days per week"."""
    number = times.number(i)
    days = number is not None and 0 < number[0] < 7 and times.word(number[1]) == "days"
    if number and days and "week" in _words(times, number[1], 3):
        return number[0], number[1] + 1
    return 1.0, i


def _every(times: _Times, i: int) -> _Found | None:
    """ "every day", "every other day", "every 12 hours", "every 3 to 4 weeks", "each week", "on alternate days"."""
    words = _words(times, i, 3)
    if words[0] == "alternate" and (unit := time_unit(_second_word(times, i))):
        end = i + 2 + (times.words[i + 1] in HYPHENS)
        return _Found(i, end, FREQUENCY, to_days(2, unit), "frequency-every")
    if i in times.dose_ends and (days := _BEDTIMES.get(" ".join(words[:2]))):
        return _Found(i, i + 2, FREQUENCY, days, "frequency-bedtime")
    if i in times.dose_ends and words[0] == "/" and (time := times.time(i + 1)):
        return _Found(i, time[1], FREQUENCY, time[0], "frequency-every")
    if _is_per_drug(times, i) and (unit := time_unit(times.word(i + 1))):
        return _Found(i, i + 2, FREQUENCY, to_days(1, unit), "frequency-every")
    if words[0] not in {"every", "each"} or len(words) < 2:
        return None
    if words[1] in _DAY_PARTS:
        return _Found(i, i + 2, FREQUENCY, 1.0, "frequency-every")
    if unit := time_unit(words[1]):
        return _Found(i, i + 2, FREQUENCY, to_days(1, unit), "frequency-every")
    if words[1] in {"other", "second", "third", "fourth"} and len(words) > 2 and (unit := time_unit(words[2])):
        steps = {"other": 2, "second": 2, "third": 3, "fourth": 4}[words[1]]
        return _Found(i, i + 3, FREQUENCY, to_days(steps, unit), "frequency-every")
    time = times.time(i + 1)
    return _Found(i, time[1], FREQUENCY, time[0], "frequency-every") if time else None


def _is_per_drug(times: _Times, i: int) -> bool:
    """Whether the "per" or "/" of "300 mg of aspirin/d" and "3 g aspirin, per day" stands at token `i`."""
    drug_end = i - (times.word(i - 1) == ",")
    return times.words[i] in {"/", "per"} and drug_end in times.drug_ends


def _second_word(times: _Times, i: int) -> str:
    j = i + 1 + times.has_hyphen(i + 1)
    return times.word(j)


def _latin(times: _Times, i: int) -> _Found | None:
    """ "bid", "b.i.d.", "TID", "q8h", "q 12 h", "q3w"."""
    word, end = times.words[i], i + 1
    if len(word) == 1 and times.word(i + 1) == ".":
        end = min(i + 6, len(times.words))
        word = times.doc[i:end].text.lower().replace(".", "")
        word, end = (word[:3], end) if word[:3] in _LATIN else (word[:2], min(i + 4, len(times.words)))
    if word in _LATIN and (len(word) > 2 or word[0] == "q" or end > i + 1 or _is_latin(times, i, word)):
        return _Found(i, end, FREQUENCY, _LATIN[word], "frequency-latin")
    return _q_number(times, i)


def _is_latin(times: _Times, i: int, word: str) -> bool:
    """Whether two letters are meant as Latin: in capitals, or where a schedule stands."""
    upper = times.doc[i].text.isupper() and word not in _AMBIGUOUS
    return upper or i in times.dose_ends or times.word(i - 1) in ROUTE_WORDS


def _q_number(times: _Times, i: int) -> _Found | None:
    word = times.words[i]
    if word[:1] != "q" or not (word == "q" or word[1:].isdigit()):
        return None
    number = (float(word[1:]), i + 1) if word != "q" else times.number(i + 1)
    if number is None or number[1] >= len(times.words):
        return None
    word = times.words[number[1]]
    unit = time_unit({"w": "week", "hourly": "hour", "weekly": "week"}.get(word, word))
    return _Found(i, number[1] + 1, FREQUENCY, to_days(number[0], unit), "frequency-latin") if unit else None


def _cycle(times: _Times, i: int) -> _Found | None:
    """ "a 21-day schedule", "28-day cycles", "at 3-week intervals"."""
    time = times.time(i)
    if time is None or times.word(time[1]) not in _CYCLE_NOUNS:
        return None
    return _Found(i, time[1] + 1, FREQUENCY, time[0], "frequency-cycle")


def _spacing(times: _Times, i: int) -> _Found | None:
    """ "2 weeks apart", "a 2-week period", "separated by 14 days", "on days 1 and 15"."""
    if times.words[i] in {"days", "weeks"} and (unit := time_unit(times.words[i])):
        return _two_dates(times, i, unit)
    time = times.time(i)
    ranged = times.word(i - 1) in _RANGE_JOINS  # "a 3- to 6-month period"
    if time is None or time[0] is None or ranged:
        return None
    noun = times.word(time[1])
    if noun == "apart" or noun in _PERIOD_WORDS:
        rule = "spacing-apart" if noun == "apart" else "spacing-period"
        return _Found(i, time[1] + 1, SPACING, time[0], rule)
    separated = i > 1 and _words(times, i - 2, 2) == ["separated", "by"]
    return _Found(i, time[1], SPACING, time[0], "spacing-apart") if separated else None


def _two_dates(times: _Times, i: int, unit: str) -> _Found | None:
    """ "days 1 and 8", "days 1, 8, and 15": dates of giving; only equal steps have a length."""
    dates, end = _dates(times, i + 1)
    steps = {later - earlier for earlier, later in pairwise(dates)}
    if len(dates) < 2 or min(steps) <= 0:
        return None
    days = to_days(steps.pop(), unit) if len(steps) == 1 else None
    return _Found(i, end, SPACING, days, "spacing-dates")


def _dates(times: _Times, i: int) -> tuple[list[float], int]:
    """The numbers of a list that ends with "and", and the token behind; no numbers if it does not."""
    dates: list[float] = []
    last = False
    while len(dates) < _MOST_DATES and (number := times.number(i)):
        dates.append(number[0])
        if last:
            return dates, number[1]
        joints = _words(times, number[1], 2)
        listed = joints[:1] == [","]
        last = bool({"and", "&"} & set(joints[: 1 + listed]))
        if not (listed or last):
            break
        i = number[1] + (2 if listed and last else 1)
    return [], i


def _times_sign(times: _Times, i: int) -> _Found | None:
    """ "weekly x 4", "500 mg x 5 days": a number of doses, or a length of time, behind a dose or a schedule word."""
    if times.words[i] not in {"x", "×"} or i == 0:
        return None
    timed = i in times.dose_ends or times.words[i - 1] in _ADVERBS or times.words[i - 1] in _LATIN
    number = times.number(i + 1)
    if not timed or number is None or not 0 < number[0] < _MOST_DOSES or number[0] != int(number[0]):
        return None
    length = times.time(i + 1)
    if length is not None:
        return _Found(i, length[1], DURATION, length[0], "duration") if length[0] and length[0] >= 1 else None
    end = number[1] + (times.word(number[1]) in _GIVEN | _COURSES)
    return _Found(i, end, ADMINISTRATIONS, int(number[0]), "administrations-times")


def _administrations(times: _Times, i: int) -> _Found | None:
    """ "two 600-mg/m2 intravenous infusions", "for 5 doses", "x 4", "a single dose"."""
    if times.words[i] == "single":
        return _Found(i, i + 1, ADMINISTRATIONS, 1, "administrations-single") if _given_noun(times, i + 1) else None
    number = times.number(i)
    if number is None or i in times.dose_tokens or not 0 < number[0] < _MOST_DOSES or number[0] != int(number[0]):
        return None
    noun = _given_noun(times, number[1])
    if noun and number[0] > 1 and not times.words[noun - 1].endswith("s"):
        return None
    before = times.word(i - 1)
    if times.is_range(number[1]):  # "one to six cycles"
        return None
    if noun and before not in {"day", "days", "level", "phase", "arm", "least", "to", "or", *HYPHENS}:
        repeated = before in {"for", "x", "×"} or times.words[noun - 1] in _COURSES
        rule = "administrations-for" if repeated else "administrations-count"
        return _Found(i, noun, ADMINISTRATIONS, int(number[0]), rule)
    return None


def _given_noun(times: _Times, i: int) -> int | None:
    """The token behind a noun of giving that stands within a few adjectives, a dose or a schedule word from `i` on."""
    for _ in range(4):
        if i >= len(times.words):
            return None
        if i in times.doses:
            i = times.doses[i].end
            continue
        word = times.words[i]
        if word in _GIVEN or word in _COURSES:
            return i + 1
        if not word.isalpha() or word in _NO_COUNT:
            return None
        i += 1
    return None


def _duration(times: _Times, i: int) -> _Found | None:
    """ "for 6 weeks", "over 3 days", "a 4-week course": a day at least, so no length of an infusion."""
    if times.words[i] == "over" and {"infusion", "infusions", "infused"} & set(_words(times, max(0, i - 4), min(i, 4))):
        return None  # how long one infusion takes
    course = times.words[i] in _DURATION_WORDS
    time = times.time(i + 1 if course else i)
    if time is None or (time[0] is not None and time[0] < 1):
        return None
    if course or times.word(time[1]) in _COURSE_NOUNS:
        return _Found(i, time[1], DURATION, time[0], "duration")
    return None


_RULES: tuple[Callable[[_Times, int], _Found | None], ...] = (
    _divided, _route, _per_time, _adverb, _every, _latin, _cycle, _spacing, _times_sign, _administrations, _duration,
)  # fmt: skip
