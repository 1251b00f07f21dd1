from collections.abc import Callable

import pytest

from pipeline.document import CleanDoc

CleanText = Callable[[str], CleanDoc]

TITLE = "Drugex for refractory panniculitis in children"
FIRST = (
    "We treated 12 children with refractory panniculitis with drugex 5 mg/kg in an open-label trial and followed them "
    "for 24 weeks. Most children had failed corticosteroids before the trial of drugex."
)
SECOND = (
    "Skin nodules of the panniculitis resolved in nine children within 12 weeks of the first dose of drugex. Two "
    "children had infusion reactions, and drugex was stopped in one of them."
)
TRAP = "Placebex 300 mg was given to 740 teenagers with eczema and their eczema improved within 16 weeks."


@pytest.mark.parametrize(
    "element",
    [
        f"<aside><p>{TRAP}</p></aside>",
        f"<nav><p>{TRAP}</p></nav>",
        f"<footer><p>{TRAP}</p></footer>",
        f"<dialog open><p>{TRAP}</p></dialog>",
        f"<figure><figcaption>{TRAP}</figcaption></figure>",
        f'<div class="relatedArticles"><p>{TRAP}</p></div>',
        f'<div id="ad-slot-3"><p>{TRAP}</p></div>',
        f'<section role="dialog" class="cookie-banner"><p>{TRAP}</p></section>',
        f'<ol class="references"><li>{TRAP}</li></ol>',
        f'<p><a href="/other">{TRAP}</a></p>',
    ],
)
def test_elements_that_hold_no_article_are_dropped(clean_html: CleanText, element: str) -> None:
    doc = clean_html(f"<h1>{TITLE}</h1><p>{FIRST}</p>{element}<p>{SECOND}</p>")

    assert doc.text.splitlines() == [TITLE, FIRST, SECOND]


def test_an_element_with_the_abstract_is_spared_whatever_it_is_called(clean_html: CleanText) -> None:
    doc = clean_html(f'<h1>{TITLE}</h1><div class="sidebar"><div class="abstract">{FIRST} {SECOND}</div></div>')

    assert FIRST in doc.text


def test_a_link_inside_a_sentence_does_not_break_it(clean_html: CleanText) -> None:
    linked = FIRST.replace("panniculitis", '<a class="figure-link">panniculitis</a>')

    assert clean_html(f"<nav>Home</nav><h1>{TITLE}</h1><p>{linked}</p>").text.splitlines() == [TITLE, FIRST]


def test_an_abstract_in_a_closed_tab_is_kept_and_a_hidden_advert_is_not(clean_html: CleanText) -> None:
    html = f"""<h1>{TITLE}</h1><div aria-hidden="true">Treating gout? Placebex 75 mg. See how 1,186 patients did.</div>
    <p>Log in through your institution.</p><div style="display:none"><h2>Abstract</h2><p>{FIRST}</p></div>"""

    assert clean_html(html).text.splitlines() == [TITLE, FIRST]


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="citation_title" content="{TITLE}">',
        f'<meta property="og:title" content="{TITLE}">',
        f"<title>{TITLE} | The Site</title>",
    ],
)
def test_the_title_is_what_the_head_states(clean_html: CleanText, head: str) -> None:
    doc = clean_html(f"<head>{head}</head><p>Another line on children and drugex</p><p>{TITLE}</p><p>{FIRST}</p>")

    assert doc.facts.title == TITLE


def test_prose_before_the_stated_title_is_another_articles(clean_html: CleanText) -> None:
    head = f'<head><meta name="citation_title" content="{TITLE}"></head>'

    assert clean_html(f"{head}<p>{TRAP} {TRAP}</p><p>{TITLE}</p><p>{FIRST}</p>").text.splitlines() == [TITLE, FIRST]


def test_label_cells_of_a_field_table_are_layout(clean_html: CleanText) -> None:
    table = "<table><tr><th>Journal</th><td>Lupus</td></tr><tr><th>Pages</th><td>646-649</td></tr></table>"

    assert clean_html(f"<h1>{TITLE}</h1><p>{FIRST}</p>{table}").text.splitlines() == [TITLE, FIRST, "Lupus", "646-649"]
