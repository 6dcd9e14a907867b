"""Measuring the characters in a picture: their weight, serifs, size and colour."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pymupdf

from translation.formats.pdf.geometry import Box

# Darker pixels (of 255) are ink on white paper. A darker page has light characters.
DARK = 128
# Runs of ink longer than this share of the height of tall characters are rules and blots, not strokes.
MAX_RUN_SHARE = 0.38
# A bullet fills more than this share of its box with ink.
BULLET_INK_SHARE = 0.66
# Bold strokes are thicker than this share of the height of tall characters, ...
BOLD_SHARE = 0.165
# ... and thicker than the median stroke of the page by this factor.
BOLD_FACTOR = 1.2
# Characters have serifs if their upright strokes are thicker than the level strokes by this factor.
SERIF_FACTOR = 1.28
# Measured sizes that differ by no more than this share count as one size.
SAME_SIZE_SHARE = 0.1
# Measured colours that differ by no more than this (of 255) in each part count as one colour.
SAME_COLOUR_DISTANCE = 40
# A colour darker than this (of 255) in all parts counts as black.
BLACK = 48

Value = TypeVar("Value", bound=Hashable)


@dataclass(slots=True, frozen=True)
class Strokes:
    """The thickness of a line's upright strokes, as a share of the characters' height and relative to level strokes."""

    upright: float
    contrast: float


class Raster:
    """The ink of a grey picture."""

    def __init__(self, pixmap: pymupdf.Pixmap) -> None:
        self._width, self._height = pixmap.width, pixmap.height
        self._samples = pixmap.samples

    def strokes(self, box: Box, size: float, limit: int, dark: bool) -> Strokes:
        """Return the measures of the strokes in a box, which is in pixels.

        `size` is the height of tall characters in pixels. Pixels darker than `limit` are ink if the characters are
        `dark`, and paper otherwise.
        """
        rows = self._rows(box, limit)
        columns = [bytes(column) for column in zip(*rows, strict=True)]
        paper = b"\0" if dark else b"\1"
        longest = MAX_RUN_SHARE * size
        upright, usual_upright = _run_lengths(rows, paper, longest)
        _level, usual_level = _run_lengths(columns, paper, longest)
        return Strokes(upright / size, usual_upright / (usual_level or 1.0))

    def is_bullet(self, box: Box) -> bool:
        """Return whether the ink in a box is a bullet: about as wide as high, and denser than any letter."""
        rows = self._rows(box, DARK)
        width, height = len(rows[0]) if rows else 0, len(rows)
        ink = sum(row.count(1) for row in rows)
        return 3 * abs(width - height) < max(width, height) and ink > BULLET_INK_SHARE * width * height

    def _rows(self, box: Box, limit: int) -> list[bytes]:
        """Return the rows of pixels in a box, with 1 for pixels darker than the limit."""
        x0, y0, x1, y1 = map(int, box)
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(self._width, x1), min(self._height, y1)
        ink = bytes([1] * limit + [0] * (256 - limit))
        return [self._samples[y * self._width + x0 : y * self._width + x1].translate(ink) for y in range(y0, y1)]


def _run_lengths(rows: Iterable[bytes], paper: bytes, longest: float) -> tuple[float, float]:
    """Return the mean and median length in pixels of the runs of ink that are no longer than `longest`.

    For the median, runs of one length are spread evenly over that pixel.
    """
    runs: Counter[int] = Counter()
    for row in rows:
        runs.update(map(len, row.split(paper)))
    strokes = [(length, count) for length, count in sorted(runs.items()) if 0 < length <= longest]
    total = sum(count for _, count in strokes)
    passed = 0
    for length, count in strokes:
        if 2 * (passed + count) >= total:
            median = length - 0.5 + (total / 2 - passed) / count
            return sum(length * count for length, count in strokes) / total, median
        passed += count
    return 0.0, 0.0


def has_serifs(strokes: Sequence[tuple[Strokes, int]]) -> bool:
    """Return whether lines, each with its weight, have serifs."""
    contrast = sum(each.contrast * weight for each, weight in strokes)
    return contrast > SERIF_FACTOR * sum(weight for _, weight in strokes)


def bold_threshold(strokes: Sequence[tuple[Strokes, int]]) -> float:
    """Return the thickness above which the strokes of a page's lines, each with its weight, are bold."""
    half, passed = sum(weight for _, weight in strokes) / 2, 0
    for each, weight in sorted(strokes, key=lambda pair: pair[0].upright):
        passed += weight
        if passed >= half:
            return max(BOLD_SHARE, BOLD_FACTOR * each.upright)
    return BOLD_SHARE


def cluster_sizes(sizes: Iterable[tuple[float, int]]) -> dict[float, float]:
    """Return the usual size for each measured size. Sizes come with their weights."""
    return _cluster(sizes, lambda size, other: abs(size - other) <= SAME_SIZE_SHARE * other)


def cluster_colours(colours: Iterable[tuple[tuple[int, int, int], int]]) -> dict[tuple[int, int, int], int]:
    """Return the usual colour, as 0xRRGGBB, for each measured colour. Colours come with their weights."""
    usual = _cluster(
        colours, lambda one, other: max(abs(a - b) for a, b in zip(one, other, strict=True)) <= SAME_COLOUR_DISTANCE
    )
    return {colour: _packed(centre) for colour, centre in usual.items()}


def brightness(colour: tuple[float, float, float]) -> float:
    """Return the brightness of a colour, from 0 to 255 (ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _cluster(values: Iterable[tuple[Value, int]], alike: Callable[[Value, Value], bool]) -> dict[Value, Value]:
    """Return for each value the similar value with the most weight."""
    weights: Counter[Value] = Counter()
    for value, weight in values:
        weights[value] += weight
    centres: list[Value] = []
    found: dict[Value, Value] = {}
    for value, _weight in weights.most_common():
        centre = next((each for each in centres if alike(value, each)), None)
        if centre is None:
            centres.append(centre := value)
        found[value] = centre
    return found


def _packed(colour: tuple[int, int, int]) -> int:
    if max(colour) < BLACK:
        return 0
    red, green, blue = colour
    return red << 16 | green << 8 | blue
