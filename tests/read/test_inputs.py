import os
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.read import Skipped, find_files, read_sources


def put(folder: Path, name: str, content: bytes = b"Some text.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(*inputs: Path, skip: Path | None = None) -> dict[str, str]:
    return {file.name: file.doc_id for file in find_files(inputs, skip=skip) if not file.problem}


def problems(folder: Path) -> dict[str, str]:
    """What is left out below a folder, and why."""
    found = (file.problem for file in find_files([folder]))
    return {p.name: p.reason if isinstance(p, Skipped) else p.message for p in found if p}


def test_inputs_of_a_folder_are_sorted_files_of_known_suffixes(tmp_path: Path) -> None:
    wanted = [put(tmp_path, name) for name in ("a.txt", "d.htm", "b/c.HTML")]
    for name in ("x.png", ".hidden.txt", ".git/e.txt", "noext"):
        put(tmp_path, name)

    assert [file.path for file in find_files([tmp_path]) if not file.problem] == wanted
    assert problems(tmp_path) == {
        "x.png": "unknown kind of file",
        ".hidden.txt": "hidden",
        ".git": "hidden",
        "noext": "unknown kind of file",
    }


def test_a_file_of_unknown_suffix_counts_if_its_content_is_certain(tmp_path: Path) -> None:
    put(tmp_path, "export.dat", b"<PubmedArticleSet><PubmedArticle></PubmedArticle></PubmedArticleSet>")
    put(tmp_path, "page", b"<!DOCTYPE html><p>Words</p>")

    assert names(tmp_path) == {"export.dat": "export", "page": "page"}


def test_links_out_of_the_folder_and_in_circles_are_left_out(tmp_path: Path) -> None:
    inside = put(tmp_path, "in/a.txt")
    (tmp_path / "in" / "out.txt").symlink_to(put(tmp_path, "secret.txt"))
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "again.txt").symlink_to(inside)

    assert names(tmp_path / "in") == {"a.txt": "a", "again.txt": "again"}
    assert problems(tmp_path / "in") == {
        "out.txt": "a link out of the input folder",
        "self.txt": "a link to a folder, or to nothing",
    }


def test_a_named_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert problems(tmp_path) == {"pipe.txt": "no regular file"}
    with pytest.raises(ReadError, match="neither a file nor a folder"):
        names(tmp_path / "pipe.txt")


def test_folders_may_nest_deep(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 900)
    deep.mkdir(parents=True)
    put(deep, "a.txt")

    assert len(names(tmp_path)) == 1


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        names(tmp_path / "missing")


def test_a_document_is_called_by_its_path_without_suffix(tmp_path: Path) -> None:
    put(tmp_path, "lupus/2018/page.one.txt")
    put(tmp_path, "a.txt")

    assert names(tmp_path) == {"a.txt": "a", "lupus/2018/page.one.txt": "lupus/2018/page.one"}


def test_documents_that_would_share_a_name_keep_their_suffix(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "b.txt"):
        put(tmp_path, name)

    assert names(tmp_path) == {"a.txt": "a.txt", "a.html": "a.html", "b.txt": "b"}


def test_a_name_that_is_another_files_full_name_keeps_its_suffix(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.txt.html"):
        put(tmp_path, name)

    assert names(tmp_path) == {"a.txt": "a.txt", "a.html": "a.html", "a.txt.html": "a.txt.html"}


def test_a_single_file_is_called_by_its_name(tmp_path: Path) -> None:
    assert names(put(tmp_path, "deep/a.txt")) == {"a.txt": "a"}


def test_many_inputs_are_named_from_the_folder_that_holds_them_all(tmp_path: Path) -> None:
    put(tmp_path, "one/a.txt")
    put(tmp_path, "two/a.txt")

    assert names(tmp_path / "two", tmp_path / "one") == {"one/a.txt": "one/a", "two/a.txt": "two/a"}


def test_a_file_that_is_given_twice_is_one_document(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")

    assert names(tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt") == {"a.txt": "a"}


def test_results_below_the_input_folder_are_no_input(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "out/report.html")

    assert names(tmp_path, skip=tmp_path / "out") == {"a.txt": "a"}


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "a/page.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)

    assert names(tmp_path) == {"a/page.txt": "a/page"}


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

    (source,) = read_sources(path)

    assert source.format == format_name


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx")

    with pytest.raises(ReadError, match=r"unknown kind of file '\.docx'.*\.html.*\.txt"):
        list(read_sources(path))


def test_names_that_are_no_utf_8_can_be_stored_and_stay_distinct(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"d\xff")
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"\xe9.bin"):
        put(folder, os.fsdecode(name))

    assert names(tmp_path) == {r"d\xff/caf\xe8.txt": r"d\xff/caf\xe8", r"d\xff/caf\xe9.txt": r"d\xff/caf\xe9"}
    assert problems(tmp_path) == {r"d\xff/\xe9.bin": "unknown kind of file"}
    assert sorted(source.path for source in read_sources(tmp_path)) == [r"d\xff/caf\xe8.txt", r"d\xff/caf\xe9.txt"]
