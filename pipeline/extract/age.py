"""How old the people of a study are: the group by words and figures, and the figures themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.extract.prose import Prose, prose_of
from pipeline.tag.attributes import NUMBER, SAMPLE_SIZE, mentions
from pipeline.tag.people import PEOPLE
from pipeline.tag.statistics import SPREAD
from pipeline.tag.timepoints import AGE

PEDIATRIC, ADULT, MIXED = "pediatric", "adult", "mixed"


class Ages(NamedTuple):
    """What the text says of age; figures in years, None where it does not say; `rule` tells how `group` was found."""

    group: str | None = None
    rule: str = "age-not-stated"
    stat: str | None = None
    age: float | None = None
    low: float | None = None
    high: float | None = None


_YOUNG = (
    "child children infant infants neonate neonates newborn newborns toddler toddlers adolescent adolescents teenager "
    "teenagers pediatric paediatric schoolchildren boys girls preschoolers youth youths babies preterm neonatal"
)
_GROWN = "adult adults elderly postmenopausal premenopausal perimenopausal geriatric octogenarians"
_WORDS = {**dict.fromkeys(_YOUNG.split(), PEDIATRIC), **dict.fromkeys(_GROWN.split(), ADULT)}
# Names of diseases begin with these; and "women with breast cancer" are adults, but "13 women" of 29 patients say
# nothing of the others.
_ADJECTIVES = frozenset("pediatric paediatric adult elderly preterm neonatal geriatric".split())
_SEXES = {"women": ADULT, "men": ADULT}
_VAGUE = {"juvenile": PEDIATRIC, "childhood": PEDIATRIC, "infantile": PEDIATRIC, **_SEXES}

# What follows a word for people where it names those who were studied.
_STUDIED = frozenset("with who aged age undergoing receiving between from were requiring having suffering (".split())
# What follows an adjective of age within a few words: people, or where they were seen.
_SEEN = PEOPLE | frozenset("population clinic clinics ward wards unit units department departments practice".split())
_SEEN_REACH = 4
# What follows it where it is part of the name of a body.
_BODIES = frozenset(
    "group hospital hospitals network consortium society association foundation university institute academy".split()
)
_COUNT_REACH = 4
_NOT_STUDIED_IN = frozenset({"background", "conclusions"})

_GROWN_UP = 18  # years
# A mean or median alone tells the group only where it is far from that.
_MEAN_OF_YOUNG, _MEAN_OF_GROWN = 12, 30
_STATS = {"mean": "mean", "average": "mean", "averaged": "mean", "median": "median"}
_STAT_REACH, _RANGE_REACH = 7, 5
_RANGE_JOINS = frozenset({"and", "to"})
_OR_MORE = frozenset("older over above more upwards".split())
_OR_LESS = frozenset("younger under below less".split())
_AT_LEAST = frozenset("least over above older > ≥ exceeding minimum".split())
_AT_MOST = frozenset("under below younger less < ≤ most maximum".split())
_BOUND_REACH = 3
_BODY_REACH = 4


def find_ages(doc: Doc, groups: Collection[int]) -> Ages:
    """Return what a tagged document says of the age of its people.

    `groups` are the sizes of the whole study and its arms: a word such as "children" behind another count tells of a
    part of the people only. Words of the title decide first, then those for the people, then figures.
    """
    prose = prose_of(doc)
    figures = _figures(doc, prose)
    counts = {prose.bounds(span)[1]: span._.value.n in groups for span in mentions(doc, SAMPLE_SIZE)}
    tiers = (
        ({group for i, group in _named(prose, _WORDS) if prose.in_title(i)}, "age-title"),
        ({group for i, group in _named(prose, _WORDS) if _is_studied(prose, i, counts)}, "age-people"),
        (_groups_of(figures), "age-figures"),
        ({group for i, group in _named(prose, _VAGUE) if _is_vague(prose, i, counts)}, "age-vague"),
    )
    found, rule = next((tier for tier in tiers if tier[0]), (set(), figures.rule))
    group = MIXED if len(found) > 1 else next(iter(found), None)
    return figures._replace(group=group, rule=rule)


def _named(prose: Prose, groups: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the positions of the words of age with the group that each tells; names of bodies tell nothing."""
    for i, word in enumerate(prose.words):
        if word in groups and not _BODIES.intersection(prose.words[i + 1 : i + 1 + _BODY_REACH]):
            yield i, groups[word]


def _is_studied(prose: Prose, i: int, counts: Mapping[int, bool]) -> bool:
    """Whether a word of age at `i` names the people of the study."""
    if prose.section[i] in _NOT_STUDIED_IN:
        return False
    counted = _counted(prose, i, counts)
    if counted is not None:
        return counted
    behind = prose.words[i + 1 : i + 1 + _SEEN_REACH]
    return bool(_SEEN.intersection(behind) if prose.words[i] in _ADJECTIVES else _STUDIED.intersection(behind[:1]))


def _is_vague(prose: Prose, i: int, counts: Mapping[int, bool]) -> bool:
    if prose.words[i] in _SEXES:
        return _is_studied(prose, i, counts) or (prose.in_title(i) and _counted(prose, i, counts) is None)
    return prose.section[i] not in _NOT_STUDIED_IN


def _counted(prose: Prose, i: int, counts: Mapping[int, bool]) -> bool | None:
    """Whether the count in front of `i` is of a whole group; None where there is none."""
    near = (counts[j] for j in range(i, i - _COUNT_REACH, -1) if j in counts and prose.same_sentence(j - 1, i))
    return next(near, None)


def _figures(doc: Doc, prose: Prose) -> Ages:
    """The first mean or median age and the first range or bound of age that the text gives for its people."""
    ages = Ages()
    for start, end, low, high in sorted({*_stated(doc, prose), *_ranges(doc, prose)}):
        if start >= len(prose.words) or prose.section[start] in _NOT_STUDIED_IN:  # behind the prose: a citation
            continue
        stat = _stat(prose, start, end) if low == high else None
        if stat:
            ages = ages if ages.stat else ages._replace(stat=stat, age=low)
        elif ages.low is None and ages.high is None:
            bounds = (low, high) if low < high else _bounds(prose, start, end, low)
            ages = ages._replace(low=bounds[0], high=bounds[1])
    return ages


def _stated(doc: Doc, prose: Prose) -> Iterator[tuple[int, int, float, float]]:
    """Yield the ages that the text calls so: their positions and years, to a hundredth.

    Two ages are one range in "between 18 and 65 years" and "ages 35-63", not in "mean age 54 and 56 years".
    """
    spans = [
        (*prose.bounds(span), round(span._.value.low, 2), round(span._.value.high, 2)) for span in mentions(doc, AGE)
    ]
    for k, (start, end, low, high) in enumerate(spans):
        if k + 1 < len(spans) and not _stat(prose, start, end):
            other, other_end, _, other_high = spans[k + 1]
            if set(prose.words[end:other]) <= _RANGE_JOINS and other - end <= 1 and high < other_high:
                yield start, other_end, low, other_high
                continue
        yield start, end, low, high


def _ranges(doc: Doc, prose: Prose) -> Iterator[tuple[int, int, float, float]]:
    """Yield the ranges beside an age: "age range was 13-50 years", "median age 31 years (range, 22-59)"."""
    ages = {prose.bounds(span)[1] for span in mentions(doc, AGE)}
    numbers = {prose.bounds(number)[0]: number._.value for number in mentions(doc, NUMBER)}
    for span in mentions(doc, SPREAD):
        start, end = prose.bounds(span)
        values = [numbers[i] for i in range(start, end) if i in numbers]
        ahead = range(max(0, start - _RANGE_REACH), start + 1)
        beside = any(i in ages or prose.words[i] == "age" for i in ahead if prose.same_sentence(i, start))
        if len(values) == 2 and beside and "range" in prose.words[ahead.start : end]:
            yield start, end, min(values), max(values)


def _stat(prose: Prose, start: int, end: int) -> str | None:
    """The statistic that a figure is, by the words in front of it or the deviation behind it ("57 ± 3")."""
    for i in range(start - 1, max(start - 1 - _STAT_REACH, -1), -1):
        if not prose.same_sentence(i, start) or prose.words[i] in {")", ";"}:
            break
        if prose.words[i] in _STATS:
            return _STATS[prose.words[i]]
    return "mean" if {"±", "+"}.intersection(prose.words[end : end + 1]) else None


def _bounds(prose: Prose, start: int, end: int, age: float) -> tuple[float | None, float | None]:
    """Read "18 years or older", "at least 18 years", "under 16 years", and "65-year-old", which is both bounds."""
    ahead, behind = prose.words[max(0, start - _BOUND_REACH) : start], prose.words[end : end + _BOUND_REACH]
    if _OR_MORE.intersection(behind) or _AT_LEAST.intersection(ahead):
        return age, None
    if _OR_LESS.intersection(behind) or _AT_MOST.intersection(ahead):
        return None, age
    return (age, age) if behind[:1] == ["old"] else (None, None)


def _groups_of(ages: Ages) -> set[str]:
    """The groups that figures tell of: by the range or bound, else by a mean or median far from 18."""
    if ages.low is not None:
        young, grown = ages.low < _GROWN_UP, ages.high is None or max(ages.low, ages.high) > _GROWN_UP
        if ages.low == ages.high:  # one person: of age at 18
            grown = not young
    elif ages.high is not None:
        young, grown = ages.high <= _GROWN_UP, False
    else:
        young = ages.age is not None and ages.age <= _MEAN_OF_YOUNG
        grown = ages.age is not None and ages.age >= _MEAN_OF_GROWN
    return {group for group, told in ((PEDIATRIC, young), (ADULT, grown)) if told}
