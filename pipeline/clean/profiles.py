"""Page profiles: YAML files that say how a site is recognised, what is boilerplate there and where facts stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import soupsieve
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.clean.phrases import PhraseBook, words_of
from pipeline.clean.pieces import ABSTRACT
from pipeline.clean.terms import YamlLoader, abstract_heads
from pipeline.config import config_folder
from pipeline.document import Source
from pipeline.errors import ConfigError

GENERIC = "generic"
_RECOGNISED_WITHIN = 20_000  # characters; a site names itself at the top or in the foot of a short page
Scope = Literal["rest", "part", "next"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Heading(NamedTuple):
    """A heading that opens a dropped region: the rule that it is reported under, and how far the region goes."""

    rule: str
    scope: Scope


class HeadingGroup(_Model):
    """Headings of one rule and scope; see configs/sites/generic.yaml."""

    scope: Scope
    phrases: tuple[str, ...]


class CueGroup(_Model):
    """Words that give a sentence away as the site's: alone (`sure`) or in pairs (`likely`)."""

    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


class Match(_Model):
    """What a page must show to be a site's: at least `min` of all the signs listed."""

    min: int = 1
    text: tuple[str, ...] = ()
    """Phrases in the visible text."""
    selectors: tuple[str, ...] = ()
    """CSS selectors that match an element."""
    meta: Mapping[str, str] = Field(default_factory=dict)
    """Metadata names and what one of their values contains, to the letter."""


class Profile(_Model):
    """One page profile, as its YAML file states it."""

    name: str
    match: Match = Match()
    phrases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    inline: tuple[str, ...] = ()
    headings: Mapping[str, HeadingGroup] = Field(default_factory=dict)
    cues: Mapping[str, CueGroup] = Field(default_factory=dict)
    elements: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    """CSS selectors of elements to drop."""
    facts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Names of facts (title, journal, authors, ...) and CSS selectors of the elements that hold them."""

    @model_validator(mode="after")
    def _check_selectors(self) -> Profile:
        for selector in (*self.drop, *self.match.selectors, *(css for each in self.facts.values() for css in each)):
            soupsieve.compile(selector)
        return self


class Vocabulary:
    """The phrases of the generic profile and of one site's, ready to be looked up."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        """Compile the profiles' phrases; those of an earlier profile win."""
        self.phrases = PhraseBook(_grouped(profile.phrases for profile in profiles))
        inline = [(phrase, "inline") for profile in profiles for phrase in profile.inline]
        self.inline = PhraseBook(inline + [(head, ABSTRACT) for head in abstract_heads()])
        self.headings = PhraseBook(
            (phrase, Heading(rule, group.scope))
            for profile in profiles
            for rule, group in profile.headings.items()
            for phrase in group.phrases
        )
        self.sure = PhraseBook(_grouped({r: g.sure for r, g in profile.cues.items()} for profile in profiles))
        self.likely = PhraseBook(_grouped({r: g.likely for r, g in profile.cues.items()} for profile in profiles))
        self.elements = dict(reversed(list(_grouped(profile.elements for profile in profiles))))
        self.drop = tuple((selector, profile.name) for profile in profiles for selector in profile.drop)


def _grouped(groups: Iterator[Mapping[str, tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        for rule, phrases in group.items():
            yield from ((phrase, rule) for phrase in phrases)


class Site:
    """A profile, and its vocabulary together with the generic one, compiled when a page of the site comes."""

    def __init__(self, profile: Profile, generic: Profile) -> None:
        """Take a site's profile and the generic one, which may be the same."""
        self.profile = profile
        self.signs = tuple(f" {' '.join(words_of(phrase))} " for phrase in profile.match.text)
        self._profiles = (profile,) if profile is generic else (profile, generic)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The phrases of both profiles, ready to be looked up."""
        return Vocabulary(self._profiles)


def load_sites(folder: Path | None) -> tuple[Site, ...]:
    """Return the sites of a user's folder, then the packaged ones, then the generic one, each sorted by file name.

    Raises ConfigError for a file that is no profile.
    """
    packaged = _load_folder(config_folder() / "sites")
    generic = next(profile for profile in packaged if profile.name == GENERIC)
    own = _load_folder(folder) if folder else []
    special = [profile for profile in (*own, *packaged) if profile.name != GENERIC]
    return tuple(Site(profile, generic) for profile in (*special, generic))


def site_of(source: Source, sites: Sequence[Site]) -> Site:
    """Return the first site whose signs the page shows; the last one, the generic site, if none does."""
    text = f" {' '.join(words_of(source.text[:_RECOGNISED_WITHIN]))} "
    return next((site for site in sites[:-1] if _matches(source, text, site)), sites[-1])


def _matches(source: Source, text: str, site: Site) -> bool:
    match = site.profile.match
    signs = sum(1 for phrase in site.signs if phrase in text)
    signs += sum(
        1 for name, phrase in match.meta.items() if any(phrase in value for value in source.meta.get(name, ()))
    )
    if source.markup is not None and signs < match.min:
        signs += sum(1 for selector in match.selectors if source.markup.select(selector))
    return signs >= match.min


def _load_folder(folder: Path) -> list[Profile]:
    return [_load(path) for path in sorted(folder.glob("*.yaml"))]


def _load(path: Path) -> Profile:
    try:
        return Profile.model_validate(yaml.load(path.read_text(encoding="utf-8"), YamlLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, soupsieve.SelectorSyntaxError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML ({str(error).splitlines()[0]}); correct it") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: '{key}': {first['msg']}; see configs/sites/generic.yaml") from None
