from collections.abc import Callable

from pipeline.document import CleanDoc

CleanText = Callable[[str], CleanDoc]

RIS = """My library (3)
Export format: RIS
TY  - JOUR
TI  - Drugex for panniculitis.
AU  - Berg, A
AU  - Marlow, T
JO  - Acta Medica
PY  - 2012
VL  - 5
SN  - 1477-0962
DO  - 10.5555/x.90
AN  - 98188731
AB  - We gave drugex 5 mg to 12 children.
Nine improved.
KW  - drug therapy
N1  - compare with placebex 150 mg, only 6 patients
ER  -

TY  - JOUR
TI  - Placebex 300 mg: relapse in 68 patients
AU  - Hale, K
ER  -
BibTeX
@article{x, title = {Drugex for panniculitis.}}
"""


def test_the_first_record_is_kept_field_by_field(clean: CleanText) -> None:
    assert clean(RIS).text.splitlines() == [
        "TI  - Drugex for panniculitis.",
        "AU  - Berg, A",
        "AU  - Marlow, T",
        "JO  - Acta Medica",
        "PY  - 2012",
        "VL  - 5",
        "DO  - 10.5555/x.90",
        "AN  - 98188731",
        "AB  - We gave drugex 5 mg to 12 children.",
        "Nine improved.",
    ]


def test_facts_of_a_record(clean: CleanText) -> None:
    facts = clean(RIS).facts

    assert facts.title == "Drugex for panniculitis."
    assert (facts.journal, facts.year, facts.doi, facts.pmid) == ("Acta Medica", 2012, "10.5555/x.90", "98188731")
    assert facts.authors == ("Berg, A", "Marlow, T")


def test_tags_and_citation_fields_are_no_prose(clean: CleanText) -> None:
    doc = clean(RIS)

    labels = {doc.text[s.start : s.end]: s.label for s in doc.sections}
    assert labels["Drugex for panniculitis."] == "title"
    assert labels["We gave drugex 5 mg to 12 children.\nNine improved."] == "abstract"
    assert {label for text, label in labels.items() if "  -" in text} == {"citation"}


def test_a_medline_record_with_wrapped_values(clean: CleanText) -> None:
    text = """
PMID- 17576836
OWN - NLM
IS  - 1531-0353 (Print)
TI  - Drugex for refractory panniculitis
      in children.
AB  - We gave drugex 5 mg to 12 children.
      Nine improved.
FAU - Berg, Anna
TA  - Acta Med
PT  - Journal Article
RN  - 9PHQ9Y1OLM (Placebex)
"""
    doc = clean(text)

    assert doc.facts.title == "Drugex for refractory panniculitis in children."
    assert (doc.facts.pmid, doc.facts.journal) == ("17576836", "Acta Med")
    assert "Placebex" not in doc.text and "1531" not in doc.text and "Nine improved." in doc.text


def test_an_endnote_record(clean: CleanText) -> None:
    text = "%0 Journal Article\n%T Drugex for panniculitis\n%A Berg, A\n%J Acta Medica\n%D 2012\n%X We gave drugex.\n%U http://x"

    doc = clean(text)

    assert (doc.facts.title, doc.facts.journal, doc.facts.year) == ("Drugex for panniculitis", "Acta Medica", 2012)
    assert "http" not in doc.text


def test_prose_with_capitals_and_dashes_is_no_record(clean: CleanText) -> None:
    text = "TNF - a cytokine - was raised in 12 patients who had severe arthritis and were given the drug."

    assert clean(text).text == text


def test_an_endnote_title_wrapped_without_an_indent(clean: CleanText) -> None:
    fields = (
        "%0 Journal Article",
        "%A Berg, A",
        "%T Drugex for panniculitis in",
        "children",
        "%J Acta Medica",
        "%D 1994",
        "%M 93377115",
    )
    facts = clean("\n".join((*fields, "%X We treated 12 children with drugex."))).facts

    assert (" ".join((facts.title or "").split()), facts.pmid) == ("Drugex for panniculitis in children", "93377115")
