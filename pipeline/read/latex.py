"""LaTeX as BibTeX exports write it to Unicode text."""

from __future__ import annotations

import logging
import re

from pylatexenc.latex2text import LatexNodes2Text

# LaTeX would take these for a comment and for the signs of a table; exports mean the sign.
_BARE_SIGN = re.compile(r"(?<!\\)[%#&]")
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_RAISED = re.compile(r"\$[\^_](?:\{([\w+-]{1,9})\}|(\w))\$")  # m$^2$, as <sup> and <sub> elsewhere
# Signs that exports write by names which the decoder lacks or has wrong; a brace or a blank ends a name.
_NAMED_SIGNS = {
    "textless": "<", "textgreater": ">", "textleq": "≤", "textgeq": "≥", "textunderscore": r"\_", "textbar": "|",
    "textminus": "−", "textquotedbl": '"', "textpercent": r"\%", "textperiodcentered": "·", "lbrack": "[",
    "rbrack": "]",
}  # fmt: skip
_NAMED_SIGN = re.compile(r"\\(" + "|".join(_NAMED_SIGNS) + r")(?![A-Za-z])(?:\{\})?")
_GREEK = re.compile(
    r"\\text(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|pi|rho|sigma|tau|phi|chi|psi|omega|Delta)"
    r"(?![A-Za-z])",
)
_LINK = re.compile(r"\\href\{[^{}]{0,2000}\}")
_DECODER = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)
logging.getLogger("pylatexenc").setLevel(logging.ERROR)


def unicode_text(value: str) -> str:
    """Return a value as plain text: accents, signs, dashes, quotes resolved, braces gone. Odd LaTeX is never fatal."""
    if not any(sign in value for sign in "\\{}$~-`'"):
        return value
    try:
        return str(_DECODER.latex_to_text(_as_meant(value)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # pylatexenc over odd LaTeX
        return value.replace("{", "").replace("}", "")


def _as_meant(value: str) -> str:
    value = _NAMED_SIGN.sub(lambda match: _NAMED_SIGNS[match[1]], _LINK.sub("", value))
    value = _GREEK.sub(r"\\ensuremath{\\\1}", _RAISED.sub(r"\1\2", value))
    value = _BARE_SIGN.sub(r"\\\g<0>", value)
    return _BARE_DOLLAR.sub(r"\\$", value) if len(_BARE_DOLLAR.findall(value)) % 2 else value
