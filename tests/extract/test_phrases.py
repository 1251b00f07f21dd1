import pytest

from pipeline.extract.phrases import PhraseTable, expand


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("chart review", {("chart", "review")}),
        ("chart|record review", {("chart", "review"), ("record", "review")}),
        ("had? failed", {("had", "failed"), ("failed",)}),
        ("was|were? given", {("was", "given"), ("were", "given"), ("given",)}),
    ],
)
def test_patterns_stand_for_word_sequences(pattern, phrases) -> None:
    assert set(expand(pattern)) == phrases


TABLE = PhraseTable({"prior": ("treated with", "previously treated with"), "absent": ("without", "with or without")})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("treated with", [(0, 2, "prior")]),
        ("previously treated with", [(0, 3, "prior")]),
        ("with or without", [(0, 3, "absent")]),
        ("treated with or without", [(0, 2, "prior"), (1, 4, "absent")]),
        ("treated by", []),
        ("", []),
    ],
)
def test_longest_phrase_wins_and_hides_what_is_inside(text, found) -> None:
    assert [(hit.start, hit.end, hit.tag) for hit in TABLE.find(text.split())] == found


def test_phrase_under_two_tags_is_refused() -> None:
    with pytest.raises(ValueError, match="'given to' stands under two tags"):
        PhraseTable({"one": ("given to",), "two": ("given|taken to",)})
