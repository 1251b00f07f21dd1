import pytest
from rich.console import Console

from pipeline.tables import SCHEMAS, Manifest, ShardFiles, commit, shard_file, to_arrow, write_file


@pytest.fixture
def results(tmp_path):
    """A function that makes a result folder of one shard out of rows by table."""

    def make(**rows):
        counts = {}
        for table in SCHEMAS:
            arrow = to_arrow(table, rows.get(table, []))
            write_file(arrow, shard_file(tmp_path, table, "aa"))
            counts[table] = arrow.num_rows
        commit(tmp_path, Manifest(litsift="1", shards=(ShardFiles(name="aa", rows=counts),)))
        return tmp_path

    return make


TEXT = "Seven patients\n\n\n\nwere given methotrexate 15 mg."


@pytest.fixture
def document():
    return {
        "doc_id": "a",
        "source": "a.txt",
        "format": "text",
        "site": "generic",
        "source_sha256": "0",
        "text": TEXT,
        "kept": [{"start": 0, "end": len(TEXT), "at": 0}],
        "source_chars": len(TEXT),
        "clean_chars": len(TEXT),
        "sections": [],
        "title": "A [bold]pilot[/bold] trial",
    }


@pytest.fixture
def mention():
    def make(number, label, words):
        start = TEXT.index(words)
        place = {"start": start, "end": start + len(words), "source_start": start, "source_end": start + len(words)}
        return {"doc_id": "a", "mention_id": number, "label": label, "text": words, "rule": "vocabulary", **place}

    return make


@pytest.fixture
def rendered():
    """A function that prints something and returns what stands in the terminal."""

    def render(content, width=160, coloured=False):
        console = Console(
            width=width, markup=False, force_terminal=coloured, color_system="standard" if coloured else None
        )
        with console.capture() as capture:
            console.print(content)
        return capture.get()

    return render
