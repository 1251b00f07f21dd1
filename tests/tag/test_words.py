from collections.abc import Callable

from spacy.tokens import Doc

from pipeline.tag.words import words_of

Counter = Callable[..., Doc]


def test_line_breaks_and_the_stop_of_vs_are_left_out(counter: Counter) -> None:
    words = words_of(counter("32%\nvs. 21%"))
    assert words.lower == ["32", "%", "vs", "21", "%"]


def test_a_word_outside_the_document_is_empty(counter: Counter) -> None:
    words = words_of(counter("one"))
    assert (words[-1], words[1]) == ("", "")


def test_text_between_keeps_the_text_and_folds_white_space(counter: Counter) -> None:
    words = words_of(counter("objective  response\nrate (ORR)"))
    assert words.text_between(0, 3) == "objective response rate"


def test_spans_lead_back_to_the_tokens(counter: Counter) -> None:
    doc = counter("x\n\n12 patients")
    span = words_of(doc).span(1, 2, "TEST", "rule", 12)
    assert (span.text, span.start_char) == ("12", 3)


def test_a_bracket_closes_in_its_own_sentence_only(counter: Counter) -> None:
    words = words_of(counter("a (b (c) d) e. (F grew. Then) h"))
    assert words.closing(1) == 7
    assert words.closing(words.lower.index("f") - 1) is None
