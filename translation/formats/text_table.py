"""Tables in a text file: columns that are separated by two or more spaces, by tabs, or by vertical bars."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

# The smallest distance between columns, in characters.
MIN_GAP = 2
# A single line is a row only with wider gaps.
MIN_GAP_OF_ONE_ROW = 3
# Longer cells with narrow gaps between them are justified prose.
MAX_CELL_WORDS = 6
MAX_CELL_LINES = 100
# Two spaces after a sentence of this many words are not a gap.
MIN_SENTENCE_WORDS = 4

# The cells of a line, by the separator of its columns.
_CELLS = {
    " ": re.compile(r"\S+(?: \S+)*"),
    "\t": re.compile(r"[^\t\s](?:[^\t]*[^\t\s])?"),
    "|": re.compile(r"[^|\s](?:[^|]*[^|\s])?"),
}
# A cell in the line below the heads of a table with bars.
_BAR_RULE = re.compile(r"\s*:?-+:?\s*")
_SENTENCE_END = re.compile(r"[.!?][\"”)]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the column of its start, and its lines."""

    start: int
    lines: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.lines[0])

    @property
    def text(self) -> str:
        return " ".join(self.lines)


# The cells of a row.
Row: TypeAlias = tuple[Cell, ...]
# The side of a column where its cells are aligned, and its position.
Anchor: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class TextTable:
    """The lines from `first` to `last`, exclusive, as rows. Only rows with spaces may have several lines.

    `separator` is a space, a tab or a vertical bar.
    """

    first: int
    last: int
    rows: tuple[Row, ...]
    separator: str

    def texts(self) -> list[str]:
        """Return the texts of the cells, row by row."""
        return [cell.text for row in self.rows for cell in row]

    def written(self, sources: Sequence[str], targets: Mapping[int, str]) -> list[str]:
        """Return the lines with translated cells. `targets` has them by their numbers in the table."""
        numbers = iter(range(len(self.texts())))
        rows = [[_wrapped(cell, targets.get(next(numbers))) for cell in row] for row in self.rows]
        if self.separator == "|":
            return _between_bars([_with_texts(*each) for each in zip(sources, self.rows, rows, strict=True)])
        if self.separator == "\t":
            return [_with_texts(*each) for each in zip(sources, self.rows, rows, strict=True)]
        starts = _new_starts(self.rows, rows)
        lines, position = [], 0
        for row, texts, columns in zip(self.rows, rows, starts, strict=True):
            prefix = sources[position][: row[0].start]
            lines += _row_lines(prefix, texts, columns)
            position += max(len(cell.lines) for cell in row)
        return lines


def find_tables(texts: Sequence[str], prefixes: Sequence[int], first: int, last: int) -> Iterator[TextTable]:
    """Yield the tables among the lines of a range without empty lines.

    `prefixes` has the lengths of the indent and bullet of every line.
    """
    number = first
    while number < last:
        table = _table_at(texts, prefixes, number, last)
        if table:
            yield table
        number = table.last if table else number + 1


def _table_at(texts: Sequence[str], prefixes: Sequence[int], first: int, last: int) -> TextTable | None:
    """Return the table that starts with a line. None if the line is not a row."""
    separator = _separator(texts[first], prefixes[first])
    rows = [_cells(texts[first], prefixes[first], separator)]
    if len(rows[0]) < 2:
        return None
    number = first + 1
    while number < last and _separator(texts[number], prefixes[number]) == separator:
        cells = _cells(texts[number], prefixes[number], separator)
        is_continued = separator == " " and _continue(rows, cells, texts[number], prefixes[number])
        if not is_continued:
            if separator == " " and not _are_aligned(rows, cells):
                break
            rows.append(cells)
        number += 1
    is_table = separator != " " or sum(len(row) > 1 for row in rows) > 1 or _has_wide_gaps(rows[0])
    return TextTable(first, number, tuple(rows), separator) if is_table else None


def _separator(text: str, prefix: int) -> str:
    """Return the sign that separates the columns of a line, if it has columns."""
    body = text[prefix:].strip()
    if len(body) > 1 and body[0] == body[-1] == "|":
        return "|"
    return "\t" if "\t" in body else " "


def _cells(text: str, prefix: int, separator: str) -> Row:
    """Return the cells of a line. A sentence before two spaces is not a cell of its own."""
    cells: list[Cell] = []
    for match in _CELLS[separator].finditer(text, prefix):
        before = cells[-1] if cells else None
        is_gap = not before or separator != " " or match.start() - before.end > MIN_GAP
        if before and not is_gap and _are_sentences(before.text, match.group()):
            cells[-1] = Cell(before.start, (text[before.start : match.end()],))
        else:
            cells.append(Cell(match.start(), (match.group(),)))
    return tuple(cells)


def _are_sentences(before: str, after: str) -> bool:
    """Return whether the two spaces between two texts are those after a sentence."""
    words = max(len(before.split()), len(after.split()))
    return bool(_SENTENCE_END.search(before)) and words >= MIN_SENTENCE_WORDS


def _has_wide_gaps(row: Row) -> bool:
    return all(after.start - before.end >= MIN_GAP_OF_ONE_ROW for before, after in pairwise(row))


def _are_aligned(rows: Sequence[Row], cells: Row) -> bool:
    """Return whether at least half of a row's columns start or end where those of the row before do.

    Only numbers and single words count at their ends, because justified prose has a common end, too. A line without
    letters and digits is a rule of the table.
    """
    if not any(map(str.isalnum, "".join(cell.text for cell in cells))):
        return True
    if len(cells) < 2:
        return False
    before = next(row for row in reversed(rows) if len(row) > 1)
    words = sum(len(cell.text.split()) for cell in (*before, *cells)) / (len(before) + len(cells))
    if words > MAX_CELL_WORDS and not (_has_wide_gaps(before) and _has_wide_gaps(cells)):
        return False
    starts, ends = {cell.start for cell in before[1:]}, {cell.end for cell in before[1:]}
    aligned = sum(cell.start in starts or (" " not in cell.text and cell.end in ends) for cell in cells[1:])
    return aligned * 2 >= len(cells) - 1


def _continue(rows: list[Row], cells: Row, text: str, prefix: int) -> bool:
    """Add a line to the last cell of the row above, if it continues that cell. Return whether it does."""
    last = rows[-1]
    cell, above = cells[0], last[-1]
    if len(cells) > 1 or len(last) < 2 or above.start != cell.start or text[:prefix].strip():
        return False
    goes_on = cell.text[0].islower() or len(above.text.split()) >= MIN_SENTENCE_WORDS
    if len(above.lines) == MAX_CELL_LINES or not goes_on or not any(map(str.isalnum, cell.text)):
        return False
    rows[-1] = (*last[:-1], Cell(above.start, (*above.lines, cell.text)))
    return True


def _wrapped(cell: Cell, target: str | None) -> list[str]:
    """Return the lines of a cell's translation, or its own lines."""
    if target is None or target == cell.text:
        return list(cell.lines)
    if len(cell.lines) == 1:
        return [target]
    return textwrap.wrap(target, max(map(len, cell.lines)), break_long_words=False, break_on_hyphens=False) or [""]


def _with_texts(source: str, row: Row, texts: Sequence[Sequence[str]]) -> str:
    """Return a line with other texts in its cells, and what is between them."""
    parts, position = [], 0
    for cell, lines in zip(row, texts, strict=True):
        parts += [source[position : cell.start], lines[0]]
        position = cell.end
    return "".join([*parts, source[position:]])


def _between_bars(lines: Sequence[str]) -> list[str]:
    """Return the lines of a table with bars, with columns of equal width if all have the same number."""
    rows = [line.rstrip().split("|") for line in lines]
    if len({len(row) for row in rows}) > 1:
        return list(lines)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["|".join([row[0], *map(_padded, row[1:-1], widths[1:-1]), row[-1]]) for row in rows]


def _width(cell: str) -> int:
    """Return the width that a cell between bars needs."""
    return len(cell) if _BAR_RULE.fullmatch(cell) else len(cell.rstrip()) + 1


def _padded(cell: str, width: int) -> str:
    """Return a cell between bars in the width of its column."""
    if "-" in cell and _BAR_RULE.fullmatch(cell):
        return cell.replace("-", "-" * (1 + width - len(cell)), 1)
    return cell.rstrip().ljust(width)


def _new_starts(rows: Sequence[Row], texts: Sequence[Sequence[Sequence[str]]]) -> list[list[int]]:
    """Return the columns where the translated cells start. Columns move to the right if longer cells need it."""
    starts = [[row[0].start] for row in rows]
    widths = [[max(map(len, lines)) for lines in row] for row in texts]
    for (position, side), places in sorted(_anchors(rows).items()):
        is_right = side == "right"
        needs = [position]
        for number, column in places:
            end = starts[number][column - 1] + widths[number][column - 1]
            needs.append(end + MIN_GAP + (widths[number][column] if is_right else 0))
        for number, column in places:
            starts[number].append(max(needs) - (widths[number][column] if is_right else 0))
    return starts


def _anchors(rows: Sequence[Row]) -> dict[Anchor, list[tuple[int, int]]]:
    """Return the cells after the first of each row, by their anchors.

    The anchor is on the right if more cells have this end than this start.
    """
    cells = [(number, column, cell) for number, row in enumerate(rows) for column, cell in enumerate(row) if column]
    starts, ends = Counter(cell.start for _, _, cell in cells), Counter(cell.end for _, _, cell in cells)
    anchors: dict[Anchor, list[tuple[int, int]]] = {}
    for number, column, cell in cells:
        anchor = (cell.end, "right") if ends[cell.end] > starts[cell.start] else (cell.start, "left")
        anchors.setdefault(anchor, []).append((number, column))
    return anchors


def _row_lines(prefix: str, texts: Sequence[Sequence[str]], starts: Sequence[int]) -> list[str]:
    """Return the lines of a row. Only its last cell has more than one."""
    first = prefix
    for lines, start in zip(texts, starts, strict=True):
        first = first.ljust(start) + lines[0]
    return [first, *(" " * starts[-1] + line for line in texts[-1][1:])]
