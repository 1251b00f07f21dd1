import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.cli import app
from pipeline.tables import read_table

PAGE = """A pilot trial of methotrexate in rheumatoid arthritis

Background: Methotrexate is used in rheumatoid arthritis. We treated 12 patients with methotrexate 15 mg once a week.
Results: Five patients (42%) achieved remission at week 24. One patient withdrew.
"""


@pytest.fixture
def litsift():
    """A function that runs the command and returns (exit status, stdout, stderr)."""

    def call(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return call


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A result folder with one document, `page`."""
    root = tmp_path_factory.mktemp("cli")
    (root / "page.txt").write_text(PAGE)
    assert CliRunner().invoke(app, ["run", str(root / "page.txt"), "--out", str(root / "out")]).exit_code == 0
    return root / "out"


def test_the_version_is_printed(litsift):
    assert litsift("--version") == (0, f"litsift {pipeline.__version__}\n", "")


def test_a_run_says_what_it_found_and_where(litsift, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    status, out, err = litsift("run", tmp_path, "--out", tmp_path / "out")
    assert status == 0
    assert "1 document, 1 processed, 0 failed" in out
    assert str(tmp_path / "out") in out
    assert "1 documents" in err


def test_a_second_run_has_nothing_to_do(litsift, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    litsift("run", tmp_path, "--out", tmp_path / "out")
    assert "nothing new to process" in litsift("run", tmp_path, "--out", tmp_path / "out")[1]


def test_workers_do_not_go_with_a_scheduler(litsift, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    status, _, err = litsift("run", tmp_path, "--out", tmp_path / "out", "--workers", 2, "--scheduler", "tcp://h:1")
    assert status == 2
    assert "does not go with --scheduler" in err


@pytest.mark.parametrize("content", [b"", b"   \n\n", bytes(range(256)) * 40, b"%PDF-1.7\n\x00\x01\x02"])
def test_a_page_that_cannot_be_read_fails_alone(litsift, tmp_path, content):
    (tmp_path / "good.txt").write_text(PAGE)
    (tmp_path / "bad.txt").write_bytes(content)
    status, out, _ = litsift("run", tmp_path, "--out", tmp_path / "out")
    assert status == 1
    assert "1 failed" in out
    assert read_table(tmp_path / "out", "errors")["source"].to_pylist() == ["bad.txt"]
    assert read_table(tmp_path / "out", "documents")["doc_id"].to_pylist() == ["good"]


def test_a_page_without_permission_fails_alone(litsift, tmp_path, monkeypatch):
    (tmp_path / "good.txt").write_text(PAGE)
    (tmp_path / "locked.txt").write_text(PAGE)
    real = Path.open

    def guarded(self, *arguments, **settings):
        if self.name == "locked.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *arguments, **settings)

    monkeypatch.setattr(Path, "open", guarded)
    status, _, _ = litsift("run", tmp_path, "--out", tmp_path / "out")
    assert status == 1
    [error] = read_table(tmp_path / "out", "errors").to_pylist()
    assert error["source"] == "locked.txt"
    assert "Permission denied" in error["message"]
    assert str(tmp_path) not in error["message"]


def test_binary_junk_in_a_page_of_markup_is_one_row(litsift, tmp_path):
    (tmp_path / "junk.html").write_bytes(b"\x00\xff<html>" + bytes(range(256)) * 9)
    litsift("run", tmp_path, "--out", tmp_path / "out")
    rows = {table: read_table(tmp_path / "out", table).num_rows for table in ("documents", "errors")}
    assert sum(rows.values()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "{dir}/nowhere", "--out", "{dir}/out"), "no such file or folder"),
        (("run", "{dir}/empty", "--out", "{dir}/out"), "no documents here"),
        (("run", "{dir}/page.txt", "--out", "{dir}/page.txt"), "cannot be written"),
        (("run", "{dir}/page.txt", "--out", "{dir}/out", "--config", "{dir}/nowhere.yaml"), "nowhere.yaml"),
        (("run", "{dir}/page.txt", "--out", "{dir}/out", "--config", "{dir}/typo.yaml"), "runn"),
        (("inspect", "{dir}/empty"), "no results here"),
        (("inspect", "{dir}/nowhere", "drugs"), "no results here"),
        (("explain", "{dir}/empty", "page"), "no results here"),
        (("export", "{dir}/empty", "drugs", "--out", "{dir}/x.csv"), "no results here"),
        (("compact", "{dir}/empty", "--out", "{dir}/x"), "no results here"),
        (("compact", "{dir}/empty", "--out", "{dir}/x", "--partition-by", "text"), "makes no partitions"),
        (("evaluate", "--gold", "{dir}/empty"), ".gold.json"),
        (("evaluate", "--gold", "{dir}/gold", "--raw", "{dir}/empty"), "x.txt"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(litsift, tmp_path, arguments, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "typo.yaml").write_text("runn: {}\n")
    write_gold(tmp_path, "x.txt")
    status, out, err = litsift(*(argument.format(dir=tmp_path) for argument in arguments))
    assert (status, out) == (2, "")
    assert err.startswith("litsift: ")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--out", "x"),
        ("run", "page.txt"),
        ("inspect", "DIR", "drugs", "--sql", "SELECT 1"),
        ("inspect", "DIR", "--doc", "page"),
        ("inspect", "DIR", "drugs", "--limit", "0"),
        ("inspect", "DIR", "--distinct"),
        ("inspect", "DIR", "--sql", "SELECT 1", "--distinct"),
        ("export", "DIR", "--out", "x.csv"),
        ("export", "DIR", "drugs"),
        ("export", "DIR", "drugs", "--out", "x.csv", "--format", "tsv"),
        ("export", "DIR", "drugs", "--out", "x", "--format", "parquet"),
        ("compact", "DIR"),
        ("compact", "DIR", "--out", "x", "--file-size", "0"),
        ("compact", "DIR", "--out", "x", "--format", "csv"),
        ("evaluate", "--gold", "DIR", "--update-floors"),
        ("evaluate", "--gold", "DIR", "--floors", "x.json", "--lower"),
        ("evaluate", "--gold", "DIR", "--run", "DIR", "--raw", "DIR"),
        ("nonsense",),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(litsift, arguments):
    status, out, err = litsift(*arguments)
    assert (status, out) == (2, "")
    assert "Usage" in err


def test_inspect_shows_an_overview_a_table_and_a_query(litsift, tables):
    assert "one row a dosing statement" in litsift("inspect", tables)[1]
    assert "generic" in litsift("inspect", tables, "documents")[1]
    assert "page" in litsift("inspect", tables, "documents", "--doc", "page")[1]
    assert "42" in litsift("inspect", tables, "--sql", "SELECT 6 * 7 AS answer FROM documents")[1]


@pytest.mark.parametrize("arguments", [("drugz",), ("drugs", "--doc", "x"), ("--sql", "SELEC")])
def test_inspect_names_what_is_not_there(litsift, tables, arguments):
    status, out, err = litsift("inspect", tables, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_explain_shows_the_document(litsift, tables):
    status, out, _ = litsift("explain", tables, "page")
    assert status == 0
    assert "A pilot trial of" in out


def test_export_writes_a_file_or_a_folder_and_says_which(litsift, tables, tmp_path):
    status, out, _ = litsift("export", tables, "drugs", "--out", tmp_path / "drugs.csv", "--bom")
    assert (status, out) == (0, f"{tmp_path}/drugs.csv\n")
    assert "methotrexate" in (tmp_path / "drugs.csv").read_text(encoding="utf-8-sig")
    assert litsift("export", tables, "drugs", "doses", "--out", tmp_path / "all", "--format", "jsonl")[0] == 0
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["doses.jsonl", "drugs.jsonl"]


def test_export_to_a_folder_is_csv_if_nothing_is_said(litsift, tables, tmp_path):
    assert litsift("export", tables, "drugs", "--out", tmp_path / "v1.2")[1] == f"{tmp_path}/v1.2/drugs.csv\n"


def test_compact_says_what_it_wrote(litsift, tables, tmp_path):
    status, out, err = litsift("compact", tables, "--out", tmp_path / "lake", "--file-size", "1")
    assert (status, err) == (0, "")
    assert out.startswith("10 tables, 10 files, ")
    assert (tmp_path / "lake" / "drugs").is_dir()


def test_compact_makes_delta_tables(litsift, tables, tmp_path):
    pytest.importorskip("deltalake")
    assert litsift("compact", tables, "--out", tmp_path / "lake", "--format", "delta")[0] == 0
    assert (tmp_path / "lake" / "drugs" / "_delta_log").is_dir()


def test_doctor_is_status_2_if_something_is_wrong(litsift, monkeypatch):
    from pipeline.doctor import Finding

    findings = [Finding("Python", True, "3.11"), Finding("disk space", False, "full; make room")]
    monkeypatch.setattr("pipeline.doctor.examine", lambda out: findings)
    assert litsift("doctor") == (2, "ok       Python: 3.11\nproblem  disk space: full; make room\n", "")
    monkeypatch.setattr("pipeline.doctor.examine", lambda out: findings[:1])
    assert litsift("doctor")[0] == 0


def write_gold(root, doc, sha256="0" * 64):
    tables = {"study": {}, "drugs": [], "doses": [], "diseases": [], "sample_sizes": [], "outcomes": []}
    gold = {"doc": doc, "sha256": sha256, "keep": [{"start": 0, "end": 20}], "spans": [], "tables": tables}
    (root / "gold").mkdir(exist_ok=True)
    (root / "gold" / f"{doc}.gold.json").write_text(json.dumps(gold))
    return root / "gold"


@pytest.fixture
def gold(tables, tmp_path):
    """Gold of `page.txt`, beside a folder `raw` that holds it."""
    sha256 = read_table(tables, "documents")["source_sha256"][0].as_py()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.txt").write_text(PAGE)
    return write_gold(tmp_path, "page.txt", sha256)


def test_evaluate_scores_a_run_or_runs_the_pages_itself(litsift, tables, gold, tmp_path):
    for name, arguments in (("1", ["--run", tables]), ("2", []), ("3", ["--raw", tmp_path / "raw"])):
        status, _, err = litsift("evaluate", "--gold", gold, "--json", tmp_path / name, *arguments)
        assert status == 0, err
    reports = [json.loads((tmp_path / name).read_text()) for name in ("1", "2", "3")]
    assert reports[0]["documents"] == ["page.txt"]
    assert reports[0] == reports[1] == reports[2]


def test_evaluate_shows_slips_on_request(litsift, tables, gold):
    plain, detailed = (litsift("evaluate", "--gold", gold, "--run", tables, *more)[1] for more in ([], ["--errors"]))
    assert len(detailed) > len(plain)


def test_a_figure_below_its_floor_is_status_1(litsift, tables, gold, tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"cleaner.characters": 1.0}')
    status, _, err = litsift("evaluate", "--gold", gold, "--run", tables, "--floors", floors)
    assert status == 1
    assert "below its floor: cleaner.characters" in err


def test_floors_are_lowered_only_on_request(litsift, tables, gold, tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"cleaner.characters": 1.0}')
    update = ("evaluate", "--gold", gold, "--run", tables, "--floors", floors, "--update-floors")
    assert litsift(*update)[0] == 1
    assert json.loads(floors.read_text())["cleaner.characters"] == 1.0
    assert litsift(*update, "--lower")[0] == 0
    assert json.loads(floors.read_text())["cleaner.characters"] < 1


def test_an_interruption_is_one_line(litsift, tmp_path, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.run.driver.run", interrupted)
    status, _, err = litsift("run", tmp_path, "--out", tmp_path / "out")
    assert (status, err) == (130, "litsift: interrupted; run again to go on where it stopped\n")


def test_standard_input_is_read(litsift, tmp_path):
    record = b"PMID- 7\nTI  - Methotrexate for arthritis\nAB  - Ten children had methotrexate 15 mg a week.\n"
    assert CliRunner().invoke(app, ["run", "-", "--out", str(tmp_path)], input=record).exit_code == 0
    assert "stdin#7" in litsift("inspect", tmp_path, "documents")[1]


def test_standard_input_stands_alone(litsift, tmp_path):
    status, _, err = litsift("run", "-", tmp_path, "--out", tmp_path)
    assert status == 2
    assert "stands alone" in err
