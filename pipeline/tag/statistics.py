"""Says what the numbers of results are: percentages, P values, intervals, effect sizes, spreads, ranks.

Each becomes a working group of the document that counts and results read; a number that is one of these counts nobody.
`span._.value` by label: PERCENT -> float; P_VALUE -> `PValue`; INTERVAL -> `Interval`; EFFECT -> `Effect`; SPREAD and
RANK -> None. Points and lengths of time, ages and dates are in `timepoints`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import DOSE
from pipeline.tag.people import RANKED
from pipeline.tag.timepoints import AGE, DATE, TIME, find_time
from pipeline.tag.words import DASHES, MINUS, Number, Words, words_of

PERCENT, P_VALUE, INTERVAL, EFFECT, SPREAD, RANK = "PERCENT", "P_VALUE", "INTERVAL", "EFFECT", "SPREAD", "RANK"
STATISTIC_LABELS = (PERCENT, P_VALUE, INTERVAL, EFFECT, SPREAD, RANK, TIME, AGE, DATE)


class PValue(NamedTuple):
    """A P value; `op` is one of =, <, >, <=, >=."""

    op: str
    p: float


class Interval(NamedTuple):
    """An interval of confidence (or credibility); `level` in percent; None where the text does not say."""

    low: float | None
    high: float | None
    level: float | None


class Effect(NamedTuple):
    """The size of an effect; `kind` is HR, OR, RR, IRR, RD, MD or SMD."""

    kind: str
    value: float


PERCENT_WORDS = frozenset({"%", "％", "percent", "pct"})
_COMPARISONS = {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">="}
_CONFIDENCE = frozenset({"confidence", "credible", "credibility"})
# "Cl" is how character recognition and tired typists write "CI".
_CI = frozenset({"ci", "cis", "cl", "cri"})
_LEVELS = frozenset({90.0, 95.0, 97.5, 98.0, 99.0})
_PAIR_JOINS = DASHES | {"to", ",", "and", ";", "/", "through"}
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_LIST_JOINS = frozenset({",", "and", "or", "v", "vs", "versus", "to", "against", "than", "&"}) | DASHES

# Names of effect sizes, in words; the longest that ends at a word wins.
_EFFECT_NAMES: dict[tuple[str, ...], str] = {
    ("hazard", "ratio"): "HR",
    ("hazards", "ratio"): "HR",
    ("hazard", "ratios"): "HR",
    ("hr",): "HR",
    ("odds", "ratio"): "OR",
    ("odds", "ratios"): "OR",
    ("relative", "risk"): "RR",
    ("relative", "risks"): "RR",
    ("risk", "ratio"): "RR",
    ("risk", "ratios"): "RR",
    ("rate", "ratio"): "IRR",
    ("rate", "ratios"): "IRR",
    ("irr",): "IRR",
    ("risk", "difference"): "RD",
    ("mean", "difference"): "MD",
    ("smd",): "SMD",
    ("md",): "MD",
    ("effect", "size"): "SMD",
}
# Abbreviations that are English words or other things in lower case: only as printed here.
_EFFECT_ABBREVIATIONS = {"OR": "OR", "ORs": "OR", "RR": "RR", "RRs": "RR", "HRs": "HR", "aOR": "OR", "aHR": "HR"}
_LONGEST_LIST = 6
_BEFORE_EFFECT = frozenset({"=", ",", ":", "of", "was", "is", "were", "(", "[", "at", "-", "−", "–", "<", ">", "by"})
_EFFECT_WINDOW = 14

_SPREAD_NAMES = frozenset(
    "sd sds se sem iqr range interquartile deviation deviations error errors quartile quartiles ranges".split()
)
_SPREAD_LINKS = frozenset({"(", "[", "=", ":", ",", "of", "±", "+", "/", "from", "is", "was", ")", "]"}) | DASHES

# Nouns that a number names, not counts: "phase 2", "grade 3-4", "level 4", "patient one".
_RANK_NOUNS = frozenset(
    "phase phases grade grades stage stages level levels group groups cohort cohorts arm arms type types class "
    "classes category figure fig table version part protocol step score status number no nos chapter appendix volume "
    "patient case subject child volunteer participant woman man cycle cycles course courses visit visits line tier "
    "factor question item criterion category categories ps ecog who nyha nct isrctn tanner chromosome exon codon "
    "serotype genotype subtype".split()
)
_GREEK = frozenset("alpha beta gamma delta α β γ δ".split())
_RANK_JOINS = _LIST_JOINS | {"/", "through"}


@Language.factory("litsift_statistics")
class Statistics:
    """Sets a group for each of `STATISTIC_LABELS`; no number is in two of them."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the statistics of a document."""
        words = words_of(doc)
        found: dict[str, list[Span]] = {label: [] for label in STATISTIC_LABELS}
        taken = positions(words, (DOSE,))
        for number in words.numbers:
            if number.start in taken:
                continue
            span = _first(words, number)
            if span is not None:
                found[span.label_].append(span)
                start, end = words.bounds(span)
                taken.update(range(start, end))
        for label, spans in found.items():
            doc.spans[label] = spans
        return doc


def positions(words: Words, labels: tuple[str, ...]) -> set[int]:
    """Return the positions of all words that stand in a mention of one of the labels."""
    return {i for label in labels for place in words.places(label) for i in range(place.start, place.end)}


def _first(words: Words, number: Number) -> Span | None:
    for matcher in _MATCHERS:
        span = matcher(words, number)
        if span is not None:
            return span
    return None


def is_percent(words: Words, i: int) -> int:
    """Return how many words from `i` on are a percent sign or word."""
    if words[i] in PERCENT_WORDS:
        return 1
    return 2 if words[i] == "per" and words[i + 1] == "cent" else 0


def signed(words: Words, number: Number) -> tuple[int, float]:
    """Return where a number begins with its minus sign, and its value; a dash behind a word or number is no sign."""
    i = number.start - 1
    if words[i] not in MINUS or not words.glued[i]:
        return number.start, number.value
    joined = i > 0 and words.glued[i - 1] and (words.text[i - 1][-1].isalnum() or words[i - 1] in PERCENT_WORDS)
    return (number.start, number.value) if joined else (i, -number.value)


def pair_from(words: Words, i: int) -> tuple[int, float, float] | None:
    """Read "low to high" from word `i` on, with signs and percent signs: its end, low and high."""
    low = words.number_at(i + (words[i] in MINUS))
    if low is None:
        return None
    sign = -1 if words[i] in MINUS else 1
    j = low.end + is_percent(words, low.end)
    if words[j] not in _PAIR_JOINS:
        return None
    j += 1
    minus = words[j] in MINUS
    high = words.number_at(j + minus)
    if high is None:
        return None
    end = high.end + is_percent(words, high.end)
    return end, sign * low.value, -high.value if minus else high.value


# --- P values ---------------------------------------------------------------------------------------------------


def _p_value(words: Words, number: Number) -> Span | None:
    op, i = _comparison_before(words, number.start)
    if op is None:
        return None
    if words[i] == ")":  # "P (trend) ="
        i = words.skip_back(i, {")", "trend", "for", "interaction", "value"}) - 1
    elif words[i - 1] == "for":  # "P for trend ="
        i -= 2
    i = words.skip_back(i, {"value", "values", "was", "is", "were"} | DASHES)
    if words[i] not in {"p", "ps"}:
        return None
    end, value = _power_of_ten(words, number)
    return words.span(i, end, P_VALUE, "p-value", PValue(op, value)) if 0 <= value <= 1 else None


def _comparison_before(words: Words, i: int) -> tuple[str | None, int]:
    """Read the comparison that ends before word `i`: its sign and the position before it."""
    j = i - 1
    if words[j] in {"=", "<", ">"} and words[j - 1] in {"<", ">"}:  # "<=" and, mistyped, "<<"
        return words[j - 1] + ("=" if words[j] == "=" else ""), j - 2
    if words[j] in {"=", "to"} and words[j - 1] == "or":  # "< or =", "less than or equal to"
        j -= 2
    elif words[j - 1] == "equal" and words[j - 2] == "or":
        j -= 3
    elif words[j] in _COMPARISONS:
        return _COMPARISONS[words[j]], j - 1
    elif words[j] not in {"than", "of", "was"}:
        return None, j
    else:
        return _comparison_in_words(words, j)
    op, j = (_COMPARISONS[words[j]], j - 1) if words[j] in _COMPARISONS else _comparison_in_words(words, j)
    return (op + "=" if op in {"<", ">"} else op), j


def _comparison_in_words(words: Words, j: int) -> tuple[str | None, int]:
    if words[j] == "than" and words[j - 1] in {"less", "greater", "more", "lower"}:
        return "<" if words[j - 1] in {"less", "lower"} else ">", j - 2
    return ("=", j - 1) if words[j] in {"of", "was"} else (None, j)


def _power_of_ten(words: Words, number: Number) -> tuple[int, float]:
    """Read "1.2 x 10(-5)", "10-4" or a plain number: its end and value."""
    factor, base = 1.0, number
    if words[number.end] in {"x", "×", "*", "·"} and words[number.end + 1] == "10":
        factor, base = number.value, words.number_at(number.end + 1) or number
    if base.value != 10:
        return number.end, number.value
    i = words.skip(base.end, {"(", "^", *DASHES})
    exponent = words.number_at(i)
    if exponent is None or i == base.end:
        return number.end, number.value
    return exponent.end + (words[exponent.end] == ")" and words[base.end] == "("), factor * 10**-exponent.value


# --- intervals, effects, spreads ----------------------------------------------------------------------------------


def _interval(words: Words, number: Number) -> Span | None:
    """ "95% confidence interval, 58% -85%", "(CI 0.8 to 4.9)", "95% CI: 0.47, 0.81"."""
    percent = is_percent(words, number.end)
    if percent and number.value in _LEVELS:
        i = number.end + percent
        name = _ci_name(words, i + (words[i] in DASHES))
        if name or words[number.start - 1] in _CI:
            return _bounds(words, number.start, name or i, number.value)
    start = signed(words, number)[0]
    before = words.skip_back(start - 1, _OPEN | _CLOSE | {":", ",", "=", "of", "from", "was", "were"})
    if words[before] in _CI or (
        words[before] in {"interval", "limits", "intervals"} and words[before - 1] in _CONFIDENCE
    ):
        return _bounds(words, start, start, None)
    return None


def _ci_name(words: Words, i: int) -> int | None:
    """Return the end of "confidence interval (CI)" or "CI" at word `i`."""
    if words[i] in _CONFIDENCE:
        i += 2
    elif words[i] in _CI:
        i += 1
    else:
        return None
    if words[i] in _OPEN and words[i + 1] in _CI and words[i + 2] in _CLOSE:
        i += 3
    return i


def _bounds(words: Words, start: int, i: int, level: float | None) -> Span:
    j = words.skip(i, _OPEN | _CLOSE | {":", ",", "=", "of", "from", "was", "were", ";"})
    pair = pair_from(words, j)
    if pair is None:
        number = words.number_at(start)
        end = max(i, number.end if number else i)
        return words.span(start, end, INTERVAL, "confidence-level", Interval(None, None, level))
    end, low, high = pair
    return words.span(start, end, INTERVAL, "confidence-interval", Interval(low, high, level))


def _bracketed_range(words: Words, number: Number) -> Span | None:
    """ "1.75 (0.44 to 8.13)": a range in brackets around the number before them."""
    start = signed(words, number)[0]
    if words[start - 1] not in _OPEN:
        return None
    pair = pair_from(words, start)
    if pair and "/" in words.lower[start : pair[0]]:
        return None
    j = start - 2
    while j >= 0 and (words[j] in PERCENT_WORDS or words.text[j].isalpha()) and start - j < 5:
        j -= 1
    value = words.number_before(j + 1)
    if pair is None or value is None or words[pair[0]] not in {")", "]", ";", ","}:
        return None
    end, low, high = pair
    if not low <= signed(words, value)[1] <= high or low == high:
        return None
    in_ci = any(words[k] in _CI or words[k] in _CONFIDENCE for k in words.backwards(start, 80))
    if in_ci:
        return words.span(start, end, INTERVAL, "bracketed-range", Interval(low, high, None))
    return words.span(start, end, SPREAD, "bracketed-range", None)


def _spread(words: Words, number: Number) -> Span | None:
    """ "± 13.3", "(SD 2.3)", "(range 14-37)"."""
    i = number.start - 1
    j = words.skip_back(i, _SPREAD_LINKS)
    plus_minus = words[i] in {"±", "∓"} or (words[i] in MINUS and words[i - 1] == "/" and words[i - 2] == "+")
    if not plus_minus and not (words[j] in _SPREAD_NAMES and i - j <= 4):
        return None
    pair = pair_from(words, number.start)
    return words.span(number.start, pair[0] if pair and not plus_minus else number.end, SPREAD, "spread", None)


def _effect(words: Words, number: Number) -> Span | None:
    """ "hazard ratio [HR] = 0.13", "adjusted RR for the treated group, 0.16", "OR 1.1 (0.7-1.6) and 1.3 (0.9-1.8)"."""
    start, value = signed(words, number)
    percent = is_percent(words, number.end)
    if words[start - 1] not in _BEFORE_EFFECT and _effect_name(words, start - 1) is None:
        kind = None
    else:
        kind = _effect_kind(words, start)
    if kind is None or (percent and kind not in {"RD", "MD"}):
        return None
    return words.span(start, number.end + percent, EFFECT, "effect-size", Effect(kind, value))


def _effect_kind(words: Words, start: int) -> str | None:
    for j in words.backwards(start, _EFFECT_WINDOW):
        if words[j] == ";" or words[j] in PERCENT_WORDS or words.number_before(j + 1):
            return None
        kind = _effect_name(words, j)
        if kind:
            return kind
    return None


def _effect_name(words: Words, j: int) -> str | None:
    if words.text[j] in _EFFECT_ABBREVIATIONS and (words[j] != "or" or words.text[j] == "OR"):
        return _EFFECT_ABBREVIATIONS[words.text[j]]
    return _EFFECT_NAMES.get((words[j - 1], words[j])) or _EFFECT_NAMES.get((words[j],))


# --- percentages and ranks ----------------------------------------------------------------------------------------


def _percent(words: Words, number: Number) -> Span | None:
    """ "32%", and each number of a list that shares one sign: "2, 6 and 14%"."""
    start, value = signed(words, number)
    percent = is_percent(words, number.end)
    if percent:
        return words.span(start, number.end + percent, PERCENT, "percent", value)
    if words[number.start - 1] == "=":
        return None
    last = number
    for _ in range(_LONGEST_LIST):
        i = words.skip(last.end, _LIST_JOINS)
        following = words.number_at(i)
        if i == last.end or following is None or last.value > 100:
            return None
        if is_percent(words, following.end):
            is_list = words[i - 1] != "," and _ci_name(words, following.end + 1) is None
            return words.span(start, number.end, PERCENT, "percent-list", value) if is_list else None
        last = following
    return None


def _rank(words: Words, number: Number) -> Span | None:
    """ "phase 2", "grade 3 or 4", "COVID-19", "10(4)": numbers that name or are raised, not counted."""
    i = number.start - 1
    has_share = words[number.end] == "(" and is_percent(words, number.end + 2)
    counted = words.number_before(i) is not None and words[i] not in RANKED
    if words[i] in _RANK_NOUNS and not counted and words[number.end] != "of" and not has_share:
        return words.span(number.start, number.end, RANK, "rank", None)
    if _is_part_of_name(words, number) or words[i] in _GREEK:
        return words.span(number.start, number.end, RANK, "part-of-a-name", None)
    in_brackets = words[i] == "(" and i > 0 and words[number.end] == ")" and number.value < 20
    if in_brackets and (words[i - 1] == "10" or (words[i - 1] in {"m", "cm", "mm"} and words[i - 2] == "/")):
        return words.span(number.start, number.end, RANK, "exponent", None)
    return _joined_rank(words, number)


def _is_part_of_name(words: Words, number: Number) -> bool:
    """ "COVID-19", "BRCA1/2", "pg.9276788", "12th"."""
    i = number.start - 1
    if words[number.end] in {"th", "st", "nd", "rd"} and words.glued[number.end - 1]:
        return True
    glued = i > 0 and words.glued[i] and words.glued[i - 1] and words.same_sentence(i - 1, number.start)
    if not glued or not words.text[number.start][0].isdigit():
        return False
    if words[i] == "/":
        return words.text[i - 1][0].isalpha() and words.text[i - 1][-1].isdigit()
    return words[i] in DASHES | {"."} and words.text[i - 1].isalpha()


def _joined_rank(words: Words, number: Number) -> Span | None:
    """The "4" of "grade 3 or 4"."""
    i = words.skip_back(number.start - 1, _RANK_JOINS)
    before = words.number_before(i + 1)
    if before is None or number.start - 1 - i > 2 or i == number.start - 1 or not before.is_whole or number.value > 10:
        return None
    if _is_rank(words, before):
        return words.span(number.start, number.end, RANK, "rank", None)
    return None


def _is_rank(words: Words, number: Number) -> bool:
    for _ in range(_LONGEST_LIST):
        if words[number.start - 1] in _RANK_NOUNS:
            return True
        i = words.skip_back(number.start - 1, _RANK_JOINS)
        before = words.number_before(i + 1)
        if before is None or number.start - 1 - i not in {1, 2}:
            return False
        number = before
    return False


_MATCHERS: tuple[Callable[[Words, Number], Span | None], ...] = (
    _p_value,
    _interval,
    _spread,
    _bracketed_range,
    _effect,
    _percent,
    find_time,
    _rank,
)
