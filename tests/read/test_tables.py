import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.config import ReadSettings
from pipeline.errors import ReadError
from pipeline.read import read_sources
from tests.read.helpers import parts, read_bytes

# One invented article as the exports of several programs name its columns.
EXPORTS = {
    "pubmed": {"PMID": "1234", "Title": "T.", "Authors": "Orme B", "Journal/Book": "J", "Publication Year": "2019"},
    "embase": {
        "Title": "T.",
        "Author Names": "Orme B",
        "Source title": "J",
        "Publication Year": "2019",
        "Abstract": "A.",
    },
    "scopus": {
        "Authors": "Orme B",
        "Title": "T.",
        "Year": "2019",
        "Source title": "J",
        "Abstract": "A.",
        "EID": "2-s2",
    },
    "wos": {
        "Article Title": "T.",
        "Authors": "Orme B",
        "Source Title": "J",
        "Abstract": "A.",
        "Publication Year": "2019",
    },
    "wos-tags": {"AU": "Orme B", "TI": "T.", "SO": "J", "AB": "A.", "PY": "2019", "UT": "WOS:1"},
    "zotero": {"Key": "K1", "Publication Year": "2019", "Author": "Orme B", "Title": "T.", "Publication Title": "J"},
    "clinicaltrials.gov": {
        "NCT Number": "NCT00000001",
        "Study Title": "T.",
        "Brief Summary": "A.",
        "Authors": "Orme B",
        "Year": "2019",
        "Journal": "J",
    },
    "csl": {"source": "PubMed", "title": "T.", "container-title": "J", "issued": "2019", "author": "Orme B"},
    "covidence": {"Title": "T.", "Authors": "Orme B", "Abstract": "A.", "Published Year": "2019", "Journal": "J"},
    "rayyan": {"key": "rayyan-1", "title": "T.", "year": "2019", "journal": "J", "authors": "Orme B", "abstract": "A."},
}


def table(*rows: dict[str, str], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("program", EXPORTS)
def test_columns_are_known_as_exports_name_them(tmp_path: Path, program: str) -> None:
    source = read_bytes(tmp_path, "a.csv", table(EXPORTS[program]).encode()).only

    assert source.text in {"T.", "T.\nA."}
    assert source.meta["citation_journal_title"] == ["J"]
    assert source.meta["citation_date"] == ["2019"]
    assert source.meta["citation_author"] == ["Orme B"]


ROWS = (
    {
        "Title": "Larchumab &amp; <i>sedge</i>",
        "Abstract": 'AIM: To test, "well".\nRESULTS: 5 mg/m<sup>2</sup>; p<0.05.',
        "DOI": "https://doi.org/10.1000/s.1",
        "PubMed ID": "1234",
        "PMCID": "PMC7712345",
        "Authors": "Orme, Berta K.; Marlow, T.",
        "Language": "English",
        "Document Type": "Article; Clinical Trial",
    },
    {
        "Title": "Second é",
        "Abstract": "[No abstract available]",
        "DOI": "10.1000/s.2",
        "PubMed ID": "",
        "PMCID": "",
        "Authors": "",
        "Language": "",
        "Document Type": "",
    },
)


def test_a_row_is_a_document(tmp_path: Path) -> None:
    sources = read_bytes(tmp_path, "a.csv", table(*ROWS).encode()).sources

    assert [*sources] == ["a#1234", "a#10.1000/s.2"]
    assert parts(sources["a#1234"]) == [
        ("title", "Larchumab & sedge"),
        ("abstract", 'AIM: To test, "well".'),
        ("abstract", "RESULTS: 5 mg/m2; p<0.05."),
    ]
    assert sources["a#1234"].meta == {
        "citation_doi": ["10.1000/s.1"],
        "citation_pmid": ["1234"],
        "citation_pmc_id": ["PMC7712345"],
        "citation_author": ["Orme, Berta K.", "Marlow, T."],
        "citation_language": ["English"],
        "citation_article_type": ["Article", "Clinical Trial"],
    }
    assert sources["a#10.1000/s.2"].text == "Second é"


@pytest.mark.parametrize(
    ("name", "delimiter", "end", "encoding"),
    [
        ("a.csv", ",", "\n", "utf-8"),
        ("a.csv", ",", "\r", "utf-8"),
        ("a.csv", ";", "\r\n", "utf-8-sig"),
        ("a.tsv", "\t", "\n", "utf-8"),
        ("a.csv", "\t", "\r\n", "utf-16"),
        ("a.txt", "\t", "\n", "utf-8"),
        ("a", ",", "\n", "utf-8-sig"),
        ("a.csv", "|", "\n", "cp1252"),
    ],
)
def test_delimiter_and_encoding_are_told(tmp_path: Path, name: str, delimiter: str, end: str, encoding: str) -> None:
    data = table(*ROWS, delimiter=delimiter, end=end).encode(encoding)

    result = read_bytes(tmp_path, name, data)

    assert [source.text for source in result.sources.values()] == [
        'Larchumab & sedge\nAIM: To test, "well".\nRESULTS: 5 mg/m2; p<0.05.',
        "Second é",
    ]


def test_columns_can_be_named_in_the_settings(tmp_path: Path) -> None:
    settings = ReadSettings(columns={"title": "Überschrift", "abstract": ("Inhalt", "Text"), "id": "Nr"})

    source = read_bytes(tmp_path, "a.csv", "Nr,Überschrift,Inhalt\n7,Larch,Words\n".encode(), settings).only

    assert (source.doc_id, source.text) == ("a#7", "Larch\nWords")


def test_a_table_without_title_and_abstract_names_its_columns(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.csv", b"Nr,Name\n1,x\n").errors == [
        "a.csv: no column for the title or the abstract (columns: Nr, Name); name them in read.columns of the settings"
    ]


def test_a_field_can_be_of_any_size(tmp_path: Path) -> None:
    text = "word " * 100_000

    assert read_bytes(tmp_path, "a.csv", f"id,title,abstract\n1,T,{text}\n".encode()).only.text == f"T\n{text.strip()}"


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("2,T,A,more,still more", "a.csv, record 2: the row has 5 values for 3 columns; mend its quotes"),
        ("2,,", "a.csv, record 2: it has neither a title nor an abstract; nothing to read"),
        (f"2,T,{'word ' * 300_000}", "a.csv, record 2: the row cannot be read"),
        ("2,T,a\0b", "a.csv, record 2: a NUL character"),
    ],
)
def test_a_broken_row_costs_only_itself(tmp_path: Path, broken: str, message: str) -> None:
    data = f"id,title,abstract\n1,One,A\n{broken}\n3,Three,B\n".encode()

    result = read_bytes(tmp_path, "a.csv", data, ReadSettings(max_document_mb=1))

    assert [*result.sources] == ["a#1", "a#3"]
    (error,) = result.errors
    assert error.startswith(message)


@pytest.mark.parametrize("below", ["", ',"C, d"', ',"C\nd"'])
def test_a_quote_that_is_never_closed_costs_only_its_row(tmp_path: Path, below: str) -> None:
    rows = "".join(f"{number},Sedge{below or ',C'}\n" for number in range(3, 9))

    result = read_bytes(tmp_path, "a.csv", f'id,title,abstract\n1,One,A\n2,"Two,B\n{rows}'.encode())

    assert [*result.sources] == ["a#1", *(f"a#{number}" for number in range(3, 9))]
    assert len(result.errors) == 1
    assert "a quote that is never closed" in result.errors[0]


def test_rows_up_to_a_stray_quote_are_not_merged(tmp_path: Path) -> None:
    result = read_bytes(tmp_path, "a.csv", b'id,title,abstract\n2,"Two,B\n3,Three,C"\n4,"F, x",D\n')

    assert [*result.sources] == ["a#3", "a#4"]
    assert len(result.errors) == 1


def test_quotes_in_a_field_that_are_not_doubled_are_read(tmp_path: Path) -> None:
    data = b'id\ttitle\tabstract\n1\t"Larch" and sedge\tA\n2\tTwo\tB\n'

    assert [source.text for source in read_bytes(tmp_path, "a.tsv", data).sources.values()] == [
        "Larch and sedge\nA",
        "Two\nB",
    ]


def test_rows_that_all_stay_open_take_no_longer_than_the_table(tmp_path: Path) -> None:
    data = "id,title\n" + 'a","c\n' * 40_000

    result = read_bytes(tmp_path, "a.csv", data.encode(), ReadSettings(max_document_mb=1))

    assert result.errors


ABOVE = [
    "\n",
    " \n",
    "My search; 2 May 2024\n",
    "Sedge review\n\nSearch:, fever\nTitle, My review\n",
    '"An open quote\n',
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_stands_above_a_header_is_skipped(tmp_path: Path, above: str, end: str) -> None:
    data = f"{above}id\ttitle\tabstract\n1\tT\tA, b\n".replace("\n", end)

    assert read_bytes(tmp_path, "a.tsv", data.encode()).only.doc_id == "a#1"


def test_a_header_is_looked_for_in_the_first_rows_only(tmp_path: Path) -> None:
    data = "note\n" * 20 + "id,title,abstract\n1,T,A\n"

    assert "no column for the title or the abstract" in read_bytes(tmp_path, "a.csv", data.encode()).errors[0]


def test_excels_separator_line_is_understood(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.csv", b"sep=;\r\nTitle;Abstract\r\nT;A, b\r\n").only.text == "T\nA, b"


def workbook(*sheets: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


LYING: list[tuple[object, ...]] = [("Title", "T", "U"), ("Author Names", "Orme B", "Marlow T"), ("Abstract", "A", "B")]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_table_with_a_record_a_column_is_told(tmp_path: Path, name: str) -> None:
    text = "\n".join(",".join(f'"{value}"' for value in row) for row in LYING)

    (error,) = read_bytes(tmp_path, name, workbook(LYING) if name == "a.xlsx" else text.encode()).errors

    assert error == f"{name}: its first column names the fields; export it with one record a row, or transpose it"


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv"])
def test_a_workbook_is_read_by_its_sheets(tmp_path: Path, name: str) -> None:
    notes: list[tuple[object, ...]] = [("My notes",), ("nothing",)]
    records: list[tuple[object, ...]] = [
        ("PMID", "Title", "Abstract", "Year"),
        (1234, "T", "A.\nB.", 2019),
        (5678, "U", None, 2020),
    ]

    sources = read_bytes(tmp_path, name, workbook(notes, records)).sources

    assert {doc: source.text for doc, source in sources.items()} == {"a#1234": "T\nA.\nB.", "a#5678": "U"}
    assert sources["a#1234"].meta == {"citation_date": ["2019"], "citation_pmid": ["1234"]}


def test_the_header_of_a_sheet_may_stand_below_a_title(tmp_path: Path) -> None:
    data = workbook([("Sedge review",), (None,), ("Exported", "2 May 2024"), ("PMID", "Title"), (1234, "T")])

    assert read_bytes(tmp_path, "a.xlsx", data).only.doc_id == "a#1234"


def test_a_sheet_that_is_no_table_is_told_and_an_empty_one_is_not(tmp_path: Path) -> None:
    result = read_bytes(tmp_path, "a.xlsx", workbook([("Notes",)], [], [("Title",), ("T",)]))

    assert [source.text for source in result.sources.values()] == ["T"]
    assert result.skipped == {"a.xlsx": "a sheet without a column for the title or the abstract"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04".ljust(26, b"\0") + b"\x0f\0\0\0xl/workbook.xml broken", "broken workbook"),
        (workbook([("a",), ("b",)]), "no column for the title or the abstract (columns: a)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "before 2007"),
        (workbook([("Title",), ("T",)])[:-400], "broken workbook"),
    ],
)
def test_workbooks_that_cannot_be_read_are_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    (error,) = read_bytes(tmp_path, "a.xlsx", data).errors

    assert message in error


def test_rows_far_below_the_others_are_one_clear_line(tmp_path: Path) -> None:
    data = rewritten(workbook([("Title",), ("T",), ("U",)]), b'<row r="3"', b'<row r="999999999999"')

    result = read_bytes(tmp_path, "a.xlsx", data)

    assert [source.text for source in result.sources.values()] == ["T"]
    assert result.errors == ["a.xlsx, record 2: a sheet with more than 100000 blank rows between others; delete them"]


def test_a_cell_far_to_the_right_is_not_looked_at(tmp_path: Path) -> None:
    data = rewritten(workbook([("Title", "Year"), ("T", 2019)]), b'r="B2"', b'r="XFD2"')

    assert read_bytes(tmp_path, "a.xlsx", data).only.meta == {}


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in its first sheet."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name.endswith("sheet1.xml") else content)
    return changed.getvalue()


OBJECTS = [
    {"id": "x1", "title": "T", "abstract": "A.", "authors": [{"name": "B Orme"}, "T Marlow"], "year": 2019},
    {"id": 2, "title": "U", "abstract": None},
]


@pytest.mark.parametrize("name", ["a.jsonl", "a", "a.txt"])
@pytest.mark.parametrize("as_list", [False, True])
def test_json_objects_are_records(tmp_path: Path, name: str, as_list: bool) -> None:
    text = json.dumps(OBJECTS, indent=1) if as_list else "\n".join(json.dumps(row) for row in OBJECTS)

    sources = read_bytes(tmp_path, name, text.encode("utf-8-sig")).sources

    assert {doc: source.text for doc, source in sources.items()} == {"a#x1": "T\nA.", "a#2": "U"}
    assert sources["a#x1"].meta == {"citation_author": ["B Orme", "T Marlow"], "citation_date": ["2019"]}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "record 2: broken JSON (Expecting property name"),
        ("[" * 100_000, "record 2: broken JSON (nested too deep"),
        ('{"title": ' + "9" * 5000 + "}", "record 2: "),
        ("[1, 2]", "record 2: no JSON object"),
        ('{"title": "a\\u0000b"}', "record 2: a NUL character"),
        ('{"title": "' + "x" * 1_200_000 + '"}', "larger than 1 MB"),
    ],
)
def test_a_broken_line_costs_only_itself(tmp_path: Path, line: str, message: str) -> None:
    data = f'{{"title": "One"}}\n{line}\n\n{{"title": "Three"}}\n'.encode()

    result = read_bytes(tmp_path, "a.jsonl", data, ReadSettings(max_document_mb=1))

    assert [source.text for source in result.sources.values()] == ["One", "Three"]
    assert message in result.errors[0]


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.jsonl", b'{"title": "a\\ud800b"}').only.text == "a\ufffdb"


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title,abstract\r\n")

    with pytest.raises(ReadError, match=r"a\.csv: no record stands in it"):
        list(read_sources(path))
