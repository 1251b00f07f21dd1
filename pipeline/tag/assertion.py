"""Says of each disease whether the text denies it, says it of a relative, or speaks of it as a possibility.

The method is NegEx's (Chapman et al. 2001): trigger phrases before or behind a finding, with a scope that ends at words
that begin another thought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.tag.attributes import DISEASE, mentions
from pipeline.tag.tokens import token_words

Phrases = Mapping[str, Sequence[Sequence[str]]]


def _phrases(text: str) -> Phrases:
    """Phrases separated by commas or line ends, by their first word."""
    found: dict[str, list[list[str]]] = {}
    for phrase in (part.split() for line in text.splitlines() for part in line.split(",")):
        if phrase:
            found.setdefault(phrase[0], []).append(phrase)
    return found


_DENIED_BEFORE = _phrases(
    """
    no, without, denied, denies, denying, absence of, free of, free from, no evidence of, no signs of, no sign of,
    never, neither, nor, none had, none developed, none experienced, none reported, none of, negative for, lack of,
    lacked, did not have, did not develop, did not experience, did not show, did not report, did not cause,
    did not present, does not cause, do not have, has not, had not, have not, was not, were not,
    not associated with, not cause, not have, not develop, not experience, exclude, excluded, excluding, ruled out,
    instead of, rather than
    """
)
_DENIED_AFTER = _phrases(
    """
    was not observed, were not observed, was not seen, were not seen, was not reported, were not reported,
    was not noted, were not noted, was not found, were not found, was not detected, were not detected,
    was not present, were not present, was absent, were absent, did not occur, not occur, has not been observed,
    have not been observed, was ruled out, were ruled out, was excluded, were excluded, did not develop,
    was not a problem, was not encountered, were not, encountered, occurred in none, was never observed,
    in no patient, in none
    """
)
_OF_RELATIVES = _phrases(
    """
    family history of, family history for, familial history of, mother with, father with, mothers with,
    fathers with, parents with, parent with, sibling with, siblings with, sister with, brother with, relatives with,
    relative with, mother had, father had, sister had, brother had, relatives had
    """
)
_POSSIBLE = _phrases(
    """
    risk of, risk for, risks of, at risk for, risk factor for, risk factors for, prevent, prevents, prevention of,
    preventing, prophylaxis of, prophylaxis for, prophylaxis against, protection against, protect against,
    suspected, suspicion of, possible, potential, rule out, screening for, screened for, likelihood of,
    probability of, if, in case of, susceptibility to, predisposition to, predict, predicting, avoid, avoidance of,
    fear of, threat of
    """
)
# "No difference in bleeding" and "not only nausea" deny no finding.
_NOT_DENIED = frozenset(
    """
    difference differences change changes effect effects increase decrease reduction improvement association
    correlation benefit response only relationship interaction influence impact advantage cure treatment therapy
    more less longer consensus data studies study trial worsening progression
    """.split()
)
# Words behind which another thought begins.
_NEXT_THOUGHT = frozenset(
    """
    but however although though except because since while whereas which who whom that yet still besides ; : . ! ?
    had has have developed showed occurred was were is are experienced received underwent improved resolved died
    """.split()
)
_SCOPE = 12  # tokens between a trigger and the finding


@Language.factory("litsift_assertion")
class Assertion:
    """Sets `span._.negated`, `span._.family` and `span._.hypothetical` of DISEASE mentions."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Assert the diseases of a document."""
        words = token_words(doc)
        for span in mentions(doc, DISEASE):
            start, end = _sentence_bounds(doc, span)
            before, after = words[start : span.start], words[span.end : end]
            if _denied_before(before) or _denied_after(after):
                span._.negated = True
            if _reaches(before, _OF_RELATIVES, frozenset()):
                span._.family = True
            if _reaches(before, _POSSIBLE, frozenset()):
                span._.hypothetical = True
        return doc


def _sentence_bounds(doc: Doc, span: Span) -> tuple[int, int]:
    """The tokens of the span's sentence within the scope of triggers."""
    start, end = span.start, span.end
    while start > max(0, span.start - _SCOPE) and not doc[start].is_sent_start:
        start -= 1
    while end < min(len(doc), span.end + _SCOPE) and not doc[end].is_sent_start:
        end += 1
    return start, end


def _denied_before(before: Sequence[str]) -> bool:
    return _reaches(before, _DENIED_BEFORE, _NOT_DENIED)


def _denied_after(after: Sequence[str]) -> bool:
    """Whether a trigger follows, with nothing but the rest of the noun phrase or a list between."""
    for i, word in enumerate(after):
        if _phrase_end(after, i, _DENIED_AFTER):
            return True
        if word in _NEXT_THOUGHT or word in {"with", "in"}:
            return False
    return False


def _reaches(before: Sequence[str], triggers: Phrases, stops: frozenset[str]) -> bool:
    """Whether the words before a finding hold a trigger with nothing behind it that ends its scope."""
    for i in range(len(before)):
        end = _phrase_end(before, i, triggers)
        if end and not any(word in _NEXT_THOUGHT or word in stops for word in before[end:]):
            return True
    return False


def _phrase_end(words: Sequence[str], i: int, phrases: Phrases) -> int:
    """Where the longest phrase that begins at word `i` ends; 0 if none does."""
    lengths = [len(phrase) for phrase in phrases.get(words[i], ()) if words[i : i + len(phrase)] == phrase]
    return i + max(lengths) if lengths else 0
