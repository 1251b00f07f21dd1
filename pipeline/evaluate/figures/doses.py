"""Measures doses, routes and frequencies, and which drug a dose belongs to (corpora PHEE and ADE).

What counts, and how the corpora's labels are mapped to our own gold rules:

- **An amount** is a number, or numbers that share a unit ("0.5, 1 and 2 mg/kg", "30 to 40 mg"), with a unit of
  `_UNITS` and what it is per. A gold dosage is cut to the amounts in it: what stands beside them (frequency, route,
  verb: "reduced from 40 mg to 20 mg i.v. q6h" -> "40 mg", "20 mg") is left away, and where the label ends between
  an amount and what it is per ("[5 mg] per day", "[10 mg/m](2)"), the amount is read to its end in the text.
- **Neither for nor against** is a dosage without amount ("high-dose", "overdose", "three doses") and a concentration
  ("18 microg/mL"): what is found there is passed over.
- `doses.overlap`: an amount of gold is right if a found dose touches it. `doses.exact`: if a found dose has its first
  and last character; doses found in a series that share a unit are one. A found dose that touches no amount of gold
  is an extra in both, one that touches but differs is an extra in `doses.exact`.
- PHEE labels events, not sentences: what is found outside the range from an event's first label to its last is no
  extra. ADE labels only doses that have a drug and an effect: there, nothing outside the labels is an extra.
- `routes`: a gold route counts if it says where or by which way the drug enters (`_ROUTE`); the act of giving alone
  ("infusion", "injection", "administration", "ingestion"), a form ("tablets") and a treatment ("chemotherapy") do
  not, for our column `route` takes none of them.
- `frequencies`: a gold frequency counts if it says how often (`_RHYTHM`): "frequently", "continuous", "day 4" do not.
  Found are FREQUENCY, dates of giving (SPACING), and what a dose is per ("mg/day").
- `durations`: a gold duration counts if it is a length of time; "third course", "on day 17" do not.
  Routes, frequencies and durations are right if they overlap, and pass if they touch another label of the dosing.
- `dose_drug`: the share of the amounts of gold that are linked to a drug of gold, given the amounts and the drugs of
  gold. A drug is right if it stands in the same event (PHEE; any drug of a combination) or relation (ADE).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.figures.measure import Measure, Processed
from pipeline.evaluate.score import Counts, Score
from pipeline.extract.dose_links import link_doses
from pipeline.tag.attributes import DOSE, DRUG, Amount, Entity, mention, mentions
from pipeline.tag.schedules import DURATION, FREQUENCY, ROUTE, SPACING

_DOSAGES = frozenset({"Treatment.Dosage", "Dose"})
_DRUGS = frozenset({"Treatment.Drug", "Drug"})
_DOSING = frozenset({"Treatment.Dosage", "Treatment.Route", "Treatment.Freq", "Treatment.Duration"})
_TIMED = frozenset({"day", "week", "month", "hour", "minute"})

# The measure's own reading of amounts: it must not rest on the code that it judges. Every repetition is bounded.
_NUMBER = r"\d{1,9}(?:[.,]\d{1,9}){0,3}"
_JOINT = r"(?: ?(?:-|–|to|and|or|vs\.?|versus|,|, and|, or|\+/-|±|/) ?)"
_UNITS = (
    r"(?:kg|gms?|g|grams?|mgs?|milligrams?|µg|μg|ug|mcg|microg(?:rams?)?|ng|ml|mls|cc|l|i\.?u\.?|u\.?i\.?|mu|miu|units?|u"
    r"|international units?|million units|meq|[µμu]mol|micromol|mmol|%|puffs?|drops?|tablets?|capsules?)"
)
_PER = (
    r"(?: ?(?:/|per|a) ?(?:kg|kilogram|m ?\(2\)|m2|m²|square met(?:er|re)|day|d|week|wk|month|h|hr|hour|dose|min|mn))"
)
_INVERSE = r"(?:[ .]?(?:kg|m|day|d|h|min) ?(?:[-−][12]|\([-−][12]\)))"
_AMOUNT = re.compile(
    rf"(?<![\w.]){_NUMBER}(?:{_JOINT}{_NUMBER}){{0,5}} ?-?{_UNITS}(?![^\W_])(?:{_PER}(?![^\W_x])|{_INVERSE}){{0,3}}",
    re.I,
)
_IN_SOLUTION = re.compile(r" ?/ ?(?:ml|l|dl|mm)\b", re.I)
_REACH = 40  # characters that an amount may go on behind its label

_ROUTE = re.compile(
    r"(?:\b|^n)(?:intra|ntra|sub(?:cut|con|lin|muc|der)|trans(?:derm|tymp)|epidural|peri(?:bulb|tons|neur)|parenteral"
    r"|oral|po\b|i\.?v\b|i\.?m\b|s\.?c\b|topical|inhal|nebuli[sz]|rectal|vaginal|buccal|ocular|eye\b|nasal|ophthalmic)",
    re.I,
)
_RHYTHM = re.compile(
    r"daily|weekly|monthly|hourly|nightly|times|\b(?:once|twice|every|each|per|a) ?(?:day|week|month|\d)|twice"
    r"|\b(?:bid|tid|qid|qd|tiw|days \d)",
    re.I,
)
_LENGTH = re.compile(r"(?:hour|hr|day|week|wk|month|year|yr)s?\b|\b(?:mo|d|h)\b", re.I)
_NO_LENGTH = re.compile(
    r"\b(?:day|week|month|cycle|course) ?\d|(?:first|second|third|\dth|\dnd|\drd|\dst)\b|later|after"
)


class _Place(NamedTuple):
    start: int
    end: int

    def touches(self, start: int, end: int) -> bool:
        """Whether the place shares a character with `[start, end)`."""
        return self.start < end and start < self.end


def _amounts(text: str, spans: Iterable[CorpusSpan]) -> dict[_Place, list[CorpusSpan]]:
    """Return the amounts in gold dosages, with the dosages that hold each, in reading order."""
    found: dict[_Place, list[CorpusSpan]] = defaultdict(list)
    for span in spans:
        for match in _AMOUNT.finditer(text, span.start, span.end + _REACH):
            if match.start() < span.end and not _IN_SOLUTION.match(text, match.end()):
                found[_Place(*match.span())].append(span)
    whole = [place for place in found if not any(_holds(other, place) for other in found)]
    return {place: found[place] for place in sorted(whole)}


def _holds(place: _Place, part: _Place) -> bool:
    return place != part and place.start <= part.start and part.end <= place.end


def _found_amounts(doc: Doc) -> list[_Place]:
    """Return the found doses, those of a series that share a unit as one place."""
    places: list[_Place] = []
    begin: int | None = None
    for dose in mentions(doc, DOSE):
        begin = dose.start_char if begin is None else begin
        if dose._.rule != "dose-series":
            places.append(_Place(begin, dose.end_char))
            begin = None
    return places


class _Judge:
    """Holds what is found in one text against gold; says what is an extra."""

    def __init__(self, gold: CorpusDoc, score: Score) -> None:
        self.gold, self.score = gold, score
        self.extents = _extents(gold)

    def compare(
        self,
        figure: str,
        gold: Sequence[_Place],
        found: Sequence[_Place],
        passed: Sequence[_Place],
        right: Callable[[_Place, _Place], bool] = lambda gold, found: gold.touches(*found),
    ) -> None:
        """Add a figure's counts; what touches a place of `passed` and none of `gold` counts neither way."""
        for place in gold:
            hit = any(right(place, other) for other in found)
            self._note(figure, place, Counts(tp=1) if hit else Counts(fn=1), "" if hit else "miss")
        for place in found:
            if any(right(other, place) for other in gold):
                continue
            touching = any(other.touches(*place) for other in gold)
            if touching or (self._is_event(place) and not any(other.touches(*place) for other in passed)):
                self._note(figure, place, Counts(fp=1), "extra")

    def _is_event(self, place: _Place) -> bool:
        return any(extent.touches(*place) for extent in self.extents)

    def _note(self, figure: str, place: _Place, counts: Counts, slip: str) -> None:
        self.score.count(figure, counts)
        if slip:
            self.score.slip(figure, slip, self.gold.text[place.start : place.end], self.gold.text)


def _extents(gold: CorpusDoc) -> list[_Place]:
    """Return the range of each event, from its first label to its last; none for ADE, whose pairs are no events."""
    members: dict[int, list[CorpusSpan]] = defaultdict(list)
    for relation in gold.relations:
        if relation.label.startswith("arg:"):
            members[relation.head] += [gold.spans[relation.head], gold.spans[relation.tail]]
    return [_Place(min(s.start for s in spans), max(s.end for s in spans)) for spans in members.values()]


def _score(processed: Processed, score: Score) -> None:
    gold, doc = processed.gold, processed.doc
    judge = _Judge(gold, score)
    dosages = [span for span in gold.spans if span.label in _DOSAGES]
    amounts = _amounts(gold.text, dosages)
    found = _found_amounts(doc)
    passed = _places(dosages)
    judge.compare("doses.overlap", list(amounts), found, passed)
    judge.compare("doses.exact", list(amounts), found, passed, right=lambda one, other: one == other)
    _score_words(judge, gold, doc)
    _score_links(gold, doc, amounts, score)


def _score_words(judge: _Judge, gold: CorpusDoc, doc: Doc) -> None:
    """Routes, frequencies and durations of the corpus that labels them."""
    dosing = _places(span for span in gold.spans if span.label in _DOSING)
    timed = [dose for dose in mentions(doc, DOSE) if _TIMED & set((dose._.value.per or "").split("/"))]
    rhythms = [*mentions(doc, FREQUENCY), *mentions(doc, SPACING)]
    labelled = [
        ("routes", "Treatment.Route", _is_route, mentions(doc, ROUTE), []),
        ("frequencies", "Treatment.Freq", _is_rhythm, rhythms, timed),
        ("durations", "Treatment.Duration", _is_length, mentions(doc, DURATION), []),
    ]
    for figure, label, counts, found, spare in labelled:
        places = {_Place(s.start, s.end) for s in gold.spans if s.label == label and counts(gold.written(s))}
        # What a dose is per is right where gold labels it, and no extra elsewhere.
        per = [dose for dose in spare if any(place.touches(dose.start_char, dose.end_char) for place in places)]
        here = [_Place(span.start_char, span.end_char) for span in (*found, *per)]
        judge.compare(figure, sorted(places), here, dosing)


def _places(spans: Iterable[CorpusSpan]) -> list[_Place]:
    return [_Place(span.start, span.end) for span in spans]


def _is_route(written: str) -> bool:
    return bool(_ROUTE.search(written))


def _is_rhythm(written: str) -> bool:
    return bool(_RHYTHM.search(written))


def _is_length(written: str) -> bool:
    return bool(_LENGTH.search(written)) and not _NO_LENGTH.search(written)


def _score_links(gold: CorpusDoc, doc: Doc, amounts: dict[_Place, list[CorpusSpan]], score: Score) -> None:
    drugs_of = _pairs(gold)
    asked = {place: [d for s in spans for d in drugs_of.get(s, ())] for place, spans in amounts.items()}
    if not any(asked.values()):
        return
    planted = _planted(gold, doc, list(asked))
    links = link_doses(planted)
    for dose in mentions(planted, DOSE):
        drugs = next((d for place, d in asked.items() if place.touches(dose.start_char, dose.end_char)), [])
        if not drugs:
            continue
        linked, rule = links[dose.start]
        names = {gold.written(drug).lower() for drug in drugs}
        right = linked is not None and linked.text.lower() in names
        score.tally("dose_drug", int(right))
        if not right:
            score.slip("dose_drug", "wrong", f"{dose.text}: gold {sorted(names)}, found {linked} ({rule})", gold.text)


def _pairs(gold: CorpusDoc) -> dict[CorpusSpan, set[CorpusSpan]]:
    """Return the drugs of each dosage: those of the same event, or those tied to it directly."""
    groups: dict[int, set[CorpusSpan]] = defaultdict(set)
    for number, relation in enumerate(gold.relations):
        head, tail = gold.spans[relation.head], gold.spans[relation.tail]
        key = relation.head if relation.label.startswith("arg:") else -1 - number
        groups[key] |= {head, tail}
    pairs: dict[CorpusSpan, set[CorpusSpan]] = defaultdict(set)
    for group in groups.values():
        for dosage in group:
            if dosage.label in _DOSAGES:
                pairs[dosage] |= {span for span in group if span.label in _DRUGS}
    return pairs


def _planted(gold: CorpusDoc, doc: Doc, amounts: Sequence[_Place]) -> Doc:
    """Return the text with the doses and drugs of gold in place of those found."""
    starts: list[bool | int | None] = [bool(token.is_sent_start) for token in doc]
    spaces = [bool(token.whitespace_) for token in doc]
    planted = Doc(doc.vocab, words=[token.text for token in doc], spaces=spaces, sent_starts=starts)
    drugs = {(s.start, s.end): Entity(gold.written(s).lower()) for s in gold.spans if s.label in _DRUGS}
    doses = {(place.start, place.end): _amount(gold.text[place.start : place.end]) for place in amounts}
    planted.spans[DRUG] = _mentions(planted, DRUG, drugs)
    planted.spans[DOSE] = _mentions(planted, DOSE, doses)
    return planted


def _mentions(
    doc: Doc, label: str, places: dict[tuple[int, int], Entity] | dict[tuple[int, int], Amount]
) -> list[Span]:
    """Return mentions on whole tokens in reading order, without those that overlap one before."""
    found: list[Span] = []
    for (start, end), value in sorted(places.items(), key=lambda item: item[0]):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and (not found or span.start >= found[-1].end):
            found.append(mention(doc, span.start, span.end, label, rule="gold", value=value))
    return found


def _amount(written: str) -> Amount:
    numbers = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]{0,12}(?:\.\d{1,9})?", written)]
    unit = re.search(_UNITS, written, re.I)
    return Amount(numbers[0], numbers[-1], unit.group() if unit else "")


DOSES = Measure(frozenset({*_DOSAGES, *_DOSING}), _score)
