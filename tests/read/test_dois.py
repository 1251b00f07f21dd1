from pathlib import Path

import pytest

from pipeline.clean import Cleaner
from pipeline.config import CleanSettings
from pipeline.read.dois import linked_doi, stated_doi
from tests.read.helpers import read_bytes

OLD = "10.1002/1529-0131(200010)43:10<2276::AID-ANR15>3.0.CO;2-#"


@pytest.mark.parametrize(
    ("value", "doi"),
    [
        (OLD, OLD),
        (f"{OLD} [doi]", OLD),
        (OLD.replace("<", "&lt;").replace(">", "&gt;"), OLD),
        ("https://doi.org/10.1002/1529-0131(200010)43:10%3C2276::AID-ANR15%3E3.0.CO;2-%23", OLD),
        ("doi: 10.1000/s.1; 10.1000/s.2", "10.1000/s.1"),
        ("10.1000/s.1;10.1000/s.2", "10.1000/s.1"),
        ("(10.1000/s(1)).", "10.1000/s(1)"),
        ("<doi>10.1000/s.1</doi>", "10.1000/s.1"),
        ("none", ""),
    ],
)
def test_a_stated_doi_is_whole(value: str, doi: str) -> None:
    assert stated_doi(value) == doi


@pytest.mark.parametrize("end", ["", "#abstract", "?via=x#y", "/full", "/abstract", "/pdf", "/epdf?x", "/full/html"])
def test_a_link_adds_nothing_to_its_doi(end: str) -> None:
    assert linked_doi(f"https://journal.example/doi/10.1000/s.1{end}") == "10.1000/s.1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ris", f"TY  - JOUR\nTI  - T\nDO  - {OLD}\nER  - \n"),
        ("a.bib", f"@article{{k, title={{T}}, doi={{{OLD}}}}}\n"),
        ("a.csv", f'title,doi\nT,"{OLD}"\n'),
        ("a.nbib", f"PMID- 12\nTI  - T\nAID - {OLD} [doi]\n"),
    ],
)
def test_a_document_of_any_format_keeps_an_old_doi(tmp_path: Path, name: str, text: str) -> None:
    source = read_bytes(tmp_path, name, text.encode()).only

    assert Cleaner(CleanSettings()).clean(source).facts.doi == OLD
