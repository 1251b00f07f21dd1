from pipeline.view.summary import summary

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
