import io
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tests.read.helpers import read_bytes


def pdf(*pages: str, password: str | None = None) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(300, 300)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode() if text else b"")
        page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.txt"])
def test_a_pdf_is_the_text_of_its_pages(tmp_path: Path, name: str) -> None:
    source = read_bytes(tmp_path, name, pdf("Larchumab in sedge fever", "We gave 5 mg.")).only

    assert source.text == "Larchumab in sedge fever\n\nWe gave 5 mg."
    assert (source.doc_id, source.format) == ("a", "pdf")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf("", ""), "a.pdf: 2 pages without text, scanned perhaps; run OCR over it first"),
        (pdf("Words", password="secret"), "a.pdf: encrypted; save it without a password"),
        (b"%PDF-1.7\nbroken", "a.pdf: broken PDF"),
        (pdf("Words")[:300], "a.pdf: "),
    ],
)
def test_a_pdf_that_cannot_be_read_is_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    (error,) = read_bytes(tmp_path, "a.pdf", data).errors

    assert error.startswith(message)
    assert "\n" not in error


def test_bytes_may_stand_before_a_pdf(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a", b"\0\r\n\xff" + pdf("Words")).only.text == "Words"


def test_a_text_about_pdf_is_a_text(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.txt", b"Files of this kind begin with %PDF-1.4 as a mark.").only.format == "text"
