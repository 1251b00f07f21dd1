"""Tags drugs and diseases: what the lexicon, the vocabulary, the text's own abbreviations and the name rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.attrs import IDX, LENGTH
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.names import fold
from pipeline.tag.attributes import DISEASE, DRUG, ShortForm, mention
from pipeline.tag.disease_names import DiseaseRules
from pipeline.tag.drug_names import find_drugs
from pipeline.tag.drug_short_forms import forms_by_place
from pipeline.tag.lexicon import Lexicon
from pipeline.tag.proper_names import in_proper_name
from pipeline.tag.reading import Found, Knowledge, Reading, Short
from pipeline.tag.sections import in_citation
from pipeline.vocab import load_vocabulary
from pipeline.vocab.words import pieces

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
        text = doc.text
        reading = Reading(text, pieces(text, self._knowledge.vocabulary.has_word), self._knowledge)
        found = self._find(reading, {DRUG: {}, DISEASE: {}})
        known = {form.text for form in doc._.short_forms}
        forms = (*doc._.short_forms, *forms_by_place(reading, found[DRUG], known))
        if forms:
            places = _places(reading, forms)
            meanings = {label: _meanings(reading, places, forms, found[label]) for label in found}
            found = self._find(reading, meanings)
            found = self._over_brackets(reading, forms, found)
        doc._.reading = reading
        tokens = _TokenEdges(doc)
        for label, names in found.items():
            doc.spans[label] = list(_spans(doc, tokens, reading, names, label))
        return doc

    def _find(self, reading: Reading, short_forms: dict[str, dict[int, Short]]) -> dict[str, list[Found]]:
        drugs = find_drugs(reading, short_forms[DRUG])
        return {DRUG: drugs, DISEASE: self._diseases.find(reading, short_forms[DISEASE], drugs)}

    def _over_brackets(
        self, reading: Reading, forms: Sequence[ShortForm], found: dict[str, list[Found]]
    ) -> dict[str, list[Found]]:
        """Join names that a definition interrupts ("gastrointestinal (GI) bleeding"), if none ends before it."""
        rest = _around_brackets(reading, [(form.bracket_start, form.bracket_end) for form in forms])
        view = Reading(reading.text, [reading.words[i] for i in rest], self._knowledge)
        joined = self._find(view, {DRUG: {}, DISEASE: {}})
        return {label: _with_joined(reading, rest, joined[label], found[label]) for label in found}


def _around_brackets(reading: Reading, brackets: Sequence[tuple[int, int]]) -> list[int]:
    """The pieces near the brackets, without those inside."""
    inside: set[int] = set()
    near: set[int] = set()
    for start, end in brackets:
        held = [i for i, word in enumerate(reading.words) if start <= word.start < end]
        inside.update(held)
        near.update(range(held[0] - _NEAR, held[-1] + _NEAR + 1))
    return [i for i in range(len(reading.words)) if i in near and i not in inside]


def _with_joined(reading: Reading, rest: Sequence[int], joined: Sequence[Found], found: list[Found]) -> list[Found]:
    ends = {name.last for name in found}
    result = found
    for name in joined:
        first, last = rest[name.first], rest[name.last - 1] + 1
        gaps = [k for k in range(name.first, name.last - 1) if rest[k + 1] != rest[k] + 1]
        if gaps and not any(rest[k] + 1 in ends for k in gaps):
            result = [other for other in result if other.last <= first or other.first >= last]
            result.append(Found(first, last, name.entity, name.rule))
    return sorted(result, key=lambda name: name.first)


def _places(reading: Reading, forms: Sequence[ShortForm]) -> dict[tuple[int, int], str]:
    """Every place of a defined short form or its plural, as a range of pieces, with the form."""
    starts = {word.start: i for i, word in enumerate(reading.words)}
    ends = {word.end: i + 1 for i, word in enumerate(reading.words)}
    texts = sorted((form.text for form in forms), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(re.escape(text) for text in texts)})s?(?!\w)")
    return {
        (starts[place.start()], ends[place.end()]): place.group(1)
        for place in pattern.finditer(reading.text)
        if place.start() in starts and place.end() in ends
    }


def _meanings(
    reading: Reading, places: dict[tuple[int, int], str], forms: Sequence[ShortForm], found: Sequence[Found]
) -> dict[int, Short]:
    """What the short forms stand for among the names found, by their first piece."""
    long_forms = {form.text: _named(reading, form, found) for form in forms}
    meanings: dict[int, Short] = {}
    for (first, last), text in places.items():
        name = long_forms[text]
        meaning = Found(first, last, name.entity, "abbreviation", name.endogenous) if name else None
        meanings[first] = Short(last, meaning)
    return meanings


def _named(reading: Reading, form: ShortForm, found: Sequence[Found]) -> Found | None:
    """The name that ends where the long form ends, if it is the only one there and words before it only describe it."""
    inside = [name for name in found if _overlaps(reading, name, form)]
    if not inside:
        return None
    name = inside[-1]
    start, end = reading.words[name.first].start, reading.words[name.last - 1].end
    if len(inside) > 1 or abs(end - form.long_end) > len("'s"):
        return None
    before = fold(reading.text[form.long_start : max(start, form.long_start)]).replace("-", " ").split()
    return None if _OTHER_THINGS & set(before) else name


def _overlaps(reading: Reading, name: Found, form: ShortForm) -> bool:
    return reading.words[name.first].start < form.long_end and reading.words[name.last - 1].end > form.long_start


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
