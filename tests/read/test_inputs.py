from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.read import find_inputs, read_sources


def put(folder: Path, name: str, content: bytes = b"Some text.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_inputs_of_a_folder_are_sorted_files_of_known_suffixes(tmp_path: Path) -> None:
    wanted = [put(tmp_path, name) for name in ("a.txt", "b/c.HTML", "d.htm")]
    for name in ("x.pdf", ".hidden.txt", ".git/e.txt", "noext"):
        put(tmp_path, name)

    assert find_inputs(tmp_path) == wanted


def test_the_input_of_a_file_is_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt")

    assert find_inputs(path) == [path]


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        find_inputs(tmp_path / "missing")


def test_doc_id_is_the_path_below_the_root_without_suffix(tmp_path: Path) -> None:
    path = put(tmp_path, "lupus/2018/page.one.txt")

    (source,) = read_sources(path, tmp_path)

    assert (source.doc_id, source.path) == ("lupus/2018/page.one", "lupus/2018/page.one.txt")


def test_a_file_can_be_its_own_root(tmp_path: Path) -> None:
    path = put(tmp_path, "page.txt")

    (source,) = read_sources(path, path)

    assert source.doc_id == "page"


@pytest.mark.parametrize(
    ("name", "content", "format_name"),
    [
        ("a.txt", b"Plain words.", "text"),
        ("a.html", b"<p>Words.</p>", "html"),
        ("a.txt", b"  <!DOCTYPE html><p>Words.</p>", "html"),
        ("a.txt", b"\xef\xbb\xbf<HTML><p>Words.</p></HTML>", "html"),
        ("a.txt", b"The tag <html> opens a page.", "text"),
    ],
)
def test_content_decides_before_the_suffix(tmp_path: Path, name: str, content: bytes, format_name: str) -> None:
    path = put(tmp_path, name, content)

    (source,) = read_sources(path, tmp_path)

    assert source.format == format_name


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx")

    with pytest.raises(ReadError, match=r"unknown kind of file '\.docx'.*\.html.*\.txt"):
        list(read_sources(path, tmp_path))
