"""Finding the columns of running text on a page, which are side by side but independent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.geometry import Box

# A paragraph with at least this many lines ...
PARAGRAPH_LINES = 3
# ... that is at least this wide is running text. Cells of a table are shorter or narrower.
PARAGRAPH_WIDTH_EM = 12
# A column has at least this many lines of running text.
COLUMN_LINES = 8
# The edges of the paragraphs of a column differ by less than this.
EDGE_EM = 3.0
# Paragraphs of two columns are in one row if their tops differ by less than this.
SAME_ROW_EM = 0.3
# Two columns are a table if a larger share of the paragraphs of one are in rows with paragraphs of the other.
TABLE_SHARE = 0.5


@dataclass(slots=True)
class _Column:
    """The edges of a column, its text size, its number of lines, and the tops of its paragraphs."""

    x0: float
    x1: float
    size: float
    lines: int = 0
    tops: list[float] = field(default_factory=list)

    def has_edges_of(self, box: Box) -> bool:
        """Return whether a box has about the same edges as the column."""
        near = EDGE_EM * self.size
        return abs(box[0] - self.x0) < near and abs(box[2] - self.x1) < near

    def spans(self, box: Box) -> bool:
        """Return whether a box fits into the column, with a tolerance of an em."""
        return self.x0 - self.size <= box[0] and box[2] <= self.x1 + self.size

    def is_in_rows_with(self, other: "_Column") -> bool:
        """Return whether the paragraphs of two columns start on the same levels, like the rows of a table."""
        few, many = sorted((self.tops, other.tops), key=len)
        level = sum(any(abs(one - each) < SAME_ROW_EM * self.size for each in many) for one in few)
        return level > TABLE_SHARE * len(few)


class ColumnText:
    """The columns of running text of a page.

    Paragraphs of running text with the same left and right edges are in one column. A column counts if it has
    `COLUMN_LINES` lines.
    """

    def __init__(self, paragraphs: Sequence[PageParagraph], boxes: Sequence[Box]) -> None:
        """Find the columns among the paragraphs of a page. `boxes` has the box of each paragraph."""
        columns: list[_Column] = []
        for paragraph, box in zip(paragraphs, boxes, strict=True):
            if len(paragraph.lines) < PARAGRAPH_LINES or box[2] - box[0] < PARAGRAPH_WIDTH_EM * paragraph.size:
                continue
            column = next((each for each in columns if each.has_edges_of(box)), None)
            if column is None:
                columns.append(column := _Column(box[0], box[2], paragraph.size))
            column.lines += len(paragraph.lines)
            column.tops.append(box[1])
        self._columns = [column for column in columns if column.lines >= COLUMN_LINES]

    def separate(self, one: Box, other: Box) -> bool:
        """Return whether two boxes are in different columns of running text, and not in one row of a table."""
        left, right = self._column_of(one), self._column_of(other)
        if left is None or right is None:
            return False
        are_apart = left.x1 <= right.x0 or right.x1 <= left.x0
        return are_apart and not left.is_in_rows_with(right)

    def _column_of(self, box: Box) -> _Column | None:
        """Return the narrowest column that spans a box."""
        spanning = (column for column in self._columns if column.spans(box))
        return min(spanning, key=lambda column: column.x1 - column.x0, default=None)
