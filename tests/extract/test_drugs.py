import pytest

from pipeline.extract.drugs import extract_drugs
from pipeline.tag.attributes import DOSE, DRUG, Amount, Entity

DRUGS = ("abatacept", "bosentan", "cisplatin", "digoxin", "steroids")
TITLE = "Abatacept for gout."


@pytest.fixture
def roles(planted):
    """The role of each drug of DRUGS in a text; every place of its name is a mention, upper or lower case."""

    def found(text: str, *, title: str = "", sections=()) -> dict[str, str]:
        forms = [form for name in DRUGS for form in (name, name.capitalize())]
        spans = [(DRUG, form, Entity(form.lower(), kind="substance")) for form in forms if form in f"{title} {text}"]
        spans += [(DOSE, "5 mg", Amount(5, 5, "mg"))] if "5 mg" in text else []
        doc = planted(f"{title} {text}".strip(), spans, title=title, sections=sections)
        return {str(row["name"]): str(row["role"]) for row in extract_drugs(doc)}

    return found


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Abatacept for gout.", {"abatacept": "intervention"}),
        ("Abatacept plus bosentan in gout.", {"abatacept": "intervention", "bosentan": "intervention"}),
        ("Abatacept with or without bosentan.", {"abatacept": "intervention", "bosentan": "intervention"}),
        ("Abatacept versus bosentan in gout.", {"abatacept": "intervention", "bosentan": "comparator"}),
        ("Abatacept plus bosentan vs bosentan.", {"abatacept": "intervention", "bosentan": "comparator"}),
        ("Bosentan versus bosentan plus abatacept.", {"abatacept": "intervention", "bosentan": "comparator"}),
        ("Abatacept after failure of bosentan.", {"abatacept": "intervention", "bosentan": "prior"}),
        ("Abatacept in bosentan-resistant gout.", {"abatacept": "intervention", "bosentan": "prior"}),
        ("Abatacept added to bosentan.", {"abatacept": "intervention", "bosentan": "concomitant"}),
        ("Abatacept for cisplatin-induced pain.", {"abatacept": "intervention", "cisplatin": "other"}),
        ("Digoxin-induced arrhythmia.", {"digoxin": "intervention"}),
        ("Toxicity of abatacept in gout.", {"abatacept": "intervention"}),
        ("Concurrent therapy with abatacept plus bosentan.", {"abatacept": "intervention", "bosentan": "intervention"}),
        ("Alteration of bosentan-binding proteins by abatacept.", {"abatacept": "intervention", "bosentan": "other"}),
        ("Background regimens to evaluate the benefit of abatacept.", {"abatacept": "intervention"}),
        ("A randomized control trial of abatacept.", {"abatacept": "intervention"}),
        (
            "Gout improves with abatacept but not with bosentan.",
            {"abatacept": "intervention", "bosentan": "intervention"},
        ),
        (
            "Comparison of abatacept, a short-acting bosentan, with placebo.",
            {"abatacept": "intervention", "bosentan": "other"},
        ),
    ],
)
def test_roles_in_titles(roles, title, expected) -> None:
    assert roles("", title=title) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Patients had previously been treated. Refractory to bosentan, they came.", "prior"),
        ("Patients with an inadequate response to two courses of bosentan were included.", "prior"),
        ("All had failed bosentan.", "prior"),
        ("Previous treatment had been bosentan.", "prior"),
        ("Patients who were previously treated with cisplatin and bosentan took part.", "prior"),
        ("Use of bosentan was allowed.", "concomitant"),
        ("It was given in combination with bosentan.", "concomitant"),
        ("Concomitant low-dose bosentan was taken.", "concomitant"),
        ("The dose of bosentan was stable, and bosentan was tapered later.", "concomitant"),
        ("Half of them were able to discontinue bosentan.", "concomitant"),
        ("Bosentan dose decreased in all.", "concomitant"),
        ("They also received bosentan 5 mg daily.", "concomitant"),
        ("The arms were (1) bosentan 5 mg.", "concomitant"),
        ("The arms were (1) bosentan (5 mg daily).", "concomitant"),
        ("The arms were (1) 5 mg of oral bosentan.", "concomitant"),
        ("Bosentan given thrice was kept.", "concomitant"),
        ("We chose adults who were receiving bosentan.", "concomitant"),
        ("In adults who were receiving digoxin, bosentan is old.", "other"),
        ("It was used for reducing bosentan-related pain.", "other"),
        ("The arms were (1) bosentan.", "other"),
        ("It was that or standard comparators (bosentan or digoxin).", "comparator"),
        ("Abatacept is a bosentan analogue.", "other"),
        ("It was given without bosentan.", "other"),
        ("Exclusion criteria were anaemia, gout and use of bosentan.", "other"),
        ("Abatacept is a potent bosentan.", "other"),
        ("Much is known of pain.  Bosentan is old.", "other"),
    ],
)
def test_roles_beside_the_drug_of_the_title(roles, text, role) -> None:
    found = roles(text, title=TITLE)
    assert found["abatacept"] == "intervention"
    assert found["bosentan"] == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients were randomly assigned to abatacept or bosentan.", ("intervention", "comparator")),
        ("We compared the effects of abatacept and bosentan.", ("intervention", "comparator")),
        ("A trial comparing abatacept (5 mg) with bosentan (5 mg).", ("intervention", "comparator")),
        ("They were assigned to abatacept, bosentan or placebo.", ("intervention", "intervention")),
        ("They received abatacept plus bosentan versus placebo plus bosentan.", ("intervention", "concomitant")),
        ("Randomly, they received abatacept or placebo, plus bosentan.", ("intervention", "concomitant")),
        ("Standard treatment with abatacept was compared with bosentan.", ("comparator", "intervention")),
        ("Randomized to continuation of abatacept or switching to bosentan.", ("comparator", "intervention")),
        ("They received abatacept 5 mg, with bosentan if needed.", ("intervention", "concomitant")),
        ("They were allocated to abatacept, 5 mg bosentan or cisplatin.", ("intervention", "intervention")),
        ("They were allocated to no abatacept, 5 mg bosentan, or cisplatin.", ("intervention", "intervention")),
        ("Comparing abatacept (5 mg) with bosentan or digoxin.", ("intervention", "comparator")),
        (
            "Comparing abatacept and bosentan when administered with digoxin or cisplatin.",
            ("intervention", "intervention"),
        ),
        ("Comparing abatacept with abatacept or standard comparators (bosentan).", ("intervention", "comparator")),
        ("They were assigned to bosentan only or combined bosentan and abatacept.", ("intervention", "comparator")),
        ("Abatacept was compared either with placebo or with other drugs (bosentan).", ("intervention", "comparator")),
    ],
)
def test_comparisons_decide_without_a_title(roles, text, expected) -> None:
    found = roles(text)
    assert (found["abatacept"], found["bosentan"]) == expected


@pytest.mark.parametrize("words", ["compared to", "was superior to", "versus"])
def test_drugs_that_only_results_compare_are_on_their_sides(roles, words) -> None:
    found = roles(f"We found 4 trials. Results showed no benefit for digoxin. Abatacept {words} bosentan helped.")
    assert (found["abatacept"], found["bosentan"], found["digoxin"]) == ("intervention", "comparator", "other")


def test_drugs_given_beside_what_is_no_drug_are_tested(roles) -> None:
    text = "Patients were randomised to steroids or cisplatin 5 mg."
    found = roles(text, title="Radiotherapy with concurrent bosentan.")
    assert (found["bosentan"], found["steroids"]) == ("intervention", "intervention")


def test_drug_that_is_given_to_some_and_not_to_others_is_tested(roles) -> None:
    text = "Group 1 received bosentan, group 2 had cisplatin without bosentan."
    assert roles(text, title="Responsiveness to abatacept.")["bosentan"] == "intervention"


@pytest.mark.parametrize("contrast", ["rather than", "instead of"])
def test_drug_that_another_is_preferred_to_is_not_withheld_from_some(roles, contrast) -> None:
    text = f"Rates were known in those with bosentan. Use abatacept {contrast} bosentan."
    assert roles(text, title=TITLE)["bosentan"] == "other"


def test_drug_withheld_from_an_arm_is_tested(roles) -> None:
    text = "They were randomised to receive no bosentan."
    assert roles(text, title=TITLE)["bosentan"] == "intervention"


def test_class_named_by_what_it_lowers_is_not_tapered(roles) -> None:
    assert roles("A lipid-lowering bosentan exists.", title=TITLE)["bosentan"] == "other"


@pytest.mark.parametrize("contrast", ["lower", "higher", "less"])
def test_figures_that_differ_with_a_drug_do_not_taper_it(roles, contrast) -> None:
    text = f"Conclusions: nausea was {contrast} with bosentan."
    assert roles(text, title=TITLE, sections=[("conclusions", "Conclusions")])["bosentan"] == "other"


def test_drug_of_the_title_without_part_in_the_comparison_has_its_own_role(roles) -> None:
    text = "Patients on stable bosentan received abatacept or cisplatin. Background bosentan was kept."
    found = roles(text, title="Abatacept versus cisplatin with bosentan in gout.")
    assert found == {"abatacept": "intervention", "cisplatin": "comparator", "bosentan": "concomitant"}


def test_comparison_of_figures_in_results_is_none_of_drugs(roles) -> None:
    text = "Abatacept was given with bosentan. Results: fewer on bosentan died compared with abatacept."
    assert roles(text, title=TITLE, sections=[("results", "Results")])["bosentan"] == "concomitant"


def test_drug_of_both_sides_is_tested_where_each_side_has_another(roles) -> None:
    found = roles("Patients received abatacept plus bosentan versus abatacept plus cisplatin.")
    assert found == {"abatacept": "intervention", "bosentan": "intervention", "cisplatin": "comparator"}


def test_drug_given_in_the_background_only_is_other(roles) -> None:
    text = "Background: many people receive bosentan. Methods: it was given."
    found = roles(text, title=TITLE, sections=[("background", "Background"), ("methods", "Methods")])
    assert found["bosentan"] == "other"


def test_a_background_without_other_sections_is_the_abstract(roles) -> None:
    text = "Background: many people received bosentan."
    assert roles(text, title=TITLE, sections=[("background", "Background")])["bosentan"] == "concomitant"


def test_a_kind_of_what_the_title_names_is_tested(planted) -> None:
    names = {"Interferon": "interferon", "interferon alfa": "interferon alfa"}
    spans = [(DRUG, words, Entity(name, kind="substance")) for words, name in names.items()]
    doc = planted("Interferon for gout. They received interferon alfa.", spans, title="Interferon for gout.")
    assert {row["role"] for row in extract_drugs(doc)} == {"intervention"}


def test_comparison_in_brackets_does_not_compare_what_is_outside(roles) -> None:
    found = roles("Abatacept lowered pain (18.8 vs. 6.3 points) and 9 could stop bosentan.", title=TITLE)
    assert found == {"abatacept": "intervention", "bosentan": "concomitant"}


def test_three_arms_are_all_tested(roles) -> None:
    found = roles("Patients were randomized to abatacept, bosentan, or cisplatin.")
    assert set(found.values()) == {"intervention"}


def test_list_goes_on_behind_semicolons(roles) -> None:
    text = "They received cisplatin for 5 doses; bosentan in weeks 1 and 5; and digoxin."
    assert set(roles(text, title=TITLE).values()) == {"intervention", "concomitant"}
    assert roles(text, title=TITLE)["digoxin"] == "concomitant"


def test_only_mention_that_gives_something_names_what_is_tested(roles) -> None:
    assert roles("Six patients were treated with bosentan for gout.") == {"bosentan": "intervention"}


def test_role_that_most_mentions_give_wins(roles) -> None:
    text = "Prior bosentan failed. Bosentan was continued. Concomitant bosentan was kept."
    assert roles(text, title=TITLE)["bosentan"] == "concomitant"


def test_drug_that_is_given_over_and_over_is_not_prior_for_one_remark(roles) -> None:
    text = "Bosentan failed before: it was refractory to bosentan. All were treated with bosentan. "
    assert roles(text)["bosentan"] == "prior"
    assert roles(text + "They received bosentan. They were given bosentan.")["bosentan"] == "intervention"


def test_drug_of_title_on_both_sides_is_what_is_tested(roles) -> None:
    text = "They were assigned to abatacept plus bosentan or abatacept monotherapy."
    assert roles(text, title=TITLE)["abatacept"] == "intervention"


@pytest.mark.parametrize("word", ["other", "another"])
def test_other_continues_a_list_of_drugs(roles, word: str) -> None:
    text = f"All had gout despite treatment with bosentan or {word} steroids."
    assert roles(text, title=TITLE)["steroids"] == "prior"


def test_what_people_are_established_on_is_given_beside(roles) -> None:
    assert roles("Men established on bosentan were studied.", title=TITLE)["bosentan"] == "concomitant"


def test_what_results_are_compared_with_is_a_comparator(roles) -> None:
    text = "Compared to bosentan, abatacept tended to relieve pain."
    assert roles(text, title=TITLE)["bosentan"] == "comparator"


def test_row_tells_kind_mentions_and_rule(planted) -> None:
    doc = planted("Steroids were tapered.", [(DRUG, "Steroids", Entity("steroid", "C1", "Steroids", "class"))])
    (row,) = extract_drugs(doc)
    assert (row["kind"], row["mentions"], row["concept_id"]) == ("class", [0], "C1")
    assert str(row["rule"]).startswith("drug-")


def test_text_without_drugs_has_no_rows(planted) -> None:
    assert extract_drugs(planted("Nothing was given.")) == []
