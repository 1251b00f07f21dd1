from collections.abc import Callable

import pytest
from spacy.tokens import Doc


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It failed. Then it worked.", ["It failed.", "Then it worked."]),
        ("Doses (20.5 vs. 8.2 mg) fell.", ["Doses (20.5 vs. 8.2 mg) fell."]),
        ("It was lost (P = . 0489). Next.", ["It was lost (P = . 0489).", "Next."]),
        ("Written by J. Smith in May.", ["Written by J. Smith in May."]),
        ("of 11 patients.Improvement began.", ["of 11 patients.", "Improvement began."]),
        ("A heading\n\nA text", ["A heading", "A text"]),
        ("broken\nline goes on", ["broken line goes on"]),
        ("It grew. eGFR fell.", ["It grew.", "eGFR fell."]),
        ("It grew. mTOR (e.g. pH) fell.", ["It grew.", "mTOR (e.g. pH) fell."]),
        ("It grew. anti-CD20 fell.", ["It grew.", "anti-CD20 fell."]),
        ("It grew. 12 patients left.", ["It grew.", "12 patients left."]),
        ("see clinicaltrials.gov for it", ["see clinicaltrials.gov for it"]),
        ("They had ST. After it they left.", ["They had ST.", "After it they left."]),
        ("(It ended.) Next came", ["(It ended.)", "Next came"]),
    ],
)
def test_sentences(grammar: Callable[[str], Doc], text: str, sentences: list[str]) -> None:
    assert [sentence.text.strip() for sentence in grammar(text).sents] == sentences


def test_words_without_end_are_cut(grammar: Callable[[str], Doc]) -> None:
    assert [len(sentence) for sentence in grammar("word " * 1200).sents] == [500, 500, 200]
