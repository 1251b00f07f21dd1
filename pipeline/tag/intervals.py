"""Reads intervals of confidence, spreads and effect sizes: "95% CI, 0.6-0.9", "± 13.3", "hazard ratio 0.7"."""

from __future__ import annotations

from spacy.tokens import Span

from pipeline.tag.statistics import (
    EFFECT,
    INTERVAL,
    PERCENT_WORDS,
    SPREAD,
    Effect,
    Interval,
    is_percent,
    pair_from,
    signed,
)
from pipeline.tag.words import DASHES, MINUS, Number, Words

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_CONFIDENCE = frozenset({"confidence", "credible", "credibility"})
# "Cl" is how character recognition and tired typists write "CI".
_CI = frozenset({"ci", "cis", "cl", "cri"})
_CI_WITH_LEVEL = {"ci90": 90.0, "ci95": 95.0, "ci99": 99.0, "ic95": 95.0}  # "CI95%: 0.5-0.9"
_BEFORE_LIMITS = _OPEN | _CLOSE | {":", ",", "=", "of", "from", "was", "were"}
_LOWEST_LEVEL = 80.0
_LEVELS = frozenset({90.0, 95.0, 97.5, 98.0, 99.0})
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
    ("wmd",): "MD",
    ("effect", "size"): "SMD",
}
_STANDARDISED = frozenset({"standardized", "standardised"})
# Abbreviations that are English words or other things in lower case: only as printed here.
_EFFECT_ABBREVIATIONS = {
    "OR": "OR",
    "ORs": "OR",
    "RR": "RR",
    "RRs": "RR",
    "HRs": "HR",
    "aOR": "OR",
    "aHR": "HR",
    "aRR": "RR",
}
_BEFORE_EFFECT = frozenset({"=", ",", ":", "of", "was", "is", "were", "(", "[", "at", "-", "−", "–", "<", ">", "by"})
_EFFECT_WINDOW = 14
# Differences between arms are told with an interval, or in points; other differences are of patients.
_DIFFERENCES, _KINDS_OF_DIFFERENCE = frozenset({"difference", "differences"}), frozenset({"absolute", "risk", "mean"})
_TO_CI = 6  # words: "weeks ; 95 % CI"
_SPREAD_NAMES = frozenset(
    "sd sds se sem iqr range interquartile deviation deviations error errors quartile quartiles ranges".split()
)
_LABEL_REACH = 40  # words
_SPREAD_LINKS = frozenset({"(", "[", "=", ":", ",", "of", "±", "+", "/", "from", "is", "was", ")", "]"}) | DASHES


def find_interval(words: Words, number: Number) -> Span | None:
    """ "95% confidence interval, 41% -63%", "(CI 0.8 to 4.9)", "95% CI: 0.47, 0.81"."""
    percent = is_percent(words, number.end)
    i = number.end + percent
    named = _LOWEST_LEVEL <= number.value < 100 and ci_name(words, i) is not None  # "96.4% CI"
    if percent and (number.value in _LEVELS or named):
        name = ci_name(words, i + (words[i] in DASHES))
        if name or words[number.start - 1] in _CI:
            return _bounds(words, number.start, name or i, number.value)
    start = signed(words, number)[0]
    before = words.skip_back(start - 1, _BEFORE_LIMITS)
    with_level = words.skip_back(before, PERCENT_WORDS)
    if words[with_level] in _CI_WITH_LEVEL:
        return _bounds(words, start, start, _CI_WITH_LEVEL[words[with_level]])
    if words[before] in _CI or (
        words[before] in {"interval", "limits", "intervals"} and words[before - 1] in _CONFIDENCE
    ):
        return _bounds(words, start, start, None)
    return None


def ci_name(words: Words, i: int) -> int | None:
    """Return the end of "confidence interval (CI)" or "CI" at word `i`."""
    if words[i] in _CONFIDENCE:
        i += 2
    elif words[i] in _CI:
        i += 1
    elif words.lower[i : i + 3] == ["c", ".", "i"]:
        i += 3 + (words[i + 3] == ".")
    else:
        return None
    if words[i] in _OPEN and words[i + 1] in _CI and words[i + 2] in _CLOSE:
        i += 3
    return i


def _bounds(words: Words, start: int, i: int, level: float | None) -> Span | None:
    """The interval that begins at word `start` and has its limits from word `i` on; a level alone has no limits."""
    j = words.skip(i, _BEFORE_LIMITS | {";"})
    pair = pair_from(words, j)
    if pair is None:
        number = words.number_at(start)
        end = max(i, number.end if number else i)
        if end == start:  # "95% CI: -" and then nothing that is a limit
            return None
        return words.span(start, end, INTERVAL, "confidence-level", Interval(None, None, level))
    end, low, high = pair
    return words.span(start, end, INTERVAL, "confidence-interval", Interval(low, high, level))


def find_bracketed_range(words: Words, number: Number) -> Span | None:
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
    if in_ci or find_effect(words, value) is not None:
        return words.span(start, end, INTERVAL, "bracketed-range", Interval(low, high, None))
    return words.span(start, end, SPREAD, "bracketed-range", None)


def find_spread(words: Words, number: Number) -> Span | None:
    """ "± 13.3", "(SD 2.3)", "(range 14-37)"."""
    i = number.start - 1
    j = words.skip_back(i, _SPREAD_LINKS)
    plus_minus = words[i] in {"±", "∓"} or (words[i] in MINUS and words[i - 1] == "/" and words[i - 2] == "+")
    if _is_labelled_spread(words, number):
        return words.span(number.start, number.end, SPREAD, "labelled-spread", None)
    if not plus_minus and not (words[j] in _SPREAD_NAMES and i - j <= 4):
        return None
    if words[j - 1] in _OPEN and words[j + 1] in _CLOSE and not plus_minus:  # "mean (SD) was 73 (4)": first the mean
        return None
    pair = pair_from(words, number.start)
    return words.span(number.start, pair[0] if pair and not plus_minus else number.end, SPREAD, "spread", None)


def _is_labelled_spread(words: Words, number: Number) -> bool:
    """ "Mean (SE) levels were 3.8 (0.5) vs 4.3 (0.5)": a number in brackets behind one, where one names a spread."""
    i = number.start - 1
    alone = words[i] in _OPEN and words[number.end] in _CLOSE and words.number_before(i) is not None
    return alone and any(
        words[k] in _SPREAD_NAMES and words[k - 1] in _OPEN and words[k + 1] in _CLOSE
        for k in words.backwards(i, _LABEL_REACH)
    )


def find_effect(words: Words, number: Number) -> Span | None:
    """ "hazard ratio [HR] = 0.13", "adjusted RR for the treated group, 0.16", "OR 1.1 (0.7-1.6) and 1.3 (0.9-1.8)"."""
    start, value = signed(words, number)
    percent = is_percent(words, number.end)
    named = start - 2 if words[start - 1] in _CLOSE else start - 1  # "risk ratio (RR) 0.6"
    if words[start - 1] not in _BEFORE_EFFECT and _effect_name(words, named) is None:
        kind = None
    else:
        kind = _effect_kind(words, start)
    kind = kind or _difference(words, start, number.end, percent)
    if kind is None or (percent and kind not in {"RD", "MD"}):
        return None
    return words.span(start, number.end + percent, EFFECT, "effect-size", Effect(kind, value))


def _difference(words: Words, start: int, end: int, percent: int) -> str | None:
    """ "a difference of 4.5% [95% CI, 1 to 8]", "difference 12 percentage points", "8% absolute difference, 95% CI"."""
    points = words[end] == "percentage" and words[end + 1] in {"point", "points"}
    behind = words.skip(end + percent, _KINDS_OF_DIFFERENCE)
    before = words.skip_back(start - 1, _BEFORE_EFFECT)
    if words[before] not in _DIFFERENCES and words[behind] not in _DIFFERENCES:
        return None
    if not points and not any(words[i] in _CI | _CONFIDENCE for i in range(behind, behind + _TO_CI)):
        return None
    return "RD" if percent or points else "MD"


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
    name = _EFFECT_NAMES.get((words[j - 1], words[j])) or _EFFECT_NAMES.get((words[j],))
    return "SMD" if name == "MD" and words[j - 2] in _STANDARDISED else name
