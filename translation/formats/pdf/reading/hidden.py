"""Text that something opaque was drawn over: nobody sees it, and nobody is to see its translation."""

from operator import itemgetter

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import HORIZONTAL, BandIndex, Box, contains
from translation.formats.pdf.reading.text import Line, PageText

# Fills are looked up by height from the top of the page to where no page reaches, in points.
LONGEST_PAGE: Box = (0.0, 0.0, 0.0, 14400.0)
# A line without its ascenders reaches so many ems above its baseline. A fill covers it to within so many points.
HEIGHT, SLACK = 0.6, 0.5
# A page with more fills is a drawing. What is written anew over text is so many times as large; a watermark is larger.
MOST_FILLS, ALIKE = 2000, (0.4, 2.0)
# What is drawn over it hides it when the rest has but one shade of grey there, to within so many of 255.
ONE_SHADE = 24
GREY = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)


def leave_overpainted(text: PageText, shown: mupdf.FzDisplayList) -> None:
    """Take the lines away that a fill hides: there is other text on the fill, or nothing at all.

    Blending and transparent groups let text shine through fills that say nothing of it, so each is looked at. Pages
    with very many fills are drawings.
    """
    if len(text.fills) > MOST_FILLS:
        return
    fills = BandIndex(text.fills, LONGEST_PAGE, itemgetter(0))
    suspects = [
        (line, box, order)
        for line in text.lines
        if (box := _box(line)) and (order := _covered_from(line, box, fills)) is not None
    ]
    if not suspects:
        return
    picture = pymupdf.Pixmap("raw", mupdf.fz_new_pixmap_from_display_list(shown, mupdf.FzMatrix(), GREY, 0))
    letters = BandIndex(((box, line) for line in text.lines if (box := _box(line))), LONGEST_PAGE, itemgetter(0))
    hidden = [
        line
        for line, box, order in suspects
        if _is_overwritten(line, box, order, letters) or _is_of_one_shade(picture, box)
    ]
    text.unread += [(line.x0, line.top, line.x1, line.bottom) for line in hidden]
    gone = {id(line) for line in hidden}
    text.lines = [line for line in text.lines if id(line) not in gone]


def _box(line: Line) -> Box | None:
    """The letters of a line, where it is level and not above the page."""
    box = (line.x0, line.baseline - HEIGHT * line.size, line.x1, line.baseline)
    return box if line.direction == HORIZONTAL and line.baseline >= 0 else None


def _covered_from(line: Line, box: Box, fills: BandIndex[tuple[Box, int]]) -> int | None:
    """The place in the drawing order of the first fill over a line."""
    foot = (box[0], box[3], box[2], box[3])
    over = (order for fill, order in fills.near(foot) if order > line.block and contains(fill, box, SLACK))
    return min(over, default=None)


def _is_overwritten(line: Line, box: Box, order: int, letters: BandIndex[tuple[Box, Line]]) -> bool:
    """Whether other letters of about its size stand in its place, on the fill; the same ones are a shadow."""
    for over, other in letters.near(box):
        alike = other.text != line.text and ALIKE[0] * line.size < other.size < ALIKE[1] * line.size
        if other.block > order and alike:
            across, down = min(box[2], over[2]) - max(box[0], over[0]), min(box[3], over[3]) - max(box[1], over[1])
            if down > 0 and across > 0.5 * min(box[2] - box[0], over[2] - over[0]):
                return True
    return False


def _is_of_one_shade(picture: pymupdf.Pixmap, box: Box) -> bool:
    """Whether nothing is to be seen in a box of a page's picture of one dot a point."""
    x0, top, x1, bottom = (round(value) for value in box)
    x0, x1 = max(0, x0 - picture.x), min(picture.width, x1 - picture.x)
    rows = range(max(0, top - picture.y), min(picture.height, bottom - picture.y + 1))
    samples = picture.samples_mv
    seen = [samples[row * picture.stride + x0 : row * picture.stride + x1] for row in rows if x1 > x0]
    return bool(seen) and max(map(max, seen)) - min(map(min, seen)) <= ONE_SHADE
