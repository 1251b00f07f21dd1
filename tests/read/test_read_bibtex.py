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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"Sedge " # {fever}', "Sedge fever"),
        ('trial # " in " # sedge', "A trial in sedge"),
        ("TRIAL", "A trial"),
        ("{a} # 5 # may # unknown", "a5mayunknown"),
        (r'"G{\"o}del \"{e}"', "Gödel ë"),
        ("{A {nested {value}}}", "A nested value"),
    ],
)
def test_parts_of_a_value_are_joined_and_macros_filled_in(tmp_path: Path, value: str, text: str) -> None:
    data = f'@string{{Trial = "A " # "trial"}}\n@misc{{one, title = {value}, year = 2019}}\n'

    assert read_bytes(tmp_path, "a.bib", data.encode()).only.text == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"P {\textless} 0.05, \textgreater{}5, $\geq$ 3, 3{\textperiodcentered}5", "P < 0.05, >5, ≥ 3, 3·5"),
        (r"{\textbeta}-blocker, {\textmu}g, \textalpha", "β-blocker, μg, α"),
        (r"{\textless}i{\textgreater}Carex{\textless}/i{\textgreater}", "Carex"),
        (r"\v{S}koda na{\"\i}ve {\O}re \c{c}a, 5~mg, 10\,mg", "Škoda naïve Øre ça, 5 mg, 10 mg"),
        (r"\href{https://x.example/a_b}{sedge}", "sedge"),
        ("100% of C# & more, $5", "100% of C# & more, $5"),
    ],
)
def test_latex_becomes_the_signs_that_it_means(tmp_path: Path, latex: str, text: str) -> None:
    assert read_bytes(tmp_path, "a.bib", plain("one", latex).encode()).only.text.replace("\xa0", " ") == text


@pytest.mark.parametrize(
    "fields",
    [
        "title={Sedge}, title={Fern}, keywords={a}, keywords={b}, year={2019}",
        "title={Sedge} year={2019}",
        "title={Sedge}, {stray} words, year={2019},",
        "TITLE = {Sedge} , , Year=2019",
    ],
)
def test_fields_that_are_not_quite_right_are_read(tmp_path: Path, fields: str) -> None:
    source = read_bytes(tmp_path, "a.bib", f"@misc{{one, {fields}}}\n".encode()).only

    assert (source.text, source.meta) == ("Sedge", {"citation_date": ["2019"]})


def test_lines_that_an_export_wrapped_are_one_paragraph(tmp_path: Path) -> None:
    abstract = "We gave 5 mg\n   to 10\npeople.\nRESULTS: Fever\r\n\tfell.\n\nIt helps."

    assert read_bytes(tmp_path, "a.bib", f"@misc{{one, abstract={{{abstract}}}}}\n".encode()).only.text.split("\n") == [
        "We gave 5 mg to 10 people.",
        "RESULTS: Fever fell.",
        "It helps.",
    ]


def test_authors_are_divided_outside_of_braces(tmp_path: Path) -> None:
    data = "@misc{one, title={T}, author={Orme, Berta and\n {Sedge and Fern Group} and others}}\n"

    assert read_bytes(tmp_path, "a.bib", data.encode()).only.meta["citation_author"] == [
        "Orme, Berta",
        "Sedge and Fern Group",
    ]


def test_two_entries_of_one_key_are_both_read(tmp_path: Path) -> None:
    assert [*read_bytes(tmp_path, "a.bib", (plain("one") * 2).encode()).sources] == ["a#one", "a#one.2"]


def test_a_pubmed_eprint_is_the_pubmed_id(tmp_path: Path) -> None:
    data = "@misc{one, title={T}, eprint={987}, eprinttype={pubmed}}\n"

    assert read_bytes(tmp_path, "a.bib", data.encode()).only.meta == {"citation_pmid": ["987"]}


def plain(key: str, title: str = "Sedge") -> str:
    return f"@misc{{{key}, title={{{title}}}}}\n"


@pytest.mark.parametrize("name", ["a.bib", "a.txt", "a"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_entries_are_told_by_content_and_named_by_their_keys(tmp_path: Path, name: str, mark: str, end: str) -> None:
    text = mark + "% a comment\n" * (name == "a.bib") + "@comment{x}\n" + plain("one") + plain("two")
    text = text if name == "a.bib" else mark + plain("one") + plain("two")

    assert [*read_bytes(tmp_path, name, text.replace("\n", end).encode()).sources] == ["a#one", "a#two"]


# Each macro is twice the one before it.
DOUBLED = '@string{m0 = "word "}\n' + "".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" for n in range(1, 31))


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("@misc{bad, title={never closed\n", "record bad: broken BibTeX (a brace or a quote is never closed)"),
        ('@misc{bad, title="never closed}\n', "record bad: broken BibTeX (a brace or a quote is never closed)"),
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


def test_macros_of_macros_do_not_grow_without_end(tmp_path: Path) -> None:
    data = f"{DOUBLED}@misc{{one, title = m3}}\n@misc{{two, title = m30}}\n".encode()

    one, two = read_bytes(tmp_path, "a.bib", data).sources.values()

    assert (one.text, len(two.text) < 100_000) == (" ".join(["word"] * 8), True)


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
