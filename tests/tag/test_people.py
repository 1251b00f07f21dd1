from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.tag.people import counted_noun
from pipeline.tag.words import words_of

Counter = Callable[..., Doc]


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("previously untreated patients with", "patients"),
        ("evaluable, otherwise healthy men", "men"),
        ("breast cancer (BC) survivors", "survivors"),
        ("Behcet's patients", "patients"),
        ("gout stage 1-3 patients", "patients"),
    ],
)
def test_the_noun_that_is_people(counter: Counter, phrase: str, noun: str) -> None:
    words = words_of(counter(phrase))
    found = counted_noun(words, 0)
    assert found is not None
    assert found.is_people
    assert words[found.end - 1] == noun


@pytest.mark.parametrize(
    "phrase", ["treatment centres", "eyes of patients", "patient groups", "patients-years", "women's hospitals"]
)
def test_the_noun_that_is_not(counter: Counter, phrase: str) -> None:
    found = counted_noun(words_of(counter(phrase)), 0)
    assert found is None or not found.is_people


@pytest.mark.parametrize("phrase", ["of the patients", "were patients", ", patients", "mg to patients"])
def test_no_noun_phrase(counter: Counter, phrase: str) -> None:
    assert counted_noun(words_of(counter(phrase)), 0) is None


def test_one_person_is_a_count_of_one_only(counter: Counter) -> None:
    words = words_of(counter("patient improved"))
    assert counted_noun(words, 0) is None
    assert counted_noun(words, 0, singular=True) is not None
