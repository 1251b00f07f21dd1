import re

import pytest

from pipeline.document import BibFacts
from pipeline.extract.sample_sizes import extract_sample_sizes
from pipeline.extract.studies import extract_studies
from pipeline.tag.attributes import SAMPLE_SIZE, Count
from pipeline.tag.timepoints import TIME, Period

FACTS = BibFacts("Aspirin in gout", "Acta", 1999, "10.1/x", "12", "PMC12", publication_types=("Clinical Trial",))
DOSE = {"drug": "aspirin", "low": 5.0, "high": 5.0, "unit": "mg", "context": "regimen"}


@pytest.fixture
def study(planted):
    def found(text: str = "", spans=(), *, facts: BibFacts | None = None, **rows):
        doc = planted(f"Aspirin in gout. {text}".strip(), spans, title="Aspirin in gout.", facts=facts)
        (row,) = extract_studies(doc, rows)
        return row

    return found


def test_bibliographic_facts_are_copied(study) -> None:
    row = study(facts=FACTS)
    for key in ("title", "journal", "year", "doi", "pmid", "pmcid"):
        assert row[key] == getattr(FACTS, key)
    assert row["design"] == "clinical_trial"


def test_what_is_not_stated_is_null(study) -> None:
    row = study()
    assert [row[key] for key in ("n_enrolled", "age_group", "female_n", "follow_up_days", "doses", "pmid")] == [
        None
    ] * 6


@pytest.mark.parametrize(("roles", "n"), [(("enrolled", "arm"), 10), (("arm", "event"), None), ((), None)])
def test_people_enrolled_come_from_the_sample_sizes(study, roles, n) -> None:
    sizes = [{"n": 10 + i, "role": role} for i, role in enumerate(roles)]
    assert study(sample_sizes=sizes)["n_enrolled"] == n


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We enrolled 43 patients.", (43, "stated", None)),
        ("In all 44 patients had rituximab (n = 23) or prednisone (n = 21).", (44, "stated", 44)),
        ("Rituximab (n = 23) was compared with prednisone (n = 21).", (None, "sum_of_arms", 44)),
        ("Pain is common.", (None, "not_stated", None)),
    ],
)
def test_where_the_number_of_the_enrolled_comes_from(counted, text: str, expected: tuple[object, ...]) -> None:
    doc = counted(text, "methods")
    row = extract_studies(doc, {"sample_sizes": extract_sample_sizes(doc)})[0]
    assert (row["n_enrolled"], row["n_enrolled_basis"], row["n_arms_sum"]) == expected


def test_names_come_from_the_other_tables_by_role(study) -> None:
    row = study(
        drugs=[
            {"name": "a", "role": "intervention"},
            {"name": "b", "role": "comparator"},
            {"name": "c", "role": "prior"},
        ],
        diseases=[{"name": "gout", "role": "condition"}, {"name": "pain", "role": "other"}],
    )
    assert (row["conditions"], row["interventions"], row["comparators"]) == (["gout"], ["a"], ["b"])


@pytest.mark.parametrize(
    ("doses", "line"),
    [
        ([DOSE], "aspirin 5 mg"),
        ([{**DOSE, "high": 7.5, "per": "kg/day"}], "aspirin 5-7.5 mg/kg/day"),
        (
            [{**DOSE, "route": "oral", "every_days": 0.5, "n_administrations": 4}],
            "aspirin 5 mg oral, twice daily, 4 times",
        ),
        ([{**DOSE, "every_days": 21.0}, {**DOSE, "drug": None}], "aspirin 5 mg, every 3 weeks; 5 mg"),
        ([DOSE, DOSE], "aspirin 5 mg"),
        ([{**DOSE, "context": "before"}], None),
    ],
)
def test_regimens_are_one_line(study, doses, line) -> None:
    assert study(doses=doses)["doses"] == line


@pytest.mark.parametrize(
    ("every_days", "words"),
    [
        (0.333, "3 times daily"),
        (0.25, "4 times daily"),
        (0.083, "every 2 hours"),
        (0.667, "every 16 hours"),
        (1.5, "every 36 hours"),
        (2.0, "every 2 days"),
        (2.333, "3 times weekly"),
        (3.5, "twice weekly"),
        (10.0, "every 10 days"),
        (14.0, "every 2 weeks"),
        (30.0, "every 30 days"),
        (30.438, "monthly"),
        (45.656, "every 45.7 days"),
        (91.312, "every 3 months"),
        (182.625, "every 6 months"),
        (365.25, "yearly"),
        (730.5, "every 2 years"),
    ],
)
def test_how_often_in_words(study, every_days: float, words: str) -> None:
    assert study(doses=[{**DOSE, "every_days": every_days}])["doses"] == f"aspirin 5 mg, {words}"


@pytest.mark.parametrize(
    ("role", "rule", "line"),
    [
        ("intervention", "drug-title", "aspirin 5 mg; ibuprofen 5 mg"),
        ("concomitant", "drug-beside", "aspirin 5 mg; ibuprofen 5 mg"),
        ("other", "drug-no-cue", "aspirin 5 mg; ibuprofen 5 mg"),
        ("prior", "drug-prior", "aspirin 5 mg"),
        ("other", "drug-only-mentioned", "aspirin 5 mg"),
    ],
)
def test_only_what_the_study_gives_is_a_regimen(study, role: str, rule: str, line: str) -> None:
    drugs = [{"name": "ibuprofen", "role": role, "rule": rule}]
    assert study(doses=[DOSE, {**DOSE, "drug": "ibuprofen"}], drugs=drugs)["doses"] == line


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Seven came, 4 of whom were female.", 4),
        ("There were 4 men and 3 women.", 3),
        ("There were 4 men.", None),
        ("There were 40 women.", None),
        ("They were 7 patients (4 women, 3 men).", 4),
    ],
)
def test_female_people_are_counted(study, text, n) -> None:
    counts = [
        (SAMPLE_SIZE, word, Count(int(word))) for word in ("7", "4", "3", "40") if re.search(rf"\b{word}\b", text)
    ]
    assert study(text, counts, sample_sizes=[{"n": 7, "role": "enrolled"}])["female_n"] == n


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("They were followed up for a median of 6 months.", 183.0),
        ("Results of 6 months follow-up.", 183.0),
        ("None was seen during 6 months of follow-up.", 183.0),
        ("Median follow-up, 6 months.", 183.0),
        ("It was followed by rest for 6 months.", None),
        ("They took it for 6 months.", None),
    ],
)
def test_follow_up_in_days(study, text, days) -> None:
    assert study(text, [(TIME, "6 months", Period(182.6, 182.6))])["follow_up_days"] == days


def test_rule_names_how_design_and_age_were_found(study) -> None:
    assert study("Children with gout were randomized.")["rule"] == "design-text, age-people"
