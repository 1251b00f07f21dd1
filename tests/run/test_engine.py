"""The same work by one process, by workers of this machine and by a cluster: the same bytes."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from pipeline.config import RunSettings, load_config
from pipeline.errors import OutputError
from pipeline.run import cluster, engine
from pipeline.run.driver import run
from pipeline.run.plan import Shard
from pipeline.tables import load_manifest

ROOT = Path(__file__).parents[2]


def settings(**engine):
    default = load_config()
    tag = default.tag.model_copy(update={"ner": default.tag.ner.model_copy(update={"model": "none"})})
    return default.model_copy(update={"tag": tag, "run": RunSettings(shard_size=2, **engine)})


def contents(out):
    files = (*out.rglob("*.parquet"), out / "manifest.json")
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def free_address():
    """An address where nobody listens, and its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return f"tcp://127.0.0.1:{port}", str(port)


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
    address, port = free_address()
    started = [subprocess.Popen([*dask[0], "--host", "127.0.0.1", "--port", port, "--no-dashboard"])]
    started += [subprocess.Popen([*dask[1], address, "--nthreads", "1", "--no-dashboard"]) for _ in range(2)]
    yield address
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=20)


def test_two_workers_give_the_same_bytes(pages, alone, tmp_path):
    run([pages], tmp_path, settings(workers=2))
    assert contents(tmp_path) == alone


def test_few_shards_are_ever_in_memory(tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(engine, "write_shard", lambda *arguments: None)
    plan = ((place, taken.append(place) or Shard("aa", (), "f")) for place in range(20))
    with engine.open_engine(settings(workers=3), tmp_path) as process:
        done = process(plan)
        assert [next(done)[0], len(taken)] == [0, 2 * 3 + 1]
        assert [next(done)[0], len(taken)] == [1, 2 * 3 + 2]


def test_a_cluster_gives_the_same_bytes(pages, alone, tmp_path, scheduler):
    time.sleep(3)  # so that both workers are there
    run([pages], tmp_path, settings(scheduler=scheduler))
    assert contents(tmp_path) == alone


def test_a_scheduler_that_does_not_answer_is_named(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE_S", 0.2)
    with pytest.raises(OutputError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers there"):
        run([pages], tmp_path, settings(scheduler="tcp://127.0.0.1:1"))


@contextmanager
def started(program, *arguments):
    """A Dask program by hand; ended at the end."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments, "--no-dashboard"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def bare():
    """A scheduler that no worker has joined, its process and its address."""
    address, port = free_address()
    with started("scheduler", "--host", "127.0.0.1", "--port", port) as process:
        Client(address, timeout=60).close()  # it answers
        yield process, address


def test_a_scheduler_without_workers_is_named(pages, tmp_path, monkeypatch, bare):
    monkeypatch.setattr(cluster, "_NO_WORKER_S", 0.5)
    with pytest.raises(OutputError, match=f"{bare[1]}: no worker there for 0.5 s; start some"):
        run([pages], tmp_path, settings(scheduler=bare[1]))


def test_a_scheduler_that_dies_is_named_and_the_run_goes_on_later(pages, alone, tmp_path, bare):
    scheduler, address = bare
    gone = pytest.raises(OutputError, match=f"{address}: the scheduler went away; start it and run again")
    with started("worker", address, "--nthreads", "1"), gone:
        run([pages], tmp_path, settings(scheduler=address), lambda progress: scheduler.kill())
    assert run([pages], tmp_path, settings()).processed < 13
    assert contents(tmp_path) == alone


def test_a_cluster_whose_workers_leave_is_named_and_the_run_goes_on_later(pages, alone, tmp_path, monkeypatch, bare):
    monkeypatch.setattr(cluster, "_NO_WORKER_S", 0.5)
    monkeypatch.setattr(cluster, "_LOOK_S", 0.5)
    _, address = bare
    with started("worker", address, "--nthreads", "1", "--no-nanny") as worker:
        with Client(address, timeout=60) as client:
            client.wait_for_workers(1, timeout=60)
        with pytest.raises(OutputError, match=f"{address}: no worker there for 0.5 s; start some .* goes on where it"):
            run([pages], tmp_path, settings(scheduler=address), lambda progress: worker.kill())
    assert run([pages], tmp_path, settings()).processed < 13
    assert contents(tmp_path) == alone


def test_workers_that_join_later_get_work(tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(cluster, "process_shard", lambda *arguments: None)
    plan = ((place, taken.append(place)) for place in range(20))
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as machines,
        Client(machines) as client,
    ):
        done = cluster.on_cluster(client, plan, settings(), tmp_path)
        next(done)
        assert len(taken) == 2
        machines.scale(3)
        client.wait_for_workers(3, timeout=20)
        for _ in range(2):
            next(done)
        assert len(taken) >= 1 + 2 * 3  # 1 or 2 were done when the plan was asked again


def test_a_script_needs_no_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("from pipeline import Pipeline\nPipeline.from_config().run('.', 'out', workers=2)\n")
    (tmp_path / "a.txt").write_text("Methotrexate for arthritis\n\nTwo patients were given 15 mg a week.\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, check=True)
    assert load_manifest(tmp_path / "out").rows("documents") == 1


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
