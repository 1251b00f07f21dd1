"""Journals that only lines beside the article's name."""

from collections.abc import Callable

import pytest

from pipeline.document import CleanDoc

CleanText = Callable[[str], CleanDoc]

TITLE = "Drugex for refractory panniculitis in children"
BODY = (
    "We treated 12 children with refractory panniculitis with drugex 5 mg/kg in an open-label trial. Skin nodules "
    "resolved in nine children within 12 weeks."
)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", f"Cite this article\nBerg, A., Marlow, T. {TITLE}. Acta Medica 26, 691-700 (2012)."),
        ("", "References\n1. Larch P. Placebex in gout.\nPublished In\nActa Medica\nVolume 26, Issue 3"),
        ("Acta Medica\nOnline ISSN : 1881-123X\n", ""),
    ],
)
def test_a_journal_in_a_dropped_line(clean: CleanText, above: str, below: str) -> None:
    assert clean(f"Home\nSign in\n{above}{TITLE}\nA Berg, T Marlow\n{BODY}\n{below}").facts.journal == "Acta Medica"


def test_a_dropped_citation_of_the_article_has_its_year(clean: CleanText) -> None:
    copy = f"Cite this article\nBerg, A., Marlow, T. {TITLE}. Acta Medica 26, 691-700 (2012)."

    assert clean(f"Home\nSign in\n{TITLE}\nA Berg, T Marlow\n{BODY}\n{copy}").facts.year == 2012


def test_the_line_with_a_volume_wins_over_a_menu_word_and_its_neighbour(clean: CleanText) -> None:
    menu = "Journal\nScienceHub Analytics\nHome\n"

    doc = clean(f"{menu}Acta Medica. 2013 Sep;34(1):402-412.\n{TITLE}\nA Berg, T Marlow\n{BODY}")

    assert doc.facts.journal == "Acta Medica"


@pytest.mark.parametrize("line", ["About Acta Medica", "Submit to this Journal", "Sec. Mood Disorders"])
def test_words_of_buttons_and_parts_of_journals_are_no_names(clean: CleanText, line: str) -> None:
    doc = clean(f"Home\nSign in\n{line}\nVolume 10 - 2019\nActa Medica, 14 May 2019\n{TITLE}\nA Berg, T Marlow\n{BODY}")

    assert doc.facts.journal == "Acta Medica"


def test_a_journal_over_the_page(clean: CleanText) -> None:
    doc = clean(f"Annals of Imaginary Medicine\nLogin\nLatest\n{TITLE}\nA Berg, T Marlow\n{BODY}\n10.5555/x.1")

    assert doc.facts.journal == "Annals of Imaginary Medicine"
