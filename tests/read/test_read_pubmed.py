import gzip
import time
import tracemalloc
from pathlib import Path

import pytest
from lxml import etree

from pipeline.config import ReadSettings
from pipeline.read.xml_records import printed
from tests.read.helpers import parts, read, read_bytes

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue><Title>Sedge Research</Title></Journal>
<ArticleTitle>Larchumab in <i>sedge</i> fever: {pmid}.</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/s.{pmid}</ELocationID>
<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To test larchumab.</AbstractText>
<AbstractText Label="PATIENTS" NlmCategory="UNASSIGNED">We gave 375
 mg/m<sup>2</sup> to 8 people (P &lt; 0.05).</AbstractText></Abstract>
<AuthorList><Author><LastName>Orme</LastName><ForeName>Berta K</ForeName><Initials>BK</Initials></Author>
<Author><CollectiveName>Sedge Trial Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D1">Clinical Trial</PublicationType></PublicationTypeList></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="pmc">PMC77{pmid}</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList>
<ArticleId IdType="doi">10.1/other</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
"""


def articles(*pmids: int) -> list[str]:
    return [ARTICLE.format(pmid=pmid) for pmid in pmids]


def file_of(*records: str, encoding: str = "UTF-8") -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x.dtd">\n'
    return f"{head}<PubmedArticleSet>\n{''.join(records)}</PubmedArticleSet>\n"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("10<sup>9</sup> cells", "10⁹ cells"),
        ("p = 2 x 10<sup>-5</sup>", "p = 2 x 10⁻⁵"),
        ("mg/m<sup>2</sup>", "mg/m2"),
        ("of <b>10</b><sup>9</sup>", "of 109"),  # what stands between is not looked into
        ("24<sup>a,b</sup>", "24a,b"),
    ],
)
def test_raised_figures_behind_a_figure_are_no_further_digits(xml: str, text: str) -> None:
    element = etree.fromstring(f"<AbstractText>{xml}</AbstractText>")
    assert printed(element) == text


def test_a_record_is_its_title_and_the_paragraphs_of_its_abstract(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.xml", file_of(*articles(1234)).encode()).only

    assert source.text == (
        "Larchumab in sedge fever: 1234.\nAIM: To test larchumab.\nPATIENTS: We gave 375 mg/m2 to 8 people (P < 0.05)."
    )
    assert parts(source) == [
        ("title", "Larchumab in sedge fever: 1234."),
        ("AIM|OBJECTIVE", "AIM: To test larchumab."),
        ("PATIENTS", "PATIENTS: We gave 375 mg/m2 to 8 people (P < 0.05)."),
    ]


def test_its_fields_become_facts(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.xml", file_of(*articles(1234)).encode()).only

    assert source.meta == {
        "citation_journal_title": ["Sedge Research"],
        "citation_date": ["2019"],
        "citation_doi": ["10.1000/s.1234"],
        "citation_pmid": ["1234"],
        "citation_pmc_id": ["PMC771234"],
        "citation_language": ["eng"],
        "citation_author": ["Berta K Orme", "Sedge Trial Group"],
        "citation_article_type": ["Clinical Trial"],
    }
    assert (source.doc_id, source.record, source.format) == ("a#1234", "1234", "pubmed")


@pytest.mark.parametrize(
    "data",
    [
        file_of(*articles(5, 6)).encode(),
        file_of(*articles(5, 6)).replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + file_of(*articles(5, 6)).encode(),
        file_of(*articles(5, 6), encoding="UTF-16").encode("utf-16"),
        file_of(*articles(5, 6)).encode("utf-16-le"),
        file_of(*articles(5, 6), encoding="iso-8859-1").encode("latin-1"),
        gzip.compress(file_of(*articles(5, 6)).encode()),
    ],
)
def test_every_encoding_and_packing_gives_the_same(tmp_path: Path, data: bytes) -> None:
    sources = read_bytes(tmp_path, "a.xml.gz" if data[:2] == b"\x1f\x8b" else "a.xml", data).sources

    assert [*sources] == ["a#5", "a#6"]
    assert sources["a#6"].text.startswith(
        "Larchumab in sedge fever: 6.\nAIM: To test larchumab.\nPATIENTS: We gave 375"
    )


def test_a_declared_encoding_is_respected(tmp_path: Path) -> None:
    record = articles(5)[0].replace("larchumab", "lärchumab")
    data = file_of(record, encoding="iso-8859-1").encode("latin-1")

    assert "To test lärchumab." in read_bytes(tmp_path, "a.xml", data).only.text


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("<PubmedArticle><PMID>6</PMID><b></PubmedArticle>", "Opening and ending tag mismatch"),
        ("<PubmedArticle><PMID>6</PMID>", "Premature end of data"),
        ("<PubmedArticle><PMID>6</PMID>\0</PubmedArticle>", "Invalid character"),
        ("<PubmedArticle><PMID>6</PMID>&lol;</PubmedArticle>", "Entity 'lol' not defined"),
        (f"<PubmedArticle><PMID>6</PMID>{'<a>' * 10_000}</PubmedArticle>", "Excessive depth"),
        ("<PubmedArticle><PMID>6</PMID></PubmedArticle>", "without a citation"),
        (
            "<PubmedArticle><MedlineCitation><PMID>6</PMID><Article/></MedlineCitation></PubmedArticle>",
            "neither a title",
        ),
    ],
)
def test_a_broken_record_costs_only_itself(tmp_path: Path, broken: str, message: str) -> None:
    result = read_bytes(tmp_path, "a.xml", file_of(articles(5)[0], broken, articles(7)[0]).encode())

    assert [*result.sources] == ["a#5", "a#7"]
    (error,) = result.errors
    assert error.startswith("a.xml, record 6: ")
    assert message in error
    assert "\n" not in error


def test_entities_of_a_document_type_are_never_in_effect(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    entities = f'<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "ha"><!ENTITY b "{"&a;" * 1000}">'
    record = articles(5)[0].replace("To test", "&x; &b; To test")
    data = file_of(record).replace('PUBLIC "-//NLM//DTD" "x.dtd"', f"[{entities}]")

    result = read_bytes(tmp_path, "a.xml", data.encode())

    assert not result.sources
    assert "Entity 'x' not defined" in result.errors[0]


def test_names_of_characters_and_prefixes_declared_elsewhere_are_known(tmp_path: Path) -> None:
    record = articles(5)[0].replace(
        "To test", "<mml:math><mml:mi>&alpha;</mml:mi></mml:math> &amp; 5&nbsp;&lt; To test"
    )

    assert "AIM: α & 5\u00a0< To test larchumab." in read_bytes(tmp_path, "a.xml", file_of(record).encode()).only.text


def test_the_source_of_a_formula_is_not_printed(tmp_path: Path) -> None:
    math = (
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi><mml:annotation>\\xi'
        "</mml:annotation></mml:math>"
    )
    record = articles(5)[0].replace("To test", f"{math} to test")

    assert "AIM: x to test larchumab." in read_bytes(tmp_path, "a.xml", file_of(record).encode()).only.text


def test_a_record_without_abstract_is_its_title(tmp_path: Path) -> None:
    record = articles(5)[0]
    start, end = record.index("<Abstract>"), record.index("</Abstract>") + len("</Abstract>")

    source = read_bytes(tmp_path, "a.xml", file_of(record[:start] + record[end:]).encode()).only

    assert source.text == "Larchumab in sedge fever: 5."


def test_a_record_that_has_only_another_abstract_is_read_with_it(tmp_path: Path) -> None:
    other = '<OtherAbstract Type="Publisher" Language="ger"><AbstractText>Gut.</AbstractText></OtherAbstract>'
    record = (
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>[Not Available].</ArticleTitle>"
        f"<VernacularTitle>Seggenfieber.</VernacularTitle></Article>{other}</MedlineCitation></PubmedArticle>"
    )

    assert read_bytes(tmp_path, "a.xml", file_of(record).encode()).only.text == "Seggenfieber.\nGut."


def test_a_book_chapter_is_read(tmp_path: Path) -> None:
    book = (
        "<PubmedBookArticle><BookDocument><PMID>9</PMID><Book><BookTitle>Sedges</BookTitle><PubDate><Year>2001</Year>"
        "</PubDate></Book><ArticleTitle>Larchumab</ArticleTitle><Language>eng</Language><AuthorList Type='authors'>"
        "<Author><LastName>Orme</LastName><Initials>B</Initials></Author></AuthorList><Abstract><AbstractText>A drug."
        "</AbstractText></Abstract></BookDocument></PubmedBookArticle>"
    )

    source = read_bytes(tmp_path, "a.xml", file_of(book).encode()).only

    assert source.text == "Larchumab\nA drug."
    assert source.meta["citation_journal_title"] == ["Sedges"]
    assert source.meta["citation_author"] == ["B Orme"]


def test_a_record_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    large = articles(6)[0].replace("To test", "word " * 300_000)
    settings = ReadSettings(max_document_mb=1)

    result = read_bytes(tmp_path, "a.xml", file_of(articles(5)[0], large, *articles(7, 8)).encode(), settings)

    assert [*result.sources] == ["a#5", "a#7", "a#8"]
    assert "larger than 1 MB" in result.errors[0]


def test_an_id_that_comes_twice_gets_its_place(tmp_path: Path) -> None:
    assert [*read_bytes(tmp_path, "a.xml", file_of(*articles(5, 5)).encode()).sources] == ["a#5", "a#5.2"]


@pytest.mark.parametrize("data", ["<PubmedArticleSet></PubmedArticleSet>", "<?xml version='1.0'?><set>1</set>"])
def test_a_file_without_records_is_an_error(tmp_path: Path, data: str) -> None:
    assert "there is no <PubmedArticle> in it" in read_bytes(tmp_path, "a.xml", data.encode()).errors[0]


def test_memory_holds_a_record_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(file_of(*articles(*range(1, 20_001))).encode()))
    tracemalloc.start()

    ids = [record.record for record in read_one_by_one(path)]

    assert ids == [str(pmid) for pmid in range(1, 20_001)]
    assert tracemalloc.get_traced_memory()[1] < 12 << 20  # the file unpacked: 28 MB
    tracemalloc.stop()


def read_one_by_one(path: Path):  # type: ignore[no-untyped-def]
    from pipeline.read import InputFile, split

    return split(InputFile(path, path.name, "a"), ReadSettings())


@pytest.mark.parametrize(
    "unit", ["<PubmedArticle>", "<Pubmed", "<PubmedArticle", "</PubmedArticle>", "<PubmedArticle "]
)
def test_time_is_linear_in_hostile_tags(tmp_path: Path, unit: str) -> None:
    started = time.process_time()

    read_bytes(tmp_path, "a.xml", b"<PubmedArticleSet>" + unit.encode() * (300_000 // len(unit)))

    assert time.process_time() - started < 20


def test_a_folder_of_records_is_read(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "one.xml").write_text(file_of(*articles(5)))
    (tmp_path / "x" / "notes.md").write_text("notes")

    result = read(tmp_path)

    assert [*result.sources] == ["x/one#5"]
    assert result.skipped == {"x/notes.md": "unknown kind of file"}


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('<xml><record><source-app name="EndNote">', "it is an EndNote library as XML; export it from EndNote as RIS"),
        ('<rdf:RDF xmlns:rdf="x"><bib:Article>', "it is RDF, as Zotero writes it; export it as RIS"),
        ("<responseWrapper><resultList>", "it is an answer of Europe PMC as XML; ask for JSON"),
        ("<eSearchResult><Count>1</Count>", "it is what a search of PubMed answers"),
        ("<other>", "there is no <PubmedArticle> in it"),
    ],
)
def test_xml_of_another_program_says_what_to_export_instead(tmp_path: Path, text: str, advice: str) -> None:
    (error,) = read_bytes(tmp_path, "a.xml", f'<?xml version="1.0"?>\n{text}'.encode()).errors

    assert error.startswith(f"a.xml: {advice}")
