"""Conversion between the coordinates of the file and those of the page as shown."""

from typing import NamedTuple, Self

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import Box


class Transform(NamedTuple):
    """An affine map as in PDF: x' = a x + c y + e, y' = b x + d y + f.

    PyMuPDF's own matrices and points are twenty times slower.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """Return the box around the image of a box."""
        xs, ys = zip(*(self.point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def linear(self, a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
        """Return the image of the 2×2 part of a map."""
        return (
            a * self.a + b * self.c,
            a * self.b + b * self.d,
            c * self.a + d * self.c,
            c * self.b + d * self.d,
        )

    def then(self, other: "Transform") -> "Transform":
        """Return the map that applies this map, and then the other."""
        e, f = other.point(self.e, self.f)
        return Transform(*other.linear(self.a, self.b, self.c, self.d), e, f)

    def inverse(self) -> Self:
        """Return the inverse map, or zeros if there is none, as in MuPDF."""
        return type(self)(*~pymupdf.Matrix(*self))


def page_transform(page: mupdf.PdfObj) -> Transform:
    """Return the map from the file's coordinates to the page as shown, with crop box, rotation and user unit."""
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_obj_transform(page, box, matrix)
    return Transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def file_of(document: pymupdf.Document) -> mupdf.PdfDocument:
    """Return MuPDF's own object for a document.

    Do not use `pdf_document_from_fz_document`, `pdf_get_bound_document` or `pdf_page.doc` for this. When their result
    is freed, MuPDF drops the document's fonts and all rendered glyphs, and the next rendering of a page takes three
    times as long. (PyMuPDF's `xref_set_key` calls one of them.)
    """
    return mupdf.PdfDocument(document.this)


def page_dictionary(document: pymupdf.Document, number: int) -> mupdf.PdfObj:
    """Return the dictionary of a page, by its number from 0."""
    return mupdf.pdf_lookup_page_obj(file_of(document), number)


def dictionary_of(page: pymupdf.Page) -> mupdf.PdfObj:
    """Return the dictionary of a loaded page."""
    return mupdf.pdf_page_from_fz_page(page.this).obj()
