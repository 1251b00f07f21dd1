import re

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tag.tokenizer import ClinicalTokenizer

tokenize = ClinicalTokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("600-mg/m2", ["600", "-", "mg", "/", "m2"]),
        ("375mg", ["375", "mg"]),
        ("3.5g", ["3.5", "g"]),
        ("1,250", ["1", ",", "250"]),
        ("CD4 count", ["CD4", "count"]),
        ("cocaine-induced", ["cocaine", "-", "induced"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


@given(st.text(alphabet=st.sampled_from("ab1,.- \n\t\u2009µ²()é"), max_size=60))
def test_no_character_is_lost(text: str) -> None:
    found = tokenize(text).text
    assert (len(found), re.sub(r"[\n\t]", " ", found)) == (len(text), re.sub(r"[\n\t]", " ", text))
