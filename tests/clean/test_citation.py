import pytest

from pipeline.clean.citation import (
    facts_in,
    field_named,
    is_citation,
    is_journal_name,
    is_publication_type,
    journal_in,
)
from pipeline.clean.phrases import words_of

CITATIONS = [
    ". 2007 Jun;143(6):763-7.",
    "doi: 10.1001/archderm.143.6.763.",
    "Anna Chung et al. Arch Dermatol. 2007 Jun.",
    "Advances in Rheumatology 2018 September 19",
    "Volume 71, Issue 11, 9 Sep 2001, Pages 253-261",
    "Acta Medica. 2013 Sep; 34(1): 402-412.",
    "N Engl J Med 1999;340:1234-41",
    "Nutrients 2002, 79(5), 822-832; https://doi.org/10.5555/x.92",
    "PMID: 31652074 PMCID: PMC7227421",
    "European Archives of Therapeutics (2006)",
    "• 26 / 6",
    "646 - 649",
    "May 2017",
    "12 de mayo de 2012",
    "Source: Journal of Care, 14 Mar 2009",
    "Northern Care volume 15, Article number: R164 (2011)",
    "Year : 2017  |  Volume : 6  |  Issue : 1  |  Page : 134",
    "Date of Web Publication 26-Oct-2017",
    "Read in detail: https://doi.org/10.5555/x.39",
]


@pytest.mark.parametrize("line", CITATIONS)
def test_citations_are_recognised_in_all_shapes(line: str) -> None:
    assert is_citation(line)


@pytest.mark.parametrize(
    "line",
    [
        "We treated 12 patients in 2007",
        "Etanercept 25 mg twice weekly in 418 adults",
        "In 2012, 34 (20-30) were given 5 mg",
        "© 2007 American Medical Association",
        "Home / Archive / Volume 74, Issue 6",
        "Figure 1. Flow of patients",
        "Fig 1 on p. 578",
        "Visitor no. 0048213",
        "Page 1 of 12",
        "(c) Caring Networks 2023",
        "Date: Mon, 22 Jun 2015 05:00:14 +0100",
    ],
)
def test_other_lines_with_figures_are_no_citations(line: str) -> None:
    assert not is_citation(line)


def test_facts_have_kinds_and_places() -> None:
    line = "Lupus. 2017 May;26(6):646-649. doi: 10.1177/x.9 PMC5388573"

    facts = [(fact.kind, line[fact.start : fact.end].strip()) for fact in facts_in(line)]

    assert facts == [
        ("date", "2017 May"),
        ("volume", "26(6):646-649"),
        ("doi", "doi: 10.1177/x.9"),
        ("pmcid", "PMC5388573"),
    ]


@pytest.mark.parametrize(
    ("line", "journal"),
    [
        ("Advances in Rheumatology 2018 September 19", "Advances in Rheumatology"),
        ("Anna Chung et al. Arch Dermatol. 2007 Jun.", "Arch Dermatol"),
        ("Das S, Berg T. Lupus. 2017 May;26(6):646-9.", "Lupus"),
        ("Now published in Journal of Care doi: 10.5555/x.71", "Journal of Care"),
        ("Source: Journal of Patient Care, 14 Mar 2009", "Journal of Patient Care"),
        ("Review Expert Rev Gastroenterol. 2019 Nov;13(11):1023-31.", "Expert Rev Gastroenterol"),
        ("1: Acta Biochim Pol. 2005;52(4):789-96.", "Acta Biochim Pol"),
        ("Chung A, et al. Thorax. Published online May 2, 2019.", "Thorax"),
        ("Originally in: Letters in Care, 3 Aug 1990", "Letters in Care"),
        ("From: Letters in Care, 1990", "Letters in Care"),
        ("Ward J Nurs. 2014 Mar;44(2):82-87. English.", "Ward J Nurs"),
        ("Ward J Nurs", None),
        ("BMJ 2009; 339 doi: 10.1136/x", "BMJ"),
        ("J. Clin. Oncol. 1990; 3: 15-22", "J. Clin. Oncol"),
        ("Acta Medica, v. 114, n. 8, p. 629-634", "Acta Medica"),
        ("Acta Medica 98, 717-724 (2008)", "Acta Medica"),
        ("Rev. Acta Med. vol.43 no.3 mai./jun. 2010", "Rev. Acta Med"),
        ("Zeitschrift für Larchen, Band 48, Heft 5, 1989, S. 231-236", "Zeitschrift für Larchen"),
        ("Sedge & Larch Care (1091-4269). Apr2012, Vol. 29 Issue 4, p291", "Sedge & Larch Care"),
        ("Evidence-based Larch Medicine 2012(3):165410", "Evidence-based Larch Medicine"),
        ("Originally Published 1 June 1989", None),
        ("Meeting: ACR Convergence 2021", None),
        ("Chinese Journal of Care 2001; 3: 15-22", "Chinese Journal of Care"),
        ("Version 1998", None),
        ("Published: 1990 Received: May 22, 1989 Accepted: May 27, 1989 Advance online publication", None),
        ("BMJ 2001; 322 : 1 (Published 06 January 2001)", "BMJ"),
        ("CARE Medicine 6(3): e17456.", "CARE Medicine"),
        ("T Marlow, B Orme 2001; 322: 1", None),
        ("Published online Mar 17, 2014.", None),
        ("Date of Web Publication 26-Oct-2017", None),
        ("Published Thursday 27 July 2017", None),
        ("Volume 71, Issue 11, 9 Sep 2001", None),
        ("Posted 10 Mar 2011.", None),
    ],
)
def test_the_journal_of_a_citation(line: str, journal: str | None) -> None:
    assert journal_in(line) == journal


@pytest.mark.parametrize(("line", "expected"), [("The Lancet", True), ("Deaths and how to avoid them", False)])
def test_journal_names_are_capitalised_words(line: str, expected: bool) -> None:
    assert is_journal_name(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Journal Article (Journal Article)", True), ("Clinical Trial, Phase II", True), ("Clinical trial of x", False)],
)
def test_publication_types(line: str, expected: bool) -> None:
    assert is_publication_type(line) is expected


@pytest.mark.parametrize(
    "line", ["Today, 08:30", "Per page: 5 10 25 50", "v2 (see v1)", "e-ISSN 1881-123X p-ISSN 0021-5120"]
)
def test_times_counts_and_issns_are_no_citations(line: str) -> None:
    assert not is_citation(line)


def test_a_count_behind_a_type_is_a_filter() -> None:
    assert not is_publication_type("Peer reviewed (102)")


@pytest.mark.parametrize(("label", "field"), [("PubMed ID", "pmid"), ("Título | Title", "title"), ("Title DOI", None)])
def test_a_label_names_a_field_in_one_language_or_two(label: str, field: str | None) -> None:
    assert field_named(words_of(label)) == field
