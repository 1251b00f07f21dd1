import pytest

from pipeline.clean import Cleaner
from pipeline.config import CleanSettings
from pipeline.document import CleanDoc, Section, Source


def cleaned(*parts: tuple[str, str], **meta: list[str]) -> CleanDoc:
    at, sections = 0, []
    for label, text in parts:
        sections.append(Section(label, at, at + len(text)))
        at += len(text) + 1
    text = "\n".join(text for _, text in parts)
    return Cleaner(CleanSettings()).clean(Source("a", "a", "x", "0", text, None, meta, None, tuple(sections)))


def labelled(doc: CleanDoc) -> list[tuple[str, str]]:
    return [(label, doc.text[start:end]) for label, start, end in doc.sections]


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ("AIM|OBJECTIVE", "objective"),
        ("PATIENTS AND METHODS", "methods"),
        ("LARCHES|METHODS", "methods"),
        ("TRIAL REGISTRATION|BACKGROUND", "registration"),
        ("materials|methods", "methods"),
        ("Larches", "abstract"),
        ("abstract", "abstract"),
    ],
)
def test_headings_get_the_labels_used_everywhere(names: str, label: str) -> None:
    assert labelled(cleaned(("title", "T"), (names, "Words."))) == [("title", "T"), (label, "Words.")]


def test_headings_inside_an_unlabelled_abstract_cut_it() -> None:
    doc = cleaned(("title", "T"), ("abstract", "AIM: To test. METHODS: We gave."), ("abstract", "And more."))

    assert labelled(doc) == [
        ("title", "T"),
        ("objective", "AIM: To test. "),
        ("methods", "METHODS: We gave.\nAnd more."),
    ]


def test_nothing_is_dropped_and_facts_are_those_of_the_fields() -> None:
    doc = cleaned(
        ("title", "T"),
        citation_pmid=["12"],
        citation_author=["Sedge and Fern Group", "Orme, B."],
        citation_journal_title=["J"],
        citation_date=["2019 May"],
    )

    assert (doc.text, doc.removed, doc.site) == ("T", (), "record")
    assert (doc.facts.title, doc.facts.pmid, doc.facts.journal, doc.facts.year) == ("T", "12", "J", 2019)
    assert doc.facts.authors == ("Sedge and Fern Group", "Orme, B.")


def test_authors_in_one_value_are_divided() -> None:
    assert cleaned(("title", "T"), citation_author=["Orme B, Marlow T"]).facts.authors == ("Orme B", "Marlow T")
