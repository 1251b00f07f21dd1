"""Finds the diseases, symptoms and findings of a text: terms, and phrases of a site or kind and a finding noun.

The mention is the whole name ("metastatic breast cancer", "childhood systemic lupus erythematosus", "nasal and oral
ulcers") without degree and course ("severe", "refractory").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import takewhile

from pipeline.normalize.names import singular_name
from pipeline.tag.attributes import DISEASE, Entity
from pipeline.tag.disease_words import (
    ABOUT,
    ACUTE,
    AND,
    ARTICLES,
    DEPTHS,
    FINDING_ENDINGS,
    GOES_WITH,
    GRADED,
    GRADED_ENDINGS,
    HEADS_AFTER,
    LATIN_ADJECTIVES,
    LIKE,
    LIMBS,
    LISTING,
    NAMED_ACUTE,
    NO_COURSE,
    NO_FINDING_BEGINNINGS,
    NO_FINDINGS,
    NO_SYNDROME,
    OF_DRUGS,
    ORGANISM_ENDS,
    SITE_NOUNS,
    TIES,
)
from pipeline.tag.lexicon import word_list
from pipeline.tag.reading import Found, Reading, Short, without_overlaps
from pipeline.vocab import Term
from pipeline.vocab.linking import load_linker

_MAX_WORDS = 10  # of a name
_MIN_COINED = 8  # letters of a word that counts by its ending
_MAX_SYNDROME = 3  # words of a syndrome's name
_MAX_CAUSE = 5  # words of a disease that another is named after


class DiseaseRules:
    """The word lists and the grammar over them."""

    def __init__(self) -> None:
        self._sites = word_list("body_sites")
        self._organisms = word_list("organisms")
        self._causes = word_list("causes")
        self._kinds = word_list("finding_kinds") | self._organisms
        self._heads = word_list("finding_heads")
        self._ages = word_list("age_modifiers")
        self._directions = word_list("directions")
        self._modifiers = word_list("disease_modifiers") | self._sites | self._kinds

    def find(self, reading: Reading, short_forms: Mapping[int, Short], drugs: list[Found]) -> list[Found]:
        """Return the diseases of a text in reading order.

        `short_forms` holds, by their first piece, the abbreviations that the text defines. `drugs` are the drugs of the
        text: nothing inside them is a disease, and none of them begins one.
        """
        given = {k for drug in drugs for k in range(drug.first, drug.last)}
        starts = [k for k, key in enumerate(reading.keys) if key in self._modifiers or key in self._directions]
        bases: list[Found] = []
        coined = [k for k, key in enumerate(reading.keys) if _is_coined(key)]
        for i in sorted({*starts, *coined, *reading.terms(DISEASE), *short_forms}):
            base = self._base_at(reading, short_forms, i) if not bases or i >= bases[-1].last else None
            if base and not reading.blocked(base.first, base.last):
                bases.append(base)
        bases = _merged(reading, bases)
        grown = [self._grown(reading, base, given) for base in bases if base.first not in given]
        grown += [*_of_drugs(reading, drugs), *_repeated_syndromes(reading, grown)]
        return without_overlaps([name for name in grown if not _is_other(reading, name)])

    def _base_at(self, reading: Reading, short_forms: Mapping[int, Short], i: int) -> Found | None:
        """The longest of a defined abbreviation, a term, and a phrase at piece `i`."""
        end = self._phrase_end(reading, i)
        match, source = reading.terms(DISEASE).get(i, (None, ""))
        if _is_grade(reading, i) or self._is_of_score(reading, i, max(end, match.last if match else 0)):
            return None
        if i in short_forms and short_forms[i].last >= max(end, match.last if match else 0):
            return short_forms[i].name
        if match and match.last >= end:
            return _from_term(reading, i, match.last, match.term, source)
        if end:
            return Found(i, end, _phrase_entity(reading, i, end), "finding-phrase")
        if _is_coined(reading.key(i)):
            return Found(i, i + 1, _linked(singular_name(reading.name(i, i + 1))), "finding-ending")
        return None

    def _is_of_score(self, reading: Reading, i: int, last: int) -> bool:
        """Whether a number counts the sites that a measure of disease looks at ("28-joint disease activity")."""
        counted = reading.hyphenated(i - 1) and reading.key(i - 1).isdigit() and reading.key(i) in self._sites
        return counted and reading.key(last) in ABOUT

    def _phrase_end(self, reading: Reading, i: int) -> int:
        """Where a phrase of sites or kinds and a finding noun ends; 0 if none begins at piece `i`."""
        k = i
        while k - i < _MAX_WORDS and (self._modifies(reading, k) or self._joins(reading, i, k)):
            k += 1
        is_list = "," not in reading.keys[i:k] or bool(AND.intersection(reading.keys[i:k]))
        return k + 1 if k > i and is_list and reading.key(k) in self._heads else 0

    def _joins(self, reading: Reading, i: int, k: int) -> bool:
        """ "nasal and oral ulcers", "cardiac, renal or hepatic failure": a conjunction or comma between modifiers."""
        step = 2 if reading.key(k + 1) in AND else 1  # "and/or"
        return k > i and reading.key(k) in LISTING | self._modifiers and reading.key(k + step) in self._modifiers

    def _grown(self, reading: Reading, base: Found, given: set[int]) -> Found:
        """The name with the words that belong to it on both sides."""
        last = self._right(reading, base)
        first, named_from = self._left(reading, base, given)
        if (first, last) == (base.first, base.last):
            return base
        left, right = reading.name(named_from, base.first), singular_name(reading.name(base.last, last))
        if left and not base.entity.name.startswith(left):  # a long form may hold it already
            left += "-" if reading.hyphenated(base.first - 1) else " "
        else:
            left = ""
        name = f"{left}{base.entity.name} {right}".rstrip()
        known = reading.term(named_from, last, DISEASE)
        entity = _entity(name, known) if known else base.entity._replace(name=name)
        return Found(first, last, entity, base.rule)

    def _left(self, reading: Reading, base: Found, given: set[int]) -> tuple[int, int]:
        """Where the mention begins, and where the name does (without the words that say whose disease it is)."""
        first = named_from = base.first
        for _ in range(_MAX_WORDS):
            step, is_age = self._step_left(reading, base, first, given)
            if not step:
                break
            first -= step
            if not is_age:
                named_from = first
        return first, named_from

    def _step_left(self, reading: Reading, base: Found, first: int, given: set[int]) -> tuple[int, bool]:
        """How many pieces before `first` belong to the mention, and whether they say whose disease it is."""
        key = reading.key(first - 1)
        if reading.blocked(first - 1, first) or first - 1 in given:
            return 0, False
        if key in self._ages:
            return int(not _is_group(reading, base)), True
        if key == "onset" and reading.hyphenated(first - 2) and reading.key(first - 2) not in NO_COURSE:
            return (0, False) if base.rule == "abbreviation" else (2, True)
        if key in TIES and reading.hyphenated(first - 2):
            cause = self._cause(reading, first - 2) if first - 2 not in given else 0
            return cause and 1 + cause, False
        if key == "human":
            return int(reading.key(first) in self._organisms), False
        if key == "active" and reading.key(first - 2) in ACUTE:  # "chronic active hepatitis"
            return 2 * int(_takes_acute(reading.key(base.last - 1))), False
        if key in ACUTE:
            return int(_takes_acute(reading.key(base.last - 1))), False
        if key == "." and reading.key(first) in self._organisms and len(reading.key(first - 2)) == 1:
            return 2, False  # "C. difficile"
        if len(key) == 1 and reading.key(first - 2) == "group" and reading.key(first).startswith("streptococc"):
            return 2, False  # by Lancefield's letters
        return int(self._modifies(reading, first - 1)), False

    def _modifies(self, reading: Reading, k: int) -> bool:
        """Whether piece `k` makes another disease of the one that follows."""
        key, following = reading.key(k), reading.key(k + 1)
        if key in self._directions:
            return following in self._sites or (key in DEPTHS and following in self._kinds)
        if key in SITE_NOUNS:
            return reading.key(k - 1) in self._sites
        return key in self._modifiers

    def _cause(self, reading: Reading, k: int) -> int:
        """How many pieces up to `k` name something that diseases are named after; of a disease its whole name."""
        for first in range(max(0, k + 1 - _MAX_CAUSE), k + 1):
            if reading.term(first, k + 1, DISEASE):
                return k + 1 - first
        return int(reading.key(k) in self._causes or reading.key(k) in self._modifiers)

    def _right(self, reading: Reading, base: Found) -> int:
        """Where the mention ends: behind a finding noun, "-like symptoms" or "of the <site>"."""
        last = base.last
        if reading.key(last).endswith("virus") and reading.key(last + 1) in {"infection", "disease"}:
            last += 2
        while reading.key(last) in HEADS_AFTER and reading.key(last + 1) not in ABOUT:
            last += 1
        if reading.hyphenated(last - 1) and reading.key(last) == "like" and reading.key(last + 1) in LIKE:
            last += 2
        last += _is_latin(reading, base.first, last)
        return self._site_end(reading, last) or last

    def _site_end(self, reading: Reading, last: int) -> int:
        """Where "of the <site>" behind a disease ends; 0 if there is none.

        In which limbs a sign is ("areflexia of the arms") makes no other sign of it.
        """
        if reading.key(last) != "of":
            return 0
        start = end = last + 1 + (reading.key(last + 1) in ARTICLES)
        named = reading.key(last - 1) in self._heads
        while reading.key(end) in self._sites and (named or reading.key(end) not in LIMBS):
            end += 1
        return end if end > start else 0


def _is_grade(reading: Reading, i: int) -> bool:
    """Whether "low-grade" or "high-grade" begins at piece `i` and says how high a fever is, not which tumor."""
    if reading.key(i + 1) != "grade" or reading.key(i) not in {"low", "high"}:
        return False
    words = takewhile(lambda key: key.isalpha() and key not in AND, reading.keys[i + 2 : i + 2 + _MAX_CAUSE])
    return not any(word in GRADED or word.endswith(GRADED_ENDINGS) for word in words)


def _of_drugs(reading: Reading, drugs: list[Found]) -> list[Found]:
    """What people have against a drug, or cannot leave of it: "penicillin allergy", "morphine addiction"."""
    return [
        Found(drug.first, drug.last + 1, _linked(f"{drug.entity.name} {reading.key(drug.last)}"), "finding-of-drug")
        for drug in drugs
        if reading.key(drug.last) in OF_DRUGS
    ]


def _repeated_syndromes(reading: Reading, known: list[Found]) -> list[Found]:
    """Syndromes that are not `known`, where a text gives the same words before "syndrome" twice at least."""
    taken = {name.last - 1 for name in known}
    heads = [k for k, key in enumerate(reading.keys) if key == "syndrome" and k not in taken]
    named = [
        (head, tuple(reading.keys[head - n : head])) for head in heads for n in range(1, _syndrome_words(reading, head))
    ]
    often = Counter(words for _, words in named)
    longest = {head: len(words) for head, words in named if often[words] > 1}
    return [
        Found(head - n, head + 1, _linked(singular_name(reading.name(head - n, head + 1))), "syndrome-repeated")
        for head, n in longest.items()
    ]


def _syndrome_words(reading: Reading, head: int) -> int:
    """One more than the number of words before "syndrome" that can name it."""
    n = 1
    while n <= _MAX_SYNDROME and reading.is_word(head - n) and reading.key(head - n) not in NO_SYNDROME:
        n += 1
    return n


def _is_latin(reading: Reading, first: int, last: int) -> bool:
    """Whether an adjective that agrees with a Latin name of several words follows it ("erythema nodosum leprosum")."""
    noun, adjective = reading.key(last - 1)[-2:], reading.key(last)
    return last - first > 1 and adjective.endswith(LATIN_ADJECTIVES.get(noun, ())) and len(adjective) >= _MIN_COINED


def _is_coined(key: str) -> bool:
    """A single word whose ending says that it is a finding."""
    return (
        len(key) >= _MIN_COINED
        and key.endswith(FINDING_ENDINGS)
        and key not in NO_FINDINGS
        and not key.startswith(NO_FINDING_BEGINNINGS)
    )


def _from_term(reading: Reading, first: int, last: int, term: Term, rule: str) -> Found:
    """A disease by a term; of two that a slash joins ("anxiety/depression") the first."""
    for cut in range(first + 1, last):
        left = reading.term(first, cut, DISEASE)
        if left and reading.slash(cut - 1) and reading.term(cut, last, DISEASE):
            last, term = cut, left
            break
    name = term.name or singular_name(reading.name(first, last))
    return Found(first, last, _entity(name, term), rule)


def _entity(name: str, term: Term | None) -> Entity:
    concept = term.concept if term else None
    if concept is None or not concept.id:
        return Entity(name)
    return Entity(name, concept.id, concept.name, None, concept.finer_id)


def _phrase_entity(reading: Reading, first: int, last: int) -> Entity:
    """What a phrase means: linked to the longest term of several words at its end ("[metastatic] breast cancer")."""
    name = singular_name(reading.name(first, last))
    terms = (reading.term(start, last, DISEASE) for start in range(first, last - 1))
    term = next((term for term in terms if term), None)
    return _entity(name, term) if term else _linked(name)


def _linked(name: str) -> Entity:
    """What a name means that is no term: the concept of another form of it."""
    link = load_linker().link_whole(name, DISEASE)
    return _entity(name, Term(link.concept) if link else None)


def _merged(reading: Reading, bases: list[Found]) -> list[Found]:
    """Two names side by side are one ("COVID-19 pneumonia")."""
    merged: list[Found] = []
    for base in bases:
        before = merged[-1] if merged else None
        if before and before.last == base.first and base.rule != "abbreviation" and not reading.slash(before.last - 1):
            name = f"{before.entity.name} {base.entity.name}"
            merged[-1] = Found(before.first, base.last, base.entity._replace(name=name), base.rule)
        else:
            merged.append(base)
    return merged


def _is_group(reading: Reading, name: Found) -> bool:
    """A group of diseases: an age before it says who has them, and makes no other disease."""
    return reading.name(name.last - 1, name.last) in {"diseases", "disorders", "illnesses"}


def _takes_acute(key: str) -> bool:
    return key in NAMED_ACUTE or key.endswith("itis")


def _is_other(reading: Reading, name: Found) -> bool:
    """Whether the words behind make something else of it: an organism, a vaccine, a gene."""
    following = reading.key(name.last)
    return following in GOES_WITH or following.endswith(ORGANISM_ENDS)
