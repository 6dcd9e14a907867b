"""Guarding the appearance of a page: save its contents to restore them, and compare renderings."""

from collections.abc import Iterable

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import Box

# Low enough to be quick, and high enough to show a missing picture, line or word.
GUARD_DPI = 40
GUARD_SCALE = mupdf.FzMatrix(GUARD_DPI / 72, 0, 0, GUARD_DPI / 72, 0, 0)
GREY = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)
# A page has changed if more than this many pixels outside the boxes ...
MAX_CHANGED_PIXELS = 12
# ... differ by more than this (of 255).
CHANGED_GREY_LEVELS = 60
# It has also changed if more than this many pixels ...
MAX_PALE_PIXELS = 150
# ... differ by more than this, as when a watermark or soft shadow is missing.
PALE_GREY_LEVELS = 16
# This many pixels around a box may change, because antialiasing reaches over its edges.
EDGE_PIXELS = 2


class SavedContents:
    """The contents and resources of a page, saved before a change."""

    def __init__(self, page: mupdf.PdfObj) -> None:
        self._page = page
        self._saved = {key: _copy_if_direct(mupdf.pdf_dict_gets(page, key)) for key in ("Contents", "Resources")}

    def restore(self) -> None:
        """Restore the saved contents and resources."""
        for key, value in self._saved.items():
            if value.m_internal:
                mupdf.pdf_dict_puts(self._page, key, value)
            else:
                mupdf.pdf_dict_dels(self._page, key)


def _copy_if_direct(value: mupdf.PdfObj) -> mupdf.PdfObj:
    """Return a value, copied if it is direct, because MuPDF changes direct objects in place but replaces references."""
    return value if not value.m_internal or mupdf.pdf_is_indirect(value) else mupdf.pdf_deep_copy_obj(value)


def render_small(page: pymupdf.Page) -> pymupdf.Pixmap:
    """Return a small grey rendering of a page, for comparison."""
    return pymupdf.Pixmap("raw", mupdf.fz_new_pixmap_from_page_contents(page.this, GUARD_SCALE, GREY, 0))


def has_changed(before: pymupdf.Pixmap, after: pymupdf.Pixmap, boxes: Iterable[Box]) -> bool:
    """Return whether two renderings of a page differ outside of boxes, which are in points."""
    if (before.width, before.height) != (after.width, after.height):
        return True
    scale, width, height = GUARD_DPI / 72, before.width, before.height
    old, new = bytearray(before.samples), bytearray(after.samples)
    if old == new:
        return False
    for x0, y0, x1, y1 in boxes:
        left, right = max(0, int(x0 * scale) - EDGE_PIXELS), min(width, int(x1 * scale) + EDGE_PIXELS + 1)
        for row in range(max(0, int(y0 * scale) - EDGE_PIXELS), min(height, int(y1 * scale) + EDGE_PIXELS + 1)):
            start, end = row * width + left, row * width + right
            new[start:end] = old[start:end]
    if old == new:
        return False
    differences = [abs(a - b) for a, b in zip(old, new, strict=True) if a != b]
    pale = sum(each > PALE_GREY_LEVELS for each in differences)
    return pale > MAX_PALE_PIXELS or sum(each > CHANGED_GREY_LEVELS for each in differences) > MAX_CHANGED_PIXELS
