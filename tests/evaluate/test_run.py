from hashlib import sha256

import pytest

from pipeline.document import Span, cut
from pipeline.errors import GoldError, OutputError
from pipeline.evaluate import evaluate_run
from pipeline.evaluate.run import rebuild_source
from pipeline.evaluate.score import Counts, Tally
from pipeline.tables import SCHEMAS, Manifest, ShardFiles, commit, shard_file, to_arrow, write_file

TEXT = "Menu\nRituximab helped."


def rows_of(text, doc_id="sub/page", source="sub/page.txt"):
    """What a run writes about a page whose first line is dropped and whose first word behind it is a drug."""
    dropped = Span(0, text.index("\n") + 1)
    clean, kept = cut(text, [dropped])
    word = clean.split()[0]
    place = {"start": 0, "end": len(word), "source_start": dropped.end, "source_end": dropped.end + len(word)}
    name = word.lower()
    return {
        "documents": [
            {
                "doc_id": doc_id, "source": source, "format": "text", "site": "generic",
                "source_sha256": sha256(text.encode()).hexdigest(), "text": clean,
                "kept": [k._asdict() for k in kept], "source_chars": len(text), "clean_chars": len(clean),
                "sections": [],
            }
        ],
        "removed": [{"doc_id": doc_id, "start": 0, "end": dropped.end, "text": text[: dropped.end], "rule": "menu"}],
        "mentions": [{"doc_id": doc_id, "mention_id": 0, "label": "DRUG", "text": word, **place, "rule": "planted"}],
        "drugs": [{"doc_id": doc_id, "name": name, "kind": "substance", "role": "intervention", "rule": "planted"}],
        "studies": [{"doc_id": doc_id, "title": "Another title", "year": 2007, "rule": "planted"}],
    }  # fmt: skip


@pytest.fixture
def run_dir(tmp_path):
    """Writes a result folder from rows by table, one dictionary a document."""

    def write(*documents):
        folder = tmp_path / "run"
        counts = {}
        for table in SCHEMAS:
            rows = [row for document in documents for row in document.get(table, [])]
            write_file(to_arrow(table, rows), shard_file(folder, table, "a"))
            counts[table] = len(rows)
        commit(folder, Manifest(litsift="1", shards=(ShardFiles(name="a", rows=counts),)))
        return folder

    return write


@pytest.fixture
def gold_dir(tmp_path, gold_of):
    folder = tmp_path / "gold"
    folder.mkdir()
    gold = gold_of(
        TEXT,
        [("DRUG", "Rituximab")],
        keep=["Rituximab helped."],
        study={"title": "Rituximab helped", "year": 2007},
        drugs=[{"name": "rituximab", "kind": "substance", "role": "intervention"}],
    )
    (folder / "page.txt.gold.json").write_text(gold.model_dump_json(exclude={"keep_text"}), encoding="utf-8")
    return folder


def test_a_run_is_scored_from_its_tables(gold_dir, run_dir):
    report = evaluate_run(gold_dir, run_dir(rows_of(TEXT)))
    counts, tallies = report.total.counts, report.total.tallies
    assert counts["cleaner.characters"] == Counts(16, 0, 0)
    assert counts["spans.DRUG.strict"] == Counts(1, 0, 0)
    assert counts["tables.drugs.full"] == Counts(1, 0, 0)
    assert tallies["mentions_in_article"] == Tally(1, 1)
    assert tallies["study"] == Tally(1, 2)
    assert list(report.documents) == ["page.txt"]


def test_documents_without_gold_do_not_count(gold_dir, run_dir):
    other = rows_of("Menu\nAspirin failed.", "other", "other.txt")
    report = evaluate_run(gold_dir, run_dir(other, rows_of(TEXT)))
    assert report.total.counts["spans.DRUG.strict"] == Counts(1, 0, 0)


def test_among_files_of_one_name_the_labelled_one_is_scored(gold_dir, run_dir):
    others = [rows_of("Menu\nAspirin failed.", f"{folder}/page", f"{folder}/page.txt") for folder in ("a", "z")]
    report = evaluate_run(gold_dir, run_dir(others[0], rows_of(TEXT), others[1]))
    assert report.total.counts["spans.DRUG.strict"] == Counts(1, 0, 0)


def test_the_report_is_the_same_for_the_same_run(gold_dir, run_dir):
    folder = run_dir(rows_of(TEXT))
    assert evaluate_run(gold_dir, folder).to_dict() == evaluate_run(gold_dir, folder).to_dict()


def test_a_document_that_failed_is_missed_altogether(gold_dir, run_dir):
    failure = {"errors": [{"source": "page.txt", "stage": "clean", "error": "CleanError", "message": "no article"}]}
    report = evaluate_run(gold_dir, run_dir(failure))
    assert report.failed == ["page.txt"]
    # Where the source text is not known, neither is its white space: the blank counts too.
    assert report.total.counts["cleaner.characters"] == Counts(0, 0, 17)
    assert report.total.counts["spans.DRUG.strict"] == Counts(0, 0, 1)
    assert report.total.tallies["study"] == Tally(0, 2)


def test_a_document_that_the_run_does_not_have_is_an_error(gold_dir, run_dir):
    with pytest.raises(GoldError, match=r"page\.txt: not in the run"):
        evaluate_run(gold_dir, run_dir())


def test_a_document_that_changed_since_it_was_labelled_is_an_error(gold_dir, run_dir):
    with pytest.raises(GoldError, match=r"page\.txt.*sha256"):
        evaluate_run(gold_dir, run_dir(rows_of("Menu\nRituximab failed.")))


def test_a_folder_without_results_is_an_error(gold_dir, tmp_path):
    with pytest.raises(OutputError):
        evaluate_run(gold_dir, tmp_path / "nothing")


def test_the_source_text_is_put_together_from_what_was_kept_and_removed():
    text = "Menu\nA trial. Advert. It helped.\nFooter"
    dropped = [Span(0, 5), Span(14, 22), Span(len(text) - 6, len(text))]
    clean, kept = cut(text, dropped)
    document = {"text": clean, "kept": [k._asdict() for k in kept], "source_chars": len(text)}
    removed = [{"start": start, "text": text[start:end]} for start, end in dropped]
    assert rebuild_source(document, removed) == text


def test_ranges_that_leave_a_hole_are_an_error():
    document = {"doc_id": "page", "text": "ab", "kept": [{"start": 0, "end": 2, "at": 0}], "source_chars": 3}
    with pytest.raises(OutputError, match="page: kept and removed ranges do not add up"):
        rebuild_source(document, [])
