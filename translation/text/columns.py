"""The columns of a document: cells below each other with the same left edge."""

from collections.abc import Iterable
from itertools import groupby

from translation.document import Block, plain_text

# Cells of a column start at most this far apart, in points.
COLUMN_STEP = 4
# A longer block is a paragraph, not a cell.
MAX_CELL_WORDS = 8


def columns_of(blocks: Iterable[Block]) -> list[list[str]]:
    """Return the texts of the cells of each column. Short blocks without boxes in a row are a column."""
    cells = [(block, plain_text(block.content)) for block in blocks]
    columns: dict[tuple[int | None, int], list[str]] = {}
    for block, text in cells:
        if block.box is not None and _is_cell(text):
            columns.setdefault((block.page, round(block.box.x0 / COLUMN_STEP)), []).append(text)
    rows = groupby(cells, lambda cell: cell[0].box is None and _is_cell(cell[1]))
    return [*columns.values(), *([text for _, text in run] for is_cell, run in rows if is_cell)]


def _is_cell(text: str) -> bool:
    return 0 < len(text.split()) <= MAX_CELL_WORDS
