import csv
import gc
import hashlib
import json

import pytest
from openpyxl import load_workbook

from pipeline.errors import OutputError
from pipeline.export import excel, export_tables
from pipeline.tables import SCHEMAS

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def run_dir(make_run, drug):
    return make_run({"drugs": [drug("-x", aka=["a,b", "c"], mentions=[1, 2])]}, {"drugs": [drug("zinc")]})


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_csv_has_a_header_and_the_rows_in_order(run_dir, tmp_path):
    [path] = export_tables(run_dir, ["drugs"], tmp_path / "drugs.csv", "csv")
    assert rows_of(path) == [
        SCHEMAS["drugs"].names,
        ["a", "'-x", "a,b; c", "", "", "", "1; 2", "vocabulary", ""],
        ["a", "zinc", "", "", "", "", "", "vocabulary", ""],
    ]


def test_tsv_is_separated_by_tabs(run_dir, tmp_path):
    [path] = export_tables(run_dir, ["drugs"], tmp_path / "drugs.tsv", "tsv")
    assert rows_of(path, "\t")[2][:2] == ["a", "zinc"]


def test_a_mark_for_excel_is_written_on_request(run_dir, tmp_path):
    [plain] = export_tables(run_dir, ["drugs"], tmp_path / "plain.csv", "csv")
    [marked] = export_tables(run_dir, ["drugs"], tmp_path / "marked.csv", "csv", bom=True)
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_numbers_stay_numbers(make_run, tmp_path):
    outcome = {"doc_id": "a", "rule": "x", "n": 12, "before": -1.5, "after": 15.0, "p_op": "=", "p": 0.03}
    [path] = export_tables(make_run({"outcomes": [outcome]}), ["outcomes"], tmp_path / "o.csv", "csv")
    header, row = rows_of(path)
    shown = dict(zip(header, row, strict=True))
    assert [shown[name] for name in ("n", "before", "after", "p_op", "p")] == ["12", "-1.5", "15", "'=", "0.03"]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_text_is_quoted_and_numbers_are_not(make_run, tmp_path, form, delimiter):
    """A program that splits at semicolons would otherwise find the cell =1+1."""
    outcome = {"doc_id": "x;=1+1", "rule": 'a "b"\n=2', "n": 12, "before": -1.5}
    [path] = export_tables(make_run({"outcomes": [outcome]}), ["outcomes"], tmp_path / f"o.{form}", form)
    text = path.read_text(encoding="utf-8").partition("\n")[2]
    assert text.startswith(f'"x;=1+1"{delimiter}')
    assert '"a ""b""\n=2"' in text
    assert '""' not in text.replace('""b""', "")  # null is an empty field, no empty text
    assert f"{delimiter}12{delimiter}" in text
    assert f"{delimiter}-1.5{delimiter}" in text
    assert rows_of(path, delimiter)[1][0] == "x;=1+1"


def test_true_and_false_are_words(make_run, tmp_path):
    mention = {"doc_id": "a", "mention_id": 0, "label": "DRUG", "text": "x", "start": 0, "end": 1, "source_start": 0}
    run_dir = make_run({"mentions": [{**mention, "source_end": 1, "rule": "r", "negated": False}]})
    [path] = export_tables(run_dir, ["mentions"], tmp_path / "m.csv", "csv")
    assert rows_of(path)[1][SCHEMAS["mentions"].names.index("negated")] == "false"


def test_json_lines_keep_lists_nulls_and_text_as_they_are(run_dir, tmp_path):
    [path] = export_tables(run_dir, ["drugs"], tmp_path / "drugs.jsonl", "jsonl")
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (first["name"], first["aka"], first["mentions"], first["kind"]) == ("-x", ["a,b", "c"], [1, 2], None)
    assert list(second) == SCHEMAS["drugs"].names


def test_several_tables_are_files_in_a_folder(run_dir, tmp_path):
    paths = export_tables(run_dir, ["drugs", "doses"], tmp_path / "new" / "sheets", "tsv")
    assert paths == [tmp_path / "new" / "sheets" / "drugs.tsv", tmp_path / "new" / "sheets" / "doses.tsv"]
    assert rows_of(paths[1], "\t") == [SCHEMAS["doses"].names]


def test_several_tables_are_sheets_of_one_excel_file(run_dir, tmp_path):
    [path] = export_tables(run_dir, ["drugs", "doses"], tmp_path / "all.xlsx", "xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["drugs", "doses"]
    rows = list(book["drugs"].iter_rows(values_only=True))
    assert rows[0] == tuple(SCHEMAS["drugs"].names)
    assert rows[1][:3] == ("a", "'-x", "a,b; c")


def test_excel_gets_numbers_as_numbers_and_no_formula(make_run, tmp_path):
    outcome = {"doc_id": "=1+1", "rule": "#REF!", "n": 12, "before": -1.5}
    [path] = export_tables(make_run({"outcomes": [outcome]}), ["outcomes"], tmp_path / "o.xlsx", "xlsx")
    cells = dict(zip(SCHEMAS["outcomes"].names, load_workbook(path)["outcomes"][2], strict=True))
    assert (cells["n"].value, cells["before"].value) == (12, -1.5)
    assert (cells["doc_id"].value, cells["doc_id"].data_type) == ("'=1+1", "s")


def test_an_excel_file_has_the_same_bytes_each_time(run_dir, tmp_path, monkeypatch):
    written = [export_tables(run_dir, ["drugs"], tmp_path / name, "xlsx")[0] for name in ("a.xlsx", "b.xlsx")]
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in written}) == 1
    assert load_workbook(written[0]).properties.modified.year == 1980


@pytest.mark.parametrize("text", ["x" * 32_768, "\N{BROKEN HEART}" * 16_384])
def test_a_text_that_is_too_long_for_excel_is_named(make_run, drug, tmp_path, text):
    run_dir = make_run({"drugs": [drug(text)]})
    with pytest.raises(OutputError, match=r"drugs: 'name' of a is longer than the 32,767 .* export it to a \.csv"):
        export_tables(run_dir, ["drugs"], tmp_path / "drugs.xlsx", "xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]


def test_the_longest_text_that_excel_holds_is_written(make_run, drug, tmp_path):
    [path] = export_tables(make_run({"drugs": [drug("x" * 32_767)]}), ["drugs"], tmp_path / "drugs.xlsx", "xlsx")
    assert len(load_workbook(path)["drugs"]["B2"].value) == 32_767


def test_more_rows_than_a_sheet_holds_are_refused(run_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "SHEET_ROWS", 2)
    with pytest.raises(OutputError, match="drugs: has more than the 1 rows"):
        export_tables(run_dir, ["drugs"], tmp_path / "drugs.xlsx", "xlsx")
    assert not (tmp_path / "drugs.xlsx").exists()


def test_duplicates_are_left_out_on_request(make_run, document, tmp_path):
    run_dir = make_run(
        {"documents": [document("a")], "drugs": [{"doc_id": "a", "name": "zinc", "rule": "x"}]},
        {"documents": [document("b", duplicate_of="a")], "drugs": [{"doc_id": "b", "name": "iron", "rule": "x"}]},
    )
    paths = export_tables(run_dir, ["documents", "drugs", "errors"], tmp_path / "out", "csv", distinct=True)
    assert [[row[0] for row in rows_of(path)[1:]] for path in paths] == [["a"], ["a"], []]


def test_several_tables_do_not_fit_into_one_text_file(run_dir, tmp_path):
    with pytest.raises(OutputError, match=r"one \.csv file holds one table"):
        export_tables(run_dir, ["drugs", "doses"], tmp_path / "all.csv", "csv")


def test_an_unknown_table_is_answered_with_the_known(run_dir, tmp_path):
    with pytest.raises(OutputError, match=r"no table 'drug'.*diseases"):
        export_tables(run_dir, ["drug"], tmp_path / "x.csv", "csv")


@pytest.mark.parametrize("place", ["drugs", "drugs/x.csv"])
def test_nothing_is_written_among_the_files_of_a_run(run_dir, place):
    with pytest.raises(OutputError, match="the run's own files"):
        export_tables(run_dir, ["drugs"], run_dir / place, "csv")


def test_a_full_disk_is_one_line_and_leaves_nothing(run_dir, tmp_path, monkeypatch):
    """Warnings of what openpyxl left open would be an error here."""

    def full(*given, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.writestr", full)
    with pytest.raises(OutputError, match=r"drugs\.xlsx: no space left; free some and run again"):
        export_tables(run_dir, ["drugs", "doses"], tmp_path / "drugs.xlsx", "xlsx")
    gc.collect()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_place_that_cannot_be_written_is_one_line(run_dir, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        export_tables(run_dir, ["drugs"], tmp_path / "file" / "x.csv", "csv")
