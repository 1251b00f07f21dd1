import pytest

from pipeline.evaluate.keys import TABLE_KEYS, name_key

DOSE = {"drug": "rituximab", "low": 375.0, "high": 375.0, "unit": "mg", "per": "m2"}
COUNT = {"n": 8, "of": None, "role": "enrolled"}
NUMBERS = {"n": None, "of": None, "percent": None, "before": None, "after": None}
RESPONSE = NUMBERS | {"measure": "partial remission", "n": 3, "of": [None, 8], "percent": 38.0}


def same(table, found, gold):
    return TABLE_KEYS[table].same_row(found, gold)


def exact(table, found, gold):
    return TABLE_KEYS[table].exact_row(found, gold)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Corticosteroids", "corticosteroid"),
        ("haemorrhage", "hemorrhage"),
        ("Behçet's disease", "behcet disease"),
        ("Wegener’s granulomatosis", "wegener granulomatosis"),
        ("covid-19", "COVID 19"),
        ("anti-inflammatory drugs", "antiinflammatory drug"),
    ],
)
def test_spellings_of_a_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("vitamin b1", "vitamin b12"), ("prednisone", "prednisolone")])
def test_names_with_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("table", ["drugs", "diseases"])
@pytest.mark.parametrize(
    ("found", "keys_agree", "in_full"),
    [
        ({"name": "sle"}, True, True),
        ({"name": "Systemic Lupus Erythematosus"}, True, True),
        ({"name": "lupus", "concept_name": "systemic lupus erythematosus"}, True, False),
        ({"name": "lupus", "aka": ["SLE"]}, True, False),
        ({"name": "lupus", "concept_name": None, "aka": None}, False, False),
    ],
)
def test_an_entity_goes_by_any_of_its_names(table, found, keys_agree, in_full):
    gold = {"name": "systemic lupus erythematosus", "aka": ["SLE"]}
    assert (same(table, found, gold), exact(table, found, gold)) == (keys_agree, in_full)


@pytest.mark.parametrize(
    ("change", "agree"),
    [
        ({}, True),
        ({"drug": "Rituximab"}, True),
        ({"drug": None}, False),
        ({"drug": "prednisone"}, False),
        ({"high": 500.0}, False),
        ({"unit": "g"}, False),
        ({"per": None}, False),
    ],
)
def test_a_dose_is_its_drug_amount_unit_and_divisor(change, agree):
    assert same("doses", DOSE | change, DOSE) is agree


def test_the_drug_of_a_dose_may_have_other_names():
    assert same("doses", DOSE | {"drug": "mabthera"}, DOSE | {"aka": ["MabThera"]})


@pytest.mark.parametrize(
    ("change", "agree"), [({"of": 9}, True), ({"n": 7}, False), ({"role": "arm"}, False), ({"role": None}, False)]
)
def test_a_count_is_its_number_and_role(change, agree):
    assert same("sample_sizes", COUNT | change, COUNT) is agree


def test_a_count_may_have_one_of_several_roles():
    assert same("sample_sizes", COUNT, COUNT | {"role": ["arm", "enrolled"]})


@pytest.mark.parametrize(
    ("change", "keys_agree", "in_full"),
    [
        ({"of": None}, True, True),
        ({"of": 8}, True, True),
        ({"of": 9}, False, False),
        ({"percent": 37.0}, False, False),
        ({"percent": None}, False, False),
        ({"after": 2.0}, True, False),
        ({"measure": "remission rate"}, True, True),
        ({"measure": "relapse"}, False, False),
        ({"measure": None}, False, False),
    ],
)
def test_a_result_is_the_numbers_that_gold_states_and_a_word_of_its_measure(change, keys_agree, in_full):
    found = RESPONSE | {"of": 8} | change
    assert (same("outcomes", found, RESPONSE), exact("outcomes", found, RESPONSE)) == (keys_agree, in_full)


def test_results_that_agree_in_nothing_but_nulls_are_not_the_same():
    gold = NUMBERS | {"measure": "remission", "n": [None, 1]}
    assert not same("outcomes", NUMBERS | {"measure": "remission", "percent": 38.0}, gold)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("improved signs", "improvement of vision", True),
        ("resolved", "resolution of rash", True),
        ("infections", "infection rate", True),
        ("TE", "developed TE", True),
        ("hypertension", "hyperglycemia", False),
        ("patients with pain", "patients with fever", False),
        ("hypotension", "hypertension", False),
    ],
)
def test_content_words_are_compared_by_their_stem(one, other, shared):
    found = NUMBERS | {"measure": one, "n": 3}
    assert same("outcomes", found, NUMBERS | {"measure": other, "n": 3}) is shared
