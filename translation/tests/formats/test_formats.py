"""How the format of a file is recognised."""

from io import BytesIO
from typing import IO
from zipfile import ZipFile, is_zipfile

import pytest

from translation.exceptions import DocumentEmpty, FormatUnsupported, NotAPdf, TranslationError
from translation.formats import FORMATS, recognise
from translation.formats.base import Format
from translation.formats.pdf.declaration import PdfLimits
from translation.limits import Limits


@pytest.mark.parametrize(
    ("content", "name", "format"),
    [
        (b"%PDF-1.7", "a.pdf", "pdf"),
        (b"stray bytes %PDF-1.7", "a.txt", "pdf"),
        (b"text", "a.TXT", "text"),
        ("text".encode("utf-16"), "a.text", "text"),
    ],
)
def test_a_file_is_recognised_by_its_content_and_its_name(content: bytes, name: str, format: str) -> None:
    assert recognise(BytesIO(content), name).name == format


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.pdf", DocumentEmpty),
        (b" \n", "a.xyz", DocumentEmpty),
        (b"text", "a.PDF", NotAPdf),
        (b"x" * 1024 + b"%PDF-1.7", "a.pdf", NotAPdf),
        (b"\0\0", "a.txt", FormatUnsupported),
        (b"text", "a.xyz", FormatUnsupported),
        (b"text", "", FormatUnsupported),
    ],
)
def test_any_other_file_is_refused_with_what_is_wrong(content: bytes, name: str, error: type[TranslationError]) -> None:
    with pytest.raises(error):
        recognise(BytesIO(content), name)


def test_a_format_may_look_inside_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    def matches(file: IO[bytes], name: str) -> bool:
        return is_zipfile(file) and "book.xml" in ZipFile(file).namelist()

    monkeypatch.setitem(FORMATS, "book", Format("book", "Book", "application/x-book", (".book",), "none:None", matches))
    for member, recognised in (("book.xml", True), ("other.xml", False)):
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            archive.writestr("padding", bytes(10_000))
            archive.writestr(member, "<book/>")
        if recognised:
            assert recognise(file, "any name").name == "book"
        else:
            with pytest.raises(FormatUnsupported, match="PDF, Plain text, Book"):
                recognise(file, "any name")


def test_a_format_has_its_own_limits() -> None:
    assert PdfLimits.of(Limits()) == PdfLimits()
    assert PdfLimits.of(Limits(own={"pixels": 7, "sheets": 3})) == PdfLimits(pixels=7)
