import time
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.document import BibFacts, CleanDoc, Kept, Section, Source
from pipeline.tag.attributes import SAMPLE_SIZE, Count, mentions

Counter = Callable[..., Doc]


def numbers(doc: Doc) -> list[str]:
    return [span.text for span in mentions(doc, SAMPLE_SIZE)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        # the noun behind the number
        ("Seven patients were treated.", ["Seven"]),
        ("We saw 670 consecutive outpatients.", ["670"]),
        ("Twenty-two of them were seen by 12 nonsmoking, healthy volunteers.", ["12"]),
        ("1,016 chemotherapy-naive breast cancer patients", ["1,016"]),
        ("A total of 13 388 women were randomised.", ["13 388"]),
        ("Forty multiple sclerosis (MS) patients entered.", ["Forty"]),
        ("48 type 2 diabetic subjects", ["48"]),
        ("It was found in 8 cases of 19 in the early group.", ["8", "19"]),
        ("We saw 206 patients. Of which 178 were female.", ["206", "178"]),
        ("Seventy-five HIV-1 infected patients", ["Seventy-five"]),
        ("In the early group 462 subjects were included.", ["462"]),
        ("seven patients, although 3 had rash", ["seven", "3"]),
        ("cardiac arrest (1.5% [151/10 107] of the patients)", ["151", "10 107"]),
        ("In 12 (40%) and 5 (17%) patients, respectively, pain ceased.", ["12", "5"]),
        ("Sixty (60) children took part.", ["Sixty", "60"]),
        ("a 12-patient pilot study", ["12"]),
        ("22 warfarin recipients and 24 controls", ["22", "24"]),
        ("One patient died.", ["One"]),
        ("There were 458 and 459 patients in the arms.", ["458", "459"]),
        # no noun beside the number
        ("rituximab (n = 458) or placebo (N=12)", ["458", "12"]),
        ("seven patients (4 of whom were female)", ["seven", "4"]),
        ("Of 43 randomised, 38 completed the trial.", ["43", "38"]),
        ("To date 14 patients are evaluable; of these, eight (57%) responded.", ["14", "eight"]),
        ("There were 5 CR and 11 PR.", ["5", "11"]),
        ("Seventy patients were enrolled, 35 in each group.", ["Seventy", "35"]),
        # fractions
        ("38 out of 43 patients", ["38", "43"]),
        ("Swelling ceased in 3/6 patients.", ["3", "6"]),
        ("The overall response rate was 16/25 (64%).", ["16", "25"]),
        ("35 of 48 evaluable patients responded", ["35", "48"]),
        ("7 (64%) of 11 patients", ["7", "11"]),
        ("All but one of the 265 patients returned.", ["one", "265"]),
        # numbers that lean on another count
        ("Nine subjects were girls and six were African-American.", ["Nine", "six"]),
        ("Of the 29 patients, 16 were men and 13 were women.", ["29", "16", "13"]),
        ("It ceased in all 7 patients, with softening in 5, and growth in 2 of 3 children.", ["7", "5", "2", "3"]),
        ("Patients were assigned: 224 patients to A and 225 to B.", ["224", "225"]),
        ("Only 1 of 218 patients taking rituximab but 7 of 117 taking placebo", ["1", "218", "7", "117"]),
        ("34 patients received rituximab (18) or placebo (16).", ["34", "18", "16"]),
        ("43 IIM (15 antisynthetase syndrome, 16 dermatomyositis, 12 polymyositis)", ["43", "15", "16", "12"]),
    ],
)
def test_numbers_that_count_people(counter: Counter, text: str, counts: list[str]) -> None:
    assert numbers(counter(text)) == counts


@pytest.mark.parametrize(
    "text",
    [
        "in 38% of patients",
        "the tenth patient and the 10th patient",
        "patients aged 7.7 to 16.1 years",
        "two infusions and 3 cycles",
        "16 treatment centres and 8 hospitals",
        "67 eyes, 12 lesions and 4 studies",
        "In 30 eyes, 12 (40%) improved.",
        "patient one and patient 2 improved",
        "a phase 2 trial in grade 3 or 4 disease",
        "between 1969 and 1995",
        "on March 12, 2007",
        "for 6 weeks and 12 months",
        "two groups and 2 arms",
        "100 patient-years",
        "three control groups",
        "at a 1:1 ratio",
        "a score of 8 of 10",
        "The sensitivity was 92% (118 of 128).",
        "IL-6, CD4 and COVID-19 were measured",
        "less than 4 dropped",
        "They had (1) pain in asthma, (2) fever and (3) rash.",
    ],
)
def test_numbers_that_count_nobody(counter: Counter, text: str) -> None:
    assert numbers(counter(text)) == []


def test_a_fraction_knows_its_denominator(counter: Counter) -> None:
    part, whole = mentions(counter("35 of 48 evaluable patients"), SAMPLE_SIZE)
    assert (part._.value, whole._.value) == (Count(35, 48, False), Count(48, None, True))


def test_offsets_are_those_of_the_number_only(counter: Counter) -> None:
    text = "Thirty-four patients came."
    (span,) = mentions(counter(text), SAMPLE_SIZE)
    assert text[span.start_char : span.end_char] == "Thirty-four"


def test_bibliographic_facts_count_nobody(counter: Counter) -> None:
    text = "Cited by 12 patients 2007. In all, 8 patients came."
    source = Source("d", "d.txt", "text", "0" * 64, text)
    sections = (Section("citation", 0, 26), Section("results", 26, len(text)))
    clean = CleanDoc(source, "generic", text, (Kept(0, len(text), 0),), (), sections, BibFacts())
    assert numbers(counter(text, clean)) == ["8"]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "(" * 100_000,
        "1/2 of 3 (4%) " * 8_000,
        "12 (40%) " * 10_000,
        "1, " * 30_000 + "patients",
        "[1] and 2 of " * 8_000,
    ],
    ids=["digits", "brackets", "fractions", "shares", "list", "mixed"],
)
def test_hostile_text_takes_no_more_than_linear_time(counter: Counter, text: str) -> None:
    started = time.perf_counter()
    counter(text)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 05/96 and 07/97, ten patients were operated on.", ["ten"]),
        ("T3-4 rectal cancer patients were treated.", []),
        ("In the placebo group two patients died; in group two patients did not.", ["two"]),
        ("7654321\nForty-two patients were treated.", ["Forty-two"]),
        ("Ten patients took the pill (Ovarin 2/40) for a week.", ["Ten"]),
        ("Fever in 3, rash in 4 and headache in 7 patients were seen.", ["3", "4", "7"]),
        ("It was seen in one patient with gout, in 34 with asthma and in 36 with eczema.", ["one", "34", "36"]),
        (
            "Ten patients (six women) with hepatitis (viral, 4; toxic, 5; other, 1) slept.",
            ["Ten", "six", "4", "5", "1"],
        ),
        ("In 35 patients the plan was changed (19 extra scans, 16 new scans).", ["35"]),
    ],
)
def test_lists_codes_and_distant_breakdowns(counter: Counter, text: str, expected: list[str]) -> None:
    assert numbers(counter(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At week 12, ACR 20 (60% v 40%) and PASI 75 (50% v 30%) were met by ten patients.", ["ten"]),
        ("Ten patients had PASI-50 (60%) and ACR 20/50/70 (70%).", ["Ten"]),
        ("Ten patients slept, with 3 withdrawing because of fever.", ["Ten", "3"]),
    ],
)
def test_indices_count_nobody_and_those_who_leave_are_people(counter: Counter, text: str, expected: list[str]) -> None:
    assert numbers(counter(text)) == expected
