"""Tags drugs and diseases: what the lexicon, the vocabulary, the text's own abbreviations and the name rules find."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.attrs import IDX, LENGTH
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.names import fold
from pipeline.tag.attributes import DISEASE, DRUG, ShortForm, mention
from pipeline.tag.disease_names import DiseaseRules
from pipeline.tag.drug_names import find_drugs
from pipeline.tag.drug_short_forms import forms_by_place
from pipeline.tag.initials import initials
from pipeline.tag.lexicon import Lexicon
from pipeline.tag.proper_names import in_proper_name
from pipeline.tag.reading import Found, Knowledge, Reading, Short
from pipeline.tag.sections import in_citation
from pipeline.tag.tokens import text_of
from pipeline.vocab import load_vocabulary
from pipeline.vocab.words import Piece, pieces

_WORD_STARTS = re.compile(r"(?<!\w)\w")
# A word with a capital or digit that stands for what is before it, defined or not: "serotonin-1A (5-HT1A) receptor".
_ASIDE = re.compile(r"(?<=\w )[(\[](?=[\w-]{0,11}[A-Z\d])[\w-]{2,12}[)\]](?= \w)")
_NEAR = 8  # pieces on each side of brackets in which an interrupted name can lie
# Between a long form's first words and the name at its end; beyond them the short form stands for something else.
_OTHER_THINGS = frozenset("of for to with in on by from at and or plus versus vs than without after during".split())


@Language.factory("litsift_vocabulary", default_config={"lexicon": None})
class VocabularyTagger:
    """Sets `doc.spans["DRUG"]` and `doc.spans["DISEASE"]`; `span._.value` is an `Entity`.

    Nothing is tagged in sections labelled `citation`. Abbreviations come from `doc._.short_forms`. `doc._.reading` is
    the text as the rules read it.
    """

    def __init__(self, nlp: Language, name: str, lexicon: str | None) -> None:
        """Take the path of a user's lexicon (CSV), which wins over the packaged one and the vocabulary."""
        self.name = name
        vocabulary = load_vocabulary()
        self._knowledge = Knowledge(Lexicon(vocabulary, Path(lexicon) if lexicon else None), vocabulary)
        self._diseases = DiseaseRules()

    def __call__(self, doc: Doc) -> Doc:
        """Tag the drugs and diseases of a document."""
        text = text_of(doc)
        reading = Reading(text, pieces(text, self._knowledge.vocabulary.has_word), self._knowledge)
        found = self._find(reading, {DRUG: {}, DISEASE: {}})
        known = {form.text for form in doc._.short_forms}
        forms = (*doc._.short_forms, *forms_by_place(reading, found[DRUG], known))
        places = _places(reading, forms) if forms else {}
        meanings = {
            label: {**initials(reading, label, found[label], known), **_meanings(reading, places, forms, found[label])}
            for label in found
        }
        if any(meanings.values()):
            found = self._find(reading, meanings)
        brackets = {(form.bracket_start, form.bracket_end) for form in forms}
        brackets |= {aside.span() for aside in _ASIDE.finditer(text)}
        if brackets:
            found = self._over_brackets(reading, brackets, found)
        doc._.reading = reading
        tokens = _TokenEdges(doc)
        for label, names in found.items():
            doc.spans[label] = list(_spans(doc, tokens, reading, names, label))
        return doc

    def _find(self, reading: Reading, short_forms: dict[str, dict[int, Short]]) -> dict[str, list[Found]]:
        drugs = find_drugs(reading, short_forms[DRUG])
        return {DRUG: drugs, DISEASE: self._diseases.find(reading, short_forms[DISEASE], drugs)}

    def _over_brackets(
        self, reading: Reading, brackets: Collection[tuple[int, int]], found: dict[str, list[Found]]
    ) -> dict[str, list[Found]]:
        """Join names that brackets interrupt ("gastrointestinal (GI) bleeding"), if none ends before them."""
        rest = _around_brackets(reading, brackets)
        view = Reading(reading.text, [reading.words[i] for i in rest], self._knowledge)
        joined = self._find(view, {DRUG: {}, DISEASE: {}})
        return {label: _with_joined(reading, rest, joined[label], found[label]) for label in found}


def _start(piece: Piece) -> int:
    return piece.start


def _around_brackets(reading: Reading, brackets: Collection[tuple[int, int]]) -> list[int]:
    """The pieces near the brackets, without those inside."""
    inside: set[int] = set()
    near: set[int] = set()
    for start, end in brackets:
        first = bisect_left(reading.words, start, key=_start)
        last = bisect_left(reading.words, end, key=_start)
        inside.update(range(first, last))
        near.update(range(first - _NEAR, last + _NEAR))
    return [i for i in range(len(reading.words)) if i in near and i not in inside]


def _with_joined(reading: Reading, rest: Sequence[int], joined: Sequence[Found], found: list[Found]) -> list[Found]:
    ends = {name.last for name in found}
    longer: list[Found] = []
    for name in joined:
        gaps = [k for k in range(name.first, name.last - 1) if rest[k + 1] != rest[k] + 1]
        if gaps and not any(rest[k] + 1 in ends for k in gaps):
            longer.append(Found(rest[name.first], rest[name.last - 1] + 1, name.entity, name.rule))
    covered = {i for name in longer for i in range(name.first, name.last)}
    kept = [name for name in found if covered.isdisjoint(range(name.first, name.last))]
    return sorted([*kept, *longer], key=lambda name: name.first)


def _places(reading: Reading, forms: Sequence[ShortForm]) -> dict[tuple[int, int], str]:
    """Every place of a defined short form or its plural, as a range of pieces, with the form."""
    starts = {word.start: i for i, word in enumerate(reading.words)}
    ends = {word.end: i + 1 for i, word in enumerate(reading.words)}
    return {
        (starts[start], ends[end]): text
        for start, end, text in _standing(reading.text, {form.text for form in forms})
        if start in starts and end in ends
    }


def _standing(text: str, forms: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where short forms or their plurals stand alone in a text, the longest at each place, and which it is.

    One look-up a place and length: a regular expression of all the forms would try each of them at each place.
    """
    lengths = sorted({len(form) for form in forms}, reverse=True)
    firsts = {form[0] for form in forms}
    done = 0
    for place in _WORD_STARTS.finditer(text):
        start = place.start()
        if start < done or text[start] not in firsts:
            continue
        known = [start + length for length in lengths if text[start : start + length] in forms]
        ends = [(end + plural, end) for end in known for plural in (text[end : end + 1] == "s", 0)]
        found = next(((end, last) for end, last in ends if not _is_word(text[end : end + 1])), None)
        if found:
            done = found[0]
            yield start, done, text[start : found[1]]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class _Edges(NamedTuple):
    """Where names begin and end in the text; names stand in order and do not overlap."""

    starts: list[int]
    ends: list[int]


def _meanings(
    reading: Reading, places: dict[tuple[int, int], str], forms: Sequence[ShortForm], found: Sequence[Found]
) -> dict[int, Short]:
    """What the short forms stand for among the names found, by their first piece."""
    edges = _Edges(
        [reading.words[name.first].start for name in found], [reading.words[name.last - 1].end for name in found]
    )
    long_forms = {form.text: _named(reading, form, found, edges) for form in forms}
    meanings: dict[int, Short] = {}
    for (first, last), text in places.items():
        name = long_forms[text]
        meaning = Found(first, last, name.entity, "abbreviation", name.endogenous) if name else None
        meanings[first] = Short(last, meaning)
    return meanings


def _named(reading: Reading, form: ShortForm, found: Sequence[Found], edges: _Edges) -> Found | None:
    """The name that ends where the long form ends, if it is the only one there and words before it only describe it."""
    inside = found[bisect_right(edges.ends, form.long_start) : bisect_left(edges.starts, form.long_end)]
    if not inside:
        return None
    if len(inside) > 1 and _stands_for_first(reading, form, inside):
        return inside[0]
    name = inside[-1]
    start, end = reading.words[name.first].start, reading.words[name.last - 1].end
    if len(inside) > 1 or abs(end - form.long_end) > len("'s"):
        return None
    before = fold(reading.text[form.long_start : max(start, form.long_start)]).replace("-", " ").split()
    return None if _OTHER_THINGS & set(before) else name


def _stands_for_first(reading: Reading, form: ShortForm, inside: Sequence[Found]) -> bool:
    """Whether of two alternatives the first has the initials: "gold sodium thiomalate or aurothioglucose (GST)"."""
    first, second = inside[0], inside[1]
    letters = "".join(key[:1] for key in reading.keys[first.first : first.last])
    alternatives = len(inside) == 2 and reading.keys[first.last : second.first] == ["or"]
    return alternatives and letters == form.text.lower()


class _TokenEdges:
    """Where the tokens of a document begin and end, by character."""

    def __init__(self, doc: Doc) -> None:
        edges = [(start, start + length) for start, length in doc.to_array([IDX, LENGTH]).tolist()]
        self.starts = {start: i for i, (start, _) in enumerate(edges)}
        self.ends = {end: i + 1 for i, (_, end) in enumerate(edges)}


def _spans(doc: Doc, tokens: _TokenEdges, reading: Reading, names: Sequence[Found], label: str) -> Iterator[Span]:
    for name in names:
        start = tokens.starts.get(reading.words[name.first].start)
        end = tokens.ends.get(reading.words[name.last - 1].end)
        if start is None or end is None:  # a name that ends inside a token ("B12" read as "B")
            continue
        if not in_citation(doc, reading.words[name.first].start) and not in_proper_name(reading, name):
            yield mention(doc, start, end, label, rule=name.rule, value=name.entity)
