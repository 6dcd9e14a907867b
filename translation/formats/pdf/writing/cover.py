"""Covering text with the background around it, on scanned pages and if text cannot be erased."""

from collections.abc import Sequence

import pymupdf

from translation.formats.pdf.geometry import Box, Direction, box_on_page, point_on_page
from translation.formats.pdf.reading.backdrop import Backdrop, Colour, is_uniform
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.transform import dictionary_of, page_transform

DirectedStrip = tuple[Strip, Direction]

# A box needs no cover if less than this share of it has another colour than its background.
EMPTY_SHARE = 0.004
# A cover extends this far above and below the text, for accents and descenders, ...
MARGIN_EM = 0.08
# ... and this far beside it, for a full stop that was missed.
SIDE_MARGIN_EM = 0.2
# No margin is smaller than this.
MIN_MARGIN_POINTS = 0.5
# Each colour of a gradient is drawn with this many pixels, with smooth transitions.
FIELD_PIXELS = 8


def strip_box(directed: DirectedStrip) -> Box:
    """Return the box of a strip in page space."""
    strip, direction = directed
    return box_on_page((strip.x0, strip.top, strip.x1, strip.bottom), direction)


def cover_text(page: pymupdf.Page, strips: Sequence[DirectedStrip]) -> None:
    """Draw the local background over strips of a page. Strips that show only background stay as they are.

    A uniform background is drawn in one colour. Any other is a picture with a gradient along the strip.
    """
    backdrop, to_file = Backdrop(page), page_transform(dictionary_of(page)).inverse()
    operators = []
    for strip, direction in map(_with_margin, strips):
        box = strip_box((strip, direction))
        colour, share = backdrop.background(box)
        if share > 1 - EMPTY_SHARE:
            continue
        fields = backdrop.gradient(box)
        if len(fields) > 1 and not is_uniform([*fields, colour]):
            _draw_picture(page, _gradient(fields, box), box)
            continue
        corners = ((strip.x0, strip.top), (strip.x1, strip.top), (strip.x1, strip.bottom), (strip.x0, strip.bottom))
        points = [to_file.point(*point_on_page(x, y, direction)) for x, y in corners]
        path = " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(points))
        operators.append(f"{' '.join(f'{part / 255:.3f}' for part in colour)} rg {path} f")
    pymupdf.TOOLS._insert_contents(page, "\n".join(["/Artifact BMC q", *operators, "Q EMC"]).encode(), True)


def _draw_picture(page: pymupdf.Page, picture: pymupdf.Pixmap, box: Box) -> None:
    """Draw a picture over a page, as an artifact."""
    page.insert_image(pymupdf.Rect(box), pixmap=picture, keep_proportion=False)
    added = page.get_contents()[-1]
    content = page.parent.xref_stream(added)
    page.parent.update_stream(added, b"/Artifact BMC\n" + content + b"\nEMC\n")


def _with_margin(directed: DirectedStrip) -> DirectedStrip:
    strip, direction = directed
    above, beside = (max(share * strip.size, MIN_MARGIN_POINTS) for share in (MARGIN_EM, SIDE_MARGIN_EM))
    grown = strip._replace(
        x0=strip.x0 - beside, x1=strip.x1 + beside, top=strip.top - above, bottom=strip.bottom + above
    )
    return grown, direction


def _gradient(fields: Sequence[Colour], box: Box) -> pymupdf.Pixmap:
    """Return a picture with a gradient of colours along the longer side of a box."""
    samples = bytes(round(part) for colour in fields for part in colour)
    is_wide = box[2] - box[0] >= box[3] - box[1]
    width, height = (len(fields), 1) if is_wide else (1, len(fields))
    small = pymupdf.Pixmap(pymupdf.csRGB, width, height, samples, False)
    return pymupdf.Pixmap(small, width * FIELD_PIXELS, height * FIELD_PIXELS, None)
