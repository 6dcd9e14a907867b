"""The stretches of a page whose glyphs are removed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import hypot, isfinite
from typing import NamedTuple

from translation.formats.pdf.geometry import Box, Direction, intersects

# The height of a row of the index, in points.
ROW_POINTS = 6.0
# No page is longer than this, in either direction.
MAX_POINTS = 20_000.0
# A glyph may stick out of its band by this much, because places are rounded.
SLACK_POINTS = 0.02
# A glyph belongs to a band only if the sine between their directions is smaller than this.
MAX_SINE = 0.3
# This many steps of text are remembered. A page has a few.
MAX_STEPS = 1000


class Band(NamedTuple):
    """A thin stretch along a baseline, in page space.

    It starts at (`x`, `y`) and runs for `length` points in the direction (`ux`, `uy`), a unit vector. Glyphs up to
    `half` points beside the baseline belong to it.
    """

    x: float
    y: float
    ux: float
    uy: float
    length: float
    half: float


class BoxIndex:
    """Boxes by height. `count` is their number."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._rows: dict[int, list[tuple[int, Box]]] = defaultdict(list)
        self.count = 0
        for box in boxes:
            for row in _rows_of(box):
                self._rows[row].append((self.count, box))
            self.count += 1

    def near(self, box: Box) -> Iterator[Box]:
        """Yield the boxes at the height of a box, some of them several times."""
        for row in self._rows_near(box):
            for _number, own in self._rows[row]:
                yield own

    def numbered_at(self, y: float) -> Sequence[tuple[int, Box]]:
        """Return the boxes at about a height, with their numbers."""
        return self._rows.get(int(y // ROW_POINTS), ()) if -MAX_POINTS < y < MAX_POINTS else ()

    def _rows_near(self, box: Box) -> Iterable[int]:
        rows = _rows_of(box)
        return [row for row in rows if row in self._rows] if len(rows) < len(self._rows) else [*self._rows]


class BandIndex:
    """The bands of a page by height, each with its number."""

    def __init__(self, bands: Iterable[tuple[int, Band]]) -> None:
        self._bands = [(number, band) for number, band in bands if isfinite(sum(band))]
        self._boxes: BoxIndex | None = None
        self._rows: dict[int, list[tuple[int, Band]]] = defaultdict(list)
        for each in self._bands:
            for row in _rows_of(_box(each[1])):
                self._rows[row].append(each)
        self._by_step: dict[Direction, BandIndex] = {}
        self._by_direction: dict[Direction, BandIndex] = {}

    def along(self, dx: float, dy: float) -> "BandIndex":
        """Return the bands that run as text with this step does. A watermark across other text takes none of that."""
        found = self._by_step.get((dx, dy))
        if found is None:
            if len(self._by_step) >= MAX_STEPS:
                self._by_step.clear()
            found = self._by_step[dx, dy] = self._select(dx, dy)
        return found

    def _select(self, dx: float, dy: float) -> "BandIndex":
        length = hypot(dx, dy)
        if not length or not isfinite(length):
            return self
        ux, uy = round(dx / length, 2), round(dy / length, 2)
        if (ux, uy) not in self._by_direction:
            chosen = [each for each in self._bands if abs(each[1].ux * uy - each[1].uy * ux) < MAX_SINE]
            self._by_direction[ux, uy] = self if len(chosen) == len(self._bands) else BandIndex(chosen)
        return self._by_direction[ux, uy]

    def meets(self, box: Box) -> bool:
        """Return whether a band may reach into a box."""
        if self._boxes is None:
            self._boxes = BoxIndex(_box(band) for _number, band in self._bands)
        return any(intersects(box, own) for own in self._boxes.near(box))

    def find(self, x: float, y: float) -> int:
        """Return the number of the band that holds a point, or -1."""
        if not -MAX_POINTS < y < MAX_POINTS:
            return -1
        for number, (x0, y0, ux, uy, length, half) in self._rows.get(int(y // ROW_POINTS), ()):
            dx, dy = x - x0, y - y0
            if -SLACK_POINTS <= dx * ux + dy * uy <= length + SLACK_POINTS and -half <= dx * uy - dy * ux <= half:
                return number
        return -1

    def find_stretch(self, x0: float, y0: float, x1: float, y1: float) -> int | None:
        """Return the band that holds a whole stretch, -1 if no band meets it, or None if only a part may be in one."""
        if not (-MAX_POINTS < y0 < MAX_POINTS and -MAX_POINTS < y1 < MAX_POINTS):
            return None
        first, last = int(y0 // ROW_POINTS), int(y1 // ROW_POINTS)
        if first == last:
            return _find_among(self._rows.get(first, ()), x0, y0, x1, y1)
        answer: int | None = -1
        for row in range(min(first, last), max(first, last) + 1):
            found = _find_among(self._rows.get(row, ()), x0, y0, x1, y1)
            if found is not None and found >= 0:
                return found
            answer = None if found is None else answer
        return answer


def _find_among(bands: Iterable[tuple[int, Band]], x0: float, y0: float, x1: float, y1: float) -> int | None:
    """Do the same among these bands."""
    answer: int | None = -1
    for number, (x, y, ux, uy, length, half) in bands:
        across0, across1 = (x0 - x) * uy - (y0 - y) * ux, (x1 - x) * uy - (y1 - y) * ux
        if (across0 > half and across1 > half) or (across0 < -half and across1 < -half):
            continue
        along0, along1 = (x0 - x) * ux + (y0 - y) * uy, (x1 - x) * ux + (y1 - y) * uy
        first, last = (along0, along1) if along0 <= along1 else (along1, along0)
        if last < -SLACK_POINTS or first > length + SLACK_POINTS:
            continue
        is_level = -half <= across0 <= half and -half <= across1 <= half
        if is_level and first >= -SLACK_POINTS and last <= length + SLACK_POINTS:
            return number
        answer = None
    return answer


def _rows_of(box: Box) -> range:
    if not isfinite(sum(box)):
        return range(0)
    top, bottom = max(box[1], -MAX_POINTS), min(box[3], MAX_POINTS)
    return range(int(top // ROW_POINTS), int(bottom // ROW_POINTS) + 1)


def _box(band: Band) -> Box:
    x, y, half = band.x + band.ux * band.length, band.y + band.uy * band.length, band.half + SLACK_POINTS
    return min(band.x, x) - half, min(band.y, y) - half, max(band.x, x) + half, max(band.y, y) + half
