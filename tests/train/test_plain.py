import pytest
import spacy

from pipeline.tag.ner import MODEL_FOLDER
from pipeline.train.plain import plain_words

hash_of = spacy.blank("en").vocab.strings.add


@pytest.fixture(scope="module")
def plain() -> set[int]:
    often = ["Nine patients walked home after zorblaximab 20 mg ."] * 10
    return plain_words([*often, "They trudged home ."], MODEL_FOLDER)


@pytest.mark.parametrize("word", ["patients", "walked", "home", "after"])
def test_words_that_the_model_never_labels_are_plain(plain, word):
    assert hash_of(word) in plain


@pytest.mark.parametrize("word", ["zorblaximab", "trudged", "20", "."])
def test_names_rare_words_numbers_and_signs_are_not(plain, word):
    assert hash_of(word) not in plain
