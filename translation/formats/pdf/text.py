"""A page's text as words and lines, and the boxes of what else is on it.

Everything is in the page's own space as MuPDF shows it: points, origin at the top left of the crop box, y down, with
/Rotate applied. Text that runs in another direction is read in a frame of its own, turned so that it runs to the right.
"""

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any

import pymupdf
from pymupdf import mupdf

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
# A gap inside a line that is wider than this many ems parts two cells, a narrower one two words.
CELL_GAP = 1.2
# The same between two blocks: MuPDF parts a line where an underline is drawn in its midst.
BLOCK_GAP = 0.7
# Blank characters are counted as part of a line up to this many ems: more of them were typed to make columns.
BLANK_GAP = 2.2
# Letters further apart than this many ems belong to two words even without a blank between them.
WORD_GAP = 0.22
# Fragments within this many ems of one baseline are level.
LEVEL = 0.2
# A line is bold when more than this share of its letters is.
WHOLE = 0.8
# A run this far off its line's baseline (in ems) and this much smaller is raised or lowered.
RAISED_BY, RAISED_SIZE = 0.12, 0.9


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, in one style. `glued` means that no blank stands before it.

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

    def add(self, glyph: str, box: Box) -> None:
        """Append a character."""
        self.text += glyph
        self.x1 = max(self.x1, box[2])
        self.top, self.bottom = min(self.top, box[1]), max(self.bottom, box[3])


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right in the frame of their direction."""

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

    def __post_init__(self) -> None:
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
    def text(self) -> str:
        """The line as one string."""
        return "".join(word.text if word.glued else f" {word.text}" for word in self.words).strip()


@dataclass(slots=True)
class PageText:
    """What stands on a page: lines in the order of the file, and the boxes of rules, fills and pictures."""

    lines: list[Line]
    vectors: list[Box]
    images: list[Box]
    unreadable: int = 0


def read_page(page: pymupdf.Page, links: Iterable[tuple[Box, int]], serifs: Set[str]) -> PageText:
    """Read the contents of a page (not its annotations); `links` are boxes with the link number of their words,
    `serifs` the names of the fonts with serifs."""
    text_page, images = _run_contents(page)
    blocks: list[dict[str, Any]] = text_page.extractRAWDICT()["blocks"]
    for block in images:
        block.type = IMAGE_BLOCK
    boxes = [_box(block.bbox) for block in images]
    vectors = [tuple(block["bbox"]) for block in blocks if block["type"] == VECTOR_BLOCK]
    found = PageText([], vectors, boxes)
    link_boxes = list(links)
    for number, block in enumerate(blocks):
        if block["type"] == TEXT_BLOCK:
            words = [_runs(line, link_boxes, serifs, found) for line in block["lines"] if line["wmode"] == 0]
            found.lines += [Line(run, direction, block=number) for direction, runs in words for run in runs]
    found.lines = list(_joined(found.lines))
    return found


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
        self._word: Word | None = None
        self._after_blank = True
        self._right: float | None = None

    def read_span(self, span: dict[str, Any], font: Font) -> None:
        """Add the characters of a span, whose style makes new words of them."""
        size = round(span["size"], 2)
        blank = Word("", 0, 0, 0, 0, 0, Style(*font[:3], span["color"], size), font.not_text, False, span["font"])
        self._word = None
        for character in span["chars"]:
            self._read(character, blank, size)

    def _read(self, character: dict[str, Any], blank: Word, size: float) -> None:
        glyph = character["c"]
        if glyph.isspace() or glyph == "\u200b":
            self._word, self._after_blank = None, True
            return
        box, baseline = character["bbox"], character["origin"][1]
        if self.direction != HORIZONTAL:
            box = turned(box, self.direction)
            baseline = turned((*character["origin"], *character["origin"]), self.direction)[1]
        self._part(box[0], size)
        self._right = box[2]
        self.unreadable += is_unreadable(glyph)
        if self._word is None:
            self._word = replace(blank, text=glyph, baseline=round(baseline, 2), glued=not self._after_blank)
            self._word.x0, self._word.top, self._word.x1, self._word.bottom = box
            self.runs[-1].append(self._word)
            self._after_blank = False
        else:
            self._word.add(glyph, box)

    def _part(self, x0: float, size: float) -> None:
        """Begin a new word or run when the next character stands far from the last."""
        if self._right is None:
            return
        gap = x0 - self._right
        if gap > WORD_GAP * size:
            self._word, self._after_blank = None, True
        if gap > BLANK_GAP * size and self.runs[-1]:
            self.runs.append([])


def _runs(
    line: dict[str, Any], links: list[tuple[Box, int]], serifs: Set[str], page: PageText
) -> tuple[Direction, list[list[Word]]]:
    """The direction and the runs of words of one of MuPDF's lines."""
    reader = _WordReader((round(line["dir"][0], 4), round(line["dir"][1], 4)))
    for span in line["spans"]:
        if span["alpha"] and span["size"] >= SMALLEST:
            reader.read_span(span, describe_font(span["font"], span["flags"], span["font"] in serifs))
    page.unreadable += reader.unreadable
    for run in reader.runs:
        _mark_links(run, links, reader.direction)
    return reader.direction, [run for run in reader.runs if run]


def is_unreadable(character: str) -> bool:
    """Whether a character means nothing: a replacement for what has no code, or a control code."""
    return character == "\ufffd" or ord(character) < ord(" ")


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
            line.words[0].glued = line.x0 - last.x1 < WORD_GAP * min(last.size, line.size)
            last = Line([*last.words, *line.words], last.direction, block=line.block)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _continues(last: Line, line: Line) -> bool:
    """Whether a fragment goes on with the line before it: on its baseline, or raised or lowered close to it."""
    small, large = sorted((last.size, line.size))
    gap = line.x0 - last.x1
    if last.direction != line.direction or not -0.5 * large < gap:
        return False
    if abs(last.baseline - line.baseline) < LEVEL * large:
        return gap < (CELL_GAP * large if last.block == line.block else max(BLOCK_GAP * large, 1.3 * _widest_gap(last)))
    near = abs(last.baseline - line.baseline) < 0.6 * large and gap < WORD_GAP * large
    return near and 0.5 * large < small < RAISED_SIZE * large


def _widest_gap(line: Line) -> float:
    gaps = [word.x0 - before.x1 for before, word in zip(line.words, line.words[1:], strict=False) if not word.glued]
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
