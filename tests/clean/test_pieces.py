import pytest

from pipeline.clean.judge import Judge
from pipeline.clean.pieces import pieces_of

LONG = (
    "The patients were treated with the study drug for twelve weeks, and their symptoms improved in both groups. " * 3
)


def pieces(judge: Judge, line: str) -> list[str]:
    return [line[piece.start : piece.end].strip() for piece in pieces_of(line, judge)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # buttons that lost the space around them
        ("healed.Know moreThe others did not.", ["healed.", "Know more", "The others did not."]),
        ("at PlexusMDKnow more...Now we", ["at PlexusMD", "Know more...", "Now we"]),
        ("FeedLearnJobsLogin", ["Feed", "Learn", "Jobs", "Login"]),
        # an advert hangs on the end of a sentence
        (
            "in 11 patients.SponsoredDrugex 20 mg once dailyKnow moreImprovement began early.",
            ["in 11 patients.", "Sponsored", "Drugex 20 mg once daily", "Know more", "Improvement began early."],
        ),
        # signs set pieces apart, but only beside a button
        ("By the desk • 19 Jul 1997 • 3 min read", ["By the desk", "19 Jul 1997", "3 min read"]),
        ("Home | News | Sign in", ["Home", "News", "Sign in"]),
        # buttons behind citations
        ("Northern Care 15, R64 (2011) Cite this article", ["Northern Care 15, R64 (2011)", "Cite this article"]),
        # labels
        ("Journal: Lupus Reports", ["Journal:", "Lupus Reports"]),
        ("Original languageEnglish", ["Original language", "English"]),
        ("Pages (from-to)646-649", ["Pages (from-to)", "646-649"]),
        ("Título | Title: Drugex for gout", ["Título | Title:", "Drugex for gout"]),
        ("Accession No. 12345678", ["Accession No.", "12345678"]),
        ("Study type 2 diabetes", ["Study type 2 diabetes"]),
        # buttons behind authors
        ("Bo Sand, Ann Webb View all authors", ["Bo Sand, Ann Webb", "View all authors"]),
        # a year in a DOI is no border
        ("https://doi.org/10.2169/medicine1962.29.155", ["https://doi.org/10.2169/medicine1962.29.155"]),
    ],
)
def test_lines_are_cut(judge: Judge, line: str, expected: list[str]) -> None:
    assert pieces(judge, line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "McDonald and DeVita used CyberKnife (ClinicalTrials.gov NCT00000000)",
        "levels of HbA1c, mRNA and NF-kappaB – as in PubMed – did not change",
        "J.Clin.Oncol. and E.coli are no ends of sentences",
        "a trial (E1F05) ABSTRACT.BACKGROUND: Therapy has changed",
        "PMID: 31652074 PMCID: PMC7227421 DOI: 10.1080/17474124.2019.1685381",
        "Year : 2017  |  Volume : 6  |  Page : 134",
        "Northern Care 2011;3:4-9 (York) Suppl",
    ],
)
def test_names_and_sentences_stay_whole(judge: Judge, line: str) -> None:
    assert pieces(judge, line) == [line]


def test_a_phrase_between_sentences_is_cut_out_of_a_long_line(judge: Judge) -> None:
    line = f"{LONG}Read more {LONG}"

    assert pieces(judge, line) == [LONG.strip(), "Read more", LONG.strip()]


def test_a_phrase_that_goes_on_is_part_of_the_sentence(judge: Judge) -> None:
    line = f"{LONG}Comments on this were few. {LONG}"

    assert pieces(judge, line) == [line.strip()]
