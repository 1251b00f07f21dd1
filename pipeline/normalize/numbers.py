"""Numbers as clinical English writes them: `1,016`, `1 016`, `0·5`, `Twenty-six`, `one hundred and eighty-three`."""

from __future__ import annotations

import re
from math import isfinite

from text_to_num import text2num

# Separators of thousands: comma, no-break, thin and narrow no-break space. A plain space groups digits only where
# the caller says so ("1 016 patients" is one number, "level 4 210 mg" is two).
_GROUPED = re.compile(r"\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?:[.·]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.·]\d+)?|[.·]\d+")

UNITS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)
TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
SCALES = frozenset("hundred thousand million".split())
NUMBER_WORDS = UNITS | TENS | SCALES


def parse_numeral(text: str) -> float | None:
    """Read a numeral with optional thousands separators and decimal point; None if it is none.

    >>> parse_numeral("1,016"), parse_numeral("0·5"), parse_numeral("7.25")
    (1016.0, 0.5, 7.25)
    """
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[,\u00a0\u2009\u202f ]", "", text)
    elif not _PLAIN.fullmatch(text):
        return None
    value = float(text.replace("·", "."))
    return value if isfinite(value) else None


def parse_number_words(text: str) -> float | None:
    """Read a whole number in English words; None if it is none.

    >>> parse_number_words("One hundred and eighty-three")
    183.0
    """
    try:
        return float(text2num(text.lower(), "en"))
    except ValueError:
        return None


def parse_number(text: str) -> float | None:
    """Read a numeral or a number in words.

    >>> parse_number("1,016"), parse_number("Twenty-six"), parse_number("many")
    (1016.0, 26.0, None)
    """
    value = parse_numeral(text)
    return parse_number_words(text) if value is None else value
