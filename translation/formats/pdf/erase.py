"""Take text off a page without touching pictures, vector art or neighbours."""

from collections.abc import Iterable, Sequence

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.place import Strip
from translation.formats.pdf.text import HORIZONTAL, Box, Direction, turned_back

# A glyph goes when the strip meets its box. A thin strip above the baseline spares the lines above and below.
STRIP_TOP, STRIP_BOTTOM = 0.32, 0.08
# PyMuPDF's PDF_REDACT_IMAGE_NONE, PDF_REDACT_LINE_ART_NONE and PDF_REDACT_TEXT_REMOVE,
# PDF_REDACT_LINE_ART_REMOVE_IF_COVERED and PDF_REDACT_TEXT_NONE.
IMAGES_STAY = GRAPHICS_STAY = TEXT_GOES = 0
GRAPHICS_GO_IF_COVERED = TEXT_STAYS = 1
# Two renderings are compared at this resolution; pixels differ when they are further apart than this, of 255.
GUARD_DPI, GUARD_DIFFERENCE = 40, 60
# So many differing pixels outside the erased text mean that the page's picture has changed.
GUARD_PIXELS = 12
# So does paler a difference on a larger area: a watermark has gone, or a soft shade.
GUARD_PALE_DIFFERENCE, GUARD_PALE_PIXELS = 16, 150


def page_transform(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the file's coordinates to the page as shown, with crop box, rotation and user unit."""
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(page._pdf_page(), box, matrix)
    return pymupdf.Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def erase(page: pymupdf.Page, strips: Sequence[tuple[Strip, Direction]]) -> None:
    """Remove the glyphs that the strips meet: one redaction annotation with a quad for each strip."""
    to_file = ~page_transform(page)
    _redact(page, " ".join(_quad(strip, direction, to_file) for strip, direction in strips))
    page.apply_redactions(images=IMAGES_STAY, graphics=GRAPHICS_STAY, text=TEXT_GOES)


def erase_bars(page: pymupdf.Page, bars: Iterable[Box]) -> None:
    """Remove the vectors that lie wholly within the boxes, and nothing else."""
    to_file = ~page_transform(page)
    _redact(page, " ".join(_corners(x0 - 1, y0 - 1, x1 + 1, y1 + 1, HORIZONTAL, to_file) for x0, y0, x1, y1 in bars))
    page.apply_redactions(images=IMAGES_STAY, graphics=GRAPHICS_GO_IF_COVERED, text=TEXT_STAYS)


def _redact(page: pymupdf.Page, quads: str) -> None:
    annotation = page.add_redact_annot(page.rect, fill=False, cross_out=False)  # type: ignore[arg-type]
    page.parent.xref_set_key(annotation.xref, "QuadPoints", f"[{quads}]")


def _quad(strip: Strip, direction: Direction, to_file: pymupdf.Matrix) -> str:
    top = max(strip.baseline - STRIP_TOP * strip.size, strip.top)
    bottom = min(strip.baseline - STRIP_BOTTOM * strip.size, strip.bottom)
    if bottom - top < 0.1 * strip.size:
        top, bottom = strip.top, strip.bottom
    return _corners(strip.x0, top, strip.x1, bottom, direction, to_file)


def _corners(x0: float, y0: float, x1: float, y1: float, direction: Direction, to_file: pymupdf.Matrix) -> str:
    """The corners of a box as QuadPoints wants them: above from left to right, then below."""
    points = (pymupdf.Point(*turned_back(x, y, direction)) * to_file for y in (y0, y1) for x in (x0, x1))
    return " ".join(f"{point.x:.2f} {point.y:.2f}" for point in points)


def picture(page: pymupdf.Page) -> pymupdf.Pixmap:
    """A small rendering to compare with another."""
    return page.get_pixmap(dpi=GUARD_DPI, colorspace=pymupdf.csGRAY, alpha=False, annots=False)


def changed(before: pymupdf.Pixmap, after: pymupdf.Pixmap, boxes: Iterable[Box]) -> bool:
    """Whether two renderings of a page differ outside the boxes."""
    if (before.width, before.height) != (after.width, after.height):
        return True
    scale, width, height = GUARD_DPI / 72, before.width, before.height
    old, new = bytearray(before.samples), bytearray(after.samples)
    if old == new:
        return False
    for x0, y0, x1, y1 in boxes:
        left, right = max(0, int(x0 * scale) - 2), min(width, int(x1 * scale) + 3)
        for row in range(max(0, int(y0 * scale) - 2), min(height, int(y1 * scale) + 3)):
            start, end = row * width + left, row * width + right
            new[start:end] = old[start:end]
    if old == new:
        return False
    differences = [abs(a - b) for a, b in zip(old, new, strict=True) if a != b]
    pale = sum(each > GUARD_PALE_DIFFERENCE for each in differences)
    return pale > GUARD_PALE_PIXELS or sum(each > GUARD_DIFFERENCE for each in differences) > GUARD_PIXELS
