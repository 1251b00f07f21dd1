import pytest

from pipeline.evaluate.score import Counts
from pipeline.evaluate.spans import score_spans

TEXT = "severe lupus nephritis and lupus, then rash"
NOTHING = Counts(0, 0, 0)


def counts(gold, prediction, label="DISEASE"):
    score = score_spans(gold, prediction)
    return score.counts[f"spans.{label}.strict"], score.counts[f"spans.{label}.overlap"]


@pytest.fixture(params=[False, True], ids=["text", "html"])
def html(request):
    return request.param


def diseases(*words):
    return [("DISEASE", *([word] if isinstance(word, str) else word)) for word in words]


def test_exact_spans_match_both_ways(gold_of, prediction_of, html):
    spans = diseases("lupus nephritis", "rash")
    assert counts(gold_of(TEXT, spans, html=html), prediction_of(TEXT, spans)) == (Counts(2, 0, 0), Counts(2, 0, 0))


def test_a_longer_span_only_overlaps(gold_of, prediction_of, html):
    gold = gold_of(TEXT, diseases("lupus nephritis"), html=html)
    prediction = prediction_of(TEXT, diseases("severe lupus nephritis"))
    assert counts(gold, prediction) == (Counts(0, 1, 1), Counts(1, 0, 0))


def test_two_findings_on_one_gold_span_match_once(gold_of, prediction_of, html):
    gold = gold_of(TEXT, diseases("lupus nephritis"), html=html)
    prediction = prediction_of(TEXT, diseases("lupus", "nephritis"))
    assert counts(gold, prediction) == (Counts(0, 2, 1), Counts(1, 1, 0))


def test_another_label_does_not_match(gold_of, prediction_of, html):
    gold = gold_of(TEXT, [("DRUG", "rash")], html=html)
    assert counts(gold, prediction_of(TEXT, diseases("rash"))) == (Counts(0, 1, 0), Counts(0, 1, 0))


def test_the_place_counts_where_gold_has_offsets(gold_of, prediction_of):
    text = "rash or no rash"
    second = prediction_of(text, diseases("rash"), removed=["rash or "])
    assert counts(gold_of(text, diseases("rash")), second)[0] == Counts(0, 1, 1)
    assert counts(gold_of(text, diseases("rash"), html=True), second)[0] == Counts(1, 0, 0)


@pytest.mark.parametrize("found", [[], ["rash"], ["then rash"]])
def test_optional_spans_count_neither_way(gold_of, prediction_of, html, found):
    gold = gold_of(TEXT, diseases(("rash", "optional")), html=html)
    assert counts(gold, prediction_of(TEXT, diseases(*found))) == (NOTHING, NOTHING)


def test_a_finding_over_a_missed_and_an_optional_span_counts(gold_of, prediction_of, html):
    gold = gold_of(TEXT, diseases("lupus nephritis", ("severe lupus", "optional")), html=html)
    prediction = prediction_of(TEXT, diseases("severe lupus nephritis"))
    assert counts(gold, prediction) == (Counts(0, 1, 1), Counts(1, 0, 0))


def test_an_extra_in_an_either_range_does_not_count(gold_of, prediction_of):
    gold = gold_of(TEXT, keep=["severe lupus nephritis and lupus"], either=["rash"])
    assert counts(gold, prediction_of(TEXT, diseases("rash"))) == (NOTHING, NOTHING)


def test_a_required_span_in_an_either_range_counts(gold_of, prediction_of):
    gold = gold_of(TEXT, diseases("rash"), either=["rash"])
    assert counts(gold, prediction_of(TEXT, diseases("rash")))[0] == Counts(1, 0, 0)


def test_html_texts_count_as_often_as_they_stand(gold_of, prediction_of):
    text = "rash, rash, rash"
    gold = gold_of(text, diseases("rash", "rash"), html=True)
    assert counts(gold, prediction_of(text, diseases("rash", "rash", "rash")))[0] == Counts(2, 1, 0)


def test_html_texts_are_compared_with_white_space_folded(gold_of, prediction_of):
    gold = gold_of("lupus nephritis", diseases("lupus nephritis"), html=True)
    assert counts(gold, prediction_of("lupus\n nephritis", diseases("lupus\n nephritis")))[0] == Counts(1, 0, 0)


def test_slips_say_the_words_and_their_sentence(gold_of, prediction_of, html):
    text = "He had gout. She had a rash."
    gold = gold_of(text, diseases("gout"), html=html)
    slips = score_spans(gold, prediction_of(text, diseases("rash"))).slips
    assert [(slip.kind, slip.words, slip.sentence) for slip in slips] == [
        ("miss", "gout", "He had gout."),
        ("extra", "rash", "She had a rash."),
    ]
