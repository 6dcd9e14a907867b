"""Boxes on a page: turn them, join them, compare them and look them up.

Boxes are `(x0, y0, x1, y1)` in page space, as MuPDF shows the page: in points, with the origin at the top left of the
crop box, y down, and /Rotate applied. Text in another direction is read in a turned frame, in which it runs to the
right.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

Box = tuple[float, float, float, float]
Direction = tuple[float, float]
HORIZONTAL: Direction = (1.0, 0.0)

# About two lines of text. Most boxes reach into one or two bands, and a band has few boxes.
BAND_HEIGHT_POINTS = 24.0

T = TypeVar("T")


def turned(box: Box, direction: Direction) -> Box:
    """Return a box of the page in the frame of a direction, a unit vector that points to the right there."""
    cos, sin = direction
    xs = [x * cos + y * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [y * cos - x * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def box_on_page(box: Box, direction: Direction) -> Box:
    """Return a box in the frame of a direction as a box of the page: the inverse of `turned`."""
    cos, sin = direction
    return turned(box, (cos, -sin))


def point_on_page(x: float, y: float, direction: Direction) -> tuple[float, float]:
    """Return a point in the frame of a direction as a point of the page."""
    cos, sin = direction
    return (x * cos - y * sin, x * sin + y * cos)


def union(one: Box, other: Box) -> Box:
    """Return the smallest box around two boxes."""
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def intersects(one: Box, other: Box) -> bool:
    """Return whether two boxes share an area. Boxes that only touch do not."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def contains(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Return whether `outer` contains `inner`, which may stick out by `slack` points on each side."""
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


class BandIndex(Generic[T]):
    """An index of things by height, with an entry in each horizontal band of the page that a thing's box reaches into.

    `box_of` returns the box of a thing. `area` is the page. Things above or below it are in the first or last band.
    """

    def __init__(self, things: Iterable[T], area: Box, box_of: Callable[[T], Box]) -> None:
        self._first, self._last = int(area[1] // BAND_HEIGHT_POINTS), int(area[3] // BAND_HEIGHT_POINTS)
        self._bands: dict[int, list[T]] = defaultdict(list)
        for thing in things:
            for band in self._reach(box_of(thing)):
                self._bands[band].append(thing)

    def _band(self, y: float) -> int:
        return min(max(int(y // BAND_HEIGHT_POINTS), self._first), self._last)

    def _reach(self, box: Box) -> range:
        return range(self._band(box[1]), self._band(box[3]) + 1)

    def near(self, box: Box) -> Iterator[T]:
        """Yield the things at about the height of a box, some of them several times."""
        for band in self._reach(box):
            yield from self._bands.get(band, ())

    def downwards(self, top: float) -> Iterator[tuple[float, list[T]]]:
        """Yield the bands from a height down, each as its top and its things."""
        for band in range(self._band(top), self._last + 1):
            yield band * BAND_HEIGHT_POINTS, self._bands.get(band, [])


def itself(box: Box) -> Box:
    """Return the box itself, as the `box_of` of an index of boxes."""
    return box
