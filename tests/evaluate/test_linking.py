import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.document import Span
from pipeline.errors import GoldError
from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan
from pipeline.evaluate.linking import Linked, gold_ids, ids_of, score_linked_spans, score_linking
from pipeline.evaluate.score import Counts, Tally

FEVER, LITHIUM = "D005334", "D008094"
TEXT = "Lithium gave fever."
PLACES = {"Chemical": Span(0, 7), "Disease": Span(13, 18)}


def doc(*labels, text=TEXT):
    """A document with spans (label, ids) over lithium and fever."""
    return CorpusDoc("1", text, tuple(CorpusSpan(*PLACES[label], label, ids) for label, ids in labels))


def test_right_links_are_counted_by_label_and_rule():
    score = score_linking([doc(("Chemical", (LITHIUM,)), ("Disease", ("D999999",)))])
    assert score.tallies == {"DRUG": Tally(1, 1), "DISEASE": Tally(0, 1)}
    assert score.rules == {("DRUG", "exact"): Tally(1, 1), ("DISEASE", "exact"): Tally(0, 1)}
    ((miss, count),) = score.misses.items()
    assert (miss.words, miss.gold, miss.link.concept.id, count) == ("fever", ("MESH:D999999",), "MESH:D005334", 1)


def test_a_mention_without_an_id_counts_nowhere():
    score = score_linking([doc(("Chemical", ()), ("Disease", ("-1",)))])
    assert score.tallies == {}
    assert score.without_id == {"DRUG": 1, "DISEASE": 1}


def test_one_of_several_ids_is_right():
    score = score_linking([doc(("Disease", ("D999999", FEVER)))])
    assert score.tallies == {"DISEASE": Tally(1, 1)}
    assert score.several == {"DISEASE": 1}


def test_labels_without_concepts_are_passed_over():
    spans = (CorpusSpan(0, 7, "GeneOrGeneProduct", ("1",)), CorpusSpan(0, 7, "Chemical"))
    assert score_linking([CorpusDoc("1", TEXT, spans)]).tallies == {}


def test_a_corpus_without_a_label_of_ours_is_refused():
    with pytest.raises(GoldError, match="labels found: GeneOrGeneProduct"):
        score_linking([CorpusDoc("1", TEXT, (CorpusSpan(0, 7, "GeneOrGeneProduct", ("1",)),))])


def test_abbreviations_are_those_of_the_document():
    text = "Lupus nephritis (LN) is rare. LN was treated."
    place = text.index("LN was")
    document = CorpusDoc("1", text, (CorpusSpan(place, place + 2, "Disease", ("D008181",)),))
    assert score_linking([document]).rules == {("DISEASE", "abbreviation"): Tally(1, 1)}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("D003920",), ("MESH:D003920",)),
        (("MESH:D003920",), ("MESH:D003920",)),
        (("OMIM:125852",), ("OMIM:125852",)),
        (("D001943|D010051",), ("MESH:D001943", "MESH:D010051")),
        (("D001943+D010051",), ("MESH:D001943", "MESH:D010051")),
        (("-1",), ()),
        ((), ()),
    ],
)
def test_ids_are_read_in_every_spelling(ids, expected):
    assert gold_ids(CorpusSpan(0, 1, "Disease", ids)) == expected


def test_a_concept_counts_by_what_its_vocabulary_refers_to():
    assert ids_of("MONDO:0010691") == {"MONDO:0010691", "MESH:C537849", "OMIM:310600"}
    assert ids_of("MESH:D005334", "HP:0001945") >= {"MESH:D005334"}
    assert ids_of(None) == frozenset()


def spans(*found):
    return score_linked_spans(doc(("Chemical", (LITHIUM,)), ("Disease", (FEVER,))), found)


def test_a_span_is_right_with_its_place_and_id():
    counts = spans(Linked(0, 7, "DRUG", "MESH:D008094"), Linked(13, 18, "DISEASE", "MESH:D005334"))
    assert counts == {"DRUG": Counts(1, 0, 0), "DISEASE": Counts(1, 0, 0)}


@pytest.mark.parametrize(
    "wrong",
    [
        Linked(0, 7, "DRUG", "MESH:D005334"),
        Linked(0, 7, "DRUG", None),
        Linked(0, 12, "DRUG", "MESH:D008094"),
    ],
)
def test_another_place_or_id_is_an_extra_and_a_miss(wrong):
    assert spans(wrong)["DRUG"] == Counts(0, 1, 1)


def test_a_span_of_another_label_is_not_right():
    assert spans(Linked(0, 7, "DISEASE", "MESH:D008094")) == {"DRUG": Counts(0, 0, 1), "DISEASE": Counts(0, 1, 1)}


def test_what_is_found_at_the_place_of_gold_without_an_id_counts_neither_way():
    gold = doc(("Chemical", ()))
    assert score_linked_spans(gold, [Linked(0, 7, "DRUG", "MESH:D008094")])["DRUG"] == Counts(0, 0, 0)


def test_the_command_prints_shares_and_one_line_a_miss(tmp_path):
    path = tmp_path / "corpus.jsonl"
    span = {"start": 0, "end": 7, "label": "Chemical", "text": "Lithium", "ids": ["D999999"]}
    path.write_text(json.dumps({"id": "1", "text": TEXT, "spans": [span, span]}), encoding="utf-8")
    result = CliRunner().invoke(app, ["benchmark", "linking", "--corpus", str(path), "--errors"])
    assert result.exit_code == 0
    assert "2  DRUG  'Lithium': gold MESH:D999999, found MESH:D008094 Lithium (exact 1.00)" in result.stdout
    assert "0.0000" in result.stdout


def test_a_corpus_that_cannot_be_read_ends_the_command(tmp_path):
    result = CliRunner().invoke(app, ["benchmark", "linking", "--corpus", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
