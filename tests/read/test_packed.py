import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.config import ReadSettings
from tests.read.helpers import read, read_bytes

RIS = b"TY  - JOUR\nID  - %d\nTI  - Sedge\nER  -\n"
FILES = {
    "a.txt": b"Some words.",
    "deep/b.ris": RIS % 1 + RIS % 2,
    "c.bin": b"\0\1",
    "deep/page": b"<!DOCTYPE html><p>Hi</p>",
}


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(FILES)),
        ("x.tar", tarred(FILES)),
        ("x.tar.gz", tarred(FILES, "w:gz")),
        ("x.tgz", tarred(FILES, "w:gz")),
        ("x.tar.bz2", tarred(FILES, "w:bz2")),
        ("x.tar.xz", tarred(FILES, "w:xz")),
        ("x", zipped(FILES)),
    ],
)
def test_archives_are_read_like_folders(tmp_path: Path, name: str, data: bytes) -> None:
    result = read_bytes(tmp_path, name, data)

    assert [*result.sources] == [f"{name}/a.txt", f"{name}/deep/b.ris#1", f"{name}/deep/b.ris#2", f"{name}/deep/page"]
    assert result.sources[f"{name}/a.txt"].path == f"{name}/a.txt"
    assert result.skipped == {f"{name}/c.bin": "unknown kind of file"}
    assert result.errors == []


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), ("", gzip.compress)]
)
def test_packed_files_are_read(tmp_path: Path, suffix: str, pack) -> None:  # type: ignore[no-untyped-def]
    sources = read_bytes(tmp_path, f"b.ris{suffix}", pack(RIS % 1)).sources

    assert [*sources] == ["b#1"]


def test_archives_in_archives_are_read_one_level_deep(tmp_path: Path) -> None:
    inner = {"in.zip": zipped({"a.txt": b"One."}), "in.tar.gz": tarred({"b.txt.gz": gzip.compress(b"Two.")}, "w:gz")}
    deep = {"deep.zip": zipped({"deeper.zip": zipped(FILES)})}

    result = read_bytes(tmp_path, "x.zip", zipped({**inner, **deep, "z.txt": b"Three."}))

    assert {name: source.text for name, source in result.sources.items()} == {
        "x.zip/in.zip/a.txt": "One.",
        "x.zip/in.tar.gz/b.txt.gz": "Two.",
        "x.zip/z.txt": "Three.",
    }
    assert [error.partition(": ")[0] for error in result.errors] == ["x.zip/deep.zip/deeper.zip"]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "..\\out.txt", "C:\\out.txt"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_paths_out_of_an_archive_are_refused(tmp_path: Path, name: str, pack) -> None:  # type: ignore[no-untyped-def]
    result = read_bytes(tmp_path, "x.arc", pack({name: b"Evil.", "good.txt": b"Good."}))

    assert [*result.sources] == ["x.arc/good.txt"]
    assert [error.partition(": ")[2] for error in result.errors] == [
        "a path that leads out of the archive; it is not followed"
    ]


def test_links_and_devices_in_an_archive_are_never_followed(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("d.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)

    result = read_bytes(tmp_path, "x.tar", data.getvalue())

    assert not result.sources
    assert len(result.errors) == 3
    assert all("it is not followed" in error for error in result.errors)


def test_a_link_in_a_zip_is_the_text_of_its_target_and_nothing_more(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("l.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    (error,) = read_bytes(tmp_path, "x.zip", data.getvalue()).errors

    assert error == "x.zip/l.txt: a link or a device in an archive; it is not followed"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.txt.gz", gzip.compress(b"word " * 16_000_000)),
        ("x.zip", zipped({"a.txt": b"x" * 80_000_000})),
        ("x.zip", zipped({"in.zip": zipped({f"{i}.txt": b"word " * 8_000_000 for i in range(2)})})),
    ],
)
def test_a_bomb_is_stopped(tmp_path: Path, name: str, data: bytes) -> None:
    result = read_bytes(tmp_path, name, data, ReadSettings(max_ratio=100, max_document_mb=200))

    assert "looks like a zip bomb" in result.errors[-1]


def test_more_than_the_most_is_not_unpacked(tmp_path: Path) -> None:
    data = gzip.compress(os.urandom(10).hex().encode() * 200_000)

    (error,) = read_bytes(tmp_path, "x.txt.gz", data, ReadSettings(max_unpacked_mb=1)).errors

    assert error == ("x.txt.gz: holds more than 1 MB unpacked; split it, or raise read.max_unpacked_mb in the settings")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.gz", gzip.compress(b"words")[:-9]),
        ("x.txt.gz", b"\x1f\x8b\x08" + b"\xff" * 40),
        ("x.zip", zipped(FILES)[:-30]),
        ("x.zip", b"PK\x03\x04" + b"\0" * 50),
        ("x.txt.xz", lzma.compress(b"words" * 99)[:-9]),
        ("x.txt.bz2", bz2.compress(b"words" * 99)[:-9]),
        ("x.txt.gz", gzip.compress(gzip.compress(b"words"))),
    ],
)
def test_broken_packing_is_one_clear_line(tmp_path: Path, name: str, data: bytes) -> None:
    result = read_bytes(tmp_path, name, data)

    assert len(result.errors) == 1
    assert result.errors[0].startswith("x.")
    assert "\n" not in result.errors[0]


def test_a_broken_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"First words, long enough.", "b.txt": b"Second."}))
    data[data.index(b"a.txt") + 6] ^= 0xFF

    result = read_bytes(tmp_path, "x.zip", bytes(data))

    assert [*result.sources] == ["x.zip/b.txt"]
    assert result.errors[0].startswith("x.zip/a.txt: broken")


def test_an_archive_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    result = read_bytes(tmp_path, "x.tar", tarred({"a.txt": b"Words.", "b.txt": b"x" * 5000})[:3000])

    assert [*result.sources] == ["x.tar/a.txt"]
    assert {error.partition(":")[0] for error in result.errors} == {"x.tar/b.txt", "x.tar"}


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"words"}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1

    assert read_bytes(tmp_path, "x.zip", bytes(data)).errors == [
        "x.zip/a.txt: encrypted; unpack it with its password first"
    ]


def test_a_member_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    data = zipped({"a.txt": os.urandom(600_000).hex().encode(), "b.txt": b"Second."})

    result = read_bytes(tmp_path, "x.zip", data, ReadSettings(max_document_mb=1))

    assert [*result.sources] == ["x.zip/b.txt"]
    assert "larger than 1 MB" in result.errors[0]


def test_office_documents_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))

    assert read(tmp_path).skipped == {"a.docx": "unknown kind of file"}


def test_what_macs_add_is_skipped(tmp_path: Path) -> None:
    data = zipped({"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a.txt": b"Words."})

    assert read_bytes(tmp_path, "x.zip", data).skipped == {
        "x.zip/__MACOSX/._a.txt": "hidden",
        "x.zip/.DS_Store": "hidden",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)

    assert read(tmp_path).errors == ["a.txt: cannot be read (Permission denied); check the path and its permissions"]


def test_members_of_the_same_name_are_all_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for content in (b"Old words.", b"New words.", b"Newest words."):
            info = tarfile.TarInfo("a.txt")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

    result = read_bytes(tmp_path, "x.tar", data.getvalue())

    assert {name: source.text for name, source in result.sources.items()} == {
        "x.tar/a.txt": "Old words.",
        "x.tar/a.txt.1": "New words.",
        "x.tar/a.txt.2": "Newest words.",
    }
    assert result.skipped == {}


def test_a_sparse_member_is_not_unpacked(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.txt")
        content = b"0\n".ljust(512, b"\0")
        info.size = len(content)
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 40)}
        archive.addfile(info, io.BytesIO(content))

    assert read_bytes(tmp_path, "x.tar", data.getvalue()).errors == [
        "x.tar/a.txt: a sparse file in an archive; pack it again without --sparse"
    ]


def test_a_member_whose_name_is_no_utf_8_can_be_stored(tmp_path: Path) -> None:
    data = tarred({os.fsdecode(b"caf\xe9.txt"): b"Words."})

    assert [*read_bytes(tmp_path, "x.tar", data).sources] == [r"x.tar/caf\xe9.txt"]


def test_an_archive_whose_first_member_is_a_workbook_is_an_archive(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Title", "Year"), ("T", 2019)):
        book.active.append(row)
    workbook, data = io.BytesIO(), io.BytesIO()
    book.save(workbook)
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.xlsx", workbook.getvalue())
        archive.writestr("b.txt", "Words.")

    assert [*read_bytes(tmp_path, "x.zip", data.getvalue()).sources] == ["x.zip/a.xlsx#1", "x.zip/b.txt"]
