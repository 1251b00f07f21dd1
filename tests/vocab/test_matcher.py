import pytest

from pipeline.vocab import load_vocabulary
from pipeline.vocab.matcher import terms_by_place
from pipeline.vocab.words import pieces


def found(text: str, label: str) -> list[str]:
    words = pieces(text)
    matches = terms_by_place(load_vocabulary(), label, text, words)
    return [text[words[match.first].start : words[match.last - 1].end] for match in matches]


def test_at_each_place_the_longest_term_wins() -> None:
    terms = found("acute myeloid leukemia and leukemia", "DISEASE")
    assert terms == ["acute myeloid leukemia", "myeloid leukemia", "leukemia", "leukemia"]


@pytest.mark.parametrize(("text", "expected"), [("given Mabthera", ["Mabthera"]), ("given mabthera", [])])
def test_a_brand_counts_with_its_capital(text: str, expected: list[str]) -> None:
    assert found(text, "DRUG") == expected


def test_no_term_runs_over_a_comma_or_a_blank_line() -> None:
    assert found("breast, cancer", "DISEASE") == ["cancer"]
    assert found("lupus\n\nnephritis", "DISEASE") == ["lupus", "nephritis"]
