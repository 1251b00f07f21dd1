import pytest
from spacy.tokens import Doc

from pipeline.document import Span
from pipeline.extract.mentions import extract_mentions
from pipeline.extract.rows import anchor, ids_of, mention_ids, sentence_number
from pipeline.tag.attributes import DOSE, DRUG, Amount, Entity

TEXT = "Aspirin trial.\nMENU\nWe gave 75 mg of aspirin. It worked."
ASPIRIN = Entity("aspirin", "MESH:D001241", "Aspirin", "substance")


@pytest.fixture
def doc(planted) -> Doc:
    at = TEXT.index("MENU")
    spans = [(DRUG, "aspirin", ASPIRIN), (DOSE, "75 mg", Amount(75, 75, "mg"))]
    return planted(TEXT, spans, removed=[Span(at, at + 5)], title="Aspirin trial.")


def test_rows_come_in_reading_order(doc) -> None:
    assert [(row["mention_id"], row["label"]) for row in extract_mentions(doc)] == [(0, "DOSE"), (1, "DRUG")]


def test_offsets_point_into_both_texts(doc) -> None:
    for row in extract_mentions(doc):
        assert doc.text[row["start"] : row["end"]] == row["text"]
        assert TEXT[row["source_start"] : row["source_end"]] == row["text"]
        assert row["source_start"] == row["start"] + 5


def test_entity_fields_are_filled_for_entities_only(doc) -> None:
    dose, drug = extract_mentions(doc)
    assert (drug["name"], drug["concept_id"], drug["concept_name"]) == ASPIRIN[:3]
    assert dose["name"] is None
    assert dose["concept_id"] is None


def test_section_sentence_and_rule(doc) -> None:
    dose, _ = extract_mentions(doc)
    assert (dose["section"], dose["sentence"], dose["rule"], dose["negated"]) == ("abstract", 1, "planted", False)


@pytest.mark.parametrize("cut_out", [Span(6, 12), Span(7, 12)])
def test_mention_over_a_cut_is_no_row(planted, cut_out) -> None:
    broken, whole = (DRUG, "rituxi\nmab", Entity("rituximab")), (DRUG, "aspirin", Entity("aspirin"))
    doc = planted("rituxi\nMENU\nmab and aspirin", [broken, whole], removed=[cut_out])
    assert [row["text"] for row in extract_mentions(doc)] == ["aspirin"]
    assert ids_of(doc, doc.spans[DRUG]) == [0]


def test_mention_ids_are_those_of_the_rows(doc) -> None:
    rows = extract_mentions(doc)
    assert mention_ids(doc) == {(row["label"], row["start"], row["end"]): row["mention_id"] for row in rows}


def test_anchor_names_the_sentence_and_the_source_range(doc) -> None:
    at = TEXT.index("75 mg")
    found = anchor(doc, doc.spans[DOSE][0])
    assert found == {"sentence": "We gave 75 mg of aspirin.", "source_start": at, "source_end": at + 5}


def test_sentences_count_from_zero(doc) -> None:
    assert [sentence_number(doc, i) for i in (0, len(doc) - 1)] == [0, 2]
