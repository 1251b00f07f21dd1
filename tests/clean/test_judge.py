import pytest

from pipeline.clean.blocks import Block
from pipeline.clean.judge import Judge
from pipeline.clean.verdict import Kind


def block(text: str) -> Block:
    return Block(0, len(text), text)


@pytest.mark.parametrize(
    ("line", "kind", "rule"),
    [
        ("METHODS:", Kind.HEAD, "methods"),
        ("Patients and methods", Kind.HEAD, "methods"),
        ("4. Discussion", Kind.HEAD, "discussion"),
        ("Discussion (2)", Kind.REGION, "comment"),
        ("Full text: https://doi.org/10.5555/x.77", Kind.CITATION, "citation"),
        ("Zusammenfassung", Kind.HEAD, "abstract"),
        ("References (46)", Kind.REGION, "reference-list"),
        ("Related articles in ScienceHub", Kind.REGION, "similar"),
        ("ALSO READ: Drugex 15 mg beats Placebex", Kind.REGION, "similar"),
        ("Figure 1. Flow of 214 patients", Kind.REGION, "caption"),
        ("Funding: This research received no money", Kind.REGION, "declaration"),
        ("Ähnliche Artikel", Kind.REGION, "similar"),
        ("Lo más leído", Kind.REGION, "similar"),
        ("Home About Journals Log in", Kind.MENU, "menu"),
        ("ALLERGY CARDIOLOGY ONCOLOGY", Kind.MENU, "menu"),
        ("3 min read", Kind.MENU, "metric"),
        ("We use cookies so that the site works.", Kind.CLUTTER, "consent"),
        ("Sign in with the account of your hospital.", Kind.CLUTTER, "access-prompt"),
        ("A. Berg has received speaker fees from Acme.", Kind.CLUTTER, "declaration"),
        ("See full prescribing information for DRUGEX 6 mg.", Kind.CLUTTER, "advert"),
        ("My doctor gave me leflunomide 20 mg for years.", Kind.CLUTTER, "comment"),
        ("Dr. A●●●a R●●n and 14 others", Kind.CLUTTER, "masked-name"),
        ("By Jane Doe, Contributing Editor", Kind.CLUTTER, "site-byline"),
        ("Reviewed by Anna Berg, PharmD", Kind.CLUTTER, "site-byline"),
        ("© 2024 Some Press", Kind.CLUTTER, "site-sign"),
        ("We are hiring: Senior editor. 2 posts, apply by 30 June.", Kind.CLUTTER, "advert"),
        ("Population: Gout, Acute; Neuritis; Pain", Kind.CLUTTER, "field-list"),
        ("Intervention: drugex 5 mg; placebo; no care.", Kind.PROSE, "prose"),
        ("PubMed ID", Kind.LABEL, "field-label"),
        ("Lupus. 2017 May;26(6):646-9.", Kind.CITATION, "citation"),
        ("Randomized Controlled Trial", Kind.TYPE, "publication-type"),
        ("T Marlow; B Orme", Kind.AUTHORS, "sure-authors"),
        ("Anna Chung, Mark Berg", Kind.AUTHORS, "authors"),
        ("Department of Medicine, University of Porto", Kind.AFFILIATION, "affiliation"),
        ("AIM To study the effect of acetazolamide.", Kind.PROSE, "prose"),
        ("Seven patients were treated with the drug for a year.", Kind.PROSE, "prose"),
        ("Drugex 25 mg in 418 adults with arthritis: a trial", Kind.LINE, "unrecognised-line"),
    ],
)
def test_verdicts(judge: Judge, line: str, kind: Kind, rule: str) -> None:
    verdict = judge.judge(block(line))

    assert (verdict.kind, verdict.rule) == (kind, rule)


@pytest.mark.parametrize(
    ("line", "scope"),
    [("Similar articles", "rest"), ("Acknowledgements", "part"), ("Sponsored", "next"), ("Table 1. Doses", "line")],
)
def test_headings_say_how_far_they_go(judge: Judge, line: str, scope: str) -> None:
    assert judge.judge(block(line)).scope == scope


@pytest.mark.parametrize(
    "line",
    [
        "PATIENTS: Thirty volunteers gave informed consent.",
        "TRIAL REGISTRATION: https://clinicaltrials.gov NCT00000000.",
    ],
)
def test_what_authors_say_in_their_own_parts_is_prose(judge: Judge, line: str) -> None:
    assert judge.judge(block(line)).kind is Kind.PROSE


def test_one_telling_sentence_among_many_does_not_make_clutter(judge: Judge) -> None:
    prose = "We sent them a newsletter. " + "The patients were followed for a year and improved. " * 3

    assert judge.judge(block(prose)).kind is Kind.PROSE


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Home News Sign in Rituximab in lupus", len("Home News Sign in")),
        ("View ORCID Profile B Ivers, P Wray", len("View ORCID Profile")),
        ("Access to care in lupus", 0),
        ("Home News Sign in", 0),
    ],
)
def test_leading_buttons(judge: Judge, line: str, lead: int) -> None:
    assert judge.leading_buttons(line) == lead
