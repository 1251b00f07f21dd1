from pathlib import Path

import pytest

from pipeline.read import read_sources


def meta_of(tmp_path: Path, head: str) -> dict[str, list[str]]:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body><p>text</p></body></html>", encoding="utf-8")
    (source,) = read_sources(path)
    return {name: list(values) for name, values in source.meta.items()}


@pytest.mark.parametrize(
    ("head", "name", "values"),
    [
        ('<meta name="citation_doi" content=" 10.1/x ">', "citation_doi", ["10.1/x"]),
        ('<meta name="DC.Title" content="A trial">', "dc.title", ["A trial"]),
        ('<meta property="og:title" content="A trial">', "og:title", ["A trial"]),
        ("<title> A  trial | Site </title>", "title", ["A trial | Site"]),
        (
            '<meta name=citation_author content="A"><meta name=citation_author content="B">',
            "citation_author",
            ["A", "B"],
        ),
    ],
)
def test_meta_tags_stand_under_lower_case_names(tmp_path: Path, head: str, name: str, values: list[str]) -> None:
    assert meta_of(tmp_path, head)[name] == values


def test_other_meta_tags_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    assert meta_of(tmp_path, '<meta name="viewport" content="x"><meta name="citation_doi" content="">') == {}


@pytest.mark.parametrize(
    ("json", "name", "values"),
    [
        ('{"headline": "A trial"}', "ld:headline", ["A trial"]),
        ('{"isPartOf": {"@type": "Periodical", "name": "Lupus"}}', "ld:ispartof", ["Lupus"]),
        ('{"@graph": [{"author": [{"name": "A"}, {"name": "B"}]}]}', "ld:author", ["A", "B"]),
        ('[{"datePublished": "2018-09-19"}]', "ld:datepublished", ["2018-09-19"]),
    ],
)
def test_json_ld_is_read(tmp_path: Path, json: str, name: str, values: list[str]) -> None:
    assert meta_of(tmp_path, f'<script type="application/ld+json">{json}</script>')[name] == values


@pytest.mark.parametrize("json", ["{not json", "[" * 5000, '"text"', "null"])
def test_json_ld_that_cannot_be_read_is_passed_over(tmp_path: Path, json: str) -> None:
    assert meta_of(tmp_path, f'<script type="application/ld+json">{json}</script>') == {}
