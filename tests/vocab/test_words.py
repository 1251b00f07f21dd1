import time

import pytest

from pipeline.vocab.words import key_of, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("COVID-19", "covid19"), ("COVID-19", "Covid 19"), ("Raynaud's phenomenon", "raynaud phenomenon"),
        ("Behçet’s disease", "Behcet disease"), ("non-Hodgkin lymphoma", "non Hodgkin's lymphomas"),
        ("non-steroidal anti-inflammatory drugs", "nonsteroidal antiinflammatory drug"),
        ("trimethoprim/sulfamethoxazole", "trimethoprim-sulfamethoxazole"), ("rituxi-\nmab", "rituximab"),
        ("TNF-α inhibitors", "TNF alpha inhibitor"), ("co-trimoxazole", "cotrimoxazole"),
        ("gastro-oesophageal reflux", "gastroesophageal reflux"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_a_piece_knows_its_place() -> None:
    text = "of rituxi\u00admab, weekly"
    piece = pieces(text)[1]
    assert (piece.key, text[piece.start : piece.end]) == ("rituximab", "rituxi\u00admab")


def test_a_dash_between_blanks_is_a_piece() -> None:
    assert [piece.key for piece in pieces("pain - relief")] == ["pain", "-", "relief"]


def test_a_blank_line_is_a_piece() -> None:
    assert [piece.key for piece in pieces("lupus\n\nnephritis")] == ["lupus", "\n", "nephritis"]


def test_a_broken_word_is_mended_only_to_a_known_one() -> None:
    assert [piece.key for piece in pieces("rituxi-\nmab", lambda key: False)] == ["rituxi", "mab"]


@pytest.mark.parametrize("text", ["(" * 100_000, "9" * 100_000, "a-" * 50_000, "\n " * 50_000, "a\u0301" * 50_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    pieces(text)
    assert time.process_time() - started < 1
