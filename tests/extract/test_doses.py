from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.document import BibFacts, CleanDoc, Kept, Section, Source
from pipeline.extract.doses import extract_doses
from pipeline.extract.rows import Row
from pipeline.tag import doses, numbers, schedules, sentences  # noqa: F401  (registers the components)
from pipeline.tag.attributes import DRUG, Entity, mention
from pipeline.tag.tokenizer import ClinicalTokenizer

OF_ONE_CONCEPT = {"mabthera": "rituximab", "rituxan": "rituximab"}
DRUGS = {
    *OF_ONE_CONCEPT,
    "rituximab",
    "prednisone",
    "methotrexate",
    "cyclophosphamide",
    "warfarin",
    "enoxaparin",
    "aspirin",
}
Rows = Callable[..., list[Row]]


def _planted(name: str) -> Entity:
    return Entity(name, f"MESH:{OF_ONE_CONCEPT.get(name, name)}")


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The rows of `doses` of a text in which the words of DRUGS are planted as DRUG mentions."""
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    for component in ("litsift_sentences", "litsift_numbers", "litsift_doses", "litsift_schedules"):
        nlp.add_pipe(component)

    def extracted(text: str, title: str = "") -> list[Row]:
        doc: Doc = nlp.make_doc(text)
        source = Source("doc", "doc.txt", "text", "0" * 64, text)
        sections = (Section("title", 0, len(title)),) if title else ()
        doc._.clean = CleanDoc(source, "generic", text, (Kept(0, len(text), 0),), (), sections, BibFacts())
        doc.spans[DRUG] = [
            mention(doc, t.i, t.i + 1, DRUG, rule="planted", value=_planted(t.lower_)) for t in doc if t.lower_ in DRUGS
        ]
        return extract_doses(nlp(doc))

    return extracted


def test_a_drug_has_one_name_in_all_rows_whatever_it_is_called_beside_the_dose(rows: Rows) -> None:
    found = rows("Rituximab was given. MabThera 1 g was repeated. Rituxan 500 mg helped. Rituximab is safe.")

    assert {(row["drug"], row["drug_concept_id"]) for row in found} == {("rituximab", "MESH:rituximab")}


def test_doses_of_a_drug_by_two_names_are_one_row(rows: Rows) -> None:
    (row,) = rows("Rituximab 1 g was given. MabThera 1 g weekly helped. Rituximab is safe.")

    assert (row["drug"], row["every_days"]) == ("rituximab", 7.0)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Rituximab (375 mg/m2) was given.", [("rituximab", 375)]),
        ("They received 250 mg oral methotrexate.", [("methotrexate", 250)]),
        ("Two 600-mg/m2 intravenous infusions of rituximab.", [("rituximab", 600)]),
        ("Prednisone 40 mg and aspirin 50 mg.", [("prednisone", 40), ("aspirin", 50)]),
        ("40 mg prednisone and 50 mg aspirin.", [("prednisone", 40), ("aspirin", 50)]),
        ("Aspirin at 30 mg versus those of warfarin at 5 mg.", [("aspirin", 30), ("warfarin", 5)]),
        ("Prednisone and aspirin at 40 mg and 50 mg, respectively.", [("prednisone", 40), ("aspirin", 50)]),
        ("Prednisone (with aspirin) 40 mg.", [("prednisone", 40)]),
        ("They got 30, 40, and 50 mg aspirin.", [("aspirin", 30), ("aspirin", 40), ("aspirin", 50)]),
        ("All received rituximab. The dose was 1 g.", [("rituximab", 1)]),
        ("Warfarin or aspirin was given. The dose was 1 g.", [(None, 1)]),
        ("Aspirin was studied. Some slept. Some ate. Some ran. The dose was 1 g.", [("aspirin", 1)]),
        ("The dose was 1 g.", [(None, 1)]),
    ],
)
def test_a_dose_is_linked_to_its_drug_or_to_none(rows: Rows, text: str, links: list[tuple[str | None, float]]) -> None:
    assert [(row["drug"], row["low"]) for row in rows(text)] == links


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("Enoxaparin 30 mg subcutaneously every 12 hours.", "route", ["subcutaneous"]),
        ("Enoxaparin 30 mg subcutaneously every 12 hours.", "every_days", [0.5]),
        ("Rituximab 375 mg/m2 with oral prednisone.", "route", [None]),
        ("Oral prednisone 40 mg.", "route", ["oral"]),
        ("Aspirin 20 mg (n = 4) or warfarin 2 mg (n = 5) daily.", "every_days", [1, 1]),
        ("Rituximab 375 mg/m2 and prednisone daily.", "every_days", [None]),
        ("They took 100 mg aspirin and 5 mg warfarin daily.", "every_days", [1, 1]),
        ("Aspirin 20 mg, prednisone 5 mg and warfarin 2 mg twice daily.", "every_days", [0.5, 0.5, 0.5]),
        ("Rituximab 375 mg/m2 and prednisone 5 mg daily.", "every_days", [None, 1]),
        ("Aspirin 20 mg on day 1 and warfarin 2 mg daily.", "every_days", [None, 1]),
        ("Rituximab 375 mg/m2 with prednisone every two weeks.", "every_days", [14]),
        ("Rituximab 1 g; prednisone weekly.", "every_days", [None]),
        ("A daily dose of 20 mg of aspirin.", "every_days", [1]),
        ("Aspirin every 21 days: aspirin 20 mg, then 30 mg.", "every_days", [21, 21]),
        ("Two infusions of rituximab (1 g each) 2 weeks apart.", "n_administrations", [2]),
        ("Two infusions of rituximab (1 g each) 2 weeks apart.", "interval_days", [14]),
        ("During a 2-week period they received two 1-g infusions of rituximab.", "interval_days", [14]),
        ("Over a 2-week period they received rituximab 1 g.", "interval_days", [None]),
        ("Two 5-day cycles of rituximab 1 g every 12 hours.", "every_days", [0.5]),
        ("Aspirin 20 mg or warfarin 2 mg orally once daily.", "route", ["oral", "oral"]),
        ("Rituximab 8 mg/kg as a loading dose, then 6 mg/kg every 3 weeks.", "every_days", [None, 21]),
        ("Aspirin 20 mg daily for 6 weeks.", "duration_days", [42]),
        ("Aspirin 20 mg three times a day.", "every_days", [0.333]),
        ("Aspirin 20 mg/kg/day.", "ucum", ["mg/kg/d"]),
        ("Aspirin 20 mg.", "drug_concept_id", ["MESH:aspirin"]),
    ],
)
def test_schedules(rows: Rows, text: str, column: str, values: list[object]) -> None:
    assert [row[column] for row in rows(text)] == values


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("Prednisone decreased from a mean 23 mg to 12 mg.", ["before", "after"]),
        ("A reduction in prednisone dose (20.5 vs. 8.2 mg/day) was seen.", ["before", "after"]),
        ("Prednisone was tapered to 5 mg.", ["after"]),
        ("Aspirin 20 mg or 40 mg.", ["regimen", "regimen"]),
        ("Aspirin 5 mg/kg/day (maximum 400 mg/day).", ["regimen", "other"]),
        ("Aspirin 5 mg/kg (max. 400 mg).", ["regimen", "other"]),
        ("Aspirin (maximum dose, 600 mg/day) was given.", ["regimen"]),
        ("Aspirin was given at a maximum dose of 4 mg/kg/day.", ["regimen"]),
        ("Cumulative doses of cyclophosphamide were 113 g.", ["other"]),
        ("For every 10 g increment in cyclophosphamide.", ["other"]),
        ("Rescue medication was aspirin 500 mg.", ["other"]),
        ("The aspirin dose was titrated from 50 to 100 mg.", ["regimen", "regimen"]),
        ("They took prednisone (the dose being tapered from 40 to 5 mg).", ["regimen", "regimen"]),
        ("Infants of the rescue-therapy group received aspirin 500 mg.", ["regimen"]),
        ("Mean change from baseline was -2 in the aspirin 5-mg group and -3 in the 10-mg group.", ["regimen"] * 2),
        ("A cumulative loading dose of 5, 8 or 24 mg of aspirin.", ["other"] * 3),
        ("Quadruple rescue therapy was aspirin 500 mg.", ["regimen"]),
    ],
)
def test_contexts(rows: Rows, text: str, contexts: list[str]) -> None:
    assert [row["context"] for row in rows(text)] == contexts


def test_a_short_form_in_brackets_does_not_part_a_dose_from_its_drug(rows: Rows) -> None:
    linked = [row["drug"] for row in rows("They took 20 mg oral (PO) aspirin and 5 mg oral warfarin.")]
    assert linked == ["aspirin", "warfarin"]


def test_a_dose_has_the_arm_that_is_named_with_it(rows: Rows) -> None:
    arms = [
        row["arm"] for row in rows("Group A took aspirin 20 mg, group B took warfarin 2 mg, all took prednisone 5 mg.")
    ]
    assert arms[:2] == ["Group A", "group B"]


def test_a_dose_of_two_arms_has_none(rows: Rows) -> None:
    (row,) = rows("Group A received aspirin 20 mg. Group B received aspirin 20 mg.")
    assert row["arm"] is None


def test_a_range_with_two_units_is_one_row(rows: Rows) -> None:
    (row,) = rows("Aspirin ranging from 20 mg to 40 mg was given.")
    assert (row["low"], row["high"]) == (20, 40)


def test_the_same_statement_twice_is_one_row_with_what_both_say(rows: Rows) -> None:
    (row,) = rows("Aspirin 20 mg daily was given. We think that oral aspirin 20 mg helps.")
    assert (row["every_days"], row["route"]) == (1, "oral")
    assert row["mentions"] == [0, 1, 2, 3]


def test_statements_that_contradict_each_other_stay_apart(rows: Rows) -> None:
    assert len(rows("Aspirin 20 mg daily was given. Then aspirin 20 mg weekly was given.")) == 2


def test_a_row_points_to_its_words(rows: Rows) -> None:
    text = "Nothing here. Aspirin 20 mg daily was given."
    (row,) = rows(text)
    assert text[row["source_start"] : row["source_end"]] == "20 mg"  # type: ignore[index]
    assert row["sentence"] == "Aspirin 20 mg daily was given."


@pytest.mark.parametrize(
    "text",
    [
        "Rituximab (R) and aspirin were new. We gave R 40 mg.",  # by the letter that the text gives it
        "Aspirin was avoided; 40 mg to 50 mg of rituximab was taken.",
        "The dose of rituximab (mean, 40 mg) was high.",
        "Aspirin and warfarin were kept. They took 40 mg DEPOT® rituximab.",
    ],
)
def test_a_dose_without_its_drug_beside_it(rows: Rows, text: str) -> None:
    assert [row["drug"] for row in rows(text)] == ["rituximab"]


def test_the_dose_is_one_of_the_drug_of_the_title(rows: Rows) -> None:
    text = "Rituximab for gout. Aspirin and warfarin were stopped. The dose was 40 mg."
    assert [row["drug"] for row in rows(text, "Rituximab for gout.")] == ["rituximab"]


@pytest.mark.parametrize(
    "text",
    [
        "They took aspirin and human GHRH (100 ug).",
        "They took aspirin with TPM ER 46 mg.",
        "They took aspirin and 75 IU rhLH.",
        "XY7 was given in a dose of 750 mg; later aspirin was added.",
    ],
)
def test_what_has_a_short_form_of_its_own_is_no_dose_of_another_drug(rows: Rows, text: str) -> None:
    (row,) = rows(text)
    assert row["drug"] is None


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("Once-daily doses of aspirin (80 mg, n = 20) or warfarin (5 mg).", "every_days", [1, 1]),
        ("An intravenous infusion (rituximab: 1 g, aspirin: 2 g) every four weeks.", "every_days", [28, 28]),
        ("An intravenous infusion (rituximab: 1 g, aspirin: 2 g) every four weeks.", "route", ["intravenous"] * 2),
        ("Aspirin 160 mg at week 0, followed by 80 mg at week 2, then 40 mg weekly.", "every_days", [None, None, 7]),
        ("Prednisone was tapered by 5 mg/2 wk to 10 mg/d.", "every_days", [14, None]),
        ("Aspirin escalating every 2 weeks (75 to 150 mg).", "every_days", [None]),
        ("Aspirin 1 mg/day, and every 2 weeks the dose was doubled.", "every_days", [None]),
        ("Aspirin 325 mg and warfarin 1 g daily.", "every_days", [1, 1]),
        ("They took 300 mg of aspirin/d.", "every_days", [1]),
        ("Rituximab 450 mg and oral placebo or oral aspirin 14 mg.", "route", [None, "oral"]),
        ("(Rituximab 1 mg plus aspirin 100 mg) or [warfarin 3 mg daily].", "every_days", [None, 1, 1]),
        ("They took 300 mg of aspirin per month.", "every_days", [30.438]),
        ("Aspirin 150 mg nocte.", "every_days", [1]),
        ("Aspirin 50 mg with 2 Gy daily fractions.", "every_days", [None]),
        ("One to six cycles of aspirin 40 mg.", "n_administrations", [None]),
        ("With both oral and parenteral aspirin, 10 mg, and warfarin (5 mg).", "route", ["oral", None]),
        ("Both aspirin 10 mg and warfarin 5 mg orally.", "route", ["oral", "oral"]),
        ("Aspirin 10 mg was given with warfarin (5 mg/day) for six weekly doses.", "every_days", [7, None]),
        ("Aspirin 25 mg/m2 and warfarin 50 mg/m2 on days 1 and 8.", "interval_days", [7, 7]),
    ],
)
def test_whose_schedule_it_is(rows: Rows, text: str, column: str, values: list[object]) -> None:
    assert [row[column] for row in rows(text)] == values
