import pytest

from pipeline.extract.diseases import extract_diseases
from pipeline.tag.attributes import DISEASE, DRUG, SAMPLE_SIZE, Count, Entity, mentions

NAMES = ("gout", "nausea", "psoriasis", "bladder cancer", "uveitis", "ototoxicity")


@pytest.fixture
def roles(planted):
    """The role of each disease of NAMES in a text; "bosentan" is a drug and every "12" a count of people."""

    def found(text: str, *, title: str = "", sections=()) -> dict[str, str]:
        both = f"{title} {text}"
        spans = [(DISEASE, f, Entity(f.lower())) for name in NAMES for f in (name, name.capitalize()) if f in both]
        spans += [(SAMPLE_SIZE, "12", Count(12))] if "12" in both else []
        spans += [(DRUG, "bosentan", Entity("bosentan"))] if "bosentan" in both else []
        doc = planted(both.strip(), spans, title=title, sections=sections)
        return {str(row["name"]): str(row["role"]) for row in extract_diseases(doc)}

    return found


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bosentan for gout.", {"gout": "condition"}),
        ("Bosentan in gout and psoriasis.", {"gout": "condition", "psoriasis": "condition"}),
        ("Uveitis in psoriasis.", {"uveitis": "condition", "psoriasis": "condition"}),
        ("Bladder cancer in psoriasis: risk and relapse.", {"bladder cancer": "other", "psoriasis": "condition"}),
        ("Treatment of uveitis in patients with psoriasis.", {"uveitis": "condition", "psoriasis": "condition"}),
        ("Effect of bosentan on uveitis in psoriasis.", {"uveitis": "condition", "psoriasis": "condition"}),
        ("Risk of nausea in gout.", {"nausea": "other", "gout": "condition"}),
        ("Prevention of bosentan-induced nausea in gout.", {"nausea": "condition", "gout": "condition"}),
        ("Pain in gout: a framework for gout.", {"gout": "condition"}),
        ("Ototoxicity of bosentan in gout.", {"ototoxicity": "other", "gout": "condition"}),
        ("Treatment of ototoxicity.", {"ototoxicity": "condition"}),
        ("Bosentan and psoriasis incidence in gout.", {"psoriasis": "other", "gout": "condition"}),
        ("Bosentan to improve survival without gout.", {"gout": "condition"}),
        ("Bosentan-induced nausea.", {"nausea": "condition"}),
        ("Bosentan-induced nausea in gout.", {"nausea": "other", "gout": "condition"}),
    ],
)
def test_roles_in_titles(roles, title, expected) -> None:
    assert roles("", title=title) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We studied patients with severe psoriasis.", "condition"),
        ("We studied patients with gout or psoriasis.", "condition"),
        ("Psoriasis patients took part.", "condition"),
        ("All were diagnosed with psoriasis.", "condition"),
        ("They saw 33 patients (age 65; range, 40-70) with psoriasis.", "condition"),
        ("They saw patients with locally advanced, severe psoriasis.", "condition"),
        ("They saw patients with advanced and previously untreated psoriasis.", "condition"),
        ("We studied bosentan in a man and 12 with severe psoriasis.", "condition"),
        ("There were 12 psoriasis and 12 controls.", "condition"),
        ("They took bosentan for recalcitrant psoriasis.", "condition"),
        ("We studied the treatment of psoriasis.", "condition"),
        ("They had good correction of their psoriasis.", "condition"),
        ("Gout may be a systemic psoriasis.", "other"),
        ("The rate of psoriasis was low.", "other"),
        ("Psoriasis occurred in 12 of them.", "other"),
        ("Improvement in psoriasis was seen.", "other"),
        ("Patients without psoriasis took part.", "other"),
        ("Exclusion criteria were pregnancy, lactation and psoriasis.", "other"),
        ("The Organization for Research and Treatment of Psoriasis paid.", "other"),
        ("Psoriasis is old.", "other"),
    ],
)
def test_roles_beside_the_disease_of_the_title(roles, text, role) -> None:
    found = roles(text, title="Bosentan for gout.")
    assert found["gout"] == "condition"
    assert found["psoriasis"] == role


def test_people_with_a_disease_in_results_are_a_part_only(roles) -> None:
    text = "Methods: it was given. Results: patients with psoriasis did worse."
    found = roles(text, title="Bosentan for gout.", sections=[("methods", "Methods"), ("results", "Results")])
    assert found["psoriasis"] == "other"


def test_disease_treated_in_the_background_is_not_that_of_the_study(roles) -> None:
    text = "Background: bosentan is approved for treatment of psoriasis. Methods: it was given."
    found = roles(text, title="Bosentan for gout.", sections=[("background", "Background"), ("methods", "Methods")])
    assert found["psoriasis"] == "other"


@pytest.mark.parametrize("text", ["Bosentan can prevent gout.", "Results: patients with gout did well."])
def test_vaguer_words_count_where_no_condition_is_found(roles, text) -> None:
    assert roles(text, sections=[("results", "Results")] if "Results" in text else ()) == {"gout": "condition"}


@pytest.mark.parametrize("attribute", ["negated", "family"])
def test_disease_that_the_text_denies_or_says_of_relatives_is_other(planted, attribute) -> None:
    doc = planted("Patients with gout were seen.", [(DISEASE, "gout", Entity("gout"))])
    setattr(mentions(doc, DISEASE)[0]._, attribute, True)
    (row,) = extract_diseases(doc)
    assert (row["role"], row["rule"]) == ("other", "disease-denied")


def test_row_keeps_the_concept_and_the_mentions(planted) -> None:
    gout = Entity("gout", "MESH:D006073", "Gout")
    doc = planted("Patients with gout. Gout hurts.", [(DISEASE, "gout", gout), (DISEASE, "Gout", gout)])
    (row,) = extract_diseases(doc)
    assert (row["concept_id"], row["concept_name"], row["mentions"]) == ("MESH:D006073", "Gout", [0, 1])
    assert row["aka"] == []
