"""From the mentions of drugs or diseases to the distinct entities of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.extract.rows import Row, ids_of
from pipeline.normalize.names import word_key
from pipeline.tag.attributes import DRUG, Entity, mentions

_DRUGS = "litsift_drugs"
# At what age somebody has a disease does not make it another one. "Juvenile" and "neonatal" do: they are part of the
# names of diseases.
_AGE_WORDS = frozenset("childhood pediatric adult adulthood onset elderly".split())
# "Cancer pain", "cancer-related pain" and "cancer-associated pain" are one.
_UNTELLING = _AGE_WORDS | {"related", "associated"}
# Words that make a disease another one even where the vocabulary, being coarse, has one concept for both.
_TELLING = frozenset(
    """
    juvenile neonatal congenital hereditary familial metastatic primary secondary deep superficial proximal distal
    malignant benign invasive gestational postpartum postoperative drug type associated related induced partial focal
    generalized absence
    """.split()
)


@dataclass(eq=False)
class Group:
    """The mentions of one entity, in reading order."""

    spans: list[Span]

    @property
    def entity(self) -> Entity:
        """The entity as most mentions name it (of equally many, the first), without words of age where one is."""
        entities = [_entity(span) for span in self.spans]
        counts = Counter(entity.name for entity in entities)
        return max(entities, key=lambda e: (not _AGE_WORDS.intersection(_keys(e)), counts[e.name], bool(e.concept_id)))

    def row(self, doc: Doc, role: str, rule: str) -> Row:
        """Return the row of the entity in `drugs` or `diseases`."""
        entity = self.entity
        forms = [" ".join(span.text.split()) for span in self.spans]
        first_forms = {form.lower(): form for form in reversed(forms)}
        return {
            "name": entity.name,
            "aka": [
                form
                for form in dict.fromkeys(forms)
                if first_forms[form.lower()] == form and form.lower() != entity.name
            ],
            "concept_id": entity.concept_id,
            "concept_name": entity.concept_name,
            "role": role,
            "mentions": ids_of(doc, self.spans),
            "rule": rule,
        }


def group_drugs(spans: Iterable[Span]) -> list[Group]:
    """Return the distinct drugs, in order: mentions of one name or of one concept are one drug."""
    return _group(spans, drug_keys, lambda one, other: True)


def group_diseases(spans: Iterable[Span]) -> list[Group]:
    """Return the distinct diseases, in order: one name whatever its spelling and words of age, or one concept.

    Vocabularies are coarse: two names of one concept stay apart if they have no word in common ("myositis" and
    "inflammatory myopathy") or if a word such as "metastatic" makes them different diseases.
    """
    return _group(spans, _disease_keys, _same_disease)


def drug_of(span: Span) -> Entity:
    """Return what a DRUG mention is called in the rows of its document: one name for all mentions of one drug, "Zometa"
    and "zoledronate" where most say "zoledronic acid". Computed once a document.
    """
    doc = span.doc
    if _DRUGS not in doc.user_data:
        named = [(group.entity, group.spans) for group in group_drugs(mentions(doc, DRUG))]
        doc.user_data[_DRUGS] = {span.start: entity for entity, spans in named for span in spans}
    entities: dict[int, Entity] = doc.user_data[_DRUGS]
    return entities.get(span.start) or _entity(span)


def _entity(span: Span) -> Entity:
    entity: Entity = span._.value
    return entity


def _keys(entity: Entity) -> tuple[str, ...]:
    return tuple(word_key(word) for word in entity.name.replace("-", " ").replace("/", " ").split())


def drug_keys(entity: Entity) -> tuple[str, ...]:
    """The words of a drug; an "H2 receptor antagonist" is an H2 antagonist, and "biological" is "biologic"."""
    return tuple("biologic" if key == "biological" else key for key in _keys(entity) if key != "receptor")


def _disease_keys(entity: Entity) -> tuple[str, ...]:
    keys = _keys(entity)
    return tuple(key for key in keys if key not in _UNTELLING) or keys


def _same_disease(one: Entity, other: Entity) -> bool:
    """Whether two names of one concept are spellings of one disease: they share words, and nothing tells them apart."""
    keys, others = set(_keys(one)), set(_keys(other))
    return bool(keys & others) and not _TELLING & (keys ^ others)


def _group(
    spans: Iterable[Span],
    keys: Callable[[Entity], tuple[str, ...]],
    same: Callable[[Entity, Entity], bool],
) -> list[Group]:
    """Put every mention to the first group that has its name, or its concept and nothing that tells them apart."""
    groups: list[Group] = []
    by_name: dict[tuple[str, ...], Group] = {}
    by_concept: dict[str, list[Group]] = {}
    for span in spans:
        entity = _entity(span)
        group = by_name.get(keys(entity)) or next(
            (group for group in by_concept.get(entity.concept_id or "", ()) if same(_entity(group.spans[0]), entity)),
            None,
        )
        if group is None:
            group = Group([])
            groups.append(group)
        group.spans.append(span)
        by_name[keys(entity)] = group
        if entity.concept_id and group not in by_concept.setdefault(entity.concept_id, []):
            by_concept[entity.concept_id].append(group)
    return groups
