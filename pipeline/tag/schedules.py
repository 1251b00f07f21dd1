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

_ADVERBS = {"daily": 1.0, "nightly": 1.0, "weekly": 7.0, "fortnightly": 14.0, "monthly": 30.4375, "yearly": 365.25}
_LATIN = {
    "qd": 1.0, "od": 1.0, "qhs": 1.0, "bid": 0.5, "bd": 0.5, "tid": 1 / 3, "tds": 1 / 3, "qid": 0.25, "qds": 0.25,
    "qod": 2.0, "qw": 7.0, "biw": 3.5, "tiw": 7 / 3,
}  # fmt: skip
# "OD" is an overdose and "BD" a diagnosis as well: they are a schedule behind a dose or a route only.
_AMBIGUOUS = frozenset({"od", "bd"})
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
# "activities of daily living" is no schedule.
_NOT_DAILY = frozenset("living life activities activity routine practice diary functioning".split())
_DAY_PARTS = frozenset("morning evening night afternoon bedtime".split())
# Directly behind a dose: once a day.
_BEDTIMES = {"at bedtime": 1.0, "at night": 1.0}
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
_CYCLE_NOUNS = frozenset("schedule cycle cycles interval intervals".split())
_DURATION_WORDS = frozenset({"for", "over"})
_PERIOD_WORDS = frozenset("period interval".split())

# Every match begins with a number, with "q…", or with one of these.
_FIRST_WORDS = frozenset(
    ROUTE_WORDS
    | {*_ADVERBS, *_LATIN, *(word[0] for word in _LATIN), *_TIMES, "every", "each", "alternate"}
    | {"days", "weeks", "single", "x", "×", "/", "at", *_DURATION_WORDS}
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
        self.numbers = {number.start: number for number in mentions(doc, NUMBER)}
        self.doses = {dose.start: dose for dose in mentions(doc, DOSE)}
        self.dose_ends = {dose.end for dose in self.doses.values()}
        self.dose_tokens = {token.i for dose in self.doses.values() for token in dose}
        drugs = {token.i for drug in mentions(doc, DRUG) for token in drug}
        self.diseases = frozenset(token.i for disease in mentions(doc, DISEASE) for token in disease)
        self.dosed = frozenset(drugs | self.dose_tokens)

    def number(self, i: int) -> tuple[float, int] | None:
        """The number that begins at token `i` and the token behind it."""
        span = self.numbers.get(i)
        return (float(span._.value), span.end) if span is not None else None

    def time(self, i: int) -> tuple[float | None, int] | None:
        """The days of a length of time at token `i` and the token behind: "2 weeks", "2-week"; a range has no days."""
        first = self.number(i)
        if first is None:
            return None
        value, end = first
        upper = self._range_end(end)
        end = upper or end
        end += end + 1 < len(self.doc) and (self.doc[end].text in HYPHENS or self.doc[end].is_space)
        unit = time_unit(self.doc[end].text) if end < len(self.doc) else None
        if unit is None:
            return None
        return (None if upper else to_days(value, unit)), end + 1

    def _range_end(self, i: int) -> int | None:
        i += (
            i < len(self.doc)
            and self.doc[i].text in HYPHENS
            and i + 1 < len(self.doc)
            and self.doc[i + 1].lower_ == "to"
        )
        if i + 1 < len(self.doc) and (self.doc[i].lower_ in {"to", "or"} or self.doc[i].text in HYPHENS):
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
        for i, word in enumerate(token_words(doc)):
            if i < done or not (word in _FIRST_WORDS or word[0] == "q" or i in times.numbers):
                continue
            found = next((found for rule in _RULES if (found := rule(doc, i, times))), None)
            if found is not None:
                span = mention(doc, found.start, found.end, found.label, rule=found.rule, value=found.value)
                groups[found.label].append(span)
                rereads = found.rule in _REREAD
                done = i + 1 if rereads else found.end
        for label, spans in groups.items():
            doc.spans[label] = spans
        return doc


def _words(doc: Doc, i: int, n: int) -> list[str]:
    return [token.lower_ for token in doc[i : i + n]]


def _route(doc: Doc, i: int, times: _Times) -> _Found | None:
    found = route_at(doc, i, times.diseases, times.dosed) if doc[i].lower_ in ROUTE_WORDS else None
    return _Found(i, found.end, ROUTE, found.name, found.rule) if found else None


def _adverb(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "daily", "twice daily", "three times weekly", "3-weekly", "8-hourly"."""
    count, j = _multiplier(doc, i, times)
    word = doc[j].lower_ if j < len(doc) else ""
    if word in _ADVERBS and _words(doc, j + 1, 1) not in ([w] for w in _NOT_DAILY):
        return _Found(i, j + 1, FREQUENCY, _ADVERBS[word] / count, "frequency-adverb")
    number = times.number(i)
    if number and number[1] + 1 < len(doc) and doc[number[1]].text in HYPHENS:
        word = doc[number[1] + 1].lower_
        days = {"weekly": 7.0, "monthly": 30.4375, "hourly": 1 / 24}.get(word)
        if days:
            return _Found(i, number[1] + 2, FREQUENCY, number[0] * days, "frequency-every")
    if number and _words(doc, number[1], 1) == ["hourly"]:
        return _Found(i, number[1] + 1, FREQUENCY, number[0] / 24, "frequency-every")
    return None


def _multiplier(doc: Doc, i: int, times: _Times) -> tuple[float, int]:
    """How many times, and the token behind: "twice", "three times", "3 ×"; once if nothing is said."""
    if doc[i].lower_ in _TIMES:
        return _TIMES[doc[i].lower_], i + 1 + (doc[i + 1 : i + 2].text in HYPHENS)
    number = times.number(i)
    if number and number[0] and _words(doc, number[1], 1) in (["times"], ["x"], ["×"], ["doses"]):
        return number[0], number[1] + 1
    return 1.0, i


def _per_time(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "twice a day", "3 times per week", "once every 4 weeks"."""
    count, j = _multiplier(doc, i, times)
    if j == i:
        count, j = _days_of_giving(doc, i, times)
    if j == i or j + 1 >= len(doc):
        return None
    end = j + 1 + (doc[j + 1].text in HYPHENS and j + 2 < len(doc))
    if doc[j].lower_ in _PER and (unit := time_unit(doc[end].text)):
        return _Found(i, end + 1, FREQUENCY, to_days(1, unit) / count, "frequency-times")
    every = _every(doc, j, times)
    if every and isinstance(every.value, float):
        return every._replace(start=i, value=every.value / count)
    return None


def _days_of_giving(doc: Doc, i: int, times: _Times) -> tuple[float, int]:
    """How many days, and the token behind: "5 days" of "5 days per week"."""
    number = times.number(i)
    if number and 0 < number[0] < 7 and _words(doc, number[1], 1) == ["days"] and "week" in _words(doc, number[1], 3):
        return number[0], number[1] + 1
    return 1.0, i


def _every(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "every day", "every other day", "every 12 hours", "every 3 to 4 weeks", "each week", "on alternate days"."""
    words = _words(doc, i, 3)
    if words[0] == "alternate" and (unit := time_unit(_second_word(doc, i))):
        end = i + 2 + (doc[i + 1].text in HYPHENS)
        return _Found(i, end, FREQUENCY, to_days(2, unit), "frequency-every")
    if i in times.dose_ends and (days := _BEDTIMES.get(" ".join(words[:2]))):
        return _Found(i, i + 2, FREQUENCY, days, "frequency-bedtime")
    if i in times.dose_ends and words[0] == "/" and (time := times.time(i + 1)):
        return _Found(i, time[1], FREQUENCY, time[0], "frequency-every")
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


def _second_word(doc: Doc, i: int) -> str:
    j = i + 1 + (i + 1 < len(doc) and doc[i + 1].text in HYPHENS)
    return str(doc[j].text) if j < len(doc) else ""


def _latin(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "bid", "b.i.d.", "TID", "q8h", "q 12 h", "q3w"."""
    word, end = doc[i].lower_, i + 1
    if len(word) == 1 and doc[i + 1 : i + 2].text == ".":
        end = min(i + 6, len(doc))
        word = doc[i:end].text.lower().replace(".", "")
        word, end = (word[:3], end) if word[:3] in _LATIN else (word[:2], min(i + 4, len(doc)))
    dosed = i in times.dose_ends or (i > 0 and doc[i - 1].lower_ in ROUTE_WORDS)
    upper = doc[i].text.isupper() and word not in _AMBIGUOUS
    sure = len(word) > 2 or word[0] == "q" or upper or end > i + 1 or dosed
    if word in _LATIN and sure:
        return _Found(i, end, FREQUENCY, _LATIN[word], "frequency-latin")
    return _q_number(doc, i, times)


def _q_number(doc: Doc, i: int, times: _Times) -> _Found | None:
    word = doc[i].lower_
    if word[:1] != "q" or not (word == "q" or word[1:].isdigit()):
        return None
    number = (float(word[1:]), i + 1) if word != "q" else times.number(i + 1)
    if number is None or number[1] >= len(doc):
        return None
    word = doc[number[1]].lower_
    unit = time_unit({"w": "week", "hourly": "hour", "weekly": "week"}.get(word, word))
    return _Found(i, number[1] + 1, FREQUENCY, to_days(number[0], unit), "frequency-latin") if unit else None


def _cycle(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "a 21-day schedule", "28-day cycles", "at 3-week intervals"."""
    time = times.time(i)
    if time is None or _words(doc, time[1], 1) not in ([noun] for noun in _CYCLE_NOUNS):
        return None
    return _Found(i, time[1] + 1, FREQUENCY, time[0], "frequency-cycle")


def _spacing(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "2 weeks apart", "a 2-week period", "separated by 14 days", "on days 1 and 15"."""
    if doc[i].lower_ in {"days", "weeks"} and (unit := time_unit(doc[i].text)):
        return _two_dates(doc, i, times, unit)
    time = times.time(i)
    ranged = i > 0 and (doc[i - 1].lower_ == "to" or doc[i - 1].text in HYPHENS)  # "a 3- to 6-month period"
    if time is None or time[0] is None or ranged:
        return None
    noun = doc[time[1]].lower_ if time[1] < len(doc) else ""
    if noun == "apart" or noun in _PERIOD_WORDS:
        rule = "spacing-apart" if noun == "apart" else "spacing-period"
        return _Found(i, time[1] + 1, SPACING, time[0], rule)
    separated = i > 1 and _words(doc, i - 2, 2) == ["separated", "by"]
    return _Found(i, time[1], SPACING, time[0], "spacing-apart") if separated else None


def _two_dates(doc: Doc, i: int, times: _Times, unit: str) -> _Found | None:
    """ "days 1 and 8", "days 1, 8, and 15": dates of giving; only equal steps have a length."""
    dates, end = _dates(doc, i + 1, times)
    steps = {later - earlier for earlier, later in pairwise(dates)}
    if len(dates) < 2 or min(steps) <= 0:
        return None
    days = to_days(steps.pop(), unit) if len(steps) == 1 else None
    return _Found(i, end, SPACING, days, "spacing-dates")


def _dates(doc: Doc, i: int, times: _Times) -> tuple[list[float], int]:
    """The numbers of a list that ends with "and", and the token behind; no numbers if it does not."""
    dates: list[float] = []
    last = False
    while len(dates) < _MOST_DATES and (number := times.number(i)):
        dates.append(number[0])
        if last:
            return dates, number[1]
        joints = _words(doc, number[1], 2)
        listed = joints[:1] == [","]
        last = bool({"and", "&"} & set(joints[: 1 + listed]))
        if not (listed or last):
            break
        i = number[1] + (2 if listed and last else 1)
    return [], i


def _times_sign(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "weekly x 4", "500 mg x 5 days": a number of doses, or a length of time, behind a dose or a schedule word."""
    if doc[i].lower_ not in {"x", "×"} or i == 0:
        return None
    timed = i in times.dose_ends or doc[i - 1].lower_ in _ADVERBS or doc[i - 1].lower_ in _LATIN
    number = times.number(i + 1)
    if not timed or number is None or not 0 < number[0] < _MOST_DOSES or number[0] != int(number[0]):
        return None
    length = times.time(i + 1)
    if length is not None:
        return _Found(i, length[1], DURATION, length[0], "duration") if length[0] and length[0] >= 1 else None
    end = number[1] + (_words(doc, number[1], 1) in ([noun] for noun in (*_GIVEN, *_COURSES)))
    return _Found(i, end, ADMINISTRATIONS, int(number[0]), "administrations-times")


def _administrations(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "two 600-mg/m2 intravenous infusions", "for 5 doses", "x 4", "a single dose"."""
    if doc[i].lower_ == "single":
        return (
            _Found(i, i + 1, ADMINISTRATIONS, 1, "administrations-single") if _given_noun(doc, i + 1, times) else None
        )
    number = times.number(i)
    if number is None or i in times.dose_tokens or not 0 < number[0] < _MOST_DOSES or number[0] != int(number[0]):
        return None
    noun = _given_noun(doc, number[1], times)
    if noun and number[0] > 1 and not doc[noun - 1].lower_.endswith("s"):
        return None
    before = doc[i - 1].lower_ if i else ""
    if noun and before not in {"day", "days", "level", "phase", "arm", "least", "to", "or", *HYPHENS}:
        repeated = before in {"for", "x", "×"} or doc[noun - 1].lower_ in _COURSES
        rule = "administrations-for" if repeated else "administrations-count"
        return _Found(i, noun, ADMINISTRATIONS, int(number[0]), rule)
    return None


def _given_noun(doc: Doc, i: int, times: _Times) -> int | None:
    """The token behind a noun of giving that stands within a few adjectives, a dose or a schedule word from `i` on."""
    for _ in range(4):
        if i >= len(doc):
            return None
        if i in times.doses:
            i = times.doses[i].end
            continue
        word = doc[i].lower_
        if word in _GIVEN or word in _COURSES:
            return i + 1
        if not word.isalpha() or word in _NO_COUNT:
            return None
        i += 1
    return None


def _duration(doc: Doc, i: int, times: _Times) -> _Found | None:
    """ "for 6 weeks", "over 3 days", "a 4-week course": a day at least, so no length of an infusion."""
    if doc[i].lower_ == "over" and {"infusion", "infusions", "infused"} & set(_words(doc, max(0, i - 4), min(i, 4))):
        return None  # how long one infusion takes
    course = _words(doc, i, 1) if doc[i].lower_ in _DURATION_WORDS else None
    time = times.time(i + 1 if course else i)
    if time is None or (time[0] is not None and time[0] < 1):
        return None
    if course or _words(doc, time[1], 1) in (["course"], ["treatment"], ["regimen"]):
        return _Found(i, time[1], DURATION, time[0], "duration")
    return None


_RULES: tuple[Callable[[Doc, int, _Times], _Found | None], ...] = (
    _route, _per_time, _adverb, _every, _latin, _cycle, _spacing, _times_sign, _administrations, _duration,
)  # fmt: skip
