"""Removing painted paths that lie in given boxes, such as underlines and highlights."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from translation.formats.pdf.content_streams.bands import BoxIndex
from translation.formats.pdf.content_streams.budget import COST_OF_PATH, OPERATIONS_BETWEEN_CHECKS, Budget
from translation.formats.pdf.content_streams.edits import Edit
from translation.formats.pdf.content_streams.operations import SPACE, read_numbers
from translation.formats.pdf.geometry import contains
from translation.formats.pdf.transform import Transform

# A path sticks out of the box of its decoration by less than this.
MARGIN_POINTS = 1.0
PATH_OPERATION = re.compile(
    rb"[" + SPACE + rb"]*+([-+.\d" + SPACE + rb"]*+)(?:\[[^\]]*+\][-+.\d" + SPACE + rb"]*+|/[^" + SPACE + rb"]++)*+"
    rb"[" + SPACE + rb"]*+([A-Za-z]+\*?)"
)
PAINTING = frozenset((b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"))
# The place of the points among the operands. A rectangle has a corner, a width and a height.
POINTS = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4}


@dataclass(slots=True)
class Subpath:
    """A part of a path that starts with m or re: its place in the stream, and its points in page space."""

    start: int
    end: int
    points: list[tuple[float, float]] = field(default_factory=list)


class PathRemover:
    """Follows the paths of one stream, and edits those whose points are all in one of the boxes.

    `edits` are those of the stream, and `found` gets the numbers of the boxes in which something was removed.
    """

    def __init__(self, boxes: BoxIndex, edits: list[Edit], found: set[int], budget: Budget) -> None:
        self._boxes, self._edits, self._found, self._budget = boxes, edits, found, budget
        self._subpaths: list[Subpath] = []
        self._clips = False

    def follow(self, data: bytes, start: int, end: int, matrix: Transform) -> None:
        """Take operations of paths and colours at this place of the stream."""
        count = 0
        for operator, numbers, first, last in _operations(data, start, end):
            count += 1
            if count >= OPERATIONS_BETWEEN_CHECKS:
                self._budget.spend_operations(COST_OF_PATH * count)
                count = 0
            if operator in POINTS or operator == b"re":
                self._add(operator, read_numbers(numbers), (first, last), matrix)
            elif operator == b"h" and self._subpaths:
                self._subpaths[-1].end = last
            elif operator in (b"W", b"W*"):
                self._clips = True
            elif operator in PAINTING:
                self._paint(last - len(operator), last)
                self._forget()
            elif operator == b"n":
                self._forget()
        self._budget.spend_operations(COST_OF_PATH * count)

    def _forget(self) -> None:
        self._subpaths, self._clips = [], False

    def _add(self, operator: bytes, numbers: list[float], place: tuple[int, int], matrix: Transform) -> None:
        if operator == b"re":
            x, y, width, height = [*numbers, 0.0, 0.0, 0.0, 0.0][:4]
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        else:
            values = numbers[: POINTS[operator]]
            corners = list(zip(values[::2], values[1::2], strict=False))
        if operator in (b"m", b"re") or not self._subpaths:
            self._subpaths.append(Subpath(*place))
        subpath = self._subpaths[-1]
        subpath.end = place[1]
        subpath.points += [matrix.point(*corner) for corner in corners]

    def _paint(self, start: int, end: int) -> None:
        """Take an operator that paints the path, at this place."""
        boxes = [self._box_of(subpath) for subpath in self._subpaths]
        inside = [box for box in boxes if box is not None]
        if not inside:
            return
        if len(inside) == len(boxes):
            self._edits.append(Edit(start, end, b"n"))
        elif self._clips:
            return
        else:
            self._edits += [
                Edit(subpath.start, subpath.end, b"")
                for subpath, box in zip(self._subpaths, boxes, strict=True)
                if box is not None
            ]
        self._found.update(inside)

    def _box_of(self, subpath: Subpath) -> int | None:
        """Return the number of the box that holds a subpath, or None."""
        if not subpath.points:
            return None
        xs, ys = zip(*subpath.points, strict=True)
        own = (min(xs), min(ys), max(xs), max(ys))
        near = self._boxes.numbered_at((own[1] + own[3]) / 2)
        return next((number for number, box in near if contains(box, own, MARGIN_POINTS)), None)


def _operations(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Yield the operations of a part of a stream: operator, numbers, and place."""
    place = start
    while place < end and (found := PATH_OPERATION.match(data, place, end)):
        begin = found.start(1) if found[1] else found.start(2)
        yield found[2], found[1], begin, found.end()
        place = found.end()
