from pathlib import Path

import pytest

from pipeline.clean import Cleaner
from pipeline.clean.profiles import load_sites, site_of
from pipeline.config import CleanSettings
from pipeline.document import Source
from pipeline.errors import ConfigError


def source(text: str, **meta: str) -> Source:
    return Source("doc", "doc.txt", "text", "0" * 64, text, meta={name: [value] for name, value in meta.items()})


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("Access keys\nItem in Clipboard\nMeSH terms\nLinkOut - more resources", "pubmed"),
        ("Add like\nAdd dislike\nAdd to saved papers", "qxmd-read"),
        ("Cited Authors\nStart / End Page\nPubmed Central ID\nPublished In", "scholars"),
        ("Original language English\nPublication status Published", "pure-portal"),
        ("Author links open overlay panel\nGet rights and content", "sciencedirect"),
        ("Item in Clipboard", "generic"),
        ("A page of no known site", "generic"),
    ],
)
def test_sites_are_recognised_by_several_signs(text: str, site: str) -> None:
    assert site_of(source(text), load_sites(None)).profile.name == site


def test_all_packaged_profiles_can_be_loaded() -> None:
    names = [site.profile.name for site in load_sites(None)]

    assert names[-1] == "generic"
    assert len(names) == len(set(names)) > 10


def test_a_users_profile_comes_first_and_adds_to_the_generic_one(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "name: mine\nmatch: {text: [acme library]}\nphrases: {menu: [borrow this]}\n", encoding="utf-8"
    )
    text = "Acme Library\nBorrow this\nSign in\nWe gave drugex to 12 children with panniculitis, and nine improved."

    doc = Cleaner(CleanSettings(sites=tmp_path)).clean(source(text))

    assert doc.site == "mine"
    assert {r.rule for r in doc.removed if "Borrow" in text[r.start : r.end]} == {"menu"}
    assert doc.text.strip().startswith("We gave")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name: [", "cannot be read as YAML"),
        ("match: {min: 1}", "'name'"),
        ("name: x\nfrases: {}", "'frases'"),
        ("name: x\ndrop: ['div[']", "cannot be read|Malformed|'drop'"),
    ],
)
def test_a_profile_that_cannot_be_used_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "bad.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(ConfigError, match=rf"bad\.yaml.*({message})"):
        load_sites(tmp_path)
