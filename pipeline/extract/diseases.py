"""The `diseases` table: one row a distinct disease; what the study's people have is told from what they get or show."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.extract.context import Context, ContextFinder
from pipeline.extract.cues import (
    DISEASE_AFTER,
    DISEASE_BEFORE,
    DISEASE_MODIFIERS,
    EFFECT_ON,
    HARM,
    INDUCED,
    NOT_STUDIED,
    PEOPLE,
    PREVENTED,
    RISK_WORDS,
    TREATED,
    Cue,
)
from pipeline.extract.entities import group_diseases
from pipeline.extract.prose import Prose, prose_of
from pipeline.extract.rows import Row
from pipeline.extract.setting import first_result_sentence
from pipeline.tag.attributes import DISEASE, DOSE, DRUG, SAMPLE_SIZE, mentions
from pipeline.tag.timepoints import TIME

_CONTEXTS = ContextFinder(DISEASE_BEFORE, DISEASE_AFTER, DISEASE_MODIFIERS, NOT_STUDIED)

_TOXICITY = "toxicity"
_HOW_OFTEN = frozenset({"incidence", "rate", "rates", "occurrence", "response", "responses"})

IN_TITLE = Cue("condition", "disease-title")
OF_PEOPLE = Cue("condition", "disease-people")
COUNTED = Cue("condition", "disease-counted")
OF_TREATMENT = Cue("condition", "disease-treated")
DENIED = Cue("other", "disease-denied")
WITHIN = Cue("other", "disease-within-disease")
UNEXPLAINED = Cue("other", "disease-no-cue")


def extract_diseases(doc: Doc) -> list[Row]:
    """Return the rows of `diseases` of a tagged document, in order of first mention; `rule` names what set the role."""
    contexts = {context.span.start: context for context in _CONTEXTS.find(doc, mentions(doc, DISEASE))}
    groups = group_diseases(context.span for context in contexts.values())
    places = [[contexts[span.start] for span in group.spans] for group in groups]
    return [group.row(doc, cue.role, cue.rule) for group, cue in zip(groups, _roles(doc, places), strict=True)]


def _roles(doc: Doc, places: list[list[Context]]) -> list[Cue]:
    """Return the role of every disease, given the places where each stands."""
    prose, results = prose_of(doc), first_result_sentence(doc)
    titled = sorted((c.start, i) for i, place in enumerate(places) for c in place if c.in_title)
    counted = _counted(doc, prose) | _given_for(doc, prose)
    roles = [
        _title_role(prose, place, next((at for at, other in reversed(titled) if other != i), 0))
        or _setting_role(place, results, counted)
        or _other_role(place)
        for i, place in enumerate(places)
    ]
    if any(cue.role == "condition" for cue in roles):
        return roles
    for wanted, found in ((PEOPLE, OF_PEOPLE), (TREATED, OF_TREATMENT), (PREVENTED, OF_TREATMENT)):
        fitting = [cue is not DENIED and _has(place, wanted) for place, cue in zip(places, roles, strict=True)]
        if any(fitting):
            return [found if fits else cue for fits, cue in zip(fitting, roles, strict=True)]
    named = [
        cue is INDUCED and any(context.in_title for context in place) for place, cue in zip(places, roles, strict=True)
    ]
    return [IN_TITLE if fits else cue for fits, cue in zip(named, roles, strict=True)]


def _title_role(prose: Prose, place: list[Context], last: int) -> Cue | None:
    """Diseases of the title are conditions, but not a harm, nor the first in "risk of A in B".

    `last` is where the last other disease of the title begins.
    """
    context = next((context for context in place if context.in_title), None)
    if context is None:
        return None
    if context.before in (HARM, INDUCED, NOT_STUDIED):
        return context.before
    is_aim = context.before in (TREATED, PREVENTED, EFFECT_ON, PEOPLE)
    if not is_aim and _is_outcome(prose, context):
        return HARM
    is_risk = "in" in prose.words[context.end : last] and context.sentence in prose.sentences_with(RISK_WORDS)
    return WITHIN if is_risk and not is_aim else IN_TITLE


def _is_outcome(prose: Prose, context: Context) -> bool:
    """Whether a title speaks of what treatment does or how often things happen: "cardiotoxicity", "stroke rates"."""
    behind = prose.words[context.end : context.end + 1]
    return context.span._.value.name.endswith(_TOXICITY) or not _HOW_OFTEN.isdisjoint(behind)


def _setting_role(place: list[Context], results: int, counted: set[int]) -> Cue | None:
    """A condition by its people, by their count or by its treatment, where the text says who was studied and why."""
    for context in place:
        if context.sentence >= results or not _is_of_people(context):
            continue
        cues = (context.before, context.after)
        if PEOPLE in cues:
            return OF_PEOPLE
        if context.start in counted:
            return COUNTED
        if TREATED in cues and context.section != "background":
            return OF_TREATMENT
    return None


def _other_role(place: list[Context]) -> Cue:
    if not any(_is_of_people(context) for context in place):
        return DENIED
    cues = (cue for context in place for cue in (context.before, context.after) if cue and cue.role == "other")
    return next(cues, UNEXPLAINED)


def _is_of_people(context: Context) -> bool:
    """Whether the text does not deny the disease or say it of relatives."""
    return not (context.span._.negated or context.span._.family)


def _has(place: list[Context], cue: Cue) -> bool:
    return any(cue in (context.before, context.after) for context in place)


def _counted(doc: Doc, prose: Prose) -> set[int]:
    """The positions behind counts of people: "30 SLE", "1 patient with sarcoma and [6 with] nephritis"."""
    behind = {prose.bounds(span)[1] for span in mentions(doc, SAMPLE_SIZE)}
    return behind | {prose.skip(at + 1, DISEASE_MODIFIERS) for at in behind if prose.words[at : at + 1] == ["with"]}


def _given_for(doc: Doc, prose: Prose) -> set[int]:
    """The positions behind "DRUG for", modifiers left out: "dapsone for stubborn bullous pemphigoid".

    An amount and a time may stand between: "tamoxifen 20 mg for 5 years for breast cancer".
    """
    skipped = {prose.bounds(span)[0]: prose.bounds(span)[1] for label in (DOSE, TIME) for span in mentions(doc, label)}
    found: set[int] = set()
    for span in mentions(doc, DRUG):
        at = prose.bounds(span)[1]
        while (behind := skipped.get(at, skipped.get(at + 1, at))) > at:
            at = behind
        if prose.words[at : at + 1] == ["for"]:
            found.add(prose.skip(at + 1, DISEASE_MODIFIERS))
    return found
