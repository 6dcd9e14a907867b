"""Pages that are pictures: their text is read by Tesseract, or taken from the invisible text that another program left.

What is read has the looks of the picture's letters, so that it can be covered and written anew like any other text.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import pymupdf

from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import HORIZONTAL, Box, Direction, box_on_page
from translation.formats.pdf.ocr.letterforms import (
    DARK,
    Raster,
    Strokes,
    bold_limit,
    brightness,
    has_serifs,
    settled_colours,
    settled_sizes,
)
from translation.formats.pdf.ocr.tesseract import RecognisedLine, RecognisedPage, RecognisedWord, recognise, rotation
from translation.formats.pdf.reading.backdrop import Backdrop
from translation.formats.pdf.reading.structured import Vector, list_contents
from translation.formats.pdf.reading.text import Line, PageText, read_page
from translation.formats.pdf.reading.words import Word

# Dots an inch that Tesseract was trained for; a picture of more than this many dots is made with fewer.
RESOLUTION, MOST_DOTS = 300, 25_000_000
# A page without a word is a scan when pictures cover this share of it, or when it is drawn of so many paths.
COVERED, PATHS = 0.25, 200
# Below this mean confidence (in percent) the page may lie on its side, and a line is noise.
DOUBTFUL, NOISE = 70, 50
# The height of tall letters above their baseline, in ems.
ASCENT = 0.72
# A gap inside a line that is wider than this many ems parts two cells.
CELL_GAP = 1.6
# What bullets and the dots that lead to a number are taken for.
BULLET = re.compile(r"[¢©®°«»*]$")
LEADER = re.compile(r"\.{4,}\S*|\.{3}\S{3,}|\S*?([a-z.])\1{3,}\S*|[.,_ceosn]{12,}$")
# The same dots as Tesseract writes them in pieces, without being sure of it.
DOTS = re.compile(r"[.,_:ceosnO\d]{2,}$")
LETTERS = re.compile(r"[^\W\d_]{2,}")
DOTTED = "......"
# What edges and specks are taken for at the ends of a line, where Tesseract is not sure of it.
SPECK = re.compile(r"[^\w•]{1,2}$|\w$")
UNSURE = 40
# Lines of one size with so many letters tell their own family, fewer that of the page.
ENOUGH_LETTERS = 60
DIRECTIONS: dict[int, Direction] = {0: HORIZONTAL, 90: (0.0, -1.0), 180: (-1.0, 0.0), 270: (0.0, 1.0)}


def is_scan(page: pymupdf.Page, text: PageText) -> bool:
    """Whether a page shows words, if any, as pictures or paths alone."""
    if any(LETTERS.search(line.text) for line in text.lines):
        return False
    area = abs(page.rect.width * page.rect.height) or 1.0
    covered = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in text.images)
    return covered > COVERED * area or len(text.vectors) > PATHS


def read_hidden(page: pymupdf.Page, serifs: Set[str]) -> PageText | None:
    """The invisible text of a page, if it has any, with the looks of the picture's letters."""
    text = read_page(page, list_contents(page), (), serifs, hidden=True)
    if not any(LETTERS.search(line.text) for line in text.lines):
        return None
    sheet = _Sheet(page, 0)
    level = [line for line in text.lines if line.direction == HORIZONTAL]
    boxes = [(line, sheet.pixels((line.x0, line.top, line.x1, line.bottom)), sheet.height(line.size)) for line in level]
    looks = _looks(page, sheet, boxes)
    lines = [Line(_restyled(line.words, style), line.direction) for line, style in zip(level, looks, strict=True)]
    return PageText(lines, [], [])


def read_scan(page: pymupdf.Page, data: str) -> PageText:
    """The text that Tesseract reads on a page with the data of some languages. Raises RecognitionFailed."""
    sheet = _Sheet(page, 0)
    seen = recognise(sheet.picture, sheet.resolution, data)
    if seen.confidence < DOUBTFUL and (turn := rotation(sheet.picture, sheet.resolution)) in (90, 180, 270):
        other = _Sheet(page, turn)
        again = recognise(other.picture, other.resolution, data)
        if again.confidence > seen.confidence:
            sheet, seen = other, again
    return _page_text(page, sheet, seen)


class _Sheet:
    """A grey rendering of a page, turned clockwise by `turn` degrees so that its text is upright."""

    def __init__(self, page: pymupdf.Page, turn: int) -> None:
        dots = page.rect.width * page.rect.height * (RESOLUTION / 72) ** 2
        self.resolution = int(RESOLUTION * min(1.0, (MOST_DOTS / dots) ** 0.5)) if dots else RESOLUTION
        self._unit = 72 / self.resolution
        matrix = pymupdf.Matrix(1 / self._unit, 1 / self._unit).prerotate(turn)
        self.pixmap = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, annots=False)
        self.direction = DIRECTIONS[turn]
        width, height = page.rect.width, page.rect.height
        self._origin = {0: (0.0, 0.0), 90: (-height, 0.0), 180: (-width, -height), 270: (0.0, -width)}[turn]

    @property
    def picture(self) -> bytes:
        """The rendering as a file, with dark letters on light ground as Tesseract expects them."""
        pixmap = pymupdf.Pixmap(self.pixmap, 0)
        if pixmap.color_topusage()[1][0] < DARK:
            pixmap.invert_irect()
        return bytes(pixmap.tobytes("pnm"))

    def points(self, box: Box) -> Box:
        """A box of pixels in points, in the frame of the sheet's direction."""
        (x, y), unit = self._origin, self._unit
        return (x + box[0] * unit, y + box[1] * unit, x + box[2] * unit, y + box[3] * unit)

    def pixels(self, box: Box) -> Box:
        """The inverse of `points`."""
        (x, y), unit = self._origin, self._unit
        return ((box[0] - x) / unit, (box[1] - y) / unit, (box[2] - x) / unit, (box[3] - y) / unit)

    def em(self, pixels: float) -> float:
        """The size in points of letters of which tall ones are so many pixels high."""
        return pixels * self._unit / ASCENT

    def height(self, em: float) -> float:
        """The inverse of `em`."""
        return em * ASCENT / self._unit

    def on_page(self, box: Box) -> Box:
        """A box of the frame on the page."""
        return box_on_page(box, self.direction)


def _page_text(page: pymupdf.Page, sheet: _Sheet, seen: RecognisedPage) -> PageText:
    lines = [line for line in seen.lines if _is_text(line)]
    sizes = settled_sizes((round(sheet.em(line.size), 1), _letters(line)) for line in lines)
    raster = Raster(sheet.pixmap)
    drafts = [Line(_words(line, sheet, raster, sizes), sheet.direction) for line in lines]
    boxes = [(draft, line.box, line.size) for draft, line in zip(drafts, lines, strict=True)]
    styled = []
    for draft, style in zip(drafts, _looks(page, sheet, boxes), strict=True):
        styled += [Line(run, sheet.direction) for run in _runs(_restyled(draft.words, style))]
    rules = [Vector(sheet.on_page(sheet.points(box)), 0, True) for box in seen.rules]
    return PageText(styled, rules, [sheet.on_page(sheet.points(box)) for box in seen.photos])


def _is_text(line: RecognisedLine) -> bool:
    """Whether a line is more than specks and rules that look like letters."""
    words = [word for word in line.words if not LEADER.search(word.text)]
    letters = sum(len(word.text) for word in words)
    return letters > 0 and sum(len(word.text) * word.confidence for word in words) >= NOISE * letters


def _letters(line: RecognisedLine) -> int:
    return sum(len(word.text) for word in line.words)


def _words(line: RecognisedLine, sheet: _Sheet, raster: Raster, sizes: dict[float, float]) -> list[Word]:
    size = sizes[round(sheet.em(line.size), 1)]
    middle = line.box[3] + line.drop + line.slope * (line.box[2] - line.box[0]) / 2
    baseline = round(sheet.points((0.0, middle, 0.0, middle))[1], 2)
    style = Style("sans", False, False, 0, size)
    words: list[Word] = []
    for text, box in _corrected(_without_specks(line.words), raster):
        x0, top, x1, bottom = sheet.points(box)
        words.append(Word(text, x0, x1, top, bottom, baseline, style, False, False, ""))
    return words


def _without_specks(seen: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    """The words of a line without the specks at its ends."""
    words = list(seen)
    while len(words) > 1 and _is_speck(words[-1]):
        words.pop()
    while len(words) > 1 and _is_speck(words[0]):
        words.pop(0)
    return words


def _is_speck(word: RecognisedWord) -> bool:
    return word.text == "|" or (word.confidence < UNSURE and bool(SPECK.match(word.text)))


def _corrected(words: Sequence[RecognisedWord], raster: Raster) -> list[tuple[str, Box]]:
    """Words with their boxes; a bullet and the dots that lead to a number are restored where they were misread."""
    found: list[tuple[str, Box]] = []
    dots: list[bool] = []
    for number, word in enumerate(words):
        text, box = word.text, word.box
        is_dots = word.confidence < DOUBTFUL and bool(DOTS.match(text))
        if number == 0 and len(words) > 1 and _is_bullet(word, raster):
            text = "•"
        elif LEADER.search(text) or (is_dots and found and found[-1][0].endswith(DOTTED)):
            text, is_dots = LEADER.sub(DOTTED, text) if LEADER.search(text) else DOTTED, True
            while dots and dots[-1]:
                dots.pop()
                box = (found.pop()[1][0], *box[1:])
        found.append((text, box))
        dots.append(is_dots)
    return found


def _is_bullet(word: RecognisedWord, raster: Raster) -> bool:
    return len(word.text) == 1 and (bool(BULLET.match(word.text)) or raster.is_bullet(word.box))


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted where the gap between two is that between cells."""
    runs = [[words[0]]]
    for last, word in pairwise(words):
        if word.x0 - last.x1 > CELL_GAP * word.style.size:
            runs.append([])
        runs[-1].append(word)
    return runs


def _restyled(words: Sequence[Word], style: Style) -> list[Word]:
    for word in words:
        word.style = style._replace(size=word.style.size, link=word.style.link)
    return list(words)


@dataclass(slots=True, frozen=True)
class _Look:
    strokes: Strokes
    colour: tuple[int, int, int]
    size: float
    weight: int


def _looks(page: pymupdf.Page, sheet: _Sheet, lines: Sequence[tuple[Line, Box, float]]) -> list[Style]:
    """The style of each line, which comes with its box and the height of its letters in the pixels of the sheet."""
    raster, backdrop = Raster(sheet.pixmap), Backdrop(page)
    looks = []
    for line, box, height in lines:
        place = sheet.on_page((line.x0, line.top, line.x1, line.bottom))
        ink, paper = backdrop.ink(place), backdrop.colour(place)[0]
        limit, dark = round((brightness(ink) + brightness(paper)) / 2), brightness(ink) < brightness(paper)
        red, green, blue = map(round, ink)
        looks.append(_Look(raster.strokes(box, height, limit, dark), (red, green, blue), line.size, len(line.text)))
    colours = settled_colours((look.colour, look.weight) for look in looks)
    limit_of_bold = bold_limit([(look.strokes, look.weight) for look in looks])
    families = _families(looks)
    return [
        Style(families[look.size], look.strokes.upright > limit_of_bold, False, colours[look.colour], 0.0)
        for look in looks
    ]


def _families(looks: Sequence[_Look]) -> dict[float, str]:
    """The family of the letters of each size."""
    found = {}
    for size in {look.size for look in looks}:
        same = [look for look in looks if look.size == size]
        chosen = same if sum(look.weight for look in same) >= ENOUGH_LETTERS else looks
        found[size] = "serif" if has_serifs([(look.strokes, look.weight) for look in chosen]) else "sans"
    return found
