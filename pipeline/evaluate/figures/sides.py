"""Says which arm of a labelled text a name stands for: that of the intervention or that of the control.

The corpus labels one wording of each arm, mostly the title's ("letrozole"); rows name arms in any of the text's words
("LET group", "group B"). Both figures on arms, sizes and results, read names by these rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pipeline.evaluate.corpora import CorpusDoc
from pipeline.extract.arm_names import is_control, is_tested

INTERVENTION, CONTROL = "iv", "cv"
_NO_NAMES = frozenset(
    "the a an of and or with in to for on by plus alone group groups arm arms patients women receiving therapy "
    "treatment treated mg g gy dose schedule regimen day week weeks".split()
)


def sides_of(arms: Iterable[str], gold: CorpusDoc, long_forms: Mapping[str, str]) -> dict[str, str]:
    """Return the side, `iv` or `cv`, of every name of an arm in a document.

    In this order: the control for a name that says so (placebo, standard, observation, ...); the side with the labelled
    name (`intervention`, `control`) that is most like it; the intervention for "intervention group" and the like; the
    side whose people or name are labelled just beside it ("group B (n = 54)", "group B (tamoxifen"); the second again,
    with abbreviations written out. Of names that none of these tells, the first in the text is the intervention and
    the others are controls, unless names of one side are known already: then they are of the other side.
    """
    sides = {arm: side for arm in arms if (side := side_of(arm, gold, long_forms)) is not None}
    known = set(sides.values())
    unknown = sorted((arm for arm in arms if arm not in sides), key=lambda arm: (gold.text.find(arm), arm))
    for k, arm in enumerate(unknown):
        if len(known) == 1:
            sides[arm] = CONTROL if known == {INTERVENTION} else INTERVENTION
        else:
            sides[arm] = CONTROL if k else INTERVENTION
    return sides


def side_of(arm: str, gold: CorpusDoc, long_forms: Mapping[str, str]) -> str | None:
    """Return the side that the name of an arm tells by itself, as `sides_of` says; None if it tells none."""
    return (
        (CONTROL if is_control(arm) else None)
        or _likest(arm, gold)
        or (INTERVENTION if is_tested(arm) else None)
        or _labelled_beside(arm, gold)
        or _likest(arm, gold, long_forms)
    )


_NAMES = {"intervention": INTERVENTION, "control": CONTROL}
_NAMES_AND_PEOPLE = {**_NAMES, "intervention-participants": INTERVENTION, "control-participants": CONTROL}
_BESIDE = 40  # characters
_PARTS = frozenset("and or versus vs v to".split())


def _likest(name: str, gold: CorpusDoc, long_forms: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The side whose labelled names are most like a name; None where both are, or none is.

    Words that only one side's names have count first ("A plus B" against "A"), then how much of the names is the same.
    """
    mine = _content(name, long_forms)
    names = {
        side: [_content(gold.written(span), long_forms) for span in gold.spans if span.label == label]
        for label, side in _NAMES.items()
    }
    words = {side: frozenset[str]().union(*sets) for side, sets in names.items()}
    best = {
        side: (_share(mine, words[side] - words[other]), max((_alike(mine, one) for one in names[side]), default=0.0))
        for side, other in ((INTERVENTION, CONTROL), (CONTROL, INTERVENTION))
    }
    if best[INTERVENTION] == best[CONTROL]:
        return None
    return max(best, key=lambda side: best[side])


def _share(mine: frozenset[str], own: frozenset[str]) -> float:
    return len(mine & own) / len(own) if own else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _labelled_beside(arm: str, gold: CorpusDoc) -> str | None:
    """The side of the label that stands next to a mention of an arm, with no other clause between."""
    name = re.sub(r" (group|arm|patients|women)$", "", arm.lower())
    places = [match.span() for match in re.finditer(rf"\b{_pattern(name)}\b", gold.text.lower())]
    near = []
    for span in gold.spans:
        for start, end in places if span.label in _NAMES_AND_PEOPLE else ():
            first, last = (end, span.start) if end <= span.start else (span.end, start)
            between = re.sub(r"^[;,:] *[nN] *= *$", "", gold.text[first:last])  # "(WX; n = 22)"
            is_close = first <= last and last - first < _BESIDE and (span.label not in _NAMES or "(" in between)
            is_one_clause = ";" not in between and ". " not in between
            if is_close and is_one_clause and not _PARTS.intersection(_words(between)):
                near.append((last - first, _NAMES_AND_PEOPLE[span.label]))
    return min(near)[1] if near else None


def _pattern(name: str) -> str:
    return r"[\s-]".join(re.escape(part) for part in name.split())


def _content(name: str, long_forms: Mapping[str, str] = MappingProxyType({})) -> frozenset[str]:
    """The words that make a name, with abbreviations (and those in their long forms) written out."""
    for _ in range(2):
        name = " ".join(long_forms.get(word, word) for word in _words(name))
    return frozenset(_words(name.lower())) - _NO_NAMES


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)
