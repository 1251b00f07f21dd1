import pytest

from pipeline.tables import SCHEMAS, Manifest, commit, stage_shard, to_arrow


@pytest.fixture
def make_run(tmp_path):
    """A function that makes a result folder; each argument is a shard: its rows by table."""

    def make(*shards):
        folder = tmp_path / "run"
        staged = [
            stage_shard(folder, f"{place:02x}", {table: to_arrow(table, rows.get(table, [])) for table in SCHEMAS})
            for place, rows in enumerate(shards)
        ]
        commit(folder, Manifest(litsift="1", shards=tuple(staged)))
        return folder

    return make


@pytest.fixture
def drug():
    """A function that makes a row of `drugs`."""

    def make(name, **more):
        return {"doc_id": "a", "name": name, "rule": "vocabulary", **more}

    return make


@pytest.fixture
def document():
    """A function that makes a row of `documents`."""

    def make(doc_id, **facts):
        texts = dict.fromkeys(("source", "format", "site", "source_sha256", "text"), "x")
        return {"doc_id": doc_id, **texts, "kept": [], "source_chars": 1, "clean_chars": 1, "sections": [], **facts}

    return make
