"""A page's text as words and lines, and the boxes of what else is on it.

Everything is in the page's own space as MuPDF shows it: points, origin at the top left of the crop box, y down, with
/Rotate applied. Text that runs in another direction is read in a frame of its own, turned so that it runs to the right.
"""

import re
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.bidi import has_right_to_left, right_to_left_letters, visual_order
from translation.formats.pdf.fonts import Font, Style, describe_font

FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_IMAGES
    | pymupdf.TEXT_COLLECT_VECTORS
)
TEXT_BLOCK, IMAGE_BLOCK, VECTOR_BLOCK, HIDDEN_BLOCK = 0, 1, 3, 9

Box = tuple[float, float, float, float]
Direction = tuple[float, float]
HORIZONTAL: Direction = (1.0, 0.0)

# Smaller text, in points, cannot be read and is left alone.
SMALLEST = 0.5
# What means nothing: replacements for what has no code, and control codes.
UNREADABLE = re.compile(r"[\ufffd\x00-\x08\x0b-\x1f]")
LETTERS = re.compile(r"[^\s\u200b]+")
# A gap inside a line that is wider than this many ems parts two cells, a narrower one two words.
CELL_GAP = 1.2
# The same between two blocks: MuPDF parts a line where an underline is drawn in its midst.
BLOCK_GAP = 0.7
# Blank characters are counted as part of a line up to this many ems: more of them were typed to make columns.
BLANK_GAP = 2.2
# Letters further apart than this many ems belong to two words even without a blank between them.
WORD_GAP = 0.22
# In a line that runs to the left, words closer than this many ems have no blank between them.
GLUED = 0.1
# Fragments within this many ems of one baseline are level.
LEVEL = 0.2
# A line is bold when more than this share of its letters is.
WHOLE = 0.8
# A run this far off its line's baseline (in ems) and this much smaller is raised or lowered.
RAISED_BY, RAISED_SIZE = 0.12, 0.9


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, in one style. `glued` means that no blank stands before it, `spaced` that
    one stands after it although its line ends there.

    `maths` marks what is shown with its own glyphs: formulas and signs. `line` counts within its paragraph.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    style: Style
    maths: bool
    glued: bool
    font: str
    raised: bool = False
    line: int = 0
    spaced: bool = False


class Vector(NamedTuple):
    """A rule, a fill or the box of any other path."""

    box: Box
    colour: int
    is_fill: bool


@dataclass(slots=True)
class Line:
    """Words on one baseline in the frame of their direction, in the order in which they are read.

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

    def __post_init__(self) -> None:
        text = self.text
        if has_right_to_left(text) and 2 * right_to_left_letters(text) > sum(map(str.isalpha, text)):
            self.rtl, self.words = True, in_reading_order(self.words)
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)
        sizes: Counter[float] = Counter()
        styles: Counter[Style] = Counter()
        baselines: Counter[float] = Counter()
        for word in self.words:
            weight = len(word.text)
            sizes[word.style.size] += weight
            styles[word.style if word.style.link < 0 else word.style._replace(link=-1)] += weight
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

    @property
    def text(self) -> str:
        """The line as one string."""
        return "".join(word.text if word.glued else f" {word.text}" for word in self.words).strip()


def _ends(characters: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The characters that stand furthest left and right."""
    return min(characters, key=lambda each: each["bbox"][0]), max(characters, key=lambda each: each["bbox"][2])


def _in_order(text: str, first: float, last: float) -> str:
    """A word that runs to the left, with the sign at its left edge at its end although the file has it first."""
    if first < last and not text[0].isalnum() and has_right_to_left(text):
        return text[1:] + text[0]
    return text


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

    `vertical` counts the lines that run from top to bottom, which are not read.
    """

    lines: list[Line]
    vectors: list[Vector]
    images: list[Box]
    unreadable: int = 0
    vertical: int = 0


def read_page(page: pymupdf.Page, links: Iterable[tuple[Box, int]], serifs: Set[str], hidden: bool = False) -> PageText:
    """Read the contents of a page (not its annotations); `links` are boxes with the link number of their words,
    `serifs` the names of the fonts with serifs. With `hidden` it is the invisible text alone that is read."""
    text_page, images = _run_contents(page)
    blocks: list[dict[str, Any]] = text_page.extractRAWDICT()["blocks"]
    for block in images:
        block.type = IMAGE_BLOCK
    boxes = [_box(block.bbox) for block in images]
    vectors = _vectors(blocks)
    found = PageText([], vectors, boxes)
    link_boxes = list(links)
    for number, block in enumerate(blocks):
        if block["type"] == TEXT_BLOCK:
            words = [_runs(line, link_boxes, serifs, found, hidden) for line in block["lines"] if line["wmode"] == 0]
            found.vertical += sum(line["wmode"] for line in block["lines"])
            found.lines += [Line(run, direction, block=number) for direction, runs in words for run in runs]
    found.lines = list(_joined(found.lines))
    return found


def read_vectors(page: pymupdf.Page) -> list[Vector]:
    """The vectors of a page alone."""
    text_page, images = _run_contents(page)
    blocks = text_page.extractRAWDICT()["blocks"]
    for block in images:
        block.type = IMAGE_BLOCK
    return _vectors(blocks)


def _vectors(blocks: Iterable[dict[str, Any]]) -> list[Vector]:
    return [
        Vector(block["bbox"], block["color"], block["isrect"] and not block["stroked"])
        for block in blocks
        if block["type"] == VECTOR_BLOCK
    ]


def _run_contents(page: pymupdf.Page) -> tuple[pymupdf.TextPage, list[Any]]:
    """The structured text of a page's contents. Images are hidden in it until the caller restores their type.

    PyMuPDF would otherwise unpack each image when it builds the dictionary: up to 80 % of the time of a page.
    """
    structured = mupdf.FzStextPage(mupdf.fz_bound_page(page.this))
    device = mupdf.fz_new_stext_device(structured, mupdf.FzStextOptions(FLAGS))
    mupdf.fz_run_page_contents(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    images = []
    block = structured.m_internal.first_block
    while block:
        if block.type == IMAGE_BLOCK:
            block.type = HIDDEN_BLOCK
            images.append(block)
        block = block.next
    text_page = pymupdf.TextPage(structured)
    text_page.parent = weakref.proxy(page)
    return text_page, images


def _box(rect: Any) -> Box:
    return (rect.x0, rect.y0, rect.x1, rect.y1)


class _WordReader:
    """Cuts one of MuPDF's lines into words, and into runs of words where many blanks were typed."""

    def __init__(self, direction: Direction) -> None:
        self.direction = direction
        self.runs: list[list[Word]] = [[]]
        self.unreadable = 0
        self._after_blank = True
        self._right: float | None = None

    def read_span(self, span: dict[str, Any], font: Font) -> None:
        """Add the words of a span, whose style makes new words of them."""
        characters = span["chars"]
        text = "".join([character["c"] for character in characters])
        size = round(span["size"], 2)
        style = Style(*font[:3], span["color"], size)
        self.unreadable += len(UNREADABLE.findall(text))
        for match in LETTERS.finditer(text):
            start, end = match.span()
            first, last = characters[start], characters[end - 1]
            if has_right_to_left(match[0]):
                first, last = _ends(characters[start:end])
            x0, top, x1, bottom, baseline = self._box(first, last)
            self._part(x0, size, start > 0)
            self._right = x1
            glued = not self._after_blank
            letters = _in_order(match[0], characters[start]["bbox"][0], characters[end - 1]["bbox"][0])
            word = Word(letters, x0, x1, top, bottom, baseline, style, font.not_text, glued, span["font"])
            self.runs[-1].append(word)
            self._after_blank = False
        self._after_blank = self._after_blank or not LETTERS.match(text[-1:])

    def finish(self) -> None:
        """Note a blank at the end of the line."""
        if self.runs[-1]:
            self.runs[-1][-1].spaced = self._after_blank

    def _box(self, first: dict[str, Any], last: dict[str, Any]) -> tuple[float, float, float, float, float]:
        """The box of the characters from the first to the last, and their baseline."""
        one, other, origin = first["bbox"], last["bbox"], first["origin"]
        if self.direction != HORIZONTAL:
            one, other = turned(one, self.direction), turned(other, self.direction)
            origin = turned((*origin, *origin), self.direction)
        x0, x1 = (one[0], other[2]) if one[0] <= other[0] else (other[0], one[2])
        return x0, min(one[1], other[1]), x1, max(one[3], other[3]), round(origin[1], 2)

    def _part(self, x0: float, size: float, after_blank: bool) -> None:
        """Begin a new run when the next word stands far from the last."""
        gap = 0.0 if self._right is None else x0 - self._right
        self._after_blank = self._after_blank or after_blank or gap > WORD_GAP * size
        if gap > BLANK_GAP * size and self.runs[-1]:
            self.runs.append([])


def _runs(
    line: dict[str, Any], links: list[tuple[Box, int]], serifs: Set[str], page: PageText, hidden: bool
) -> tuple[Direction, list[list[Word]]]:
    """The direction and the runs of words of one of MuPDF's lines."""
    reader = _WordReader((round(line["dir"][0], 4), round(line["dir"][1], 4)))
    for span in line["spans"]:
        if bool(span["alpha"]) != hidden and span["size"] >= SMALLEST:
            reader.read_span(span, describe_font(span["font"], span["flags"], span["font"] in serifs))
    page.unreadable += reader.unreadable
    reader.finish()
    for run in reader.runs:
        _mark_links(run, links, reader.direction)
    return reader.direction, [run for run in reader.runs if run]


def _mark_links(words: list[Word], links: list[tuple[Box, int]], direction: Direction) -> None:
    if not links:
        return
    boxes = links if direction == HORIZONTAL else [(turned(box, direction), link) for box, link in links]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for (x0, y0, x1, y1), number in boxes:
            if x0 <= x <= x1 and y0 - 1 <= y <= y1 + 1:
                word.style = word.style._replace(link=number)
                break


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Join what MuPDF reports as several lines although it stands on one baseline a word's gap apart."""
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line):
            last = _join(last, line)
        elif last is not None and _precedes(line, last):
            last = _join(line, last)
        else:
            if last is not None:
                yield last
            last = line
    if last is not None:
        yield last


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


def turned(box: Box, direction: Direction) -> Box:
    """A box in the frame in which `direction` points to the right."""
    cos, sin = direction
    xs = [x * cos + y * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [y * cos - x * sin for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def turned_back(x: float, y: float, direction: Direction) -> tuple[float, float]:
    """A point of that frame on the page again."""
    cos, sin = direction
    return (x * cos - y * sin, x * sin + y * cos)
