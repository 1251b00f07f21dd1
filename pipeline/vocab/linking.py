"""Links names that are known to be drugs or diseases to concepts: exactly, in another form, in part, by likeness.

Every rule is a statement about English or chemical names. The vocabulary's own names win; beside them count names that
only link (`pipeline.vocab.link_names`). The same name in the same context always gets the same link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.vocab.link_forms import forms, parts
from pipeline.vocab.link_index import load_index
from pipeline.vocab.link_words import BY_DRUGS, DRUG_WORDS, INDUCED, MEANINGS, SYMBOLS, bag_of, bag_of_key
from pipeline.vocab.vocabulary import Concept, Vocabulary, load_vocabulary
from pipeline.vocab.words import key_of

MIN_LIKENESS = 0.8
"""From which likeness of letters on two names of diseases count as one. Of drugs a letter makes another substance."""

_INNER_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]](?=\s)")
_INDUCED_BY = re.compile(r"([\w-]+)[- ]induced ((?:\w+ ){0,2}\w+)")
_CACHED = 50_000


class Link(NamedTuple):
    """A concept, the rule that found it, and how like the names are (1 unless found by likeness)."""

    concept: Concept
    rule: str
    score: float = 1.0


class Context(NamedTuple):
    """What a document says about its names.

    `long_forms` has its abbreviations, `induced` the diseases (as keys) that it says a drug induced.
    """

    long_forms: Mapping[str, str] = {}
    induced: frozenset[str] = frozenset()


NO_CONTEXT = Context()


class Linker:
    """Finds concepts; `load_linker` makes one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary, whose names come first."""
        self._vocabulary = vocabulary
        self._steps = (lru_cache(_CACHED)(self._whole), lru_cache(_CACHED)(self._part))

    def link(self, name: str, label: str, context: Context = NO_CONTEXT) -> Link | None:
        """Return the concept of a name as a text has it, or None. `label` is DRUG or DISEASE."""
        return self.link_all([name], label, context)[0]

    def link_whole(self, name: str, label: str) -> Link | None:
        """Return the concept of a whole name in one of its forms, or None; neither of a part of it nor by likeness."""
        return self._steps[0](name, label)

    def link_all(self, names: Sequence[str], label: str, context: Context = NO_CONTEXT) -> list[Link | None]:
        """Return the links of several names; what no rule finds is compared by its letters all at once."""
        links = {name: self._by_rules(name, label, context) for name in names}
        rest = [name for name, link in links.items() if link is None]
        if rest and label == "DISEASE":
            links.update(zip(rest, _alike([expanded(name, context.long_forms) for name in rest]), strict=True))
        return [links[name] for name in names]

    def context_of(self, text: str, long_forms: Mapping[str, str]) -> Context:
        """Return what a text says about its names; `long_forms` has the abbreviations that it defines."""
        induced: set[str] = set()
        for match in _INDUCED_BY.finditer(text):
            if match[1].lower() in DRUG_WORDS or self._steps[0](match[1], "DRUG"):
                words = key_of(match[2]).split(" ")
                induced.update(" ".join(words[:end]) for end in range(1, len(words) + 1))
        return Context(long_forms, frozenset(induced))

    def other_ids(self, concept_id: str) -> list[str]:
        """Return what MONDO and HP ids stand for elsewhere: a MeSH id (the nearest broader one) and OMIM ids."""
        return load_index("DISEASE").other_ids(concept_id) if concept_id.startswith(("MONDO:", "HP:")) else []

    def _by_rules(self, name: str, label: str, context: Context) -> Link | None:
        long_name = expanded(name, context.long_forms)
        for one in dict.fromkeys((long_name, name)):
            link = self._induced_here(one, context.induced) if label == "DISEASE" else None
            if link:
                return link
        for step in self._steps:
            for one in dict.fromkeys((long_name, name)):
                link = step(one, label)
                if link:
                    return link if one == name else link._replace(rule="abbreviation")
        return None

    def _whole(self, name: str, label: str) -> Link | None:
        if label == "DRUG" and name in SYMBOLS:
            return self._named(SYMBOLS[name], label, "symbol")
        key = key_of(name)
        if key in MEANINGS[label]:
            return self._named(MEANINGS[label][key], label, "meaning")
        concept = self._vocabulary.lookup(name, label)
        return Link(concept, "exact") if concept else self._formed(key_of(_INNER_BRACKETS.sub("", name)), label)

    def _formed(self, key: str, label: str) -> Link | None:
        """The first known of the forms of a name."""
        term = self._vocabulary.term(key, label)
        if term:
            return Link(term.concept, "exact")
        for rule, form in forms(key, label):
            meaning = MEANINGS[label].get(form)
            concept = load_index(label).get(bag_of(meaning) if meaning else bag_of_key(form))
            if concept:
                return Link(concept, rule)
        return None

    def _named(self, name: str, label: str, rule: str) -> Link | None:
        concept = self._vocabulary.lookup(name, label) or load_index(label).get(bag_of(name))
        return Link(concept, rule) if concept else None

    def _part(self, name: str, label: str) -> Link | None:
        key = key_of(name)
        words = key.split(" ")
        tie = max((i for i in range(1, len(words) - 1) if words[i] in INDUCED), default=0)
        link = self._drug_induced(" ".join(words[tie + 1 :])) if tie and label == "DISEASE" else None
        links = (self._formed(part, label) for part in parts(key, label))
        return link or next((Link(link.concept, "part") for link in links if link), None)

    def _induced_here(self, name: str, induced: frozenset[str]) -> Link | None:
        """The drug-induced kind of a disease of which the text says that a drug induced it."""
        key = key_of(name)
        candidates = (form for form in (key, *(form for _, form in forms(key, "DISEASE"))) if form in induced)
        return next((link for form in candidates if (link := self._drug_induced(form))), None) if induced else None

    def _drug_induced(self, key: str) -> Link | None:
        """The disease by a drug that MeSH tells from the same disease without one."""
        links = (self._named(pattern.format(key), "DISEASE", "induced") for pattern in BY_DRUGS)
        return next((link for link in links if link and link.concept.id.startswith("MESH:")), None)


def _alike(names: Sequence[str]) -> list[Link | None]:
    found = load_index("DISEASE").similar([bag_of(name) for name in names])
    return [Link(one[0], "similar", min(one[1], 1.0)) if one and one[1] >= MIN_LIKENESS else None for one in found]


def expanded(name: str, long_forms: Mapping[str, str]) -> str:
    """Return a name with the abbreviations that stand in it written out."""
    if not any(form in name for form in long_forms):
        return name
    texts = "|".join(re.escape(form) for form in sorted(long_forms, key=len, reverse=True))
    return re.sub(rf"(?<!\w)({texts})s?(?!\w)", lambda found: long_forms[found.group(1)], name)


@lru_cache(maxsize=1)
def load_linker() -> Linker:
    """Return the linker over the packaged vocabulary; the further names are read when they are first needed."""
    return Linker(load_vocabulary())
