import pytest

from pipeline.extract.age import find_ages
from pipeline.tag.attributes import SAMPLE_SIZE, Count
from pipeline.tag.statistics import SPREAD
from pipeline.tag.timepoints import AGE, Period


@pytest.fixture
def ages(planted):
    """Ages of a text in which `ages` (words, low, high) and the counts of people `counts` are planted."""

    def found(text: str, ages=(), *, title: str = "", sections=(), counts=(), groups=(), spread: str = ""):
        spans = [(AGE, words, Period(low, high)) for words, low, high in ages]
        spans += [(SAMPLE_SIZE, str(n), Count(n)) for n in counts]
        spans += [(SPREAD, spread, None)] if spread else []
        return find_ages(planted(f"{title} {text}".strip(), spans, title=title, sections=sections), groups)

    return found


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Aspirin in children with gout.", "pediatric"),
        ("Aspirin in postmenopausal women.", "adult"),
        ("Aspirin in children and adults.", "mixed"),
        ("Aspirin in gout. Pediatric Gout Study Group.", None),
        ("Aspirin in juvenile gout.", "pediatric"),
        ("Aspirin in women with gout.", "adult"),
        ("Aspirin in gout.", None),
    ],
)
def test_group_by_the_title(ages, title, group) -> None:
    assert ages("", title=title).group == group


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("We treated children with gout.", "pediatric"),
        ("Gout may be severe and affect children.", None),
        ("Adult patients were asked.", "adult"),
        ("They came from pediatric gout clinics.", "pediatric"),
        ("They came from a pediatric hospital.", None),
        ("Women with gout were asked.", "adult"),
    ],
)
def test_group_by_words_for_the_people(ages, text, group) -> None:
    assert ages(text).group == group


@pytest.mark.parametrize(("n", "group"), [(10, "pediatric"), (3, None)])
def test_counted_children_tell_only_if_the_count_is_of_a_whole_group(ages, n, group) -> None:
    assert ages(f"We treated {n} children with gout.", counts=[n], groups={10}).group == group


def test_background_tells_nothing_of_the_people(ages) -> None:
    assert ages("Gout in adults with pain is old.", sections=[("background", "Gout")]).group is None


@pytest.mark.parametrize(
    ("text", "age", "group", "bounds"),
    [
        ("They were aged 2-16 years.", ("2-16 years", 2, 16), "pediatric", (2, 16)),
        ("They were aged 18-70 years.", ("18-70 years", 18, 70), "adult", (18, 70)),
        ("They were aged 13-50 years.", ("13-50 years", 13, 50), "mixed", (13, 50)),
        ("They were 18 years or older.", ("18 years", 18, 18), "adult", (18, None)),
        ("They were at least 12 years of age.", ("12 years", 12, 12), "mixed", (12, None)),
        ("They were younger than 16 years.", ("16 years", 16, 16), "pediatric", (None, 16)),
        ("They were younger than 60 years.", ("60 years", 60, 60), None, (None, 60)),
        ("A 45-year-old man came.", ("45-year", 45, 45), "adult", (45, 45)),
        ("An 18-year-old woman came.", ("18-year", 18, 18), "adult", (18, 18)),
        ("A 17-year-old girl came.", ("17-year", 17, 17), "pediatric", (17, 17)),
        ("Care began around age 50 years.", ("50 years", 50, 50), None, (None, None)),
    ],
)
def test_group_by_ranges_and_bounds(ages, text, age, group, bounds) -> None:
    found = ages(text, [age])
    assert (found.group, (found.low, found.high)) == (group, bounds)


@pytest.mark.parametrize(
    ("text", "age", "stat", "group"),
    [
        ("The mean age was 57.", "57", "mean", "adult"),
        ("Median age, 9 years.", "9 years", "median", "pediatric"),
        ("The average age was 20 years.", "20 years", "mean", None),
        ("Their age was 57 ± 3 years.", "57", "mean", "adult"),
        ("Their age was 57 +/- 3 years.", "57", "mean", "adult"),
    ],
)
def test_means_and_medians(ages, text, age, stat, group) -> None:
    value = float(age.split()[0])
    found = ages(text, [(age, value, value)])
    assert (found.stat, found.age, found.group) == (stat, value, group)


@pytest.mark.parametrize(
    ("text", "spread"),
    [("The age range was 13-50 years.", "13-50"), ("The mean age was 31 years (range, 13-50).", "range, 13-50")],
)
def test_range_beside_an_age(ages, text, spread) -> None:
    found = ages(text, [("31 years", 31, 31)] if "31" in text else [], spread=spread)
    assert (found.low, found.high, found.group) == (13, 50, "mixed")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("They were between 18 and 65 years of age.", (18, 65)),
        ("Their ages were 18-65 years.", (18, 65)),
        ("The mean age was 18 and 65 years.", (None, None)),
    ],
)
def test_two_ages_may_be_one_range(ages, text, bounds) -> None:
    found = ages(text, [("18", 18, 18), ("65 years", 65, 65)])
    assert (found.low, found.high) == bounds


def test_range_of_something_else_is_no_age(ages) -> None:
    assert ages("The score range was 13-50.", spread="13-50").low is None


def test_words_decide_before_figures(ages) -> None:
    found = ages("They were aged 16-60 years.", [("16-60 years", 16, 60)], title="Aspirin in adults.")
    assert (found.group, found.rule) == ("adult", "age-title")
