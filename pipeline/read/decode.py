"""Bytes of a file to text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from pipeline.errors import ReadError

# What saved pages and exports are written in, other than UTF-8. Without such a list the detector takes short
# Western texts with a few odd signs for East European or DOS encodings.
_LIKELY_ENCODINGS = ["cp1252", "cp1250", "cp1251", "gb18030", "big5", "shift_jis", "euc_kr", "utf_16_le", "utf_16_be"]
_WESTERN, _EASTERN = "cp1252", "cp1250"
# What are letters in Eastern words and are not in Western ones: ł, ą, ż, ľ, ź inside a word, Ł, Ż before one; š, ž, ť.
_IN_EASTERN_WORDS = re.compile(
    rb"[A-Za-z\xc0-\xff][\xb3\xb9\xbf\xbe\x9f][a-z\xe0-\xff]|[\xa3\xaf][a-z\xe0-\xff]|[\x8a\x8d\x8e\x8f\x9a\x9d\x9e]"
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?([A-Za-z0-9_:.-]{2,40})""")
_DECLARED_WITHIN = 2048
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, name: str) -> str:
    """Return the text of a file's bytes: UTF-8 if they are, otherwise as declared, otherwise as detected.

    A UTF-8 byte order mark stays in the text as U+FEFF, so that offsets equal those of a plain UTF-8 decode. `name` is
    for messages. Raises ReadError for bytes that are no text.
    """
    text = _decode(data)
    if text is None:
        raise ReadError(f"{name}: its character encoding was not recognised; save it as UTF-8")
    nul = text.find("\0")
    if nul >= 0:
        raise ReadError(f"{name}: a NUL character at offset {nul}: no text file; save the page as text or HTML")
    if not text.strip("\ufeff \t\r\n"):
        raise ReadError(f"{name}: the file holds no text; save the page again or remove it")
    return text


def _decode(data: bytes) -> str | None:
    first = "utf-16" if data.startswith(_BYTE_ORDER_MARKS) else "utf-8"
    text = _decode_as(data, first) or _decode_as(data, _declared_encoding(data))
    if text is not None:
        return text
    encoding = detected(data)
    return None if encoding is None else _decode_as(data, encoding)


def detected(data: bytes) -> str | None:
    """Return the likely encoding of bytes that are no UTF-8, or None."""
    guess = from_bytes(data, cp_isolation=_LIKELY_ENCODINGS).best()
    if guess is not None and guess.encoding == _EASTERN and not _IN_EASTERN_WORDS.search(data):
        return _WESTERN  # most letters with accents are the same in both, and the detector takes the Eastern one then
    return None if guess is None else guess.encoding


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared_encoding(data: bytes) -> str:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    return match.group(1).decode("ascii") if match else ""
