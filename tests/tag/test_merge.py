import pytest
from spacy.tokens import Doc

from pipeline.config import TagSettings
from pipeline.tag.attributes import DISEASE, DRUG, mentions
from pipeline.tag.consistency import Named
from pipeline.tag.features import vocabulary_marks
from pipeline.tag.merge import merge
from pipeline.tag.pipeline import build_feature_tagger


@pytest.fixture(scope="module")
def nlp():
    return build_feature_tagger(TagSettings())


def merged(nlp, text: str, *found: tuple[str, str]) -> Doc:
    """The document after the model found the texts with their labels."""
    doc = nlp(text)
    marks = vocabulary_marks(doc)
    names = []
    for words, label in found:
        span = doc.char_span(text.index(words), text.index(words) + len(words))
        names.append(Named(label, span.start, span.end))
    merge(doc, names, marks)
    return doc


def texts(doc: Doc, label: str) -> list[str]:
    return [span.text for span in mentions(doc, label)]


def test_words_before_a_disease_that_name_another_one_are_added(nlp):
    doc = merged(nlp, "We saw zymotic pneumonia twice.", ("zymotic pneumonia", "DISEASE"))
    (span,) = mentions(doc, DISEASE)
    assert (span.text, span._.rule, span._.value.name) == ("zymotic pneumonia", "model", "zymotic pneumonia")
    assert span._.value.concept_id == "MESH:D011014"


@pytest.mark.parametrize("word", ["severe", "relapsing", "uncontrolled", "obese"])
def test_degree_and_course_stay_out(nlp, word):
    doc = merged(nlp, f"We saw {word} pneumonia twice.", (f"{word} pneumonia", "DISEASE"))
    assert texts(doc, DISEASE) == ["pneumonia"]


def test_where_the_vocabulary_has_a_name_its_range_stands(nlp):
    doc = merged(nlp, "He had lupus nephritis.", ("nephritis", "DISEASE"))
    assert texts(doc, DISEASE) == ["lupus nephritis"]


def test_a_phrase_that_ends_in_a_finding_noun_is_added(nlp):
    doc = merged(nlp, "We saw quantal dysfunction.", ("quantal dysfunction", "DISEASE"))
    assert texts(doc, DISEASE) == ["quantal dysfunction"]


@pytest.mark.parametrize("name", ["zorblax", "quantal surgery"])
def test_no_other_unknown_disease_is_added(nlp, name):
    assert texts(merged(nlp, f"We saw {name} twice.", (name, "DISEASE")), DISEASE) == []


def test_an_unknown_substance_that_is_given_is_added(nlp):
    doc = merged(nlp, "Patients were treated with zorblax for a week.", ("zorblax", "CHEMICAL"))
    (span,) = mentions(doc, DRUG)
    assert (span.text, span._.rule, span._.value.kind) == ("zorblax", "model", "substance")


@pytest.mark.parametrize("rest", ["-based chemotherapy", " derivatives"])
def test_what_is_made_of_an_unknown_substance_is_not_it(nlp, rest):
    assert texts(merged(nlp, f"Patients were treated with zorblax{rest}.", ("zorblax", "CHEMICAL")), DRUG) == []


def test_an_unknown_substance_that_is_measured_is_not(nlp):
    assert texts(merged(nlp, "Serum zorblax levels rose.", ("zorblax", "CHEMICAL")), DRUG) == []


def test_what_the_rules_rejected_stays_rejected(nlp):
    assert texts(merged(nlp, "Serum testosterone was low.", ("testosterone", "CHEMICAL")), DRUG) == []


def test_the_short_form_of_what_is_no_substance_is_none(nlp):
    text = "Stones were treated with zymotic wave lithotripsy (ZWLX). We give ZWLX therapy."
    assert texts(merged(nlp, text, ("ZWLX", "CHEMICAL")), DRUG) == []
