import pytest

from pipeline.evaluate.context import fold, sentence_at, sentence_with

TEXT = "Seven patients\nimproved. Two of 7 died. No relapse."


def test_white_space_is_folded():
    assert fold("  two \n\t words ") == "two words"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("Seven", "Seven patients improved."), ("Two of", "Two of 7 died."), ("relapse.", "No relapse.")],
)
def test_the_sentence_around_a_range(words, sentence):
    start = TEXT.index(words)
    assert sentence_at(TEXT, start, start + len(words)) == sentence


def test_a_range_over_two_sentences_gives_both():
    assert sentence_at(TEXT, TEXT.index("improved"), TEXT.index("died")) == "Seven patients improved. Two of 7 died."


@pytest.mark.parametrize(
    ("words", "sentence"), [("7", "Two of 7 died."), ("SEVEN", "Seven patients improved."), ("pat", ""), ("9", "")]
)
def test_the_first_sentence_with_whole_words(words, sentence):
    assert sentence_with(TEXT, words) == sentence
