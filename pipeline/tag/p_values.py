"""Reads P values in every notation: "P = .03", "p < 0·001", "p<or=0.001", "P less than .05", "P = 1.2 x 10-5"."""

from __future__ import annotations

from spacy.tokens import Span

from pipeline.tag.statistics import P_VALUE, PValue
from pipeline.tag.words import DASHES, Number, Words

_COMPARISONS = {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">="}


def find_p_value(words: Words, number: Number) -> Span | None:
    """Return the P value that a number belongs to."""
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
