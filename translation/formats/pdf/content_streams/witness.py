"""Checking with MuPDF's own reading of a page that only glyphs of bands went.

Readers differ on damaged contents, so only there MuPDF is asked. For other pages, it would take too long.
"""

from collections import Counter
from math import hypot
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.content_streams.bands import BandIndex
from translation.formats.pdf.transform import dictionary_of, page_transform

Point = tuple[float, float]

FLAGS = pymupdf.TEXT_INHIBIT_SPACES | pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_IGNORE_ACTUALTEXT
EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
# Text that is drawn behind damaged contents may be taken for a part of them. This shows a glyph far from the page, in
# the font that MuPDF takes for an unknown one.
PROBE_PLACE = (-7777.0, -7777.0)
PROBE = b"\nq BT /Palimpsest-Probe 1 Tf 1 0 0 1 -7777 -7777 Tm (x) Tj ET Q"
# Glyphs that move by less than this are still at their place.
TOLERANCE_POINTS = 0.1


class Glyph(NamedTuple):
    """A glyph: its character, its origin, and the points of which one must be in a band if it goes."""

    character: str
    x: float
    y: float
    points: tuple[Point, Point]


class Witness:
    """Remembers where the glyphs of a page are. Create it before the page is changed."""

    def __init__(self, page: pymupdf.Page) -> None:
        self._page = page
        self._before = _glyphs_of(page)

    def sees_no_change(self) -> bool:
        """Return whether the page has the same glyphs at the same places."""
        after = Counter(map(_rounded, _glyphs_of(self._page)))
        return all(_take(after, glyph) for glyph in self._before) and not after.total()

    def agrees(self, index: BandIndex) -> bool:
        """Return whether the page has the same glyphs at the same places, without some of those in bands.

        Its contents must end with PROBE, which must show its glyph.
        """
        found = _glyphs_of(self._page)
        x, y = page_transform(dictionary_of(self._page)).point(*PROBE_PLACE)
        rest = [glyph for glyph in found if hypot(glyph.x - x, glyph.y - y) > 1.0]
        if len(rest) != len(found) - 1:
            return False
        after = Counter(map(_rounded, rest))
        for glyph in self._before:
            if not _take(after, glyph) and all(index.find(*point) < 0 for point in glyph.points):
                return False
        return not after.total()


def _glyphs_of(page: pymupdf.Page) -> list[Glyph]:
    """Return the glyphs of a page, with their origins and the middles of their boxes. Spaces do not count."""
    structured = mupdf.FzStextPage(EVERYWHERE)
    device = mupdf.fz_new_stext_device(structured, mupdf.FzStextOptions(FLAGS))
    mupdf.fz_run_page_contents(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    blocks = pymupdf.TextPage(structured).extractRAWDICT()["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ())]
    return [
        _glyph(each, line["dir"])
        for line in lines
        for span in line["spans"]
        for each in span["chars"]
        if not each["c"].isspace()
    ]


def _glyph(character: dict[str, Any], direction: Point) -> Glyph:
    (x, y), (x0, y0, x1, y1), (ux, uy) = character["origin"], character["bbox"], direction
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    along = (middle[0] - x) * ux + (middle[1] - y) * uy
    return Glyph(character["c"], x, y, ((x + along * ux, y + along * uy), middle))


def _rounded(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.character, round(glyph.x / TOLERANCE_POINTS), round(glyph.y / TOLERANCE_POINTS)


def _take(places: Counter[tuple[str, int, int]], glyph: Glyph) -> bool:
    """Take a glyph out of those at its place, and return whether there was one."""
    character, column, row = _rounded(glyph)
    for x in (column, column - 1, column + 1):
        for y in (row, row - 1, row + 1):
            if places[character, x, y] > 0:
                places[character, x, y] -= 1
                return True
    return False
