"""What lies behind the text of a page, and the colour that it is written with."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pymupdf

from translation.formats.pdf.geometry import Box

Colour = tuple[float, float, float]

# The background is looked up in a rendering of this resolution.
COVER_DPI = 150
# Colours are first counted in classes this wide, then taken for one when no part of them is further off than SAME
# (of 255).
CLASS, SAME = 16, 14
# A background that is not flat is looked up in this many fields along a line, each as wide as the line is high.
MOST_FIELDS = 40


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


def is_flat(colours: Sequence[Colour]) -> bool:
    return all(max(parts) - min(parts) <= SAME for parts in zip(*colours, strict=True))
