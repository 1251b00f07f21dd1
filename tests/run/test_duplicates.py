"""`duplicate_of`: the same article twice is told, both rows stay."""

import pytest

from pipeline.normalize.text_print import text_marks
from pipeline.run.duplicates import mark_duplicates
from pipeline.tables import SCHEMAS, Manifest, commit, find_shard, load_manifest, read_table, stage_shard, to_arrow

TITLE = "Larchumab in sedge fever: a randomised trial"
ABSTRACT = " ".join(f"abstract{n} of the first article {n % 7}" for n in range(60))
ARTICLE = f"Sedge Research 12 (3) Berta Orme {ABSTRACT} " + " ".join(f"body{n} goes on {n % 5}" for n in range(900))
LONG = " ".join(f"word{n} of the abstract number {n % 7}" for n in range(60))


def document(doc_id, **facts):
    text = facts.pop("text", doc_id)
    row = {"doc_id": doc_id, "source": doc_id, "format": "text", "site": "generic", "source_sha256": "0", "text": text}
    return (
        row
        | {"kept": [], "sections": [], "source_chars": 1, "clean_chars": 1, "text_print": text_marks(text).print}
        | {"text_sample": text_marks(text).sample}
        | facts
    )


def stage(out, name, *rows):
    studies = [{"doc_id": row["doc_id"], "rule": "r"} for row in rows]
    given = {"documents": rows, "studies": studies}
    return stage_shard(out, name, {table: to_arrow(table, given.get(table, ())) for table in SCHEMAS})


def marks(out, *shards):
    commit(out, mark_duplicates(out, Manifest(litsift="1", shards=shards)))
    found = {table: read_table(out, table)["duplicate_of"].to_pylist() for table in ("documents", "studies")}
    assert found["documents"] == found["studies"]
    return found["documents"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"pmid": "12"}, {"pmid": "12"}, True),
        ({"pmid": "12"}, {"pmid": "13"}, False),
        ({"doi": "10.1/AB"}, {"doi": "10.1/ab"}, True),
        ({"doi": "10.1/a", "pmid": "12"}, {"doi": "10.1/a"}, True),
        ({"doi": "10.1/a", "pmid": "12"}, {"doi": "10.1/a", "pmid": "13"}, False),
        ({"pmid": "12"}, {"doi": "12"}, False),
        ({}, {}, False),
        ({"text": LONG}, {"text": LONG}, True),
        ({"text": LONG}, {"text": f"{LONG} Copyright 2020 the authors."}, True),
        ({"text": LONG}, {"text": f"{LONG[:900]} and then something else " * 2}, False),
        ({"text": "A short title"}, {"text": "A short title"}, False),
        ({"pmcid": "PMC12"}, {"pmcid": "PMC12"}, True),
        ({"text": ARTICLE}, {"text": ABSTRACT}, True),
        ({"text": ABSTRACT}, {"text": ARTICLE}, True),
        ({"text": ARTICLE, "pmid": "12"}, {"text": ABSTRACT, "pmid": "13"}, False),
        ({"text": ARTICLE, "doi": "10.1/a"}, {"text": ABSTRACT, "doi": "10.1/b"}, False),
        ({"text": ARTICLE}, {"text": f"{ABSTRACT[:600]} {LONG}"}, False),
        ({"text": f"{LONG} " * 9 + ABSTRACT}, {"text": ABSTRACT}, False),
        ({"text": LONG, "title": TITLE, "year": 2019}, {"title": f"{TITLE.upper()}.", "year": 2020}, True),
        ({"text": LONG, "title": TITLE, "year": 2019}, {"title": TITLE, "year": 2021}, False),
        ({"text": LONG, "title": TITLE, "year": 2019}, {"title": TITLE}, False),
        ({"text": LONG, "title": TITLE, "year": 2019}, {"text": ABSTRACT, "title": TITLE, "year": 2019}, False),
        ({"title": TITLE, "year": 2019, "doi": "10.1/a"}, {"title": TITLE, "year": 2019, "doi": "10.1/b"}, False),
        ({"title": "Sedge fever", "year": 2019}, {"title": "Sedge fever", "year": 2019}, False),
    ],
)
def test_what_makes_two_documents_the_same_article(tmp_path, one, other, same):
    shard = stage(tmp_path, "aa", document("a", **one), document("b", **other))
    assert marks(tmp_path, shard) == [None, "a" if same else None]


def test_all_copies_name_the_first_across_shards_and_reasons(tmp_path):
    shards = (
        stage(tmp_path, "bb", document("a", pmid="1")),
        stage(tmp_path, "aa", document("b", pmid="1", doi="10.1/x"), document("c", doi="10.1/x")),
    )
    assert marks(tmp_path, *shards) == [None, "a", "a"]


def test_marks_follow_what_is_in_the_run(tmp_path):
    first, second = stage(tmp_path, "aa", document("a", pmid="1")), stage(tmp_path, "bb", document("b", pmid="1"))
    assert marks(tmp_path, first, second) == [None, "a"]
    [_, marked] = load_manifest(tmp_path).shards
    assert marks(tmp_path, find_shard(tmp_path, "bb", marked.marks)) == [None]


def test_a_shard_whose_marks_stand_is_not_written_again(tmp_path):
    marks(tmp_path, stage(tmp_path, "aa", document("a", pmid="1"), document("b", pmid="1")))
    mark_duplicates(tmp_path, load_manifest(tmp_path))
    assert not (tmp_path / ".staging").exists()


def test_a_kill_at_any_moment_of_a_commit_leaves_the_old_or_the_new_result(tmp_path, moments):
    out = tmp_path / "out"
    old = stage(out, "bb", document("b", pmid="1"))
    assert marks(out, old) == [None]
    new = Manifest(litsift="1", shards=(stage(out, "aa", document("a", pmid="1")), old))
    seen = set()
    for killed in moments(out, lambda: commit(out, mark_duplicates(out, new))):
        found = read_table(killed, "documents").select(["doc_id", "duplicate_of"]).to_pylist()
        assert read_table(killed, "studies")["duplicate_of"].to_pylist() == [row["duplicate_of"] for row in found]
        seen.add(tuple(tuple(row.values()) for row in found))
    assert seen == {(("b", None),), (("a", None), ("b", "a"))}


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_an_abstract_inside_an_article_is_told_although_another_text_shares_some_of_it(tmp_path, order):
    shared = " ".join(ABSTRACT.split()[:130])
    sibling = f"{shared} " + " ".join(f"other{n} words of a sibling {n % 5}" for n in range(60))
    texts = {"a": sibling, "b": ABSTRACT, "c": ARTICLE}
    found = marks(tmp_path, stage(tmp_path, "aa", *(document(name, text=texts[name]) for name in order)))
    first, second = (name for name in order if name != "a")
    assert dict(zip(order, found, strict=True)) == {"a": None, first: None, second: first}


def test_an_identifier_that_the_first_document_lacks_is_not_taken_from_another(tmp_path):
    rows = [document("a", doi="10.1/x"), document("b", doi="10.1/x", pmid="1"), document("c", doi="10.1/x", pmid="2")]
    assert marks(tmp_path, stage(tmp_path, "aa", *rows)) == [None, "a", "a"]


def test_a_sample_is_the_same_wherever_a_text_stands():
    assert set(text_marks(ABSTRACT).sample) <= set(text_marks(ARTICLE).sample)
    assert text_marks(ABSTRACT[:200]).sample == []
