"""What is kept of whole pages. The pages are made up; TRAPS are what must never be kept."""

import contextlib
import time
from collections.abc import Callable

import pytest

from pipeline.document import CleanDoc, cut
from pipeline.errors import CleanError

CleanText = Callable[[str], CleanDoc]

TITLE = "Drugex for refractory panniculitis in children: an open-label trial"
AUTHORS = "A Berg, T Marlow"
CITATION = "Acta Medica. 2013 Sep;34(1):402-412."
FIRST = (
    "Panniculitis of childhood is rare and has no accepted treatment. We treated 12 children with refractory "
    "panniculitis with drugex 5 mg/kg in an open-label trial and followed them for 24 weeks."
)
SECOND = (
    "Skin nodules of the panniculitis resolved in nine children within 12 weeks of the first dose of drugex. Two "
    "children had infusion reactions, and drugex was stopped in one of them after three doses."
)
ARTICLE = "\n".join((TITLE, AUTHORS, CITATION, FIRST, SECOND))


def lines_of(doc: CleanDoc) -> list[str]:
    return [line for line in doc.text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        f"{TITLE}\n\n{FIRST}",
        "We gave 5 mg.",
        "OBJECTIVE\nTo study drugex.\nMETHODS\nWe gave it to 12 children for a year.\nRESULTS\nNine children improved.",
    ],
)
def test_a_bare_abstract_is_kept_whole(clean: CleanText, text: str) -> None:
    doc = clean(text)

    assert (doc.text, doc.removed) == (text, ())


def test_a_page_is_stripped_to_its_article(clean: CleanText) -> None:
    before = "Home\nJournals\nSign in\nWe use cookies to count visits.\n"
    after = "\nFull text links\nRelated articles\nPlacebex 20 mg in 300 adults\nPrivacy policy\n"

    assert lines_of(clean(before + ARTICLE + after)) == ARTICLE.splitlines()


@pytest.mark.parametrize(
    "trap",
    [
        "Trending this week: Placebex 2.5 mg after hip fracture? 1,204 patients, one answer.",
        "ALSO READ: Placebex 15 mg beats oldex 40 mg in 1,629 patients",
        "ADVERTISEMENT\nPlacebex® 150 mg/mL - see the data from 5 trials. Full Prescribing Information",
        "Sponsored\nIn moderate gout, consider PLACEBEX tablets 6 mg once daily.",
        "Figure 2. Survival of 45 patients on placebex 50 mg.",
        "Fig. 1\nSerum levels after a single 40 mg dose of placebex in 16 healthy volunteers.",
        "Sign up for our newsletter and never miss a trial of placebex 20 mg",
        "Related articles\nPlacebex 4 mg for short bowel: 15 patients\nOldex 50 mg and weight",
        "A 24-week trial of placebex 5 mg in 292 adults with psoriasis",
        "Conflict of interest: T Marlow has received fees from the makers of placebex 300 mg.",
        "Werbung\nPlacebex 400 mg rezeptfrei",
        "My doctor gave me placebex 20 mg for years.",
        "Sponsored\nWeekly pens without fuss: DRUGEX(R) 7.5 mg for children with panniculitis. Nausea was seen in 1 of "
        "10 children in trials of drugex. Order your samples of drugex today",
    ],
)
def test_what_is_put_into_an_article_is_dropped_and_the_article_goes_on(clean: CleanText, trap: str) -> None:
    head, tail = f"Sign in\n{TITLE}\n{AUTHORS}\n{FIRST}\n", f"\n{SECOND}\nPrivacy policy"

    assert lines_of(clean(head + trap + tail)) == [TITLE, AUTHORS, FIRST, SECOND]


@pytest.mark.parametrize(
    "trap",
    [
        "Similar articles\nPlacebex 25 mg in 418 adults.\nHale K, et al. Rheum Lett. 2011 Mar;14(3):201-9.",
        "References\n1. Aster N. Placebex 2 mg/kg in 128 patients. J Relaps. 2001;12:44-51. [PubMed]",
        "Comments (3)\nJan R.: I took placebex 20 mg.\nnurse: We gave it to 10 patients a week.",
        "How to cite\nBerg A. Something else. Acta Medica 2013;34:402. https://doi.org/10.5555/x.1",
        "Next abstract\nPlacebex in gout\nHale K, Obi C\nWe gave placebex 4 mg to 30 patients. Ten patients improved.",
        "Quiz\nA man is given placebex 1 g every 12 hours. What is your next step?",
        "Funding\nSupported by the makers of placebex 300 mg.",
        "Table 1\nBaseline of the 52 participants on placebex 5 mg.",
        "4. Placebex for the panniculitis of adults: seven cases\nPetros L. Acta Commun 1988; 1: 88-90",
        "TI\nPlacebex for adults\nAU\nBrandt L",
        "Late relapse after drugex. Two of our five children with panniculitis had it again. Has anyone else seen "
        "this after drugex? T. Marlow, 12 June 2015",
        "ISSN: 1881-123X",
    ],
)
def test_what_follows_an_article_is_dropped(clean: CleanText, trap: str) -> None:
    assert lines_of(clean(f"Sign in\n{ARTICLE}\n{trap}\nContact us")) == ARTICLE.splitlines()


def test_run_together_text_is_taken_apart(clean: CleanText) -> None:
    text = (
        f"{TITLE}.HomeNewsSign up{FIRST}SponsoredPlacebex 20 mg once daily in one tablet.Know more{SECOND}"
        "Source: Journal of Care, 14 Mar 2009Dr. A●●●a and 14 others like thisLikeReply"
        "Placebex worked in 4 of my patients."
    )

    assert lines_of(clean(text)) == [f"{TITLE}.", FIRST, f"{SECOND}Source: Journal of Care, 14 Mar 2009"]


def test_only_the_first_copy_of_the_title_is_kept(clean: CleanText) -> None:
    doc = clean(f"Sign in\n{CITATION}\n{TITLE}\nAffiliations\n{TITLE}\nAbstract\n{FIRST}\n{SECOND}")

    assert lines_of(doc) == [CITATION, TITLE, FIRST, SECOND]


def test_labels_are_kept_with_their_facts_and_dropped_without(clean: CleanText) -> None:
    labels = "Published Date\n• May 2017\nPublished In\nPubMed ID\n• 27837194\nLanguage\n• eng"

    doc = clean(f"Sign in\n{TITLE}\n{FIRST}\n{labels}")

    assert lines_of(doc)[2:] == ["Published Date", "• May 2017", "PubMed ID", "• 27837194"]


def test_headings_inside_the_abstract_are_kept_and_its_own_heading_is_not(clean: CleanText) -> None:
    doc = clean(f"Sign in\n{TITLE}\nAbstract\nMethods\n{FIRST}\nResults\n{SECOND}")

    assert lines_of(doc) == [TITLE, "Methods", FIRST, "Results", SECOND]


def test_an_outline_opens_no_dropped_regions(clean: CleanText) -> None:
    outline = "Outline\n1. Abstract\n2. References (46)\n3. Cited by (12)"

    assert lines_of(clean(f"{outline}\n{ARTICLE}\nPrivacy policy")) == ARTICLE.splitlines()


def test_every_kept_range_is_unchanged_source_text(clean: CleanText) -> None:
    doc = clean(f"\ufeffHome\r\n\r\n{TITLE}\r\n{FIRST}\r\nRead more\r\n{SECOND}\r\n")

    assert all(doc.text[k.at : k.at + k.end - k.start] == doc.source.text[k.start : k.end] for k in doc.kept)


def test_kept_and_removed_ranges_cover_the_source(clean: CleanText) -> None:
    doc = clean(f"\ufeffHome | News\n\n{ARTICLE}\nRelated articles | Comments\nPlacebex 20 mg\n\n")

    assert cut(doc.source.text, doc.removed) == (doc.text, doc.kept)
    assert all(before.end <= after.start for before, after in zip(doc.removed, doc.removed[1:], strict=False))


def test_removed_ranges_say_why(clean: CleanText) -> None:
    doc = clean(f"Sign in\n{ARTICLE}\nReferences\n1. Aster N. Placebex in gout.")

    rules = {doc.source.text[r.start : r.end].strip(): r.rule for r in doc.removed}
    assert rules["Sign in"] == "access"
    assert rules["References"] == "reference-list"


def test_a_page_without_article_text_is_an_error(clean: CleanText) -> None:
    with pytest.raises(CleanError, match=r"doc\.txt: no article text was found"):
        clean("Home\nSign in\nPage not found\nPrivacy policy")


@pytest.mark.parametrize(
    "text",
    ["1234567890" * 10_000, "([" * 50_000, "AbCd" * 25_000, "x.Know more" * 9_000, "2004;12(3):" * 9_000],
    ids=["digits", "brackets", "glue", "buttons", "volumes"],
)
def test_hostile_text_takes_bounded_time(clean: CleanText, text: str) -> None:
    started = time.process_time()

    with contextlib.suppress(CleanError):
        clean(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("text", [" \n \n", "\xa0", "\ufeff\n", "\u2028\x0b"])
def test_a_text_of_white_space_is_no_article(clean: CleanText, text: str) -> None:
    with pytest.raises(CleanError, match="no article text"):
        clean(text)


@pytest.mark.parametrize(
    "last",
    [
        "CONCLUSIONS\nDrugex improved panniculitis. (Funded by Acme; ClinicalTrials.gov number, NCT00000001.)",
        "CONCLUSIONS\nDrugex improved most of the children.\n(Funded by Acme; ClinicalTrials.gov number, NCT00000001.)",
        "Trial registration number\nNCT00000001; Results.",
    ],
)
def test_the_last_words_of_an_abstract_are_kept(clean: CleanText, last: str) -> None:
    assert clean(f"Sign in\n{ARTICLE}\n{last}\nContact us").text.strip().endswith(last)


@pytest.mark.parametrize(
    "trap",
    [
        "I stopped drugex after 2 of my 9 girls had liver enzymes above 300.",
        "Do not stop drugex without asking your doctor. May interact with placebex.",
        "Did you know? Members get the dose book half price. Page 12: drugex 45 mg, not under 12 kg.",
    ],
)
def test_words_of_readers_and_sites_around_the_article(clean: CleanText, trap: str) -> None:
    page = f"Sign in\n{trap}\n{TITLE}\n{AUTHORS}\n{CITATION}\n{FIRST}\n{trap}\n{SECOND}"

    assert lines_of(clean(page)) == ARTICLE.splitlines()


def test_bars_at_the_ends_of_a_title_go(clean: CleanText) -> None:
    assert clean(f"Sign in\n| {TITLE} |\n{AUTHORS}\n{FIRST}\n{SECOND}").facts.title == TITLE


def test_a_title_above_names_and_a_date(clean: CleanText) -> None:
    title = "Northern experience with a new medicine."
    page = f"Sign in\n{title}\nAnna Larch-Berg, Piet Marlow ⋅ 30 January 2008\n{FIRST}\n{SECOND}"

    assert clean(page).facts.title == title


def test_buttons_after_a_byline_are_no_authors(clean: CleanText) -> None:
    page = (
        f"Sign in\n{TITLE}\nAuthors: Anna Larch, Piet Marlow  Author Info & Affiliations\n{CITATION}\n{FIRST}\n{SECOND}"
    )

    assert clean(page).facts.authors == ("Anna Larch", "Piet Marlow")


def test_a_text_that_opens_with_a_line_like_a_title_has_that_title(clean: CleanText) -> None:
    doc = clean(
        "Larchumab for children with sedge fever\n\nMETHODS: We gave ten boys 5 mg daily.\nRESULTS: Nine got well."
    )

    assert doc.facts.title == "Larchumab for children with sedge fever"


def test_prose_alone_has_no_title(clean: CleanText) -> None:
    assert clean("METHODS: We gave ten boys 5 mg daily.\nRESULTS: Nine of them got well.").facts.title is None


def test_citations_below_the_titles_of_other_articles_are_theirs(clean: CleanText) -> None:
    other = "1. Placebex for the panniculitis of adults: seven cases\nPetros L, Yoo S. Acta Commun 1988; 1: 88-90\n"

    assert lines_of(clean(f"Sign in\n{other}{ARTICLE}")) == ARTICLE.splitlines()


def test_a_short_sentence_of_the_article_is_kept(clean: CleanText) -> None:
    short = "Adverse events occurred in 2 of 9 patients."

    assert short in lines_of(clean(f"Sign in\n{TITLE}\n{AUTHORS}\n{FIRST}\n{short}\nContact us"))


def test_a_line_between_authors_and_citation_is_their_address(clean: CleanText) -> None:
    page = f"Sign in\n{TITLE}\n{AUTHORS}\nNorth Coast Blood Center\n{CITATION}\n{FIRST}\n{SECOND}"

    assert "North Coast Blood Center" in lines_of(clean(page))


def test_a_bullet_between_journal_and_title_is_nothing(clean: CleanText) -> None:
    page = f"Sign in\nArchives of Imaginary Medicine\n•\nMar 1990\n{TITLE}\n{AUTHORS}\n{FIRST}\n{SECOND}"

    assert clean(page).facts.journal == "Archives of Imaginary Medicine"


def test_how_to_cite_in_a_line_without_the_title_is_a_citation(clean: CleanText) -> None:
    page = f"Sign in\n{TITLE}\nCite this as: Acta Medica 2009;339:b2999\n{AUTHORS}\n{FIRST}\n{SECOND}"

    assert (clean(page).facts.journal, clean(page).facts.year) == ("Acta Medica", 2009)


def test_a_paragraph_goes_on_with_the_article_if_it_begins_with_the_next_heading(clean: CleanText) -> None:
    aims = (
        "Background Few data exist on larchumab in sedge fever, which is as rare as it is hard to treat in childhood."
    )
    methods = "Methods We gave larchumab to 11 children with sedge fever who had failed all other drugs of the ward."
    results = (
        "Results At 24 weeks, 8 (73%) slept through, two had hives and one a cold that went on for three days or so."
    )
    lines = ("Home | Issues | Login", TITLE, AUTHORS, CITATION, "Abstract", aims, methods, results, "Related articles")
    assert results in clean("\n\n".join((*lines, "Larchumab in 30 adults", "About us | Contact"))).text
