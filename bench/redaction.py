"""Removing text from a page by MuPDF's redaction, as the reference that `bench.erasing` compares with.

Redaction rewrites the whole contents of a page. A guard compares renderings before and after it. If anything else has
changed, erasing is repeated strip by strip, and the strips that do harm are covered with their background.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

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
from translation.formats.pdf.writing.saved_contents import SavedContents

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
NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")


def remove_text(
    page: pymupdf.Page, strips: Sequence[DirectedStrip], decorations: Sequence[Box], joining: Set[int]
) -> int:
    """Remove the text of strips, with underlines and highlights, from a page. Nothing else on the page changes.

    `joining` are the indexes of strips that may be erased as one with the strip before, as no other text is between.
    The text is erased. If that changes the rendering outside the strips, erasing is repeated strip by strip, and then
    without the harmful strips, which are covered with their background. Return the number of covered strips, whose text
    is still in the file.
    """
    eraser = _Eraser(page, decorations)
    if eraser.erase(strips, joining):
        return 0
    if joining:
        eraser.restore()
        if eraser.erase(strips):
            return 0
    to_cover = eraser.find_harmful(strips)
    to_erase = [each for each in strips if each not in to_cover]
    if not to_erase or len(to_erase) == len(strips) or not eraser.erase(to_erase):
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

    def erase(self, strips: Sequence[DirectedStrip], joining: Set[int] = frozenset()) -> bool:
        """Erase strips and the decorations. Return False if that changed the rendering elsewhere."""
        _erase_text(self.page, strips, joining)
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


def _erase_text(page: pymupdf.Page, strips: Sequence[DirectedStrip], joining: Set[int]) -> None:
    """Erase the glyphs that strips meet, and also those between strips that join.

    All strips are one redaction annotation. MuPDF compares each glyph with each of its quads, so fewer are faster.
    """
    to_file = page_transform(dictionary_of(page)).inverse()
    boxes: list[tuple[Box, Direction]] = []
    for number, (strip, direction) in enumerate(strips):
        box = _thin_box(strip)
        if number in joining and boxes:
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


def give_forms_resources(page: pymupdf.Page) -> None:
    """Give each form without resources on a page a copy of the page's resources that it uses."""
    shared = mupdf.pdf_page_resources(page._pdf_page())
    by_category: dict[str, list[tuple[str, mupdf.PdfObj]]] = {}
    waiting, seen = list(_forms(shared)), set()
    while waiting:
        form = waiting.pop()
        number = mupdf.pdf_to_num(form)
        if number in seen:
            continue
        seen.add(number)
        own = mupdf.pdf_dict_gets(form, "Resources")
        if not mupdf.pdf_is_dict(own):
            by_category = by_category or {name: list(_items(entries)) for name, entries in _items(shared)}
            own = _select_used(by_category, page.parent.xref_stream(number), file_of(page.parent))
            mupdf.pdf_dict_puts(form, "Resources", own)
        waiting += _forms(own)


def _forms(resources: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Yield the forms in some resources, and the forms that their graphics states use as masks."""
    for _name, each in _items(mupdf.pdf_dict_gets(resources, "XObject")):
        if mupdf.pdf_is_stream(each) and mupdf.pdf_to_name(mupdf.pdf_dict_gets(each, "Subtype")) == "Form":
            yield each
    for _name, state in _items(mupdf.pdf_dict_gets(resources, "ExtGState")):
        form = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(state, "SMask"), "G")
        if mupdf.pdf_is_stream(form):
            yield form


def _select_used(
    resources: Mapping[str, Sequence[tuple[str, mupdf.PdfObj]]], content: bytes, file: mupdf.PdfDocument
) -> mupdf.PdfObj:
    """Return the resources with the names in the content of a form. `resources` are by category, with their names."""
    names = {name.decode("latin-1") for name in NAME.findall(content)}
    used = mupdf.pdf_new_dict(file, 8)
    for category, entries in resources.items():
        chosen = mupdf.pdf_new_dict(file, 8)
        for name, value in entries:
            if name in names:
                mupdf.pdf_dict_puts(chosen, name, value)
        if mupdf.pdf_dict_len(chosen):
            mupdf.pdf_dict_puts(used, category, chosen)
    return used


def _items(dictionary: mupdf.PdfObj) -> Iterator[tuple[str, mupdf.PdfObj]]:
    for number in range(mupdf.pdf_dict_len(dictionary)):
        name = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(dictionary, number))
        yield name, mupdf.pdf_dict_get_val(dictionary, number)
