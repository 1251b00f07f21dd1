import hashlib
import os

import pytest

from pipeline.config import RunSettings, load_config
from pipeline.errors import OutputError, ReadError
from pipeline.run import engine, team
from pipeline.run.driver import Progress, run
from pipeline.tables import locked, read_table

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def config():
    return load_config()


def column(out, table, name):
    return read_table(out, table)[name].to_pylist()


def contents(out):
    files = (path for path in out.rglob("*.parquet"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_file_gives_a_document(folder, page, out, config):
    result = run([folder(a_txt=page, sub__b_txt=page)], out, config)
    assert column(out, "documents", "doc_id") == ["a", "sub/b"]
    assert (result.documents, result.processed, result.errors) == (2, 2, 0)


def test_same_work_again_is_no_work(folder, page, out, config, monkeypatch):
    pages = folder(a_txt=page)
    run([pages], out, config)
    before = contents(out)
    monkeypatch.setattr(team.Team, "begin", None)
    assert run([pages], out, config).processed == 0
    assert contents(out) == before


def test_same_work_elsewhere_gives_the_same_bytes(folder, page, tmp_path, config):
    pages = folder(a_txt=page, b_txt=page, c_txt="")
    for place in ("one", "two"):
        run([pages], tmp_path / place, config)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_changed_file_is_done_again_alone(folder, page, out, config):
    config = config.model_copy(update={"run": RunSettings(shard_size=1)})
    pages = folder(a_txt=page, b_txt=page, c_txt=page)
    run([pages], out, config)
    folder(b_txt=page + "\nA new line that was not there before, long enough to look like prose.\n")
    assert run([pages], out, config).processed == 1
    assert column(out, "documents", "doc_id") == ["a", "b", "c"]
    assert "new line" in column(out, "documents", "text")[1]


def test_a_changed_configuration_redoes_all(folder, page, out, config):
    pages = folder(a_txt=page, b_txt=page)
    run([pages], out, config)
    tag = config.tag.model_copy(update={"disable": ("litsift_numbers",)})
    assert run([pages], out, config.model_copy(update={"tag": tag})).processed == 2


def test_a_file_that_went_away_leaves_the_result(folder, page, out, config):
    pages = folder(a_txt=page, b_txt=page)
    run([pages], out, config)
    (pages / "a.txt").unlink()
    run([pages], out, config)
    assert column(out, "documents", "doc_id") == ["b"]
    assert len(list((out / "documents").iterdir())) == 1


def test_a_document_is_in_documents_or_in_errors(folder, page, out, config):
    result = run([folder(good_txt=page, empty_txt="")], out, config)
    assert column(out, "documents", "source") == ["good.txt"]
    assert column(out, "errors", "source") == ["empty.txt"]
    assert result.errors == 1


def test_a_crash_leaves_the_last_result_and_the_finished_shards(folder, page, out, config, monkeypatch):
    config = config.model_copy(update={"run": RunSettings(shard_size=1)})
    run([folder(a_txt=page)], out, config)
    pages = folder(b_txt=page, c_txt=page)
    real, done = engine.write_shard, []

    def dying(shard, parts, out):
        if done:
            raise KeyboardInterrupt
        done.append(shard)
        return real(shard, parts, out)

    monkeypatch.setattr(engine, "write_shard", dying)
    with pytest.raises(KeyboardInterrupt):
        run([pages], out, config)
    assert column(out, "documents", "doc_id") == ["a"]
    monkeypatch.undo()
    assert run([pages], out, config).processed == 1
    assert column(out, "documents", "doc_id") == ["a", "b", "c"]


def test_progress_counts_documents_and_their_share_of_the_input(folder, page, out, config):
    seen = []
    config = config.model_copy(update={"run": RunSettings(shard_size=1)})
    run([folder(a_txt=page, b_txt=page)], out, config, seen.append)
    assert seen == [Progress(1, 0.5), Progress(2, 1.0)]


def test_what_was_done_before_counts_as_progress(folder, page, out, config):
    pages = folder(a_txt=page)
    run([pages], out, config)
    seen = []
    run([pages], out, config, seen.append)
    assert seen == [Progress(1, 1.0)]


def test_a_limit_takes_the_first_documents(folder, page, out, config):
    result = run([folder(a_txt=page, b_txt=page, c_txt=page)], out, config, limit=2)
    assert (column(out, "documents", "doc_id"), result.documents) == (["a", "b"], 2)


def test_without_resume_all_is_done_again(folder, page, out, config):
    pages = folder(a_txt=page)
    run([pages], out, config)
    before = contents(out)
    assert run([pages], out, config, resume=False).processed == 1
    assert contents(out) == before


def test_a_strict_run_with_a_failure_keeps_the_last_result(folder, page, out, config):
    pages = folder(a_txt=page)
    run([pages], out, config)
    folder(b_txt="")
    with pytest.raises(OutputError, match=r"1 document\(s\) failed, the first: b\.txt: the file is empty"):
        run([pages], out, config, strict=True)
    assert column(out, "documents", "doc_id") == ["a"]


def test_two_runs_into_one_folder_do_not_mix(folder, page, out, config):
    with locked(out), pytest.raises(OutputError, match="another run is writing here"):
        run([folder(a_txt=page)], out, config)


def test_nothing_to_read_is_an_error(folder, out, config):
    with pytest.raises(ReadError, match="no documents here"):
        run([folder(picture_png="x")], out, config)


def test_readers_of_a_table_see_no_shard_before_its_commit(folder, page, out, config, monkeypatch):
    monkeypatch.setattr("pipeline.run.driver.commit", lambda out, manifest: None)
    run([folder(a_txt=page)], out, config)
    assert not (out / "documents").exists()


def test_clashing_names_stay_apart(folder, page, out, config):
    run([folder(a_txt=page, a_html=f"<html><body><p>{page}</p></body></html>")], out, config)
    assert column(out, "documents", "doc_id") == ["a.html", "a.txt"]


def test_a_missing_input_is_an_error(tmp_path, out, config):
    with pytest.raises(ReadError, match="nowhere"):
        run([tmp_path / "nowhere"], out, config)
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_an_error(folder, page, tmp_path, config):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        run([folder(a_txt=page)], tmp_path / "file", config)


def test_what_is_skipped_is_counted_by_reason_and_suffix(folder, page, out, config):
    result = run([folder(a_txt=page, b_png="x", c_png="x", d_css="x")], out, config)
    assert result.skipped == {("unknown kind of file", ".png"): 2, ("unknown kind of file", ".css"): 1}


def test_a_file_name_that_is_no_utf8_is_processed(tmp_path, page, out, config):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(page)
    with open(os.fsencode(tmp_path / "in") + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123
        file.write(b"\0")
    assert run([tmp_path / "in"], out, config).errors == 1
    assert column(out, "documents", "doc_id") == ["good"]
