"""Hidden text, under something opaque. Its translation must not be shown either."""

from operator import itemgetter

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import HORIZONTAL, BandIndex, Box, contains
from translation.formats.pdf.reading.text import Line, PageText

# The area for looking up lines and fills by height, in points. No page is longer.
MAX_PAGE_AREA: Box = (0.0, 0.0, 0.0, 14400.0)
# A line is covered if its characters without ascenders are covered, which reach this far above the baseline.
HEIGHT_EM = 0.6
# A fill covers a line even if the line sticks out by this much.
SLACK_POINTS = 0.5
# A page with more fills is a drawing, whose fills do not hide text.
MAX_FILLS = 2000
# The size of text that replaces hidden text is between these multiples of its size. A watermark is larger.
REPLACEMENT_SIZE = (0.4, 2.0)
# Horizontally, it overlaps the hidden text by more than this share of the shorter one.
REPLACEMENT_OVERLAP = 0.5
# Text is invisible if the shades of grey in its box differ by no more than this (of 255).
ONE_SHADE = 24
GREY = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)


def drop_hidden_text(text: PageText, display_list: mupdf.FzDisplayList) -> None:
    """Move the hidden lines of a page from its lines to its unread boxes.

    A line is hidden if a later fill covers it, and either other text is drawn on the fill or the rendering shows
    nothing there. The rendering decides, because blending and transparent groups may make text visible through fills
    that look opaque in the file. Pages with more than `MAX_FILLS` fills are left as they are.
    """
    if len(text.fills) > MAX_FILLS:
        return
    fills = BandIndex(text.fills, MAX_PAGE_AREA, itemgetter(0))
    suspects = [
        (line, box, order)
        for line in text.lines
        if (box := _box(line)) and (order := _covered_from(line, box, fills)) is not None
    ]
    if not suspects:
        return
    rendering = pymupdf.Pixmap("raw", mupdf.fz_new_pixmap_from_display_list(display_list, mupdf.FzMatrix(), GREY, 0))
    boxed = [(box, line) for line in text.lines if (box := _box(line))]
    lines = BandIndex(boxed, MAX_PAGE_AREA, itemgetter(0))
    hidden = [
        line
        for line, box, order in suspects
        if _is_replaced(line, box, order, lines) or _is_of_one_shade(rendering, box)
    ]
    text.unread += [(line.x0, line.top, line.x1, line.bottom) for line in hidden]
    identities = {id(line) for line in hidden}
    text.lines = [line for line in text.lines if id(line) not in identities]


def _box(line: Line) -> Box | None:
    """Return the box of a line without ascenders and descenders. None if it is not horizontal or above the page."""
    box = (line.x0, line.baseline - HEIGHT_EM * line.size, line.x1, line.baseline)
    return box if line.direction == HORIZONTAL and line.baseline >= 0 else None


def _covered_from(line: Line, box: Box, fills: BandIndex[tuple[Box, int]]) -> int | None:
    """Return the drawing order of the first fill that covers a line, or None."""
    foot = (box[0], box[3], box[2], box[3])
    over = (order for fill, order in fills.near(foot) if order > line.block and contains(fill, box, SLACK_POINTS))
    return min(over, default=None)


def _is_replaced(line: Line, box: Box, order: int, lines: BandIndex[tuple[Box, Line]]) -> bool:
    """Return whether other text of a similar size is drawn over a line, after the fill `order`.

    The same text does not count, because it is a duplicate of the line.
    """
    least, most = (share * line.size for share in REPLACEMENT_SIZE)
    for over, other in lines.near(box):
        if other.block > order and other.text != line.text and least < other.size < most:
            across, down = min(box[2], over[2]) - max(box[0], over[0]), min(box[3], over[3]) - max(box[1], over[1])
            if down > 0 and across > REPLACEMENT_OVERLAP * min(box[2] - box[0], over[2] - over[0]):
                return True
    return False


def _is_of_one_shade(rendering: pymupdf.Pixmap, box: Box) -> bool:
    """Return whether nothing is visible in a box, in a grey rendering with one pixel per point."""
    x0, top, x1, bottom = (round(value) for value in box)
    x0, x1 = max(0, x0 - rendering.x), min(rendering.width, x1 - rendering.x)
    rows = range(max(0, top - rendering.y), min(rendering.height, bottom - rendering.y + 1))
    samples = rendering.samples_mv
    pixels = [samples[row * rendering.stride + x0 : row * rendering.stride + x1] for row in rows if x1 > x0]
    return bool(pixels) and max(map(max, pixels)) - min(map(min, pixels)) <= ONE_SHADE
