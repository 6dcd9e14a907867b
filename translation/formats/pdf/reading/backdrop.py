"""The colours of a page, behind a text and of the text itself."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pymupdf

from translation.formats.pdf.geometry import Box

# Red, green and blue, each from 0 to 255.
Colour = tuple[float, float, float]

WHITE: Colour = (255.0, 255.0, 255.0)

# The resolution of the rendering in which colours are looked up. A point is about two pixels wide.
BACKDROP_DPI = 150
# Colours are first counted in bins of this width (of 255), to find the most frequent colour despite noise.
COLOUR_BIN_WIDTH = 16
BIN_OF_PART = bytes(part // COLOUR_BIN_WIDTH for part in range(256))
# Colours count as one if none of their parts differs by more than this (of 255).
SAME_COLOUR_DISTANCE = 14
# Pixels are text if they differ from the background by this share of the largest difference.
INK_SHARE = 0.8
# A gradient is sampled at up to this many points along a line.
MAX_SAMPLES = 40


class Backdrop:
    """A rendering of a page, to look up the colours of its text and background."""

    def __init__(self, page: pymupdf.Page) -> None:
        self._scale = BACKDROP_DPI / 72
        self._pixmap = page.get_pixmap(dpi=BACKDROP_DPI, colorspace=pymupdf.csRGB, alpha=False, annots=False)

    def background(self, box: Box) -> tuple[Colour, float]:
        """Return the most frequent colour in a box, and its share of the box from 0 to 1."""
        counts = self._count(box)
        total = sum(counts.values())
        if not total:
            return WHITE, 1.0
        bins: Counter[bytes] = Counter()
        for pixel, count in counts.items():
            bins[_bin_of(pixel)] += count
        largest = bins.most_common(1)[0][0]
        seed = _mean({pixel: count for pixel, count in counts.items() if _bin_of(pixel) == largest})
        near = _select_near(counts, seed)
        near_total = sum(near.values())
        usual = max(near, key=lambda pixel: near[pixel], default=b"")
        # A drawn background has one exact colour. A scanned background has noise and needs the mean.
        is_exact = usual and 2 * near[usual] > near_total
        return _mean({usual: 1} if is_exact else near), near_total / total

    def text_colour(self, box: Box) -> Colour:
        """Return the colour in a box that differs most from its background: the core of the strokes."""
        background, _share = self.background(box)
        counts = self._count(box)
        furthest = max((_distance(pixel, background) for pixel in counts), default=0.0)
        return _mean({pixel: n for pixel, n in counts.items() if _distance(pixel, background) >= INK_SHARE * furthest})

    def gradient(self, box: Box) -> list[Colour]:
        """Return the background colours along the longer side of a box, in squares as wide as the box is high."""
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        count = max(1, min(MAX_SAMPLES, round(max(width, height) / max(min(width, height), 1.0))))
        if width >= height:
            edges = [x0 + width * number / count for number in range(count + 1)]
            boxes = [(a, y0, b, y1) for a, b in pairwise(edges)]
        else:
            edges = [y0 + height * number / count for number in range(count + 1)]
            boxes = [(x0, a, x1, b) for a, b in pairwise(edges)]
        return [self.background(each)[0] for each in boxes]

    def _count(self, box: Box) -> dict[bytes, int]:
        """Return the number of pixels in a box by their colour, which is three bytes."""
        x0, y0, x1, y1 = (round(value * self._scale) for value in box)
        clip = pymupdf.IRect(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)) & self._pixmap.irect
        if clip.is_empty:
            return {}
        counts: dict[bytes, int] = self._pixmap.color_count(colors=True, clip=clip)
        return counts


def _bin_of(pixel: bytes) -> bytes:
    return pixel.translate(BIN_OF_PART)


def _select_near(counts: dict[bytes, int], colour: Colour) -> dict[bytes, int]:
    """Return the counts of the colours that count as one with a colour."""
    (red, green, blue), distance = colour, SAME_COLOUR_DISTANCE
    return {
        pixel: count
        for pixel, count in counts.items()
        if abs(pixel[0] - red) <= distance and abs(pixel[1] - green) <= distance and abs(pixel[2] - blue) <= distance
    }


def _mean(counts: dict[bytes, int]) -> Colour:
    total = sum(counts.values()) or 1
    red, green, blue = (sum(pixel[part] * count for pixel, count in counts.items()) / total for part in range(3))
    return red, green, blue


def _distance(pixel: bytes, colour: Colour) -> float:
    return max(abs(pixel[0] - colour[0]), abs(pixel[1] - colour[1]), abs(pixel[2] - colour[2]))


def is_uniform(colours: Sequence[Colour]) -> bool:
    """Return whether colours are similar enough to count as one."""
    return all(max(parts) - min(parts) <= SAME_COLOUR_DISTANCE for parts in zip(*colours, strict=True))
