"""Cells with only numbers. They are not language, but the format of their numbers may change."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from translation.formats.pdf.analysis.list_markers import SAME_ROW_EM, in_one_row
from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word

# A number with a decimal sign or groups.
FORMATTED_NUMBER = re.compile(r"\d[.,]\d")
WORD = re.compile(r"[^\W\d_]{2,}")
# In a font with a fixed width, this is code: "x = 1.5".
CODE = re.compile(r"[^\W\d_]|[={}\[\];]")
# The number of a section: "3.2". No section has the number 0.
SECTION_NUMBER = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,3}\.?$")
# The title of a section is no larger than this many times its number.
MAX_SIZE_SHARE = 1.5
# Words further apart than this stand in different columns. A space is narrower, even in a justified line.
COLUMN_GAP_EM = 0.7
# A point with a wide gap after it, as some fonts have it, looks like the end of a word.
NUMBER_START = re.compile(r"[-−–(]?\d[\d,]*\.$")
FRACTION = re.compile(r"\d+[%)]*$")
POINT_GAP_EM = 0.35


def separate_number_cells(paragraphs: Iterable[PageParagraph]) -> list[PageParagraph]:
    """Return the paragraphs, with one for each number where lines or columns of numbers were put together."""
    return [each for paragraph in paragraphs for each in _separated(paragraph)]


def find_number_cells(paragraphs: Sequence[PageParagraph]) -> set[int]:
    """Return the ids of the paragraphs of a page that are a line of numbers without words.

    The format of their numbers may change. Formulas, code and numbering in a column of its own are left out.
    """
    cells = [each for each in paragraphs if _is_number_cell(each)]
    rows = _Rows(paragraphs) if cells else None
    return {id(each) for each in cells if rows and not rows.has_numbering(each)}


class _Rows:
    """An index of the paragraphs of a page by the baselines of their lines."""

    def __init__(self, paragraphs: Iterable[PageParagraph]) -> None:
        self._by_baseline: dict[int, list[tuple[Line, PageParagraph]]] = defaultdict(list)
        for paragraph in paragraphs:
            for line in paragraph.lines:
                self._by_baseline[round(line.baseline)].append((line, paragraph))

    def has_numbering(self, paragraph: PageParagraph) -> bool:
        """Return whether a number is the first of its row, and words follow it: "3.2" before "Methods"."""
        if not SECTION_NUMBER.match(paragraph.text.strip()):
            return False
        own, position = paragraph.lines[0], round(paragraph.lines[0].baseline)
        distance = ceil(SAME_ROW_EM * MAX_SIZE_SHARE * own.size)
        near = (each for off in range(-distance, distance + 1) for each in self._by_baseline.get(position + off, ()))
        row = [other for line, other in near if other is not paragraph and in_one_row(own, line)]
        after = min(row, key=lambda each: each.x0, default=None)
        return after is not None and after.x0 > paragraph.x0 and WORD.search(after.text) is not None


def _is_number_cell(paragraph: PageParagraph) -> bool:
    if len(paragraph.lines) != 1 or not _has_only_numbers(paragraph):
        return False
    if any(word.maths or word.raised for word in paragraph.lines[0].words):
        return False
    return paragraph.style.family != "mono" or not CODE.search(paragraph.text)


def _has_only_numbers(paragraph: PageParagraph) -> bool:
    text = paragraph.text
    return FORMATTED_NUMBER.search(text) is not None and not WORD.search(text)


def _separated(paragraph: PageParagraph) -> Iterator[PageParagraph]:
    if not WORD.search(paragraph.text):
        paragraph.lines = [_with_whole_numbers(line) for line in paragraph.lines]
    if not _has_only_numbers(paragraph):
        yield paragraph
        return
    cells = [cell for line in paragraph.lines for cell in _cells(line)]
    if len(cells) == 1:
        yield paragraph
        return
    for cell in cells:
        separate = PageParagraph([cell], paragraph.direction, paragraph.cell)
        separate.measure()
        if paragraph.align in ("right", "center") and len(cells) == len(paragraph.lines):
            separate.align = paragraph.align
        yield separate


def _with_whole_numbers(line: Line) -> Line:
    """Return the line with those numbers joined that were divided after their point."""
    parts = [
        right
        for left, right in pairwise(line.words)
        if NUMBER_START.match(left.text)
        and FRACTION.match(right.text)
        and right.x0 - left.x1 < POINT_GAP_EM * line.size
        and not right.glued
    ]
    if not parts:
        return line
    for part in parts:
        part.glued = True
    return replace(line)


def _cells(line: Line) -> Iterator[Line]:
    """Yield the parts of a line between wide gaps."""
    runs: list[list[Word]] = [line.words[:1]]
    for left, right in pairwise(line.words):
        if right.x0 - left.x1 >= COLUMN_GAP_EM * line.size:
            runs.append([])
        runs[-1].append(right)
    if len(runs) == 1:
        yield line
        return
    for run in runs:
        part = Line(run, line.direction)
        part.decorations = [box for box in line.decorations if part.x0 <= (box[0] + box[2]) / 2 <= part.x1]
        yield part
