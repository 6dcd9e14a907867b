"""Reading the text of a page as lines of words, with the boxes of everything else on it.

Everything is in page space, except that text in another direction is read in a turned frame, in which it runs to the
right.
"""

from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.bidi import has_right_to_left, right_to_left_letters, visual_order
from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import Box, Direction
from translation.formats.pdf.reading.structured import Vector, read_contents
from translation.formats.pdf.reading.words import SMALL_SHARE, WORD_GAP_EM, Word, read_runs

# A wider gap inside a line separates two cells, a narrower one two words.
CELL_GAP_EM = 1.2
# A wider gap also separates two cells if the words after it are aligned with other words after such a gap.
COLUMN_GAP_EM = 0.85
# The other words are in rows within this distance.
ROW_DISTANCE_EM = 3.0
# Two of MuPDF's blocks on one baseline are one line if the gap is narrower than this, ...
BLOCK_GAP_EM = 0.7
# ... or narrower than this times the widest gap between words of the first block. An underline may split a line.
BLOCK_GAP_SHARE = 1.3
# In a right-to-left line, closer words have no space between them.
GLUED_GAP_EM = 0.1
# Fragments are on one line if their baselines differ by less than this.
LEVEL_EM = 0.2
# A line is bold if more than this share of its characters is bold.
BOLD_SHARE = 0.8
# A word is raised or lowered if it is this far off the baseline of its line ...
RAISED_EM = 0.12
# ... and smaller than this share of the line's size.
RAISED_SIZE_SHARE = 0.9
# A raised fragment is no smaller than this share of its line, ...
RAISED_MIN_SHARE = 0.5
# ... and this close to its baseline.
RAISED_MAX_EM = 0.6
# A fragment may overlap the fragment before by this much.
MAX_OVERLAP_EM = 0.5


@dataclass(slots=True)
class Line:
    """Words on one baseline in reading order. Measures are in points, in the frame of the direction.

    `text` is the line as one string. `rtl` means that most of its letters run from right to left. `maths` is the share
    of its characters in formulas, and `block` the drawing order of its block.
    """

    words: list[Word]
    direction: Direction
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    style: Style = field(default=Style("sans", False, False, 0, 0.0))
    bold: bool = False
    maths: float = 0.0
    block: int = 0
    decorations: list[Box] = field(default_factory=list)
    rtl: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        self.text = _text_of(self.words)
        if has_right_to_left(self.text):
            self._put_in_reading_order()
        words = self.words
        self.x0 = min([word.x0 for word in words])
        self.x1 = max([word.x1 for word in words])
        self.top = min([word.top for word in words])
        self.bottom = max([word.bottom for word in words])
        if all(_is_alike(word, words[0]) for word in words):
            self._measure_plain(words[0])
        else:
            self._measure_mixed()

    def _put_in_reading_order(self) -> None:
        if 2 * right_to_left_letters(self.text) > sum(map(str.isalpha, self.text)):
            self.rtl, self.words = True, _in_reading_order(self.words)
            self.text = _text_of(self.words)

    def _measure_plain(self, word: Word) -> None:
        """Set the measures of a line whose words are all like `word`."""
        self.size, self.baseline = word.style.size, word.baseline
        self.style = _unlinked(word.style)
        self.maths, self.bold = float(word.maths), word.style.bold

    def _measure_mixed(self) -> None:
        """Set the measures that most characters share."""
        sizes: Counter[float] = Counter()
        styles: Counter[Style] = Counter()
        baselines: Counter[float] = Counter()
        for word in self.words:
            weight = len(word.text)
            sizes[word.style.size] += weight
            styles[_unlinked(word.style)] += weight
            baselines[word.baseline] += weight * (1 if word.style.size > 0 else 0)
        self.size = sizes.most_common(1)[0][0]
        self.style = styles.most_common(1)[0][0]
        self.baseline = max(baselines, key=lambda y: (baselines[y], y))
        characters = sum(sizes.values())
        self.maths = sum(len(word.text) for word in self.words if word.maths) / characters
        self.bold = sum(len(word.text) for word in self.words if word.style.bold) > BOLD_SHARE * characters
        for word in self.words:
            off = abs(word.baseline - self.baseline) > RAISED_EM * self.size
            word.raised = off and word.style.size < RAISED_SIZE_SHARE * self.size

    @property
    def start(self) -> float:
        """The edge where reading starts. Right-to-left lines are mirrored, so that it is less than `end`."""
        return -self.x1 if self.rtl else self.x0

    @property
    def end(self) -> float:
        """The edge where reading ends, mirrored like `start`."""
        return -self.x0 if self.rtl else self.x1


def _text_of(words: Iterable[Word]) -> str:
    return "".join([word.text if word.glued else f" {word.text}" for word in words]).strip()


def _is_alike(word: Word, other: Word) -> bool:
    return word.style is other.style and word.baseline == other.baseline and word.maths == other.maths


def _unlinked(style: Style) -> Style:
    return style if style.link < 0 else style._replace(link=-1)


def _in_reading_order(words: list[Word]) -> list[Word]:
    """Return the words of a right-to-left line in reading order, and set `glued` again.

    The order follows from their positions, because a file may have them in any order.
    """
    by_position = sorted(words, key=lambda word: word.x0)
    levels = [1 if has_right_to_left(word.text) or not any(map(str.isalnum, word.text)) else 2 for word in by_position]
    ordered = [by_position[number] for number in visual_order(levels)]
    if ordered != words:
        for before, word in pairwise(ordered):
            gap = max(before.x0 - word.x1, word.x0 - before.x1)
            word.glued = gap < GLUED_GAP_EM * min(word.style.size, before.style.size)
        ordered[0].glued = False
    return ordered


@dataclass(slots=True)
class PageText:
    """The lines of a page in the order of the file, its vectors, and the boxes of its pictures.

    `vertical` is the number of lines from top to bottom, which are not read. `unread` has the boxes of these lines and
    of invisible text. `fills` has the boxes that may hide text drawn before them, with their drawing order, which can
    be compared with `Line.block`.
    """

    lines: list[Line]
    vectors: list[Vector]
    images: list[Box]
    vertical: int = 0
    unread: list[Box] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)


def read_page(
    page: pymupdf.Page,
    display_list: mupdf.FzDisplayList,
    links: Iterable[tuple[Box, int]],
    serifs: Set[str],
    invisible: bool = False,
) -> PageText:
    """Return the text of a page as lines of words.

    `display_list` comes from `make_display_list`. `links` are boxes with the numbers of their links, and `serifs` the
    names of the fonts with serifs. With `invisible`, only invisible text is read, which scanner software puts behind a
    picture.
    """
    contents = read_contents(page, display_list)
    found = PageText([], contents.vectors, contents.images, fills=contents.fills)
    link_boxes = list(links)
    for block in contents.blocks:
        for line in block["lines"]:
            if line["wmode"]:
                found.vertical += 1
                found.unread.append(line["bbox"])
                continue
            words = read_runs(line, link_boxes, serifs, invisible)
            found.unread += words.unread
            found.lines += [Line(run, words.direction, block=block["order"]) for run in words.runs]
    found.lines = list(_joined(found.lines))
    return found


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, with fragments joined that are on one baseline and no further apart than words."""
    columns = _TableColumns(lines)
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line) and not columns.separate(last, line):
            last = _join(last, line)
        elif last is not None and _precedes(line, last):
            last = _join(line, last)
        else:
            if last is not None:
                yield last
            last = line
    if last is not None:
        yield last


class _TableColumns:
    """The columns of tables without rules: aligned fragments that follow a gap."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rows: dict[tuple[Direction, int], list[float]] = defaultdict(list)
        for last, line in pairwise(lines):
            if _is_cell(last, line):
                insort(self._rows[line.direction, round(line.x0)], line.baseline)

    def separate(self, last: Line, line: Line) -> bool:
        """Return whether two fragments on one baseline are cells of different columns."""
        if not _is_cell(last, line) or (len(last.words) == 1 and not last.text.isalpha()):
            return False
        level, far, others = LEVEL_EM * line.size, ROW_DISTANCE_EM * line.size, 0
        for off in (-1, 0, 1):
            rows = self._rows.get((line.direction, round(line.x0) + off), [])
            others += bisect(rows, line.baseline + far) - bisect(rows, line.baseline + level)
            others += bisect(rows, line.baseline - level) - bisect(rows, line.baseline - far)
        # The page numbers of an index are aligned by chance.
        return others > (1 if line.text.isdigit() else 0)


def _is_cell(last: Line, line: Line) -> bool:
    level = last.direction == line.direction and abs(last.baseline - line.baseline) < LEVEL_EM * line.size
    return level and line.x0 - last.x1 > COLUMN_GAP_EM * line.size


def _join(last: Line, line: Line) -> Line:
    line.words[0].glued = _gap(last, line) < WORD_GAP_EM * min(last.size, line.size)
    return Line([*last.words, *line.words], last.direction, block=line.block)


def _gap(last: Line, line: Line) -> float:
    """Return the distance between two fragments in reading direction, which is negative if they overlap."""
    if last.rtl or line.rtl:
        return max(line.x0 - last.x1, last.x0 - line.x1)
    return line.x0 - last.x1


def _continues(last: Line, line: Line) -> bool:
    """Return whether a fragment continues the line before it, on its baseline or slightly raised or lowered."""
    small, large = sorted((last.size, line.size))
    gap = _gap(last, line)
    if last.direction != line.direction or not -MAX_OVERLAP_EM * large < gap:
        return False
    if abs(last.baseline - line.baseline) < LEVEL_EM * large:
        if small < SMALL_SHARE * large:
            # An initial belongs to its word, but a large number beside a heading does not.
            return gap < WORD_GAP_EM * small
        if last.block == line.block:
            return gap < CELL_GAP_EM * large
        return gap < max(BLOCK_GAP_EM * large, BLOCK_GAP_SHARE * _widest_gap(last))
    near = abs(last.baseline - line.baseline) < RAISED_MAX_EM * large and gap < WORD_GAP_EM * large
    return near and RAISED_MIN_SHARE * large < small < RAISED_SIZE_SHARE * large


def _precedes(line: Line, last: Line) -> bool:
    """Return whether a fragment directly precedes the fragment before it in the file, as a label after its value."""
    close = line.block == last.block and not (line.rtl or last.rtl) and _gap(line, last) < BLOCK_GAP_EM * last.size
    return close and _continues(line, last)


def _widest_gap(line: Line) -> float:
    gaps = [max(word.x0 - last.x1, last.x0 - word.x1) for last, word in pairwise(line.words) if not word.glued]
    return max(gaps, default=0.0)
