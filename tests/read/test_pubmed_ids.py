from pathlib import Path

import pytest

from pipeline.read.pubmed_ids import linked_pmcid, linked_pmid, noted_pmcid, noted_pmid, stated_pmcid, stated_pmid
from tests.read.helpers import read_bytes

PMIDS = {
    "12345678": "12345678",
    " 12345678.0 ": "12345678",
    "1.2345678E7": "12345678",
    "1.234567e+07": "12345670",
    "1.23457E+07": "",  # rounded
    "00012345": "12345",
    "PMID: 12345678": "12345678",
    "pmid12345678": "12345678",
    "PMID:12345678.": "12345678",
    "12345678 [pmid]": "12345678",
    "PubMed ID: 12345678": "12345678",
    "MEDLINE:12345678": "12345678",
    "https://pubmed.ncbi.nlm.nih.gov/12345678/": "12345678",
    "12345678; 23456789": "",
    "10.1000/12345678": "",
    "PMID: 12345678901": "",
    "0": "",
    "none": "",
}
PMCIDS = {
    "PMC1234567": "PMC1234567",
    "pmc1234567": "PMC1234567",
    "PMCID: PMC1234567": "PMC1234567",
    "1234567.0": "PMC1234567",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/": "PMC1234567",
    "10.1000/1234567": "",
}


@pytest.mark.parametrize("value", PMIDS)
def test_a_pubmed_id_is_read_with_and_without_label(value: str) -> None:
    assert stated_pmid(value) == PMIDS[value]


@pytest.mark.parametrize("value", PMCIDS)
def test_a_pubmed_central_id_is_read_with_and_without_label(value: str) -> None:
    assert stated_pmcid(value) == PMCIDS[value]


@pytest.mark.parametrize(
    ("link", "pmid", "pmcid"),
    [
        ("http://www.ncbi.nlm.nih.gov/pubmed/987", "987", ""),
        ("https://www.ncbi.nlm.nih.gov/pubmed?term=987", "987", ""),
        ("https://europepmc.org/article/MED/987", "987", ""),
        ("https://europepmc.org/article/PMC/PMC987", "", "PMC987"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC987/", "", "PMC987"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=fever", "", ""),
    ],
)
def test_the_address_of_a_page_holds_its_id(link: str, pmid: str, pmcid: str) -> None:
    assert (linked_pmid(link), linked_pmcid(link)) == (pmid, pmcid)


@pytest.mark.parametrize(
    ("note", "pmid", "pmcid"),
    [
        ("Publisher: Sedge PMID: 987 PMCID: PMC65", "987", "PMC65"),
        ("Comment in: Sedge Res. 2019;1:2. PMID: 987", "", ""),
        ("PMID: 987; Erratum in: Sedge Res. PMID: 65", "987", ""),
    ],
)
def test_an_identifier_of_another_article_in_a_note_is_not_the_articles(note: str, pmid: str, pmcid: str) -> None:
    assert (noted_pmid(note), noted_pmcid(note)) == (pmid, pmcid)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "title,pmid,pmcid,doi\nT,PMID: 987,PMCID: PMC65,https://doi.org/10.1000/s.1\n"),
        ("a.jsonl", '{"title": "T", "pmid": 987.0, "pmcid": "pmc65", "DOI": "doi:10.1000/s.1"}\n'),
        ("a.ris", "TY  - JOUR\nTI  - T\nC2  - PMCID: PMC65\nN1  - PMID: 987\nDO  - doi:10.1000/s.1\nER  - \n"),
        ("a.bib", "@article{k, title={T}, pmid={PMID: 987}, pmcid={PMC65}, doi={https://doi.org/10.1000/s.1}}\n"),
        ("a.nbib", "PMID- 987\nTI  - T\nPMC - PMC65\nLID - 10.1000/s.1 [doi]\n"),
    ],
)
def test_identifiers_of_any_format_become_the_plain_ones(tmp_path: Path, name: str, text: str) -> None:
    source = read_bytes(tmp_path, name, text.encode()).only

    assert source.doc_id == "a#987"
    assert source.meta == {"citation_pmid": ["987"], "citation_pmc_id": ["PMC65"], "citation_doi": ["10.1000/s.1"]}
