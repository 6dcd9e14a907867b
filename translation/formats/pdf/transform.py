"""From the file's coordinates to the page as shown, and back."""

from typing import NamedTuple, Self

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import Box


class Transform(NamedTuple):
    """An affine map, as PDF writes it: x' = a x + c y + e, y' = b x + d y + f.

    PyMuPDF's own matrices and points cost twenty times as much to work with.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point in the other coordinates."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The box around a box in the other coordinates."""
        xs, ys = zip(*(self.point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def linear(self, a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
        """The 2×2 part of a map in the other coordinates."""
        return (
            a * self.a + b * self.c,
            a * self.b + b * self.d,
            c * self.a + d * self.c,
            c * self.b + d * self.d,
        )

    def inverse(self) -> Self:
        """The way back. A map that has none gives all zeros, as MuPDF does."""
        return type(self)(*~pymupdf.Matrix(*self))


def page_transform(page: mupdf.PdfObj) -> Transform:
    """From the file's coordinates to a page as shown, with crop box, rotation and user unit."""
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_obj_transform(page, box, matrix)
    return Transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def file_of(document: pymupdf.Document) -> mupdf.PdfDocument:
    """The file that a document is.

    MuPDF has functions that give it too: `pdf_document_from_fz_document`, `pdf_get_bound_document`, `pdf_page.doc`, and
    PyMuPDF's `xref_set_key` calls one of them. When what they give is let go, MuPDF forgets the fonts of the document
    and all letters that it has rendered, which makes the next rendering of a page three times as slow.
    """
    return mupdf.PdfDocument(document.this)


def page_dictionary(document: pymupdf.Document, number: int) -> mupdf.PdfObj:
    """The object of the file that is a page."""
    return mupdf.pdf_lookup_page_obj(file_of(document), number)


def dictionary_of(page: pymupdf.Page) -> mupdf.PdfObj:
    """The object of the file that a loaded page is."""
    return mupdf.pdf_page_from_fz_page(page.this).obj()
