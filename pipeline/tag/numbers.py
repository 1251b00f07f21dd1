"""Finds every number of a document, in digits or in words; doses, counts and results are built on these."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.numbers import NUMBER_WORDS, SCALES, TENS, UNITS, parse_number_words, parse_numeral
from pipeline.tag.attributes import NUMBER, mention
from pipeline.tag.tokens import token_words

_HYPHENS = frozenset("-‐‑")
_SEPARATORS = frozenset({",", "\u2009", "\u202f", "\u00a0"})
# Nouns that number things: after them "4,210" is item 4 and then 210, not four thousand.
_LABEL_NOUNS = frozenset("level levels grade stage cohort group phase arm step tier day cycle".split())
# The tokens of "nine hundred and ninety-nine thousand nine hundred and ninety-nine"; what runs on is several numbers.
_LONGEST = 13


@Language.factory("litsift_numbers")
class Numbers:
    """Sets `doc.spans["NUMBER"]`; `span._.value` is the number as a float."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the numbers of a document."""
        found: list[Span] = []
        done = 0  # the token behind the last number
        for i in [i for i, word in enumerate(token_words(doc)) if _can_begin(word)]:
            number = (_numeral(doc, i) or _words(doc, i)) if i >= done else None
            if number:
                found.append(number)
                done = number.end
        doc.spans[NUMBER] = found
        return doc


def _can_begin(word: str) -> bool:
    return word[0].isdigit() or word in {".", "·"} or word in NUMBER_WORDS


def _numeral(doc: Doc, i: int) -> Span | None:
    if not doc[i].text[0].isdigit():
        return _bare_decimal(doc, i)
    if parse_numeral(doc[i].text) is None:
        return None
    end = i + 1
    if "." not in doc[i].text and not (i and doc[i - 1].lower_ in _LABEL_NOUNS):
        end = _grouped_end(doc, i)
    value = parse_numeral(doc[i:end].text)
    return mention(doc, i, end, NUMBER, rule="numeral", value=value) if value is not None else None


def _bare_decimal(doc: Doc, i: int) -> Span | None:
    """ ".0489" and ". 0489" after an operator or a bracket, as P values are printed."""
    if doc[i].text not in {".", "·"} or i + 1 >= len(doc) or not doc[i + 1].text.isdigit():
        return None
    if not i or doc[i - 1].text not in {"=", "<", ">", "≤", "≥", "(", "[", "-", "to", "of", "than", "/"}:
        return None
    return mention(doc, i, i + 2, NUMBER, rule="numeral", value=float("0." + doc[i + 1].text))


def _grouped_end(doc: Doc, i: int) -> int:
    """Take in ",016" groups: exactly three digits, nothing else touching.

    A plain blank groups only what cannot be a number of its own ("200 000", "1 016"; but "2 500 mg tablets").
    """
    end, limit = i + 1, min(len(doc), i + _LONGEST)
    if len(doc[i].text) > 3:
        return end
    while end < limit and doc[end - 1].whitespace_ and doc[end].is_digit and _is_group(doc[end].text):
        end += 1
    while (
        end + 1 < limit
        and doc[end].text in _SEPARATORS
        and not doc[end - 1].whitespace_
        and not doc[end].whitespace_
        and len(doc[end + 1].text.split(".")[0]) == 3
        and doc[end + 1].text[0].isdigit()
    ):
        end += 2
    return end


def _is_group(digits: str) -> bool:
    return len(digits) == 3 and digits[0] == "0"


def _words(doc: Doc, i: int) -> Span | None:
    if doc[i].lower_ not in NUMBER_WORDS or (doc[i].lower_ in SCALES and not _opens_sentence(doc, i)):
        return None
    end, limit = i + 1, min(len(doc), i + _LONGEST)
    while end < limit and (step := _word_step(doc, end)):
        end += step
    value = _words_value(doc, i, end)
    while value is None and end > i + 1:
        end -= 1
        value = _words_value(doc, i, end)
    return mention(doc, i, end, NUMBER, rule="number-words", value=value) if value is not None else None


def _opens_sentence(doc: Doc, i: int) -> bool:
    """ "Hundred and forty-three patients": without "one" a scale is a number at the head of a sentence only."""
    return bool(doc[i].is_sent_start) and doc[i].text.istitle() and i + 1 < len(doc) and not doc[i + 1].is_punct


def _joined_by_hyphen(before: str, follows: str) -> bool:
    """ "twenty-six", "three-hundred", "two hundred-forty"."""
    if before in SCALES:
        return follows in NUMBER_WORDS
    return (before in TENS and follows in UNITS) or (before in UNITS and follows in SCALES)


def _words_value(doc: Doc, start: int, end: int) -> float | None:
    """Read "Twenty-six", and "Twenty - six" of a text that was taken apart, by its words alone."""
    return parse_number_words(" ".join(token.text for token in doc[start:end] if token.text not in _HYPHENS))


def _word_step(doc: Doc, end: int) -> int:
    """How many tokens from `end` on continue a number in words: "-six", "-hundred", "and eighty"."""
    before, word = doc[end - 1].lower_, doc[end].lower_
    if word in SCALES or (before in SCALES and word in NUMBER_WORDS) or (before in TENS and word in UNITS):
        return 1
    follows = doc[end + 1].lower_ if end + 1 < len(doc) else ""
    if word in _HYPHENS and _joined_by_hyphen(before, follows):
        return 2
    if word == "and" and before in SCALES and follows in UNITS | TENS:
        return 2
    return 0
