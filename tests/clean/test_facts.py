from collections.abc import Callable

import pytest

from pipeline.document import CleanDoc

CleanText = Callable[[str], CleanDoc]

TITLE = "Drugex for refractory panniculitis in children"
BODY = (
    "We treated 12 children with refractory panniculitis with drugex 5 mg/kg in an open-label trial. Skin nodules "
    "resolved in nine children within 12 weeks."
)


def page(*lines: str) -> str:
    return "\n".join(("Home", "Sign in", *lines))


@pytest.mark.parametrize(
    ("line", "journal", "year"),
    [
        ("Advances in Care 2018 September 19", "Advances in Care", 2018),
        ("Berg A, et al. Acta Med. 2007 Jun.", "Acta Med", 2007),
        ("Acta Medica Nova. 2013 Sep; 34(1): 402-412.", "Acta Medica Nova", 2013),
        ("The Northern Journal\nVolume 71, Issue 11, 9 Sep 2001, Pages 253-261", "The Northern Journal", 2001),
        ("Now published in Journal of Care doi: 10.5555/x.71", "Journal of Care", None),
        ("Northern Acta of Care 1995 ; vol. 8, n° 2 : p. 77-81", "Northern Acta of Care", 1995),
        ("Northern Acta of Care, 2000-06, Vol.22 (5), p.301-305", "Northern Acta of Care", 2000),
        ("Northern Acta of Care 2010 (Advent issue); vol. xxii, pp. 190-9", "Northern Acta of Care", 2010),
        ("The Care Circular (York), 3rd quarter 1985, no. 11: 351-8", "The Care Circular (York)", 1985),
        ("N Acta Wkly Med 2022;391:1544-1553", "N Acta Wkly Med", 2022),
        ("2023 Issue 04\nNorthern Acta of Care, 1991, 44(2), 31-33", "Northern Acta of Care", 1991),
        (
            "Anna Larch-Berg, Piet Marlow\nPublished March 1991\nNorthern Journal of Care",
            "Northern Journal of Care",
            1991,
        ),
        ("Article in Annals of Ward Care\nMay 1993", "Annals of Ward Care", 1993),
        ("Zeitschrift: Archiv für angewandte Pflege", "Archiv für angewandte Pflege", None),
        ("Anna Larch-Berg, Piet Marlow ⋅ 30 January 2008", None, 2008),
        ("Topic: Women, 18-40 (560)", None, None),
        ("Leeds 1989\nNorthern Care Meetings. 1989;20(suppl 3):S14.", "Northern Care Meetings", 1989),
        ("CARE DIGEST\nIssue 212\nWard J Nurs. 1990 Dec;100(6):921-6.", "Ward J Nurs", 1990),
        ("Northern Care volume 15, Article number: R164 (2011) Cite this article", "Northern Care", 2011),
        ("T Marlow, B Orme\nVolume 15, Issue 3, March 2011\nThe Journal of Care", "The Journal of Care", 2011),
        ("Year : 2017  |  Volume : 6  |  Issue : 1  |  Page : 134", None, 2017),
        ("Version published: 08 July 2009", None, 2009),
        ("Received 2 May 2004; Accepted 3 Jan 2005\nActa Medica 2006;3:4-9.", "Acta Medica", 2006),
        ("Acta Medica Nova · 1991 · vol. 32 · pp. 205-211", "Acta Medica Nova", 1991),
        ("Acta Medica Nova (Leeds), year 2013, volume 8, issue 2, pages 119 to 127", "Acta Medica Nova (Leeds)", 2013),
        ("By: Marlow, Tess; Orme, Bo. In: Acta Medica Nova. 2013, Vol. 9 Issue 10, p. 1-6.", "Acta Medica Nova", 2013),
        ("14/02/2025, 16:22", None, None),
    ],
)
def test_journal_and_year_from_citation_lines(
    clean: CleanText, line: str, journal: str | None, year: int | None
) -> None:
    facts = clean(page(TITLE, line, BODY)).facts

    assert (facts.journal, facts.year) == (journal, year)


def test_in_a_list_of_hits_the_source_below_the_title_is_that_of_the_article(clean: CleanText) -> None:
    hits = "1. Placebo for ward sores\nOrme B, Larch P - Ward Letters, 1984\nCited by 88\n\n"
    facts = clean(f"{hits}{TITLE}\nMarlow T, Berg A - Acta Medica Nova, 1985\n{BODY}\n").facts
    assert (facts.journal, facts.year) == ("Acta Medica Nova", 1985)


def test_facts_below_the_abstract(clean: CleanText) -> None:
    source = "Source: Journal of Patient Care, 14 Mar 2009\nhttps://doi.org/10.5555/x.39"

    facts = clean(page(TITLE, BODY, source)).facts

    assert (facts.journal, facts.year, facts.doi) == ("Journal of Patient Care", 2009, "10.5555/x.39")


def test_the_pubmed_id_at_the_foot_of_a_saved_record_is_found(clean):
    assert (
        clean(page(TITLE, "Sedge Res. 2019;1:2-3.", BODY, "PMID: 31652074 [Indexed for MEDLINE]")).facts.pmid
        == "31652074"
    )


def test_identifiers(clean: CleanText) -> None:
    facts = clean(page(TITLE, "PMID: 31652074 PMCID: PMC7227421 DOI: 10.1080/17.2019", BODY)).facts

    assert (facts.pmid, facts.pmcid, facts.doi) == ("31652074", "PMC7227421", "10.1080/17.2019")


def test_labelled_facts_and_an_empty_field(clean: CleanText) -> None:
    fields = "Cited Authors\n• Wu, EY; Berg, LE\nPublished Date\n• May 2017\nPublished In\nVolume / Issue\n• 26 / 6"

    facts = clean(page(TITLE, BODY, fields, "Language\n• eng")).facts

    assert facts.authors == ("Wu, EY", "Berg, LE")
    assert (facts.journal, facts.year, facts.language) == (None, 2017, "eng")


@pytest.mark.parametrize(
    ("sentence", "journal"),
    [
        ("according to a case series published in JAMA Dermatology.", "JAMA Dermatology"),
        (
            "as reported online today in the Journal of the American Academy of Care.",
            "Journal of the American Academy of Care",
        ),
        ("and appeared online in the New England Journal of Medicine, which", "New England Journal of Medicine"),
        ("from all trials published in English between 1990 and 2000.", None),
    ],
)
def test_the_journal_that_a_news_report_names(clean: CleanText, sentence: str, journal: str | None) -> None:
    assert clean(page(TITLE, f"{BODY} Drugex was studied {sentence}")).facts.journal == journal


def test_authors_and_publication_types(clean: CleanText) -> None:
    facts = clean(page("Clinical Trial", "Journal Article", TITLE, "T Marlow; B Orme", BODY)).facts

    assert facts.authors == ("T Marlow", "B Orme")
    assert facts.publication_types == ("Clinical Trial", "Journal Article")


def test_when_a_page_was_posted_counts_however_far_it_stands_from_the_title(clean: CleanText) -> None:
    buttons = ("Share", "Get a code", "Notes by machine", "Posters", "Write to us", "Sounds of the ward")

    assert clean(page("Posted November 02, 2009.", *buttons, TITLE, BODY)).facts.year == 2009
    assert clean(page("November 02, 2009.", *buttons, TITLE, BODY)).facts.year is None


def test_labelled_publication_types_are_kept_with_their_label(clean: CleanText) -> None:
    doc = clean(page(TITLE, "T Marlow, B Orme", "Publication types: Clinical Trial; Letter", BODY))

    assert doc.facts.publication_types == ("Clinical Trial", "Letter")
    assert "Publication types: Clinical Trial; Letter" in doc.text


def test_a_place_and_a_year_far_above_the_title_are_no_source(clean: CleanText) -> None:
    rooms = ("Hall one", "Floor plan of the halls", "Rooms of the speakers", "Snacks and wine", "Exhibits")

    facts = clean(page("Vienna 1989", *rooms, TITLE, BODY)).facts

    assert (facts.journal, facts.year) == (None, None)


def test_a_year_in_the_prose_of_a_mere_abstract_is_none_of_publication(clean: CleanText) -> None:
    text = f"{TITLE}\n\nBetween May 2001 and June 2004, 40 patients received rituximab.\n"
    assert clean(text).facts.year is None


def test_authors_right_below_the_source_that_follows_the_abstract(clean: CleanText) -> None:
    facts = clean(page(TITLE, BODY, "From: Journal of Care, 1991", "T. Marlow, B. H. Orme")).facts

    assert (facts.journal, facts.authors) == ("Journal of Care", ("T. Marlow", "B. H. Orme"))


def test_a_footnote_below_an_address_is_an_address(clean: CleanText) -> None:
    notes = ("¹ Department of Care, University of Harl", "² Practice for Slow Care, Harl")

    assert notes[1] in clean(page(TITLE, "T. Marlow,¹ B. H. Orme²", *notes, BODY)).text


def test_a_journal_right_above_the_title(clean: CleanText) -> None:
    assert clean(page("Reviews", "Northern Archives of Care", TITLE, BODY)).facts.journal == "Northern Archives of Care"


def test_the_doi_below_a_citation_of_the_article_itself(clean: CleanText) -> None:
    cite = (
        f"References\nCite this article\nBerg A. {TITLE}. Acta Medica 34, 402 (2013).\nDOI: https://doi.org/10.5555/x.7"
    )

    doc = clean(page(TITLE, BODY, cite))

    assert (doc.facts.doi, doc.text.endswith("DOI: https://doi.org/10.5555/x.7")) == ("10.5555/x.7", True)


@pytest.mark.parametrize("number", ["14.03   ", "P-112  ", "14.03 ", "2. "])
def test_the_number_of_a_talk_is_no_part_of_its_title(clean: CleanText, number: str) -> None:
    assert clean(page(number + TITLE, "T Marlow, B Orme", BODY)).facts.title == TITLE


def test_a_line_to_the_reader_is_no_title(clean: CleanText) -> None:
    assert clean(page("Because you follow: Panniculitis", TITLE, "T Marlow, B Orme", BODY)).facts.title == TITLE


def test_a_page_that_says_nothing_has_no_facts(clean: CleanText) -> None:
    facts = clean(BODY).facts

    assert facts == type(facts)()


def test_a_dropped_citation_of_the_article_still_gives_its_identifier(clean: CleanText) -> None:
    cite = f"Cite this article\nBerg A. {TITLE}. Acta Medica 34, 402 (2013). https://doi.org/10.5555/x.7"

    doc = clean(page(TITLE, BODY, cite))

    assert doc.facts.doi == "10.5555/x.7"
    assert "10.5555" not in doc.text


def test_facts_of_the_head_win(clean_html: CleanText) -> None:
    head = (
        '<meta name="citation_journal_title" content="Acta Medica"><meta name="citation_doi" content="10.5555/x.1">'
        '<meta name="citation_date" content="12 Sep 1997"><meta name="citation_authors" content="A Berg; T Marlow;">'
    )

    facts = clean_html(f"<head>{head}</head><h1>{TITLE}</h1><p>Another Paper 2001;3:4-9.</p><p>{BODY}</p>").facts

    assert (facts.journal, facts.year, facts.doi) == ("Acta Medica", 1997, "10.5555/x.1")
    assert facts.authors == ("A Berg", "T Marlow")


@pytest.mark.parametrize(
    "line",
    ["doi.org/10.5555/x.44-101", "Source link: doi.org/10.5555/x.44-101", "Digital identifier: 10.5555/x.44-101"],
)
def test_ways_to_print_a_doi(clean: CleanText, line: str) -> None:
    assert clean(page(TITLE, BODY, line)).facts.doi == "10.5555/x.44-101"


def test_a_table_of_dublin_core_fields(clean: CleanText) -> None:
    rows = (
        "dc.contributor.author\tBerg, A.\t-",
        "dc.date.accessioned\t2016-04-11T09:30:12Z\t-",
        "dc.date.issued\t1994-11\t-",
        "dc.relation.ispartof\tActa Medica Nova\t-",
        "dc.identifier.pmid\t90711832\t-",
        f"dc.title\t{TITLE}\ten_GB",
        "dc.description.abstract",
        BODY,
    )
    facts = clean(page(*rows)).facts

    assert (facts.title, facts.journal, facts.year, facts.pmid) == (TITLE, "Acta Medica Nova", 1994, "90711832")


@pytest.mark.parametrize("line", ["PubMed\n12345678", "UI\n12345678", "Accession No. 12345678", "PubMed: 12345678"])
def test_labels_of_the_pubmed_number(clean: CleanText, line: str) -> None:
    assert clean(page(TITLE, "A Berg, T Marlow", line, BODY)).facts.pmid == "12345678"


def test_when_a_message_was_sent_is_no_year_of_publication(clean: CleanText) -> None:
    assert clean(page("Date: Tue, 14 Jan 2025 05:02:11 +0000", TITLE, BODY)).facts.year is None


def test_a_source_with_authors_is_read_however_long(clean: CleanText) -> None:
    source = (
        "Source: F. Verhoeven-Stam, H. Okparaebo, J. de Wilde. Imaginary Nerve Reports, March 1991, 48:321-325. "
        "Full paper at doi.org/10.5555/x.48.321"
    )

    facts = clean(page(TITLE, BODY, source)).facts

    assert (facts.journal, facts.year, facts.doi) == ("Imaginary Nerve Reports", 1991, "10.5555/x.48.321")


def test_a_preprint_was_posted_whatever_stands_above_the_line(clean: CleanText) -> None:
    assert clean(page(TITLE, BODY, "Data Availability", "Upon request.", "Posted May 05, 2020.")).facts.year == 2020


def test_the_checkbox_of_a_list_is_no_part_of_a_title(clean: CleanText) -> None:
    assert clean(page(f"☑ 3.  {TITLE}", "A Berg, T Marlow", BODY)).facts.title == TITLE


def test_the_title_is_the_one_that_news_quotes_above_its_authors(clean_html: CleanText) -> None:
    head = "<html><head><meta property='og:title' content='Pill helps children with lumps in trial'></head><body>"
    news = f"<h1>Pill helps children with lumps in trial</h1><p>By staff</p><p>{TITLE}</p><p>A Berg, T Marlow</p>"

    doc = clean_html(f"{head}{news}<p>Acta Medica. 2013 Sep;34(1):402-412.</p><p>{BODY}</p></body></html>")

    assert doc.facts.title == TITLE


def test_authors_in_front_of_the_journal(clean: CleanText) -> None:
    facts = clean(page(TITLE, "Larch P, Orme T. Acta Med. 2019 Apr;30(4):550-8.", BODY)).facts

    assert facts.authors == ("Larch P", "Orme T")


def test_what_a_search_engine_prints_below_a_title(clean: CleanText) -> None:
    facts = clean(page(TITLE, "J Fisk, R Obi - Acta Medica Nova, 2009 - Some Online Library", BODY)).facts

    assert (facts.journal, facts.year, facts.authors) == ("Acta Medica Nova", 2009, ("J Fisk", "R Obi"))
