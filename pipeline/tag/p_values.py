"""Reads P values in every notation: "P = .03", "p < 0·001", "p<or=0.001", "P value 0.02", "P<0,05", "P = NS"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipeline.tag.statistics import P_VALUE, PValue
from pipeline.tag.words import DASHES, Number, Words

_COMPARISONS = {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">="}
_ENTITIES = {"lt": "<", "gt": ">"}  # signs that a page left undecoded: "p &lt; 0.05"
# "P", and what is written as one word with it.
_NAMES = frozenset({"p", "ps", "pvalue", "pvalues", "ptrend", "pinteraction", "pheterogeneity"})
_BEHIND_NAME = frozenset({"value", "values", "was", "is", "were", "'", "s", ":", ","}) | DASHES
_QUALIFIERS = frozenset({")", "trend", "for", "interaction", "int", "heterogeneity", "value"})
NOT_SIGNIFICANT = "not-significant"  # the rule of what stands for a P value that is not told
_MARKS = frozenset({".", ",", "·"})
_ENDS = frozenset({")", "]", ",", ".", ";", "respectively", "and", "for", ""})
_MULTIPLIES = frozenset({"x", "×", "*", "·"})
_OPEN, _CLOSE = frozenset({"(", "[", ";", ","}), frozenset({")", "]"})


def find_p_value(words: Words, number: Number) -> Span | None:
    """Return the P value that a number belongs to."""
    op, i = _comparison_before(words, number.start)
    if words[i] == ")" or words[i - 1] == "for":  # "P (trend) =", "P for trend ="
        i = words.skip_back(i, _QUALIFIERS)
        i -= words[i] == "("
    i = words.skip_back(i, _BEHIND_NAME)
    if words[i] not in _NAMES:
        return None
    end, value = _value(words, number)
    if op is None:  # "P value 0.02", "p for trend 0.05"
        op = "=" if 0 < value < 1 and words[end] in _ENDS else None
    if op is None or not 0 <= value <= 1:
        return None
    read = PValue(op, value) if value or op != "<" else PValue(None, None)  # a probability below nothing: misread
    return words.span(i, end, P_VALUE, "p-value", read)


def find_listed_p_value(words: Words, number: Number) -> Span | None:
    """ "P values of 0.03 and [0.04]": the second number of one P."""
    first = words.number_before(number.start - 1) if words[number.start - 1] == "and" else None
    if first is None or not 0 < number.value < 1 or words[number.end] not in _ENDS:
        return None
    before = find_p_value(words, first)
    if before is None:
        return None
    value = PValue(before._.value.op, number.value)
    return words.span(number.start, number.end, P_VALUE, "p-value-listed", value)


def find_not_significant(words: Words) -> Iterator[Span]:
    """Yield what stands for a P value that is not told: "P = NS", "p = n.s.", "P not significant", "(NS)"."""
    abbreviated = {form.text.lower() for form in words.doc._.short_forms}
    for i, word in enumerate(words.lower):
        end = _not_significant_end(words, i) if word in {"ns", "n", "not", "nonsignificant"} else None
        if end is None:
            continue
        before = i - 1 - (words[i - 1] in _COMPARISONS)
        named = words.skip_back(before, _BEHIND_NAME)
        if words[named] in _NAMES:
            yield words.span(named, end, P_VALUE, NOT_SIGNIFICANT, PValue(None, None))
        elif word in {"ns", "n"} and "ns" not in abbreviated and words[i - 1] in _OPEN and words[end] in _CLOSE:
            yield words.span(i, end, P_VALUE, NOT_SIGNIFICANT, PValue(None, None))


def _not_significant_end(words: Words, i: int) -> int | None:
    if words[i] in {"ns", "nonsignificant"}:
        return i + 1
    if words[i] == "not" and words[i + 1] == "significant":
        return i + 2
    if words[i + 1] == "." and words[i + 2] == "s":  # "n.s."
        return i + 3 + (words[i + 3] == "." and words[i + 4] in _CLOSE)
    return None


def _comparison_before(words: Words, i: int) -> tuple[str | None, int]:
    """Read the comparison that ends before word `i`: its sign and the position before it."""
    j = i - 1
    if words[j] in _MARKS and words[j - 1] in _COMPARISONS:  # "p =,03"
        j -= 1
    if words[j] == ";" and words[j - 1] in _ENTITIES and words[j - 2] == "&":
        return _ENTITIES[words[j - 1]], j - 3
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


def _value(words: Words, number: Number) -> tuple[int, float]:
    """Read a plain number, "0,05", ",03", "1.2 x 10(-5)", "10-4" or "5.2E-08": its end and value."""
    if number.value == 0 and words[number.end] in _MARKS and words[number.end + 1].isdigit():
        return number.end + 2, float(f"0.{words[number.end + 1]}")  # a decimal comma, or "0. 03" taken apart
    if words[number.start - 1] in _MARKS and words[number.start].isdigit():
        return number.end, float(f"0.{words[number.start]}")
    factor, base = 1.0, number
    if words[number.end] == "e" and words.glued[number.end - 1] and words[number.end + 1] in DASHES:
        exponent = words.number_at(number.end + 2)
        return (exponent.end, number.value * 10**-exponent.value) if exponent else (number.end, number.value)
    if words[number.end] in _MULTIPLIES and words[number.end + 1] == "10":
        factor, base = number.value, words.number_at(number.end + 1) or number
    if base.value != 10:
        return number.end, number.value
    i = words.skip(base.end, {"(", "^", *DASHES})
    exponent = words.number_at(i)
    if exponent is None or i == base.end:
        return number.end, number.value
    return exponent.end + (words[exponent.end] == ")" and words[base.end] == "("), factor * 10**-exponent.value
