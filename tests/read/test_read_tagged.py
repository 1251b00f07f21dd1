import gzip
from pathlib import Path

import pytest

from pipeline.config import ReadSettings
from tests.read.helpers import parts, read_bytes

RIS = """TY  - JOUR
AN  - 1234
DB  - PubMed
AU  - Orme, Berta K.
AU  - Marlow, T.
TI  - Larchumab &amp; <i>sedge</i> fever
 in m<sup>2</sup>
JF  - Sedge Research
PY  - 2019/05/01/
DO  - 10.1000/s.1
LA  - en
M3  - Journal Article; Clinical Trial
AB  - AIM: To test.
METHODS: We gave 5 mg
to 8 people.
N1  - A note
ER  -
"""

MEDLINE = """PMID- 1234
OWN - NLM
TI  - Larchumab in sedge
      fever.
LID - 10.1000/s.1 [doi]
AID - S000-1 [pii]
AB  - AIM: To test. METHODS: We gave 5 mg to
      8 people.
FAU - Orme, Berta K
AU  - Orme BK
CN  - Sedge Trial Group
LA  - eng
PT  - Journal Article
PT  - Clinical Trial
TA  - Sedge Res
JT  - Sedge research
DP  - 2019 May 1
PMC - PMC7712345
"""


def test_a_ris_record_is_its_title_and_abstract(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.ris", RIS.encode()).only

    assert parts(source) == [
        ("title", "Larchumab & sedge fever in m2"),
        ("abstract", "AIM: To test."),
        ("abstract", "METHODS: We gave 5 mg to 8 people."),
    ]
    assert source.meta == {
        "citation_journal_title": ["Sedge Research"],
        "citation_date": ["2019/05/01/"],
        "citation_doi": ["10.1000/s.1"],
        "citation_pmid": ["1234"],
        "citation_language": ["en"],
        "citation_author": ["Orme, Berta K.", "Marlow, T."],
        "citation_article_type": ["Journal Article", "Clinical Trial"],
    }
    assert (source.doc_id, source.format) == ("a#1234", "ris")


def test_a_medline_record_is_its_title_and_abstract(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.nbib", MEDLINE.encode()).only

    assert source.text == "Larchumab in sedge fever.\nAIM: To test. METHODS: We gave 5 mg to 8 people."
    assert source.meta == {
        "citation_journal_title": ["Sedge research"],
        "citation_date": ["2019 May 1"],
        "citation_doi": ["10.1000/s.1"],
        "citation_pmid": ["1234"],
        "citation_pmc_id": ["PMC7712345"],
        "citation_language": ["eng"],
        "citation_author": ["Orme, Berta K", "Sedge Trial Group"],
        "citation_article_type": ["Journal Article", "Clinical Trial"],
    }
    assert (source.doc_id, source.format) == ("a#1234", "medline")


TWO_RIS = RIS + "\n" + RIS.replace("1234", "5678")
TWO_MEDLINE = MEDLINE + "\n" + MEDLINE.replace("1234\n", "5678\n")


@pytest.mark.parametrize(("name", "text"), [("a.ris", TWO_RIS), ("a.nbib", TWO_MEDLINE)])
@pytest.mark.parametrize("change", ["plain", "bom", "crlf", "cr", "utf-16", "gz", "no-suffix", "txt"])
def test_every_encoding_line_end_and_name_gives_the_same(tmp_path: Path, name: str, text: str, change: str) -> None:
    plain = read_bytes(tmp_path, name, text.encode()).sources
    data = {
        "bom": text.encode("utf-8-sig"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
        "utf-16": text.encode("utf-16"),
        "gz": gzip.compress(text.encode()),
    }.get(change, text.encode())
    other = {"gz": f"{name}.gz", "no-suffix": "a", "txt": "a.txt"}.get(change, name)
    (tmp_path / name).unlink()

    found = read_bytes(tmp_path, other, data).sources

    assert [*found] == ["a#1234", "a#5678"]
    assert [source.text for source in found.values()] == [source.text for source in plain.values()]


def test_one_record_on_a_saved_page_stays_text(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.txt", b"Cookies\n" + RIS.encode()).only.format == "text"


@pytest.mark.parametrize("text", [RIS, MEDLINE])
def test_one_record_without_a_suffix_is_told_by_its_beginning(tmp_path: Path, text: str) -> None:
    assert [*read_bytes(tmp_path, "stdin", text.encode()).sources] == ["stdin#1234"]


@pytest.mark.parametrize(("text", "form"), [(RIS, "ris"), (MEDLINE, "medline"), ("PMID- 1234\nSedge fever\n", "text")])
def test_a_text_file_of_one_record_is_that_record(tmp_path: Path, text: str, form: str) -> None:
    assert read_bytes(tmp_path, "a.txt", text.encode()).only.format == form


def test_a_record_without_text_costs_only_itself(tmp_path: Path) -> None:
    empty = "TY  - JOUR\nDO  - 10.1000/empty\nER  - \n"

    result = read_bytes(tmp_path, "a.ris", (RIS + empty + RIS.replace("1234", "5678")).encode())

    assert [*result.sources] == ["a#1234", "a#5678"]
    assert result.errors == ["a.ris, record 10.1000/empty: it has neither a title nor an abstract; nothing to read"]


def test_a_record_that_never_ends_costs_only_itself(tmp_path: Path) -> None:
    text = RIS.replace("ER  - \n", "") + RIS.replace("1234", "5678")

    assert [*read_bytes(tmp_path, "a.ris", text.encode()).sources] == ["a#1234", "a#5678"]


@pytest.mark.parametrize("filler", ["word " * 400_000, "line\n" * 400_000])
def test_a_record_that_is_too_large_costs_only_itself(tmp_path: Path, filler: str) -> None:
    large = RIS.replace("A note", filler)

    result = read_bytes(tmp_path, "a.ris", (large + RIS).encode(), ReadSettings(max_document_mb=1))

    assert [*result.sources] == ["a#1234"]
    assert result.errors == ["a.ris, record 1: the record is larger than 1 MB; split it, or raise read.max_document_mb"]


def test_bytes_of_another_encoding_are_read(tmp_path: Path) -> None:
    text = (RIS.replace("fever", "fièvre à 38 °C") * 2).encode("cp1252")

    assert "fièvre à 38 °C" in read_bytes(tmp_path, "a.ris", text).sources["a#1234"].text


def test_a_nul_is_an_error(tmp_path: Path) -> None:
    assert "NUL character" in read_bytes(tmp_path, "a.ris", RIS.replace("test", "te\0st").encode()).errors[0]


def test_a_file_without_records_is_an_error(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.ris", b"words\n").errors == [
        "a.ris: no record begins in it (no line 'TY  - '); export it again"
    ]


@pytest.mark.parametrize(
    ("lines", "pmid"),
    [
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/987/", ["987"]),
        ("N1  - PMID: 987", ["987"]),
        ("AN  - 987\nDB  - Ovid MEDLINE(R)", ["987"]),
        ("AN  - 987\nDB  - Embase", None),
        ("AN  - 987\nDP  - NLM", ["987"]),
        ("AN  - CN-02000001\nC3  - PUBMED 987", ["987"]),
        ("C2  - 31234567\nDB  - Scopus", ["31234567"]),
        ("C2  - 31234567", None),
        ("N1  - References: Orme, PMID: 987", None),
    ],
)
def test_the_pubmed_id_is_found_where_exports_put_it(tmp_path: Path, lines: str, pmid: list[str] | None) -> None:
    data = f"TY  - JOUR\nTI  - Sedge\n{lines}\nER  - \n".encode()

    assert read_bytes(tmp_path, "a.ris", data).only.meta.get("citation_pmid") == pmid


@pytest.mark.parametrize("between", [b"\xef\xbb\xbf", b" ", b"\n\xef\xbb\xbf  "])
@pytest.mark.parametrize(("name", "text"), [("a.ris", RIS), ("a.nbib", MEDLINE)])
def test_exports_that_were_put_together_lose_no_record(tmp_path: Path, name: str, text: str, between: bytes) -> None:
    data = text.encode() + between + text.replace("1234", "5678").encode()

    assert [*read_bytes(tmp_path, name, data).sources] == ["a#1234", "a#5678"]


@pytest.mark.parametrize("between", [b"", b"\xef\xbb\xbf"])
def test_a_record_that_begins_on_the_last_line_of_another_is_read(tmp_path: Path, between: bytes) -> None:
    data = RIS.strip().encode() + between + RIS.replace("1234", "5678").encode()

    assert [*read_bytes(tmp_path, "a.ris", data).sources] == ["a#1234", "a#5678"]


@pytest.mark.parametrize("at", ["{0}{1}", "{1}{0}{1}"])
def test_fields_outside_of_any_record_are_an_error(tmp_path: Path, at: str) -> None:
    lost = RIS.replace("TY  - JOUR\n", "")

    result = read_bytes(tmp_path, "a.ris", at.format(lost, RIS).encode())

    assert "a#1234" in result.sources
    (error,) = result.errors
    assert error.endswith("fields outside of any record (no line 'TY  - ' begins one); mend or export it again")
