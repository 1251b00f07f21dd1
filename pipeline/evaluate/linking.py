"""Measures concept linking against labelled corpora whose spans carry MeSH (and OMIM) ids.

Ids are compared, not names. A mention whose gold has no id counts nowhere. Where gold gives a mention several ids, one
of them is right. A concept of ours that is no MeSH record counts by the MeSH record that its vocabulary refers to, its
own or that of the nearest broader concept; where gold has an OMIM id, by the OMIM record that MONDO refers to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import spacy

from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.guidelines import GUIDELINES, OURS, guideline_of
from pipeline.evaluate.score import Counts, Tally
from pipeline.tag.abbreviations import Abbreviations
from pipeline.tag.attributes import DISEASE, DRUG
from pipeline.tag.consistency import CHEMICAL
from pipeline.tag.model import context_of
from pipeline.vocab.linking import Context, Link, load_linker

_OURS = {CHEMICAL: DRUG, DISEASE: DISEASE}
LABELS = {label: _OURS[kind] for guideline in (OURS, *GUIDELINES) for label, kind in guideline.labels.items()}
"""The labels of corpora, and ours."""

_NO_ID = "-1"
_PREFIXES = ("MESH:", "MSH:")


class Miss(NamedTuple):
    """A mention that is linked to another concept than gold says, or to none."""

    label: str
    words: str
    gold: tuple[str, ...]
    link: Link | None


@dataclass
class LinkingScore:
    """Right links of all mentions with an id, by label, and the mentions that each rule got right, by label and rule.

    `several` counts the mentions for which gold has more than one id.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    rules: dict[tuple[str, str], Tally] = field(default_factory=dict)
    several: Counter[str] = field(default_factory=Counter)
    without_id: Counter[str] = field(default_factory=Counter)
    misses: Counter[Miss] = field(default_factory=Counter)


def score_linking(documents: Iterable[CorpusDoc]) -> LinkingScore:
    """Link every labelled mention of a corpus, given its place, and compare with its ids.

    Raises GoldError for a corpus without a label of drugs or diseases.
    """
    documents = list(documents)
    guideline_of(span.label for document in documents for span in document.spans)
    score = LinkingScore()
    nlp = spacy.blank("en")
    nlp.max_length = max((len(document.text) for document in documents), default=1) + 1
    finder = Abbreviations(nlp, "litsift_abbreviations")
    for document in documents:
        context = context_of(finder(nlp.make_doc(document.text)))
        for span in document.spans:
            label = LABELS.get(span.label)
            if label and gold_ids(span):
                _count(score, label, document.written(span), gold_ids(span), context)
            elif label:
                score.without_id[label] += 1
    return score


def gold_ids(span: CorpusSpan) -> tuple[str, ...]:
    """Return the ids of a labelled mention in our spelling: "MESH:D003920", "OMIM:125852"."""
    ids = (part for one in span.ids for part in one.replace("+", "|").split("|"))
    return tuple(_spelled(one.strip()) for one in ids if one.strip() not in {"", _NO_ID})


def ids_of(concept_id: str | None, finer_id: str | None = None) -> frozenset[str]:
    """Return the ids that a concept of ours is to be compared by: its own, and what its vocabulary refers to."""
    if concept_id is None:
        return frozenset()
    own, finer = load_linker().other_ids(concept_id), load_linker().other_ids(finer_id or "")
    return frozenset((concept_id, *own, *(one for one in finer if one.startswith("OMIM:"))))


class Linked(NamedTuple):
    """A mention that was found: its place and label (DRUG or DISEASE), and its concept."""

    start: int
    end: int
    label: str
    concept_id: str | None
    finer_id: str | None = None


def score_linked_spans(gold: CorpusDoc, found: Sequence[Linked]) -> Mapping[str, Counts]:
    """Compare mentions and their concepts with gold, by label: right is the same place and one of gold's ids.

    Mentions without an id in gold count neither way, nor does what was found at their place.
    """
    counts: dict[str, Counts] = {}
    for label in (DRUG, DISEASE):
        spans = [span for span in gold.spans if LABELS.get(span.label) == label]
        wanted = {(span.start, span.end): gold_ids(span) for span in spans}
        open_places = {place for place, ids in wanted.items() if not ids}
        mine = {(one.start, one.end): one for one in found if one.label == label}
        right = [p for p, one in mine.items() if ids_of(one.concept_id, one.finer_id).intersection(wanted.get(p, ()))]
        asked = len(wanted) - len(open_places)
        counts[label] = Counts(len(right), len(mine.keys() - open_places) - len(right), asked - len(right))
    return counts


def _spelled(concept_id: str) -> str:
    bare = concept_id.removeprefix(_PREFIXES[0]).removeprefix(_PREFIXES[1])
    return bare if ":" in bare else f"MESH:{bare}"


def _count(score: LinkingScore, label: str, words: str, wanted: tuple[str, ...], context: Context) -> None:
    link = load_linker().link(words, label, context)
    right = link is not None and bool(ids_of(link.concept.id, link.concept.finer_id).intersection(wanted))
    rule = (label, link.rule if link else "none")
    score.tallies[label] = score.tallies.get(label, Tally()).plus(Tally(right, 1))
    score.rules[rule] = score.rules.get(rule, Tally()).plus(Tally(right, 1))
    score.several[label] += len(wanted) > 1
    if not right:
        score.misses[Miss(label, words, wanted, link)] += 1
