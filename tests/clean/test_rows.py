"""Rows of buttons and trails, as pages show them above an article."""

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
    "row",
    [
        "About the Guild   Membership   Winter Meeting 2031   Guidelines   Journal   Contact",  # no journal, no year
        "Authors | Titles | Subjects | Statistics | Help",
        "Tweet   Post   Pin   Mail   Comments (0)",  # no names
        "Home > Acta Medica > Volume 12 > Article",
        "Journal › Archive › 1991 › March",
    ],
)
def test_a_row_of_buttons_and_a_trail_are_dropped_whole(clean: CleanText, row: str) -> None:
    doc = clean(f"{row}\n{TITLE}\nA Berg, T Marlow\n{BODY}")

    assert doc.text.strip().splitlines() == [TITLE, "A Berg, T Marlow", BODY]


def test_a_trail_that_ends_in_the_title_is_no_title(clean: CleanText) -> None:
    doc = clean(f"Home > May 2031 - Volume 4 - Issue 1 > {TITLE}\nActa Medica\n{TITLE}\nA Berg, T Marlow\n{BODY}")

    assert doc.text.strip().startswith(TITLE)


def test_a_citation_among_buttons_stays(clean: CleanText) -> None:
    row = "Acta Medica. 2013 Sep;34(1):402-412. | Save | Cite | Share"

    assert clean(f"Sign in\n{row}\n{TITLE}\nA Berg, T Marlow\n{BODY}").facts.journal == "Acta Medica"


def test_fields_beside_each_other_are_no_buttons(clean: CleanText) -> None:
    doc = clean(f"Sign in\n{TITLE}\nVolume  12   Issue  3   Pages  44-50   Save\nA Berg, T Marlow\n{BODY}")

    assert "44-50" in doc.text
