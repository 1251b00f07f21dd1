"""The same work by one process, by workers of this machine and by a cluster: the same bytes."""

import hashlib
import subprocess
import sys
import time

import pytest

from pipeline.config import RunSettings, load_config
from pipeline.errors import OutputError
from pipeline.run import engine, run


def settings(**engine):
    default = load_config()
    tag = default.tag.model_copy(update={"ner": default.tag.ner.model_copy(update={"model": "none"})})
    return default.model_copy(update={"tag": tag, "run": RunSettings(shard_size=2, **engine)})


def contents(out):
    files = (*out.rglob("*.parquet"), out / "manifest.json")
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = tmp_path_factory.mktemp("pages")
    for number in range(12):
        text = f"Methotrexate for arthritis: trial {number}\n\n{number + 2} patients were given 15 mg a week.\n"
        (root / f"{number:02}.txt").write_text(text)
    (root / "empty.txt").write_text("")
    return root


@pytest.fixture(scope="module")
def alone(pages, tmp_path_factory):
    out = tmp_path_factory.mktemp("alone")
    run([pages], out, settings())
    return contents(out)


@pytest.fixture(scope="module")
def scheduler():
    """A scheduler and two workers, each started by hand as docs/scaling.md says."""
    dask = (
        [sys.executable, "-m", "distributed.cli.dask_scheduler"],
        [sys.executable, "-m", "distributed.cli.dask_worker"],
    )
    address = "tcp://127.0.0.1:18786"
    started = [subprocess.Popen([*dask[0], "--host", "127.0.0.1", "--port", "18786", "--no-dashboard"])]
    started += [subprocess.Popen([*dask[1], address, "--nthreads", "1", "--no-dashboard"]) for _ in range(2)]
    yield address
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=20)


def test_two_workers_give_the_same_bytes(pages, alone, tmp_path):
    run([pages], tmp_path, settings(workers=2))
    assert contents(tmp_path) == alone


def test_a_cluster_gives_the_same_bytes(pages, alone, tmp_path, scheduler):
    time.sleep(3)  # so that both workers are there
    run([pages], tmp_path, settings(scheduler=scheduler))
    assert contents(tmp_path) == alone


def test_a_scheduler_that_does_not_answer_is_named(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_PATIENCE_S", 0.2)
    with pytest.raises(OutputError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers there"):
        run([pages], tmp_path, settings(scheduler="tcp://127.0.0.1:1"))


def test_a_run_that_is_killed_goes_on_where_it_stopped(pages, alone, tmp_path):
    (tmp_path / "settings.yaml").write_text("tag: {ner: {model: none}}\nrun: {shard_size: 2}\n")
    command = [sys.executable, "-m", "pipeline", "run", str(pages), "--out", str(tmp_path / "out")]
    run_ = subprocess.Popen([*command, "--config", str(tmp_path / "settings.yaml")])
    while not list(tmp_path.glob("out/.staging/errors/*.parquet")):
        time.sleep(0.05)
    run_.kill()
    run_.wait()
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert run([pages], tmp_path / "out", settings()).processed < 13
    assert contents(tmp_path / "out") == alone
