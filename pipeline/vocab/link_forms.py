"""Other forms of a name, with the rule that makes each: what a vocabulary may have in place of what a text says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.normalize.names import without_salt
from pipeline.vocab.link_words import ADJECTIVES, BESIDE_DRUGS, GENERAL, HEADS, IMPAIRED, INSUFFICIENT, NEOPLASMS

_NO_ACIDS = frozenset({"nitrate"})  # a drug of its own, not nitric acid
_MIN_NOUN = 4  # letters of what an adjective becomes
_MAX_WORDS = 25  # of a name whose parts are tried
_MIN_PART = 4  # letters of what may be left of a longer name


def forms(key: str, label: str) -> Iterator[tuple[str, str]]:
    """Yield (rule, key) of the forms of a whole name, itself first."""
    if label == "DRUG":
        yield from _drug_forms(key)
    else:
        yield "words", key
        yield from _nouns(key)
        yield from _heads(key.split(" "))


def parts(key: str, label: str) -> Iterator[str]:
    """Yield what is left of a name without its modifiers, the longest first, of equally long ones the last.

    A drug loses only words that stand beside names of drugs. A name of very many words is a model's slip and has none.
    """
    words = key.split(" ")
    if len(words) > _MAX_WORDS:
        return
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length, -1, -1):
            part = words[start : start + length]
            rest = words[:start] + words[start + length :]
            if _says_enough(part, label) and (label != "DRUG" or BESIDE_DRUGS.issuperset(rest)):
                yield " ".join(part)


def _says_enough(part: Sequence[str], label: str) -> bool:
    too_little = BESIDE_DRUGS if label == "DRUG" else GENERAL
    return sum(map(len, part)) >= _MIN_PART and not too_little.issuperset(part)


def _drug_forms(key: str) -> Iterator[tuple[str, str]]:
    if key.endswith("ate") and " " not in key and key not in _NO_ACIDS:
        yield "acid", f"{key.removesuffix('ate')}ic acid"
    yield "words", key
    yield "salt", without_salt(key)
    if key.endswith("ine"):  # "heparine"
        yield "spelling", key[:-1]


def _nouns(key: str) -> Iterator[tuple[str, str]]:
    """The name with its last or first word an adjective made a noun: "hypertensive" -> "hypertension"."""
    words = key.split(" ")
    for at in dict.fromkeys((len(words) - 1, 0)):
        for ending, noun in ADJECTIVES:
            form = words[at].removesuffix(ending) + noun
            if words[at].endswith(ending) and len(form) >= _MIN_NOUN:
                yield "adjective", " ".join([*words[:at], form, *words[at + 1 :]])


def _heads(words: list[str]) -> Iterator[tuple[str, str]]:
    """The name with another head: "liver damage" -> "liver disease", "impaired renal function" -> insufficiency."""
    *body, head = words
    if "function" in words and IMPAIRED.intersection(words):
        organ = " ".join(word for word in words if word not in IMPAIRED and word != "function")
        yield "head", f"{organ} insufficiency"
        yield "head", f"{organ} disease"
    if body and head in INSUFFICIENT:
        yield "head", " ".join([*body, "insufficiency"])
    if body and head in HEADS:
        yield "head", " ".join([*body, "disease"])
        yield "head", " ".join(body)
    if body and head in NEOPLASMS:
        yield "head", " ".join([*body, "neoplasm"])
    if not body and head.endswith(("ic", "al")):
        yield "head", f"{head} disease"
