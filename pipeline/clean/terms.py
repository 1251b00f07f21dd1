"""Loads `terms.yaml`: the words that articles, records and studies use, apart from what boilerplate looks like."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.clean.phrases import PhraseBook

# libyaml's loader where PyYAML was built with it: ten times faster, same result.
YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def phrases(group: str) -> PhraseBook[str]:
    """Return the phrases of a group of `terms.yaml`, each with the name that it is listed under."""
    listed = _content()[group]
    if isinstance(listed, list):
        return PhraseBook((phrase, group) for phrase in listed)
    return PhraseBook((phrase, name) for name, members in listed.items() for phrase in members)


def words(group: str) -> frozenset[str]:
    """Return the words of a group of `terms.yaml`."""
    return frozenset(_content()[group])


def listing(group: str) -> dict[str, list[str]]:
    """Return a group of `terms.yaml` whose members are listed under names."""
    listed: dict[str, list[str]] = _content()[group]
    return listed


def abstract_heads() -> list[str]:
    """Return the headings of whole abstracts ("Abstract", "Zusammenfassung")."""
    return listing("section_heads")["abstract"]


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8"), YamlLoader)
    return content
