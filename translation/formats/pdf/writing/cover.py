"""Take old text off a page: erased where that leaves the page's picture as it is, covered with its background else."""

from collections import Counter
from collections.abc import Sequence

import pymupdf

from translation.formats.pdf.geometry import Box, Direction, box_on_page, contains, intersects, point_on_page
from translation.formats.pdf.reading.backdrop import Backdrop, Colour, is_uniform
from translation.formats.pdf.text_frame import Strip
from translation.formats.pdf.transform import dictionary_of, page_transform
from translation.formats.pdf.writing.erase import Shown, changed, erase, erase_bars, picture
from translation.formats.pdf.writing.form_resources import lend_resources

Placed = tuple[Strip, Direction]

# With less than this share of other colours than its background a box holds nothing that must be covered.
NOTHING = 0.004
# A cover reaches this many ems above and below the text, and beside it, where a full stop may have been missed; never
# less than the last figure in points.
MARGIN, MARGIN_BESIDE, LEAST_MARGIN = 0.08, 0.2, 0.5
# A glyph belongs to a strip when it sticks out of it by no more than this: the boxes of glyphs are rounded.
GLYPH_SLACK_POINTS = 2.0
# Pixels that a background which is not flat is drawn with, for each of its fields.
PIXELS = 8


def clear_text(page: pymupdf.Page, strips: Sequence[Placed], bars: Sequence[Box]) -> int:
    """Erase the text of the strips and the bars of a page, and cover what cannot be erased.

    Returns how many strips were covered: the text under them is still in the file.
    """
    clearing = _Clearing(page, bars)
    if clearing.erase(strips, joined=True):
        return 0
    if any(strip.joins for strip, _direction in strips):
        clearing.restore()
        if clearing.erase(strips, joined=False):
            return 0
    blamed = clearing.blamed(strips)
    rest = [each for each in strips if each not in blamed]
    if not rest or len(rest) == len(strips) or not clearing.erase(rest, joined=False):
        clearing.restore()
        page.wrap_contents()
        blamed = list(strips)
    cover(page, blamed)
    return len(blamed)


class _Clearing:
    """A page whose text is being erased under the eyes of the guard."""

    def __init__(self, page: pymupdf.Page, bars: Sequence[Box]) -> None:
        self.page, self.bars = page, list(bars)
        lend_resources(page)
        self._original = Shown(dictionary_of(page))
        self._picture = picture(page)

    def erase(self, strips: Sequence[Placed], joined: bool) -> bool:
        """Erase strips and bars; False when that has changed the page's picture elsewhere."""
        erase(self.page, strips, joined)
        if self.bars:
            erase_bars(self.page, self.bars)
        boxes = [*map(_box, strips), *self.bars]
        return not changed(self._picture, picture(self.page), boxes)

    def restore(self) -> None:
        """Give the page the contents back that it had."""
        self._original.restore()

    def blamed(self, strips: Sequence[Placed]) -> list[Placed]:
        """The strips that took text away which reaches out of them. The page gets its contents back."""
        left = _glyphs(self.page)
        self.restore()
        boxes = list(map(_box, strips))
        lost = (_glyphs(self.page) - left).elements()
        foreign = [box for _glyph, box in lost if not any(contains(each, box, GLYPH_SLACK_POINTS) for each in boxes)]
        return [
            strip for strip, each in zip(strips, boxes, strict=True) if any(intersects(each, box) for box in foreign)
        ]


def _glyphs(page: pymupdf.Page) -> Counter[tuple[str, Box]]:
    blocks = page.get_text("rawdict", flags=pymupdf.TEXT_MEDIABOX_CLIP)["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    return Counter((each["c"], tuple(round(x, 1) for x in each["bbox"])) for span in spans for each in span["chars"])


def _box(placed: Placed) -> Box:
    strip, direction = placed
    return box_on_page((strip.x0, strip.top, strip.x1, strip.bottom), direction)


def cover(page: pymupdf.Page, strips: Sequence[Placed]) -> None:
    """Draw the local background over strips of a page that hold anything else."""
    backdrop, to_file = Backdrop(page), page_transform(dictionary_of(page)).inverse()
    operators = []
    for strip, direction in map(_with_margin, strips):
        box = _box((strip, direction))
        colour, share = backdrop.background(box)
        if share > 1 - NOTHING:
            continue
        fields = backdrop.gradient(box)
        if len(fields) > 1 and not is_uniform([*fields, colour]):
            page.insert_image(pymupdf.Rect(box), pixmap=_patch(fields, box), keep_proportion=False)
            continue
        corners = ((strip.x0, strip.top), (strip.x1, strip.top), (strip.x1, strip.bottom), (strip.x0, strip.bottom))
        points = [to_file.point(*point_on_page(x, y, direction)) for x, y in corners]
        path = " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(points))
        operators.append(f"{' '.join(f'{part / 255:.3f}' for part in colour)} rg {path} f")
    pymupdf.TOOLS._insert_contents(page, "\n".join(["q", *operators, "Q"]).encode(), True)


def _with_margin(placed: Placed) -> Placed:
    strip, direction = placed
    above, beside = (max(share * strip.size, LEAST_MARGIN) for share in (MARGIN, MARGIN_BESIDE))
    grown = strip._replace(
        x0=strip.x0 - beside, x1=strip.x1 + beside, top=strip.top - above, bottom=strip.bottom + above
    )
    return grown, direction


def _patch(fields: Sequence[Colour], box: Box) -> pymupdf.Pixmap:
    """A picture that runs from field to field without steps."""
    samples = bytes(round(part) for colour in fields for part in colour)
    lies = box[2] - box[0] >= box[3] - box[1]
    width, height = (len(fields), 1) if lies else (1, len(fields))
    small = pymupdf.Pixmap(pymupdf.csRGB, width, height, samples, False)
    return pymupdf.Pixmap(small, width * PIXELS, height * PIXELS, None)
