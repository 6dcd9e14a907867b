"""The glyphs of a PDF page as MuPDF and PDFium read them, each with its place.

Places are in page space, as MuPDF shows the page. Spaces, and characters that an engine adds, do not count. Neither do
annotations.
"""

import ctypes
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pypdfium2
from pymupdf import mupdf
from pypdfium2 import raw as pdfium

from translation.formats.pdf.transform import Transform, page_dictionary, page_transform

Point = tuple[float, float]

# Ligatures stay one character, and glyphs are read where text for copying replaces them.
FLAGS = pymupdf.TEXT_INHIBIT_SPACES | pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_IGNORE_ACTUALTEXT
EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
# PDFium's result for a character that it has added.
GENERATED = 1


class PlacedGlyph(NamedTuple):
    """A glyph: its character, its origin, the middle of its box and the unit vector of its line."""

    character: str
    x: float
    y: float
    middle: Point
    direction: Point


def glyphs_by_mupdf(source: Path | pymupdf.Document, number: int) -> list[tuple[str, float, float]]:
    """Return the character, x and y of each glyph of a page, by its number from 0, as MuPDF reads it."""
    if isinstance(source, pymupdf.Document):
        return [each[:3] for each in read_by_mupdf(source[number])]
    with pymupdf.open(source) as document:
        return [each[:3] for each in read_by_mupdf(document[number])]


def glyphs_by_pdfium(path: Path, number: int) -> list[tuple[str, float, float]]:
    """Return the character, x and y of each glyph of a page, by its number from 0, as PDFium reads it."""
    with pymupdf.open(path) as document:
        transform = page_transform(page_dictionary(document, number))
    document = pypdfium2.PdfDocument(path)
    try:
        return [each[:3] for each in read_by_pdfium(document, number, transform)]
    finally:
        document.close()


def read_by_mupdf(page: pymupdf.Page) -> list[PlacedGlyph]:
    """Return the glyphs of a page as MuPDF reads them. Those outside of the page count, too."""
    structured = mupdf.FzStextPage(EVERYWHERE)
    device = mupdf.fz_new_stext_device(structured, mupdf.FzStextOptions(FLAGS))
    mupdf.fz_run_page_contents(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    blocks = pymupdf.TextPage(structured).extractRAWDICT()["blocks"]
    lines = (line for block in blocks for line in block.get("lines", ()))
    return [glyph for line in lines for glyph in _glyphs_of_line(line)]


def _glyphs_of_line(line: dict[str, Any]) -> Iterator[PlacedGlyph]:
    direction: Point = line["dir"]
    for span in line["spans"]:
        for each in span["chars"]:
            if not each["c"].isspace():
                (x, y), (x0, y0, x1, y1) = each["origin"], each["bbox"]
                yield PlacedGlyph(each["c"], x, y, ((x0 + x1) / 2, (y0 + y1) / 2), direction)


def read_by_pdfium(document: pypdfium2.PdfDocument, number: int, transform: Transform) -> list[PlacedGlyph]:
    """Return the glyphs of a page as PDFium reads them. `transform` is the page's map from the file to page space.

    Glyphs that have a text for copying are left out, because PDFium has only that text, all in one place.
    """
    page = document[number]
    text_page = page.get_textpage()
    try:
        text = text_page.raw
        indexes = _without_actual_text(text, range(pdfium.FPDFText_CountChars(text)))
        found = (_glyph(text, index, transform) for index in indexes)
        return [each for each in found if each is not None]
    finally:
        text_page.close()
        page.close()


def _without_actual_text(text: Any, indexes: Iterable[int]) -> Iterator[int]:
    """Yield the indexes of the characters that are not within marked content with a text for copying."""
    known: dict[int, bool] = {}
    for index in indexes:
        text_object = pdfium.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if address not in known:
            known[address] = bool(address) and _has_actual_text(text_object)
        if not known[address]:
            yield index


def _has_actual_text(text_object: Any) -> bool:
    marks = (
        pdfium.FPDFPageObj_GetMark(text_object, mark) for mark in range(pdfium.FPDFPageObj_CountMarks(text_object))
    )
    return any(
        pdfium.FPDFPageObjMark_GetParamValueType(each, b"ActualText") == pdfium.FPDF_OBJECT_STRING for each in marks
    )


def _glyph(text: Any, index: int, transform: Transform) -> PlacedGlyph | None:
    character = chr(pdfium.FPDFText_GetUnicode(text, index))
    if character.isspace() or pdfium.FPDFText_IsGenerated(text, index) == GENERATED:
        return None
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetCharOrigin(text, index, x, y):
        return None
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    x0, y0 = transform.point(x.value, y.value)
    middle = transform.point((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    along = transform.linear(matrix.a, matrix.b, 0, 0)[:2]
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1.0
    return PlacedGlyph(character, x0, y0, middle, (along[0] / length, along[1] / length))
