import numpy as np
import pytest

from pipeline.config import TagSettings
from pipeline.tag.doubts import PLAIN_WORDS, doubtful_parts, load_plain_words
from pipeline.tag.features import vocabulary_marks
from pipeline.tag.pipeline import build_feature_tagger

PLAIN = "we saw him and he left with her sister was treated for a week high".split()


@pytest.fixture(scope="module")
def nlp():
    return build_feature_tagger(TagSettings())


def asked(nlp, text: str, plain: list[str] = PLAIN) -> list[str]:
    doc = nlp(text)
    hashes = frozenset(nlp.vocab.strings.add(word) for word in plain)
    return [doc[start:end].text for start, end in doubtful_parts(doc, vocabulary_marks(doc), hashes)]


@pytest.mark.parametrize(
    "sentence",
    [
        "He was treated with zorblax.",  # given
        "He left with zorblax 20 mg.",
        "We saw zymotic pneumonia.",  # another kind of a disease
        "We saw quantal dysfunction.",  # a finding
    ],
)
def test_where_a_name_can_stand_a_strange_word_is_asked_about(nlp, sentence):
    assert asked(nlp, f"We saw him. {sentence} He left.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "He was treated with rituximab.",  # known
        "He left with zorblax.",  # nothing says what it is
        "He was treated with her sister.",  # plain
        "We saw high pneumonia.",
    ],
)
def test_other_sentences_are_not(nlp, sentence):
    assert asked(nlp, f"We saw him. {sentence} He left.") == []


def test_sentences_beside_each_other_are_one_part(nlp):
    text = "He was treated with zorblax. She was treated with blorzax. He left."
    assert asked(nlp, text) == ["He was treated with zorblax. She was treated with blorzax."]


def test_without_plain_words_every_unknown_word_is_strange(nlp, tmp_path):
    assert len(load_plain_words(tmp_path)) == 0
    assert asked(nlp, "He was treated for a week.", plain=[]) == ["He was treated for a week."]


def test_plain_words_are_read_from_the_folder_of_the_model(tmp_path):
    hashes = np.array([3, 5], dtype=np.uint64)
    np.save(tmp_path / PLAIN_WORDS, hashes)
    assert load_plain_words(tmp_path) == {3, 5}
