"""Tags drugs and diseases: what the lexicon, the vocabulary, the text's own abbreviations and the name rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.normalize.names import fold
from pipeline.tag.attributes import DISEASE, DRUG, ShortForm, mention
from pipeline.tag.disease_names import DiseaseRules
from pipeline.tag.drug_names import find_drugs
from pipeline.tag.lexicon import Lexicon
from pipeline.tag.proper_names import in_proper_name
from pipeline.tag.reading import Found, Knowledge, Reading
from pipeline.vocab import load_vocabulary
from pipeline.vocab.words import pieces

# Between a long form's first words and the name at its end; beyond them the short form stands for something else.
_OTHER_THINGS = frozenset("of for to with in on by from at and or plus versus vs than without after during".split())


@Language.factory("litsift_vocabulary", default_config={"lexicon": None})
class VocabularyTagger:
    """Sets `doc.spans["DRUG"]` and `doc.spans["DISEASE"]`; `span._.value` is an `Entity`.

    Nothing is tagged in sections labelled `citation`. Abbreviations come from `doc._.short_forms`.
    """

    def __init__(self, nlp: Language, name: str, lexicon: str | None) -> None:
        """Take the path of a user's lexicon (CSV), which wins over the packaged one and the vocabulary."""
        self.name = name
        vocabulary = load_vocabulary()
        self._knowledge = Knowledge(Lexicon(vocabulary, Path(lexicon) if lexicon else None), vocabulary)
        self._diseases = DiseaseRules()

    def __call__(self, doc: Doc) -> Doc:
        """Tag the drugs and diseases of a document."""
        words = pieces(doc.text, self._knowledge.vocabulary.has_word)
        reading = Reading(doc.text, words, self._knowledge)
        found = self._find(reading, {DRUG: {}, DISEASE: {}})
        if doc._.short_forms:
            forms = doc._.short_forms
            places = _places(reading, forms)
            known = {label: _meanings(reading, places, forms, found[label], label) for label in found}
            found = self._find(reading, known)
            found = self._over_brackets(reading, forms, found)
        for label, names in found.items():
            doc.spans[label] = list(_spans(doc, reading, names, label))
        return doc

    def _find(self, reading: Reading, short_forms: dict[str, dict[int, Found | None]]) -> dict[str, list[Found]]:
        drugs = find_drugs(reading, short_forms[DRUG])
        return {DRUG: drugs, DISEASE: self._diseases.find(reading, short_forms[DISEASE], drugs)}

    def _over_brackets(
        self, reading: Reading, forms: Sequence[ShortForm], found: dict[str, list[Found]]
    ) -> dict[str, list[Found]]:
        """Join names that a definition interrupts ("gastrointestinal (GI) bleeding"), if none ends before it."""
        brackets = [(form.bracket_start, form.bracket_end) for form in forms]
        rest = [i for i, word in enumerate(reading.words) if not any(a <= word.start < b for a, b in brackets)]
        view = Reading(reading.text, [reading.words[i] for i in rest], self._knowledge)
        joined = self._find(view, {DRUG: {}, DISEASE: {}})
        return {label: _with_joined(reading, rest, joined[label], found[label]) for label in found}


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
    reading: Reading,
    places: dict[tuple[int, int], str],
    forms: Sequence[ShortForm],
    found: Sequence[Found],
    label: str,
) -> dict[int, Found | None]:
    """What the short forms stand for, by their first piece; None where it is nothing of this label."""
    long_forms = {form.text: _named(reading, form, found) for form in forms}
    meanings: dict[int, Found | None] = {}
    for (first, last), text in places.items():
        name = long_forms[text]
        meanings[first] = Found(first, last, name.entity, "abbreviation") if name else None
    return meanings


def _named(reading: Reading, form: ShortForm, found: Sequence[Found]) -> Found | None:
    """The name that ends where the long form ends, if only words that describe it stand before it."""
    for name in found:
        start, end = reading.words[name.first].start, reading.words[name.last - 1].end
        if abs(end - form.long_end) <= len("'s") and end > form.long_start:
            before = fold(reading.text[form.long_start : max(start, form.long_start)]).replace("-", " ").split()
            return None if _OTHER_THINGS & set(before) else name
    return None


def _spans(doc: Doc, reading: Reading, names: Sequence[Found], label: str) -> Iterator[Span]:
    for name in names:
        first, last = reading.words[name.first], reading.words[name.last - 1]
        span = doc.char_span(first.start, last.end)
        if span is not None and not _in_citation(doc, span) and not in_proper_name(reading, name):
            yield mention(doc, span.start, span.end, label, rule=name.rule, value=name.entity)


def _in_citation(doc: Doc, span: Span) -> bool:
    return doc._.clean is not None and doc._.clean.section_at(span.start_char) == "citation"
