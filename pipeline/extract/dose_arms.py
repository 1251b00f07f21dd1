"""Says which arm a dose belongs to where the text names the arm with it: "the 50-mg group", "group B received 5 mg".

An arm stands in the text's words, with its noun. Nothing is inferred: a dose without a named arm has none.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from pipeline.tag.tokens import sentence_at

_NOUNS = frozenset({"group", "arm", "cohort"})
_NOUNS_OF_MANY = frozenset(noun + "s" for noun in _NOUNS)
# "group A", "group KM", "arm 2", "cohort III"
_LABEL = re.compile(r"[A-Z]{1,3}\d{0,2}|[IVX]{1,4}|\d{1,2}")
# What is said of several arms, or of no arm of treatment.
_NO_ARM = frozenset(
    "both all each either every two three four same other another age study patient third whole entire per one "
    "which what first second fourth fifth last parallel".split()
)
# Where the name of an arm begins, read backwards from its noun.
_STOPS = frozenset(
    "the a an in of with to for by from than versus vs v and or on at as into within our was were is are had has have "
    "while whereas received receiving given patients subjects participants people assigned allocated randomized "
    "randomised".split()
)
_GIVING = frozenset(
    "received receives receive receiving got given took taking treated administered started initiated assigned "
    "allocated randomized randomised".split()
)
# "compared with the early arm, patients received": the dose is not that arm's.
_COMPARING = frozenset("compared than versus vs relative unlike".split())
_NEXT_ARM = frozenset({";", ")", "or", "versus", "vs"})
_LOOK_BACK = 60  # tokens
_NAME = 5  # words
_MODIFIERS = 3  # tokens between an amount and the noun that it describes
_BEHIND = 12  # tokens in which the arm in brackets follows


def arms_of(doc: Doc, doses: list[Span]) -> list[str | None]:
    """Return the arm that is named with each of the doses of one sentence, which stand in reading order."""
    if not doses:
        return []
    sentence = sentence_at(doc, doses[0].start)
    ends = [dose.start for dose in doses[1:]] + [sentence.end]
    return [
        _described(doc, dose, ahead)
        or _in_bracket(doc, dose.end, ahead)
        or _subject(doc, max(sentence.start, dose.start - _LOOK_BACK), dose)
        for dose, ahead in zip(doses, ends, strict=True)
    ]


def _described(doc: Doc, dose: Span, ahead: int) -> str | None:
    """ "the 50-mg group", "the 50 mg aspirin arm"."""
    for i in range(dose.end, min(ahead, dose.end + _MODIFIERS + 1)):
        if doc[i].lower_ in _NOUNS:
            return str(doc[dose.start : i + 1].text)
        if doc[i].lower_ in _STOPS or not (doc[i].is_alpha or doc[i].text == "-"):
            return None
    return None


def _in_bracket(doc: Doc, start: int, end: int) -> str | None:
    """ "50 mg daily (group A)": the bracket holds nothing but the arm and, maybe, its size."""
    for i in range(start, min(end, start + _BEHIND)):
        if doc[i].lower_ in _NEXT_ARM:
            return None
        if doc[i].text == "(":
            noun = next((j for j in range(i + 1, min(end, i + 2 + _NAME)) if doc[j].lower_ in _NOUNS), None)
            name = _name(doc, noun, i + 1) if noun is not None else None
            opens = noun is not None and name is not None and doc[i + 1 : noun + 3].text.startswith(name)
            return name if opens else None
    return None


def _subject(doc: Doc, start: int, dose: Span) -> str | None:
    """ "group B received 5 mg", "patients in the early arm were given 5 mg", "the early arm (5 mg)"."""
    giving = False
    for i in range(dose.start - 1, start - 1, -1):
        word = doc[i].lower_
        if word == ";":
            return None
        giving = giving or word in _GIVING
        if word in _NOUNS or word in _NOUNS_OF_MANY:
            opens = doc[i + 1 : i + 4].text
            beside = i + 3 >= dose.start and ("(" in opens or ":" in opens)
            name = _name(doc, i, start) if word in _NOUNS and (giving or beside) else None
            lead = {token.lower_ for token in doc[max(start, i - _NAME - 3) : i]}
            return name if not lead & _COMPARING else None
    return None


def _name(doc: Doc, noun: int, first: int) -> str | None:
    """The arm's name around its noun: "group A", "early arm"; None if it has none of its own."""
    if noun + 1 < len(doc) and _LABEL.fullmatch(doc[noun + 1].text):
        lettered = not doc[noun + 1].whitespace_ and noun + 2 < len(doc) and len(doc[noun + 2]) == 1
        return str(doc[noun : noun + 2 + (lettered and doc[noun + 2].is_alpha)].text)
    begin = noun
    while begin > max(first, noun - _NAME) and (doc[begin - 1].is_alpha or doc[begin - 1].text in {"-", "+", "/"}):
        if doc[begin - 1].lower_ in _STOPS:
            break
        begin -= 1
    words = {token.lower_ for token in doc[begin:noun]}
    return str(doc[begin : noun + 1].text) if words and not words & _NO_ARM else None
