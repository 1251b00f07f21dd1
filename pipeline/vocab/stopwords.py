"""Words that the source vocabularies hold as names and that a text hardly ever means so."""

from __future__ import annotations

COMMON_WORDS = frozenset()
NO_DRUGS = frozenset()
NO_DISEASES = frozenset()
