"""What kind of study a document reports: by its publication type, the words of its title, the words of its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.extract.phrases import Hit, PhraseTable
from pipeline.extract.prose import Prose

RANDOMIZED, TRIAL, COHORT = "randomized_trial", "clinical_trial", "cohort"
SERIES, REPORT, CROSS_SECTIONAL, REVIEW, OTHER = "case_series", "case_report", "cross_sectional", "review", "other"
# Tags that become a design in the light of more: how many people, and what else the text says.
_LOOK_BACK, _LOOK_AHEAD, _SOME_COHORT, _SOME_SURVEY = "retrospective", "prospective", "some cohort", "some survey"
_DECOY = "decoy"

# gold.md: a retrospective chart review of under 20 patients is a case series, of 20 and more a cohort.
_SERIES_BELOW = 20


class Design(NamedTuple):
    """A design and the id of the rule that found it."""

    design: str
    rule: str


# Publication types as PubMed names them, in lower case, in order of precedence.
_PUBLICATION_TYPES = {
    "randomized controlled trial": RANDOMIZED,
    "case reports": REPORT,
    "meta-analysis": REVIEW,
    "systematic review": REVIEW,
    "review": REVIEW,
    "controlled clinical trial": TRIAL,
    "clinical trial": TRIAL,
    "observational study": COHORT,
}

_FEW = "two|three|four|five|six|seven|eight|nine|ten|2|3|4|5|6|7|8|9|10"
_TELL = "report|describe|present|reports|describes|presents|reported|described"
# In order of precedence: a report with a review is a report, a review of randomized trials a review, a randomized
# pilot study is randomized.
_PHRASES: dict[str, tuple[str, ...]] = {
    _DECOY: (
        "case report form|forms",
        "randomly selected|sampled|chosen|drawn|picked|identified|recruited|invited",
        "mendelian randomization|randomisation",
        "not randomized|randomised",
    ),
    REPORT: (
        "case report",
        f"{_TELL} a|an|one unusual|rare? case|patient|child",
        "year old white|black|male|female? man|woman|male|female|boy|girl|patient|infant",
    ),
    REVIEW: (
        "systematic|literature|narrative|scoping|umbrella|critical|comprehensive review|overview",
        "systematically reviewed|searched",
        "review of the? literature|evidence|studies|trials",
        "meta analysis|analyses|regression|analytic",
        "metaanalysis|metaanalyses|cochrane",
        "we|this|article|paper|chapter review|reviews",
        "medline|pubmed|embase was|were? searched",
        "searched medline|pubmed|embase|the",
        "is|are reviewed",
    ),
    RANDOMIZED: (
        "randomized|randomised|randomization|randomisation|randomly",
        "at random",
        "random order|allocation",
        "randomly selected|chosen to receive",
    ),
    SERIES: (
        "case series|reports",
        f"{_TELL} {_FEW} cases|patients|children|women|men",
        f"report|reports|study|review|analysis|series of {_FEW} cases|patients",
        f"{_FEW} case reports",
    ),
    COHORT: (
        "cohort|registry|observational|longitudinal study|analysis|design|evaluation",
        "prospective|retrospective|inception|birth|matched|historical|ambispective|observational cohort",
        "follow up study",
    ),
    OTHER: (
        "case control|controlled",
        "cost effectiveness|utility|benefit analysis|of",
        "economic evaluation|analysis|model",
        "decision analysis",
    ),
    _LOOK_BACK: (
        "retrospective|retrospectively",
        "chart|charts|record|records review|reviews",
        "chart|charts|record|records of",
        "chart|charts|record|records was|were? reviewed|analyzed|analysed|examined",
        "medical|hospital|clinical|patient records|charts|files|notes from|were",
        "reviewed the? medical|clinical|hospital|patient? records|charts|files|notes",
    ),
    CROSS_SECTIONAL: ("cross sectional", "prevalence study|survey", "mail|mailed|postal|telephone|national survey"),
    TRIAL: (
        "open label|labelled|labeled|trial|study",
        "pilot|feasibility study|trial",
        "phase i|ii|iii|iv|1|2|3|4|1b|2a|2b|ib|iia|iib|one|two|three",
        "single arm|group",
        "uncontrolled|controlled|clinical|therapeutic|multicenter|multicentre|comparative|prospective trial",
        "dose escalation|finding|ranging",
        "double|single|triple blind|blinded|masked",
        "placebo controlled",
        "cross over",
        "crossover|nonrandomized|nonrandomised",
        "non randomized|randomised",
        "trial",
    ),
    _LOOK_AHEAD: ("prospective|prospectively",),
    _SOME_COHORT: ("cohort", "registry", "population based"),
    _SOME_SURVEY: ("survey|surveyed|questionnaire|questionnaires|interviewed",),
}
_TABLE = PhraseTable(_PHRASES)
# What a title says for certain; a trial may turn out to be randomized.
_CLEAR = frozenset((REVIEW, RANDOMIZED, REPORT, SERIES, COHORT, _LOOK_BACK, CROSS_SECTIONAL))

# A sentence with one of these speaks of what others did, or of what is to be done.
_ELSEWHERE = frozenset("needed warranted required necessary future lacking".split())
_OWN = frozenset("we our this present".split())
_MANY = frozenset("trials studies rcts".split())
_MANY_REACH = 4
# What a review counts, and what it does with them; nothing but their number and kind stands between.
_STUDIES = frozenset("trials studies rcts articles publications".split())
_GATHERED = frozenset("included identified retrieved searched selected reviewed found eligible".split())
_PATIENTS = frozenset("patients women men children infants cases".split())
_HAPPENED = frozenset("developed presented experienced suffered".split())
_JOINS = frozenset("of in from with for by to on at as patients participants people , ; :".split())
_STUDIES_REACH = 6


def find_design(prose: Prose, publication_types: Iterable[str], n_enrolled: int | None, treated: bool) -> Design:
    """Return the design of the study.

    `n_enrolled` is the number of people where it is stated, `treated` whether the study tests a drug; both decide
    where the words leave room: a look back at few people is a case series, and treated people without any word on the
    design are a trial.
    """
    by_type = _by_type(publication_types)
    in_title, in_text = _tags(prose, title=True), _tags(prose, title=False)
    if by_type is None:
        tag = _by_words(in_title, in_text)
        rule = "design-title" if tag in in_title else "design-text"
    else:
        tag, rule = by_type, "design-publication-type"
        if tag == TRIAL and RANDOMIZED in in_title | in_text:
            tag = RANDOMIZED
    if tag is None and n_enrolled is not None and n_enrolled < _SERIES_BELOW and _begins_with_harm(prose):
        return Design(SERIES, "design-few-with-an-event")
    if tag is None:
        return Design(TRIAL, "design-people-treated") if treated and n_enrolled else Design(OTHER, "design-not-stated")
    return Design(_settled(tag, n_enrolled, treated), rule)


def _begins_with_harm(prose: Prose) -> bool:
    """ "Three patients developed mutism on the third day of treatment": a report opens with what happened to people."""
    body = [i for i, section in enumerate(prose.section) if section not in {"title", "citation"}]
    first = [i for i in body if prose.sentence[i] == prose.sentence[body[0]]]
    return any(prose.words[i] in _HAPPENED and prose.words[i - 1] in _PATIENTS for i in first)


def _by_type(publication_types: Iterable[str]) -> str | None:
    named = {name.lower().split(",")[0].strip() for name in publication_types}
    return next((design for name, design in _PUBLICATION_TYPES.items() if name in named), None)


def _by_words(in_title: set[str], in_text: set[str]) -> str | None:
    """The clearest word of the title; one that says no more than "trial" gives way to clearer words of the text."""
    return next((tag for tags in (in_title & _CLEAR, in_title | in_text) for tag in _PHRASES if tag in tags), None)


def _tags(prose: Prose, *, title: bool) -> set[str]:
    """The tags that the title, or the rest of the text, gives to the study itself."""
    hits = [hit for hit in _TABLE.find(prose.words) if prose.in_title(hit.start) == title]
    if title:
        return {hit.tag for hit in hits} - {_DECOY}
    elsewhere, own = prose.sentences_with(_ELSEWHERE), prose.sentences_with(_OWN)
    hits = [hit for hit in hits if prose.sentence[hit.start] not in elsewhere]
    hits = [hit for hit in hits if prose.section[hit.start] != "background" or prose.sentence[hit.start] in own]
    tags = {hit.tag for hit in hits if hit.tag == REVIEW or not _is_of_many(prose, hit)} - {_DECOY}
    told = (i for i, word in enumerate(prose.words) if word in _STUDIES and prose.sentence[i] not in elsewhere)
    return tags | {REVIEW} if any(_gathers_studies(prose, i) for i in told) else tags


def _gathers_studies(prose: Prose, i: int) -> bool:
    """Whether studies are what was included, at a word for them: "we included 13 trials", "9 studies were included"."""
    words = prose.words
    if prose.section[i] == "background" or prose.in_title(i):
        return False
    if words[i + 1 : i + 2] in (["were"], ["was"]) and _GATHERED.intersection(words[i + 2 : i + 3]):
        return True
    for j in range(i - 1, max(0, i - 1 - _STUDIES_REACH), -1):
        if words[j] in _GATHERED:
            return words[j - 1] == "we" and prose.same_sentence(j - 1, i)
        if words[j] in _JOINS:
            break
    return False


def _is_of_many(prose: Prose, hit: Hit[str]) -> bool:
    """Whether a phrase describes several studies: "randomized controlled trials"."""
    return bool(_MANY.intersection(prose.words[hit.end : hit.end + _MANY_REACH]))


def _settled(tag: str, n: int | None, treated: bool) -> str:
    """The design that a tag stands for, given the number of people and whether they were treated."""
    if tag == _LOOK_BACK:
        return SERIES if n is not None and n < _SERIES_BELOW else COHORT
    if tag == REPORT:
        return SERIES if n is not None and n > 1 else REPORT
    if tag == _LOOK_AHEAD:
        return TRIAL if treated else COHORT
    return {_SOME_COHORT: COHORT, _SOME_SURVEY: CROSS_SECTIONAL}.get(tag, tag)
