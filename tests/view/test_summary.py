from pipeline.run.driver import RunResult
from pipeline.tables import load_manifest
from pipeline.view.summary import closing_lines, summary

ERROR = {"source": "b.txt", "stage": "read", "error": "ReadError", "message": "is empty"}
STUDY = {"doc_id": "a", "design": "case_series", "n_enrolled": 7, "rule": "r"}


def test_mentions_are_counted_by_label(rendered, results, mention):
    words = [("DOSE", "15 mg"), ("DRUG", "methotrexate"), ("DOSE", "15 mg")]
    run_dir = results(mentions=[mention(number, *found) for number, found in enumerate(words)])
    assert "DOSE 2, DRUG 1" in rendered(summary(run_dir, 160))


def test_errors_are_counted_by_kind(rendered, results):
    run_dir = results(errors=[ERROR, {**ERROR, "source": "c.txt"}])
    assert "ReadError 2" in rendered(summary(run_dir, 160))


def test_a_handful_of_studies_is_shown(rendered, results):
    assert "case_series" in rendered(summary(results(studies=[STUDY]), 160))


def test_many_studies_are_not_shown(rendered, results):
    run_dir = results(studies=[{**STUDY, "doc_id": str(number)} for number in range(50)])
    assert "case_series" not in rendered(summary(run_dir, 160))


def skipped(run_dir, counts):
    result = RunResult(1, 1, load_manifest(run_dir), {("no known format", suffix): n for suffix, n in counts.items()})
    [line] = [line for line in closing_lines(result, run_dir, 1.0) if line.startswith("Skipped")]
    return line


def test_the_ten_most_frequent_suffixes_are_named_and_the_others_counted(results):
    line = skipped(results(), {f".x{number:02}": number for number in range(1, 15)} | {"": 1000})
    assert line == "Skipped (no known format): 1,000 without suffix, 14 .x14, " + (
        ", ".join(f"{number} .x{number:02}" for number in range(13, 5, -1)) + ", 15 others"
    )


def test_a_suffix_does_not_steer_the_terminal(results):
    line = skipped(results(), {".\x1b[2J\n" + "x" * 200: 1})
    assert line == f"Skipped (no known format): 1 .\N{REPLACEMENT CHARACTER}[2J {'x' * 53}…"
