import hashlib
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.read import read_sources
from pipeline.read.decode import decode

GERMAN = "Die Patienten erhielten täglich 5 µg/ml, die Übelkeit ließ bei 20 °C nach."


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    assert decode("\ufeffa\r\nb\rc\n".encode(), "x") == "\ufeffa\r\nb\rc\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encodings_are_recognised(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "x").lstrip("\ufeff") == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Fièvre à 38 °C; 5 µg/kg – œdème; Müller", "cp1252"),
        ("García-Peña, Nuñez: “fiebre”, 5 ± 3 µg", "cp1252"),
        ("São Paulo, Gonçalves, João; 10 m² and 5 m³", "cp1252"),
        ("Wiśniewski, Łukasz, Żak: sedge fever", "cp1250"),
        ("Dvořák, Růžička, Novotný: sedge fever", "cp1250"),
        ("Лечение лихорадки осоки у детей", "cp1251"),
    ],
)
def test_western_and_eastern_letters_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x") == text


def test_a_declared_encoding_is_used() -> None:
    page = '<meta charset="windows-1251"><p>Пациенты</p>'

    assert decode(page.encode("cp1251"), "x") == page


def test_utf8_wins_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>5 µg</p>'

    assert decode(page.encode(), "x") == page


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "is empty"), (b" \r\n ", "is empty"), ("\ufeff\n".encode(), "holds no text"), (b"ab\0cd", "NUL.*offset 2")],
)
def test_files_without_text_are_errors(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    with pytest.raises(ReadError, match=rf"a\.txt: .*{message}"):
        list(read_sources(path))


def test_sha256_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfWords\r\n")

    (source,) = read_sources(path)

    assert source.sha256 == hashlib.sha256(b"\xef\xbb\xbfWords\r\n").hexdigest()
