import time
from pathlib import Path

import pytest

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.read import read_sources


def page(tmp_path: Path, html: str) -> Source:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    (source,) = read_sources(path)
    return source


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("one<br>two<hr>three", "one\ntwo\nthree"),
        ("375 mg/m<sup>2</sup> <b>rituxi</b>mab", "375 mg/m2 rituximab"),
        ("<p>  a \n\t b  </p>", "a b"),
        ("<p>a&nbsp;b &lt; 5 &#181;g &amp;mu;</p>", "a\u00a0b < 5 µg &mu;"),
        ("<table><tr><th>Journal<td>Lupus</table>", "Journal\nLupus"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<button>Yes</button><button>No</button>", "Yes\nNo"),
    ],
)
def test_blocks_break_lines_and_inline_elements_run_on(tmp_path: Path, html: str, text: str) -> None:
    assert page(tmp_path, html).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>5 mg</script>",
        "<style>5 mg</style>",
        "<!-- 5 mg -->",
        "<template><p>5 mg</p></template>",
        "<noscript>5 mg</noscript>",
        "<head><title>5 mg</title></head>",
        "<svg><text>5 mg</text></svg>",
    ],
)
def test_what_no_reader_sees_never_reaches_the_text(tmp_path: Path, hidden: str) -> None:
    assert page(tmp_path, f"<p>seen</p>{hidden}").text == "seen"


@pytest.mark.parametrize("attribute", ['style="display:none"', "hidden", 'aria-hidden="true"'])
def test_a_closed_tab_is_read(tmp_path: Path, attribute: str) -> None:
    assert page(tmp_path, f"<div {attribute}><p>Abstract text</p></div>").text == "Abstract text"


def test_elements_map_to_ranges_of_the_text(tmp_path: Path) -> None:
    source = page(tmp_path, "<p>Intro</p>\n<div class=ab> <p>We gave <i>5 mg</i>.</p> </div>")

    assert source.markup is not None
    (span,) = source.markup.select("div.ab")
    (inline,) = source.markup.select("i")
    assert source.text[span.start : span.end] == "We gave 5 mg."
    assert source.text[inline.start : inline.end] == "5 mg"


def test_select_leaves_out_elements_without_text(tmp_path: Path) -> None:
    source = page(tmp_path, "<p></p><p>a</p>")

    assert source.markup is not None
    assert len(source.markup.select("p")) == 1


def test_elements_carry_the_words_of_their_attributes(tmp_path: Path) -> None:
    source = page(tmp_path, '<div id="relatedArticles" class="pb-ad side_bar" role="banner">x</div>')

    assert source.markup is not None
    words = {element.tag: element.words for element in source.markup.elements()}
    assert words["div"] == {"related", "articles", "pb", "ad", "side", "bar", "banner"}


def test_unclosed_and_crossed_tags_are_read(tmp_path: Path) -> None:
    assert page(tmp_path, "<td><p><b>a</i><ul><li>b<li>c</td><p>d").text.split() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("html", ["<div>" * 20_000 + "deep", "<p><b><i>x" * 10_000])
def test_deep_and_unclosed_nesting_takes_bounded_time(tmp_path: Path, html: str) -> None:
    started = time.process_time()

    assert page(tmp_path, html).text
    assert time.process_time() - started < 20


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="shows no text"):
        page(tmp_path, "<script>x</script>")
