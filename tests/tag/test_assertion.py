import pytest
from spacy.language import Language

from pipeline.tag.attributes import DISEASE, mentions


def marked(nlp: Language, text: str, attribute: str) -> list[str]:
    return [span.text for span in mentions(nlp(text), DISEASE) if getattr(span._, attribute)]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("No severe infections were observed.", ["infections"]),
        ("No fever, rash or headache was seen.", ["fever", "rash", "headache"]),
        ("Patients without diabetes had asthma.", ["diabetes"]),
        ("She denied headache but had fever.", ["headache"]),
        ("None had nephritis.", ["nephritis"]),
        ("The absence of proteinuria was noted.", ["proteinuria"]),
        ("All were free of asthma.", ["asthma"]),
        ("Nephritis was not observed.", ["Nephritis"]),
        ("Fever did not occur. Rash did.", ["Fever"]),
        ("There was no difference in bleeding.", []),
        ("Not only nausea was common.", []),
        ("No patient died. Asthma improved.", []),
        ("Infections were common.", []),
    ],
)
def test_denied(name_tagger: Language, text: str, denied: list[str]) -> None:
    assert marked(name_tagger, text, "negated") == denied


def test_family(name_tagger: Language) -> None:
    assert marked(name_tagger, "A family history of psoriasis; asthma since birth.", "family") == ["psoriasis"]


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("The risk of bleeding in asthma.", ["bleeding"]),
        ("Prevention of migraine.", ["migraine"]),
        ("Migraine was treated.", []),
    ],
)
def test_hypothetical(name_tagger: Language, text: str, possible: list[str]) -> None:
    assert marked(name_tagger, text, "hypothetical")[:1] == possible
