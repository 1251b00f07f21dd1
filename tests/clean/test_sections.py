from collections.abc import Callable

import pytest

from pipeline.clean.heads import run_in_head, run_in_heads
from pipeline.document import CleanDoc

CleanText = Callable[[str], CleanDoc]


def labelled(doc: CleanDoc) -> list[tuple[str, str]]:
    return [(section.label, doc.text[section.start : section.end]) for section in doc.sections]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("OBJECTIVE: To test. METHODS: We did. RESULTS: It was.", ["objective", "methods", "results"]),
        ("AIM To test. PATIENTS AND METHODS We did. CONCLUSION It is.", ["objective", "methods", "conclusions"]),
        ("Objective Lesions vary. Methods We did. Results Nine did.", ["objective", "methods", "results"]),
        ("Background: Old. Observations: New. Conclusion: Good.", ["background", "results", "conclusions"]),
        ("DESIGN A trial. SETTING Eight hospitals. MEASUREMENTS Scores.", ["methods"] * 3),
        ("Therapy changed.BACKGROUND: It is old.", ["background"]),
        ("Hintergrund: Alt. Methoden: Neu. Ergebnisse: Gut.", ["background", "methods", "results"]),
        ("Patients were treated. Results of the trial were good.", []),
        ("Treatment worked. Results We do not know.", []),
    ],
)
def test_headings_inside_a_paragraph(text: str, labels: list[str]) -> None:
    assert [label for _, label in run_in_heads(text)] == labels


@pytest.mark.parametrize(
    ("text", "label"),
    [("METHODS: We", "methods"), ("RESULTS Nine", "results"), ("Methods We", None), ("Results of", None)],
)
def test_the_heading_that_a_paragraph_begins_with_is_marked(text: str, label: str | None) -> None:
    assert run_in_head(text) == label


def test_sections_of_a_page_cover_title_citation_and_parts(clean: CleanText) -> None:
    title = "Drugex for refractory panniculitis in children"
    objective = "OBJECTIVE: To study drugex in children with refractory panniculitis."
    methods = "METHODS: We gave drugex 5 mg/kg to 12 children with refractory panniculitis for 24 weeks."
    results = "RESULTS: Panniculitis improved in nine children."
    page = f"Sign in\n{title}\nA Berg, T Marlow\nActa Medica. 2013;34:402-9.\n{objective} {methods}\n{results}\nLog in"

    sections = [(label, text.strip()) for label, text in labelled(clean(page))]

    assert sections == [
        ("title", title),
        ("citation", "A Berg, T Marlow\nActa Medica. 2013;34:402-9."),
        ("objective", objective),
        ("methods", methods),
        ("results", results),
    ]


def test_prose_without_headings_is_abstract(clean: CleanText) -> None:
    text = "We gave drugex to 12 children with panniculitis, and nine improved."

    assert labelled(clean(text)) == [("abstract", text)]


def test_a_heading_on_its_own_line_labels_what_follows(clean: CleanText) -> None:
    text = "METHODS\nWe gave drugex to 12 children with panniculitis.\nRESULTS\nNine of the children improved."

    assert [label for label, _ in labelled(clean(text))] == ["methods", "results"]
