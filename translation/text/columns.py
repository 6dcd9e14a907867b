"""The columns of a document: cells below each other with the same left edge."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from translation.document import Block, plain_text

# The left edges of neighbouring cells in a column differ at most by this, in points.
COLUMN_STEP = 4
# A longer block is a paragraph, not a cell.
MAX_CELL_WORDS = 8
MAX_CELL_CHARACTERS = 400


def columns_of(blocks: Iterable[Block]) -> list[list[str]]:
    """Return the texts of the cells of each column. Short blocks without boxes in a row are a column."""
    cells = [(block, plain_text(block.content)) for block in blocks]
    placed = [(block.page, block.box.x0, text) for block, text in cells if block.box and _is_cell(text)]
    rows = groupby(cells, lambda cell: cell[0].box is None and _is_cell(cell[1]))
    return [*_by_left_edge(placed), *([text for _, text in run] for is_cell, run in rows if is_cell)]


def _by_left_edge(placed: list[tuple[int | None, float, str]]) -> Iterator[list[str]]:
    """Yield the texts of each page with nearly the same left edge, in their order."""
    columns: list[list[int]] = []
    for number in sorted(range(len(placed)), key=lambda number: (placed[number][0] or 0, placed[number][1])):
        page, edge, _ = placed[number]
        if columns and placed[columns[-1][-1]][0] == page and edge - placed[columns[-1][-1]][1] <= COLUMN_STEP:
            columns[-1].append(number)
        else:
            columns.append([number])
    for column in columns:
        yield [placed[number][2] for number in sorted(column)]


def _is_cell(text: str) -> bool:
    return len(text) <= MAX_CELL_CHARACTERS and 0 < len(text.split()) <= MAX_CELL_WORDS
