"""The columns of running text on a page: they stand side by side and yet have nothing to do with each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from translation.formats.pdf.analysis.paragraphs import Paragraph
from translation.formats.pdf.geometry import Box

# A paragraph of so many lines, so many ems wide, is running text, and a column has so many lines of it.
LINES, WIDTH, COLUMN_LINES = 3, 12, 8
# The edges of the paragraphs of a column differ by less than this many ems.
EDGE = 3.0
# First lines within this many ems of each other are level; columns in which this share of them is are a table.
LEVEL, IN_ROWS = 0.3, 0.5


@dataclass(slots=True)
class _Column:
    x0: float
    x1: float
    size: float
    lines: int = 0
    firsts: list[float] = field(default_factory=list)

    def takes(self, box: Box) -> bool:
        near = EDGE * self.size
        return abs(box[0] - self.x0) < near and abs(box[2] - self.x1) < near

    def holds(self, box: Box) -> bool:
        return self.x0 - self.size <= box[0] and box[2] <= self.x1 + self.size

    def is_row_by_row_with(self, other: "_Column") -> bool:
        few, many = sorted((self.firsts, other.firsts), key=len)
        level = sum(any(abs(one - each) < LEVEL * self.size for each in many) for one in few)
        return level > IN_ROWS * len(few)


class ColumnText:
    """The columns of running text among the paragraphs of a page, whose boxes are given one for one."""

    def __init__(self, paragraphs: Sequence[Paragraph], boxes: Sequence[Box]) -> None:
        columns: list[_Column] = []
        for paragraph, box in zip(paragraphs, boxes, strict=True):
            if len(paragraph.lines) < LINES or box[2] - box[0] < WIDTH * paragraph.size:
                continue
            column = next((each for each in columns if each.takes(box)), None)
            if column is None:
                columns.append(column := _Column(box[0], box[2], paragraph.size))
            column.lines += len(paragraph.lines)
            column.firsts.append(box[1])
        self._columns = [column for column in columns if column.lines >= COLUMN_LINES]

    def parts(self, one: Box, other: Box) -> bool:
        """Whether two boxes belong to different columns, which are no columns of a table."""
        here, there = self._column_of(one), self._column_of(other)
        if here is None or there is None:
            return False
        apart = here.x1 <= there.x0 or there.x1 <= here.x0
        return apart and not here.is_row_by_row_with(there)

    def _column_of(self, box: Box) -> _Column | None:
        holding = (column for column in self._columns if column.holds(box))
        return min(holding, key=lambda column: column.x1 - column.x0, default=None)
