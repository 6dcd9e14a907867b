"""Lines become paragraphs, headings and cells.

MuPDF's own blocks merge what is apart and part what belongs together, so lines are grouped anew: by direction, size,
colour, weight, step and overlap, parted by rules, cell edges, bullets, indents and short last lines.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from translation.formats.pdf.analysis.cells import are_apart, cut, leads
from translation.formats.pdf.analysis.list_markers import has_mark, in_one_row, is_bullet, is_entry
from translation.formats.pdf.analysis.paragraphs import ALIGNED, Paragraph, align_by_neighbours
from translation.formats.pdf.analysis.rulings import Rulings
from translation.formats.pdf.geometry import HORIZONTAL, Box
from translation.formats.pdf.reading.text import Line, PageText
from translation.formats.pdf.scripts import UNSPACED, script_of

# Lines of one paragraph are of one size within this ratio.
SIZE_RATIO = (0.88, 1.14)
# Baselines of one paragraph are this many ems apart, and within it equally far.
STEP, STEP_TOLERANCE = (0.6, 1.75), 0.18
# Where a sentence goes on from line to line, they may be this far apart: double spacing.
WIDE_STEP = 2.6
# So many of them on a page, as wide in points, make that so for lines that begin like a sentence too.
FEWEST_STEPS = 3
# Lines of one paragraph overlap across by this share of the shorter one.
OVERLAP = 0.3
# A first-line indent beyond this many ems starts a paragraph.
INDENT = 0.8
# How many unfinished paragraphs a line may still belong to: columns are drawn by turns in some files.
OPEN_PARAGRAPHS = 12

# What ends a sentence, or announces what follows.
ENDS = (".", ":", ";", "!", "?")
# A line that starts so many ems to the left of the one before begins a paragraph: no indent is that deep.
OUTDENT = 6
# Fragments of a row that are longer than this (in ems) are text columns drawn by turns, shorter ones cells.
CELL_WIDTH = 20
# Lines whose starts are within this many points are of one column.
COLUMN_START = 12
# Lines that start up to so many times that far to the left are of the same column: lists are indented.
INDENTED_BY = 10
# A Korean date that goes on with the month.
YEAR = re.compile(r"[\uac00-\ud7a3].* \d{4}\.$")
# What entries of an index end with; a page is one when this share of its lines does so, and more than so many.
REFERENCE = re.compile(r"[^\W\d_].*[^\d.]\s\d{1,4}(?:,\s+\d{1,4})*$")
INDEX, FEWEST_ENTRIES, LONGEST_REFERENCE = 0.4, 8, 120
# Entries that begin with names of one shape, their digits apart, stand each by itself.
DIGIT, NAMED = re.compile(r"\d"), re.compile(r"[^\W\d_]+[-.:]?(?:000|0+[-.:]0)")
# A word is broken for want of room when less than this many ems would be left behind it.
ROOM = 1.5


def group(page: PageText, width: float) -> list[Paragraph]:
    """The paragraphs of a page `width` points wide, in the order in which their first lines come in the file."""
    directions = dict.fromkeys(line.direction for line in page.lines)
    furniture = {direction: Rulings.of(page, direction) for direction in directions}
    found: list[Paragraph] = []
    between: list[Line] = []
    lines = [part for whole in page.lines for part in cut(whole, furniture[whole.direction])]
    layout = PageLayout(lines, page.images)
    for line in lines:
        here = furniture[line.direction]
        cell = here.cell_of(line)
        entry = bool(between) and is_entry(between[-1], line)
        for paragraph in found[: -OPEN_PARAGRAPHS - 1 : -1]:
            last = paragraph.lines[-1]
            parted = paragraph.cell != cell and are_apart(paragraph.cell, last, cell, line)
            if entry or parted or not _belongs(paragraph.lines, line, layout) or here.parts(last, line):
                continue
            shared = cell if cell == paragraph.cell else None
            if (layout.is_index and _refers(last)) or layout.has_room(last, line, shared):
                continue
            if paragraph is found[-1] or not _in_rows(last, line, between):
                paragraph.lines.append(line)
                break
        else:
            found.append(Paragraph([line], line.direction, cell))
        between = [*between[-2 * OPEN_PARAGRAPHS :], line]
    for paragraph in found:
        paragraph.measure()
    align_by_neighbours(found, width / 2)
    return found


class PageLayout:
    """What the lines of a page tell together: how wide its columns are, how its lines are spaced, and whether it
    `is_index`, most of whose lines end with the number of a page.
    """

    def __init__(self, lines: Sequence[Line], images: Sequence[Box]) -> None:
        self._lines = sorted((line for line in lines if line.direction == HORIZONTAL), key=lambda line: line.baseline)
        self._baselines = [line.baseline for line in self._lines]
        self._images = images
        worded = [line for line in lines if any(map(str.isalpha, line.text))]
        entries = sum(map(_refers, worded))
        self.is_index = entries > max(FEWEST_ENTRIES, INDEX * len(worded))
        self._steps = Counter(
            round(line.baseline - last.baseline) for last, line in pairwise(lines) if _goes_on(last, line)
        )
        # The right edges by columns: of the lines that start at about the same place.
        self._edges: dict[int, float] = {}
        for line in self._lines:
            start = int(line.x0 // COLUMN_START)
            self._edges[start] = max(self._edges.get(start, 0.0), line.x1)

    def is_spaced(self, last: Line, step: float) -> bool:
        """Whether a step from a line to the next, which begins like a sentence, is one within other sentences here."""
        return last.text[-1:] not in ENDS and self._steps[round(step)] >= FEWEST_STEPS

    def has_room(self, last: Line, line: Line, cell: Box | None) -> bool:
        """Whether the first word of a line would have fitted on the line before, so that it was not broken for room.

        Only for lines that begin like a sentence: text beside pictures is set narrower than its column.
        """
        if last.direction != HORIZONTAL or line.text[:1].islower() or abs(last.x0 - line.x0) > ALIGNED * last.size:
            return False
        right = min(self._right_of(last), cell[2] if cell else inf)
        return last.x1 + _first_width(line) + ROOM * last.size < right

    def _right_of(self, line: Line) -> float:
        start = int(line.x0 // COLUMN_START)
        right = max(self._edges.get(start + step, 0.0) for step in range(-INDENTED_BY, 2))
        first = bisect_left(self._baselines, line.baseline - 3 * line.size)
        last = bisect_left(self._baselines, line.baseline + 3 * line.size)
        beside = [other.x0 for other in self._lines[first:last] if other.x0 > line.x1]
        beside += [box[0] for box in self._images if box[0] > line.x1 and box[1] < line.baseline < box[3]]
        return min([right, *beside])


def _in_rows(last: Line, line: Line, between: Sequence[Line]) -> bool:
    """Whether two lines are cells of two rows: the file goes on to other cells of the upper row before the lower."""
    partners = [each for each in between if each is not last and in_one_row(last, each)]
    return any(min(each.x1 - each.x0, line.x1 - line.x0) < CELL_WIDTH * line.size for each in partners)


def _belongs(lines: Sequence[Line], line: Line, layout: PageLayout) -> bool:
    """Whether a line continues the paragraph that the lines make."""
    last = lines[-1]
    step = line.baseline - last.baseline
    alone = len(lines) == 1 and not _goes_on(last, line) and not layout.is_spaced(last, step)
    widest = STEP[1] if alone else WIDE_STEP
    if last.direction != line.direction or not STEP[0] * last.size <= step <= widest * last.size:
        return False
    if not (_is_like(last, line) or _runs_on(last, line)):
        return False
    if len(lines) > 1:
        usual = (last.baseline - lines[0].baseline) / (len(lines) - 1)
        if abs(step - usual) > STEP_TOLERANCE * last.size:
            return False
    overlap = min(last.x1, line.x1) - max(last.x0, line.x0)
    if overlap < OVERLAP * min(last.x1 - last.x0, line.x1 - line.x0):
        return False
    if not _same_colour(last, line) or leads(last.words[0]) != leads(line.words[0]):
        return False
    if (last.maths > 0.5) != (line.maths > 0.5) or (last.style.family == "mono") != (line.style.family == "mono"):
        return False
    return not _starts(lines, line)


def _is_like(last: Line, line: Line) -> bool:
    """Whether two lines are of one size and one weight."""
    return SIZE_RATIO[0] <= line.size / last.size <= SIZE_RATIO[1] and last.bold == line.bold


def _runs_on(last: Line, line: Line) -> bool:
    """Whether a sentence goes on in a line most of which is in another style, by words of one style in both."""
    if last.text[-1:] in ENDS or not (line.text[:1].islower() or last.words[-1].style == line.words[0].style):
        return False
    return not {(word.style.size, word.style.bold) for word in last.words}.isdisjoint(
        (word.style.size, word.style.bold) for word in line.words
    )


def _same_colour(last: Line, line: Line) -> bool:
    """Whether two lines have a colour in common, links apart."""
    if last.words[-1].style.colour == line.words[0].style.colour:
        return True
    one, other = ({word.style.colour for word in each.words if word.style.link < 0} for each in (last, line))
    return not one or not other or not one.isdisjoint(other)


def _starts(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line that looks like the ones before begins a paragraph of its own all the same."""
    first, last, size = lines[0], lines[-1], lines[-1].size
    if has_mark(line):
        # A list within an item begins where the text of the item does.
        announced = last.text[-1:] in (ENDS if is_bullet(line.words[0]) else ":")
        if announced or (line.start <= first.start + 0.5 * size and not _is_number_inside(lines, line)):
            return True
    if abs(line.start - first.start) < ALIGNED * size and _are_numbered(first.words[0].text, line.words[0].text):
        return True
    if abs((last.x0 + last.x1) - (line.x0 + line.x1)) < size and abs(last.start - line.start) > ALIGNED * size:
        return False
    if first.start - line.start > OUTDENT * size:
        return True
    marked = has_mark(first)
    inner = (-first.words[1].x1 if first.rtl else first.words[1].x0) if marked else first.start
    body = min((earlier.start for earlier in lines[1:]), default=inner)
    if line.start > body + INDENT * size and not (len(lines) == 1 and _goes_on(last, line)):
        return True
    if marked and line.start < body - INDENT * size:
        # The lines under some marks begin where the mark does.
        return len(lines) > 1 or abs(line.start - first.start) > ALIGNED * size or not _goes_on(last, line)
    right = max(each.end for each in (*lines, line))
    left = min(each.start for each in (*lines, line))
    room = max(0.12 * (right - left), _first_width(line) + size)
    return last.end < right - room


def _refers(line: Line) -> bool:
    """Whether a line ends with the numbers of pages."""
    return line.text[-1:].isdigit() and REFERENCE.search(line.text[-LONGEST_REFERENCE:]) is not None


def _are_numbered(one: str, other: str) -> bool:
    """Whether two words are names with numbers, written in one way, as "A03:2025" and "A04:2025"."""
    if one.isalpha() or other.isalpha():
        return False
    shape = DIGIT.sub("0", one)
    return NAMED.match(shape) is not None and one != other and shape == DIGIT.sub("0", other)


def _is_number_inside(lines: Sequence[Line], line: Line) -> bool:
    """Whether the number that a line starts with is one of a sentence that began before.

    As in "14 CFR / 11.43 and", or when a full line of running text comes before: "the baseline, / (b) the other".
    """
    last, number, follower = lines[-1], line.words[0], line.words[1]
    if YEAR.search(last.text):
        return True
    if last.text[-1:] in ENDS or is_bullet(number):
        return False
    if number.text[-1].isdigit() and follower.text[:1].islower():
        return True
    is_full = last.end + ROOM * last.size > max(each.end for each in lines)
    return len(lines) > 1 and is_full and not has_mark(lines[0])


def _first_width(line: Line) -> float:
    """The width of what cannot be parted from the start of a line: a word, or a letter of a script without blanks."""
    word = line.words[0]
    return line.size if script_of(word.text[0]) in UNSPACED else word.x1 - word.x0


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a sentence runs on from one line to the next, as under a hanging indent."""
    return line.text[:1].islower() and last.text[-1:] not in ENDS
