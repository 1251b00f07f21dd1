"""The `drugs` table: one row a distinct substance or class, with the part that it plays in the study."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.extract.comparisons import Comparison, find_all_comparisons, find_comparison
from pipeline.extract.context import Context, ContextFinder
from pipeline.extract.cues import (
    ABSENT,
    BESIDE,
    COMBINED,
    COMPARED,
    DRUG_AFTER,
    DRUG_BEFORE,
    DRUG_MODIFIERS,
    EVALUATED,
    GIVEN,
    MENTIONED,
    PRIOR,
    STANDARD,
    TAPERED,
    WITHHELD,
    Cue,
)
from pipeline.extract.entities import drug_keys, group_drugs
from pipeline.extract.prose import Prose, prose_of
from pipeline.extract.rows import Row
from pipeline.tag.attributes import DOSE, DRUG, mentions

_CONTEXTS = ContextFinder(DRUG_BEFORE, DRUG_AFTER, DRUG_MODIFIERS, ABSENT)

IN_TITLE = Cue("intervention", "drug-title")
FIRST_SIDE = Cue("intervention", "drug-first-side")
SECOND_SIDE = Cue("comparator", "drug-second-side")
TESTED = Cue("intervention", "drug-tested")
GIVEN_BESIDE = Cue("concomitant", "drug-given-beside")
UNEXPLAINED = Cue("other", "drug-no-cue")

# The longest run of words between a drug and the class that it is said to be: ", a short-acting intravenous".
_APPOSITION = 7
# Sections that speak of drugs that the people of the study need not have been given.
_TALK = frozenset({"background", "conclusions"})
# So many mentions that only give a drug outvote one with another cue.
_OUTVOTES = 2
# Cues that settle a role by themselves; GIVEN and EVALUATED need the other drugs of the document.
_STRONG = (BESIDE, PRIOR, TAPERED, COMBINED, STANDARD, ABSENT, MENTIONED, WITHHELD)


def extract_drugs(doc: Doc) -> list[Row]:
    """Return the rows of `drugs` of a tagged document, in order of first mention; `rule` names what set the role."""
    found = _with_appositions(prose_of(doc), _CONTEXTS.find(doc, mentions(doc, DRUG)))
    found = _without_talk(prose_of(doc), _with_doses(doc, found))
    contexts = {context.span.start: context for context in found}
    comparison = find_comparison(doc, found)
    groups = group_drugs(context.span for context in contexts.values())
    places = [[contexts[span.start] for span in group.spans] for group in groups]
    titled = any(context.in_title for context in found)
    reported = Comparison() if titled else find_all_comparisons(doc, found)
    return [
        {**group.row(doc, cue.role, cue.rule), "kind": group.entity.kind}
        for group, cue in zip(groups, _roles(places, comparison, reported), strict=True)
    ]


def _with_appositions(prose: Prose, contexts: list[Context]) -> list[Context]:
    """Mark what only says what another drug is: "esmolol, a short-acting beta blocker"."""
    return [
        replace(context, before=MENTIONED) if last and _is_apposition(prose, last, context) else context
        for last, context in zip([None, *contexts], contexts, strict=False)
    ]


def _without_talk(prose: Prose, contexts: list[Context]) -> list[Context]:
    """Take a background for the whole abstract where no section but title and conclusions follows it."""
    if set(prose.section) - _TALK - {"title"}:
        return contexts
    return [replace(c, section="abstract") if c.section == "background" else c for c in contexts]


def _with_doses(doc: Doc, contexts: list[Context]) -> list[Context]:
    """Mark what has a dose beside it as given, where nothing else is said of it: "aspirin (20 mg by mouth)"."""
    starts = {dose.start for dose in mentions(doc, DOSE)}
    ends = {dose.end for dose in mentions(doc, DOSE)}
    return [
        replace(context, after=GIVEN)
        if not (context.before or context.after)
        and not (
            starts.isdisjoint(_just_behind(doc, context.span)) and ends.isdisjoint(_just_before(doc, context.span))
        )
        else context
        for context in contexts
    ]


def _just_behind(doc: Doc, drug: Span) -> tuple[int, ...]:
    """Where a dose of a drug may begin: right behind it, or in a bracket or behind a comma there."""
    end = drug.end
    return (end, end + 1) if end < len(doc) and doc[end].text in {"(", "[", ","} else (end,)


def _just_before(doc: Doc, drug: Span) -> tuple[int, ...]:
    """Where a dose of a drug may end: right before it, or before "of" and adjectives of route there."""
    start = drug.start
    while start > 0 and (doc[start - 1].lower_ in DRUG_MODIFIERS or doc[start - 1].lower_ == "of"):
        start -= 1
    return tuple(range(start, drug.start + 1))


def _is_apposition(prose: Prose, last: Context, context: Context) -> bool:
    gap = prose.words[last.end : context.start]
    return 2 <= len(gap) <= _APPOSITION and gap[0] == "," and gap[1] in {"a", "an"}


def _roles(places: list[list[Context]], comparison: Comparison, reported: Comparison) -> list[Cue]:
    """Return the role of every drug, given the places where each stands.

    What the results are `reported` to compare settles the role of a drug that has no other.
    """
    sides = _sides(places, comparison)
    compared = any(sides)
    titled = [_words_of(place) for place in places if _titled(place)]
    roles = [_in_title(place, side, compared) or side or _own(place) for place, side in zip(places, sides, strict=True)]
    if not any(cue and cue.role == "intervention" for cue in roles) or _only_beside(places, roles):
        tested = _tested(places, roles)
        roles = [TESTED if _stands(place, tested) else cue for place, cue in zip(places, roles, strict=True)]
    return [
        cue
        or _side_reported(place, reported)
        or _compared_with(place)
        or (IN_TITLE if any(words < _words_of(place) for words in titled) and not compared else None)
        or (GIVEN_BESIDE if _has([c for c in place if c.section not in _TALK], GIVEN) else UNEXPLAINED)
        for cue, place in zip(roles, places, strict=True)
    ]


def _words_of(place: list[Context]) -> frozenset[str]:
    """The words of a drug's name; a title's "interferon alpha" is a text's "interferon alfa-2b"."""
    return frozenset(drug_keys(place[0].span._.value))


def _side_reported(place: list[Context], reported: Comparison) -> Cue | None:
    """The side on which results compare a drug; one that is compared with others and they with it is tested."""
    return FIRST_SIDE if _stands(place, reported.first) else SECOND_SIDE if _stands(place, reported.second) else None


def _compared_with(place: list[Context]) -> Cue | None:
    """What figures or people are "compared with" is a comparator, unless it is given more often than that."""
    told = [context for context in place if context.section != "background"]
    compared = sum(context.before is COMPARED for context in told)
    given = sum(GIVEN in (context.before, context.after) for context in told)
    return COMPARED if compared > 0 and compared >= given else None


def _only_beside(places: list[list[Context]], roles: list[Cue | None]) -> bool:
    """Whether the title names drugs only as given beside what is none: "radiotherapy with concurrent A and B"."""
    titled = [cue for place, cue in zip(places, roles, strict=True) if _titled(place)]
    return bool(titled) and all(cue is BESIDE for cue in titled)


def _tested(places: list[list[Context]], roles: list[Cue | None]) -> frozenset[int]:
    """The mentions of what is tested where neither title nor comparison says so.

    In this order: drugs of the title that are given beside others or tapered ("concurrent A and B"); drugs without a
    cue of their own that are evaluated or given first; other drugs given beside or tapered; the drug that the title
    only mentions ("lithium-induced tremor").
    """
    settled = list(zip(places, roles, strict=True))
    beside = [place for place, cue in settled if cue and cue.role == "concomitant"]
    candidates = (
        [context for place in beside if _titled(place) for context in place],
        _given_first([place for place, cue in settled if cue is None]),
        _given_first(beside),
        [context for place, cue in settled if cue is MENTIONED for context in place if context.in_title],
    )
    return frozenset(context.span.start for context in next(filter(None, candidates), []))


def _given_first(places: list[list[Context]]) -> list[Context]:
    """The mentions of what is evaluated, else those of the first list of drugs that is given."""
    evaluated = [context for place in places if _has(place, EVALUATED) for context in place]
    given = [context for place in places for context in place if GIVEN in (context.before, context.after)]
    first = min((context.in_list for context in given), default=None)
    return evaluated or [context for context in given if context.in_list == first]


def _has(place: list[Context], cue: Cue) -> bool:
    return any(cue in (context.before, context.after) for context in place)


def _sides(places: list[list[Context]], comparison: Comparison) -> list[Cue | None]:
    """The side of each drug in the comparison; one that is on both sides is on the second."""
    first, second, both = (
        {i for i, place in enumerate(places) if _stands(place, mentioned)} for mentioned in comparison
    )
    if _is_reversed(places, first, second):
        first, second = second, first
    titled = {i for i, place in enumerate(places) if _titled(place)} & (first | second)
    if titled and titled <= first & second:  # "A plus B or A alone" where the title is of A
        second = second - titled
    if first <= second:  # doses or schedules of one drug
        second = set()
    if second - first:  # "A plus B versus A plus C": A is no comparator
        second = second - first
    sides = ((both, GIVEN_BESIDE), (second, SECOND_SIDE), (first, FIRST_SIDE))
    return [next((cue for side, cue in sides if i in side), None) for i in range(len(places))]


def _is_reversed(places: list[list[Context]], first: set[int], second: set[int]) -> bool:
    """Whether the second side is what is tested, which is usually named first.

    It is if it holds all drugs of the first and more ("A versus A plus B"), if the first alone is called standard
    treatment, or if the second alone stands in the title.
    """
    standard = {i for i, place in enumerate(places) if _has(place, STANDARD)}
    titled = {i for i, place in enumerate(places) if _titled(place)}
    return (
        (first <= second and not standard & (second - first))
        or (bool(standard & first) and not standard & second)
        or (bool(titled & second) and not titled & first)
    )


def _stands(place: list[Context], side: frozenset[int]) -> bool:
    return any(context.span.start in side for context in place)


def _in_title(place: list[Context], side: Cue | None, compared: bool) -> Cue | None:
    """The role of a drug of the title: what is combined there is tested, unless it has no part in a comparison."""
    titled = _titled(place)
    if not titled:
        return None
    cues = [cue for cue in map(_strong, titled) if cue and cue is not COMBINED]
    if cues and cues[0] is ABSENT and side:  # "in X-naive patients", who get X in the trial
        return side
    return cues[0] if cues else side or (_most_cues(place) if compared else None) or IN_TITLE


def _titled(place: list[Context]) -> list[Context]:
    return [context for context in place if context.in_title]


def _own(place: list[Context]) -> Cue | None:
    """The role of a drug by its own cues.

    A drug that is given over and over has no other role for one remark: "patients refractory to X were given X".
    """
    cue = _most_cues(place)
    outvoted = _plain(place) > _OUTVOTES * sum(_strong(context) is not None for context in place)
    return None if outvoted and cue is not WITHHELD else cue


def _most_cues(place: list[Context]) -> Cue | None:
    """The role that most of a drug's cues give it; of equally many the one that comes first in `_STRONG`.

    What some are given and others are not is tested.
    """
    votes = Counter(cue for cue in map(_strong, place) if cue)
    given = _has([context for context in place if context.section not in _TALK], GIVEN)
    if WITHHELD in votes or (given and ABSENT in votes):
        return WITHHELD
    return max(votes, key=lambda cue: (votes[cue], -_STRONG.index(cue)), default=None)


def _plain(place: list[Context]) -> int:
    """How often a drug is given or evaluated without another cue."""
    plain = (context for context in place if _strong(context) is None)
    return sum(not {GIVEN, EVALUATED}.isdisjoint((context.before, context.after)) for context in plain)


def _strong(context: Context) -> Cue | None:
    """The cue that settles a role by itself; the one in front counts before the one behind.

    What is reduced in "reducing X-related pain" is not X.
    """
    if context.after is MENTIONED and context.before is TAPERED:
        return MENTIONED
    return next((cue for cue in (context.before, context.after) if cue in _STRONG), None)
