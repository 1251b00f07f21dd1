import pytest

from pipeline.clean.phrases import PhraseBook, after_words, letters_only, words_of

BOOK = PhraseBook([("sign in", "login"), ("sign", "sign"), ("Log-in now!", "login"), ("sign in", "later")])


def test_words_are_folded_and_without_punctuation() -> None:
    assert words_of("E-mail: PMC12 (beta)") == ["e", "mail", "pmc", "12", "beta"]


def test_letters_only_drops_numbers() -> None:
    assert letters_only(["cited", "12", "by"]) == ["cited", "by"]


@pytest.mark.parametrize(("text", "value"), [("Sign in", "login"), ("log in now", "login"), ("sign in now", None)])
def test_exact_finds_whole_phrases_and_the_first_entry_counts(text: str, value: str | None) -> None:
    assert BOOK.exact(words_of(text)) == value


def test_matches_are_longest_and_do_not_overlap() -> None:
    found = [(match.start, match.end, match.value) for match in BOOK.matches(words_of("please sign in or sign"))]

    assert found == [(1, 3, "login"), (4, 5, "sign")]


def test_a_phrase_does_not_match_beyond_the_end() -> None:
    match = BOOK.at(["log", "in"], 0)

    assert match is None


def test_coverage_is_the_share_of_words_in_phrases() -> None:
    assert BOOK.coverage(words_of("sign in here today")) == 0.5


def test_begins_looks_at_the_first_word_only() -> None:
    assert BOOK.begins("Signs") is False
    assert BOOK.begins("SIGN here") is True


@pytest.mark.parametrize(("count", "rest"), [(0, "a-b c"), (2, " c"), (9, "")])
def test_after_words_is_what_follows(count: int, rest: str) -> None:
    assert after_words("a-b c", count) == rest
