"""Removing text from a page: erase its glyphs, or cover it with its background if erasing would change more."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.geometry import (
    HORIZONTAL,
    Box,
    Direction,
    contains,
    intersects,
    point_on_page,
    union,
)
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.transform import Transform, dictionary_of, file_of, page_transform
from translation.formats.pdf.writing.cover import DirectedStrip, cover_text, strip_box
from translation.formats.pdf.writing.form_resources import give_forms_resources
from translation.formats.pdf.writing.guard import SavedContents, has_changed, render_small

# MuPDF erases a glyph if the strip meets its box. A strip whose top is this far above the baseline ...
STRIP_TOP_EM = 0.32
# ... and whose bottom is this far above it meets the glyphs of its own line, and none of the lines above and below.
STRIP_BOTTOM_EM = 0.08
# If the strip would be lower than this, it gets the whole height of its line.
MIN_STRIP_HEIGHT_EM = 0.1
# Vectors of a decoration stick out of its box by less than this.
DECORATION_MARGIN_POINTS = 1
# A glyph belongs to a strip if it sticks out of it by no more than this, because the boxes of glyphs are rounded.
GLYPH_SLACK_POINTS = 2.0
# PyMuPDF's PDF_REDACT_IMAGE_NONE.
KEEP_IMAGES = 0
# PyMuPDF's PDF_REDACT_LINE_ART_NONE.
KEEP_GRAPHICS = 0
# PyMuPDF's PDF_REDACT_LINE_ART_REMOVE_IF_COVERED.
REMOVE_COVERED_GRAPHICS = 1
# PyMuPDF's PDF_REDACT_TEXT_REMOVE.
REMOVE_TEXT = 0
# PyMuPDF's PDF_REDACT_TEXT_NONE.
KEEP_TEXT = 1


def remove_text(page: pymupdf.Page, strips: Sequence[DirectedStrip], decorations: Sequence[Box]) -> int:
    """Remove the text of strips, with underlines and highlights, from a page. Nothing else on the page changes.

    The text is erased. If that changes the rendering outside the strips, erasing is repeated strip by strip, and then
    without the harmful strips, which are covered with their background. Return the number of covered strips, whose text
    is still in the file.
    """
    eraser = _Eraser(page, decorations)
    if eraser.erase(strips, joined=True):
        return 0
    if any(strip.joins for strip, _direction in strips):
        eraser.restore()
        if eraser.erase(strips, joined=False):
            return 0
    to_cover = eraser.find_harmful(strips)
    to_erase = [each for each in strips if each not in to_cover]
    if not to_erase or len(to_erase) == len(strips) or not eraser.erase(to_erase, joined=False):
        eraser.restore()
        page.wrap_contents()
        to_cover = list(strips)
    cover_text(page, to_cover)
    return len(to_cover)


class _Eraser:
    """Erases text from a page, and checks with a rendering that nothing else disappears."""

    def __init__(self, page: pymupdf.Page, decorations: Sequence[Box]) -> None:
        self.page, self.decorations = page, list(decorations)
        give_forms_resources(page)
        self._original = SavedContents(dictionary_of(page))
        self._rendering = render_small(page)

    def erase(self, strips: Sequence[DirectedStrip], joined: bool) -> bool:
        """Erase strips and the decorations. Return False if that changed the rendering elsewhere."""
        _erase_text(self.page, strips, joined)
        if self.decorations:
            _erase_decorations(self.page, self.decorations)
        boxes = [*map(strip_box, strips), *self.decorations]
        return not has_changed(self._rendering, render_small(self.page), boxes)

    def restore(self) -> None:
        """Restore the original contents of the page."""
        self._original.restore()

    def find_harmful(self, strips: Sequence[DirectedStrip]) -> list[DirectedStrip]:
        """Return the strips that erased glyphs outside of all strips, and restore the page."""
        remaining = _count_glyphs(self.page)
        self.restore()
        boxes = list(map(strip_box, strips))
        lost = (_count_glyphs(self.page) - remaining).elements()
        foreign = [box for _glyph, box in lost if not any(contains(each, box, GLYPH_SLACK_POINTS) for each in boxes)]
        return [
            strip for strip, each in zip(strips, boxes, strict=True) if any(intersects(each, box) for box in foreign)
        ]


def _count_glyphs(page: pymupdf.Page) -> Counter[tuple[str, Box]]:
    blocks = page.get_text("rawdict", flags=pymupdf.TEXT_MEDIABOX_CLIP)["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    return Counter((each["c"], tuple(round(x, 1) for x in each["bbox"])) for span in spans for each in span["chars"])


def _erase_text(page: pymupdf.Page, strips: Sequence[DirectedStrip], joined: bool) -> None:
    """Erase the glyphs that strips meet, and with `joined` also those between strips that join.

    All strips are one redaction annotation. MuPDF compares each glyph with each of its quads, so fewer are faster.
    """
    to_file = page_transform(dictionary_of(page)).inverse()
    boxes: list[tuple[Box, Direction]] = []
    for strip, direction in strips:
        box = _thin_box(strip)
        if joined and strip.joins and boxes:
            box = union(boxes.pop()[0], box)
        boxes.append((box, direction))
    quads = [corner for box, direction in boxes for corner in _corners(*box, direction, to_file)]
    _redact(page, quads, graphics=KEEP_GRAPHICS, text=REMOVE_TEXT)


def _erase_decorations(page: pymupdf.Page, decorations: Iterable[Box]) -> None:
    """Erase the vectors that are completely within the boxes of decorations."""
    to_file = page_transform(dictionary_of(page)).inverse()
    margin = DECORATION_MARGIN_POINTS
    grown = [(x0 - margin, y0 - margin, x1 + margin, y1 + margin) for x0, y0, x1, y1 in decorations]
    for boxes in _group_apart(grown):
        quads = [corner for box in boxes for corner in _corners(*box, HORIZONTAL, to_file)]
        _redact(page, quads, graphics=REMOVE_COVERED_GRAPHICS, text=KEEP_TEXT)


def _group_apart(boxes: Iterable[Box]) -> list[list[Box]]:
    """Return boxes in groups without intersections, because MuPDF keeps a vector that a second quad only touches."""
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
    """Redact the area of the quads. PyMuPDF's own method first draws the annotation, and appends an empty stream."""
    file, target = file_of(page.parent), page._pdf_page()
    options = mupdf.PdfRedactOptions()
    options.black_boxes, options.image_method, options.line_art, options.text = 0, KEEP_IMAGES, graphics, text
    points = mupdf.pdf_new_array(file, 8)
    for value in quads:
        mupdf.pdf_array_push_real(points, value)
    annotation = mupdf.pdf_create_annot(target, mupdf.PDF_ANNOT_REDACT)
    mupdf.pdf_dict_puts(mupdf.pdf_annot_obj(annotation), "QuadPoints", points)
    mupdf.pdf_redact_page(file, target, options)


def _thin_box(strip: Strip) -> Box:
    """Return the part of a strip that meets only the glyphs of its own line."""
    top = max(strip.baseline - STRIP_TOP_EM * strip.size, strip.top)
    bottom = min(strip.baseline - STRIP_BOTTOM_EM * strip.size, strip.bottom)
    if bottom - top < MIN_STRIP_HEIGHT_EM * strip.size:
        top, bottom = strip.top, strip.bottom
    return strip.x0, top, strip.x1, bottom


def _corners(x0: float, y0: float, x1: float, y1: float, direction: Direction, to_file: Transform) -> list[float]:
    """Return the corners of a box in the order of QuadPoints: above from left to right, then below."""
    corners = ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
    return [value for x, y in corners for value in to_file.point(*point_on_page(x, y, direction))]
