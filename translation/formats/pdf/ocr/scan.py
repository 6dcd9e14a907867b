"""Reading pages that are pictures, with Tesseract or from the invisible text of scanner software.

The text gets the style of the characters in the picture, so that it can be covered and replaced like any other text.
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
    bold_threshold,
    brightness,
    cluster_colours,
    cluster_sizes,
    has_serifs,
)
from translation.formats.pdf.ocr.tesseract import (
    RecognisedLine,
    RecognisedPage,
    RecognisedWord,
    detect_rotation,
    recognise,
)
from translation.formats.pdf.reading.backdrop import Backdrop
from translation.formats.pdf.reading.structured import Vector, make_display_list
from translation.formats.pdf.reading.text import Line, PageText, read_page
from translation.formats.pdf.reading.words import Word

# Tesseract was trained for this resolution.
SCAN_DPI = 300
# A larger page, such as a poster, is rendered at a lower resolution to limit time and memory.
MAX_PIXELS = 25_000_000
# A page without a word is a scan if pictures cover a larger share of it, ...
SCAN_AREA_SHARE = 0.25
# ... or if it has more paths, because some programs turn characters into outlines.
SCAN_PATHS = 200
# Below this mean confidence, in percent, the page may be on its side, and a row of dots may be misread.
DOUBTFUL_PERCENT = 70
# Below this mean confidence, in percent, a line is noise.
NOISE_PERCENT = 50
# The height of tall characters above their baseline.
ASCENT_EM = 0.72
# A wider gap inside a line separates two cells.
CELL_GAP_EM = 1.6
# Tesseract reads bullets as these.
BULLET = re.compile(r"[¢©®°«»*]$")
# Tesseract reads the dots before a page number as these.
LEADER = re.compile(r"\.{4,}\S*|\.{3}\S{3,}|\S*?([a-z.])\1{3,}\S*|[.,_ceosn]{12,}$")
# The same dots in pieces, when the confidence is low.
DOTS = re.compile(r"[.,_:ceosnO\d]{2,}$")
# The replacement for misread dots.
DOTTED = "......"
WORD = re.compile(r"[^\W\d_]{2,}")
# Tesseract reads the edges of a page and specks as these at the ends of a line.
SPECK = re.compile(r"[^\w•]{1,2}$|\w$")
# Below this confidence, in percent, such a word is a speck.
SPECK_PERCENT = 40
# Lines of one size with this many characters get their own family. Other lines get the page's family.
FAMILY_CHARACTERS = 60
# The direction of text by the clockwise turn of its page, in degrees, that makes it upright.
DIRECTIONS: dict[int, Direction] = {0: HORIZONTAL, 90: (0.0, -1.0), 180: (-1.0, 0.0), 270: (0.0, 1.0)}


def is_scan(page: pymupdf.Page, text: PageText) -> bool:
    """Return whether a page is a scan: `text` has no word, and the page has large pictures or many paths."""
    if any(WORD.search(line.text) for line in text.lines):
        return False
    area = abs(page.rect.width * page.rect.height) or 1.0
    covered = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in text.images)
    return covered > SCAN_AREA_SHARE * area or len(text.vectors) > SCAN_PATHS


def read_invisible_text(page: pymupdf.Page, serifs: Set[str]) -> PageText | None:
    """Return the invisible text of a scan, styled like the characters in the picture. None if it has no word."""
    text = read_page(page, make_display_list(page), (), serifs, invisible=True)
    if not any(WORD.search(line.text) for line in text.lines):
        return None
    sheet = _Sheet(page, 0)
    level = [line for line in text.lines if line.direction == HORIZONTAL]
    boxes = [(line, sheet.pixels((line.x0, line.top, line.x1, line.bottom)), sheet.height(line.size)) for line in level]
    styles = _line_styles(page, sheet, boxes)
    lines = [Line(_restyled(line.words, style), line.direction) for line, style in zip(level, styles, strict=True)]
    return PageText(lines, [], [])


def read_scan(page: pymupdf.Page, data: str) -> PageText:
    """Return the text that Tesseract recognises on a page, upright or on its side. Raises RecognitionFailed.

    `data` names Tesseract's data, such as "eng+deu".
    """
    sheet = _Sheet(page, 0)
    recognised = recognise(sheet.picture, sheet.dpi, data)
    if recognised.confidence < DOUBTFUL_PERCENT:
        turn = detect_rotation(sheet.picture, sheet.dpi)
        if turn in (90, 180, 270):
            turned_sheet = _Sheet(page, turn)
            turned_text = recognise(turned_sheet.picture, turned_sheet.dpi, data)
            if turned_text.confidence > recognised.confidence:
                sheet, recognised = turned_sheet, turned_text
    return _page_text(page, sheet, recognised)


class _Sheet:
    """A grey rendering of a page, turned clockwise by `turn` degrees to make its text upright."""

    def __init__(self, page: pymupdf.Page, turn: int) -> None:
        pixels = page.rect.width * page.rect.height * (SCAN_DPI / 72) ** 2
        self.dpi = int(SCAN_DPI * min(1.0, (MAX_PIXELS / pixels) ** 0.5)) if pixels else SCAN_DPI
        # Points per pixel.
        self._scale = 72 / self.dpi
        matrix = pymupdf.Matrix(1 / self._scale, 1 / self._scale).prerotate(turn)
        self.pixmap = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, annots=False)
        self.direction = DIRECTIONS[turn]
        width, height = page.rect.width, page.rect.height
        self._origin = {0: (0.0, 0.0), 90: (-height, 0.0), 180: (-width, -height), 270: (0.0, -width)}[turn]

    @property
    def picture(self) -> bytes:
        """The rendering as a PNM file, with dark characters on a light background, as Tesseract expects."""
        pixmap = pymupdf.Pixmap(self.pixmap, 0)
        if pixmap.color_topusage()[1][0] < DARK:
            pixmap.invert_irect()
        return bytes(pixmap.tobytes("pnm"))

    def points(self, box: Box) -> Box:
        """Return a box in pixels as points in the frame of the sheet's direction."""
        (x, y), scale = self._origin, self._scale
        return (x + box[0] * scale, y + box[1] * scale, x + box[2] * scale, y + box[3] * scale)

    def pixels(self, box: Box) -> Box:
        """Return a box in points as pixels."""
        (x, y), scale = self._origin, self._scale
        return ((box[0] - x) / scale, (box[1] - y) / scale, (box[2] - x) / scale, (box[3] - y) / scale)

    def em(self, pixels: float) -> float:
        """Return the size in points of a font whose tall characters are this many pixels high."""
        return pixels * self._scale / ASCENT_EM

    def height(self, em: float) -> float:
        """Return the height in pixels of the tall characters of a font, whose size is in points."""
        return em * ASCENT_EM / self._scale

    def on_page(self, box: Box) -> Box:
        """Return a box in the frame as a box in page space."""
        return box_on_page(box, self.direction)


def _page_text(page: pymupdf.Page, sheet: _Sheet, recognised: RecognisedPage) -> PageText:
    lines = [line for line in recognised.lines if _is_text(line)]
    sizes = cluster_sizes((round(sheet.em(line.size), 1), sum(len(word.text) for word in line.words)) for line in lines)
    raster = Raster(sheet.pixmap)
    drafts = [Line(_words(line, sheet, raster, sizes), sheet.direction) for line in lines]
    boxes = [(draft, line.box, line.size) for draft, line in zip(drafts, lines, strict=True)]
    styled = []
    for draft, style in zip(drafts, _line_styles(page, sheet, boxes), strict=True):
        styled += [Line(run, sheet.direction) for run in _split_at_gaps(_restyled(draft.words, style))]
    rules = [Vector(sheet.on_page(sheet.points(box)), 0, True) for box in recognised.rules]
    return PageText(styled, rules, [sheet.on_page(sheet.points(box)) for box in recognised.photos])


def _is_text(line: RecognisedLine) -> bool:
    """Return whether a line is text, and not specks or rules that look like characters."""
    words = [word for word in line.words if not LEADER.search(word.text)]
    characters = sum(len(word.text) for word in words)
    return characters > 0 and sum(len(word.text) * word.confidence for word in words) >= NOISE_PERCENT * characters


def _words(line: RecognisedLine, sheet: _Sheet, raster: Raster, sizes: dict[float, float]) -> list[Word]:
    """Return the words of a recognised line in points. `sizes` has the usual size for each measured size."""
    size = sizes[round(sheet.em(line.size), 1)]
    middle = line.box[3] + line.drop + line.slope * (line.box[2] - line.box[0]) / 2
    baseline = round(sheet.points((0.0, middle, 0.0, middle))[1], 2)
    style = Style("sans", False, False, 0, size)
    words: list[Word] = []
    for text, box in _corrected(_without_specks(line.words), raster):
        x0, top, x1, bottom = sheet.points(box)
        words.append(Word(text, x0, x1, top, bottom, baseline, style, False, False, ""))
    return words


def _without_specks(recognised: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    """Return the words of a line without the specks at its ends."""
    words = list(recognised)
    while len(words) > 1 and _is_speck(words[-1]):
        words.pop()
    while len(words) > 1 and _is_speck(words[0]):
        words.pop(0)
    return words


def _is_speck(word: RecognisedWord) -> bool:
    return word.text == "|" or (word.confidence < SPECK_PERCENT and bool(SPECK.match(word.text)))


def _corrected(words: Sequence[RecognisedWord], raster: Raster) -> list[tuple[str, Box]]:
    """Return the words with their boxes, and with misread bullets and rows of dots corrected."""
    corrected: list[tuple[str, Box]] = []
    dots: list[bool] = []
    for number, word in enumerate(words):
        text, box = word.text, word.box
        is_dots = word.confidence < DOUBTFUL_PERCENT and bool(DOTS.match(text))
        if number == 0 and len(words) > 1 and _is_bullet(word, raster):
            text = "•"
        elif LEADER.search(text) or (is_dots and corrected and corrected[-1][0].endswith(DOTTED)):
            text, is_dots = LEADER.sub(DOTTED, text) if LEADER.search(text) else DOTTED, True
            while dots and dots[-1]:
                dots.pop()
                box = (corrected.pop()[1][0], *box[1:])
        corrected.append((text, box))
        dots.append(is_dots)
    return corrected


def _is_bullet(word: RecognisedWord, raster: Raster) -> bool:
    return len(word.text) == 1 and (bool(BULLET.match(word.text)) or raster.is_bullet(word.box))


def _split_at_gaps(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of a line, split at gaps that are as wide as between cells."""
    runs = [[words[0]]]
    for last, word in pairwise(words):
        if word.x0 - last.x1 > CELL_GAP_EM * word.style.size:
            runs.append([])
        runs[-1].append(word)
    return runs


def _restyled(words: Sequence[Word], style: Style) -> list[Word]:
    """Set the style of words, except for their sizes and links, and return them."""
    for word in words:
        word.style = style._replace(size=word.style.size, link=word.style.link)
    return list(words)


@dataclass(slots=True, frozen=True)
class _LineLook:
    """The measures of a line's characters. `weight` is their number, and `size` is in points."""

    strokes: Strokes
    colour: tuple[int, int, int]
    size: float
    weight: int


def _line_styles(page: pymupdf.Page, sheet: _Sheet, lines: Sequence[tuple[Line, Box, float]]) -> list[Style]:
    """Return the style of each line, measured in the picture.

    Each line comes with its box and the height of its tall characters, in pixels of the sheet.
    """
    raster, backdrop = Raster(sheet.pixmap), Backdrop(page)
    looks = []
    for line, box, height in lines:
        on_page = sheet.on_page((line.x0, line.top, line.x1, line.bottom))
        ink, paper = backdrop.text_colour(on_page), backdrop.background(on_page)[0]
        limit, dark = round((brightness(ink) + brightness(paper)) / 2), brightness(ink) < brightness(paper)
        red, green, blue = map(round, ink)
        looks.append(_LineLook(raster.strokes(box, height, limit, dark), (red, green, blue), line.size, len(line.text)))
    colours = cluster_colours((look.colour, look.weight) for look in looks)
    threshold = bold_threshold([(look.strokes, look.weight) for look in looks])
    families = _families(looks)
    return [
        Style(families[look.size], look.strokes.upright > threshold, False, colours[look.colour], 0.0) for look in looks
    ]


def _families(looks: Sequence[_LineLook]) -> dict[float, str]:
    """Return the family for each size, "serif" or "sans"."""
    families = {}
    for size in {look.size for look in looks}:
        same = [look for look in looks if look.size == size]
        chosen = same if sum(look.weight for look in same) >= FAMILY_CHARACTERS else looks
        families[size] = "serif" if has_serifs([(look.strokes, look.weight) for look in chosen]) else "sans"
    return families
