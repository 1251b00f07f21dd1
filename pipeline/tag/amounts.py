"""Reads an amount at a number: value, unit, divisors ("600-mg/m2", "30 to 40 mg/kg/day", "5 x 10(6) IU", "AUC 6").

The grammar, over tokens and NUMBER spans (`?` optional, `*` repeated):

    amount   = value joint? unit divisor*  |  "AUC" "of"? number
    value    = number | number range-word number | number ("±" | "+/-") number | number "(" number ")"
             | number "x 10(" digits ")"
    divisor  = ("/" | "per" | "a") word | "."? word "-1" | "/(" word "." word ")"
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.normalize.quantities import AUC, CONCENTRATION, DIVISORS, Unit, find_unit
from pipeline.tag.attributes import Amount

HYPHENS = frozenset("-‐‑‒–—−")
RANGE_WORDS = frozenset({"to", "through", *HYPHENS})
REDUCTION_WORDS = frozenset(
    "decrease decreased decreasing reduced reduction reducing tapered tapering taper lowered fell declined "
    "dropped".split()
)
# In "from 20 to 10 mg" after one of these, the two numbers are two doses and not a range.
CHANGE_WORDS = REDUCTION_WORDS | frozenset(
    "increased increase increasing raised escalated titrated changed uptitrated".split()
)
# "no difference between 20 and 50 mg" compares two doses.
_DIFFERENCE = frozenset("difference differences differ differed compare compared comparison".split())
_BLANKS = frozenset({"nbsp", "thinsp", "ensp", "emsp"})  # entities that a page left undecoded
_SUPERSCRIPT_MINUS = "⁻"
_SUPERSCRIPTS = ("⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹")
# Between "AUC" and its value.
_AUC_JOINTS = frozenset({"of", "=", ")", "at", "("})
_EXPOSURE_TOKENS = 5  # "mg / mL / min"
_WEIGHTS = frozenset({"ideal", "lean", "actual", "total"})  # of a body
# Between a unit and "/" these say what is weighed.
_MATTER = frozenset({"base", "salt"})
# "mg.h/L", "ng x h": what a curve of levels over time is measured in.
_PRODUCTS = frozenset({".", "·", "⋅", "*", "x", "×"})
_EXPOSURE_TIMES = frozenset({"h", "hr", "min"})
# "2.5 g a day": "a" before these is "per".
_A_TIME = frozenset("day week month hour".split())
_MILLIONS = {"million": 1e6, "thousand": 1e3}


class Scan(NamedTuple):
    """An amount over the tokens `[start, end)`."""

    start: int
    end: int
    amount: Amount


def scan_amount(doc: Doc, number: Span, at: dict[int, Span]) -> Scan | None:
    """Read the amount that begins with a number (or with "AUC" in front of it); None where there is none.

    `at` maps the first token of every NUMBER span to the span.
    """
    return _scan_auc(doc, number, at) or _scan(doc, number, at)


def _scan(doc: Doc, number: Span, at: dict[int, Span]) -> Scan | None:
    """Read value, unit and divisors from a number on; None where no unit follows."""
    low, high, i = _value(doc, number, at)
    if i < len(doc) and doc[i].lower_ in _MILLIONS:
        low, high, i = low * _MILLIONS[doc[i].lower_], high * _MILLIONS[doc[i].lower_], i + 1
    i = _skip_joint(doc, i)
    if i >= len(doc):
        return None
    unit, end = _unit(doc, i)
    if unit is None or (doc[number.start].is_alpha and len(doc[i]) == 1):  # "two U-shaped", "one g-protein"
        return None
    per, end = _divisors(doc, end)
    if per is None:
        return None
    return Scan(number.start, end, Amount(low, high, unit.name, "/".join(per) or None))


def _unit(doc: Doc, i: int) -> tuple[Unit | None, int]:
    """The unit at token `i` and the token behind: "mg", "I.U.", "international units"."""
    if doc[i].lower_ == "international" and i + 1 < len(doc) and doc[i + 1].lower_.startswith("unit"):
        return find_unit("IU"), i + 2
    dotted = [token.lower_ for token in doc[i : i + 4]] if doc[i].lower_ == "i" else []
    if dotted[:3] == ["i", ".", "u"]:
        return find_unit("IU"), i + 3 + (dotted[3:] == ["."] and i + 4 < len(doc) and not doc[i + 4].is_sent_start)
    return find_unit(doc[i].text), i + 1


def _scan_auc(doc: Doc, number: Span, at: dict[int, Span]) -> Scan | None:
    """ "AUC 6", "AUC of 5", "AUC 5-6", "area under the curve of 5": the unit stands first."""
    i = number.start - 1
    while i > 0 and doc[i].text in _AUC_JOINTS:
        i -= 1
    start = _auc_start(doc, i)
    if start is None:
        return None
    low, high, end = _value(doc, number, at)
    if end < len(doc) and find_unit(doc[end].text):
        if not _is_exposure(doc, end):
            return None
        end += _EXPOSURE_TOKENS
    return Scan(start, end, Amount(low, high, AUC.name))


def _auc_start(doc: Doc, i: int) -> int | None:
    """The first token of the "AUC" or "area under the … curve" that ends at token `i`."""
    if i >= 0 and doc[i].lower_ in AUC.words:
        return i
    if i < 3 or doc[i].lower_ != "curve":
        return None
    area = next((j for j in range(i - 3, max(-1, i - 8), -1) if doc[j].lower_ == "area"), None)
    return area if area is not None and doc[area + 1].lower_ == "under" else None


def _is_exposure(doc: Doc, i: int) -> bool:
    """Whether "mg/mL/min" or "mg/mL x min" stands at token `i`: how the target of carboplatin is written out."""
    words = [token.lower_ for token in doc[i : i + _EXPOSURE_TOKENS]]
    return words[:3] == ["mg", "/", "ml"] and words[4:] == ["min"]


def scan_joined_auc(doc: Doc, i: int) -> Scan | None:
    """Read "AUC5", one token."""
    digits = doc[i].text[3:]
    if doc[i].text[:3].lower() not in AUC.words or not digits.isdigit() or len(digits) > 2:
        return None
    return Scan(i, i + 1, Amount(float(digits), float(digits), AUC.name))


def _value(doc: Doc, number: Span, at: dict[int, Span]) -> tuple[float, float, int]:
    """Low, high and the token behind: a number, a range, a mean with its spread, or "5 x 10(6)"."""
    low = float(number._.value)
    i = number.end
    second = _range_end(doc, number, at)
    if second is not None and not _is_change(doc, number):
        return low, float(second._.value), second.end
    sign = _plus_minus(doc, i)
    deviation = at.get(i + sign) if sign else None
    if deviation is not None:
        return low, low, deviation.end
    spread = _spread_end(doc, i, at)
    if spread:
        return low, low, spread
    power = _power_of_ten(doc, i)
    if power:
        factor, end = power
        return low * factor, low * factor, end
    return low, low, i


def _spread_end(doc: Doc, i: int, at: dict[int, Span]) -> int:
    """The token behind the spread in brackets between a number and its unit ("633 (600-700) mg/d"); 0 if none is."""
    if doc[i : i + 1].text != "(" or i + 1 not in at:
        return 0
    spread = _range_end(doc, at[i + 1], at) or at[i + 1]
    closed = doc[spread.end : spread.end + 1].text == ")"
    return spread.end + 1 if closed and find_unit(doc[spread.end + 1 : spread.end + 2].text) else 0


def _range_end(doc: Doc, number: Span, at: dict[int, Span]) -> Span | None:
    """The upper number of a range that begins with `number`: "-10", "to 40", "- to 10", "between 5 and 10"."""
    i = number.end
    if i + 2 < len(doc) and doc[i].text in HYPHENS and doc[i + 1].lower_ == "to":
        i += 1
    if i + 1 >= len(doc) or _is_step(doc, number):
        return None
    between = doc[i].lower_ == "and" and number.start > 0 and doc[number.start - 1].lower_ == "between"
    if between and {token.lower_ for token in doc[max(0, number.start - 6) : number.start]} & _DIFFERENCE:
        return None
    return at.get(i + 1) if doc[i].lower_ in RANGE_WORDS or between else None


def _is_step(doc: Doc, number: Span) -> bool:
    """Whether a number is a further step of an escalation: the 300 of "75 to 150 to 300 to 450"."""
    start = number.start
    return start > 1 and doc[start - 1].lower_ == "to" and doc[start - 2].like_num and doc[number.end].lower_ == "to"


def _plus_minus(doc: Doc, i: int) -> int:
    """How many tokens at `i` are a sign of deviation: "±", "+/-", "+-"."""
    first = doc[i].text if i < len(doc) else ""
    if first != "+":
        return int(first == "±")
    words = [token.text for token in doc[i + 1 : i + 3]]
    return 3 if words == ["/", "-"] else 2 if words[:1] == ["-"] else 0


def _is_change(doc: Doc, number: Span) -> bool:
    """Whether "from 20 to 10" is a change of dose: "from" in front and a verb of change shortly before it."""
    start = number.start
    words = {token.lower_ for token in doc[max(0, start - 12) : start]}
    return "from" in {token.lower_ for token in doc[max(0, start - 4) : start]} and bool(words & CHANGE_WORDS)


def _power_of_ten(doc: Doc, i: int) -> tuple[float, int] | None:
    """ "x 10(6)", "× 10^6", "x 106" is not read: the factor and the token behind."""
    if i + 2 >= len(doc) or doc[i].text not in {"x", "×", "X"} or doc[i + 1].text != "10":
        return None
    j = i + 2
    if doc[j].text in _SUPERSCRIPTS:
        return 10.0 ** _SUPERSCRIPTS.index(doc[j].text), j + 1
    if doc[j].text in {"(", "^"} and j + 1 < len(doc) and doc[j + 1].text.isdigit() and len(doc[j + 1].text) < 3:
        closing = j + 2 < len(doc) and doc[j + 2].text == ")"
        return 10.0 ** int(doc[j + 1].text), j + 2 + closing
    return None


def _skip_joint(doc: Doc, i: int) -> int:
    """Step over the hyphen of "600-mg" and over white space between number and unit."""
    if i + 1 < len(doc) and doc[i].text in HYPHENS and find_unit(doc[i + 1].text):
        return i + 1
    return _skip_space(doc, i)


def _skip_space(doc: Doc, i: int) -> int:
    """Step over white space other than a blank line (a page may break a line inside an amount), and over "&nbsp;"."""
    if i + 2 < len(doc) and doc[i].text == "&" and doc[i + 1].text in _BLANKS and doc[i + 2].text == ";":
        return i + 3
    return i + 1 if i < len(doc) and doc[i].is_space and doc[i].text.count("\n") < 2 else i


def _divisors(doc: Doc, i: int) -> tuple[list[str] | None, int]:
    """The divisors behind a unit and the token behind them; None in place of a list for a concentration."""
    per: list[str] = []
    if _is_level(doc, i):
        return None, i
    product = _product(doc, i)
    if product:
        return product
    while i < len(doc):
        step = _divisor(doc, i)
        if step is None:
            break
        name, i = step
        if name in CONCENTRATION:
            return None, i
        per.append(name)
    return per, i


def _is_level(doc: Doc, i: int) -> bool:
    """Whether a unit that ends before token `i` is that of a level: "mg%", "mg.%", "ng/100 mL", "mg(2)", "mg hr"."""
    words = [token.lower_ for token in doc[i : i + 3]]
    if words[:1] == ["%"] or words[:2] == [".", "%"] or words == ["(", "2", ")"] or words[:1] in (["hr"], ["cm"]):
        return True
    if words[:1] == ["/"]:
        return words[1:2] in (["10"], ["100"], ["1000"])
    glued = words[:1] != ["."] or not doc[i].whitespace_
    return bool(words[1:]) and words[0] in _PRODUCTS and glued and words[1] in _EXPOSURE_TIMES and not _inverse(doc, i)


def _divisor(doc: Doc, i: int) -> tuple[str, int] | None:
    inverse = _inverse(doc, i)
    if inverse:
        return inverse
    i = _skip_space(doc, i)
    i += i + 1 < len(doc) and doc[i].lower_ in _MATTER and doc[i + 1].text == "/"  # "0.75 mg base/kg"
    if i + 1 >= len(doc) or not (doc[i].lower_ in {"/", "per"} or _is_product_point(doc, i) or _is_a_time(doc, i)):
        return None
    i += 1
    while i + 1 < len(doc) and (doc[i].is_space or doc[i].lower_ in {"each", "every"}):
        i += 1
    if doc[i].text == "24" and i + 1 < len(doc) and doc[i + 1].lower_ in {"h", "hr", "hours", "hour"}:
        return "day", i + 2
    return _divisor_word(doc, i)


def _product(doc: Doc, i: int) -> tuple[list[str], int] | None:
    """The divisors of "mg/(kg.d)" and "mg/(kg x day)", and the token behind the bracket; None for anything else."""
    words = [token.lower_ for token in doc[i : i + 6]]
    if len(words) < 6 or words[:2] != ["/", "("] or words[3] not in _PRODUCTS or words[5] != ")":
        return None
    one, other = _divisor_word(doc, i + 2), _divisor_word(doc, i + 4)
    whole = one is not None and other is not None and (one[1], other[1]) == (i + 3, i + 5)
    if one is None or other is None or not whole or {one[0], other[0]} & CONCENTRATION:
        return None
    return [one[0], other[0]], i + 6


def _is_a_time(doc: Doc, i: int) -> bool:
    """Whether "a day" stands at token `i`; "a day" of "a day later" is no divisor."""
    times = doc[i].lower_ in {"a", "an"} and doc[i + 1].lower_ in _A_TIME
    return times and doc[i + 2 : i + 3].text.lower() not in {"later", "before", "after", "earlier"}


def _is_product_point(doc: Doc, i: int) -> bool:
    """The point of "mg/kg.h": nothing but a divisor touches it on both sides."""
    return (
        doc[i].text in {".", "·"}
        and not (doc[i - 1].whitespace_ or doc[i].whitespace_)
        and doc[i - 1].lower_ in DIVISORS
        and doc[i + 1].lower_ in DIVISORS
    )


def _divisor_word(doc: Doc, i: int) -> tuple[str, int] | None:
    word = doc[i].lower_
    square = _square_metre(doc, i)
    if square:
        return "m2", square
    if word in CONCENTRATION:
        return word, i + 1
    if word not in DIVISORS:
        return None
    end = i + 1
    if word in {"kg", "kilogram"}:
        end = _skip_body_weight(doc, end)
    return DIVISORS[word][0], end


def _square_metre(doc: Doc, i: int) -> int | None:
    """The token behind "m2", "m(2)", "m (2)", "m^2", "square meter"; None if no square metre stands at `i`."""
    words = [token.lower_ for token in doc[i : i + 4]]
    if words[:1] in (["m2"], ["m²"]):
        return i + 1
    if words[:1] == ["m"] and words[1:4] == ["(", "2", ")"]:
        return i + 4
    if words[:1] == ["m"] and words[1:3] in (["^", "2"],):
        return i + 3
    if words[:1] in (["m"], ["square"], ["sq"]) and words[1:2] and words[1] in {"2", "m", "meter", "metre"}:
        return i + 2
    return None


def _skip_body_weight(doc: Doc, i: int) -> int:
    """Step over "of body weight", "ideal body weight", "bodyweight", "BW" behind "kg"."""
    j = i + (i < len(doc) and doc[i].lower_ == "of")
    j += j < len(doc) and doc[j].lower_ in _WEIGHTS
    words = [token.lower_ for token in doc[j : j + 2]]
    if words == ["body", "weight"]:
        return j + 2
    return j + 1 if words[:1] in (["bodyweight"], ["bw"]) else i


def _is_minus(sign: str, digit: str, power: int) -> bool:
    """Whether two tokens are a negative exponent: "-1", "⁻¹"."""
    return (sign in HYPHENS and digit == str(power)) or (sign == _SUPERSCRIPT_MINUS and digit == _SUPERSCRIPTS[power])


def _inverse(doc: Doc, i: int) -> tuple[str, int] | None:
    """ "kg-1", ".kg-1", "·day-1", "kg(-1)": a divisor in negative-exponent notation."""
    i += doc[i].text in {".", "·", "⋅", "*", "x", "×"}
    if i + 2 >= len(doc):
        return None
    word = doc[i].lower_
    power = 2 if word == "m" else 1
    j = i + 1 + (doc[i + 1].text == "(")
    if j + 1 < len(doc) and _is_minus(doc[j].text, doc[j + 1].text, power):
        name = "m2" if word == "m" else DIVISORS[word][0] if word in DIVISORS else word
        if name in CONCENTRATION or name in {divisor for divisor, _ in DIVISORS.values()}:
            return name, j + 2 + (doc[i + 1].text == "(")
    return None
