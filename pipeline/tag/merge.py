"""Adds to the vocabulary's drugs and diseases what only the NER model sees, where the text itself bears it out.

The model learned a corpus's labels, which are wider than ours: analytes, adjectives ("cirrhotic patients"), deaths and
many abbreviations of other things. A look at 1,900 abstracts: of its names that no vocabulary knows most are no drug or
disease in our sense. So where the vocabulary has a name, its range stands; from the model come

- words before a disease that make another one of it ("[pyogenic] infections", "[axonal] injury"),
- phrases that end in a noun of findings ("synaptic dysfunction"),
- substances that the words around say are given ("treated with X", "X 20 mg").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.tag.analytes import is_given
from pipeline.tag.attributes import DISEASE, DRUG, Entity, mention, mentions
from pipeline.tag.consistency import CHEMICAL, Named
from pipeline.tag.drug_words import DERIVED
from pipeline.tag.features import UNKNOWN
from pipeline.tag.lexicon import word_list
from pipeline.tag.model import context_of, entity_of
from pipeline.tag.proper_names import in_proper_name
from pipeline.tag.reading import Found, Reading
from pipeline.tag.sections import in_citation
from pipeline.vocab.linking import Context

RULE = "model"
_MAX_ADDED = 3  # words before a disease that the model may add
# How bad, how long, where in its course: no part of a name. Nor who has it, or what is measured.
_NO_NAME = frozenset(
    """
    severe mild moderate chronic acute subacute recurrent relapsing refractory resistant active inactive advanced early
    late locally progressive persistent transient intermittent permanent temporary new newly recent old major minor
    clinical subclinical symptomatic asymptomatic treated untreated uncontrolled controlled unresectable resectable
    operable inoperable primary impaired increased decreased incident prevalent fatal nonfatal stable unstable obese
    bilateral unilateral left right post pre non high low grade stage of in and or the with to previous prior known
    overt occult manifest frank gross massive marked mixed mere isolated repeated rare frequent common typical atypical
    suspected confirmed probable possible adult pediatric paediatric childhood young elderly human all other
    """.split()
)
HEADS = word_list("finding_heads")  # nouns that name a finding once another word stands before them
_FORMS = frozenset({"aerosol", "vehicle", "emulsion", "solution"})  # what a substance is given in
_MIN_DRUG = 4  # letters


def merge(doc: Doc, names: Sequence[Named], marks: Sequence[str]) -> None:
    """Add names to `doc.spans["DRUG"]` and `doc.spans["DISEASE"]`; `marks` are the vocabulary's (see features.py)."""
    drugs, diseases = mentions(doc, DRUG), mentions(doc, DISEASE)
    taken = {i for span in (*drugs, *diseases) for i in range(span.start, span.end)}
    unknown = [
        name for name in names if taken.isdisjoint(range(name.start, name.end)) and _is_unknown(doc, name, marks)
    ]
    reading: Reading = doc._.reading
    ends = {name.end: name for name in names if name.label == DISEASE}
    doc.spans[DISEASE] = _sorted(
        [_extended(doc, span, ends.get(span.end), taken) for span in diseases],
        _added(doc, reading, (name for name in unknown if name.label == DISEASE), DISEASE),
    )
    other = _other_things(doc, names)
    chemicals = (name for name in unknown if name.label == CHEMICAL and doc[name.start : name.end].text not in other)
    doc.spans[DRUG] = _sorted(drugs, _added(doc, reading, chemicals, DRUG))


def _other_things(doc: Doc, names: Sequence[Named]) -> frozenset[str]:
    """The short forms of what is no substance ("extracorporeal shock wave lithotripsy (ESWL)"), whatever is given."""
    ends = {doc[name.end - 1].idx + len(doc[name.end - 1]) for name in names if name.label == CHEMICAL}
    return frozenset(form.text for form in doc._.short_forms if form.long_end not in ends)


def _is_unknown(doc: Doc, name: Named, marks: Sequence[str]) -> bool:
    """Whether no word of a name is known: what the vocabulary knows and the rules rejected stays rejected."""
    unknown = all(mark == UNKNOWN for mark in marks[name.start : name.end])
    return unknown and not in_citation(doc, doc[name.start].idx)


def _sorted(known: Iterable[Span], added: Iterable[Span]) -> list[Span]:
    return sorted((*known, *added), key=lambda span: span.start)


def _extended(doc: Doc, span: Span, name: Named | None, taken: set[int]) -> Span:
    """A disease with the words before it that the model's name over the same end has besides."""
    if name is None or not 0 < span.start - name.start <= _MAX_ADDED:
        return span
    words = doc[name.start : span.start]
    if not taken.isdisjoint(range(name.start, span.start)) or not all(can_name(token.text) for token in words):
        return span
    entity: Entity = span._.value
    longer = entity._replace(name=f"{words.text.lower()} {entity.name}")
    return mention(doc, name.start, span.end, DISEASE, rule=RULE, value=longer)


def can_name(word: str) -> bool:
    """Whether a word can be part of a disease's name, and does not only say how bad or how long it is."""
    return word.isalpha() and word.lower() not in _NO_NAME


def _added(doc: Doc, reading: Reading, names: Iterable[Named], label: str) -> Iterator[Span]:
    """Names of one label that the text bears out, with the concept that they link to."""
    borne_out = _is_finding if label == DISEASE else _is_drug
    context: Context | None = None
    for name in names:
        words = doc[name.start : name.end]
        place = reading.place(words.start_char, words.end_char)
        if place is None or reading.blocked(*place):
            continue
        found = Found(*place, Entity(reading.name(*place)), RULE)
        if borne_out(reading, found) and not in_proper_name(reading, found):
            context = context or context_of(doc)
            value = entity_of(words.text, label, context)
            yield mention(doc, name.start, name.end, label, rule=RULE, value=value)


def _is_finding(reading: Reading, found: Found) -> bool:
    """Several words that end in a noun of findings and do not begin with a degree or course."""
    ends = reading.key(found.last - 1) in HEADS
    return found.last - found.first > 1 and ends and can_name(reading.key(found.first))


def _is_drug(reading: Reading, found: Found) -> bool:
    """A substance that is given, and not part of what is given ("platinum-based", "a benzopyrone derivative")."""
    is_part = reading.hyphenated(found.last - 1) or reading.key(found.last) in DERIVED
    is_name = len(found.entity.name) >= _MIN_DRUG and found.entity.name not in _FORMS
    return is_name and not is_part and is_given(reading, found)
