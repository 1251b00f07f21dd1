from pathlib import Path

import pytest

from tests.read.helpers import parts, read_bytes

DOCTYPE = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2//EN" "x.dtd">\n'
ARTICLE = """<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en"><front>
<journal-meta><journal-title-group><journal-title>Sedge Research</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmc">77123</article-id><article-id pub-id-type="pmid">{pmid}</article-id>
<article-id pub-id-type="doi">10.1000/s.1</article-id><article-categories><subj-group subj-group-type="heading">
<subject>Clinical Trial</subject></subj-group></article-categories><title-group><article-title>Larchumab in
 <italic>sedge</italic> fever<xref ref-type="fn"><sup>*</sup></xref></article-title></title-group><contrib-group>
<contrib contrib-type="author"><name><surname>Orme</surname><given-names>Berta K</given-names></name></contrib>
<contrib contrib-type="author"><collab>Sedge Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib></contrib-group>
<pub-date pub-type="epub"><year>2018</year></pub-date><pub-date pub-type="ppub"><year>2019</year></pub-date>
<abstract><title>Abstract</title><sec><title>Aim</title><p>To test.</p></sec><sec><title>Patients and
 methods</title><p>We gave 375 mg/m<sup>2</sup> to 8 people<sup><xref ref-type="bibr">1</xref>,<xref ref-type="bibr">2
</xref></sup>.</p></sec></abstract></article-meta></front><body><p>Preface.</p><sec sec-type="intro"><title>Introduction
</title><p>Known before <xref ref-type="bibr">[1]</xref>.</p><sec><title>Aims</title><p>Nested.</p></sec></sec><sec>
<title>Results</title><p>Eight of ten.<table-wrap><label>Table 1</label><caption><p>Doses</p></caption><table><tr>
<th>Drug</th><th>Dose</th></tr><tr><td>larchumab</td><td>5 mg</td></tr></table></table-wrap></p><p><inline-formula>
<alternatives><tex-math>\\xi</tex-math><mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi>
</mml:math></alternatives></inline-formula> grew.</p></sec></body><back><ref-list><ref><mixed-citation>Other trial.
</mixed-citation></ref></ref-list></back></article>
"""


def test_an_article_is_its_title_abstract_and_body(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.xml", (DOCTYPE + ARTICLE.format(pmid=1234)).encode()).only

    assert parts(source) == [
        ("title", "Larchumab in sedge fever"),
        ("Aim", "Aim: To test."),
        ("Patients and methods", "Patients and methods: We gave 375 mg/m2 to 8 people."),
        ("abstract", "Preface."),
        ("Introduction|intro", "Introduction"),
        ("Introduction|intro", "Known before [1]."),
        ("Introduction|intro", "Aims"),
        ("Introduction|intro", "Nested."),
        ("Results", "Results"),
        ("Results", "Eight of ten."),
        ("Results", "Table 1"),
        ("Results", "Doses"),
        ("Results", "Drug\tDose"),
        ("Results", "larchumab\t5 mg"),
        ("Results", "x grew."),
    ]
    assert source.meta == {
        "citation_journal_title": ["Sedge Research"],
        "citation_date": ["2019"],
        "citation_doi": ["10.1000/s.1"],
        "citation_pmid": ["1234"],
        "citation_pmc_id": ["PMC77123"],
        "citation_author": ["Berta K Orme", "Sedge Group"],
        "citation_language": ["en"],
        "citation_article_type": ["Clinical Trial"],
    }
    assert (source.doc_id, source.format) == ("a#1234", "jats")


@pytest.mark.parametrize("name", ["a.nxml", "a.xml", "a", "a.txt"])
def test_a_file_can_hold_many_articles(tmp_path: Path, name: str) -> None:
    broken = "<article article-type='x'><front><article-meta><article-id pub-id-type='pmid'>2</article-id>&x;</article>"
    text = f"<pmc-articleset>{ARTICLE.format(pmid=1)}{broken}{ARTICLE.format(pmid=3)}</pmc-articleset>"

    result = read_bytes(tmp_path, name, text.encode())

    assert [*result.sources] == ["a#1", "a#3"]
    assert [error.partition(" (")[0] for error in result.errors] == [f"{name}, record 2: broken XML"]


def test_an_unstructured_abstract_is_one_paragraph(tmp_path: Path) -> None:
    text = (
        "<article dtd-version='1.2'><front><article-meta><title-group><article-title>T</article-title></title-group>"
        "<abstract><p>One.</p></abstract></article-meta></front></article>"
    )

    assert parts(read_bytes(tmp_path, "a.xml", text.encode()).only) == [("title", "T"), ("abstract", "One.")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<article dtd-version='1'></article>", "without front matter"),
        ("<article dtd-version='1'><front><article-meta/></front></article>", "neither a title nor an abstract"),
        (f"<article dtd-version='1'>{'<sec>' * 10_000}</article>", "Excessive depth"),
    ],
)
def test_articles_without_text_are_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    (error,) = read_bytes(tmp_path, "a.xml", text.encode()).errors

    assert message in error


def test_a_page_that_begins_with_an_article_element_is_no_jats(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.html", b"<article class='x'><p>Words</p></article>").only.format == "html"


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><article class='x' article-type='y'><p>Words</p></article>",
        b"<div><article class='x' data-article-type='y'><p>Words</p></article></div>",
    ],
)
def test_a_page_with_an_article_element_is_no_jats(tmp_path: Path, page: bytes) -> None:
    assert read_bytes(tmp_path, "a.html", page).only.format == "html"
