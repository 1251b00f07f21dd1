import pytest

from pipeline.clean.people import author_names, has_initials, is_affiliation


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("T Marlow; B Orme; A Sedge", ["T Marlow", "B Orme", "A Sedge"]),
        ("• Wu, EY; Schanberg, LE", ["Wu, EY", "Schanberg, LE"]),
        ("Anna Chung, MD, Mark Genovese, MD, MPH", ["Anna Chung", "Mark Genovese"]),
        ("Satya Das 1, Taymeyah Al-Toubah 2 3", ["Satya Das", "Taymeyah Al-Toubah"]),
        ("by R Hale, J van der Berg and L O'Neil", ["R Hale", "J van der Berg", "L O'Neil"]),
        ("R. C.V. Pinto,1 and Leda R. Castilho2", ["R. C.V. Pinto", "Leda R. Castilho"]),
        ("Das S, Al-Amin T; Lupus Study Group", ["Das S", "Al-Amin T", "Lupus Study Group"]),
        ("Byrne, Siobhan; Meyer, Anke", ["Byrne, Siobhan", "Meyer, Anke"]),
        ("Oakes, PR (Oakes, P. R.) [1] ; Lind, K (Lind, K.) [2]", ["Oakes, PR", "Lind, K"]),
        # letters and numerals that mark addresses
        ("K.F. Brandt a, J. Oyelaran b, S. Mori a", ["K.F. Brandt", "J. Oyelaran", "S. Mori"]),
        ("Weiss H.a · Okada Y.b", ["Weiss H", "Okada Y"]),
        ("Carlos FariasI; Marta OliveiraII", ["Carlos Farias", "Marta Oliveira"]),
    ],
)
def test_author_lists_are_read(line: str, names: list[str]) -> None:
    assert author_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Patients were treated with rituximab",
        "Staff Writer",
        "Abstract and Introduction",
        "Permissions and Reprints",
        "CC BY-NC 4.0",
        "Rituximab in lupus, a trial",
        "Limited efficacy of a vaccine in infants. The H. influenzae Vaccine Study Group",
    ],
)
def test_other_lines_have_no_names(line: str) -> None:
    assert author_names(line) == []


@pytest.mark.parametrize(("line", "marked"), [("T Marlow; B Orme", True), ("Clinical Cases; Drug Index", False)])
def test_initials_tell_names_from_menus(line: str, marked: bool) -> None:
    assert has_initials(author_names(line)) is marked


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 Department of Rheumatology, Stavely University Hospital", True),
        ("Klinik für Kardiologie, Universität Bern, Schweiz", True),
        ("2School of Health Sciences, Stavely, UK", True),
        ("Today's Clinic Wire", False),
        ("The patients attended the outpatient department of a hospital, which was closed", False),
    ],
)
def test_affiliations(line: str, expected: bool) -> None:
    assert is_affiliation(line) is expected


@pytest.mark.parametrize("group", ["on behalf of the investigators", "for the SEDGE study group"])
def test_a_group_that_the_authors_wrote_for_is_no_name(group: str) -> None:
    line = f"Anna Larch,¹ Piet Marlow,² Bo T. Orme,¹ {group}"

    assert author_names(line) == ["Anna Larch", "Piet Marlow", "Bo T. Orme"]
