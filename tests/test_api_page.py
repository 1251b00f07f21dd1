"""The examples of docs/api.md are run, in order, as they stand there."""

import doctest
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = """Methotrexate for arthritis: a pilot trial

Twelve patients were given methotrexate 15 mg once a week.
"""


def test_the_examples_work(tmp_path, monkeypatch):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE)
    (tmp_path / "pages" / "b.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(page, {}, "api.md", "docs/api.md", 0)
    assert len(examples.examples) > 10
    problems: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=problems.append)
    assert problems == []
