import pytest

from pipeline.vocab import load_vocabulary
from pipeline.vocab.link_forms import forms, parts
from pipeline.vocab.link_words import bag_of
from pipeline.vocab.linking import Context, expanded, load_linker


def found(name: str, label: str, context: Context | None = None) -> tuple[str, str] | None:
    link = load_linker().link(name, label, context or Context())
    return (link.concept.id, link.rule) if link else None


@pytest.mark.parametrize(
    ("name", "concept_id", "rule"),
    [
        ("lupus nephritis", "MESH:D008181", "exact"),
        ("sarcoidoses", "MESH:D012507", "exact"),
        ("tumours of the spleen", "MESH:D013160", "words"),
        ("hypertensive", "MESH:D006973", "adjective"),
        ("schizophrenic", "MESH:D012559", "adjective"),
        ("hepatic damage", "MESH:D008107", "head"),
        ("impaired renal function", "MESH:D051437", "head"),
        ("nephrotoxicity", "MESH:D007674", "meaning"),
        ("severe childhood-onset lupus nephritis", "MESH:D008181", "part"),
        ("ibuprofen-induced dyskinesia", "MESH:D004409", "induced"),
        ("rheumatoid artritis", "MESH:D001172", "similar"),
    ],
)
def test_diseases_are_linked_by_rules(name: str, concept_id: str, rule: str) -> None:
    assert found(name, "DISEASE") == (concept_id, rule)


@pytest.mark.parametrize(
    ("name", "concept_id", "rule"),
    [
        ("methotrexate", "MESH:D008727", "exact"),
        ("caffeine", "MESH:D002110", "words"),  # no medicine for the tagger, but a chemical
        ("FK-506", "MESH:D016559", "words"),  # a code
        ("caffeine citrate monohydrate", "MESH:D002110", "salt"),
        ("heparine", "MESH:D006493", "spelling"),
        ("pyruvate", "MESH:D019289", "acid"),
        ("oral caffeine therapy", "MESH:D002110", "part"),
        ("H2O2", "MESH:D006861", "symbol"),
    ],
)
def test_drugs_are_linked_by_rules(name: str, concept_id: str, rule: str) -> None:
    assert found(name, "DRUG") == (concept_id, rule)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("frobnicated glorp", "DISEASE"),
        ("frobnicamab", "DRUG"),
        ("severe disease", "DISEASE"),
        ("oral drug", "DRUG"),
        ("h2o2x", "DRUG"),
        ("metotrexat", "DRUG"),  # a letter makes another substance
        ("methotrexate receptor", "DRUG"),  # and so does a word
        ("", "DISEASE"),
        ("?", "DRUG"),
    ],
)
def test_what_no_rule_finds_is_not_linked(name: str, label: str) -> None:
    assert found(name, label) is None


def test_a_symbol_counts_with_its_capitals_only() -> None:
    assert found("Pb", "DRUG") == ("MESH:D007854", "symbol")
    assert found("PB", "DRUG") != found("Pb", "DRUG")


def test_abbreviations_of_the_text_are_written_out() -> None:
    context = Context({"LN": "lupus nephritis"})
    assert found("LN", "DISEASE", context) == ("MESH:D008181", "abbreviation")
    assert found("severe LN", "DISEASE", context) == ("MESH:D008181", "abbreviation")
    assert found("LN", "DISEASE") != found("LN", "DISEASE", context)


def test_a_long_form_that_is_only_known_in_part_does_not_win_over_the_name_itself() -> None:
    context = Context({"gout": "galloping out of town arthritis"})
    assert found("gout", "DISEASE", context) == found("gout", "DISEASE")


def test_abbreviations_inside_words_stay() -> None:
    assert expanded("LNX and LNs", {"LN": "lupus nephritis"}) == "LNX and lupus nephritis"


def test_a_disease_that_the_text_says_a_drug_induced_is_the_drug_induced_one() -> None:
    linker = load_linker()
    context = linker.context_of("Levodopa-induced dyskinesia is frequent. Dyskinesias were scored.", {})
    assert found("dyskinesias", "DISEASE", context) == ("MESH:D004409", "induced")
    exercise = linker.context_of("Exercise-induced dyskinesia is rare. Dyskinesias were scored.", {})
    assert found("dyskinesias", "DISEASE", exercise) == found("dyskinesias", "DISEASE")


def test_a_batch_gives_what_single_names_give() -> None:
    names = ["rheumatoid artritis", "lupus nephritis", "frobnicated glorp", "encephalomyelitys", "lupus nephritis"]
    linker = load_linker()
    assert linker.link_all(names, "DISEASE") == [linker.link(name, "DISEASE") for name in names]
    assert linker.link_all([], "DISEASE") == []


def test_likeness_lies_between_0_and_1() -> None:
    link = load_linker().link("rheumatoid artritis", "DISEASE")
    assert link is not None and 0.8 < link.score < 1


def test_a_whole_name_is_linked_neither_in_part_nor_by_likeness() -> None:
    linker = load_linker()
    assert linker.link_whole("severe lupus nephritis", "DISEASE") is None
    assert linker.link_whole("rheumatoid artritis", "DISEASE") is None
    assert linker.link_whole("hepatic damage", "DISEASE") is not None


def test_a_finer_concept_refers_to_mesh_and_omim() -> None:
    norrie = load_linker().link("Norrie disease", "DISEASE")
    assert norrie is not None and norrie.concept.id == "MONDO:0010691"
    assert load_linker().other_ids("MONDO:0010691") == ["MESH:C537849", "OMIM:310600"]
    assert load_linker().other_ids("MESH:D008181") == []


def test_names_that_only_link_are_no_terms() -> None:
    vocabulary = load_vocabulary()
    for name, label in [("caffeine", "DRUG"), ("Pb", "DRUG"), ("hypertensive", "DISEASE")]:
        assert found(name, label) is not None
        assert vocabulary.lookup(name, label) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("renal disorders", "Disease, Kidney"),
        ("cancer of the breast", "mammary tumour"),
        ("neurological", "neurologic"),
    ],
)
def test_bags_of_words_make_spellings_and_orders_one(one: str, other: str) -> None:
    assert bag_of(one) == bag_of(other)


def test_bags_keep_numbers_apart() -> None:
    assert bag_of("H2O") != bag_of("H2O2")


def test_parts_of_a_disease_are_the_longest_first_and_say_something() -> None:
    assert list(parts("severe acute lupus disease", "DISEASE")) == [
        "acute lupus disease",
        "severe acute lupus",
        "lupus disease",
        "acute lupus",
        "lupus",
    ]


def test_a_drug_loses_no_word_that_makes_another_substance_of_it() -> None:
    assert list(parts("oral glorp tablet", "DRUG")) == ["glorp tablet", "oral glorp", "glorp"]
    assert list(parts("glorp synthase", "DRUG")) == []


def test_a_form_is_tried_before_those_that_change_more() -> None:
    assert next(rule for rule, _ in forms("ischemic damage", "DISEASE")) == "words"
    assert ("head", "ischemic disease") in forms("ischemic damage", "DISEASE")
