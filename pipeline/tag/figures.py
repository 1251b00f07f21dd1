"""Says what the numbers of a document are besides doses and counts: percentages, P values, times, ranks, …."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import DOSE
from pipeline.tag.intervals import ci_name, find_bracketed_range, find_effect, find_interval, find_spread
from pipeline.tag.p_values import find_listed_p_value, find_not_significant, find_p_value
from pipeline.tag.ranks import find_rank
from pipeline.tag.statistics import (
    LIST_JOINS,
    LONGEST_LIST,
    P_VALUE,
    PERCENT,
    STATISTIC_LABELS,
    is_percent,
    positions,
    signed,
)
from pipeline.tag.timepoints import find_time
from pipeline.tag.words import Number, Words, words_of


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
            span = _first(words, number) if number.start not in taken else None
            if span is not None:
                found[span.label_].append(span)
                taken.update(range(*words.bounds(span)))
        found[P_VALUE] = sorted([*found[P_VALUE], *find_not_significant(words)])
        for label, spans in found.items():
            doc.spans[label] = spans
        return doc


_SPREAD_SIGNS = frozenset("±+/-−")


def _first(words: Words, number: Number) -> Span | None:
    return next((span for matcher in _MATCHERS if (span := matcher(words, number))), None)


def find_percent(words: Words, number: Number) -> Span | None:
    """ "32%", and each number of a list that shares one sign: "2, 6 and 14%"."""
    start, value = signed(words, number)
    percent = is_percent(words, number.end)
    if percent:
        return words.span(start, number.end + percent, PERCENT, "percent", value)
    if words[number.start - 1] == "=":
        return None
    spread = words.number_at(number.end + 1) if words[number.end] == "(" else None
    if spread and words[spread.end] == ")" and is_percent(words, spread.end + 1):  # "73 (4)%"
        return words.span(start, spread.end + 1 + is_percent(words, spread.end + 1), PERCENT, "percent-spread", value)
    if words[number.end] in {"±", "+"}:  # "60 ± 8%": the spread has the sign for both
        spread = words.number_at(words.skip(number.end, _SPREAD_SIGNS))
        has_sign = spread is not None and bool(is_percent(words, spread.end))
        return words.span(start, number.end, PERCENT, "percent-spread", value) if has_sign else None
    last = number
    for _ in range(LONGEST_LIST):
        i = words.skip(last.end, LIST_JOINS)
        following = words.number_at(i)
        if i == last.end or following is None or last.value > 100:
            return None
        if is_percent(words, following.end):
            is_list = words[i - 1] != "," and ci_name(words, following.end + 1) is None
            return words.span(start, number.end, PERCENT, "percent-list", value) if is_list else None
        last = following
    return None


# In the order in which they are tried: the more particular first.
_MATCHERS: tuple[Callable[[Words, Number], Span | None], ...] = (
    find_p_value,
    find_listed_p_value,
    find_interval,
    find_spread,
    find_bracketed_range,
    find_effect,
    find_percent,
    find_time,
    find_rank,
)
