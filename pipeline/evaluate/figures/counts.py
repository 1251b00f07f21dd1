"""Holds counts of people against corpora that label them: the whole study, its arms, and sample sizes of any kind.

`total-participants`: the rows of `sample_sizes` with the role enrolled or completed, by the place of each statement;
the second number of a fraction ("12 of 30") is left out, because the corpus does not label it as a total.
`participants of arms`: those with the role arm, against both labels of arms. `intervention-participants` and
`control-participants` also ask which arm it is: `group` of the row must tell, by the rules of `sides`, by which results
are held against their arms, too, or by a name other than that of the arm beside it in the sentence, if that one tells.
(Rules of this figure's own knew only words of the labelled names: the corpus labels one wording of each arm, and "CT"
beside its labelled number was wrong where the label was "chemotherapy alone".)
`n_enrolled`: `studies.n_enrolled` against the largest total of the document, where one is labelled. The corpus gives
people who were enrolled and analysed the same label, so it is also held against all labelled totals.
`Sample-size`: rows with the role enrolled, completed, arm or subgroup against the label, in the documents that carry it
and inside their `Participants` (that corpus labels details there only, and in a part of its documents). An overlap is
right: a number is labelled now with its noun and now without.

A labelled place is cut to its number ("23 patients" to "23", "(n = 12)" to "12"); without a number it is left out. A
label that covers a number only in part ("Forty" of "Forty-seven", "1" of "16") is widened to all of it.
Totals of people whom the text says were planned, needed, screened or approached are left out: the corpus gives
them the label of those who took part, our rules the role other, and `n_enrolled` is of people enrolled or analysed.
What is found at such a place as enrolled or completed is an extra.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from pipeline.evaluate.context import sentence_at, sentence_range
from pipeline.evaluate.corpora import CorpusDoc
from pipeline.evaluate.figures import sides
from pipeline.evaluate.figures.measure import Measure, Processed
from pipeline.evaluate.score import Counts, Score
from pipeline.extract.arm_names import GROUP_NOUNS, LABELS
from pipeline.normalize.numbers import NUMBER_WORDS, parse_number
from pipeline.tag.attributes import mentions
from pipeline.tag.people import PEOPLE

TOTAL, INTERVENTION, CONTROL = "total-participants", "intervention-participants", "control-participants"
SAMPLE_SIZE = "Sample-size"
ARMS, ENROLLED, ENROLLED_ANY = "participants of arms", "n_enrolled", "n_enrolled is a labelled total"
# A document with one of these has been labelled for the counts of a trial.
_OF_TRIALS = frozenset({TOTAL, INTERVENTION, CONTROL, "intervention", "control", "outcome", "eligibility"})
_PARTICIPANTS = frozenset({"Participants"})
_OVERLAP_ROLES = frozenset({"enrolled", "completed", "arm", "subgroup"})
_TOTAL_ROLES = frozenset({"enrolled", "completed"})
_ARM_ROLES = frozenset({"arm"})
_LABELS = {sides.INTERVENTION: INTERVENTION, sides.CONTROL: CONTROL}
# What tells of people who have not entered a study, in front of their number or behind its noun; but a target may have
# been reached.
_NOT_ENTERED = frozenset("planned target needed required screened approached potentially eligibility".split())
_REACHED = frozenset("achieved reached met exceeded".split())
_BEFORE_NUMBER, _BEHIND_NUMBER = 4, 5  # words
_PHRASE_ENDS = frozenset("of with from undergoing receiving and agreed".split())
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMERAL = re.compile(r"\d(?:[\d,.\s]*\d)?")
_NUMBER_PARTS = NUMBER_WORDS | {"and", "a"}


class _Place(NamedTuple):
    """A count at the characters `[start, end)`; `group` is that of its row, None where gold says it."""

    start: int
    end: int
    group: str | None = None


def score_counts(processed: Processed, score: Score) -> None:
    """Add the figures on counts of people of one document to `score`, as far as its corpus labels them."""
    labels = {span.label for span in processed.gold.spans}
    if SAMPLE_SIZE in labels:
        _score_overlaps(processed, score)
    if not labels.isdisjoint(_OF_TRIALS):
        _score_trial(processed, score)


def _score_trial(processed: Processed, score: Score) -> None:
    totals = [place for place in _found(processed, _TOTAL_ROLES) if place.start not in _denominators(processed)]
    _score_places(processed, score, TOTAL, _gold_totals(processed.gold), totals)
    arms = list(_found(processed, _ARM_ROLES))
    _score_places(processed, score, ARMS, _gold(processed.gold, INTERVENTION, CONTROL), arms)
    told = told_arms(processed, arms)
    for label in (INTERVENTION, CONTROL):
        of_label = [arm for arm in arms if told.get(arm) == label]
        _score_places(processed, score, label, _gold(processed.gold, label), of_label)
    _score_enrolled(processed, score)


def _denominators(processed: Processed) -> set[int]:
    """Return where the second number of a fraction begins ("12 of 30"): this corpus labels none of them as a total."""
    return {span.start_char for span in mentions(processed.doc, "SAMPLE_SIZE") if span._.value.is_denominator}


def _score_places(
    processed: Processed, score: Score, figure: str, gold: Iterable[_Place], found: Iterable[_Place]
) -> None:
    wanted, have = ({place[:2]: place for place in places} for places in (gold, found))
    score.count(
        figure, Counts(*(len(keys) for keys in (wanted.keys() & have, have.keys() - wanted, wanted.keys() - have)))
    )
    for kind, places, others in (("miss", wanted, have), ("extra", have, wanted)):
        for start, end in sorted(places.keys() - others.keys()):
            _slip(processed, score, figure, kind, places[start, end])


def _score_overlaps(processed: Processed, score: Score) -> None:
    participants = [_Place(span.start, span.end) for span in processed.gold.spans if span.label in _PARTICIPANTS]
    gold = list(_gold(processed.gold, SAMPLE_SIZE))
    found = [place for place in _found(processed, _OVERLAP_ROLES) if _touches(place, participants)]
    missed = [place for place in gold if not _touches(place, found)]
    extra = [place for place in found if not _touches(place, gold)]
    score.count(SAMPLE_SIZE, Counts(len(gold) - len(missed), len(extra), len(missed)))
    for kind, places in (("miss", missed), ("extra", extra)):
        for place in places:
            _slip(processed, score, SAMPLE_SIZE, kind, place)


def _touches(place: _Place, others: Iterable[_Place]) -> bool:
    return any(place.start < other.end and other.start < place.end for other in others)


def _score_enrolled(processed: Processed, score: Score) -> None:
    values = (parse_number(processed.gold.text[place.start : place.end]) for place in _gold_totals(processed.gold))
    numbers = [int(value) for value in values if value is not None]
    if not numbers:
        return
    found = processed.rows["studies"][0]["n_enrolled"]
    score.tally(ENROLLED, found == max(numbers))
    score.tally(ENROLLED_ANY, found in numbers)
    if found != max(numbers):
        score.slip(ENROLLED, "wrong", f"{found}, labelled {max(numbers)}")


def _slip(processed: Processed, score: Score, figure: str, kind: str, place: _Place) -> None:
    text = processed.gold.text
    group = f", group {place.group!r}" if kind == "extra" else ""
    words = f"{text[place.start : place.end]} at {place.start}{group}"
    score.slip(figure, kind, words, sentence_at(text, place.start, place.end))


def _found(processed: Processed, roles: Collection[str]) -> Iterator[_Place]:
    """Yield each statement of the rows with one of the roles."""
    mentions = {row["mention_id"]: row for row in processed.rows["mentions"]}
    for row in processed.rows["sample_sizes"]:
        if row["role"] in roles:
            for mention in (mentions[number] for number in row["mentions"]):
                yield _Place(mention["start"], mention["end"], row["group"])


def _gold(gold: CorpusDoc, *labels: str) -> Iterator[_Place]:
    for span in gold.spans:
        if span.label in labels and (cut := number_in(gold.written(span))):
            yield _whole_numeral(gold.text, span.start + cut[0], span.start + cut[1])


def _whole_numeral(text: str, start: int, end: int) -> _Place:
    """Widen a label that covers some of a number's digits or words only."""
    while start and text[start - 1].isdigit() and text[start].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit() and text[end - 1].isdigit():
        end += 1
    behind = _WORD.match(text, end + 1) if text[end : end + 1] == "-" else None
    if behind and behind.group().lower() in NUMBER_WORDS:
        end = behind.end()
    return _Place(start, end)


def _gold_totals(gold: CorpusDoc) -> Iterator[_Place]:
    return (place for place in _gold(gold, TOTAL) if not _have_not_entered(gold.text, place))


def _have_not_entered(text: str, place: _Place) -> bool:
    """Whether the people counted were only planned, screened or approached, by the words beside their number."""
    around = sentence_range(text, place.start, place.end)
    before, behind = text[around.start : place.start].lower(), text[place.end : around.end].lower()
    in_front = _WORD.findall(re.split(r"[\d,;:()]", before)[-1])[-_BEFORE_NUMBER:]
    words = _WORD.findall(re.split(r"[\d,;:.()/]", behind)[0])[:_BEHIND_NUMBER]
    beside = {*in_front, *takewhile(lambda word: word not in _PHRASE_ENDS, words)}
    return not _NOT_ENTERED.isdisjoint(beside) and _REACHED.isdisjoint(beside)


def number_in(text: str) -> tuple[int, int] | None:
    """Return where the first number of a label begins and ends, in digits or in words; None if it has none.

    >>> number_in("(n = 1,016)"), number_in("Fifty-two patients"), number_in("half")
    ((5, 10), (0, 9), None)
    """
    numeral = _NUMERAL.search(text)
    if numeral:
        return numeral.span()
    ends: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        if word.group().lower() in (_NUMBER_PARTS if ends else NUMBER_WORDS):
            ends.append(word.span())
        elif ends:
            break
    while ends and text[slice(*ends[-1])].lower() not in NUMBER_WORDS:
        ends.pop()
    return (ends[0][0], ends[-1][1]) if ends else None


def told_arms(processed: Processed, arms: Sequence[_Place]) -> dict[_Place, str]:
    """Return the arms whose group tells which it is, by its name or as the other of two in a sentence."""
    gold, long_forms = processed.gold, _long_forms(processed)
    known = {group: sides.side_of(group, gold, long_forms) for arm in arms if (group := arm.group) and _is_name(group)}
    told = {arm: _LABELS[side] for arm in arms if arm.group and (side := known.get(arm.group))}
    for arm in arms:
        place = sentence_range(gold.text, arm.start, arm.end)
        beside = {
            other.group: told[other] for other in arms if other in told and place.start <= other.start < place.end
        }
        labels = set(beside.values())
        if arm.group and arm not in told and arm.group not in beside and len(labels) == 1:
            told[arm] = INTERVENTION if labels == {CONTROL} else CONTROL
    return told


def _is_name(group: str) -> bool:
    """Whether a group is more than a noun: "warfarin", "group B", not "patients"."""
    words = group.lower().split()
    return (len(words) > 1 and words[0] in GROUP_NOUNS) or not (GROUP_NOUNS | PEOPLE - LABELS).issuperset(words)


def _long_forms(processed: Processed) -> dict[str, str]:
    """Return what the abbreviations mean that the text defines."""
    doc = processed.doc
    return {form.text: doc.text[form.long_start : form.long_end] for form in doc._.short_forms}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


COUNTS = Measure(frozenset({TOTAL, INTERVENTION, CONTROL, SAMPLE_SIZE}), score_counts)
