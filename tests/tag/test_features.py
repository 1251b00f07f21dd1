import pytest

from pipeline.config import TagSettings
from pipeline.tag.features import part_with_features, set_features, vocabulary_marks
from pipeline.tag.pipeline import build_feature_tagger


@pytest.fixture(scope="module")
def nlp():
    return build_feature_tagger(TagSettings())


@pytest.mark.parametrize(
    ("text", "word", "mark"),
    [
        ("We gave rituximab.", "rituximab", "BCbc"),
        ("He had dermatomyositis.", "dermatomyositis", "BDbd"),
        ("He had lupus nephritis.", "nephritis", "IDid"),
        ("He walked home.", "walked", "Oo"),
        ("Serum testosterone was low.", "testosterone", "Obc"),  # known, but measured and not given
    ],
)
def test_a_token_carries_what_the_vocabulary_made_of_it(nlp, text, word, mark):
    doc = nlp(text)
    assert vocabulary_marks(doc)[[token.text for token in doc].index(word)] == mark


def test_marks_and_guideline_are_set_on_every_token(nlp):
    doc = set_features(nlp("We gave rituximab."), "ncbi-disease")
    assert [token.tag_ for token in doc] == ["Oo", "Oo", "BCbc", "Oo"]
    assert {token.lemma_ for token in doc} == {"ncbi-disease"}


def test_a_part_has_the_features_and_the_document_has_none(nlp):
    doc = nlp("We saw him. We gave rituximab. He left.")
    marks = vocabulary_marks(doc)
    part = part_with_features(doc, marks, 4, 8, "bc5cdr")
    assert (part.text, [token.tag_ for token in part]) == ("We gave rituximab. ", ["Oo", "Oo", "BCbc", "Oo"])
    assert [token.is_sent_start for token in part] == [True, False, False, False]
    assert {token.tag_ for token in doc} == {""}


def test_a_document_without_tokens_is_left_alone(nlp):
    assert len(set_features(nlp(""), "bc5cdr")) == 0
