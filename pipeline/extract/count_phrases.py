"""The phrase that a count of people stands in: its noun, and whether it opens a sentence ("Of 300 patients, ...")."""

from __future__ import annotations

from spacy.tokens import Span

from pipeline.tag.people import counted_noun
from pipeline.tag.statistics import PERCENT_WORDS
from pipeline.tag.words import Words

_BE = frozenset({"was", "were"})
_STATS = frozenset("mean median average".split())
_LONGEST, _NEAR = 20, 4  # words
_DETERMINERS = frozenset({"the", "these", "all", "our"})


def end_of_phrase(words: Words, span: Span, end: int) -> int:
    """Return the position behind a number and its noun: "38 [of them]", "12 [of the patients]", "4 [women]"."""
    if span._.rule == "some-of-people":
        end += 2 if words[end + 1] in {"them", "whom", "these", "those"} else 1
    behind = end
    if words[end] == "(" and words[end + 2] in PERCENT_WORDS:  # "65 (81%) participants"
        behind = (words.closing(end) or end) + 1
    noun = counted_noun(words, words.skip(behind, {"the", "our", "all"}), singular=span._.value.n == 1)
    return noun.end if noun else end


def opens_whole(words: Words, start: int) -> bool:
    """Whether a count stands in "Of 300 patients," or "Among the 417 patients" at the start of its clause."""
    i = words.skip_back(start - 1, _DETERMINERS)
    if words[i] not in {"of", "among"}:
        return False
    i -= words[i - 1] == "out"
    starts_sentence = words.text[i][0].isupper() or not words.same_sentence(i - 1, start)
    return starts_sentence or words[i - 1] in {";", ":", ",", "("}


def is_of_none(words: Words, start: int) -> bool:
    """Whether nobody of a count did something: "None of the 12 women relapsed", "in neither of the two patients"."""
    i = words.skip_back(start - 1, _DETERMINERS)
    return words[i] == "of" and words[i - 1] in {"none", "neither", "nobody"}


def opens_value(words: Words, start: int, end: int) -> bool:
    """Whether a value was found in the people of a count: "In 548 patients with ..., median survival was 10 months"."""
    i = words.skip_back(start - 1, _DETERMINERS | {"remaining", "other"})
    begins = not words.same_sentence(i - 1, start) or words[i - 1] in {";", ":"}
    begins = begins or (words[i - 2], words[i - 1]) == (",", "and")
    opens = begins and words[i] in {"in", "for", "among"}
    comma = next((k for k in range(end, end + _LONGEST) if words[k] in {",", "("}), None) if opens else None
    if comma is None or words[comma] == "(" or not words.same_sentence(start, comma):
        return False
    clause = words.lower[comma : comma + _LONGEST]
    is_value = any(word in _BE and words.number_at(comma + k + 1) for k, word in enumerate(clause))
    return is_value or not _STATS.isdisjoint(clause[:_NEAR])
