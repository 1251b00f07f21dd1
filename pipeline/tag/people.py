"""Which nouns are people, and how to find the noun that a number counts."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.tag.tokens import text_of
from pipeline.tag.words import DASHES, Words

# Plural nouns for the people of a study.
PEOPLE = frozenset(
    # roles in a study
    "patients pts subjects participants volunteers cases controls recipients responders nonresponders completers "
    "noncompleters dropouts enrollees enrolees entrants respondents probands candidates relapsers progressors "
    "nonprogressors survivors nonsurvivors outpatients inpatients attendees vaccinees "
    "interviewees retirees refugees clients residents "
    # age and sex
    "people persons individuals children adults adolescents women men girls boys males females infants neonates "
    "newborns babies toddlers teenagers teens youths preschoolers schoolchildren pupils students elders seniors "
    "octogenarians nonagenarians centenarians "
    # family and work
    "mothers fathers parents siblings twins relatives members offspring caregivers carers spouses donors carriers "
    "workers employees nurses veterans soldiers athletes players runners cyclists "
    # habits and conditions
    "smokers nonsmokers exsmokers drinkers users nonusers addicts abusers asthmatics diabetics hypertensives "
    "alcoholics amputees primigravidas primiparas multiparas nulliparas gravidas epileptics schizophrenics cirrhotics "
    "hemiplegics paraplegics tetraplegics quadriplegics hemophiliacs haemophiliacs "
    # origin
    "whites blacks caucasians hispanics asians africans americans europeans latinos latinas".split()
)
PERSON = frozenset(
    "patient subject participant volunteer case control recipient responder nonresponder completer "
    "respondent proband survivor outpatient inpatient person individual child adult adolescent woman man "
    "girl boy male female infant neonate newborn baby toddler teenager student mother father parent sibling "
    "twin relative caregiver donor carrier smoker nonsmoker user diabetic asthmatic resident".split()
)
# "a 12-patient pilot study": the only nouns before which one person stands for many.
_STUDY_NOUNS = frozenset("study trial cohort series sample pilot group dataset database report".split())
# Nouns that make "patient" part of another thing: "100 patient-years", "3 case reports", "2 control groups".
_NOT_PEOPLE_AFTER = frozenset(
    "years year months month days day weeks visits visit groups group arms samples sample studies study "
    "reports report series populations cohorts characteristics records charts data interviews trials units "
    "hours sera numbers factors outcomes".split()
)

# What is counted besides people; named in front of a number ("67 eyes (n = 35)") it says what the number counts.
THINGS = frozenset(
    "eyes eye kidneys breasts limbs legs feet hands ears vessels arteries veins stones cysts polyps warts "
    "wounds knees hips teeth tooth lesions lesion samples sample specimens biopsies episodes events tumors "
    "tumours nodules ulcers joints fractures grafts implants embryos oocytes cells cell mice rats rabbits "
    "treatments procedures operations dogs animals strains isolates genes snps acuity vision".split()
)

# Words at which a noun phrase has ended or has not begun.
PHRASE_ENDS = frozenset(
    "of in with to for from by at on per after before among between during than versus vs v within without "
    "under over through until since into that which who whom whose if when while whereas as because although "
    "though then was were is are am be been being had has have having did do does will would could should "
    "may might can the a an this these those all each every both any some no not none there they it he she "
    "we our their its his her he respectively compared only more less later received underwent showed "
    "developed achieved completed died experienced withdrew remained became improved including".split()
)
_INSIDE_PHRASE = DASHES | {"/", "'", "’", "and", "or", "&"}
_PLURAL_LOOKALIKES = frozenset(
    "aids diabetes herpes ms mumps measles rabies previous diabetics overseas hiv always previous various "
    "less previously sars cns gis pbs tbs als mds ards copd ss".split()
)
_NOT_PLURAL_ENDINGS = ("ss", "us", "is", "ous", "ics")
# Nouns inside a phrase that take a number of their own: "20 type 2 diabetic subjects".
RANKED = frozenset("type stage grade class phase asa level nyha".split())
_RANGE = DASHES | {"/"}
_APOSTROPHES = frozenset({"'", "’"})
_MAX_PHRASE = 14
_SHORT_FORMS = "litsift_people_short_forms"


class CountedNoun(NamedTuple):
    """The noun that a number counts: whether it is people, and the position behind it."""

    is_people: bool
    end: int


def counted_noun(words: Words, i: int, *, singular: bool = False) -> CountedNoun | None:
    """Return the head of the noun phrase that begins at word `i`, just behind a number; None if there is no noun.

    `singular`: the number is one, so "patient" will do.
    """
    start, short_forms = i, _people_short_forms(words.doc)
    for _ in range(_MAX_PHRASE):
        if i >= len(words) or words.sentence[i] != words.sentence[start]:
            return None
        word = words[i]
        if (
            word in PEOPLE
            or words.text[i] in short_forms
            or (word in PERSON and _stands_for_people(words, i, singular))
        ):
            return CountedNoun(not _is_part_of_name(words, i), i + 1)
        if word in PHRASE_ENDS or _is_new_number(words, i):
            return None
        if word == "(":
            behind = _after_abbreviation(words, i)
            if behind is None:
                return None
            i = behind
            continue
        if word == "," and (i == start or not _adjective_comma(words, i)):
            return None
        if i == start and word in _INSIDE_PHRASE and not (word in DASHES and words[i + 1] in PEOPLE | PERSON):
            return None
        if not word.isalnum() and word not in _INSIDE_PHRASE and word != ",":
            return None
        if _is_plural(words, i) and words[i + 1] not in {"-", "/", "'", "’"}:
            return CountedNoun(False, i + 1)
        i += 1
    return None


def _people_short_forms(doc: Doc) -> frozenset[str]:
    """Return the abbreviations of people that the document defines: "breast cancer survivors (BCS)"."""
    if _SHORT_FORMS not in doc.user_data:
        text = text_of(doc)
        long_forms = ((form.text, text[form.long_start : form.long_end].lower()) for form in doc._.short_forms)
        doc.user_data[_SHORT_FORMS] = frozenset(short for short, form in long_forms if form.split()[-1] in PEOPLE)
    known: frozenset[str] = doc.user_data[_SHORT_FORMS]
    return known


def _is_new_number(words: Words, i: int) -> bool:
    """Whether a number begins at word `i` that is no part of the phrase: not "6-week" or "type 2"."""
    number = words.number_at(i)
    is_modifier = number is not None and number.end == i + 1 and words[i + 1] in DASHES
    is_rank = words[i - 1] in RANKED or (words[i - 1] in _RANGE and words[i - 3] in RANKED)  # "stage 1-3 patients"
    return number is not None and not is_modifier and not is_rank and not _ends_name(words, i)


def _ends_name(words: Words, i: int) -> bool:
    """Whether the number at word `i` is the end of a name: "40 HIV-1 infected patients", "12 COVID-19 patients"."""
    if words[i - 1] not in DASHES or not (words.glued[i - 1] and words.glued[i - 2]):
        return False
    return words.text[i - 2].isalnum() and not words.text[i - 2].isdigit() and words.number_before(i - 1) is None


def _stands_for_people(words: Words, i: int, singular: bool) -> bool:
    following = words[i + 1] if words[i + 1] not in DASHES else words[i + 2]
    return (singular and following not in _NOT_PEOPLE_AFTER) or (following in _STUDY_NOUNS and words[i - 1] in DASHES)


def _is_part_of_name(words: Words, i: int) -> bool:
    following = words[i + 1] if words[i + 1] not in DASHES else words[i + 2]
    if words[i] in PERSON and following in _STUDY_NOUNS:
        return False
    owns = following in _APOSTROPHES and words[i + 2] == "s"  # "2 women's hospitals"
    return owns or following in _NOT_PEOPLE_AFTER


def _after_abbreviation(words: Words, i: int) -> int | None:
    """Step over "(MS)" inside a noun phrase."""
    for j in range(i + 1, min(i + 5, len(words))):
        if words[j] == ")":
            return j + 1 if any(text.isupper() for text in words.text[i + 1 : j]) else None
    return None


def _adjective_comma(words: Words, i: int) -> bool:
    """A comma between adjectives ("healthy, nonsmoking men"), not one behind a noun phrase or a clause."""
    return not _is_plural(words, i - 1) and words[i + 1].isalpha() and words[i + 1] not in PHRASE_ENDS


def _is_plural(words: Words, i: int) -> bool:
    word = words[i]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NOT_PLURAL_ENDINGS):
        return False
    return word not in _PLURAL_LOOKALIKES and not words.text[i].isupper()
