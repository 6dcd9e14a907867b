"""Grouping the lines of a page into paragraphs, headings and cells.

MuPDF's own blocks merge separate paragraphs and split others, so they are not used. A line continues a paragraph if its
direction, size, colour, weight, step and overlap fit. Rules, cells, list markers, indents and short last lines start a
new paragraph.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from translation.formats.pdf.analysis.cells import in_different_cells, is_leader, split_line
from translation.formats.pdf.analysis.list_markers import has_list_marker, in_one_row, is_bullet, is_marker_of
from translation.formats.pdf.analysis.paragraphs import ALIGNED_EM, PageParagraph, align_by_neighbours
from translation.formats.pdf.analysis.rulings import Rulings
from translation.formats.pdf.geometry import HORIZONTAL, Box
from translation.formats.pdf.reading.text import Line, PageText
from translation.formats.pdf.scripts import UNSPACED, script_of

# The ratio of sizes within one paragraph is between these.
SIZE_RATIO = (0.88, 1.14)
# The distance between baselines of one paragraph is between these.
STEP_EM = (0.6, 1.75)
# Within a paragraph the distances differ by no more than this.
STEP_TOLERANCE_EM = 0.18
# With double spacing, baselines may be this far apart if a sentence continues on the next line.
WIDE_STEP_EM = 2.6
# If a page has this many such steps of one height, lines that start like a sentence may also have this step.
MIN_WIDE_STEPS = 3
# Lines of one paragraph overlap horizontally by at least this share of the shorter one.
OVERLAP_SHARE = 0.3
# A first-line indent that is deeper than this starts a paragraph.
INDENT_EM = 0.8
# A line may continue any of this many latest paragraphs, because some files draw the lines of two columns in turn.
OPEN_PARAGRAPHS = 12

# The ends of sentences and announcements.
ENDS = (".", ":", ";", "!", "?")
# A line that starts this far to the left of the first line starts a paragraph, because no indent is so deep.
OUTDENT_EM = 6
# Longer fragments of one row are columns of text that are drawn in turn, and shorter ones are cells.
CELL_WIDTH_EM = 20
# Lines whose starts are in one interval of this width belong to one column.
COLUMN_START_POINTS = 12
# Lines that start up to this many intervals to the left belong to the same column, because lists are indented.
INDENT_INTERVALS = 10
# Text within this distance above or below a line limits its possible width.
BESIDE_EM = 3
# The end of a line with a Korean date whose month is on the next line.
YEAR = re.compile(r"[\uac00-\ud7a3].* \d{4}\.$")
# The end of an entry of an index: "ferries 12, 27".
PAGE_NUMBERS = re.compile(r"[^\W\d_].*[^\d.]\s\d{1,4}(?:,\s+\d{1,4})*$")
# Only this much of the end of a line is searched for them, because the pattern takes quadratic time.
PAGE_NUMBERS_CHARACTERS = 120
# A page is an index if a larger share of its lines are such entries, ...
INDEX_SHARE = 0.4
# ... and more than this many.
MIN_INDEX_ENTRIES = 8
DIGIT = re.compile(r"\d")
# A name with a number whose digits are replaced by 0. Entries that start with such names are separate: "A03:2025".
NUMBERED_NAME = re.compile(r"[^\W\d_]+[-.:]?(?:000|0+[-.:]0)")
# A line is full if less than this is free at its end. Otherwise, the next word would have fitted.
ROOM_EM = 1.5
# A list marker starts an item if it is at most this far to the right of the paragraph's first line.
MARKER_START_EM = 0.5
# Two lines are centred over each other if the sums of their edges differ by less than this.
CENTRED_EM = 1
# A last line is short if it leaves more than this share of the width free, and more than the next word needs.
SHORT_LINE_SHARE = 0.12
# A line with a larger share of its characters in formulas is a formula.
FORMULA_SHARE = 0.5


def group_lines(page: PageText, width: float) -> list[PageParagraph]:
    """Return the paragraphs of a page `width` points wide, in the order of their first lines in the file.

    Each line, split at the edges of cells, is compared with the last lines of the latest paragraphs. It continues the
    latest paragraph that fits, or starts a new one. Measures and alignments of the paragraphs are set.
    """
    directions = dict.fromkeys(line.direction for line in page.lines)
    rulings = {direction: Rulings.of(page, direction) for direction in directions}
    lines = [part for whole in page.lines for part in split_line(whole, rulings[whole.direction])]
    grouping = _Grouping(PageLayout(lines, page.images))
    for line in lines:
        grouping.add(line, rulings[line.direction])
    for paragraph in grouping.paragraphs:
        paragraph.measure()
    align_by_neighbours(grouping.paragraphs, width / 2)
    return grouping.paragraphs


class _Grouping:
    """Builds the paragraphs of a page from its lines in the order of the file."""

    def __init__(self, layout: "PageLayout") -> None:
        self.paragraphs: list[PageParagraph] = []
        self._layout = layout
        self._latest: list[Line] = []

    def add(self, line: Line, rulings: Rulings) -> None:
        """Add a line to the paragraph that it continues, or as a new paragraph."""
        cell = rulings.cell_of(line)
        follows_marker = bool(self._latest) and is_marker_of(self._latest[-1], line)
        candidates = () if follows_marker else self.paragraphs[: -OPEN_PARAGRAPHS - 1 : -1]
        paragraph = next((each for each in candidates if self._continues(each, line, cell, rulings)), None)
        if paragraph is None:
            self.paragraphs.append(PageParagraph([line], line.direction, cell))
        else:
            paragraph.lines.append(line)
        self._latest = [*self._latest[-2 * OPEN_PARAGRAPHS :], line]

    def _continues(self, paragraph: PageParagraph, line: Line, cell: Box | None, rulings: Rulings) -> bool:
        """Return whether a line in a cell (or None) continues a paragraph."""
        last = paragraph.lines[-1]
        if paragraph.cell != cell and in_different_cells(paragraph.cell, last, cell, line):
            return False
        if not _fits(paragraph.lines, line, self._layout) or rulings.separate(last, line):
            return False
        if self._layout.is_index and _ends_with_page_numbers(last):
            return False
        if self._layout.has_room(last, line, cell if cell == paragraph.cell else None):
            return False
        return paragraph is self.paragraphs[-1] or not _are_table_rows(last, line, self._latest)


class PageLayout:
    """The layout of a page from all its lines: the widths of its columns, and the steps between its lines.

    `is_index` means that it is a page of an index, because many of its lines end with page numbers.
    """

    def __init__(self, lines: Sequence[Line], images: Sequence[Box]) -> None:
        self._lines = sorted((line for line in lines if line.direction == HORIZONTAL), key=lambda line: line.baseline)
        self._baselines = [line.baseline for line in self._lines]
        self._images = images
        worded = [line for line in lines if any(map(str.isalpha, line.text))]
        entries = sum(map(_ends_with_page_numbers, worded))
        self.is_index = entries > max(MIN_INDEX_ENTRIES, INDEX_SHARE * len(worded))
        self._steps = Counter(
            round(line.baseline - last.baseline) for last, line in pairwise(lines) if _continues_sentence(last, line)
        )
        # The right edge of each column, by the interval in which its lines start.
        self._edges: dict[int, float] = {}
        for line in self._lines:
            start = int(line.x0 // COLUMN_START_POINTS)
            self._edges[start] = max(self._edges.get(start, 0.0), line.x1)

    def is_line_step(self, last: Line, step: float) -> bool:
        """Return whether other sentences on the page have steps of this height between their lines."""
        return last.text[-1:] not in ENDS and self._steps[round(step)] >= MIN_WIDE_STEPS

    def has_room(self, last: Line, line: Line, cell: Box | None) -> bool:
        """Return whether the first word of a line would have fitted on the line before, so that the break is intended.

        `cell` is the box around both lines, if any. The result is always False for a line in lower case, because text
        beside pictures is narrower than its column.
        """
        if last.direction != HORIZONTAL or line.text[:1].islower():
            return False
        if abs(last.x0 - line.x0) > ALIGNED_EM * last.size:
            return False
        right = min(self._right_of(last), cell[2] if cell else inf)
        return last.x1 + _first_width(line) + ROOM_EM * last.size < right

    def _right_of(self, line: Line) -> float:
        """Return the possible right edge of a line: the edge of its column, or text or a picture beside it."""
        start = int(line.x0 // COLUMN_START_POINTS)
        right = max(self._edges.get(start + step, 0.0) for step in range(-INDENT_INTERVALS, 2))
        first = bisect_left(self._baselines, line.baseline - BESIDE_EM * line.size)
        last = bisect_left(self._baselines, line.baseline + BESIDE_EM * line.size)
        beside = [other.x0 for other in self._lines[first:last] if other.x0 > line.x1]
        beside += [box[0] for box in self._images if box[0] > line.x1 and box[1] < line.baseline < box[3]]
        return min([right, *beside])


def _are_table_rows(last: Line, line: Line, between: Sequence[Line]) -> bool:
    """Return whether two lines are cells in two rows of a table, with other cells of the upper row between them."""
    partners = [each for each in between if each is not last and in_one_row(last, each)]
    return any(min(each.x1 - each.x0, line.x1 - line.x0) < CELL_WIDTH_EM * line.size for each in partners)


def _fits(lines: Sequence[Line], line: Line, layout: PageLayout) -> bool:
    """Return whether a line fits a paragraph by its position, looks and start."""
    last = lines[-1]
    if not _is_next(lines, line, layout):
        return False
    if not (_is_like(last, line) or _shares_sentence(last, line)):
        return False
    if not _same_colour(last, line) or is_leader(last.words[0]) != is_leader(line.words[0]):
        return False
    if (last.maths > FORMULA_SHARE) != (line.maths > FORMULA_SHARE):
        return False
    if (last.style.family == "mono") != (line.style.family == "mono"):
        return False
    return not _starts_paragraph(lines, line)


def _is_next(lines: Sequence[Line], line: Line, layout: PageLayout) -> bool:
    """Return whether a line is one step below the last line of a paragraph, and overlaps it."""
    last = lines[-1]
    if last.direction != line.direction:
        return False
    step = line.baseline - last.baseline
    is_single = len(lines) == 1 and not _continues_sentence(last, line) and not layout.is_line_step(last, step)
    widest = STEP_EM[1] if is_single else WIDE_STEP_EM
    if not STEP_EM[0] * last.size <= step <= widest * last.size:
        return False
    if len(lines) > 1:
        usual = (last.baseline - lines[0].baseline) / (len(lines) - 1)
        if abs(step - usual) > STEP_TOLERANCE_EM * last.size:
            return False
    overlap = min(last.x1, line.x1) - max(last.x0, line.x0)
    return overlap >= OVERLAP_SHARE * min(last.x1 - last.x0, line.x1 - line.x0)


def _is_like(last: Line, line: Line) -> bool:
    """Return whether two lines have the same size and weight."""
    return SIZE_RATIO[0] <= line.size / last.size <= SIZE_RATIO[1] and last.bold == line.bold


def _shares_sentence(last: Line, line: Line) -> bool:
    """Return whether a sentence continues in a line of another style, for example mostly in bold.

    Both lines must have words of the same size and weight.
    """
    if last.text[-1:] in ENDS or not (line.text[:1].islower() or last.words[-1].style == line.words[0].style):
        return False
    return not {(word.style.size, word.style.bold) for word in last.words}.isdisjoint(
        (word.style.size, word.style.bold) for word in line.words
    )


def _same_colour(last: Line, line: Line) -> bool:
    """Return whether two lines have a colour in common, without links."""
    if last.words[-1].style.colour == line.words[0].style.colour:
        return True
    one, other = ({word.style.colour for word in each.words if word.style.link < 0} for each in (last, line))
    return not one or not other or not one.isdisjoint(other)


def _starts_paragraph(lines: Sequence[Line], line: Line) -> bool:
    """Return whether a line starts a paragraph although it looks like the lines before.

    It does with a list marker, a numbered name, an indent or outdent, and after a short line.
    """
    first, last, size = lines[0], lines[-1], lines[-1].size
    if has_list_marker(line) and _starts_item(lines, line):
        return True
    if abs(line.start - first.start) < ALIGNED_EM * size and _are_numbered(first.words[0].text, line.words[0].text):
        return True
    is_centred = abs((last.x0 + last.x1) - (line.x0 + line.x1)) < CENTRED_EM * size
    if is_centred and abs(last.start - line.start) > ALIGNED_EM * size:
        return False
    if first.start - line.start > OUTDENT_EM * size:
        return True
    is_item = has_list_marker(first)
    text_start = (-first.words[1].x1 if first.rtl else first.words[1].x0) if is_item else first.start
    body = min((earlier.start for earlier in lines[1:]), default=text_start)
    if line.start > body + INDENT_EM * size and not (len(lines) == 1 and _continues_sentence(last, line)):
        return True
    if is_item and line.start < body - INDENT_EM * size:
        # In some lists, the later lines of an item start below the marker.
        is_below_marker = abs(line.start - first.start) <= ALIGNED_EM * size
        return len(lines) > 1 or not is_below_marker or not _continues_sentence(last, line)
    return _is_short(lines, line)


def _starts_item(lines: Sequence[Line], line: Line) -> bool:
    """Return whether a line with a list marker starts an item after the lines of a paragraph."""
    first, last = lines[0], lines[-1]
    # A list within an item starts below the item's text, after an announcement.
    if last.text[-1:] in (ENDS if is_bullet(line.words[0]) else ":"):
        return True
    return line.start <= first.start + MARKER_START_EM * last.size and not _is_number_inside(lines, line)


def _is_short(lines: Sequence[Line], line: Line) -> bool:
    """Return whether the last line of a paragraph is so short that the next word would have fitted."""
    right = max(each.end for each in (*lines, line))
    left = min(each.start for each in (*lines, line))
    room = max(SHORT_LINE_SHARE * (right - left), _first_width(line) + lines[-1].size)
    return lines[-1].end < right - room


def _ends_with_page_numbers(line: Line) -> bool:
    """Return whether a line ends with page numbers, like an entry of an index."""
    return line.text[-1:].isdigit() and PAGE_NUMBERS.search(line.text[-PAGE_NUMBERS_CHARACTERS:]) is not None


def _are_numbered(one: str, other: str) -> bool:
    """Return whether two words are different numbered names in one pattern, such as "A03:2025" and "A04:2025"."""
    if one.isalpha() or other.isalpha():
        return False
    pattern = DIGIT.sub("0", one)
    return NUMBERED_NAME.match(pattern) is not None and one != other and pattern == DIGIT.sub("0", other)


def _is_number_inside(lines: Sequence[Line], line: Line) -> bool:
    """Return whether the number at the start of a line belongs to the sentence before.

    Examples are "14 CFR / 11.43 and", and after a full line of running text "the baseline, / (b) the other".
    """
    last, number, next_word = lines[-1], line.words[0], line.words[1]
    if YEAR.search(last.text):
        return True
    if last.text[-1:] in ENDS or is_bullet(number):
        return False
    if number.text[-1].isdigit() and next_word.text[:1].islower():
        return True
    is_full = last.end + ROOM_EM * last.size > max(each.end for each in lines)
    return len(lines) > 1 and is_full and not has_list_marker(lines[0])


def _first_width(line: Line) -> float:
    """Return the width of the first word of a line, or of its first character in a script without spaces."""
    word = line.words[0]
    return line.size if script_of(word.text[0]) in UNSPACED else word.x1 - word.x0


def _continues_sentence(last: Line, line: Line) -> bool:
    """Return whether a sentence continues on the next line: it has no end, and the line starts in lower case."""
    return line.text[:1].islower() and last.text[-1:] not in ENDS
