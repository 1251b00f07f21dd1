"""Names that the vocabulary has only in another form keep their name and get its concept."""

import spacy

from pipeline.tag import abbreviations, sentences, vocabulary  # noqa: F401  (registers the components)
from pipeline.tag.attributes import DISEASE, DRUG, Entity, mentions
from pipeline.tag.model import context_of, entity_of
from pipeline.tag.tokenizer import ClinicalTokenizer
from pipeline.vocab.linking import Context


def tagged(text):
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    for name in ("litsift_sentences", "litsift_abbreviations", "litsift_vocabulary"):
        nlp.add_pipe(name)
    return nlp(text)


def test_a_name_of_a_model_is_linked_in_another_form():
    assert entity_of("Caffeine", DRUG) == Entity("caffeine", "MESH:D002110", "Caffeine", "substance")
    assert entity_of("rheumatoid artritis", DISEASE).concept_id == "MESH:D001172"
    assert entity_of("frobnicosis", DISEASE) == Entity("frobnicosis")


def test_a_name_of_a_model_is_linked_by_the_abbreviations_of_its_document():
    entity = entity_of("LN", DISEASE, Context({"LN": "lupus nephritis"}))
    assert (entity.name, entity.concept_id) == ("ln", "MESH:D008181")


def test_a_document_says_which_abbreviations_it_defines():
    doc = tagged("Lupus nephritis (LN) is rare. Levodopa-induced dyskinesia is not.")
    context = context_of(doc)
    assert context.long_forms == {"LN": "Lupus nephritis"}
    assert "dyskinesia" in context.induced


def test_a_document_without_components_has_no_abbreviations():
    assert context_of(spacy.blank("en")("Lupus nephritis (LN).")).long_forms == {}


def test_a_phrase_of_a_site_and_a_finding_is_linked_as_a_whole():
    (damage,) = mentions(tagged("Patients with hepatic damage were excluded."), DISEASE)
    assert damage._.rule == "finding-phrase"
    assert (damage._.value.name, damage._.value.concept_id) == ("hepatic damage", "MESH:D008107")
