from pathlib import Path

import pytest

from pipeline.read.text_records import several_records
from tests.read.helpers import read_bytes

PUBMED = (
    "{n}. Acta Sedge. 2014 Mar;1(1):1-9.\n\nLarchumab in sedge fever.\n\nWe gave 5 mg.\n\nPMID: {n}4  [Indexed]\n\n\n"
)
WOS = "PT J\nAU Berg, K\nTI Larchumab\nER\n\n"
OVID = "<{n}>\nUnique Identifier\n  {n}4\nTitle\n  Larchumab in sedge fever.\nAbstract\n  We gave 5 mg.\n\n"
OVID_LIST = (
    "{n}. Larchumab in sedge fever. Berg K. Acta Sedge. 12.\n[Journal Article]\nUI: 4000000{n}\nAbstract: 5 mg.\n\n"
)
ENDNOTE = "%0 Journal Article\n%T Larchumab in sedge fever\n%A Berg, K\n%X We gave 5 mg.\n\n"
CENTRAL = "Record #{n} of 2\nID: CN-0{n}\nTI: Larchumab\nAB: We gave 5 mg.\n\n"


@pytest.mark.parametrize(
    ("database", "text"),
    [
        ("PubMed", PUBMED.format(n=1) + PUBMED.format(n=2)),
        ("PubMed", (PUBMED.format(n=1) + PUBMED.format(n=2)).replace("\n", "\r\n")),
        ("Web of Science", f"\ufeffFN Clarivate Analytics\nVR 1.0\n{WOS}{WOS}EF\n"),
        ("CENTRAL", CENTRAL.format(n=1) + CENTRAL.format(n=2)),
        ("Ovid", OVID.format(n=1) + OVID.format(n=2)),
        ("Ovid", OVID_LIST.format(n=1) + OVID_LIST.format(n=2)),
        ("EndNote", ENDNOTE + ENDNOTE),
    ],
)
def test_several_records_as_text_are_refused_with_the_remedy(tmp_path: Path, database: str, text: str) -> None:
    (error,) = read_bytes(tmp_path, "a.txt", text.encode()).errors

    assert error == f"a.txt: several {database} records as text; export them as MEDLINE/RIS/nbib"


@pytest.mark.parametrize("text", [PUBMED.format(n=1), f"FN Clarivate\n{WOS}EF\n", CENTRAL.format(n=1)])
def test_one_record_as_text_is_a_document(text: str) -> None:
    assert several_records(text) is None


def test_a_list_of_references_below_an_article_is_no_file_of_records() -> None:
    assert several_records("Larchumab in sedge fever\n\n" + PUBMED.format(n=1) + PUBMED.format(n=2)) is None
