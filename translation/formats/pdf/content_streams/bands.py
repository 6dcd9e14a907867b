"""The stretches of a page whose glyphs are removed."""

from collections import defaultdict
from collections.abc import Iterable
from math import hypot, isfinite
from typing import NamedTuple

from translation.formats.pdf.geometry import Box, intersects

# The height of a row of the index, in points.
ROW_POINTS = 6.0
# No page is longer than this, in either direction.
MAX_POINTS = 20_000.0
# A glyph may stick out of its band by this much, because places are rounded.
SLACK_POINTS = 0.02
# The sine of the largest angle between a band and its glyphs. Watermarks cross a text at larger angles.
MAX_SINE = 0.3
# Not more directions of text are remembered.
MAX_DIRECTIONS = 1000


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


class BandIndex:
    """The bands of a page by height."""

    def __init__(self, bands: Iterable[Band]) -> None:
        self._bands = [(number, band) for number, band in enumerate(bands) if isfinite(sum(band))]
        self._directions = {(band.ux, band.uy) for _number, band in self._bands}
        self._facing: dict[tuple[float, float], BandIndex] = {}
        self._rows: dict[int, list[tuple[int, Band]]] = defaultdict(list)
        self._boxes: list[Box] = []
        for number, band in self._bands:
            self._boxes.append(box := _box(band))
            top, bottom = max(box[1], -MAX_POINTS), min(box[3], MAX_POINTS)
            for row in range(int(top // ROW_POINTS), int(bottom // ROW_POINTS) + 1):
                self._rows[row].append((number, band))

    def facing(self, dx: float, dy: float) -> "BandIndex":
        """Return the bands that run along a direction, or back along it. Their numbers stay."""
        found = self._facing.get((dx, dy))
        if found is None:
            if len(self._facing) > MAX_DIRECTIONS:
                self._facing.clear()
            found = self._facing[dx, dy] = self._select(dx, dy)
        return found

    def _select(self, dx: float, dy: float) -> "BandIndex":
        limit = MAX_SINE * hypot(dx, dy)
        others = {each for each in self._directions if abs(dx * each[1] - dy * each[0]) > limit}
        if not others:
            return self
        selected = BandIndex(())
        for row, bands in self._rows.items():
            selected._rows[row] = [each for each in bands if each[1][2:4] not in others]
        return selected

    def meets(self, box: Box) -> bool:
        """Return whether a band may reach into a box."""
        return any(intersects(box, own) for own in self._boxes)

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


def _box(band: Band) -> Box:
    x, y, half = band.x + band.ux * band.length, band.y + band.uy * band.length, band.half + SLACK_POINTS
    return min(band.x, x) - half, min(band.y, y) - half, max(band.x, x) + half, max(band.y, y) + half
