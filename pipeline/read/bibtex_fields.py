"""The fields of a BibTeX entry: values in braces, in quotes or bare, joined by `#`, with `@string` macros in them."""

from __future__ import annotations

import re

from pipeline.errors import ReadError

_BEGINS = re.compile(r"\s*@\s*([A-Za-z]+)\s*\{")
_KEY = re.compile(r"[^,={}\"]*,")
_NAME = re.compile(r"([^\s,={}\"#]+)\s*=\s*")
_BARE = re.compile(r"[^\s,={}\"#]*")
_JOINT = re.compile(r"\s*#\s*")
_BETWEEN = re.compile(r"[\s,]*")
_STRAY = re.compile(r"[^,{}\"]+")
_SIGN = re.compile(r"\\.|[{}\"]", re.DOTALL)
_AND = re.compile(r"\s+and\s+|[{}]", re.IGNORECASE)
_MOST_JOINED = 1 << 14  # characters of a value that is joined by #
_OPEN = "a brace or a quote is never closed"


def entry_fields(text: str) -> dict[str, str]:
    """Return the fields of an entry, by their names in small letters, as they are written; of two of one name the
    first. The entry may stand behind `@string` blocks. Raises ReadError if it does not end.
    """
    return _Reader(text).entry()


def names_of(value: str) -> list[str]:
    """Return the names in a list of authors: divided by "and" outside of braces, without "others"."""
    names, depth, start = [], 0, 0
    for match in _AND.finditer(value):
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
        elif depth == 0:
            names.append(value[start : match.start()])
            start = match.end()
    names.append(value[start:])
    return [name.strip() for name in names if name.strip() not in {"", "others"}]


class _Reader:
    """Reads block after block; every search goes on where the last one ended."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._macros: dict[str, str] = {}

    def entry(self) -> dict[str, str]:
        """Return the fields of the first block that is no macro."""
        while (begin := _BEGINS.match(self._text, self._at)) is not None:
            self._at = begin.end()
            if begin[1].lower() != "string":
                self._skip(_KEY)
                return self._fields()
            self._macros |= self._fields()
        raise ReadError("no entry in it")

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found is not None

    def _fields(self) -> dict[str, str]:
        """The fields up to the brace that closes the block. Other text in it is passed over."""
        fields: dict[str, str] = {}
        while self._skip(_BETWEEN) and (sign := self._text[self._at : self._at + 1]) != "}":
            if not sign:
                raise ReadError(_OPEN)
            if name := _NAME.match(self._text, self._at):
                self._at = name.end()
                fields.setdefault(name[1].lower(), self._value())
            elif not self._skip(_STRAY):
                self._part()
        self._at += 1
        return fields

    def _value(self) -> str:
        """A value; as it is written where macros of macros would make it endless."""
        start = self._at
        parts = [self._part()]
        while self._skip(_JOINT):
            parts.append(self._part())
        joined = "".join(parts)
        return joined if len(parts) == 1 or len(joined) <= _MOST_JOINED else self._text[start : self._at]

    def _part(self) -> str:
        """A part of a value. A bare word that is no macro stands for itself: a number, a month."""
        sign = self._text[self._at : self._at + 1]
        if sign and sign in '{"':
            return self._enclosed("}" if sign == "{" else sign)
        start = self._at
        self._skip(_BARE)
        word = self._text[start : self._at]
        return self._macros.get(word.lower(), word)

    def _enclosed(self, closing: str) -> str:
        start, depth = self._at + 1, 0
        for match in _SIGN.finditer(self._text, start):
            sign = match.group()
            if sign == closing and depth == 0:
                self._at = match.end()
                return self._text[start : match.start()]
            depth += (sign == "{") - (sign == "}")
            if depth < 0:
                break
        raise ReadError(_OPEN)
