"""What the letters in a picture look like: how heavy they are, whether they have serifs, how large and what colour."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pymupdf

from translation.formats.pdf.geometry import Box

# Bullets are told from paper at this brightness (of 255), and a page that is darker has light letters.
DARK = 128
# Runs of ink longer than this share of the height of tall letters are rules and blots.
LONGEST_RUN = 0.38
# A bullet is a box with more than this share of ink.
FULL = 0.66
# Strokes thicker than this share of the height of tall letters are bold, when they are also thicker than those of
# most of the page by the second figure.
BOLD, BOLDER = 0.165, 1.2
# Where upright strokes are thicker than level ones by this factor, letters have serifs.
SERIF = 1.28
# Sizes within this ratio are one size, and colours within this distance (of 255 in any part) one colour.
SIZE_RATIO, COLOUR_DISTANCE = 0.1, 40
# Darker than this in all parts is black.
BLACK = 48

Value = TypeVar("Value", bound=Hashable)


@dataclass(slots=True, frozen=True)
class Strokes:
    """How thick the upright strokes of a line are: as a share of the letters' height, and against level strokes."""

    upright: float
    contrast: float


class Raster:
    """The ink of a grey picture."""

    def __init__(self, pixmap: pymupdf.Pixmap) -> None:
        self._width, self._height = pixmap.width, pixmap.height
        self._samples = pixmap.samples

    def strokes(self, box: Box, size: float, limit: int, dark: bool) -> Strokes:
        """Measure the letters in a box of pixels; `size` is the height of tall letters.

        Letters are `dark` or light, and told from paper at the brightness of `limit`.
        """
        rows = self._rows(box, limit)
        columns = [bytes(column) for column in zip(*rows, strict=True)]
        paper = b"\0" if dark else b"\1"
        longest = LONGEST_RUN * size
        upright, usual_upright = _runs(rows, paper, longest)
        _level, usual_level = _runs(columns, paper, longest)
        return Strokes(upright / size, usual_upright / (usual_level or 1.0))

    def is_bullet(self, box: Box) -> bool:
        """Whether what is in a box is as wide as high and full of ink, as no letter is."""
        rows = self._rows(box, DARK)
        width, height = len(rows[0]) if rows else 0, len(rows)
        ink = sum(row.count(1) for row in rows)
        return 3 * abs(width - height) < max(width, height) and ink > FULL * width * height

    def _rows(self, box: Box, limit: int) -> list[bytes]:
        """The rows of a box, with 1 for what is darker than the limit."""
        x0, y0, x1, y1 = map(int, box)
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(self._width, x1), min(self._height, y1)
        ink = bytes([1] * limit + [0] * (256 - limit))
        return [self._samples[y * self._width + x0 : y * self._width + x1].translate(ink) for y in range(y0, y1)]


def _runs(rows: Iterable[bytes], paper: bytes, longest: float) -> tuple[float, float]:
    """The mean and the median length of the runs of ink, where letters of all lengths within a pixel are even."""
    runs: Counter[int] = Counter()
    for row in rows:
        runs.update(map(len, row.split(paper)))
    chosen = [(length, count) for length, count in sorted(runs.items()) if 0 < length <= longest]
    total = sum(count for _, count in chosen)
    passed = 0
    for length, count in chosen:
        if 2 * (passed + count) >= total:
            median = length - 0.5 + (total / 2 - passed) / count
            return sum(length * count for length, count in chosen) / total, median
        passed += count
    return 0.0, 0.0


def has_serifs(strokes: Sequence[tuple[Strokes, int]]) -> bool:
    """Whether lines are set in a face with serifs; each line comes with its weight."""
    contrast = sum(each.contrast * weight for each, weight in strokes)
    return contrast > SERIF * sum(weight for _, weight in strokes)


def bold_limit(strokes: Sequence[tuple[Strokes, int]]) -> float:
    """The thickness from which on strokes are bold on a page with these lines."""
    half, passed = sum(weight for _, weight in strokes) / 2, 0
    for each, weight in sorted(strokes, key=lambda pair: pair[0].upright):
        passed += weight
        if passed >= half:
            return max(BOLD, BOLDER * each.upright)
    return BOLD


def settled_sizes(sizes: Iterable[tuple[float, int]]) -> dict[float, float]:
    """Measured sizes and their weights, as each measured size to that of its kind."""
    return _settled(sizes, lambda size, other: abs(size - other) <= SIZE_RATIO * other)


def settled_colours(colours: Iterable[tuple[tuple[int, int, int], int]]) -> dict[tuple[int, int, int], int]:
    """Measured colours and their weights, as each measured colour to that of its kind, as 0xRRGGBB."""
    near = _settled(
        colours, lambda one, other: max(abs(a - b) for a, b in zip(one, other, strict=True)) <= COLOUR_DISTANCE
    )
    return {colour: _packed(kind) for colour, kind in near.items()}


def brightness(colour: tuple[float, float, float]) -> float:
    """How bright a colour is in a grey picture, of 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _settled(values: Iterable[tuple[Value, int]], alike: Callable[[Value, Value], bool]) -> dict[Value, Value]:
    """Each value to the weightiest value that it is like."""
    weights: Counter[Value] = Counter()
    for value, weight in values:
        weights[value] += weight
    kinds: list[Value] = []
    found: dict[Value, Value] = {}
    for value, _weight in weights.most_common():
        kind = next((kind for kind in kinds if alike(value, kind)), None)
        if kind is None:
            kinds.append(kind := value)
        found[value] = kind
    return found


def _packed(colour: tuple[int, int, int]) -> int:
    if max(colour) < BLACK:
        return 0
    red, green, blue = colour
    return red << 16 | green << 8 | blue
