import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extract.arm_lists import arms_in_turn
from pipeline.tag import numbers, sentences  # noqa: F401
from pipeline.tag.attributes import DRUG, mention
from pipeline.tag.tokenizer import ClinicalTokenizer
from pipeline.tag.words import words_of

DRUGS = {"larchumab", "sedgeline", "ormexin"}


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.tokenizer = ClinicalTokenizer(nlp.vocab)
    nlp.add_pipe("litsift_sentences")
    nlp.add_pipe("litsift_numbers")
    return nlp


def told(nlp, text: str, count: int) -> list[str | None]:
    """The arms behind the words "in turn" of a text."""
    doc: Doc = nlp(f"Rash was seen in turn {text}")
    doc.spans[DRUG] = [mention(doc, t.i, t.i + 1, DRUG, rule="planted", value=None) for t in doc if t.lower_ in DRUGS]
    words = words_of(doc)
    return arms_in_turn(words, words.lower.index("turn") + 1, len(words), count)


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("with larchumab, sedgeline, and placebo, respectively.", ["larchumab", "sedgeline", "placebo"]),
        ("of patients with placebo, larchumab 5 mg and larchumab 9 mg, respectively.",
         ["placebo", "larchumab 5 mg", "larchumab 9 mg"]),
        ("for larchumab (5 mg, once, n = 4), sedgeline and ormexin, respectively.",
         ["larchumab (5 mg, once, n = 4)", "sedgeline", "ormexin"]),
        ("in the early and the late group, respectively.", []),  # the early what?
        ("with larchumab and placebo, respectively.", []),  # two names for three numbers
        ("with larchumab, sedgeline and placebo.", []),  # nothing says that they are told in turn
        ("at 2, 4 and 6 weeks, respectively.", []),
    ],
)  # fmt: skip
def test_names_of_a_list_are_told_in_turn(nlp, text, arms):
    assert told(nlp, text, 3) == arms
