import pytest

from pipeline.tables import SCHEMAS, Manifest, commit, stage_shard, to_arrow


def _document(doc_id, **facts):
    return {
        "doc_id": doc_id,
        "source": f"{doc_id}.txt",
        "format": "text",
        "site": "generic",
        "source_sha256": "0",
        "text": f"Text of {doc_id}.",
        "kept": [],
        "source_chars": 1,
        "clean_chars": 1,
        "sections": [],
        **facts,
    }


def _drug(doc_id, name="methotrexate"):
    return {"doc_id": doc_id, "name": name, "aka": ["MTX"], "mentions": [1, 2], "rule": "vocabulary"}


@pytest.fixture
def document():
    """A function that makes a row of `documents`."""
    return _document


@pytest.fixture
def drug():
    """A function that makes a row of `drugs`."""
    return _drug


@pytest.fixture
def make_run(tmp_path):
    """A function that makes a result folder; each argument is a shard: its rows by table."""

    def make(*shards, name="run"):
        folder = tmp_path / name
        listed = []
        for place, rows in enumerate(shards):
            tables = {table: to_arrow(table, rows.get(table, [])) for table in SCHEMAS}
            listed.append(stage_shard(folder, f"{place:02x}", tables))
        commit(folder, Manifest(litsift="1", shards=tuple(listed)))
        return folder

    return make


@pytest.fixture
def run_dir(make_run):
    """Three documents in two shards: of 2019, of no year, and of 2020; and one that failed."""
    return make_run(
        {
            "documents": [_document("a", year=2019, journal="Gut"), _document("b")],
            "drugs": [_drug("a"), _drug("a", "folic acid"), _drug("b")],
            "errors": [{"source": "bad.txt", "stage": "read", "error": "ReadError", "message": "is empty"}],
        },
        {"documents": [_document("c", year=2020, journal="Ann. Rheum. Dis.: A/B é")], "drugs": [_drug("c", "placebo")]},
    )
