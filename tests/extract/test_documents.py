import pytest
import spacy

from pipeline.document import BibFacts, CleanDoc, Removed, Section, Source, cut
from pipeline.extract.documents import extract_documents, extract_removed
from pipeline.tag.tokenizer import ClinicalTokenizer

TEXT = "Menu\nSeven patients were treated.\nCookies\n"


@pytest.fixture
def doc():
    source = Source("a#1", "a.txt", "text", "0" * 64, TEXT, record="1")
    removed = (Removed(0, 5, "menu"), Removed(34, 42, "consent"))
    text, kept = cut(TEXT, removed)
    facts = BibFacts(title="Seven", year=2007, authors=("A B",))
    clean = CleanDoc(source, "generic", text, kept, removed, (Section("results", 0, len(text)),), facts)
    tagged = ClinicalTokenizer(spacy.blank("en").vocab)(text)
    tagged._.clean = clean
    return tagged


def test_the_row_says_what_was_read_and_what_was_kept(doc):
    [row] = extract_documents(doc)
    assert row["text"] == "Seven patients were treated.\n"
    assert row["kept"] == [{"start": 5, "end": 34, "at": 0}]
    assert (row["source"], row["record"], row["source_chars"], row["clean_chars"]) == ("a.txt", "1", 42, 29)
    assert row["sections"] == [{"label": "results", "start": 0, "end": 29}]


def test_the_row_holds_the_bibliographic_facts(doc):
    [row] = extract_documents(doc)
    assert (row["title"], row["year"], row["authors"], row["doi"]) == ("Seven", 2007, ["A B"], None)


def test_what_was_dropped_keeps_its_words_and_its_rule(doc):
    assert extract_removed(doc) == [
        {"start": 0, "end": 5, "text": "Menu\n", "rule": "menu"},
        {"start": 34, "end": 42, "text": "Cookies\n", "rule": "consent"},
    ]
