"""Take text off a page without touching pictures, vector art or neighbours."""

from collections.abc import Iterable, Sequence

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, intersects, point_on_page, union
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.transform import Transform, dictionary_of, file_of, page_transform

# A glyph goes when the strip meets its box. A thin strip above the baseline spares the lines above and below.
STRIP_TOP, STRIP_BOTTOM = 0.32, 0.08
# PyMuPDF's PDF_REDACT_IMAGE_NONE, PDF_REDACT_LINE_ART_NONE and PDF_REDACT_TEXT_REMOVE,
# PDF_REDACT_LINE_ART_REMOVE_IF_COVERED and PDF_REDACT_TEXT_NONE.
IMAGES_STAY = GRAPHICS_STAY = TEXT_GOES = 0
GRAPHICS_GO_IF_COVERED = TEXT_STAYS = 1
# Two renderings are compared at this resolution; pixels differ when they are further apart than this, of 255.
GUARD_DPI, GUARD_DIFFERENCE = 40, 60
GUARD_SCALE = mupdf.FzMatrix(GUARD_DPI / 72, 0, 0, GUARD_DPI / 72, 0, 0)
GREY = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)
# So many differing pixels outside the erased text mean that the page's picture has changed.
GUARD_PIXELS = 12
# So does paler a difference on a larger area: a watermark has gone, or a soft shade.
GUARD_PALE_DIFFERENCE, GUARD_PALE_PIXELS = 16, 150


class Shown:
    """What a page shows, kept so that it can be given back."""

    def __init__(self, page: mupdf.PdfObj) -> None:
        self._page = page
        self._kept = {key: _copied(mupdf.pdf_dict_gets(page, key)) for key in ("Contents", "Resources")}

    def restore(self) -> None:
        """Give it back."""
        for key, value in self._kept.items():
            if value.m_internal:
                mupdf.pdf_dict_puts(self._page, key, value)
            else:
                mupdf.pdf_dict_dels(self._page, key)


def _copied(value: mupdf.PdfObj) -> mupdf.PdfObj:
    """A direct object is changed in place, a reference is replaced."""
    return value if not value.m_internal or mupdf.pdf_is_indirect(value) else mupdf.pdf_deep_copy_obj(value)


def erase(page: pymupdf.Page, strips: Sequence[tuple[Strip, Direction]], joined: bool) -> None:
    """Remove the glyphs that the strips meet, and with `joined` what is between those that join.

    It is one redaction annotation with many quads. MuPDF compares each glyph with each quad: the fewer, the better.
    """
    to_file = page_transform(dictionary_of(page)).inverse()
    boxes: list[tuple[Box, Direction]] = []
    for strip, direction in strips:
        box = _thin(strip)
        if joined and strip.joins and boxes:
            box = union(boxes.pop()[0], box)
        boxes.append((box, direction))
    quads = [corner for box, direction in boxes for corner in _corners(*box, direction, to_file)]
    _redact(page, quads, graphics=GRAPHICS_STAY, text=TEXT_GOES)


def erase_bars(page: pymupdf.Page, bars: Iterable[Box]) -> None:
    """Remove the vectors that lie wholly within the boxes, and nothing else."""
    to_file = page_transform(dictionary_of(page)).inverse()
    grown = [(x0 - 1, y0 - 1, x1 + 1, y1 + 1) for x0, y0, x1, y1 in bars]
    for boxes in _apart(grown):
        quads = [corner for box in boxes for corner in _corners(*box, HORIZONTAL, to_file)]
        _redact(page, quads, graphics=GRAPHICS_GO_IF_COVERED, text=TEXT_STAYS)


def _apart(boxes: Iterable[Box]) -> list[list[Box]]:
    """The boxes in groups in which none meets another: MuPDF leaves what one quad covers and the next one touches."""
    groups: list[list[Box]] = []
    for box in boxes:
        for group in groups:
            if not any(intersects(box, other) for other in group):
                group.append(box)
                break
        else:
            groups.append([box])
    return groups


def _redact(page: pymupdf.Page, quads: Iterable[float], graphics: int, text: int) -> None:
    """PyMuPDF's own way draws the annotation first, and writes an empty stream at the end."""
    file, target = file_of(page.parent), page._pdf_page()
    options = mupdf.PdfRedactOptions()
    options.black_boxes, options.image_method, options.line_art, options.text = 0, IMAGES_STAY, graphics, text
    points = mupdf.pdf_new_array(file, 8)
    for value in quads:
        mupdf.pdf_array_push_real(points, value)
    annotation = mupdf.pdf_create_annot(target, mupdf.PDF_ANNOT_REDACT)
    mupdf.pdf_dict_puts(mupdf.pdf_annot_obj(annotation), "QuadPoints", points)
    mupdf.pdf_redact_page(file, target, options)


def _thin(strip: Strip) -> Box:
    """The part of a strip that meets its own letters alone."""
    top = max(strip.baseline - STRIP_TOP * strip.size, strip.top)
    bottom = min(strip.baseline - STRIP_BOTTOM * strip.size, strip.bottom)
    if bottom - top < 0.1 * strip.size:
        top, bottom = strip.top, strip.bottom
    return strip.x0, top, strip.x1, bottom


def _corners(x0: float, y0: float, x1: float, y1: float, direction: Direction, to_file: Transform) -> list[float]:
    """The corners of a box as QuadPoints wants them: above from left to right, then below."""
    corners = ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
    return [value for x, y in corners for value in to_file.point(*point_on_page(x, y, direction))]


def picture(page: pymupdf.Page) -> pymupdf.Pixmap:
    """A small rendering to compare with another."""
    return pymupdf.Pixmap("raw", mupdf.fz_new_pixmap_from_page_contents(page.this, GUARD_SCALE, GREY, 0))


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
