"""A page's text as lines of words, and the boxes of what else is on it.

Everything is in the page's own space; text that runs in another direction is read in a frame of its own, turned so that
it runs to the right.
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
from translation.formats.pdf.reading.words import SMALL, WORD_GAP, Word, read_runs

# A gap inside a line that is wider than this many ems parts two cells, a narrower one two words.
CELL_GAP = 1.2
# A gap of so many ems does that too where the words behind it stand in a column with others behind such a gap, so many
# ems away.
COLUMN_GAP, ROWS = 0.85, 3.0
# The same between two blocks: MuPDF parts a line where an underline is drawn in its midst.
BLOCK_GAP = 0.7
# In a line that runs to the left, words closer than this many ems have no blank between them.
GLUED = 0.1
# Fragments within this many ems of one baseline are level.
LEVEL = 0.2
# A line is bold when more than this share of its letters is.
WHOLE = 0.8
# A run this far off its line's baseline (in ems) and this much smaller is raised or lowered.
RAISED_BY, RAISED_SIZE = 0.12, 0.9


@dataclass(slots=True)
class Line:
    """Words on one baseline in the frame of their direction, in the order in which they are read; `text` is the line as
    one string.

    With `rtl` most of its letters run from right to left. `start` and `end` are its edges as the reader comes to them,
    in a frame that is mirrored for such lines.
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
    bars: list[Box] = field(default_factory=list)
    rtl: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        self.text = _text_of(self.words)
        if has_right_to_left(self.text):
            self._put_in_order()
        words = self.words
        self.x0 = min([word.x0 for word in words])
        self.x1 = max([word.x1 for word in words])
        self.top = min([word.top for word in words])
        self.bottom = max([word.bottom for word in words])
        if all(_is_alike(word, words[0]) for word in words):
            self._measure_plain(words[0])
        else:
            self._measure_mixed()

    def _put_in_order(self) -> None:
        if 2 * right_to_left_letters(self.text) > sum(map(str.isalpha, self.text)):
            self.rtl, self.words = True, in_reading_order(self.words)
            self.text = _text_of(self.words)

    def _measure_plain(self, word: Word) -> None:
        """Take the measures from a word that all others are like."""
        self.size, self.baseline = word.style.size, word.baseline
        self.style = _unlinked(word.style)
        self.maths, self.bold = float(word.maths), word.style.bold

    def _measure_mixed(self) -> None:
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
        letters = sum(sizes.values())
        self.maths = sum(len(word.text) for word in self.words if word.maths) / letters
        self.bold = sum(len(word.text) for word in self.words if word.style.bold) > WHOLE * letters
        self._mark_raised()

    def _mark_raised(self) -> None:
        for word in self.words:
            off = abs(word.baseline - self.baseline) > RAISED_BY * self.size
            word.raised = off and word.style.size < RAISED_SIZE * self.size

    @property
    def start(self) -> float:
        """The edge at which reading begins."""
        return -self.x1 if self.rtl else self.x0

    @property
    def end(self) -> float:
        """The edge at which reading ends."""
        return -self.x0 if self.rtl else self.x1


def _text_of(words: Iterable[Word]) -> str:
    return "".join([word.text if word.glued else f" {word.text}" for word in words]).strip()


def _is_alike(word: Word, other: Word) -> bool:
    return word.style is other.style and word.baseline == other.baseline and word.maths == other.maths


def _unlinked(style: Style) -> Style:
    return style if style.link < 0 else style._replace(link=-1)


def in_reading_order(words: list[Word]) -> list[Word]:
    """The words of a line that runs to the left, by where they stand: files have them in any order."""
    by_place = sorted(words, key=lambda word: word.x0)
    levels = [1 if has_right_to_left(word.text) or not _has_letters(word.text) else 2 for word in by_place]
    ordered = [by_place[number] for number in visual_order(levels)]
    if ordered != words:
        for before, word in pairwise(ordered):
            gap = max(before.x0 - word.x1, word.x0 - before.x1)
            word.glued = gap < GLUED * min(word.style.size, before.style.size)
        ordered[0].glued = False
    return ordered


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


@dataclass(slots=True)
class PageText:
    """What stands on a page: lines in the order of the file, and the boxes of rules, fills and pictures.

    `fills` are those that may hide what was drawn before, with their place in the order that `block` of a line gives.

    `vertical` counts the lines that run from top to bottom, which are not read. `unread` are the boxes of those, and of
    text that cannot be seen.
    """

    lines: list[Line]
    vectors: list[Vector]
    images: list[Box]
    unreadable: int = 0
    vertical: int = 0
    unread: list[Box] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)


def read_page(
    page: pymupdf.Page,
    shown: mupdf.FzDisplayList,
    links: Iterable[tuple[Box, int]],
    serifs: Set[str],
    hidden: bool = False,
) -> PageText:
    """Read the contents of a page, as `list_contents` gives them.

    `links` are boxes with the link number of their words, `serifs` the names of the fonts with serifs. With `hidden` it
    is the invisible text alone that is read.
    """
    contents = read_contents(page, shown)
    found = PageText([], contents.vectors, contents.images, fills=contents.fills)
    link_boxes = list(links)
    for block in contents.blocks:
        for line in block["lines"]:
            if line["wmode"]:
                found.vertical += 1
                found.unread.append(line["bbox"])
                continue
            runs = read_runs(line, link_boxes, serifs, hidden)
            found.unreadable += runs.unreadable
            found.unread += runs.unread
            found.lines += [Line(run, runs.direction, block=block["order"]) for run in runs.words]
    found.lines = list(_joined(found.lines))
    return found


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join what MuPDF reports as several lines although it stands on one baseline a word's gap apart."""
    columns = _Columns(lines)
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line) and not columns.part(last, line):
            last = _join(last, line)
        elif last is not None and _precedes(line, last):
            last = _join(line, last)
        else:
            if last is not None:
                yield last
            last = line
    if last is not None:
        yield last


class _Columns:
    """The columns of tables without rules, told by fragments that start at the same place behind a gap."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rows: dict[tuple[Direction, int], list[float]] = defaultdict(list)
        for last, line in pairwise(lines):
            if _is_cell(last, line):
                insort(self._rows[line.direction, round(line.x0)], line.baseline)

    def part(self, last: Line, line: Line) -> bool:
        """Whether two fragments are cells of different columns."""
        if not _is_cell(last, line) or (len(last.words) == 1 and not last.text.isalpha()):
            return False
        level, far, others = LEVEL * line.size, ROWS * line.size, 0
        for off in (-1, 0, 1):
            rows = self._rows.get((line.direction, round(line.x0) + off), [])
            others += bisect(rows, line.baseline + far) - bisect(rows, line.baseline + level)
            others += bisect(rows, line.baseline - level) - bisect(rows, line.baseline - far)
        # Page numbers in an index stand below each other by chance.
        return others > (1 if line.text.isdigit() else 0)


def _is_cell(last: Line, line: Line) -> bool:
    level = last.direction == line.direction and abs(last.baseline - line.baseline) < LEVEL * line.size
    return level and line.x0 - last.x1 > COLUMN_GAP * line.size


def _join(last: Line, line: Line) -> Line:
    line.words[0].glued = _gap(last, line) < WORD_GAP * min(last.size, line.size)
    return Line([*last.words, *line.words], last.direction, block=line.block)


def _gap(last: Line, line: Line) -> float:
    """How far a line stands from the one before, on the side to which its text runs."""
    if last.rtl or line.rtl:
        return max(line.x0 - last.x1, last.x0 - line.x1)
    return line.x0 - last.x1


def _continues(last: Line, line: Line) -> bool:
    """Whether a fragment goes on with the line before it: on its baseline, or raised or lowered close to it."""
    small, large = sorted((last.size, line.size))
    gap = _gap(last, line)
    if last.direction != line.direction or not -0.5 * large < gap:
        return False
    if abs(last.baseline - line.baseline) < LEVEL * large:
        if small < SMALL * large:
            # An initial belongs to its word, a large number beside a heading does not.
            return gap < WORD_GAP * small
        return gap < (CELL_GAP * large if last.block == line.block else max(BLOCK_GAP * large, 1.3 * _widest_gap(last)))
    near = abs(last.baseline - line.baseline) < 0.6 * large and gap < WORD_GAP * large
    return near and 0.5 * large < small < RAISED_SIZE * large


def _precedes(line: Line, last: Line) -> bool:
    """Whether a fragment belongs right before one that the file has before it, as a label set after its value."""
    close = line.block == last.block and not (line.rtl or last.rtl) and _gap(line, last) < BLOCK_GAP * last.size
    return close and _continues(line, last)


def _widest_gap(line: Line) -> float:
    gaps = [
        max(word.x0 - before.x1, before.x0 - word.x1)
        for before, word in zip(line.words, line.words[1:], strict=False)
        if not word.glued
    ]
    return max(gaps, default=0.0)
