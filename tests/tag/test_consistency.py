import pytest
from spacy.tokens import Doc

from pipeline.config import TagSettings
from pipeline.tag.consistency import Named, consistent
from pipeline.tag.pipeline import build_feature_tagger


@pytest.fixture(scope="module")
def nlp():
    return build_feature_tagger(TagSettings())


def named(doc: Doc, text: str, label: str, at: int = 0) -> Named:
    """The name over the `at`-th place of a text."""
    start = -1
    for _ in range(at + 1):
        start = doc.text.index(text, start + 1)
    span = doc.char_span(start, start + len(text))
    return Named(label, span.start, span.end)


def texts(doc: Doc, names: list[Named]) -> list[tuple[str, str]]:
    return [(doc[name.start : name.end].text, name.label) for name in names]


def test_a_short_form_gets_the_label_of_its_long_form(nlp):
    doc = nlp("Blue marsh palsy (BMP) is rare. BMP was seen twice.")
    names = consistent(doc, [named(doc, "Blue marsh palsy", "DISEASE")])
    assert texts(doc, names) == [("Blue marsh palsy", "DISEASE"), ("BMP", "DISEASE"), ("BMP", "DISEASE")]


def test_a_short_form_changes_its_label_with_its_long_form(nlp):
    doc = nlp("Blue marsh palsy (BMP) is rare. BMP was seen twice.")
    names = consistent(doc, [named(doc, "Blue marsh palsy", "DISEASE"), named(doc, "BMP", "CHEMICAL", at=1)])
    assert texts(doc, names)[-1] == ("BMP", "DISEASE")


def test_a_long_form_without_a_label_says_nothing(nlp):
    doc = nlp("Blue marsh station (BMS) is far. BMS was built twice.")
    assert texts(doc, consistent(doc, [])) == []


def test_a_name_labelled_in_a_third_of_its_places_is_labelled_in_all(nlp):
    doc = nlp("Marsh ague came. Then marsh ague went. Marsh ague returned.")
    names = consistent(doc, [named(doc, "marsh ague", "DISEASE")])
    assert texts(doc, names) == [
        ("Marsh ague", "DISEASE"),
        ("marsh ague", "DISEASE"),
        ("Marsh ague", "DISEASE"),
    ]


def test_a_name_labelled_in_fewer_places_stays_as_it_is(nlp):
    doc = nlp("Ague came. Ague went. Ague returned. Ague stayed.")
    names = consistent(doc, [named(doc, "Ague", "DISEASE")])
    assert len(names) == 1


def test_a_short_word_is_not_repeated(nlp):
    doc = nlp("The XYZ rose. The XYZ fell.")
    assert len(consistent(doc, [named(doc, "XYZ", "CHEMICAL")])) == 1


def test_nothing_is_put_over_another_name(nlp):
    doc = nlp("Marsh ague palsy and marsh ague.")
    longer = named(doc, "Marsh ague palsy", "DISEASE")
    names = consistent(doc, [longer, named(doc, "marsh ague", "DISEASE")])
    assert texts(doc, names) == [("Marsh ague palsy", "DISEASE"), ("marsh ague", "DISEASE")]
