"""Take old text off a page: erased where that leaves the page's picture as it is, covered with its background else."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pymupdf

from translation.formats.pdf.erase import Shown, changed, erase, erase_bars, picture
from translation.formats.pdf.frames import Box, Direction, turned, turned_back
from translation.formats.pdf.place import Strip
from translation.formats.pdf.resources import lend_resources
from translation.formats.pdf.transform import dictionary_of, page_transform

Placed = tuple[Strip, Direction]
Colour = tuple[float, float, float]

# The background is looked up in a rendering of this resolution.
COVER_DPI = 150
# Colours are first counted in classes this wide, then taken for one when no part of them is further off than SAME
# (of 255).
CLASS, SAME = 16, 14
# With less than this share of other colours than its background a box holds nothing that must be covered.
NOTHING = 0.004
# A cover reaches this many ems above and below the text, and beside it, where a full stop may have been missed; never
# less than the last figure in points.
MARGIN, MARGIN_BESIDE, LEAST_MARGIN = 0.08, 0.2, 0.5
# A background that is not flat is looked up in this many fields along a line, each as wide as the line is high, and
# drawn with so many pixels for each.
MOST_FIELDS, PIXELS = 40, 8


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
        foreign = [box for _glyph, box in lost if not any(_is_within(box, each) for each in boxes)]
        return [
            strip for strip, each in zip(strips, boxes, strict=True) if any(_is_meeting(each, box) for box in foreign)
        ]


def _glyphs(page: pymupdf.Page) -> Counter[tuple[str, Box]]:
    blocks = page.get_text("rawdict", flags=pymupdf.TEXT_MEDIABOX_CLIP)["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    return Counter((each["c"], tuple(round(x, 1) for x in each["bbox"])) for span in spans for each in span["chars"])


def _box(placed: Placed) -> Box:
    strip, (cos, sin) = placed
    return turned((strip.x0, strip.top, strip.x1, strip.bottom), (cos, -sin))


def _is_within(box: Box, other: Box) -> bool:
    return all(a - b < 2 for a, b in zip(other[:2], box[:2], strict=True)) and all(
        b - a < 2 for a, b in zip(other[2:], box[2:], strict=True)
    )


def _is_meeting(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]


def cover(page: pymupdf.Page, strips: Sequence[Placed]) -> None:
    """Draw the local background over strips of a page that hold anything else."""
    backdrop, to_file = Backdrop(page), page_transform(dictionary_of(page)).inverse()
    operators = []
    for strip, direction in map(_with_margin, strips):
        box = _box((strip, direction))
        colour, share = backdrop.colour(box)
        if share > 1 - NOTHING:
            continue
        fields = backdrop.fields(box)
        if len(fields) > 1 and not _is_flat([*fields, colour]):
            page.insert_image(pymupdf.Rect(box), pixmap=_patch(fields, box), keep_proportion=False)
            continue
        corners = ((strip.x0, strip.top), (strip.x1, strip.top), (strip.x1, strip.bottom), (strip.x0, strip.bottom))
        points = [to_file.point(*turned_back(x, y, direction)) for x, y in corners]
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


class Backdrop:
    """A page's picture, to look up what is behind its text and what it is written with."""

    def __init__(self, page: pymupdf.Page) -> None:
        self._scale = COVER_DPI / 72
        self._pixmap = page.get_pixmap(dpi=COVER_DPI, colorspace=pymupdf.csRGB, alpha=False, annots=False)

    def colour(self, box: Box) -> tuple[Colour, float]:
        """The most frequent colour of a box, and its share."""
        counts = self._count(box)
        total = sum(counts.values())
        if not total:
            return (255.0, 255.0, 255.0), 1.0
        classes: Counter[tuple[int, ...]] = Counter()
        for pixel, count in counts.items():
            classes[tuple(part // CLASS for part in pixel)] += count
        best = classes.most_common(1)[0][0]
        seed = _mean({pixel: count for pixel, count in counts.items() if tuple(p // CLASS for p in pixel) == best})
        near = {pixel: count for pixel, count in counts.items() if _difference(pixel, seed) <= SAME}
        all_near = sum(near.values())
        usual = max(near, key=lambda pixel: near[pixel], default=b"")
        # Paper that was drawn has one colour, and only the edges of letters others; paper that was scanned has noise.
        colour = _mean({usual: 1}) if usual and 2 * near[usual] > all_near else _mean(near)
        return colour, all_near / total

    def ink(self, box: Box) -> Colour:
        """The colour in a box that is furthest from its background, as the darkest part of letters is."""
        background, _share = self.colour(box)
        counts = self._count(box)
        furthest = max((_difference(pixel, background) for pixel in counts), default=0.0)
        return _mean({pixel: n for pixel, n in counts.items() if _difference(pixel, background) >= 0.8 * furthest})

    def fields(self, box: Box) -> list[Colour]:
        """The background along the longer side of a box, field by field."""
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        count = max(1, min(MOST_FIELDS, round(max(width, height) / max(min(width, height), 1.0))))
        if width >= height:
            edges = [x0 + width * number / count for number in range(count + 1)]
            boxes = [(a, y0, b, y1) for a, b in pairwise(edges)]
        else:
            edges = [y0 + height * number / count for number in range(count + 1)]
            boxes = [(x0, a, x1, b) for a, b in pairwise(edges)]
        return [self.colour(each)[0] for each in boxes]

    def _count(self, box: Box) -> dict[bytes, int]:
        x0, y0, x1, y1 = (round(value * self._scale) for value in box)
        clip = pymupdf.IRect(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)) & self._pixmap.irect
        if clip.is_empty:
            return {}
        counts: dict[bytes, int] = self._pixmap.color_count(colors=True, clip=clip)
        return counts


def _mean(counts: dict[bytes, int]) -> Colour:
    total = sum(counts.values()) or 1
    red, green, blue = (sum(pixel[part] * count for pixel, count in counts.items()) / total for part in range(3))
    return red, green, blue


def _difference(one: Sequence[float], other: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _is_flat(colours: Sequence[Colour]) -> bool:
    return all(max(parts) - min(parts) <= SAME for parts in zip(*colours, strict=True))


def _patch(fields: Sequence[Colour], box: Box) -> pymupdf.Pixmap:
    """A picture that runs from field to field without steps."""
    samples = bytes(round(part) for colour in fields for part in colour)
    lies = box[2] - box[0] >= box[3] - box[1]
    width, height = (len(fields), 1) if lies else (1, len(fields))
    small = pymupdf.Pixmap(pymupdf.csRGB, width, height, samples, False)
    return pymupdf.Pixmap(small, width * PIXELS, height * PIXELS, None)
