"""Records as literature services answer: one invented article in the shape of each."""

import json
from pathlib import Path

import pytest

from pipeline.clean import Cleaner
from pipeline.config import CleanSettings
from pipeline.read.authors import authors_in
from tests.read.helpers import read_bytes

CROSSREF = {
    "indexed": {"date-parts": [[2024, 1, 1]]},
    "DOI": "10.1000/s.1",
    "title": ["Larchumab in <i>sedge</i> fever"],
    "container-title": ["Sedge Research"],
    "issued": {"date-parts": [[2019, 5, 1]]},
    "author": [{"given": "Berta K.", "family": "Orme"}, {"name": "Sedge Trial Group"}],
    "abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To test.</jats:p>"
    "</jats:sec><jats:sec><jats:title>Results:</jats:title><jats:p>5 mg/m<jats:sup>2</jats:sup>, p &lt; 0.05, in "
    '<jats:ext-link xlink:href="https://x.example">Fern</jats:ext-link>.</jats:p></jats:sec>',
    "reference": [{"title": "Another work", "year": "1999"}],
    "language": "en",
}
CSL = {
    "id": "http://zotero.org/users/1/items/A",
    "type": "article-journal",
    "title": "Larchumab in sedge fever",
    "container-title": "Sedge Research",
    "issued": {"date-parts": [["2019", 5]]},
    "author": [{"family": "Orme", "given": "Berta K."}, {"literal": "Sedge Trial Group"}],
    "abstract": "Aim: To test.\nResults: 5 mg/m2, p < 0.05, in Fern.",
    "DOI": "10.1000/s.1",
    "language": "en",
}
EUROPE_PMC = {
    "id": "987",
    "source": "MED",
    "pmid": "987",
    "doi": "10.1000/s.1",
    "title": "Larchumab in sedge fever.",
    "authorString": "Orme BK, Sedge Trial Group.",
    "journalInfo": {"yearOfPublication": 2019, "journal": {"title": "Sedge Research", "issn": "1"}},
    "pubYear": "2019",
    "abstractText": "<h4>Aim</h4>To test. <h4>Results</h4>5 mg/m<sup>2</sup>, p&lt;0.05, in Fern.",
    "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    "language": "eng",
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/s.1",
    "title": "Larchumab in sedge fever",
    "publication_year": 2019,
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/987"},
    "primary_location": {"source": {"display_name": "Sedge Research"}},
    "authorships": [{"author": {"display_name": "Berta K. Orme"}}, {"author": {"display_name": "Sedge Trial Group"}}],
    "abstract_inverted_index": {"Aim:": [0], "To": [1], "in": [4], "test": [2], "it": [3, 5]},
}
SEMANTIC_SCHOLAR = {
    "paperId": "abc",
    "externalIds": {"DOI": "10.1000/s.1", "PubMed": "987", "PubMedCentral": "65"},
    "title": "Larchumab in sedge fever",
    "abstract": "To test.",
    "year": 2019,
    "venue": "Sedge Res",
    "journal": {"name": "Sedge Research"},
    "authors": [{"authorId": "1", "name": "Berta K. Orme"}, {"authorId": None, "name": "Sedge Trial Group"}],
    "references": [{"title": "Another work", "year": 1999}],
}
SHAPES = [CROSSREF, CSL, EUROPE_PMC, OPENALEX, SEMANTIC_SCHOLAR]


@pytest.mark.parametrize("row", SHAPES)
def test_the_facts_of_a_record_are_found_wherever_a_service_puts_them(tmp_path: Path, row: dict[str, object]) -> None:
    source = read_bytes(tmp_path, "a.jsonl", json.dumps(row).encode()).only
    facts = Cleaner(CleanSettings()).clean(source).facts

    assert source.text.split("\n")[0].rstrip(".") == "Larchumab in sedge fever"
    assert (facts.journal, facts.year, facts.doi) == ("Sedge Research", 2019, "10.1000/s.1")
    assert facts.authors in {("Berta K. Orme", "Sedge Trial Group"), ("Orme BK", "Sedge Trial Group")}


@pytest.mark.parametrize("row", [CROSSREF, CSL, EUROPE_PMC])
def test_the_abstract_is_plain_paragraphs_with_their_headings(tmp_path: Path, row: dict[str, object]) -> None:
    source = read_bytes(tmp_path, "a.jsonl", json.dumps(row).encode()).only

    assert source.text.replace("p<", "p < ").split("\n")[1:] == [
        "Aim: To test.",
        "Results: 5 mg/m2, p < 0.05, in Fern.",
    ]


def test_an_abstract_by_places_of_words_is_put_together(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.jsonl", json.dumps(OPENALEX).encode()).only.text.endswith("\nAim: To test it in it")


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: rows,
        lambda rows: {"status": "ok", "message": {"total-results": 2, "items": rows}},
        lambda rows: {"hitCount": 2, "request": {"queryString": "sedge"}, "resultList": {"result": rows}},
        lambda rows: {"meta": {"count": 2}, "results": rows},
        lambda rows: [{"status": "ok", "message": row} for row in rows],
    ],
)
def test_the_records_in_an_answer_are_documents(tmp_path: Path, name: str, indent: int | None, wrapped) -> None:
    other = CROSSREF | {"DOI": "10.1000/s.2"}
    data = json.dumps(wrapped([CROSSREF, other]), indent=indent).encode()

    assert [*read_bytes(tmp_path, name, data).sources] == ["a#10.1000/s.1", "a#10.1000/s.2"]


def test_the_records_of_all_lists_and_objects_of_an_answer_are_documents(tmp_path: Path) -> None:
    rows = [CROSSREF | {"DOI": f"10.1000/s.{n}"} for n in range(1, 5)]
    for answer in ({"in": rows[:1], "out": rows[1:]}, {"result": {str(n): row for n, row in enumerate(rows)}}):
        sources = read_bytes(tmp_path, "a.json", json.dumps(answer).encode()).sources
        assert [*sources] == [f"a#10.1000/s.{n}" for n in range(1, 5)]


@pytest.mark.parametrize("field", ["cited_by", "similar"])
def test_an_article_is_not_replaced_by_the_works_that_it_lists(tmp_path: Path, field: str) -> None:
    row = {"title": "Larchumab in sedge fever", field: [CROSSREF]}
    assert read_bytes(tmp_path, "a.jsonl", json.dumps(row).encode()).only.text.startswith("Larchumab in sedge fever")


def test_what_an_answer_holds_beside_records_is_told(tmp_path: Path) -> None:
    data = json.dumps({"results": [CROSSREF, {"note": "none"}, 3]}, indent=1).encode()

    assert [error.split(": ")[1][:30] for error in read_bytes(tmp_path, "a.jsonl", data).errors] == [
        "it has neither a title nor an ",
        "no JSON object; a list of obje",
    ]


TRIAL = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Larchumab in sedge fever"},
        "descriptionModule": {"briefSummary": "To test."},
    }
}


def test_a_registered_trial_is_its_title_and_summary(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.json", json.dumps({"studies": [TRIAL]}).encode()).only

    assert (source.doc_id, source.text) == ("a#NCT00000001", "Larchumab in sedge fever\nTo test.")


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Orme, Berta K.; Marlow, T.", ["Orme, Berta K.", "Marlow, T."]),
        ("Orme BK, Marlow T.", ["Orme BK", "Marlow T"]),
        ("Orme B.-K., de la Cruz T.", ["Orme B.-K.", "de la Cruz T."]),
        (
            "Orme BK, Marlow T, Sedge Working Party on the Fern",
            ["Orme BK", "Marlow T", "Sedge Working Party on the Fern"],
        ),
        ("Orme, Berta and Marlow, T.", ["Orme, Berta", "Marlow, T."]),
        ("Orme, Berta", ["Orme, Berta"]),
        ("Sedge and Fern Group", ["Sedge and Fern Group"]),
    ],
)
def test_authors_in_one_value_are_told_apart(value: str, names: list[str]) -> None:
    assert authors_in(value) == names
