"""Lines become paragraphs, headings and cells, each with its measures.

MuPDF's own blocks merge what is apart and part what belongs together, so lines are grouped anew: by direction, size,
colour, weight, step and overlap, parted by rules, cell edges, bullets, indents and short last lines.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from translation.formats.pdf.cells import LEADER, are_apart, cut
from translation.formats.pdf.fonts import Style, is_ornamental
from translation.formats.pdf.frames import HORIZONTAL, Box, Direction
from translation.formats.pdf.furniture import Furniture
from translation.formats.pdf.scripts import UNSPACED, script_of
from translation.formats.pdf.text import Line, PageText
from translation.formats.pdf.words import Word

# Lines of one paragraph are of one size within this ratio.
SIZE_RATIO = (0.88, 1.14)
# Baselines of one paragraph are this many ems apart, and within it equally far.
STEP, STEP_TOLERANCE = (0.6, 1.75), 0.18
# Where a sentence goes on from line to line, they may be this far apart: double spacing.
WIDE_STEP = 2.6
# Lines of one paragraph overlap across by this share of the shorter one.
OVERLAP = 0.3
# A first-line indent beyond this many ems starts a paragraph.
INDENT = 0.8
# Edges count as aligned when they differ by less than this many ems.
ALIGNED = 0.35
# Two lines whose middles differ by less than this many ems are centred, even if one is hardly longer.
EXACT = 0.1
# The right edges of justified lines are level within the first of these (in ems), or nearly, and their blanks differ
# by more than the second.
FLUSH, STRETCHED = 0.05, 0.02
# How many unfinished paragraphs a line may still belong to: columns are drawn by turns in some files.
OPEN_PARAGRAPHS = 12

BULLET = re.compile(r"[•◦▪▫■□●○◆◇‣⁃∙·–—\-*§➢➤►✓✔\uf0a7\uf0b7\uf0d8\uf0fc]$")
NUMBERING = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,5}[.)]|\[\d{1,3}\])$"
)
# What ends a sentence, or announces what follows.
ENDS = (".", ":", ";", "!", "?")
# A plain number is one of a heading when it stands so many ems before its text.
NUMBER, APART = re.compile(r"\d{1,3}$"), 0.7
# A line that starts so many ems to the left of the one before begins a paragraph: no indent is that deep.
OUTDENT = 6
# What may stand in a column of its own to the left of an entry: a bullet, or the number of a line in a form.
ENTRY = re.compile(r"\(?\d{0,3}[a-z]?[.)]?$|[•◦▪▫■□●○◆◇‣⁃∙·–—*➢➤►✓✔\uf0a7\uf0b7\uf0d8\uf0fc]$", re.IGNORECASE)
# Fragments of a row that are longer than this (in ems) are text columns drawn by turns, shorter ones cells.
CELL_WIDTH = 20
# Lines whose starts are within this many points are of one column.
COLUMN_START = 12
# Lines that start up to so many times that far to the left are of the same column: lists are indented.
INDENTED_BY = 10
# A word is broken for want of room when less than this many ems would be left behind it.
ROOM = 1.5


def _is_stretched(lines: Sequence[Line]) -> bool:
    """Whether blanks are wider in some lines than in others: ragged lines are level by chance at times."""
    widths = []
    for line in lines:
        gaps = [right.x0 - left.x1 for left, right in pairwise(line.words) if not right.glued]
        if gaps:
            widths.append(sum(gaps) / len(gaps))
    return len(widths) < 2 or max(widths) - min(widths) > STRETCHED * lines[0].size


@dataclass(slots=True)
class Paragraph:
    """The smallest thing laid out. Its measures are points in the frame of its direction.

    With `is_level` both of its edges are level, be it by chance.
    """

    lines: list[Line]
    direction: Direction
    cell: Box | None
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    style: Style = field(default=Style("sans", False, False, 0, 0.0))
    leading: float = 0.0
    indent: float = 0.0
    align: str = "left"
    is_level: bool = False
    baselines: tuple[float, ...] = ()

    def measure(self) -> None:
        """Take the measures from the lines, once the paragraph is whole."""
        lines = self.lines
        self.x0, self.x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
        self.top, self.bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        self.baselines = tuple(line.baseline for line in lines)
        self.style = _usual_style(lines)
        self.size = self.style.size
        count = len(lines)
        self.leading = (self.baselines[-1] - self.baselines[0]) / (count - 1) if count > 1 else 1.2 * self.size
        self.align = "right" if self.rtl else "left"
        if count > 1:
            self._tell_alignment()

    def _tell_alignment(self) -> None:
        lines, near = self.lines, ALIGNED * self.size
        lefts, rights = [line.start for line in lines], [line.end for line in lines[:-1]]
        middles = [(line.x0 + line.x1) / 2 for line in lines]
        flush_left = max(lefts[1:]) - min(lefts[1:]) < near
        spread = max(rights) - min(rights)
        flush_right = spread < FLUSH * self.size or (spread < near and _is_stretched(lines[:-1]))
        if len(lines) == 2:
            flush_right = flush_right and rights[0] >= max(line.end for line in lines) - near
        centred = max(middles) - min(middles) < near
        exact = len(lines) == 2 and abs(middles[0] - middles[1]) < EXACT * self.size
        stepped = abs(lefts[0] - lefts[1]) > (ALIGNED if exact else 1) * self.size
        if flush_left and not (centred and stepped):
            self.indent = lefts[0] - min(lefts[1:])
            self.is_level = len(rights) > 1 and spread < near
            self.align = "justify" if flush_right and len(rights) > 1 else "right" if self.rtl else "left"
        elif max(middles) - min(middles) < 0.8 * self.size:
            self.align = "center"
        elif max(line.end for line in lines) - min(line.end for line in lines) < near:
            self.align = "left" if self.rtl else "right"

    @property
    def rtl(self) -> bool:
        """Whether its lines run from right to left."""
        return 2 * sum(line.rtl for line in self.lines) > len(self.lines)

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(line.text for line in self.lines)


def _usual_style(lines: Sequence[Line]) -> Style:
    if all(line.style is lines[0].style for line in lines):
        return lines[0].style
    weights: Counter[Style] = Counter()
    for line in lines:
        weights[line.style] += len(line.text)
    return weights.most_common(1)[0][0]


def group(page: PageText, width: float) -> list[Paragraph]:
    """The paragraphs of a page `width` points wide, in the order in which their first lines come in the file."""
    directions = dict.fromkeys(line.direction for line in page.lines)
    furniture = {direction: Furniture.of(page, direction) for direction in directions}
    found: list[Paragraph] = []
    between: list[Line] = []
    lines = [part for whole in page.lines for part in cut(whole, furniture[whole.direction])]
    columns = Columns(lines, page.images)
    for line in lines:
        here = furniture[line.direction]
        cell = here.cell_of(line)
        entry = bool(between) and is_entry(between[-1], line)
        for paragraph in found[: -OPEN_PARAGRAPHS - 1 : -1]:
            last = paragraph.lines[-1]
            parted = paragraph.cell != cell and are_apart(paragraph.cell, last, cell, line)
            if entry or parted or not _belongs(paragraph.lines, line) or here.parts(last, line):
                continue
            if columns.has_room(last, line):
                continue
            if paragraph is found[-1] or not _in_rows(last, line, between):
                paragraph.lines.append(line)
                break
        else:
            found.append(Paragraph([line], line.direction, cell))
        between = [*between[-2 * OPEN_PARAGRAPHS :], line]
    for paragraph in found:
        paragraph.measure()
    _align_by_neighbours(found, width / 2)
    return found


class Columns:
    """The right edges of the columns of a page, as the lines that start at about the same place tell them."""

    def __init__(self, lines: Sequence[Line], images: Sequence[Box]) -> None:
        self._lines = sorted((line for line in lines if line.direction == HORIZONTAL), key=lambda line: line.baseline)
        self._baselines = [line.baseline for line in self._lines]
        self._images = images
        self._edges: dict[int, float] = {}
        for line in self._lines:
            start = int(line.x0 // COLUMN_START)
            self._edges[start] = max(self._edges.get(start, 0.0), line.x1)

    def has_room(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line would have fitted on the line before, so that it was not broken for room.

        Only for lines that begin like a sentence: text beside pictures is set narrower than its column.
        """
        if last.direction != HORIZONTAL or line.text[:1].islower() or abs(last.x0 - line.x0) > ALIGNED * last.size:
            return False
        return last.x1 + first_width(line) + ROOM * last.size < self._right_of(last)

    def _right_of(self, line: Line) -> float:
        start = int(line.x0 // COLUMN_START)
        right = max(self._edges.get(start + step, 0.0) for step in range(-INDENTED_BY, 2))
        first = bisect_left(self._baselines, line.baseline - 3 * line.size)
        last = bisect_left(self._baselines, line.baseline + 3 * line.size)
        beside = [other.x0 for other in self._lines[first:last] if other.x0 > line.x1]
        beside += [box[0] for box in self._images if box[0] > line.x1 and box[1] < line.baseline < box[3]]
        return min([right, *beside])


def _same_row(one: Line, other: Line) -> bool:
    return one.direction == other.direction and abs(one.baseline - other.baseline) < 0.3 * other.size


def is_entry(mark: Line, line: Line) -> bool:
    """Whether the fragment before a line is the bullet or number that it belongs to."""
    left = mark.x1 <= line.x0 < mark.x1 + 5 * line.size
    return left and len(mark.words) == 1 and _same_row(mark, line) and bool(ENTRY.match(mark.words[0].text))


def _in_rows(last: Line, line: Line, between: Sequence[Line]) -> bool:
    """Whether two lines are cells of two rows: the file goes on to other cells of the upper row before the lower."""
    partners = [each for each in between if each is not last and _same_row(last, each)]
    return any(min(each.x1 - each.x0, line.x1 - line.x0) < CELL_WIDTH * line.size for each in partners)


def _belongs(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line continues the paragraph that the lines make."""
    last = lines[-1]
    step = line.baseline - last.baseline
    widest = STEP[1] if len(lines) == 1 and not _goes_on(last, line) else WIDE_STEP
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
    if not _same_colour(last, line):
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
    if has_mark(line) and line.start <= first.start + 0.5 * size and not _is_number_inside(lines, line):
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
    room = max(0.12 * (right - left), first_width(line) + size)
    return last.end < right - room


def _is_number_inside(lines: Sequence[Line], line: Line) -> bool:
    """Whether the number that a line starts with is one of a sentence that began before.

    As in "14 CFR / 11.43 and", or when a full line of running text comes before: "the baseline, / (b) the other".
    """
    last, number, follower = lines[-1], line.words[0], line.words[1]
    if last.text[-1:] in ENDS or _is_bullet(number):
        return False
    if number.text[-1].isdigit() and follower.text[:1].islower():
        return True
    is_full = last.end + ROOM * last.size > max(each.end for each in lines)
    return len(lines) > 1 and is_full and not has_mark(lines[0])


def first_width(line: Line) -> float:
    """The width of what cannot be parted from the start of a line: a word, or a letter of a script without blanks."""
    word = line.words[0]
    return line.size if script_of(word.text[0]) in UNSPACED else word.x1 - word.x0


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a sentence runs on from one line to the next, as under a hanging indent."""
    return line.text[:1].islower() and last.text[-1:] not in ENDS


def has_mark(line: Line) -> bool:
    """Whether a line starts with a bullet or a number that stays outside its text."""
    if len(line.words) < 2 or line.words[1].glued:
        return False
    first, second = line.words[:2]
    apart = max(second.x0 - first.x1, first.x0 - second.x1) > APART * line.size
    return bool(_is_bullet(first) or NUMBERING.match(first.text) or (apart and NUMBER.match(first.text)))


def _is_bullet(word: Word) -> bool:
    return bool(BULLET.match(word.text)) or (len(word.text) == 1 and is_ornamental(word.font))


def _align_by_neighbours(paragraphs: Sequence[Paragraph], middle: float) -> None:
    """Tell the alignment of single lines, and doubtful ones, from the edges shared with others of their direction."""
    shown = [each for each in paragraphs if not LEADER.match(each.text)]
    singles = [each for each in shown if len(each.lines) == 1]
    lefts: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x0)) for each in shown)
    rights: Counter[tuple[Direction, int]] = Counter((each.direction, round(each.x1)) for each in shown)
    middles: Counter[tuple[Direction, int]] = Counter(
        (each.direction, round((each.x0 + each.x1) / 2)) for each in singles
    )
    _align_doubtful(shown, lefts)
    for each in singles:
        shared = [
            _shared(counts, each.direction, x)
            for counts, x in ((lefts, each.x0), (rights, each.x1), (middles, (each.x0 + each.x1) / 2))
        ]
        on_axis = abs((each.x0 + each.x1) / 2 - middle) < 0.4 * each.size and each.direction == HORIZONTAL
        if has_mark(each.lines[0]):
            continue
        if (each.cell is not None and _centred_in(each, each.cell)) or (on_axis and shared[0] == 1):
            each.align = "center"
        elif shared[1] > max(shared[0], shared[2]) and (shared[1] > 2 or (shared[0] == 1 and each.x0 > middle)):
            each.align = "right"
        elif shared[2] > shared[0] and shared[2] > 1:
            each.align = "center"


def _align_doubtful(paragraphs: Sequence[Paragraph], lefts: Counter[tuple[Direction, int]]) -> None:
    """Settle what the lines of a paragraph alone leave open: level edges, and two lines that share a middle."""
    justified = {(each.direction, round(each.x1)) for each in paragraphs if each.align == "justify"}
    for each in paragraphs:
        if each.is_level and (each.direction, round(each.x1)) in justified:
            each.align = "justify"
        if len(each.lines) == 2 and each.align == "center" and _shared(lefts, each.direction, each.x0) > 2:
            each.align, each.indent = "left", each.lines[0].x0 - each.lines[1].x0


def _shared(counts: Counter[tuple[Direction, int]], direction: Direction, x: float) -> int:
    return sum(counts[direction, round(x) + off] for off in (-1, 0, 1))


def _centred_in(paragraph: Paragraph, cell: Box) -> bool:
    left, right = paragraph.x0 - cell[0], cell[2] - paragraph.x1
    return left > paragraph.size and abs(left - right) < 0.6 * paragraph.size
