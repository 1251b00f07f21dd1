from pathlib import Path

import pytest

from pipeline.config import ReadSettings
from tests.read.helpers import parts, read_bytes

ENTRY = r"""@article{orme2019,
  title = {{L}archumab in \textit{Carex} fever: {\'e}t{\'e} with M\"uller \& Co},
  author = {Orme, Berta K. and M{\"u}ller, Anna and {Sedge and Fern Group}},
  journal = sedge, year = 2019, doi = {10.1000/s_1}, language = {english},
  abstract = "AIM: To test. RESULTS: 8 of 10 (80%) got 375 mg/m$^2$ of $\alpha$-blocker, P $<$ 0.05 -- {CO}$_{2}$.",
}
"""
MACRO = '@string{sedge = "Sedge Research"}\n'


def test_an_entry_is_its_title_and_abstract_in_unicode(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.bib", (MACRO + ENTRY).encode()).only

    assert parts(source) == [
        ("title", "Larchumab in Carex fever: été with Müller & Co"),
        ("abstract", "AIM: To test. RESULTS: 8 of 10 (80%) got 375 mg/m2 of α-blocker, P < 0.05 – CO2."),
    ]
    assert source.meta == {
        "citation_journal_title": ["Sedge Research"],
        "citation_date": ["2019"],
        "citation_doi": ["10.1000/s_1"],
        "citation_language": ["english"],
        "citation_author": ["Orme, Berta K.", "Müller, Anna", "Sedge and Fern Group"],
    }
    assert (source.doc_id, source.format) == ("a#10.1000/s_1", "bibtex")


def plain(key: str, title: str = "Sedge") -> str:
    return f"@misc{{{key}, title={{{title}}}}}\n"


@pytest.mark.parametrize("name", ["a.bib", "a.txt", "a"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_entries_are_told_by_content_and_named_by_their_keys(tmp_path: Path, name: str, mark: str, end: str) -> None:
    text = mark + "% a comment\n" * (name == "a.bib") + "@comment{x}\n" + plain("one") + plain("two")
    text = text if name == "a.bib" else mark + plain("one") + plain("two")

    assert [*read_bytes(tmp_path, name, text.replace("\n", end).encode()).sources] == ["a#one", "a#two"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("@misc{bad, title={never closed\n", "record bad: broken BibTeX"),
        (plain("bad", "{" * 5000 + "}" * 5000), "record bad: braces nested deeper than 50"),
        ("@misc{bad, year=2019}\n", "record bad: it has neither a title nor an abstract"),
        (plain("bad", "a\0b"), "record bad: a NUL character"),
        (plain("bad", "word " * 300_000), "the entry is larger than 1 MB"),
    ],
)
def test_a_broken_entry_costs_only_itself(tmp_path: Path, broken: str, message: str) -> None:
    data = (plain("one") + broken + plain("two")).encode()

    result = read_bytes(tmp_path, "a.bib", data, ReadSettings(max_document_mb=1))

    assert [*result.sources] == ["a#one", "a#two"]
    (error,) = result.errors
    assert message in error


@pytest.mark.parametrize("title", [r"\frac{", r"\begin{x}", "$$$", r"\\\\", "a ~ b", r"\verb|x", r"100 \% \foo{bar}"])
def test_odd_latex_is_never_fatal(tmp_path: Path, title: str) -> None:
    data = (plain("one") + plain("odd", title) + plain("two")).encode()

    assert {"a#one", "a#two"} <= {*read_bytes(tmp_path, "a.bib", data).sources}


@pytest.mark.parametrize(
    "text",
    [
        plain("one").strip() + " " + plain("two"),
        plain("one") + "\ufeff" + plain("two"),
        plain("one") + plain("two").replace("{", "\n{", 1),
        plain("one") + '@misc(two, title = {An (odd} # "o) word")\n',
        '@misc(one, title="Sedge (a trial)") ' + plain("two"),
        plain("one").strip() + "}," + plain("two"),
    ],
)
def test_entries_are_cut_wherever_they_begin(tmp_path: Path, text: str) -> None:
    result = read_bytes(tmp_path, "a.bib", text.encode())

    assert [*result.sources] == ["a#one", "a#two"]
    assert result.errors == []


def test_fields_outside_of_any_entry_are_an_error(tmp_path: Path) -> None:
    text = "@misc{one, title={Sedge}},\n abstract={Lost}\n}\n" + plain("two")

    result = read_bytes(tmp_path, "a.bib", text.encode())

    assert [*result.sources] == ["a#one", "a#two"]
    assert [error.partition(" (")[0] for error in result.errors] == ["a.bib, record 2: fields outside of any entry"]
