import json
from io import StringIO

import pytest
from rich.console import Console

from pipeline.evaluate.report import Report, render
from pipeline.evaluate.score import Counts, Score


@pytest.fixture
def report():
    good, bad = Score(), Score()
    good.count("spans.DRUG.strict", Counts(3, 0, 0))
    good.tally("study", 1, 1)
    bad.count("spans.DRUG.strict", Counts(1, 1, 2))
    bad.count("spans.DOSE.strict", Counts(0, 0, 0))
    bad.slip("spans.DRUG.strict", "miss", "rituximab [bold]", "She took rituximab [bold].")
    return Report({"a.txt": good, "b.txt": bad}, failed=["c.txt"])


def printed(report, **options):
    console = Console(width=120, file=StringIO())
    console.print(render(report, **options))
    return console.file.getvalue()


def test_figures_are_of_all_documents(report):
    assert report.figures() == {"spans.DRUG.strict": pytest.approx(8 / 11), "study": 1.0}


def test_the_machine_readable_form_is_json_with_totals_documents_and_slips(report):
    content = json.loads(json.dumps(report.to_dict()))
    assert content["documents"] == ["a.txt", "b.txt"]
    assert content["failed"] == ["c.txt"]
    assert content["figures"] == {"spans.DRUG.strict": 0.7273, "study": 1.0}
    assert content["counts"]["spans.DRUG.strict"] == {
        "tp": 4, "fp": 1, "fn": 2, "precision": 0.8, "recall": 4 / 6, "f1": 8 / 11,
    }  # fmt: skip
    assert content["counts"]["spans.DOSE.strict"]["f1"] is None
    assert content["accuracies"]["study"] == {"right": 1, "of": 1, "share": 1.0}
    assert content["by_document"]["a.txt"]["figures"] == {"spans.DRUG.strict": 1.0, "study": 1.0}
    assert content["slips"] == [
        {
            "document": "b.txt", "figure": "spans.DRUG.strict", "kind": "miss", "words": "rituximab [bold]",
            "sentence": "She took rituximab [bold].",
        }
    ]  # fmt: skip


def test_people_see_figures_with_counts_and_what_failed(report):
    text = printed(report)
    (line,) = [line for line in text.splitlines() if "spans.DRUG.strict" in line]
    assert line.split()[1::2] == ["spans.DRUG.strict", "0.800", "0.667", "0.727", "4", "1", "2"]
    assert "c.txt" in text
    assert "rituximab" not in text


def test_slips_are_shown_on_demand_and_as_they_are_written(report):
    text = printed(report, errors=True)
    assert "miss  spans.DRUG.strict: rituximab [bold]" in text
    assert "She took rituximab [bold]." in text
