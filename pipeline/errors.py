"""The error tree. Every message says what is wrong, where, and what to do about it."""

from __future__ import annotations


class LitsiftError(Exception):
    """Any failure that litsift foresees; the command line prints its message as one line and no traceback."""


class ConfigError(LitsiftError):
    """A configuration, profile or lexicon file cannot be used; the whole run stops before it starts."""


class GoldError(LitsiftError):
    """A gold file does not fit the raw document that it labels."""


class OutputError(LitsiftError):
    """A result folder cannot be written, or cannot be read as one."""


class DocumentError(LitsiftError):
    """One document cannot be processed; it becomes a row of `errors` and the run goes on."""

    stage = "read"


class ReadError(DocumentError):
    """The bytes of a source cannot be turned into text."""

    stage = "read"


class CleanError(DocumentError):
    """No article text was found, or the text cannot be cleaned."""

    stage = "clean"
